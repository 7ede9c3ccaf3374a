//! The boards: the whole site, a unit, a plan or a duty on one day, read from the tallies.
//!
//! `late` in the tallies goes through the day of the last sweep. Boards correct it by the days between that day and the one
//! they are asked about, so they are right before the sweep has run, after downtime, and for a day in the past or to come.

use std::collections::HashMap;

use kernel::{Date, Fault, Page, PageAsk, UnitId};
use store::{Row, Tx, params};

use crate::cadence::plus_days;
use crate::sql;
use crate::tally::{Scope, month_span, site, swept_through, year_span};
use crate::views::{Board, DayTally, ScopeTally, UnitBoard, UnitScore};

/// The days by which stored lateness differs from lateness on `today`, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Correction {
    from: Date,
    through: Date,
    sign: i64,
}

impl Correction {
    async fn on(tx: &mut Tx, today: Date) -> Result<Option<Self>, Fault> {
        let (swept, yesterday) = (swept_through(tx).await?, plus_days(today, -1));
        Ok(if swept < yesterday {
            Some(Self {
                from: plus_days(swept, 1),
                through: yesterday,
                sign: 1,
            })
        } else if yesterday < swept {
            Some(Self {
                from: today,
                through: swept,
                sign: -1,
            })
        } else {
            None
        })
    }

    /// The part of it that lies in the month of a day.
    fn within_month(self, day: Date) -> Self {
        Self {
            from: self.from.max(day.first_of_month()),
            through: self.through.min(day.last_of_month()),
            ..self
        }
    }

    async fn of_scope(self, tx: &mut Tx, (kind, id): &Scope) -> Result<i64, Fault> {
        if self.from > self.through {
            return Ok(0);
        }
        let row = tx
            .fetch_one(
                sql::COUNT_OPEN_BETWEEN,
                params![*kind, id, self.from, self.through],
            )
            .await?;
        Ok(self.sign * row.get::<i64>("n")?)
    }

    async fn of_listed(
        self,
        tx: &mut Tx,
        (kind, listed): (&str, &str),
    ) -> Result<HashMap<String, i64>, Fault> {
        if self.from > self.through {
            return Ok(HashMap::new());
        }
        let rows = tx
            .fetch_all(
                sql::LIST_OPEN_BETWEEN_OF,
                params![listed, kind, self.from, self.through],
            )
            .await?;
        rows.iter()
            .map(|row| Ok((row.get("scope_id")?, self.sign * row.get::<i64>("n")?)))
            .collect()
    }
}

/// The whole site on one day.
///
/// # Errors
/// The engine's fault.
pub async fn board(tx: &mut Tx, today: Date) -> Result<Board, Fault> {
    let correction = Correction::on(tx, today).await?;
    let site = site();
    let sums = sums_of(tx, &site, today, correction).await?;
    let days = days_of(tx, &site, today).await?;
    let rows = tx
        .fetch_all(
            sql::LIST_WORST_UNITS,
            params![year_span(today), month_span(today), Board::MOST_UNITS],
        )
        .await?;
    let mut units = scores_of(tx, &rows, today, correction).await?;
    units.sort_by_key(|it| std::cmp::Reverse((it.late_now, it.open, it.unit_id)));
    let unit_count = tx.fetch_one(sql::COUNT_UNITS, params![]).await?;
    Ok(Board {
        year: today.year(),
        kept_on_time: sums.kept_on_time,
        kept_late: sums.kept_late,
        late_now: sums.late_now,
        due_today: days
            .iter()
            .find(|day| day.date == today)
            .map_or(0, |day| day.open),
        due_this_month: sums.due_this_month,
        open: sums.open,
        waived: sums.waived,
        void: sums.void,
        units,
        unit_count: unit_count.get("n")?,
        days,
    })
}

/// All units that owe or owed anything, by id. A key that is no unit's id yields nothing.
///
/// # Errors
/// The engine's fault.
pub async fn list_unit_scores(
    tx: &mut Tx,
    ask: &PageAsk,
    today: Date,
) -> Result<Page<UnitScore>, Fault> {
    let after = match &ask.after {
        None => String::new(),
        Some(key) => match key.parse::<UnitId>() {
            Ok(id) => id.to_string(),
            Err(_) => {
                return Ok(Page {
                    items: Vec::new(),
                    next: None,
                });
            }
        },
    };
    let correction = Correction::on(tx, today).await?;
    let rows = tx
        .fetch_all(
            sql::LIST_UNIT_SCORES,
            params![year_span(today), month_span(today), after, ask.limit + 1],
        )
        .await?;
    let scores = scores_of(tx, &rows, today, correction).await?;
    Ok(Page::of(scores, ask, |score| score.unit_id.to_string()))
}

