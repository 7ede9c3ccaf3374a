//! A report on A4: one thing below the other, pages broken where they are full, each with its title and number at the foot.

use crate::PaperError;
use crate::canvas::{Canvas, Color, HIGH, Ink, WIDE};
use crate::structure::Role;
use crate::wrap::wrap;

const LEFT: f64 = 54.0;
const TOP: f64 = 56.0;
const BOTTOM: f64 = HIGH - 60.0;
/// Width of what is set, in points.
const MEASURE: f64 = WIDE - 2.0 * LEFT;
const TEXT: f64 = 10.0;
const LINE: f64 = 15.0;
const CELL: f64 = 9.0;
const CELL_LINE: f64 = 13.0;
/// Blank above and below a row's text.
const PAD: f64 = 3.0;

/// On which side a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its head.
    pub head: &'static str,
    /// Its share of the width, relative to the others.
    pub share: f64,
    /// Where its text stands.
    pub side: Side,
}

impl Column {
    /// A column of words.
    pub fn words(head: &'static str, share: f64) -> Self {
        Self {
            head,
            share,
            side: Side::Left,
        }
    }

    /// A column of numbers.
    pub fn numbers(head: &'static str, share: f64) -> Self {
        Self {
            head,
            share,
            side: Side::Right,
        }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, a text a cell.
    pub rows: Vec<Vec<String>>,
}

/// A report being set.
#[derive(Debug)]
pub struct Report {
    canvas: Canvas,
    title: String,
    /// Where the next thing begins, from the upper edge.
    y: f64,
}

impl Report {
    /// Begins with its title and a line beneath it.
    ///
    /// # Errors
    /// Where the font is damaged.
    pub fn new(title: &str, beneath: &str) -> Result<Self, PaperError> {
        let mut report = Self {
            canvas: Canvas::new()?,
            title: title.to_owned(),
            y: TOP,
        };
        report.canvas.begin_page();
        report.canvas.begin(Role::Title(title.to_owned()));
        report.lines(title, Ink::of(18.0).heavy(), 26.0);
        report.canvas.end();
        report.canvas.begin(Role::Paragraph);
        report.lines(beneath, Ink::of(TEXT).colored(Color::GREY), LINE);
        report.canvas.end();
        report.y += 6.0;
        Ok(report)
    }

    /// How much room the page has left below.
    fn room(&self) -> f64 {
        BOTTOM - self.y
    }

    /// Goes on on the next page where less than this is left.
    fn need(&mut self, high: f64) {
        if self.room() < high && self.y > TOP {
            self.canvas.begin_page();
            self.y = TOP;
        }
    }

    fn lines(&mut self, text: &str, ink: Ink, high: f64) {
        let lines = wrap(text, MEASURE, |part| self.canvas.width(part, ink.size));
        for line in lines {
            self.need(high);
            self.canvas.text((LEFT, self.y + ink.size), ink, &line);
            self.y += high;
        }
    }

    /// A heading; it stays with what follows.
    pub fn heading(&mut self, text: &str) {
        self.need(110.0);
        self.canvas.bookmark(text, self.y);
        self.y += 14.0;
        self.canvas.begin(Role::Heading(text.to_owned()));
        self.lines(text, Ink::of(13.0).heavy(), 20.0);
        self.canvas.end();
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) {
        self.canvas.begin(Role::Paragraph);
        self.lines(text, Ink::of(TEXT), LINE);
        self.canvas.end();
    }

    /// Figures beside each other, each with what it counts beneath.
    pub fn figures(&mut self, figures: &[(&str, String)]) {
        const HEIGHT: f64 = 50.0;
        self.need(HEIGHT + 8.0);
        let each = MEASURE / count(figures.len().max(1));
        let mut x = LEFT;
        for (label, figure) in figures {
            let wide = each - 6.0;
            self.canvas
                .fill((x, self.y), (wide, HEIGHT), Color(0xf2, 0xf4, 0xf4));
            self.canvas.begin(Role::Paragraph);
            let ink = Ink::of(9.0).colored(Color::GREY);
            self.canvas.text((x + 8.0, self.y + 16.0), ink, label);
            let ink = Ink::of(17.0).heavy();
            self.canvas.text((x + 8.0, self.y + 39.0), ink, figure);
            self.canvas.end();
            x += each;
        }
        self.y += HEIGHT + 8.0;
    }

