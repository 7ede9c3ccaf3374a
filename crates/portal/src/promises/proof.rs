//! The clock's proof as a table: every day by week, whether it counts, the number of each counted day, and why.
//!
//! The calendar decides; this only lays its lines out. A proof longer than eighteen weeks is shown in parts, so that
//! a page stays a page.

use calendar::{Calendar, Clock, Proof, ProofLine};
use kernel::Date;
use ui::{Markup, dates};

/// Weeks of one part.
const WEEKS_SHOWN: usize = 18;

/// One day of the table.
#[derive(Debug)]
pub(crate) struct DayRow {
    /// `<time>` of the day.
    pub day: Markup,
    /// Its weekday.
    pub weekday: &'static str,
    /// `第3日`, or why it has no number.
    pub number: String,
    /// Why it counts or not.
    pub why: String,
    /// The provision.
    pub basis: String,
    /// The classes of its row.
    pub class: &'static str,
    /// It is the due day.
    pub is_due: bool,
}

/// One week of the table.
#[derive(Debug)]
pub(crate) struct WeekRows {
    /// `第1周`, counted from the start.
    pub label: String,
    /// Its days.
    pub days: Vec<DayRow>,
}

/// The proof as the page shows it.
#[derive(Debug)]
pub(crate) struct ProofTable {
    /// The weeks of this part.
    pub weeks: Vec<WeekRows>,
    /// The number of this part, from 1.
    pub part: usize,
    /// How many parts there are.
    pub parts: usize,
    /// The due day that the proof ends with.
    pub due_on: Date,
    /// Whether some of its days may still change.
    pub is_provisional: bool,
    /// The version of the calendar that it was made with.
    pub calendar_version: String,
    /// How many days count.
    pub counted: u32,
    /// How many do not.
    pub skipped: usize,
}

/// Lays a clock's proof out; `Err` says in Chinese why there is none (the clock is paused, or out of range).
pub(crate) fn table(clock: &Clock, calendar: &Calendar, look: Look) -> Result<ProofTable, String> {
    let proof = clock.proof(calendar).map_err(|error| error.to_string())?;
    let due_on = proof.due.on;
    let weeks = weeks_of(&proof);
    let parts = weeks.len().div_ceil(WEEKS_SHOWN).max(1);
    let part = look.part.clamp(1, parts);
    let from = (part - 1) * WEEKS_SHOWN;
    let shown = weeks.iter().enumerate().skip(from).take(WEEKS_SHOWN);
    let weeks = shown
        .map(|(n, lines)| WeekRows {
            label: format!("第{}周", n + 1),
            days: lines
                .iter()
                .map(|line| row(line, due_on, look.today))
                .collect(),
        })
        .collect();
    Ok(ProofTable {
        weeks,
        part,
        parts,
        due_on,
        is_provisional: proof.due.is_provisional,
        calendar_version: proof.due.calendar_version,
        counted: proof
            .lines
            .iter()
            .filter_map(|line| line.number)
            .max()
            .unwrap_or(0),
        skipped: proof
            .lines
            .iter()
            .skip(1)
            .filter(|line| !line.counts)
            .count(),
    })
}

/// What part is looked at, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// The part, from 1; clamped to those there are.
    pub part: usize,
    /// The day in China.
    pub today: Date,
}

/// The lines cut before each Monday.
fn weeks_of(proof: &Proof) -> Vec<&[ProofLine]> {
    proof
        .lines
        .chunk_by(|_, next| next.date.weekday() != jiff::civil::Weekday::Monday)
        .collect()
}

fn row(line: &ProofLine, due_on: Date, today: Date) -> DayRow {
    let is_due = line.date == due_on;
    let class = match (is_due, line.counts, line.date == today) {
        (true, _, false) => "duerow",
        (true, _, true) => "duerow todayrow",
        (false, true, false) => "on",
        (false, true, true) => "on todayrow",
        (false, false, false) => "off",
        (false, false, true) => "off todayrow",
    };
    let number = match (line.number, line.counts) {
        (Some(number), _) => format!("第{number}日"),
        (None, true) => "计".to_owned(),
        (None, false) => "不计".to_owned(),
    };
    DayRow {
        day: dates::day(line.date),
        weekday: dates::weekday(line.date),
        number,
        why: line.why.clone(),
        basis: line.basis.clone().unwrap_or_default(),
        class,
        is_due,
    }
}

#[cfg(test)]
mod tests;
