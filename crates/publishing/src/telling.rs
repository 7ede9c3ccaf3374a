//! Steps of review that wait to be told: taken in the transaction that hands them to their people.
//!
//! Who the people are is not known here, only as what they are meant: a role of a unit, or whoever drafted it.

use kernel::{AccountId, EditionId, Fault, Moment, Role, UnitId};
use store::{Row, Tx, params};

use crate::EditionState;
use crate::rows::coded;
use crate::rules::EditionCommand;
use crate::sql;

/// Of one transaction.
const AT_A_TIME: u32 = 200;
/// What happened longer ago than this is told to nobody any more: a site that was down for long does not begin with a heap of old news.
const NEWS_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Whoever is told of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Those who hold a role in a unit.
    Holders(UnitId, Role),
    /// Whoever drafted it.
    Drafter(AccountId),
}

/// A step that somebody is to be told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UntoldReview {
    /// The edition.
    pub edition: EditionId,
    /// The step's place in its history.
    pub ordinal: u32,
    /// What was done.
    pub command: EditionCommand,
    /// The edition's title.
    pub title: String,
    /// The unit whose edition it is.
    pub unit: UnitId,
    /// Its short name.
    pub unit_name: String,
    /// Whoever drafted it, who is not asked to review it.
    pub drafter: Option<AccountId>,
    /// Who is told.
    pub audience: Vec<Audience>,
}

/// Whether a step is told to anybody.
pub(crate) fn is_told(command: EditionCommand) -> bool {
    match command {
        EditionCommand::Submit
        | EditionCommand::Pass
        | EditionCommand::Sign
        | EditionCommand::SignJointly
        | EditionCommand::Gather
        | EditionCommand::PublishFirst
        | EditionCommand::Return
        | EditionCommand::Publish
        | EditionCommand::Withdraw => true,
        EditionCommand::Edit
        | EditionCommand::Countersign
        | EditionCommand::Approve
        | EditionCommand::Ratify
        | EditionCommand::File
        | EditionCommand::Recall
        | EditionCommand::Supersede
        | EditionCommand::Discard
        | EditionCommand::Import => false,
    }
}

/// Whether any step waits.
///
/// # Errors
/// The engine's fault.
pub async fn has_untold_review(tx: &mut Tx) -> Result<bool, Fault> {
    let row = tx.fetch_optional(sql::HAS_UNTOLD_STEP, params![]).await?;
    Ok(row.is_some())
}

/// Takes waiting steps, some hundred at a time; the number tells whether more may wait. What was overtaken meanwhile, or happened long ago, is
/// told to nobody.
///
/// # Errors
/// The engine's fault.
pub async fn take_untold_reviews(
    tx: &mut Tx,
    now: Moment,
) -> Result<(usize, Vec<UntoldReview>), Fault> {
    let rows = tx
        .fetch_all(sql::LIST_UNTOLD_STEPS, params![AT_A_TIME])
        .await?;
    let mut steps = Vec::with_capacity(rows.len());
    for row in &rows {
        let (edition, ordinal): (EditionId, u32) = (row.get("edition_id")?, row.get("ordinal")?);
        tx.execute(sql::NOTE_STEP_TOLD, params![edition, ordinal, now])
            .await?;
        let happened: Moment = row.get("happened_at")?;
        if happened.plus_millis(NEWS_MILLIS) < now {
            continue;
        }
        let step = untold_of(tx, row, (edition, ordinal)).await?;
        if !step.audience.is_empty() {
            steps.push(step);
        }
    }
    Ok((rows.len(), steps))
}

async fn untold_of(
    tx: &mut Tx,
    row: &Row,
    (edition, ordinal): (EditionId, u32),
) -> Result<UntoldReview, Fault> {
    let command = coded(row, "command", EditionCommand::from_code)?;
    let state = coded(row, "state", EditionState::from_code)?;
    let unit: UnitId = row.get("unit_id")?;
    let drafter: Option<AccountId> = row.get("drafter_account")?;
    let held = |role| vec![Audience::Holders(unit, role)];
    let audience = match (command, state) {
        (EditionCommand::Submit, EditionState::FirstReview) => held(Role::SectionHead),
        (EditionCommand::Pass, EditionState::SecrecyReview) => held(Role::SecrecyOfficer),
        (EditionCommand::Sign | EditionCommand::Gather, EditionState::Approval)
        | (EditionCommand::PublishFirst, EditionState::Published) => held(Role::Approver),
        (EditionCommand::SignJointly, EditionState::Countersigning) => {
            let rows = tx
                .fetch_all(sql::LIST_ASKED_UNITS, params![edition])
                .await?;
            let asked = rows.iter().map(|row| row.get("unit_id"));
            let asked = asked.collect::<Result<Vec<UnitId>, Fault>>()?;
            let holders = asked.into_iter().map(|it| (it, Role::Approver));
            holders
                .map(|(it, role)| Audience::Holders(it, role))
                .collect()
        }
        (EditionCommand::Return, EditionState::Returned)
        | (EditionCommand::Publish, EditionState::Published)
        | (EditionCommand::Withdraw, EditionState::Withdrawn) => {
            drafter.map(Audience::Drafter).into_iter().collect()
        }
        _ => Vec::new(),
    };
    Ok(UntoldReview {
        edition,
        ordinal,
        command,
        title: row.get("title")?,
        unit,
        unit_name: row.get("short_name")?,
        drafter,
        audience,
    })
}
