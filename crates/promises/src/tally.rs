//! The tallies that boards read: how many promises stand how, by due day and summed by month, year and all.
//!
//! Changes gather in memory and are added in the transaction of what caused them. `late` counts open promises due by the day
//! through which the sweep went; what fell due since is added by the reader, so a board is right at any hour.

use std::collections::BTreeMap;

use kernel::{Date, Fault};
use store::{Tx, params};

use crate::model::Promise;
use crate::rows::outcome_code;
use crate::sql;

/// The setting that says through which day the sweep went.
const SWEPT_THROUGH: &str = "promises.swept_through";

/// Before any sweep: no due day is earlier.
const NEVER_SWEPT: Date = Date::constant(1900, 1, 1);

/// The day through which open promises are counted in `late`.
pub(crate) async fn swept_through(tx: &mut Tx) -> Result<Date, Fault> {
    match tx.find_setting(SWEPT_THROUGH).await? {
        None => Ok(NEVER_SWEPT),
        Some(day) => day.parse().map_err(|cause| {
            Fault::caused(format!("setting {SWEPT_THROUGH} holds {day:?}"), cause)
        }),
    }
}

pub(crate) async fn note_swept_through(
    tx: &mut Tx,
    day: Date,
    now: kernel::Moment,
) -> Result<(), Fault> {
    tx.keep_setting(SWEPT_THROUGH, &day.to_string(), now).await
}

/// What is counted: the whole site, a unit, a plan, a duty or catalogue item.
pub(crate) type Scope = (&'static str, String);

/// The site's own scope.
pub(crate) fn site() -> Scope {
    ("site", String::new())
}

/// `2026-10`: the span of a month.
pub(crate) fn month_span(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// `2026`: the span of a year.
pub(crate) fn year_span(day: Date) -> String {
    format!("{:04}", day.year())
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    open: i64,
    late: i64,
    kept_on_time: i64,
    kept_late: i64,
    waived: i64,
    void: i64,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.open += other.open;
        self.late += other.late;
        self.kept_on_time += other.kept_on_time;
        self.kept_late += other.kept_late;
        self.waived += other.waived;
        self.void += other.void;
    }
}

/// Which way a promise's count goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// It now stands so.
    Enters,
    /// It no longer stands so.
    Leaves,
}

/// Changes to the tallies that have not been written yet.
#[derive(Debug, Default)]
pub(crate) struct TallyChanges {
    days: BTreeMap<(Scope, Date), Counts>,
    spans: BTreeMap<(String, Scope), Counts>,
}

impl TallyChanges {
    /// Notes that a promise enters or leaves its present state and due day.
    pub(crate) fn note(&mut self, promise: &Promise, change: Change, swept_through: Date) {
        let one = match change {
            Change::Enters => 1,
            Change::Leaves => -1,
        };
        let mut counts = Counts::default();
        match outcome_code(&promise.state, promise.due_on) {
            "open" => {
                counts.open = one;
                if promise.due_on <= swept_through {
                    counts.late = one;
                }
            }
            "kept_on_time" => counts.kept_on_time = one,
            "kept_late" => counts.kept_late = one,
            "waived" => counts.waived = one,
            // Owed by nobody, and counted so that it does not vanish.
            _ => counts.void = one,
        }
        let day = promise.due_on;
        let with_spans = [site(), ("unit", promise.unit_id.to_string())];
        let plan = promise.plan_id.map(|plan| ("plan", plan.to_string()));
        let origin = (promise.origin.kind(), promise.origin.id());
        for scope in &with_spans {
            for span in [month_span(day), year_span(day)] {
                self.spans
                    .entry((span, scope.clone()))
                    .or_default()
                    .add(counts);
            }
        }
        for scope in with_spans.into_iter().chain(plan).chain([origin]) {
            self.spans
                .entry(("all".to_owned(), scope.clone()))
                .or_default()
                .add(counts);
            self.days.entry((scope, day)).or_default().add(counts);
        }
    }

    /// Writes the changes, always in the same order, so that two writers cannot block each other in a circle.
    pub(crate) async fn write(self, tx: &mut Tx) -> Result<(), Fault> {
        for (((kind, id), day), it) in self.days {
            let it = Counts { late: 0, ..it };
            if it != Counts::default() {
                tx.execute(
                    sql::ADD_TO_DAY,
                    params![
                        kind,
                        id,
                        day,
                        it.open,
                        it.kept_on_time,
                        it.kept_late,
                        it.waived,
                        it.void
                    ],
                )
                .await?;
            }
        }
        for ((span, (kind, id)), it) in self.spans {
            if it != Counts::default() {
                tx.execute(
                    sql::ADD_TO_TALLY,
                    params![
                        span,
                        kind,
                        id,
                        it.open,
                        it.late,
                        it.kept_on_time,
                        it.kept_late,
                        it.waived,
                        it.void
                    ],
                )
                .await?;
            }
        }
        Ok(())
    }
}
