//! Brings the promises of one duty or catalogue item in line with what it now obliges to.
//!
//! The one way by which imports, accepted changes, confirmed units and new spans reach promises: what is newly owed is opened,
//! what is still owed is moved to its new due day, what is owed no more is withdrawn with the reason. Only open promises
//! change; kept and waived ones stay.
//!
//! What an approver has granted is not the open-government office's to take back: a longer due day stays where the text now says an
//! earlier one, and goes up in a later day that the text itself gives.

use std::collections::HashSet;

use calendar::{Calendar, Clock};
use kernel::{Date, Fault, UnitId};
use promises::actions::recur;
use promises::actions::support::set_supporters;
use promises::docket::{Docket, DueMove};
use promises::rules::unlengthened;
use promises::{Origin, Promise, Standing, standing};
use store::params;

use crate::opening::Wanted;
use crate::sql;

/// What a change did to promises.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effect {
    /// Newly owed.
    pub opened: u64,
    /// Due on another day.
    pub moved: u64,
    /// Owed no more.
    pub withdrawn: u64,
    /// Late ones among those owed no more.
    pub late_withdrawn: u64,
    /// Late ones that were given a later day and so are late no more.
    pub late_postponed: u64,
    /// Those whose longer due day, granted by an approver, stays though an earlier one is said now.
    pub granted_kept: u64,
}

impl Effect {
    /// Both together.
    pub fn add(&mut self, other: Self) {
        self.opened += other.opened;
        self.moved += other.moved;
        self.withdrawn += other.withdrawn;
        self.late_withdrawn += other.late_withdrawn;
        self.late_postponed += other.late_postponed;
        self.granted_kept += other.granted_kept;
    }

    /// Late promises that would be seen as late no more, though nobody has kept them.
    pub fn late(&self) -> u64 {
        self.late_withdrawn + self.late_postponed
    }
}

/// What is to be brought in line, and why.
#[derive(Debug)]
pub struct Reconciliation<'a> {
    /// The duty or item.
    pub origin: Origin,
    /// Who owes.
    pub owing: &'a [UnitId],
    /// Who assists.
    pub supporting: &'a [UnitId],
    /// What they owe.
    pub wanted: &'a Wanted,
    /// Why, for the log and for the public.
    pub why: &'a str,
}

/// Brings the promises in line.
///
/// # Errors
/// The engine's fault.
pub async fn reconcile(
    docket: &mut Docket<'_>,
    it: &Reconciliation<'_>,
    calendar: &Calendar,
    today: Date,
) -> Result<Effect, Fault> {
    let mut effect = Effect::default();
    set_supporters(docket.tx(), it.origin, it.supporting).await?;
    keep_awaited(docket, it).await?;
    end_recurrences(docket, it).await?;
    for promise in docket.list_open_of(it.origin).await? {
        let place = place_of(it, &promise, calendar);
        effect.add(toll_of(&promise, &place, calendar, today));
        match place {
            Place::Moves(to) | Place::KeepsGranted(to) => {
                docket.move_due(&promise, *to, calendar).await?;
            }
            Place::Stays => {}
            Place::Goes => docket.withdraw(&promise, it.why).await?,
        }
    }
    for recurrence in &it.wanted.recurrences {
        effect.opened += recur::start(docket, recurrence, calendar, today).await?;
    }
    for promise in &it.wanted.once {
        if docket.open(promise, calendar).await?.is_some() {
            effect.opened += 1;
        }
    }
    Ok(effect)
}

/// What bringing these open promises of one duty in line would do to them, without doing it. What it would open is not counted.
pub(crate) fn foreseen(
    it: &Reconciliation<'_>,
    open: &[Promise],
    calendar: &Calendar,
    today: Date,
) -> Effect {
    let mut effect = Effect::default();
    for promise in open {
        let place = place_of(it, promise, calendar);
        effect.add(toll_of(promise, &place, calendar, today));
    }
    effect
}

