//! Lines of pages become paragraphs: a line goes on in the next one where the next one's first word would not have fitted
//! on it. Works over page breaks; tables that go on over a page break are joined on the way.

use super::Page;
use super::lines::Line;
use super::tables::PageTable;
use crate::blocks::{Format, Source, unread_page};
use crate::limits::Limits;
use crate::readers::assembly::{Assembly, Standing};
use crate::readers::error::ReadError;
use crate::readers::words;
use crate::readers::wrap::{LineShape, Style, goes_on, starts_with_label};

/// Puts all pages together.
pub(super) fn assemble(pages: Vec<Page>, limits: &Limits) -> Result<Source, ReadError> {
    let metrics = Metrics::measure(&pages);
    let mut flow = Flow {
        assembly: Assembly::new(Format::Pdf, limits),
        metrics,
        open: None,
        table: None,
    };
    for page in pages {
        flow.page(page)?;
    }
    flow.end_paragraph()?;
    flow.end_table()?;
    flow.assembly.finish()
}

/// How the document is set.
#[derive(Debug, Clone, Copy)]
struct Metrics {
    /// Usual font size.
    size: f32,
    /// Left margin of the lines of a paragraph.
    left: f32,
    /// Right margin.
    right: f32,
    /// From baseline to baseline.
    pitch: f32,
    style: Style,
}

impl Metrics {
    fn measure(pages: &[Page]) -> Self {
        let lines: Vec<&Line> = pages.iter().flat_map(|p| &p.lines).collect();
        let size = usual(lines.iter().map(|l| (l.size, l.text.len()))).unwrap_or(12.0);
        let body: Vec<&&Line> = lines
            .iter()
            .filter(|l| (l.size - size).abs() <= size * 0.15)
            .collect();
        let right = margin(body.iter().map(|l| l.right_of_words).collect(), size);
        let left = -margin(body.iter().map(|l| -l.left).collect(), size);
        let steps = pages
            .iter()
            .flat_map(|p| p.lines.windows(2))
            .map(|w| (w[0].y - w[1].y, 1));
        let pitch = usual(steps.filter(|(step, _)| *step > size * 0.8 && *step < size * 3.0))
            .unwrap_or(size * 1.5);
        let is_indented = |l: &&&Line| (size * 1.5..size * 2.7).contains(&(l.left - left));
        let indented = body.iter().filter(|l| is_indented(l)).count();
        let style = if indented * 10 >= body.len() {
            Style::Indented
        } else {
            Style::Flush
        };
        Self {
            size,
            left,
            right,
            pitch,
            style,
        }
    }
}

/// The most frequent value, by weight, to a quarter of a point.
fn usual(values: impl Iterator<Item = (f32, usize)>) -> Option<f32> {
    let mut counts: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for (value, weight) in values {
        *counts.entry((value * 4.0).round() as i64).or_default() += weight;
    }
    counts
        .into_iter()
        .max_by_key(|(_, weight)| *weight)
        .map(|(value, _)| value as f32 / 4.0)
}

/// The outermost place that several lines reach, so that one stray line does not move the margin.
fn margin(mut places: Vec<f32>, size: f32) -> f32 {
    places.sort_by(|a, b| b.total_cmp(a));
    let needed = (places.len() / 30).clamp(1, 4);
    let found = places.iter().enumerate().find(|(index, place)| {
        places
            .get(index + needed - 1)
            .is_some_and(|other| **place - *other <= size * 1.5)
    });
    found.map_or(0.0, |(_, place)| *place)
}

/// A paragraph that may go on.
struct Open {
    text: String,
    last: Line,
    page: u32,
    after_gap: bool,
}

/// A table that may go on on the next page.
struct OpenTable {
    table: PageTable,
    first_page: u32,
    last_page: u32,
}

struct Flow {
    assembly: Assembly,
    metrics: Metrics,
    open: Option<Open>,
    table: Option<OpenTable>,
}

impl Flow {
    fn page(&mut self, page: Page) -> Result<(), ReadError> {
        if page.is_picture && page.lines.is_empty() {
            self.end_paragraph()?;
            self.end_table()?;
            let standing = Standing {
                page: Some(page.number),
                ..Standing::default()
            };
            return self.assembly.paragraph(&unread_page(page.number), standing);
        }
        let mut tables = page.tables.into_iter().peekable();
        let mut above: Option<f32> = None;
        for line in page.lines {
            while let Some(table) = tables.next_if(|t| t.top > line.y) {
                self.add_table(table, page.number)?;
                above = None;
            }
            self.end_table()?;
            let step = above.map(|y| y - line.y);
            above = Some(line.y);
            self.add_line(line, (page.number, step))?;
        }
        for table in tables {
            self.add_table(table, page.number)?;
        }
        Ok(())
    }

