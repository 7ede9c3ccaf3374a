//! Statistics for everybody: how many requests came in a year, how they ended, how long the answers took, and the same by unit without how they ended.
//!
//! Each count has one dimension, but for a unit's requests received, answered and answered on time: no number here can be narrowed down to one asker.
//! Counted through the end of a day, from indexes alone.

use std::collections::BTreeMap;

use calendar::Calendar;
use kernel::{Date, Fault, UnitId, coded_enum};
use store::{Tx, params};

use super::Row;
use crate::outcome::Outcome;
use crate::sql;

coded_enum! {
    /// How a request ended, as people tell it: the groups of table 3, 三（一） to 三（六）.
    Ending {
        /// 三（一）.
        Provided = "provided", "予以公开";
        /// 三（二）.
        Partly = "partly", "部分公开";
        /// 三（三）.
        Withheld = "withheld", "不予公开";
        /// 三（四）.
        Unavailable = "unavailable", "无法提供";
        /// 三（五）.
        NotHandled = "not_handled", "不予处理";
        /// 三（六）.
        Otherwise = "otherwise", "其他处理";
    }
}

impl Ending {
    /// The group of a row of results; none for the rows that are no result.
    pub fn of(row: Row) -> Option<Self> {
        match row {
            Row::Received | Row::CarriedOver | Row::LeftOver => None,
            Row::Provided => Some(Self::Provided),
            Row::Partly => Some(Self::Partly),
            Row::StateSecret
            | Row::Forbidden
            | Row::EndangersSecurity
            | Row::ThirdParty
            | Row::Internal
            | Row::Process
            | Row::EnforcementFile
            | Row::SpecialInquiry => Some(Self::Withheld),
            Row::NotHeld | Row::NeedsMaking | Row::StillUnclear => Some(Self::Unavailable),
            Row::Petition | Row::Repeated | Row::Publication | Row::Excessive | Row::Reissue => {
                Some(Self::NotHandled)
            }
            Row::NotSupplemented | Row::FeeUnpaid | Row::Other => Some(Self::Otherwise),
        }
    }
}

coded_enum! {
    /// Working days from the receipt to the answer, the day of receipt not counted.
    Band {
        /// At most five.
        Week = "0-5", "5个工作日以内";
        /// Six to ten.
        TwoWeeks = "6-10", "6至10个工作日";
        /// Eleven to fifteen.
        ThreeWeeks = "11-15", "11至15个工作日";
        /// Sixteen to twenty.
        Period = "16-20", "16至20个工作日";
        /// Twenty-one to forty: what the Regulation gives with a longer period.
        Longer = "21-40", "21至40个工作日";
        /// More.
        Beyond = "41-", "超过40个工作日";
    }
}

impl Band {
    /// The band of so many working days.
    pub fn of(workdays: u32) -> Self {
        match workdays {
            0..=5 => Self::Week,
            6..=10 => Self::TwoWeeks,
            11..=15 => Self::ThreeWeeks,
            16..=20 => Self::Period,
            21..=40 => Self::Longer,
            41.. => Self::Beyond,
        }
    }
}

/// How many answers took how many working days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReplyDays {
    by_workdays: BTreeMap<u32, u64>,
}

impl ReplyDays {
    /// Counts answers that took so many working days.
    pub fn add(&mut self, workdays: u32, count: u64) {
        *self.by_workdays.entry(workdays).or_default() += count;
    }

    /// All answers.
    pub fn all(&self) -> u64 {
        self.by_workdays.values().sum()
    }

    /// The least number of working days within which half of the answers left; none where there is no answer.
    pub fn median(&self) -> Option<u32> {
        let half = self.all().div_ceil(2);
        let mut seen = 0;
        let reached = |(workdays, count): (&u32, &u64)| {
            seen += count;
            (seen >= half).then_some(*workdays)
        };
        self.by_workdays.iter().find_map(reached)
    }

    /// The answers of a band.
    pub fn of(&self, band: Band) -> u64 {
        let within = self.by_workdays.iter().filter(|it| Band::of(*it.0) == band);
        within.map(|it| it.1).sum()
    }
}

/// A unit's own requests, without those of the units below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitCount {
    /// The unit.
    pub unit: UnitId,
    /// Received.
    pub received: u64,
    /// Answered, whenever they were received.
    pub answered: u64,
    /// Of these, on time.
    pub on_time: u64,
}

/// What was not answered by the end of the last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// All.
    pub all: u64,
    /// Of these, past their due day.
    pub late: u64,
}

/// The figures of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// The first day.
    pub from: Date,
    /// The last day that counts.
    pub through: Date,
    /// Received.
    pub received: u64,
    /// How the requests that ended did, by rows of table 3 in their order; rows with nothing are left out.
    pub ended: Vec<(Row, u64)>,
    /// Of these, with an answer.
    pub answered: u64,
    /// Of these, on time.
    pub on_time: u64,
    /// How long the answers took.
    pub days: ReplyDays,
    /// The units that received or answered any, the most received first.
    pub units: Vec<UnitCount>,
    /// What was still under way; none where the last day is long past.
    pub waiting: Option<Waiting>,
}

impl Statistics {
    /// Those that ended.
    pub fn all_ended(&self) -> u64 {
        self.ended.iter().map(|it| it.1).sum()
    }

    /// Those of a group.
    pub fn of(&self, ending: Ending) -> u64 {
        let rows = self
            .ended
            .iter()
            .filter(|it| Ending::of(it.0) == Some(ending));
        rows.map(|it| it.1).sum()
    }
}

