//! Small pieces of pages that show promises: standings, bars, shares, pagers, rows.
//!
//! A standing is always a word and a shape, never a colour alone (WCAG 1.4.1).

use kernel::Page;
use promises::model::Standing;
use promises::queries::{PromiseLine, UnitScore};
use ui::{Frame, Markup, dates};

use crate::params::{and, with_query};
use crate::words;

/// A standing as people see it.
pub(crate) fn standing(standing: Standing, frame: &Frame) -> Markup {
    badge(
        &format!("st-{}", standing.code()),
        (standing.shape(), words::standing(standing, frame.variant)),
        frame,
    )
}

/// A shape with its word, which speaks as the frame does.
pub(crate) fn badge(class: &str, (shape, word): (&str, &str), frame: &Frame) -> Markup {
    let lang = frame.words_lang();
    Markup::trusted(format!(
        "<span class=\"st {class}\"{lang}><i aria-hidden=\"true\">{shape}</i>{word}</span>"
    ))
}

/// Thousandths as a percentage: `92.3%`, `100%`; a dash where there is none.
pub(crate) fn percent(permille: Option<u16>) -> String {
    match permille {
        None => "—".to_owned(),
        Some(share) if share % 10 == 0 => format!("{}%", share / 10),
        Some(share) => format!("{}.{}%", share / 10, share % 10),
    }
}

/// A bar of what was kept on time, kept late and is late; the numbers stand beside it in words.
pub(crate) fn bar(on_time: u64, kept_late: u64, late: u64) -> Markup {
    let parts = [("k", on_time), ("m", kept_late), ("l", late)];
    drawn(&parts, on_time + kept_late + late)
}

/// Parts of a whole, one beside the other.
fn drawn(parts: &[(&str, u64)], all: u64) -> Markup {
    let mut x = 0;
    let mut rects = String::new();
    for (class, n) in parts {
        let width = n * 1000 / all.max(1);
        if width > 0 {
            rects.push_str(&format!(
                "<rect class=\"{class}\" x=\"{x}\" width=\"{width}\" height=\"10\"/>"
            ));
            x += width;
        }
    }
    Markup::trusted(format!(
        "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" \
         focusable=\"false\">{rects}</svg>"
    ))
}

/// A bar as long as a part of a whole; the share stands beside it in words.
pub(crate) fn length(n: u64, all: u64) -> Markup {
    drawn(&[("k", n)], all)
}

/// One row of a list of promises.
#[derive(Debug)]
pub(crate) struct PromiseRow {
    /// Where its page is.
    pub href: String,
    /// What is owed.
    pub title: String,
    /// Of which period.
    pub period: Option<String>,
    /// Where its unit's page is; `None` on that page.
    pub unit_href: Option<String>,
    /// Who owes it.
    pub unit: String,
    /// The due day.
    pub due: Markup,
    /// Whether the due day may still move.
    pub is_provisional: bool,
    /// How it stands.
    pub standing: Markup,
    /// The day it was kept.
    pub kept: Option<Markup>,
}

impl PromiseRow {
    /// The row of a line.
    pub fn of(line: &PromiseLine, frame: &Frame) -> Self {
        Self {
            href: frame.link(&format!("/promises/{}", line.id)),
            title: line.title.clone(),
            period: line.period_label.clone(),
            unit_href: frame.link_elsewhere(&format!("/units/{}", line.unit_id)),
            unit: line.unit_name.clone(),
            due: dates::day(line.due_on),
            is_provisional: line.is_provisional,
            standing: standing(line.standing, frame),
            kept: line.kept_on.map(dates::day),
        }
    }

    /// The rows of lines.
    pub fn all(lines: &[PromiseLine], frame: &Frame) -> Vec<Self> {
        lines.iter().map(|line| Self::of(line, frame)).collect()
    }
}

/// One row of a ranking of units.
#[derive(Debug)]
pub(crate) struct UnitRow {
    /// Where its page is.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its share kept on time.
    pub share: String,
    /// The same as a bar.
    pub bar: Markup,
    /// The numbers.
    pub score: UnitScore,
}

impl UnitRow {
    /// The rows of scores.
    pub fn all(scores: &[UnitScore], frame: &Frame) -> Vec<Self> {
        let row = |score: &UnitScore| Self {
            href: frame.link(&format!("/units/{}", score.unit_id)),
            name: score.unit_name.clone(),
            share: percent(score.on_time_permille()),
            bar: bar(score.kept_on_time, score.kept_late, score.late_now),
            score: score.clone(),
        };
        scores.iter().map(row).collect()
    }
}

/// The way to the next page of a list and back to the first.
#[derive(Debug, Default)]
pub(crate) struct Pager {
    /// The first page, unless this is it.
    pub first: Option<String>,
    /// The page after this.
    pub next: Option<String>,
}

impl Pager {
    /// The pager of a page of a list at `path` narrowed by `query`.
    pub fn of<T>(page: &Page<T>, is_first: bool, list: (&Frame, &str, &str)) -> Self {
        let (frame, path, query) = list;
        let at = |query: &str| frame.link(&with_query(path, query));
        Self {
            first: (!is_first).then(|| at(query)),
            next: page.next.as_ref().map(|key| at(&and(query, "after", key))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_written_with_one_decimal_and_never_rounded_up() {
        for (permille, text) in [
            (Some(999), "99.9%"),
            (Some(1000), "100%"),
            (Some(0), "0%"),
            (Some(5), "0.5%"),
            (None, "—"),
        ] {
            assert_eq!(percent(permille), text);
        }
    }

    #[test]
    fn every_standing_has_its_own_shape() {
        let mut shapes: Vec<_> = Standing::ALL.iter().map(|it| it.shape()).collect();
        shapes.sort_unstable();
        shapes.dedup();
        assert_eq!(shapes.len(), Standing::ALL.len());
    }

    #[test]
    fn a_bar_of_nothing_is_empty_and_its_parts_never_exceed_it() {
        assert_eq!(bar(0, 0, 0).as_str().matches("<rect").count(), 0);
        let full = bar(1, 1, 1);
        assert!(full.as_str().contains("x=\"666\" width=\"333\""), "{full}");
        assert!(length(1, 4).as_str().contains("width=\"250\""));
        assert!(!length(0, 0).as_str().contains("<rect"));
    }
}