    /// Which colour means what.
    pub fn legend(&mut self, keys: &[(Color, &str)]) {
        self.need(LINE);
        let labels: Vec<&str> = keys.iter().map(|(_, label)| *label).collect();
        let words = format!("图例：{}", labels.join("、"));
        self.canvas.begin(Role::Figure(words));
        let ink = Ink::of(9.0);
        let mut x = LEFT;
        for (color, label) in keys {
            self.canvas.fill((x, self.y + 2.0), (8.0, 8.0), *color);
            self.canvas.text((x + 12.0, self.y + 9.5), ink, label);
            x += 12.0 + self.canvas.width(label, ink.size) + 16.0;
        }
        self.canvas.end();
        self.y += LINE + 4.0;
    }

    /// Stacked columns beside each other, the highest as high as the chart: label and parts with their colours, lowest first.
    pub fn columns(&mut self, stacks: &[(String, Vec<(Color, u64)>)]) {
        const HIGHEST: f64 = 110.0;
        self.need(HIGHEST + 40.0);
        let most = most(stacks);
        let each = MEASURE / count(stacks.len().max(1));
        let wide = (each * 0.6).min(34.0);
        let base = self.y + HIGHEST + 14.0;
        let ink = Ink::of(8.5);
        let sums = stacks
            .iter()
            .map(|(label, parts)| format!("{label}{}", sum(parts)));
        let words = format!("柱状图：{}", sums.collect::<Vec<_>>().join("，"));
        self.canvas.begin(Role::Figure(words));
        for (n, (label, parts)) in stacks.iter().enumerate() {
            let middle = LEFT + each * (count(n) + 0.5);
            let mut y = base;
            for (color, part) in parts {
                let high = HIGHEST * amount(*part) / most;
                y -= high;
                self.canvas
                    .fill((middle - wide / 2.0, y), (wide, high), *color);
            }
            let sum = sum(parts).to_string();
            self.centred((middle, y - 3.0), ink.colored(Color::GREY), &sum);
            self.centred((middle, base + 12.0), ink, label);
        }
        self.canvas.rule((LEFT, base), MEASURE, Color::GREY);
        self.canvas.end();
        self.y = base + 22.0;
    }

    /// Stacked bars beneath each other: label, parts with their colours, and what is written behind.
    pub fn bars(&mut self, stacks: &[(String, Vec<(Color, u64)>)], behind: &[String]) {
        const HEIGHT: f64 = 15.0;
        const LABEL: f64 = 130.0;
        let most = most(stacks);
        let longest = MEASURE - LABEL - 50.0;
        let ink = Ink::of(8.5);
        for (n, (label, parts)) in stacks.iter().enumerate() {
            self.need(HEIGHT);
            let written = behind.get(n).map_or("", String::as_str);
            let words = format!("条形图：{label}共{}，{written}", sum(parts));
            self.canvas.begin(Role::Figure(words));
            let lines = wrap(label, LABEL - 8.0, |part| self.canvas.width(part, ink.size));
            let label = match lines.as_slice() {
                [] => String::new(),
                [line] => line.clone(),
                [line, ..] => {
                    let kept = line.chars().count().saturating_sub(1);
                    format!("{}…", line.chars().take(kept).collect::<String>())
                }
            };
            self.canvas.text((LEFT, self.y + 10.0), ink, &label);
            let mut x = LEFT + LABEL;
            for (color, part) in parts {
                let long = longest * amount(*part) / most;
                self.canvas.fill((x, self.y + 2.0), (long, 10.0), *color);
                x += long;
            }
            let at = (x + 5.0, self.y + 10.5);
            self.canvas.text(at, ink.colored(Color::GREY), written);
            self.canvas.end();
            self.y += HEIGHT;
        }
        self.y += 6.0;
    }

    fn centred(&mut self, (x, y): (f64, f64), ink: Ink, text: &str) {
        let half = self.canvas.width(text, ink.size) / 2.0;
        self.canvas.text((x - half, y), ink, text);
    }

