//! 机构调整移交: what a unit owes goes to those who took its work over.
//!
//! Open promises and what recurs move, each promise with an event of its own, so that its history, its page and the public log
//! tell of it without knowing about reorganisations; the due days stay, so what was late is late there too. What was kept, waived
//! or made void stays with the unit that did it. Whether the units may be reorganised is decided in the plans crate.

use std::collections::HashMap;

use kernel::{Date, Fault, PlanId, UnitId};
use store::{Tx, directory, params};

use super::recur::{self, Recurrence, recurrence_of};
use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::model::{Origin, Promise, Standing, standing};
use crate::rows::promise_of;
use crate::rules::{CommandKind, allow};
use crate::{sql, work};

/// Who takes over what one unit owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heirs {
    /// The unit that owed.
    pub from: UnitId,
    /// Who takes over whatever nobody else is named for.
    pub main: UnitId,
    /// Who takes over a duty or catalogue item, by its id.
    pub by_origin: HashMap<String, UnitId>,
}

impl Heirs {
    /// Who takes over what comes from a duty or catalogue item.
    pub fn of(&self, origin: &str) -> UnitId {
        self.by_origin.get(origin).copied().unwrap_or(self.main)
    }
}

/// What a unit owes now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holding {
    /// Its open promises, by due day.
    pub promises: Vec<Promise>,
    /// What recurs.
    pub recurrences: Vec<Recurrence>,
}

impl Holding {
    /// How many of the promises are late on a day.
    pub fn late(&self, today: Date) -> u64 {
        let is_late = |it: &&Promise| standing(&it.state, it.due_on, today) == Standing::Late;
        self.promises.iter().filter(is_late).count() as u64
    }

    /// The plans that they come from, each once.
    pub fn plans(&self) -> Vec<PlanId> {
        let of_promises = self.promises.iter().filter_map(|it| it.plan_id);
        let of_recurrences = self.recurrences.iter().filter_map(|it| it.plan_id);
        let mut plans: Vec<PlanId> = of_promises.chain(of_recurrences).collect();
        plans.sort();
        plans.dedup();
        plans
    }

    /// The duties and items that they come from, each once, in order of their first due day.
    pub fn origins(&self) -> Vec<Origin> {
        let of_promises = self.promises.iter().map(|it| it.origin);
        let of_recurrences = self.recurrences.iter().map(|it| it.origin);
        let mut origins = Vec::new();
        for origin in of_promises.chain(of_recurrences) {
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
        origins
    }

    /// Whether nothing is owed.
    pub fn is_empty(&self) -> bool {
        self.promises.is_empty() && self.recurrences.is_empty()
    }
}

/// What a unit owes now.
///
/// # Errors
/// The engine's fault.
pub async fn find_holding(tx: &mut Tx, unit: UnitId) -> Result<Holding, Fault> {
    let promises = tx.fetch_all(sql::LIST_OPEN_OF_UNIT, params![unit]).await?;
    let recurrences = tx
        .fetch_all(sql::LIST_RECURRENCES_OF_UNIT, params![unit])
        .await?;
    Ok(Holding {
        promises: promises.iter().map(promise_of).collect::<Result<_, _>>()?,
        recurrences: recurrences
            .iter()
            .map(recurrence_of)
            .collect::<Result<_, _>>()?,
    })
}

/// Ids asked about in one go.
const PAGE: usize = 200;

/// Which of these duties and items anybody still owes by: with an open promise, or recurring.
///
/// # Errors
/// The engine's fault.
pub async fn list_alive(tx: &mut Tx, origins: &[String]) -> Result<Vec<String>, Fault> {
    let mut alive = Vec::new();
    for some in origins.chunks(PAGE) {
        for row in tx
            .fetch_all(sql::LIST_ALIVE, params![some.concat()])
            .await?
        {
            alive.push(row.get("id")?);
        }
    }
    Ok(alive)
}

/// Why, and under which names, promises go to others.
#[derive(Debug, Clone, Copy)]
pub struct HandingOver<'a> {
    /// Who takes over what.
    pub heirs: &'a Heirs,
    /// What the units are called.
    pub names: &'a HashMap<UnitId, String>,
    /// The document that the reorganisation is based on; the public reads it.
    pub basis: &'a str,
}

/// What went over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HandedOver {
    /// Open promises.
    pub promises: u64,
    /// What recurs.
    pub recurrences: u64,
}

/// Hands over what a unit owes, within the caller's transaction and docket.
///
/// # Errors
/// The engine's fault.
pub async fn hand_over(
    docket: &mut Docket<'_>,
    it: &HandingOver<'_>,
    holding: &Holding,
) -> Result<HandedOver, Fault> {
    let mut done = HandedOver::default();
    for promise in &holding.promises {
        let to = it.heirs.of(&promise.origin.id());
        hand_one(docket, it, (promise, to)).await?;
        done.promises += 1;
    }
    for recurrence in &holding.recurrences {
        let to = it.heirs.of(&recurrence.origin.id());
        recur::hand_over(docket.tx(), recurrence, to).await?;
        done.recurrences += 1;
    }
    let values = params![it.heirs.from, it.heirs.main];
    docket
        .tx()
        .execute(work::sql::HAND_OVER_DECISIONS, values)
        .await?;
    Ok(done)
}

async fn hand_one(
    docket: &mut Docket<'_>,
    it: &HandingOver<'_>,
    (promise, to): (&Promise, UnitId),
) -> Result<Promise, Fault> {
    allow(&promise.state, CommandKind::HandOver)
        .map_err(|refusal| Fault::new(format!("handing promise {} over: {refusal}", promise.id)))?;
    let name = |unit: UnitId| it.names.get(&unit).cloned().unwrap_or_default();
    let event = PromiseEvent::HandedOver {
        from: promise.unit_id,
        from_name: name(promise.unit_id),
        to,
        to_name: name(to),
        basis: it.basis.to_owned(),
        due_on: promise.due_on,
    };
    docket.hand_over(promise, to, event).await
}

/// A promise that is owed again after its unit has ended goes to whoever took that duty over.
///
/// # Errors
/// The engine's fault.
pub(super) async fn follow(
    docket: &mut Docket<'_>,
    promise: Promise,
    today: Date,
) -> Result<Promise, Fault> {
    let mut promise = promise;
    // A chain of reorganisations is followed to its end; a circle is no chain.
    for _ in 0..MOST_STEPS {
        let values = params![promise.unit_id, promise.origin.id(), today];
        let row = docket.tx().fetch_optional(sql::FIND_HEIR, values).await?;
        let Some(row) = row else { break };
        let to: UnitId = row.get("successor_id")?;
        let mut names = HashMap::new();
        for unit in [promise.unit_id, to] {
            if let Some(unit) = directory::find_unit(docket.tx(), unit).await? {
                names.insert(unit.id, unit.short_name);
            }
        }
        let heirs = Heirs {
            from: promise.unit_id,
            main: to,
            by_origin: HashMap::new(),
        };
        let why = HandingOver {
            heirs: &heirs,
            names: &names,
            basis: "原单位已撤并",
        };
        promise = hand_one(docket, &why, (&promise, to)).await?;
    }
    Ok(promise)
}

/// Reorganisations followed, one after another.
const MOST_STEPS: usize = 20;
