//! 督办单: the supervisors' list and forms, and the units' own notices to answer.
//!
//! Supervisors see all of them, a unit its own. What may be done is asked of `oversight`; here are requests, pages and addresses.

mod answer;
mod issue;
mod judge;
mod list;
mod show;

use axum::Router;
use kernel::{Actor, Date, Fault, NotAllowed, NoticeId, Right, UnitId};
use oversight::queries::{Waiting, count_waiting};
use store::Tx;

use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .merge(list::router())
        .merge(issue::router())
        .merge(show::router())
        .merge(answer::router())
        .merge(judge::router())
}

/// Whose notices somebody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sight {
    /// All of them: supervisors and the open-government office.
    All,
    /// Those of units in which they hold a post.
    Units(Vec<UnitId>),
}

impl Sight {
    /// What somebody sees.
    ///
    /// # Errors
    /// Where they have nothing to do with notices.
    pub(crate) fn of(actor: &Actor) -> Result<Self, NotAllowed> {
        let sees_all = actor.holds_somewhere(Right::Supervisor)
            || actor.holds_somewhere(Right::OpenGovernmentOffice);
        if sees_all {
            return Ok(Self::All);
        }
        let mut units = actor.units_with(Right::UnitOfficer);
        units.extend(actor.units_with(Right::UnitLeader));
        units.sort_unstable();
        units.dedup();
        if units.is_empty() {
            Err(NotAllowed::SupervisorOnly)
        } else {
            Ok(Self::Units(units))
        }
    }

    fn sees(&self, unit: UnitId) -> bool {
        match self {
            Self::All => true,
            Self::Units(units) => units.contains(&unit),
        }
    }

    /// The scopes whose counts and lists are asked for: one question each.
    fn scopes(&self) -> Vec<Option<UnitId>> {
        match self {
            Self::All => vec![None],
            Self::Units(units) => units.iter().copied().map(Some).collect(),
        }
    }
}

/// What waits for somebody: answers to judge for supervisors, answers to give for units.
///
/// # Errors
/// The engine's fault.
pub(crate) async fn count(tx: &mut Tx, actor: &Actor, today: Date) -> Result<u64, Fault> {
    let Ok(sight) = Sight::of(actor) else {
        return Ok(0);
    };
    let waiting = sum(tx, &sight, today).await?;
    Ok(if actor.holds_somewhere(Right::Supervisor) {
        waiting.answered
    } else {
        waiting.owed
    })
}

async fn sum(tx: &mut Tx, sight: &Sight, today: Date) -> Result<Waiting, Fault> {
    let mut all = Waiting::default();
    for scope in sight.scopes() {
        let one = count_waiting(tx, scope, today).await?;
        all.owed += one.owed;
        all.late += one.late;
        all.answered += one.answered;
    }
    Ok(all)
}

fn id_of(text: &str) -> Result<NoticeId, Snag> {
    text.parse().map_err(|_| Snag::Missing("督办单"))
}
