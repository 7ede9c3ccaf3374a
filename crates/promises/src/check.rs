//! `check`: do the tallies say what a recount of the promises says; and how to build them anew.
//!
//! Reads every promise once, by one grouped query; meant for the operator, not for screens.

use std::collections::BTreeMap;

use kernel::{Date, Fault, Never, Stop};
use store::check::Problem;
use store::{Row, Store, Tx, params};

use crate::sql;
use crate::tally::{month_span, swept_through, year_span};

/// open, kept on time, kept late, waived, void.
type Counts = [i64; 5];
type DayKey = (String, String, Date);
/// span, scope kind, scope id → open, late, kept on time, kept late, waived, void.
type Tallies = BTreeMap<(String, String, String), [i64; 6]>;

/// Compares the tallies with a recount.
///
/// # Errors
/// The engine's fault; what is merely wrong is in the list.
pub async fn check(store: &Store) -> Result<Vec<Problem>, Fault> {
    store::read!(store, |tx| {
        let swept = swept_through(tx).await?;
        let recount = days(tx, sql::RECOUNT_DAYS).await?;
        let stored = days(tx, sql::LIST_ALL_DAYS).await?;
        let mut problems = differences(&recount, &stored, |(kind, id, day)| {
            format!("promise_day {kind} {id} {day}")
        });
        let tallies = stored_tallies(tx).await?;
        problems.extend(differences(
            &summed(&recount, swept),
            &tallies,
            |(span, kind, id)| format!("promise_tally {span} {kind} {id}"),
        ));
        Ok(problems)
    })
}

/// Builds the tallies anew from the promises.
///
/// # Errors
/// The engine's fault.
pub async fn rebuild(store: &Store) -> Result<(), Fault> {
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        Ok(rebuild_in(tx).await?)
    })?;
    Ok(())
}

pub(crate) async fn rebuild_in(tx: &mut Tx) -> Result<(), Fault> {
    let swept = swept_through(tx).await?;
    tx.execute(sql::CLEAR_DAYS, params![]).await?;
    tx.execute(sql::CLEAR_TALLIES, params![]).await?;
    tx.execute(sql::FILL_DAYS, params![]).await?;
    for fill in [sql::FILL_ALL, sql::FILL_YEARS, sql::FILL_MONTHS] {
        tx.execute(fill, params![swept]).await?;
    }
    Ok(())
}

async fn days(tx: &mut Tx, statement: &'static str) -> Result<BTreeMap<DayKey, Counts>, Fault> {
    let rows = tx.fetch_all(statement, params![]).await?;
    rows.iter()
        .map(|row| {
            let key = (
                row.get("scope_kind")?,
                row.get("scope_id")?,
                row.get("day")?,
            );
            Ok((key, counts(row)?))
        })
        .collect::<Result<BTreeMap<DayKey, Counts>, Fault>>()
}

fn counts(row: &Row) -> Result<Counts, Fault> {
    Ok([
        row.get("open")?,
        row.get("kept_on_time")?,
        row.get("kept_late")?,
        row.get("waived")?,
        row.get("void")?,
    ])
}

async fn stored_tallies(tx: &mut Tx) -> Result<Tallies, Fault> {
    let rows = tx.fetch_all(sql::LIST_ALL_TALLIES, params![]).await?;
    rows.iter()
        .map(|row| {
            let [open, on_time, late_kept, waived, void] = counts(row)?;
            let key = (
                row.get("span")?,
                row.get("scope_kind")?,
                row.get("scope_id")?,
            );
            let late = row.get("late")?;
            Ok((key, [open, late, on_time, late_kept, waived, void]))
        })
        .collect()
}

/// The tallies that these days sum up to.
fn summed(days: &BTreeMap<DayKey, Counts>, swept: Date) -> Tallies {
    let mut tallies = Tallies::new();
    for ((kind, id, day), [open, on_time, late_kept, waived, void]) in days {
        let late = if *day <= swept { *open } else { 0 };
        let mut spans = vec!["all".to_owned()];
        if kind == "site" || kind == "unit" {
            spans.extend([month_span(*day), year_span(*day)]);
        }
        for span in spans {
            let sum = tallies
                .entry((span, kind.clone(), id.clone()))
                .or_insert([0; 6]);
            for (n, it) in [*open, late, *on_time, *late_kept, *waived, *void]
                .iter()
                .enumerate()
            {
                sum[n] += it;
            }
        }
    }
    tallies.retain(|_, it| *it != [0; 6]);
    tallies
}

fn differences<K: Ord, V: PartialEq + std::fmt::Debug>(
    recount: &BTreeMap<K, V>,
    stored: &BTreeMap<K, V>,
    place: impl Fn(&K) -> String,
) -> Vec<Problem> {
    let wrong = |key: &K| Problem {
        code: "promises.tally_differs",
        place: place(key),
        message: format!(
            "统计与重新清点不符（统计{:?}，清点{:?}）；请执行重建统计",
            stored.get(key),
            recount.get(key)
        ),
    };
    let missing = recount
        .keys()
        .filter(|key| stored.get(*key) != recount.get(*key));
    let extra = stored.keys().filter(|key| !recount.contains_key(*key));
    missing.chain(extra).map(wrong).collect()
}
