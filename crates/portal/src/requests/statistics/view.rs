//! Figures as lines of tables: each with a number and a bar of its length.

use requests::report::{Band, Ending, Statistics, UnitCount};
use ui::Markup;

use crate::parts::{length, percent};

/// Lines that are compared with each other.
#[derive(Debug)]
pub(super) struct Bars {
    /// All together.
    pub all: u64,
    /// What it is, how many, which share of all, and the bar.
    pub lines: Vec<(&'static str, u64, String, Markup)>,
}

impl Bars {
    fn of(counts: Vec<(&'static str, u64)>) -> Self {
        let all = counts.iter().map(|it| it.1).sum();
        let line =
            |(label, n): (&'static str, u64)| (label, n, percent(share(n, all)), length(n, all));
        Self {
            all,
            lines: counts.into_iter().map(line).collect(),
        }
    }
}

/// Thousandths of a whole, rounded down; none of nothing.
pub(super) fn share(part: u64, all: u64) -> Option<u16> {
    let thousandths = (part * 1000).checked_div(all)?;
    u16::try_from(thousandths.min(1000)).ok()
}

/// The groups of endings.
pub(super) fn endings_of(figures: &Statistics) -> Bars {
    Bars::of(
        Ending::ALL
            .iter()
            .map(|it| (it.label(), figures.of(*it)))
            .collect(),
    )
}

/// The bands of working days.
pub(super) fn bands_of(figures: &Statistics) -> Bars {
    Bars::of(
        Band::ALL
            .iter()
            .map(|it| (it.label(), figures.days.of(*it)))
            .collect(),
    )
}

/// The rows of table 3 that have any: the group, the row in plain words, how many.
pub(super) fn rows_of(figures: &Statistics) -> Vec<(&'static str, String, u64)> {
    let rows = figures.ended.iter();
    rows.filter_map(|(row, n)| Some((Ending::of(*row)?.label(), plain(row.label()), *n)))
        .collect()
}

/// A row without its number in the form: 三（三）1.属于国家秘密 is 属于国家秘密.
pub(super) fn plain(label: &str) -> String {
    let words = label.split_once('）').map_or(label, |it| it.1);
    words
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
        .to_owned()
}

/// A unit with its name.
#[derive(Debug, Clone)]
pub(super) struct UnitLine {
    /// Its counts.
    pub count: UnitCount,
    /// Its name.
    pub name: String,
}

impl UnitLine {
    /// The share of answers that left on time.
    pub fn share(&self) -> String {
        percent(share(self.count.on_time, self.count.answered))
    }

    /// Answers on time and late as a bar.
    pub fn bar(&self) -> Markup {
        let late = self.count.answered.saturating_sub(self.count.on_time);
        crate::parts::bar(self.count.on_time, late, 0)
    }
}

/// The units that a page does not name, as one line.
#[derive(Debug)]
pub(super) struct Rest {
    /// How many units.
    pub units: usize,
    /// What they received.
    pub received: u64,
    /// What they answered.
    pub answered: u64,
    /// The share of that on time.
    pub share: String,
    /// The same as a bar.
    pub bar: Markup,
}

impl Rest {
    /// Some units together; none where there is no unit.
    pub fn of(units: &[UnitLine]) -> Option<Self> {
        let all = |count: fn(&UnitCount) -> u64| units.iter().map(|it| count(&it.count)).sum();
        let (received, answered, on_time): (u64, u64, u64) = (
            all(|it| it.received),
            all(|it| it.answered),
            all(|it| it.on_time),
        );
        (!units.is_empty()).then(|| Self {
            units: units.len(),
            received,
            answered,
            share: percent(share(on_time, answered)),
            bar: crate::parts::bar(on_time, answered.saturating_sub(on_time), 0),
        })
    }
}

#[cfg(test)]
mod tests {
    use requests::report::Row;

    use super::*;

    #[test]
    fn a_row_says_its_words_without_its_number() {
        assert_eq!(plain(Row::Provided.label()), "予以公开");
        assert_eq!(plain(Row::StateSecret.label()), "属于国家秘密");
        for row in Row::RESULTS {
            let words = plain(row.label());
            assert!(!words.is_empty() && !words.contains("三（"), "{words}");
        }
    }

    #[test]
    fn a_share_is_rounded_down_and_nothing_has_none() {
        assert_eq!(share(0, 0), None);
        assert_eq!(share(999, 1000), Some(999));
        assert_eq!(share(2, 3), Some(666));
    }
}