/// A unit's place among the late ones: late, owed besides, id.
pub type LatePlace = (u64, u64, UnitId);

/// The place that a key of [`list_late_units`] names; `None` for a text that is no key of it.
pub fn late_place(key: &str) -> Option<LatePlace> {
    let mut parts = key.splitn(3, '_');
    let late = parts.next()?.parse().ok()?;
    let open = parts.next()?.parse().ok()?;
    Some((late, open, parts.next()?.parse().ok()?))
}

/// All units that owe or owed anything, the most late first, then whoever owes more; the database puts them in order. A key that
/// is none of this list's yields nothing.
///
/// # Errors
/// The engine's fault.
pub async fn list_late_units(
    tx: &mut Tx,
    ask: &PageAsk,
    today: Date,
) -> Result<Page<UnitScore>, Fault> {
    // Before the first of all: more late than anybody can be.
    let (late, owed, id) = match ask.after.as_deref().map(late_place) {
        None => (i64::MAX, i64::MAX, String::new()),
        Some(Some((late, open, id))) => {
            let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
            (
                number(late),
                number(late.saturating_add(open)),
                id.to_string(),
            )
        }
        Some(None) => {
            return Ok(Page {
                items: Vec::new(),
                next: None,
            });
        }
    };
    let correction = Correction::on(tx, today).await?;
    let (sign, from, through) = match correction {
        // No day lies between a day and the one before it.
        None => (0, today, plus_days(today, -1)),
        Some(it) => (it.sign, it.from, it.through),
    };
    let values = params![
        year_span(today),
        month_span(today),
        sign,
        from,
        through,
        late,
        owed,
        id,
        ask.limit + 1
    ];
    let rows = tx.fetch_all(sql::LIST_LATE_UNITS, values).await?;
    let scores = scores_of(tx, &rows, today, correction).await?;
    Ok(Page::of(scores, ask, |score| {
        format!("{}_{}_{}", score.late_now, score.open, score.unit_id)
    }))
}

/// One unit on one day; `None` for an unknown unit.
///
/// # Errors
/// The engine's fault.
pub async fn unit_board(
    tx: &mut Tx,
    unit: UnitId,
    today: Date,
) -> Result<Option<UnitBoard>, Fault> {
    let Some(named) = tx
        .fetch_optional(sql::FIND_UNIT_NAME, params![unit])
        .await?
    else {
        return Ok(None);
    };
    let correction = Correction::on(tx, today).await?;
    let scope = ("unit", unit.to_string());
    let sums = sums_of(tx, &scope, today, correction).await?;
    Ok(Some(UnitBoard {
        score: UnitScore {
            unit_id: unit,
            unit_name: named.get("short_name")?,
            kept_on_time: sums.kept_on_time,
            kept_late: sums.kept_late,
            late_now: sums.late_now,
            due_this_month: sums.due_this_month,
            open: sums.open,
        },
        waived: sums.waived,
        void: sums.void,
        days: days_of(tx, &scope, today).await?,
    }))
}

/// How the promises of each plan (`plan`), duty (`duty`) or catalogue item (`item`) stand, for the ids asked about.
///
/// # Errors
/// The engine's fault.
pub async fn tallies_of(
    tx: &mut Tx,
    kind: &'static str,
    ids: &[String],
    today: Date,
) -> Result<HashMap<String, ScopeTally>, Fault> {
    // The ids stand in one text, so that a plan of a hundred duties is two questions, not two hundred.
    let listed = ids.concat();
    let late_since = match Correction::on(tx, today).await? {
        None => HashMap::new(),
        Some(it) => it.of_listed(tx, (kind, &listed)).await?,
    };
    let mut tallies = HashMap::with_capacity(ids.len());
    for row in tx
        .fetch_all(sql::LIST_TALLIES, params![listed, kind])
        .await?
    {
        let id: String = row.get("scope_id")?;
        let late = row.get::<i64>("late")? + late_since.get(&id).copied().unwrap_or(0);
        let tally = ScopeTally {
            kept_on_time: row.get("kept_on_time")?,
            kept_late: row.get("kept_late")?,
            late_now: count(late)?,
            open: count(row.get::<i64>("open")? - late)?,
            waived: row.get("waived")?,
            void: row.get("void")?,
        };
        tallies.insert(id, tally);
    }
    Ok(tallies)
}

struct Sums {
    kept_on_time: u64,
    kept_late: u64,
    waived: u64,
    void: u64,
    late_now: u64,
    open: u64,
    due_this_month: u64,
}

