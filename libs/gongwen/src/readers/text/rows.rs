//! Tables typed in plain text: rows of `|` (also full-width, also Markdown's) or of tabs on consecutive lines with the
//! same number of separators. Does not guess columns from blanks.

use super::{Line, is_blank_line};
use crate::readers::words;

/// A table found at the beginning of some lines.
pub(crate) struct TypedTable {
    /// Cells by row.
    pub rows: Vec<Vec<String>>,
    /// How many lines it took.
    pub lines: usize,
}

/// The table that begins at the first of `lines`, if one does.
pub(crate) fn find_table(lines: &[Line<'_>]) -> Option<TypedTable> {
    piped(lines).or_else(|| tabbed(lines))
}

fn piped(lines: &[Line<'_>]) -> Option<TypedTable> {
    let count = bars(&lines.first()?.text);
    if count < 2 {
        return None;
    }
    let taken = lines.iter().take_while(|l| bars(&l.text) == count).count();
    if taken < 2 {
        return None;
    }
    let rows = lines[..taken]
        .iter()
        .map(|l| split_bars(&l.text))
        .filter(|cells| !is_rule(cells))
        .collect();
    Some(TypedTable { rows, lines: taken })
}

fn bars(line: &str) -> usize {
    line.chars()
        .filter(|c| matches!(c, '|' | '｜' | '│'))
        .count()
}

fn split_bars(line: &str) -> Vec<String> {
    let inner = words::trim(line);
    let mut cells: Vec<&str> = inner.split(['|', '｜', '│']).collect();
    let framed =
        inner.starts_with(['|', '｜', '│']) && inner.ends_with(['|', '｜', '│']) && cells.len() > 2;
    if framed {
        cells.remove(0);
        cells.pop();
    }
    cells
        .into_iter()
        .map(|c| words::trim(c).replace("<br/>", "\n").replace("<br>", "\n"))
        .collect()
}

/// Markdown's line of dashes under the head.
fn is_rule(cells: &[String]) -> bool {
    cells.iter().all(|c| {
        !c.is_empty()
            && c.chars()
                .all(|ch| matches!(ch, '-' | ':' | '─' | '—' | '='))
    })
}

fn tabbed(lines: &[Line<'_>]) -> Option<TypedTable> {
    let count = tabs(&lines.first()?.text);
    if count == 0 {
        return None;
    }
    let taken = lines
        .iter()
        .take_while(|l| tabs(&l.text) == count && !is_blank_line(&l.text))
        .count();
    if taken < 2 {
        return None;
    }
    let rows: Vec<Vec<String>> = lines[..taken]
        .iter()
        .map(|l| {
            l.text
                .split('\t')
                .map(|c| words::trim(c).to_owned())
                .collect()
        })
        .collect();
    // Tabs before or after the words only indent them: the columns must have words on both sides.
    let full = rows
        .iter()
        .filter(|r| r.iter().filter(|c| !c.is_empty()).count() >= 2)
        .count();
    let indented = rows.iter().all(|r| r[0].is_empty());
    (full * 2 >= taken && full >= 2 && !indented).then_some(TypedTable { rows, lines: taken })
}

fn tabs(line: &str) -> usize {
    line.bytes().filter(|b| *b == b'\t').count()
}
