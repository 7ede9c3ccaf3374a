//! 授权代办: for an absence, somebody hands posts of theirs on to a colleague, with dates.
//!
//! Only what the giver holds themselves, never what was handed on to them, never an administrator's role. While it lasts the log
//! names both.

use kernel::{AccountId, Actor, Date, DelegationId, Moment, Role, Stop, UnitId};
use store::{Store, params};

use super::{load, of};
use crate::events::{AccountEvent, record};
use crate::model::{AccountStatus, Entered};
use crate::queries::{find_delegation, list_posts, list_posts_at};
use crate::refusal::AccountRefusal;
use crate::{rules, sql};

/// Days that a delegation may last: an absence, not a change of office.
const LONGEST_DAYS: i32 = 180;

/// What is handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegate {
    /// To whom.
    pub taker: AccountId,
    /// Which posts.
    pub posts: Vec<(UnitId, Role)>,
    /// The first day.
    pub from_on: Date,
    /// The last day.
    pub through_on: Date,
    /// Why: leave, a journey.
    pub reason: String,
}

/// Hands posts on.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn delegate(
    store: &Store,
    command: &Delegate,
    (giver, actor): (&Entered, &Actor),
    now: Moment,
) -> Result<DelegationId, Stop<AccountRefusal>> {
    let today = now.date();
    let reason = rules::reason(&command.reason).map_err(Stop::Refused)?;
    let lasts = command.from_on.until(command.through_on);
    let days = lasts.map_or(i32::MAX, |span| span.get_days());
    if command.through_on < today || !(0..LONGEST_DAYS).contains(&days) {
        return Err(Stop::Refused(AccountRefusal::BadDelegationDates));
    }
    if command.taker == giver.account.id {
        return Err(Stop::Refused(AccountRefusal::DelegatedToOneself));
    }
    if command.posts.is_empty() {
        return Err(Stop::Refused(AccountRefusal::NothingDelegated));
    }
    store::write!(store, |tx| {
        let taker = load(tx, command.taker).await?;
        if taker.status != AccountStatus::Active {
            return Err(Stop::Refused(AccountRefusal::UnknownTaker));
        }
        let held = list_posts(tx, giver.account.id).await?;
        let takers = list_posts_at(tx, taker.id, today).await?;
        for (unit, role) in &command.posts {
            let is_held = held.iter().any(|post| {
                (post.unit, post.role) == (*unit, *role)
                    && post.until_on.is_none_or(|until| until >= command.from_on)
            });
            if !is_held {
                return Err(Stop::Refused(AccountRefusal::RoleNotHeld));
            }
            if role.is_administrative() {
                return Err(Stop::Refused(AccountRefusal::AdministrativeRoleDelegated));
            }
            rules::goes_with(*role, takers.iter().map(|post| post.role)).map_err(Stop::Refused)?;
        }
        let id: DelegationId = tx.new_id(now);
        let (from_on, through_on) = (command.from_on, command.through_on);
        let values = params![
            id,
            giver.account.id,
            taker.id,
            from_on,
            through_on,
            reason,
            now
        ];
        tx.execute(sql::ADD_DELEGATION, values).await?;
        for (unit, role) in &command.posts {
            tx.execute(sql::ADD_DELEGATED_POST, params![id, unit, role.code()])
                .await?;
        }
        let event = AccountEvent::Delegated {
            taker: taker.id,
            roles: command
                .posts
                .iter()
                .map(|(_, role)| role.code().to_owned())
                .collect(),
            from_on,
            through_on,
        };
        record(tx, of(&giver.account), &event, (actor, now)).await?;
        Ok(id)
    })
}

/// Ends a delegation early: by whoever gave it.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn end_delegation(
    store: &Store,
    delegation: DelegationId,
    (giver, actor): (&Entered, &Actor),
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    store::write!(store, |tx| {
        let found = find_delegation(tx, delegation).await?;
        let own = found.filter(|found| found.giver == giver.account.id && found.ended_at.is_none());
        let Some(own) = own else {
            return Err(Stop::Refused(AccountRefusal::NothingThere));
        };
        tx.execute(sql::END_DELEGATION, params![delegation, now])
            .await?;
        let event = AccountEvent::DelegationEnded { taker: own.taker };
        record(tx, of(&giver.account), &event, (actor, now)).await?;
        Ok(())
    })
}