/// What becomes of one open promise, counted.
fn toll_of(promise: &Promise, place: &Place, calendar: &Calendar, today: Date) -> Effect {
    let is_late = |due_on| standing(&promise.state, due_on, today) == Standing::Late;
    let was_late = is_late(promise.due_on);
    match place {
        Place::Stays => Effect::default(),
        Place::Goes => Effect {
            withdrawn: 1,
            late_withdrawn: u64::from(was_late),
            ..Effect::default()
        },
        Place::KeepsGranted(_) => Effect {
            granted_kept: 1,
            ..Effect::default()
        },
        // A day outside the calendar fails where the promise is moved.
        Place::Moves(to) => to.clock.due(calendar).map_or_else(
            |_| Effect::default(),
            |due| Effect {
                moved: u64::from(due.on != promise.due_on),
                late_postponed: u64::from(was_late && !is_late(due.on)),
                ..Effect::default()
            },
        ),
    }
}

enum Place {
    Moves(Box<DueMove>),
    /// Its words follow, its day does not.
    KeepsGranted(Box<DueMove>),
    Stays,
    Goes,
}

/// What becomes of a promise that is open.
fn place_of(it: &Reconciliation<'_>, promise: &Promise, calendar: &Calendar) -> Place {
    let same = it
        .wanted
        .once
        .iter()
        .find(|new| new.unit_id == promise.unit_id && new.slot == promise.plain_slot());
    if let Some(new) = same {
        let to = DueMove {
            clock: new.clock.clone(),
            due_basis: new.due_basis.clone(),
            owed_from: new.owed_from,
            title: new.title.clone(),
            why: it.why.to_owned(),
        };
        return heeding_grant(promise, to, calendar);
    }
    let moved = it
        .wanted
        .recurrences
        .iter()
        .find_map(|recurrence| recur::moved(recurrence, promise, it.why));
    if let Some(to) = moved {
        return heeding_grant(promise, to, calendar);
    }
    let is_awaited = promise
        .slot
        .split('/')
        .collect::<Vec<_>>()
        .get(..2)
        .is_some_and(|head| {
            head[0] == "event"
                && it
                    .wanted
                    .awaited
                    .iter()
                    .any(|awaited| awaited.ordinal.to_string() == head[1])
        });
    if is_awaited && it.owing.contains(&promise.unit_id) {
        Place::Stays
    } else {
        Place::Goes
    }
}

/// Where a promise goes that is due on a day derived anew. The words follow in any case; of the day it was granted and the day
/// that is said now, the later holds.
fn heeding_grant(promise: &Promise, to: DueMove, calendar: &Calendar) -> Place {
    let due_on = |clock: &Clock| clock.due(calendar).ok().map(|due| due.on);
    let (Some(before), Some(said)) = (unlengthened(&promise.clock), due_on(&to.clock)) else {
        return Place::Moves(Box::new(to));
    };
    if said >= promise.due_on {
        return Place::Moves(Box::new(to));
    }
    let kept = Box::new(DueMove {
        clock: promise.clock.clone(),
        due_basis: promise.due_basis.clone(),
        ..to
    });
    if due_on(&before) == Some(said) {
        // What it was granted on is said as before.
        Place::Moves(kept)
    } else {
        Place::KeepsGranted(kept)
    }
}

async fn end_recurrences(docket: &mut Docket<'_>, it: &Reconciliation<'_>) -> Result<(), Fault> {
    let wanted: HashSet<_> = it
        .wanted
        .recurrences
        .iter()
        .map(|new| (new.unit_id, new.cadence))
        .collect();
    for old in recur::list_of_origin(docket.tx(), it.origin).await? {
        if !wanted.contains(&(old.unit_id, old.cadence)) {
            recur::end(docket.tx(), &old).await?;
        }
    }
    Ok(())
}

async fn keep_awaited(docket: &mut Docket<'_>, it: &Reconciliation<'_>) -> Result<(), Fault> {
    let id = it.origin.id();
    let rows = docket
        .tx()
        .fetch_all(sql::LIST_AWAITED, params![id])
        .await?;
    for row in &rows {
        let ordinal: u32 = row.get("ordinal")?;
        if !it.wanted.awaited.iter().any(|new| new.ordinal == ordinal) {
            docket
                .tx()
                .execute(sql::DROP_AWAITED, params![id, ordinal])
                .await?;
        }
    }
    for new in &it.wanted.awaited {
        docket
            .tx()
            .execute(
                sql::KEEP_AWAITED,
                params![
                    id,
                    new.ordinal,
                    new.span.to_string(),
                    new.trigger,
                    new.words
                ],
            )
            .await?;
    }
    Ok(())
}
