//! A text on A4, set as official documents are printed (GB/T 9704, in smaller type): title in the middle, paragraphs drawn in by two
//! characters, headings, lists, tables, and at the foot of each page where it came from. Not here: what the text says.

use crate::canvas::{Canvas, Color, HIGH, Ink, WIDE};
use crate::grid::{Grid, GridCell};
use crate::structure::Role;
use crate::wrap::wrap;
use crate::{PaperError, Side};

pub(crate) const LEFT: f64 = 68.0;
pub(crate) const TOP: f64 = 66.0;
pub(crate) const BOTTOM: f64 = HIGH - 70.0;
/// Width of what is set, in points.
pub(crate) const MEASURE: f64 = WIDE - 2.0 * LEFT;
const TEXT: f64 = 12.0;
const LINE: f64 = 22.0;
const SMALL: f64 = 9.5;
const SMALL_LINE: f64 = 14.5;
/// What a level of a list is drawn in by.
const STEP: f64 = 24.0;
/// Levels that are drawn in; deeper ones stand where the last of them does.
const DEEPEST: usize = 5;

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// From the left, its first line drawn in by two characters.
    Start,
    /// In the middle.
    Centre,
    /// On the right, as who signs stands.
    Right,
}

/// A text being set.
#[derive(Debug)]
pub struct Print {
    pub(crate) canvas: Canvas,
    title: String,
    /// Where the next thing begins, from the upper edge.
    pub(crate) y: f64,
}

impl Print {
    /// Begins with a line above, the title and what stands beneath it; the lines may be empty.
    ///
    /// # Errors
    /// Where the font is damaged.
    pub fn new(above: &str, title: &str, beneath: &str) -> Result<Self, PaperError> {
        let mut print = Self {
            canvas: Canvas::new()?,
            title: title.to_owned(),
            y: TOP,
        };
        print.canvas.begin_page();
        print.small(above, Side::Right);
        print.y += 10.0;
        print.canvas.begin(Role::Title(title.to_owned()));
        print.lines(
            (title, MEASURE),
            (Ink::of(19.0).heavy(), 30.0),
            Stand::Centre(LEFT),
        );
        print.canvas.end();
        if !beneath.is_empty() {
            print.y += 2.0;
            print.canvas.begin(Role::Paragraph);
            print.lines(
                (beneath, MEASURE),
                (Ink::of(TEXT), LINE),
                Stand::Centre(LEFT),
            );
            print.canvas.end();
        }
        print.y += 8.0;
        Ok(print)
    }

    /// How much room the page has left below.
    pub(crate) fn room(&self) -> f64 {
        BOTTOM - self.y
    }

    /// Begins a page.
    pub(crate) fn turn(&mut self) {
        self.canvas.begin_page();
        self.y = TOP;
    }

    /// Goes on on the next page where less than this is left.
    pub(crate) fn need(&mut self, high: f64) {
        if self.room() < high && self.y > TOP {
            self.turn();
        }
    }

    fn lines(&mut self, (text, wide): (&str, f64), (ink, high): (Ink, f64), stand: Stand) {
        for line in wrap(text, wide, |part| self.canvas.width(part, ink.size)) {
            self.need(high);
            let long = self.canvas.width(&line, ink.size);
            let x = match stand {
                Stand::Left(x) => x,
                Stand::Centre(x) => x + (wide - long) / 2.0,
                Stand::Right(x) => x + wide - long,
            };
            self.canvas.text((x, self.y + ink.size), ink, &line);
            self.y += high;
        }
    }

    /// A heading of a level from 2 on; it stays with what follows.
    pub fn heading(&mut self, level: u8, text: &str) {
        let size = match level {
            0..=2 => 14.0,
            3 => 13.0,
            _ => TEXT,
        };
        self.need(3.0 * LINE);
        if level <= 2 {
            self.canvas.bookmark(text, self.y);
        }
        self.y += 6.0;
        self.canvas
            .begin(Role::Deeper(u16::from(level.max(2)), text.to_owned()));
        let ink = Ink::of(size).heavy();
        self.lines((text, MEASURE), (ink, LINE + 2.0), Stand::Left(LEFT));
        self.canvas.end();
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str, measure: Measure) {
        let ink = (Ink::of(TEXT), LINE);
        self.canvas.begin(Role::Paragraph);
        for line in text.lines() {
            match measure {
                // Two characters of blank break with the line that they begin.
                Measure::Start => {
                    let drawn_in = format!("\u{3000}\u{3000}{}", line.trim_start());
                    self.lines((&drawn_in, MEASURE), ink, Stand::Left(LEFT));
                }
                Measure::Centre => self.lines((line, MEASURE), ink, Stand::Centre(LEFT)),
                Measure::Right => {
                    self.lines((line, MEASURE - 2.0 * TEXT), ink, Stand::Right(LEFT));
                }
            }
        }
        self.canvas.end();
    }

    /// A paragraph of a list at a depth from 1, behind its marker.
    pub fn item(&mut self, depth: usize, marker: &str, text: &str) {
        let levels = (0..depth.min(DEEPEST)).map(|_| STEP);
        let x = LEFT + levels.sum::<f64>();
        let ink = Ink::of(TEXT);
        self.need(LINE);
        self.canvas.begin(Role::Paragraph);
        let long = self.canvas.width(marker, ink.size);
        let at = (x - long.min(STEP) - 3.0, self.y + ink.size);
        self.canvas.text(at, ink, marker);
        self.lines((text, LEFT + MEASURE - x), (ink, LINE), Stand::Left(x));
        self.canvas.end();
    }