    fn add_table(&mut self, table: PageTable, page: u32) -> Result<(), ReadError> {
        self.end_paragraph()?;
        match &mut self.table {
            Some(open) if open.last_page + 1 == page && open.table.has_columns_of(&table) => {
                open.table.append(table);
                open.last_page = page;
                Ok(())
            }
            _ => {
                self.end_table()?;
                self.table = Some(OpenTable {
                    table,
                    first_page: page,
                    last_page: page,
                });
                Ok(())
            }
        }
    }

    /// `at` is the page and the step from the line above it on the same page.
    fn add_line(&mut self, line: Line, at: (u32, Option<f32>)) -> Result<(), ReadError> {
        let (page, step) = at;
        if let Some(open) = &mut self.open
            && (continues(&open.last, &line, (&self.metrics, step))
                || is_within_bracket(&open.text, &line)
                    && is_close(&open.last, &line, (&self.metrics, step)))
        {
            words::join_wrapped(&mut open.text, &line.text);
            open.last = line;
            return Ok(());
        }
        self.end_paragraph()?;
        let after_gap = step.is_some_and(|s| s > self.metrics.pitch * 1.7);
        self.open = Some(Open {
            text: line.text.clone(),
            last: line,
            page,
            after_gap,
        });
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), ReadError> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        if open.after_gap {
            self.assembly.gap();
        }
        let standing = Standing {
            page: Some(open.page),
            ..Standing::default()
        };
        self.assembly.paragraph(&open.text, standing)
    }

    fn end_table(&mut self) -> Result<(), ReadError> {
        let Some(open) = self.table.take() else {
            return Ok(());
        };
        let grid = open.table.write(self.assembly.grid())?;
        let standing = Standing {
            page: Some(open.first_page),
            ..Standing::default()
        };
        self.assembly.table(grid, standing)
    }
}

/// Whether `next` goes on with the paragraph of `line`; `set` is how the text is set and the step between the lines.
fn continues(line: &Line, next: &Line, set: (&Metrics, Option<f32>)) -> bool {
    let (metrics, step) = set;
    let size = line.size.max(1.0);
    let pitch = metrics.pitch * (size / metrics.size.max(1.0)).max(1.0);
    if (line.size - next.size).abs() > size * 0.15
        || step.is_some_and(|s| s > pitch.max(size * 1.3) * 1.35)
    {
        return false;
    }
    if is_title(line, metrics) && is_title(next, metrics) {
        return step.is_some();
    }
    let shape = |l: &Line| LineShape {
        is_indented: l.left - metrics.left > metrics.size * 1.2,
        ..LineShape::of_words(&l.text)
    };
    let end = line.right.min(metrics.right).max(line.right_of_words);
    let is_full = end + next.first_unit > metrics.right - size * 0.2;
    let line_shape = LineShape {
        is_full,
        // Where the next word would not have fitted, a sentence that ends there proves nothing, except at the end of a
        // page, which hides the blank line that would tell.
        ends_sentence: (metrics.style == Style::Indented || step.is_none())
            && shape(line).ends_sentence,
        ..shape(line)
    };
    goes_on(line_shape, shape(next), metrics.style)
}

/// Whether the paragraph so far ends within a bracket that `next` closes (鹿政发 / 〔2024〕1号）).
fn is_within_bracket(text: &str, next: &Line) -> bool {
    let tail: Vec<char> = text.chars().rev().take(80).collect();
    let mut depth = 0i32;
    for c in tail {
        match c {
            '）' | ')' => depth += 1,
            '（' | '(' => {
                depth -= 1;
                if depth < 0 {
                    return next.text.contains(['）', ')']) && !starts_with_label(&next.text);
                }
            }
            '。' | '；' => return false,
            _ => {}
        }
    }
    false
}

/// Whether `next` stands right below a line of the same size that fills most of the width, and is not indented.
fn is_close(line: &Line, next: &Line, (metrics, step): (&Metrics, Option<f32>)) -> bool {
    let width = metrics.right - metrics.left;
    (line.size - next.size).abs() <= line.size * 0.15
        && step.is_none_or(|s| s <= metrics.pitch * 1.35)
        && line.right > metrics.left + width * 0.6
        && next.left - metrics.left <= metrics.size * 1.2
}

/// Large type in the middle of the line.
fn is_title(line: &Line, metrics: &Metrics) -> bool {
    let from_left = line.left - metrics.left;
    let from_right = metrics.right - line.right;
    line.size > metrics.size * 1.12 && (from_left - from_right).abs() < line.size * 2.5
}
