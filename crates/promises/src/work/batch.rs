//! Work on many promises at once (批量办理): an order, its items, and how far it is.
//!
//! The items are worked by [`crate::actions::batch`], each in a transaction of its own that also settles it: an item is done or
//! refused or still waiting, never half-done, and after a restart the waiting ones go on.

use kernel::{
    AccountId, Actor, ActorStanding, BatchId, Date, Fault, Moment, Page, PageAsk, Post, PromiseId,
    Role, SignedIn, UnitId,
};
use serde::{Deserialize, Serialize};
use store::{Row, Tx, params};

use super::sql;

/// What is to be done to each promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Order {
    /// Kept, all by one link.
    Keep {
        /// Where the information stands.
        link: String,
        /// What the recorder adds.
        note: String,
        /// The day on which it became public.
        published_on: Date,
    },
    /// Evidence sent back, all for one reason.
    Return {
        /// Why.
        reason: String,
    },
    /// Waivers proposed, all for one reason.
    ProposeWaiver {
        /// Why.
        reason: String,
        /// What allows it.
        basis: String,
    },
    /// Units reminded, all in the same words.
    Remind {
        /// The words; may be empty.
        note: String,
    },
    /// Waiting nil returns, waivers and moves granted.
    Approve,
}

impl Order {
    /// The order in words.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Keep { .. } => "登记兑现",
            Self::Return { .. } => "退回证据",
            Self::ProposeWaiver { .. } => "提出豁免",
            Self::Remind { .. } => "催办",
            Self::Approve => "签署与审批",
        }
    }
}

/// An order and who gave it, as the database keeps them.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Work {
    pub order: Order,
    giver: Giver,
}

#[derive(Debug, Serialize, Deserialize)]
struct Giver {
    account: Option<AccountId>,
    name: String,
    /// `None` for the console.
    unit: Option<UnitId>,
    posts: Vec<StoredPost>,
    address: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredPost {
    unit: UnitId,
    role: String,
    for_whom: Option<String>,
}

impl Work {
    pub(crate) fn new(order: Order, actor: &Actor) -> Self {
        let posts = actor.posts().iter().map(|post| StoredPost {
            unit: post.unit,
            role: post.role.code().to_owned(),
            for_whom: post.for_whom.clone(),
        });
        Self {
            order,
            giver: Giver {
                account: actor.account(),
                name: actor.name().to_owned(),
                unit: match actor.standing() {
                    ActorStanding::System | ActorStanding::Operator => None,
                    ActorStanding::Officer { unit, .. } => Some(*unit),
                },
                posts: posts.collect(),
                address: actor.address().map(str::to_owned),
            },
        }
    }

    /// Whoever gave the order, with what they held when they gave it.
    pub(crate) fn actor(&self) -> Actor {
        let giver = &self.giver;
        let posts: Vec<Post> = giver.posts.iter().filter_map(StoredPost::post).collect();
        match (giver.unit, giver.account) {
            (None, _) => Actor::operator(giver.name.clone()),
            (Some(unit), Some(account)) => Actor::signed_in(SignedIn {
                account,
                name: giver.name.clone(),
                unit,
                posts,
                address: giver.address.clone().unwrap_or_default(),
            }),
            (Some(unit), None) => {
                let roles = posts.iter().map(|post| post.role).collect();
                Actor::officer(giver.name.clone(), unit, roles)
            }
        }
    }
}

impl StoredPost {
    fn post(&self) -> Option<Post> {
        Some(Post {
            unit: self.unit,
            role: Role::from_code(&self.role)?,
            for_whom: self.for_whom.clone(),
        })
    }
}

/// How far an order is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// What is done.
    pub order: Order,
    /// Who gave it.
    pub ordered_by: String,
    /// With which account.
    pub account: Option<AccountId>,
    /// When.
    pub ordered_at: Moment,
    /// When the last item was settled.
    pub finished_at: Option<Moment>,
    /// How many items there are.
    pub total: u64,
    /// How many were done.
    pub done: u64,
    /// How many were refused.
    pub refused: u64,
}

impl Batch {
    /// How many are settled, in per cent, rounded down.
    pub fn percent(&self) -> u64 {
        ((self.done + self.refused) * 100)
            .checked_div(self.total)
            .unwrap_or(100)
    }
}

/// An item that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedItem {
    /// Its place in the order.
    pub ordinal: u64,
    /// The promise.
    pub promise: PromiseId,
    /// What is owed.
    pub title: String,
    /// The period.
    pub period_label: Option<String>,
    /// Who owes it.
    pub unit_name: String,
    /// By when.
    pub due_on: Date,
    /// The refusal's code.
    pub code: String,
    /// The refusal in words.
    pub message: String,
}

/// One order.
///
/// # Errors
/// The engine's fault.
pub async fn find_batch(tx: &mut Tx, id: BatchId) -> Result<Option<Batch>, Fault> {
    let Some(row) = tx.fetch_optional(sql::FIND_BATCH, params![id]).await? else {
        return Ok(None);
    };
    let mut batch = batch_of(&row)?;
    for row in &tx.fetch_all(sql::COUNT_ITEMS, params![id]).await? {
        let state: String = row.get("state")?;
        match state.as_str() {
            "done" => batch.done = row.get("n")?,
            "refused" => batch.refused = row.get("n")?,
            _ => {}
        }
    }
    Ok(Some(batch))
}

/// The newest orders of an account; their counts are not filled in.
///
/// # Errors
/// The engine's fault.
pub async fn list_batches_of(
    tx: &mut Tx,
    account: AccountId,
    limit: u32,
) -> Result<Vec<Batch>, Fault> {
    tx.fetch_all(sql::LIST_BATCHES_OF, params![account, limit])
        .await?
        .iter()
        .map(batch_of)
        .collect()
}

/// What an order was refused, in its order.
///
/// # Errors
/// The engine's fault.
pub async fn list_refused(
    tx: &mut Tx,
    id: BatchId,
    ask: &PageAsk,
) -> Result<Page<RefusedItem>, Fault> {
    let after: i64 = ask
        .after
        .as_deref()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let rows = tx
        .fetch_all(sql::LIST_REFUSED_ITEMS, params![id, after, ask.limit + 1])
        .await?;
    let items = rows
        .iter()
        .map(|row| {
            Ok(RefusedItem {
                ordinal: row.get("ordinal")?,
                promise: row.get("promise_id")?,
                title: row.get("title")?,
                period_label: row.get("period_label")?,
                unit_name: row.get("short_name")?,
                due_on: row.get("due_on")?,
                code: row.get("code")?,
                message: row.get("message")?,
            })
        })
        .collect::<Result<Vec<_>, Fault>>()?;
    Ok(Page::of(items, ask, |it| it.ordinal.to_string()))
}

pub(crate) fn work_of(row: &Row) -> Result<Work, Fault> {
    let text: String = row.get("work")?;
    serde_json::from_str(&text).map_err(|cause| Fault::caused("reading an order", cause))
}

fn batch_of(row: &Row) -> Result<Batch, Fault> {
    Ok(Batch {
        id: row.get("id")?,
        order: work_of(row)?.order,
        ordered_by: row.get("ordered_by")?,
        account: row.get("account_id")?,
        ordered_at: row.get("ordered_at")?,
        finished_at: row.get("finished_at")?,
        total: row.get("total")?,
        done: 0,
        refused: 0,
    })
}