    /// A table; its head stands again on each page.
    pub fn table(&mut self, table: &Table) {
        let widths = self.widths(&table.columns);
        self.canvas.begin(Role::Table);
        self.head(table, &widths, Some(&Role::Head));
        for row in &table.rows {
            let cells: Vec<Vec<String>> = row
                .iter()
                .zip(&widths)
                .map(|(text, wide)| wrap(text, wide - 8.0, |part| self.canvas.width(part, CELL)))
                .collect();
            let lines = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
            let high = count(lines) * CELL_LINE + 2.0 * PAD;
            if self.room() < high {
                self.canvas.begin_page();
                self.y = TOP;
                // Whoever listens has heard it.
                self.head(table, &widths, None);
            }
            self.row((table, &widths), &cells, (Ink::of(CELL), Some(&Role::Cell)));
            self.y += high;
            self.canvas.rule((LEFT, self.y), MEASURE, Color::PALE);
        }
        self.canvas.end();
        self.y += 8.0;
    }

    fn widths(&self, columns: &[Column]) -> Vec<f64> {
        let all: f64 = columns.iter().map(|column| column.share).sum();
        let one = MEASURE / all.max(f64::MIN_POSITIVE);
        columns.iter().map(|column| column.share * one).collect()
    }

    fn head(&mut self, table: &Table, widths: &[f64], role: Option<&Role>) {
        let high = CELL_LINE + 2.0 * PAD;
        self.need(high * 2.0);
        self.canvas
            .fill((LEFT, self.y), (MEASURE, high), Color(0xe6, 0xeb, 0xec));
        let heads: Vec<Vec<String>> = table
            .columns
            .iter()
            .map(|column| vec![column.head.to_owned()])
            .collect();
        self.row((table, widths), &heads, (Ink::of(CELL).heavy(), role));
        self.y += high;
    }

    /// Cells beside each other; without a role they are ornament.
    fn row(
        &mut self,
        (table, widths): (&Table, &[f64]),
        cells: &[Vec<String>],
        (ink, role): (Ink, Option<&Role>),
    ) {
        if role.is_some() {
            self.canvas.begin(Role::Row);
        }
        let mut x = LEFT;
        for ((column, wide), lines) in table.columns.iter().zip(widths).zip(cells) {
            if let Some(role) = role {
                self.canvas.begin(role.clone());
            }
            let mut y = self.y + PAD + CELL;
            for line in lines {
                let at = match column.side {
                    Side::Left => x + 4.0,
                    Side::Right => x + wide - 4.0 - self.canvas.width(line, ink.size),
                };
                self.canvas.text((at, y), ink, line);
                y += CELL_LINE;
            }
            if role.is_some() {
                self.canvas.end();
            }
            x += wide;
        }
        if role.is_some() {
            self.canvas.end();
        }
    }

    /// The file, each page with its number.
    ///
    /// # Errors
    /// Where the font is damaged.
    pub fn finish(mut self) -> Result<Vec<u8>, PaperError> {
        let pages = self.canvas.count_pages();
        let ink = Ink::of(8.5).colored(Color::GREY);
        for page in 0..pages {
            let number = format!("第{}页，共{pages}页", page + 1);
            let at = LEFT + MEASURE - self.canvas.width(&number, ink.size);
            let title = self.title.clone();
            self.canvas.text_on(page, (LEFT, HIGH - 36.0), ink, &title);
            self.canvas.text_on(page, (at, HIGH - 36.0), ink, &number);
        }
        self.canvas.finish(&self.title)
    }
}

fn sum(parts: &[(Color, u64)]) -> u64 {
    parts.iter().map(|(_, part)| part).sum()
}

/// The highest stack; one where all are empty.
fn most(stacks: &[(String, Vec<(Color, u64)>)]) -> f64 {
    let most = stacks.iter().map(|(_, parts)| sum(parts)).max();
    amount(most.unwrap_or(0).max(1))
}

/// A count as a length: exact far beyond what a page can show.
#[allow(clippy::cast_precision_loss)]
fn amount(count: u64) -> f64 {
    count as f64
}

#[allow(clippy::cast_precision_loss)]
fn count(count: usize) -> f64 {
    count as f64
}
