//! Rows of the database → promises and their lines. The only reader of the outcome column.

use kernel::{Date, Fault, Moment};
use store::Row;

use crate::model::{
    KeptBy, Origin, Promise, PromiseState, Return, Returns, Standing, WaitsFor, standing,
};
use crate::views::PromiseLine;

/// The word that the outcome column keeps: what has become of a promise, without asking what day it is.
pub(crate) fn outcome_code(state: &PromiseState, due_on: Date) -> &'static str {
    match state {
        // Whether an open one is late is a question of the day, so it is not stored.
        PromiseState::Open => "open",
        PromiseState::Kept { .. } | PromiseState::Waived { .. } | PromiseState::Void { .. } => {
            standing(state, due_on, due_on).code()
        }
    }
}

pub(crate) fn promise_of(row: &Row) -> Result<Promise, Fault> {
    let clock: String = row.get("clock")?;
    Ok(Promise {
        id: row.get("id")?,
        unit_id: row.get("unit_id")?,
        plan_id: row.get("plan_id")?,
        origin: origin_of(row)?,
        slot: row.get("slot")?,
        title: row.get("title")?,
        owed_from: row.get("owed_from")?,
        due_on: row.get("due_on")?,
        due_basis: row.get("due_basis")?,
        clock: serde_json::from_str(&clock)
            .map_err(|cause| Fault::caused("reading the clock of a promise", cause))?,
        calendar_version: row.get("calendar_version")?,
        is_provisional: row.get("is_provisional")?,
        state: state_of(row)?,
        waits_for: waits_for_of(row)?,
        returns: returns_of(row)?,
        percent: percent_of(row)?,
        opened_at: row.get("opened_at")?,
    })
}

pub(crate) fn waits_for_of(row: &Row) -> Result<WaitsFor, Fault> {
    let code: String = row.get("waits_for")?;
    WaitsFor::from_code(&code).ok_or_else(|| Fault::new(format!("column waits_for holds {code:?}")))
}

pub(crate) fn percent_of(row: &Row) -> Result<Option<u8>, Fault> {
    row.get::<Option<i64>>("percent")?
        .map(|number| {
            u8::try_from(number)
                .map_err(|cause| Fault::caused(format!("column percent holds {number}"), cause))
        })
        .transpose()
}

fn returns_of(row: &Row) -> Result<Returns, Fault> {
    let unmended = match row.get::<Option<Moment>>("returned_at")? {
        None => None,
        Some(at) => Some(Return {
            at,
            reason: row
                .get::<Option<String>>("return_reason")?
                .unwrap_or_default(),
        }),
    };
    Ok(Returns {
        times: row.get("times_returned")?,
        unmended,
    })
}

pub(crate) fn line_of(row: &Row, today: Date) -> Result<PromiseLine, Fault> {
    let state = state_of(row)?;
    let due_on = row.get("due_on")?;
    let kept_on = match &state {
        PromiseState::Kept { on, .. } => Some(*on),
        PromiseState::Open | PromiseState::Waived { .. } | PromiseState::Void { .. } => None,
    };
    Ok(PromiseLine {
        id: row.get("id")?,
        title: row.get("title")?,
        unit_id: row.get("unit_id")?,
        unit_name: row.get("short_name")?,
        plan_id: row.get("plan_id")?,
        origin: origin_of(row)?,
        period_label: row.get("period_label")?,
        due_on,
        standing: standing(&state, due_on, today),
        kept_on,
        is_provisional: row.get("is_provisional")?,
    })
}

pub(crate) fn origin_of(row: &Row) -> Result<Origin, Fault> {
    let kind: String = row.get("origin_kind")?;
    match kind.as_str() {
        "duty" => Ok(Origin::Duty(row.get("origin_id")?)),
        "item" => Ok(Origin::CatalogueItem(row.get("origin_id")?)),
        "document" => Ok(Origin::Document(row.get("origin_id")?)),
        "demand" => Ok(Origin::Demand(row.get("origin_id")?)),
        "request" => Ok(Origin::Request(row.get("origin_id")?)),
        other => Err(Fault::new(format!("column origin_kind holds {other:?}"))),
    }
}

pub(crate) fn state_of(row: &Row) -> Result<PromiseState, Fault> {
    let outcome: String = row.get("outcome")?;
    match Standing::from_code(&outcome) {
        Some(Standing::Open) => Ok(PromiseState::Open),
        Some(Standing::KeptOnTime | Standing::KeptLate) => Ok(PromiseState::Kept {
            on: closed::<Date>(row, "closed_on")?,
            at: closed::<Moment>(row, "closed_at")?,
            how: if row.get("is_nil")? {
                KeptBy::NilReturn
            } else {
                KeptBy::Evidence
            },
        }),
        Some(Standing::Waived) => Ok(PromiseState::Waived {
            on: closed::<Date>(row, "closed_on")?,
            reason: closed(row, "reason")?,
            basis: closed(row, "basis")?,
        }),
        Some(Standing::Void) => Ok(PromiseState::Void {
            reason: closed(row, "reason")?,
        }),
        Some(Standing::DueToday | Standing::Late) | None => {
            Err(Fault::new(format!("column outcome holds {outcome:?}")))
        }
    }
}

fn closed<T>(row: &Row, column: &'static str) -> Result<T, Fault>
where
    Option<T>: store::row::Read,
{
    row.get::<Option<T>>(column)?
        .ok_or_else(|| Fault::new(format!("column {column} is null in a closed promise")))
}