    /// What must not be overlooked, in a frame of its own.
    pub fn notice(&mut self, text: &str) {
        let wide = MEASURE - 20.0;
        let ink = Ink::of(11.0).heavy();
        let lines = wrap(text, wide, |part| self.canvas.width(part, ink.size)).len();
        let high = (0..lines).map(|_| 18.0).sum::<f64>() + 12.0;
        self.need(high);
        let (y, edge) = (self.y, Color::BLACK);
        self.canvas.fill((LEFT, y), (MEASURE, 1.0), edge);
        self.canvas.fill((LEFT, y + high), (MEASURE, 1.0), edge);
        self.canvas.fill((LEFT, y), (1.0, high), edge);
        self.canvas
            .fill((LEFT + MEASURE, y), (1.0, high + 1.0), edge);
        self.y += 6.0;
        self.canvas.begin(Role::Paragraph);
        self.lines((text, wide), (ink, 18.0), Stand::Left(LEFT + 10.0));
        self.canvas.end();
        self.y = (self.y + 14.0).max(y + high + 8.0);
    }

    /// Small grey words, from the left or on the right.
    pub fn small(&mut self, text: &str, side: Side) {
        if text.is_empty() {
            return;
        }
        let stand = match side {
            Side::Left => Stand::Left(LEFT),
            Side::Right => Stand::Right(LEFT),
        };
        let ink = Ink::of(SMALL).colored(Color::GREY);
        self.canvas.begin(Role::Paragraph);
        self.lines((text, MEASURE), (ink, SMALL_LINE), stand);
        self.canvas.end();
    }

    /// A line across.
    pub fn rule(&mut self) {
        self.need(14.0);
        self.canvas.rule((LEFT, self.y + 6.0), MEASURE, Color::GREY);
        self.y += 14.0;
    }

    /// A table under what it is called; a row that no page holds goes on on the next.
    pub fn table(&mut self, caption: &str, rows: &[Vec<GridCell>]) {
        if !caption.is_empty() {
            self.need(4.0 * LINE);
            self.canvas.begin(Role::Paragraph);
            let ink = Ink::of(11.0).heavy();
            self.lines((caption, MEASURE), (ink, 18.0), Stand::Centre(LEFT));
            self.canvas.end();
        }
        self.y += 4.0;
        Grid::of(rows, &self.canvas).set(self);
        self.y += 10.0;
    }

    /// The last of it: the line of who issued it and when between two rules, and beneath it words beside a code of squares. `dark` gives the
    /// code's dark stretches as column, row and length; `said` is what the code holds.
    pub fn imprint(&mut self, seal: &str, words: &[String], code: Option<Code<'_>>) {
        const SIDE: f64 = 84.0;
        let ink = Ink::of(SMALL);
        let wide = MEASURE - SIDE - 18.0;
        let height: f64 = words
            .iter()
            .map(|it| wrap(it, wide, |part| self.canvas.width(part, ink.size)).len())
            .flat_map(|lines| (0..lines).map(|_| SMALL_LINE))
            .sum();
        self.y += 10.0;
        self.need(height.max(SIDE) + 60.0);
        self.canvas.rule((LEFT, self.y), MEASURE, Color::BLACK);
        self.y += 5.0;
        self.canvas.begin(Role::Paragraph);
        self.lines(
            (seal, MEASURE),
            (Ink::of(11.0), 18.0),
            Stand::Left(LEFT + 6.0),
        );
        self.canvas.end();
        self.canvas
            .rule((LEFT, self.y + 2.0), MEASURE, Color::BLACK);
        self.y += 12.0;
        let top = self.y;
        if let Some(code) = code {
            code.draw(&mut self.canvas, (LEFT + MEASURE - SIDE, top), SIDE);
        }
        for line in words {
            self.canvas.begin(Role::Paragraph);
            self.lines((line, wide), (ink, SMALL_LINE), Stand::Left(LEFT));
            self.canvas.end();
        }
        self.y = self.y.max(top + SIDE);
    }

    /// The file, each page with a line at its foot and its number.
    ///
    /// # Errors
    /// Where the font is damaged, or the title empty.
    pub fn finish(mut self, foot: &str) -> Result<Vec<u8>, PaperError> {
        let pages = self.canvas.count_pages();
        let ink = Ink::of(8.5).colored(Color::GREY);
        for page in 0..pages {
            let number = format!("第{}页，共{pages}页", page + 1);
            let at = LEFT + MEASURE - self.canvas.width(&number, ink.size);
            self.canvas.text_on(page, (LEFT, HIGH - 40.0), ink, foot);
            self.canvas.text_on(page, (at, HIGH - 40.0), ink, &number);
        }
        self.canvas.finish(&self.title)
    }
}

/// A code of squares (二维码).
#[derive(Debug, Clone, Copy)]
pub struct Code<'a> {
    /// Squares along an edge.
    pub side: usize,
    /// Dark stretches: column, row, length.
    pub dark: &'a [(usize, usize, usize)],
    /// What it holds, for whoever does not see it.
    pub said: &'a str,
}

impl Code<'_> {
    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), long: f64) {
        let Ok(side) = u16::try_from(self.side.max(1)) else {
            return;
        };
        let one = long / f64::from(side);
        // A code is a few hundred squares along an edge at most.
        let place = |at: usize| f64::from(u16::try_from(at).unwrap_or(u16::MAX)) * one;
        canvas.begin(Role::Figure(self.said.to_owned()));
        for (column, row, length) in self.dark {
            let at = (x + place(*column), y + place(*row));
            canvas.fill(at, (place(*length), one), Color(0, 0, 0));
        }
        canvas.end();
    }
}

/// Where a line stands: from a place, or within the measure that begins there.
#[derive(Debug, Clone, Copy)]
enum Stand {
    Left(f64),
    Centre(f64),
    Right(f64),
}