/// The years through whose days anything can be counted by a day, the newest first: those in which a request was received, and that of the day itself.
///
/// # Errors
/// The engine's fault.
pub async fn find_years(tx: &mut Tx, through: Date) -> Result<Vec<i16>, Fault> {
    let mut years = vec![through.year()];
    // One look along the index for each year.
    while let Some(year) = years.last()
        && let Ok(first) = Date::new(*year, 1, 1)
    {
        let row = tx
            .fetch_one(sql::FIND_LAST_RECEIPT_BEFORE, params![first])
            .await?;
        match row.get::<Option<Date>>("day")? {
            Some(day) => years.push(day.year()),
            None => break,
        }
    }
    Ok(years)
}

async fn count(tx: &mut Tx, statement: &'static str, day: Date) -> Result<u64, Fault> {
    tx.fetch_one(statement, params![day]).await?.get("n")
}

/// Counts a year through a day of it. `today` is the day on which it is asked; what waits is told for the day before it alone.
///
/// # Errors
/// The engine's fault.
pub async fn count_statistics(
    tx: &mut Tx,
    (from, through): (Date, Date),
    today: Date,
    calendar: &Calendar,
) -> Result<Statistics, Fault> {
    let values = params![from, through];
    let mut rows = vec![0_u64; Row::ALL.len()];
    let mut answered = 0;
    for row in tx.fetch_all(sql::TALLY_ENDED, values).await? {
        let code: String = row.get("outcome")?;
        let outcome = Outcome::from_code(&code)
            .ok_or_else(|| Fault::new(format!("column outcome holds {code:?}")))?;
        let n: u64 = row.get("n")?;
        rows[outcome.row() as usize] += n;
        answered += u64::from(outcome.is_answer()) * n;
    }
    let mut days = ReplyDays::default();
    for row in tx.fetch_all(sql::TALLY_DAYS, values).await? {
        let (received_on, closed_on) = (row.get("received_on")?, row.get("closed_on")?);
        days.add(
            calendar.count_workdays(received_on, closed_on),
            row.get("n")?,
        );
    }
    let units = count_units(tx, (from, through)).await?;
    let waiting = match through.tomorrow() {
        Ok(next) if next == today => Some(Waiting {
            all: count(tx, sql::COUNT_OPEN, through).await?
                + count(tx, sql::COUNT_CLOSED_SINCE, through).await?,
            late: count(tx, sql::COUNT_LATE, through).await?
                + count(tx, sql::COUNT_LATE_ANSWERED_SINCE, through).await?,
        }),
        _ => None,
    };
    let ended = Row::RESULTS.iter().map(|it| (*it, rows[*it as usize]));
    Ok(Statistics {
        from,
        through,
        received: units.iter().map(|it| it.received).sum(),
        ended: ended.filter(|it| it.1 > 0).collect(),
        answered,
        on_time: units.iter().map(|it| it.on_time).sum(),
        days,
        units,
        waiting,
    })
}

async fn count_units(tx: &mut Tx, (from, through): (Date, Date)) -> Result<Vec<UnitCount>, Fault> {
    let values = params![from, through];
    let mut units: BTreeMap<UnitId, UnitCount> = BTreeMap::new();
    let nothing = |unit| UnitCount {
        unit,
        received: 0,
        answered: 0,
        on_time: 0,
    };
    for row in tx.fetch_all(sql::TALLY_RECEIVED, values).await? {
        let unit = row.get("unit_id")?;
        units.entry(unit).or_insert(nothing(unit)).received = row.get("n")?;
    }
    for row in tx.fetch_all(sql::TALLY_ANSWERED, values).await? {
        let (unit, n): (UnitId, u64) = (row.get("unit_id")?, row.get("n")?);
        let line = units.entry(unit).or_insert(nothing(unit));
        line.answered += n;
        if row.get::<String>("outcome")? == "kept_on_time" {
            line.on_time += n;
        }
    }
    let mut units: Vec<UnitCount> = units.into_values().collect();
    units.sort_by_key(|it| (std::cmp::Reverse(it.received), it.unit));
    Ok(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_result_has_a_group_and_nothing_else_has() {
        for row in Row::ALL {
            let is_result = Row::RESULTS.contains(row);
            assert_eq!(Ending::of(*row).is_some(), is_result, "{row:?}");
        }
    }

    #[test]
    fn half_of_the_answers_left_within_the_median() {
        let mut days = ReplyDays::default();
        assert_eq!(days.median(), None);
        for (workdays, count) in [(3, 1), (20, 2), (21, 1)] {
            days.add(workdays, count);
        }
        assert_eq!(days.median(), Some(20));
        days.add(3, 2);
        assert_eq!(days.median(), Some(3), "three of six");
        assert_eq!(days.of(Band::Week), 3);
        assert_eq!(
            days.of(Band::Period),
            2,
            "the twentieth is within the period"
        );
        assert_eq!(days.of(Band::Longer), 1);
        let banded: u64 = Band::ALL.iter().map(|it| days.of(*it)).sum();
        assert_eq!(banded, days.all());
    }

    #[test]
    fn the_statement_of_days_leaves_out_what_has_no_answer() {
        for outcome in Outcome::ALL {
            let is_named = sql::TALLY_DAYS.contains(&format!("'{}'", outcome.code()));
            assert_eq!(is_named, !outcome.is_answer(), "{outcome:?}");
        }
    }
}
