//! Running heads, feet and page numbers: lines at the edge of the page that say the same on several pages, or only a page
//! number. Nothing within the body of a page is touched.

use std::collections::HashMap;

use super::Page;
use super::lines::Line;

/// Lines looked at from each end of a page.
const EDGE: usize = 2;

/// Drops the furniture of all pages.
pub(super) fn remove(pages: &mut [Page]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        let mut keys: Vec<String> = edges(page).map(|line| key(line, page.height)).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            *seen.entry(key).or_default() += 1;
        }
    }
    let count = pages.len();
    for page in pages {
        let height = page.height;
        let edge_lines = page.lines.len();
        let mut index = 0;
        page.lines.retain(|line| {
            let at_edge = index < EDGE || index + EDGE >= edge_lines;
            index += 1;
            let repeats = seen.get(&key(line, height)).copied().unwrap_or(0);
            let is_running = repeats >= 2 && repeats * 2 >= count && in_margin(line, height);
            !(at_edge && (is_running || is_page_number(line, height)))
        });
    }
}

fn edges(page: &Page) -> impl Iterator<Item = &Line> {
    let count = page.lines.len();
    page.lines
        .iter()
        .enumerate()
        .filter(move |(i, _)| *i < EDGE || i + EDGE >= count)
        .map(|(_, l)| l)
}

/// The upper and the lower seventh of a page.
fn in_margin(line: &Line, height: f32) -> bool {
    line.y < height / 7.0 || line.y > height * 6.0 / 7.0
}

/// What a running line has in common on all pages: its words without numbers, and its height.
fn key(line: &Line, height: f32) -> String {
    let words: String = line
        .text
        .chars()
        .filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
        .collect();
    let end = if line.y > height / 2.0 { "top" } else { "foot" };
    format!("{end}{:.0}{words}", line.y / 4.0)
}

/// `1`, `- 1 -`, `— 1 —`, `第1页`, `第 1 页 共 3 页`, `1/3` at the foot or head of the page.
fn is_page_number(line: &Line, height: f32) -> bool {
    if !(line.y < height / 9.0 || line.y > height * 0.93) || line.text.chars().count() > 16 {
        return false;
    }
    let has_digit = line
        .text
        .chars()
        .any(|c| c.is_ascii_digit() || matches!(c, '０'..='９'));
    let rest = line.text.chars().all(|c| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(
                c,
                '０'
                    ..='９'
                        | '-'
                        | '—'
                        | '－'
                        | '–'
                        | '―'
                        | '─'
                        | '~'
                        | '·'
                        | '•'
                        | '/'
                        | '第'
                        | '页'
                        | '共'
                        | '頁'
            )
    });
    has_digit && rest
}
