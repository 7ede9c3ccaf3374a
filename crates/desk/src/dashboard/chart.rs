//! Charts as SVG: stacked columns by month, stacked bars by unit or chapter. No script; colours by class, so the strict policy holds.
//!
//! A chart is hidden from screen readers: the table beneath it says the same.

use ui::Markup;
use ui::markup::escaped;

use super::Tally;

/// The parts of a stack, lowest first.
pub(super) fn parts(tally: &Tally) -> [(&'static str, u64); 4] {
    [
        ("k", tally.on_time),
        ("m", tally.kept_late),
        ("l", tally.late),
        ("o", tally.open),
    ]
}

fn sum(tally: &Tally) -> u64 {
    tally.on_time + tally.kept_late + tally.late + tally.open
}

/// Columns beside each other, as high as what was or is owed.
pub(super) fn columns(tallies: &[Tally]) -> Markup {
    const HIGH: u64 = 180;
    const WIDE: u64 = 60;
    let most = tallies.iter().map(sum).max().unwrap_or(0).max(1);
    let mut body = String::new();
    for (n, tally) in (0_u64..).zip(tallies) {
        let x = n * WIDE + 10;
        let mut y = HIGH + 20;
        for (class, count) in parts(tally) {
            let high = count * HIGH / most;
            if high > 0 {
                y -= high;
                body.push_str(&format!(
                    "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"40\" height=\"{high}\"/>"
                ));
            }
        }
        body.push_str(&format!(
            "<text x=\"{}\" y=\"{}\">{}</text><text class=\"n\" x=\"{}\" y=\"{}\">{}</text>",
            x + 20,
            HIGH + 36,
            escaped(&tally.label),
            x + 20,
            y - 4,
            sum(tally)
        ));
    }
    let wide = u64::try_from(tallies.len()).unwrap_or(0).max(1) * WIDE;
    svg("columns-chart", (wide, HIGH + 44), &body)
}

/// Bars beneath each other, each as long as its share of the longest.
pub(super) fn bars(tallies: &[Tally]) -> Markup {
    const LINE: u64 = 26;
    const LEFT: u64 = 190;
    const LONG: u64 = 480;
    let most = tallies.iter().map(sum).max().unwrap_or(0).max(1);
    let mut body = String::new();
    for (n, tally) in (0_u64..).zip(tallies) {
        let y = n * LINE;
        let mut x = LEFT;
        for (class, count) in parts(tally) {
            let long = count * LONG / most;
            if long > 0 {
                body.push_str(&format!(
                    "<rect class=\"{class}\" x=\"{x}\" y=\"{}\" width=\"{long}\" height=\"16\"/>",
                    y + 5
                ));
                x += long;
            }
        }
        let label: String = tally.label.chars().take(12).collect();
        body.push_str(&format!(
            "<text class=\"left\" x=\"{}\" y=\"{}\">{}</text><text class=\"share\" x=\"{}\" y=\"{}\">{}</text>",
            LEFT - 8,
            y + 18,
            escaped(&label),
            x + 6,
            y + 18,
            tally.share()
        ));
    }
    let high = u64::try_from(tallies.len()).unwrap_or(0).max(1) * LINE + 4;
    svg("bars-chart", (LEFT + LONG + 60, high), &body)
}

fn svg(class: &str, (wide, high): (u64, u64), body: &str) -> Markup {
    Markup::trusted(format!(
        "<svg class=\"chart {class}\" viewBox=\"0 0 {wide} {high}\" aria-hidden=\"true\" focusable=\"false\">{body}</svg>"
    ))
}