async fn sums_of(
    tx: &mut Tx,
    scope: &Scope,
    today: Date,
    correction: Option<Correction>,
) -> Result<Sums, Fault> {
    let (kind, id) = scope;
    let (this_year, this_month) = (year_span(today), month_span(today));
    let rows = tx
        .fetch_all(sql::LIST_SPANS, params![this_year, this_month, *kind, id])
        .await?;
    let (mut all, mut year, mut month) = (None, None, None);
    for row in rows {
        let span: String = row.get("span")?;
        if span == this_year {
            year = Some(row);
        } else if span == this_month {
            month = Some(row);
        } else {
            all = Some(row);
        }
    }
    let since = correct(tx, correction, scope).await?;
    let in_month = correction.map(|it| it.within_month(today));
    let since_in_month = if in_month == correction {
        since
    } else {
        correct(tx, in_month, scope).await?
    };
    let late = number(all.as_ref(), "late")? + since;
    let month_late = number(month.as_ref(), "late")? + since_in_month;
    Ok(Sums {
        kept_on_time: count(number(year.as_ref(), "kept_on_time")?)?,
        kept_late: count(number(year.as_ref(), "kept_late")?)?,
        waived: count(number(year.as_ref(), "waived")?)?,
        void: count(number(year.as_ref(), "void")?)?,
        late_now: count(late)?,
        open: count(number(all.as_ref(), "open")? - late)?,
        due_this_month: count(number(month.as_ref(), "open")? - month_late)?,
    })
}

async fn correct(tx: &mut Tx, correction: Option<Correction>, scope: &Scope) -> Result<i64, Fault> {
    match correction {
        None => Ok(0),
        Some(it) => it.of_scope(tx, scope).await,
    }
}

async fn scores_of(
    tx: &mut Tx,
    rows: &[Row],
    today: Date,
    correction: Option<Correction>,
) -> Result<Vec<UnitScore>, Fault> {
    let (all, month) = match correction {
        None => (HashMap::new(), HashMap::new()),
        Some(it) => {
            let ids: Result<Vec<String>, Fault> =
                rows.iter().map(|row| row.get("scope_id")).collect();
            let listed = ids?.concat();
            let all = it.of_listed(tx, ("unit", &listed)).await?;
            let in_month = it.within_month(today);
            let month = if in_month == it {
                all.clone()
            } else {
                in_month.of_listed(tx, ("unit", &listed)).await?
            };
            (all, month)
        }
    };
    rows.iter()
        .map(|row| {
            let id: String = row.get("scope_id")?;
            let late = row.get::<i64>("late")? + all.get(&id).copied().unwrap_or(0);
            let month_late =
                number(Some(row), "month_late")? + month.get(&id).copied().unwrap_or(0);
            Ok(UnitScore {
                unit_id: row.get("scope_id")?,
                unit_name: row.get("short_name")?,
                kept_on_time: count(number(Some(row), "kept_on_time")?)?,
                kept_late: count(number(Some(row), "kept_late")?)?,
                late_now: count(late)?,
                due_this_month: count(number(Some(row), "month_open")? - month_late)?,
                open: count(row.get::<i64>("open")? - late)?,
            })
        })
        .collect()
}

async fn days_of(tx: &mut Tx, (kind, id): &Scope, today: Date) -> Result<Vec<DayTally>, Fault> {
    let rows = tx
        .fetch_all(
            sql::LIST_DAYS,
            params![*kind, id, today.first_of_year(), today.last_of_year()],
        )
        .await?;
    let mut days = Vec::with_capacity(rows.len());
    for row in &rows {
        let date: Date = row.get("day")?;
        let owed: u64 = row.get("open")?;
        // The same question as `model::standing` answers, asked of a whole day.
        let (open, late) = if date < today { (0, owed) } else { (owed, 0) };
        let day = DayTally {
            date,
            open,
            kept_on_time: row.get("kept_on_time")?,
            kept_late: row.get("kept_late")?,
            late,
        };
        if day.open + day.kept_on_time + day.kept_late + day.late > 0 {
            days.push(day);
        }
    }
    Ok(days)
}

fn number(row: Option<&Row>, column: &str) -> Result<i64, Fault> {
    match row {
        None => Ok(0),
        Some(row) => Ok(row.get::<Option<i64>>(column)?.unwrap_or(0)),
    }
}

fn count(number: i64) -> Result<u64, Fault> {
    u64::try_from(number).map_err(|cause| {
        Fault::caused(
            format!("the tallies say {number}; run check and rebuild them"),
            cause,
        )
    })
}
