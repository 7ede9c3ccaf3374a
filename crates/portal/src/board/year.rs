//! The year as a grid of days in four quarters, and the same as a table by month.
//!
//! Each kind of day is one SVG path, so that a year stays below ten kilobytes; a late day also carries a white dot and
//! an open one is hollow, so that nothing hangs on colour. The drawing is hidden from assistive tech: the
//! table beside it says the same.

use std::collections::BTreeMap;
use std::fmt::Write;

use kernel::Date;
use promises::queries::DayTally;
use ui::{Markup, dates};

/// One quarter, drawn.
#[derive(Debug)]
pub(crate) struct Quarter {
    /// `第一季度`.
    pub label: &'static str,
    /// The drawing.
    pub svg: Markup,
}

/// One month in numbers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MonthRow {
    /// `3月`.
    pub label: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub through: Date,
    /// Due in it, in all.
    pub all: u64,
    /// Kept on time.
    pub on_time: u64,
    /// Kept late.
    pub kept_late: u64,
    /// Late.
    pub late: u64,
    /// Owed, not late.
    pub open: u64,
}

/// The months of a year.
pub(crate) fn month_rows(year: i16, days: &[DayTally]) -> Vec<MonthRow> {
    let month = |month: i8| {
        let from = Date::new(year, month, 1).ok()?;
        let sum = |count: fn(&DayTally) -> u64| -> u64 {
            let of_month = |day: &&DayTally| day.date.first_of_month() == from;
            days.iter().filter(of_month).map(count).sum()
        };
        Some(MonthRow {
            label: format!("{month}月"),
            from,
            through: from.last_of_month(),
            all: sum(total),
            on_time: sum(|day| day.kept_on_time),
            kept_late: sum(|day| day.kept_late),
            late: sum(|day| day.late),
            open: sum(|day| day.open),
        })
    };
    (1..=12).filter_map(month).collect()
}

fn total(day: &DayTally) -> u64 {
    day.open + day.kept_on_time + day.kept_late + day.late
}

/// The quarters of a year.
pub(crate) fn quarters(year: i16, days: &[DayTally], today: Date) -> Vec<Quarter> {
    const LABELS: [(&str, i8); 4] = [
        ("第一季度", 1),
        ("第二季度", 4),
        ("第三季度", 7),
        ("第四季度", 10),
    ];
    let by_day: BTreeMap<Date, &DayTally> = days.iter().map(|day| (day.date, day)).collect();
    let most = days.iter().map(total).max().unwrap_or(0).max(1);
    let draw = |(label, month): (&'static str, i8)| {
        let from = Date::new(year, month, 1).ok()?;
        let through = Date::new(year, month + 2, 1).ok()?.last_of_month();
        let svg = drawing(from, through, |date| {
            (by_day.get(&date).map(|day| class(day, most)), date == today)
        });
        Some(Quarter { label, svg })
    };
    LABELS.into_iter().filter_map(draw).collect()
}

/// The class of a day: `r` something late, `o` something open, `c` all kept; 1 to 3 by how much was due.
fn class(day: &DayTally, most: u64) -> &'static str {
    let level = usize::try_from((total(day) * 3).div_ceil(most))
        .unwrap_or(3)
        .clamp(1, 3);
    let classes = match (day.late, day.open) {
        (late, _) if late > 0 => ["r1", "r2", "r3"],
        (_, open) if open > 0 => ["o1", "o2", "o3"],
        _ => ["c1", "c2", "c3"],
    };
    if total(day) == 0 {
        "c0"
    } else {
        classes[level - 1]
    }
}

const STEP: i32 = 15;
const LEFT: i32 = 14;
const TOP: i32 = 14;

fn drawing(
    from: Date,
    through: Date,
    look: impl Fn(Date) -> (Option<&'static str>, bool),
) -> Markup {
    let mut paths: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut marks = String::new();
    let mut column = 0;
    for date in from
        .series(jiff::Span::new().days(1))
        .take_while(|it| *it <= through)
    {
        let row = i32::from(date.weekday().to_monday_zero_offset());
        if row == 0 && date != from {
            column += 1;
        }
        let (x, y) = (LEFT + column * STEP, TOP + row * STEP);
        let (class, is_today) = look(date);
        let class = class.unwrap_or("c0");
        // Writing to a String cannot fail.
        let _ = write!(paths.entry(class).or_default(), "M{x} {y}h13v13h-13z");
        if class.starts_with('r') {
            let _ = write!(
                paths.entry("z").or_default(),
                "M{} {}h4v4h-4z",
                x + 5,
                y + 5
            );
        }
        if is_today {
            let _ = write!(
                marks,
                "<path class=\"now\" d=\"M{} {}h15v15h-15z\"/>",
                x - 1,
                y - 1
            );
        }
        if date.day() == 1 {
            let label = x + if row == 0 { 0 } else { STEP / 2 };
            let _ = write!(
                marks,
                "<text x=\"{label}\" y=\"9\">{}月</text>",
                date.month()
            );
        }
    }
    let mut svg = format!(
        "<svg viewBox=\"0 0 {} {}\" aria-hidden=\"true\" focusable=\"false\">",
        LEFT + 14 * STEP,
        TOP + 7 * STEP
    );
    for (label, row) in [("一", 0), ("三", 2), ("五", 4), ("日", 6)] {
        let _ = write!(
            svg,
            "<text x=\"0\" y=\"{}\">{label}</text>",
            TOP + row * STEP + 10
        );
    }
    for (class, d) in paths {
        let class = if class == "z" { "dot" } else { class };
        let _ = write!(svg, "<path class=\"{class}\" d=\"{d}\"/>");
    }
    svg.push_str(&marks);
    svg.push_str("</svg>");
    Markup::trusted(svg)
}

impl MonthRow {
    /// The query of the promises due in it.
    pub fn query(&self) -> String {
        format!("due_from={}&due_through={}", self.from, self.through)
    }

    /// `2026年3月`, for those who hear the table.
    pub fn spoken(&self) -> String {
        dates::month(self.from)
    }
}

#[cfg(test)]
mod tests;
