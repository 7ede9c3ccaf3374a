//! The audit log (审计日志): the events of all chains as the audit administrator looks through them.
//!
//! A look goes along one index, newest first, and never further than [`WINDOW`] events a page: what else was asked for is
//! tested on those, and the page says where to go on. Reading is an act: whoever looks leaves an event of it. Nothing here
//! changes or deletes an event, and nothing else does.

pub mod kinds;
mod reading;
mod sql;

use kernel::{AccountId, AuditAdministrator, Date, EventId, Fault, Moment, UnitId};

use crate::event::{RecordedEvent, event_of};
use crate::params;
use crate::transaction::Tx;

pub use kinds::{Group, Kind};
pub use reading::{find_noted_search, note_export, note_opening, note_search};
pub use sql::ALL;

/// Events that one page looks at, at most.
pub const WINDOW: u32 = 5_000;

/// Events read at once.
const BATCH: u32 = 500;

/// What is looked for; all that is given must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditAsk {
    /// Not before this day in China.
    pub from: Option<Date>,
    /// Not after this day.
    pub through: Option<Date>,
    /// Who did it, by account.
    pub account: Option<AccountId>,
    /// A part of what stands in the log for who acted: a role, the program, the console as it names itself.
    pub actor: Option<String>,
    /// One of these kinds; any where empty.
    pub kinds: Vec<&'static str>,
    /// What it happened to: `promise/ID`.
    pub subject: Option<String>,
    /// The unit it concerns.
    pub unit: Option<UnitId>,
    /// The address that they acted from.
    pub address: Option<String>,
    /// Words in the facts.
    pub words: Option<String>,
}

impl AuditAsk {
    /// Whether an event fits.
    pub fn fits(&self, event: &RecordedEvent) -> bool {
        let on = event.happened_on();
        self.from.is_none_or(|from| on >= from)
            && self.through.is_none_or(|through| on <= through)
            && (self.account.is_none() || self.account == event.account)
            && self
                .actor
                .as_deref()
                .is_none_or(|part| event.actor.contains(part))
            && (self.kinds.is_empty() || self.kinds.contains(&event.kind.as_str()))
            && self.subject.as_ref().is_none_or(|it| *it == event.subject)
            && (self.unit.is_none() || self.unit == event.unit)
            && (self.address.is_none() || self.address == event.address)
            && self
                .words
                .as_deref()
                .is_none_or(|words| event.body.contains(words))
    }

    /// The index to go along: the one that leaves the fewest events.
    fn way(&self) -> (Option<String>, &'static str) {
        match (&self.subject, self.account, &self.address, self.unit) {
            (Some(subject), ..) => (Some(subject.clone()), sql::LIST_BY_SUBJECT),
            (None, Some(account), ..) => (Some(account.to_string()), sql::LIST_BY_ACCOUNT),
            (None, None, Some(address), _) => (Some(address.clone()), sql::LIST_BY_ADDRESS),
            (None, None, None, unit) => match (unit, self.kinds.as_slice()) {
                (_, [kind]) => (Some((*kind).to_owned()), sql::LIST_BY_KIND),
                (Some(unit), _) => (Some(unit.to_string()), sql::LIST_BY_UNIT),
                (None, _) => (None, sql::LIST_ALL),
            },
        }
    }

    /// The ids between which its days lie: the least that belongs to them, the least that no longer does.
    fn bounds(&self) -> (String, String) {
        let midnight = |day: Date| Moment::in_china(day.at(0, 0, 0, 0));
        let least = |at: Moment| EventId::least_at(at).to_string();
        let from = self.from.and_then(midnight).map_or_else(String::new, least);
        let behind = self.through.and_then(|day| day.tomorrow().ok());
        // Ids are hexadecimal: "g" stands behind them all.
        let until = behind.and_then(midnight).map_or("g".to_owned(), least);
        (from, until)
    }
}

/// A page of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// What fits.
    pub events: Vec<RecordedEvent>,
    /// Where to go on; `None` at the end.
    pub next: Option<EventId>,
    /// Where the look ended before the page was full, though there is more: the moment up to which it went.
    pub looked_back_to: Option<Moment>,
}

/// Events that fit, before an id where one is given, at most `limit` of them.
///
/// # Errors
/// The engine's fault.
pub async fn list_audited(
    tx: &mut Tx,
    _reader: &AuditAdministrator,
    ask: &AuditAsk,
    (before, limit): (Option<EventId>, u32),
) -> Result<AuditPage, Fault> {
    let (from, until) = ask.bounds();
    let mut edge = match before {
        Some(id) => until.min(id.to_string()),
        None => until,
    };
    let (way, statement) = ask.way();
    let limit = usize::try_from(limit.max(1)).unwrap_or(usize::MAX);
    let mut events: Vec<RecordedEvent> = Vec::new();
    for _ in 0..WINDOW / BATCH {
        let rows = match &way {
            Some(value) => {
                let values = params![edge, from, BATCH, value];
                tx.fetch_all(statement, values).await?
            }
            None => tx.fetch_all(statement, params![edge, from, BATCH]).await?,
        };
        let is_last = rows.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
        for row in &rows {
            let event = event_of(row)?;
            edge = event.id.to_string();
            if !ask.fits(&event) {
                continue;
            }
            // One more than wanted says that there is more.
            if events.len() == limit {
                let next = events.last().map(|last| last.id);
                return Ok(AuditPage {
                    events,
                    next,
                    looked_back_to: None,
                });
            }
            events.push(event);
        }
        if is_last {
            return Ok(AuditPage {
                events,
                next: None,
                looked_back_to: None,
            });
        }
    }
    let next: Option<EventId> = edge.parse().ok();
    let looked_back_to = match next {
        Some(id) => crate::event::find_event(tx, id)
            .await?
            .map(|event| event.happened_at),
        None => None,
    };
    Ok(AuditPage {
        events,
        next,
        looked_back_to,
    })
}

/// The event of the same subject and kind of change before one: what a change was a change of.
///
/// # Errors
/// The engine's fault.
pub async fn find_before(
    tx: &mut Tx,
    _reader: &AuditAdministrator,
    event: &RecordedEvent,
) -> Result<Option<RecordedEvent>, Fault> {
    let row = tx
        .fetch_optional(sql::FIND_BEFORE, params![event.subject, event.id])
        .await?;
    row.as_ref().map(event_of).transpose()
}
