//! Drawing at a place: text, filled boxes, lines, and what of it is said. Places are in points from the upper left corner of an A4 page.
//! Not here: the file, which `pdf` writes when all is drawn.

use crate::font::Font;
use crate::structure::{Part, Role, Structure};
use crate::{PaperError, pdf};

/// Width of A4 in points.
pub(crate) const WIDE: f64 = 595.28;
/// Height of A4 in points.
pub(crate) const HIGH: f64 = 841.89;

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// Black, as text is.
    pub const BLACK: Self = Self(0x1c, 0x23, 0x26);
    /// Grey, for what matters less.
    pub const GREY: Self = Self(0x5a, 0x65, 0x6a);
    /// A pale line.
    pub const PALE: Self = Self(0xd0, 0xd6, 0xd8);
}

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    /// The size in points.
    pub size: f64,
    /// The colour.
    pub color: Color,
    /// Whether the strokes are thickened, for headings.
    pub is_heavy: bool,
}

impl Ink {
    /// Plain text of a size.
    pub fn of(size: f64) -> Self {
        Self {
            size,
            color: Color::BLACK,
            is_heavy: false,
        }
    }

    /// The same, for a heading.
    #[must_use]
    pub fn heavy(self) -> Self {
        Self {
            is_heavy: true,
            ..self
        }
    }

    /// The same in a colour.
    #[must_use]
    pub fn colored(self, color: Color) -> Self {
        Self { color, ..self }
    }
}

/// What is drawn, and what it is part of.
#[derive(Debug)]
pub(crate) struct Mark {
    /// None where it is ornament.
    pub part: Option<Part>,
    pub drawn: Drawn,
}

#[derive(Debug)]
pub(crate) enum Drawn {
    Text {
        at: (f64, f64),
        ink: Ink,
        text: String,
    },
    Fill {
        at: (f64, f64),
        wide_and_high: (f64, f64),
        color: Color,
    },
}

/// Pages being drawn. They are kept until the end, since what stands at the foot of the first tells how many there are.
#[derive(Debug)]
pub struct Canvas {
    pub(crate) font: Font,
    pub(crate) pages: Vec<Vec<Mark>>,
    pub(crate) structure: Structure,
    /// Headings, with the page and the height where they stand.
    pub(crate) headings: Vec<(String, usize, f64)>,
}

impl Canvas {
    /// No page yet.
    ///
    /// # Errors
    /// Where the font is damaged.
    pub fn new() -> Result<Self, PaperError> {
        Ok(Self {
            font: Font::open()?,
            pages: Vec::new(),
            structure: Structure::default(),
            headings: Vec::new(),
        })
    }

    /// Begins a page; what is drawn from now on stands on it.
    pub fn begin_page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// How many pages there are.
    pub fn count_pages(&self) -> usize {
        self.pages.len()
    }

    /// Begins a part of what the pages say; what is drawn outside of all parts is ornament and not read aloud.
    pub fn begin(&mut self, role: Role) {
        self.structure.begin(role);
    }

    /// Ends the part begun last.
    pub fn end(&mut self) {
        self.structure.end();
    }

    /// Lists a heading among the file's bookmarks, at a height of the last page.
    pub fn bookmark(&mut self, heading: &str, y: f64) {
        self.headings
            .push((printable(heading), self.last_page(), y));
    }

    fn last_page(&self) -> usize {
        self.pages.len().saturating_sub(1)
    }

    /// How wide a text is, in points.
    pub fn width(&self, text: &str, size: f64) -> f64 {
        self.font.width(&printable(text)) * size
    }

    /// Text whose line begins at `x` and stands on `y`, on the last page.
    pub fn text(&mut self, at: (f64, f64), ink: Ink, text: &str) {
        self.text_on(self.last_page(), at, ink, text);
    }

    /// The same on any page, from 0.
    pub fn text_on(&mut self, page: usize, at: (f64, f64), ink: Ink, text: &str) {
        let text = printable(text);
        if !text.is_empty() {
            let part = self.structure.of_text();
            self.draw(page, part, Drawn::Text { at, ink, text });
        }
    }

    /// A filled box whose upper left corner is at a place.
    pub fn fill(&mut self, at: (f64, f64), wide_and_high: (f64, f64), color: Color) {
        let drawn = Drawn::Fill {
            at,
            wide_and_high,
            color,
        };
        self.draw(self.last_page(), self.structure.of_shapes(), drawn);
    }

    /// A level line.
    pub fn rule(&mut self, at: (f64, f64), wide: f64, color: Color) {
        self.fill(at, (wide, 0.6), color);
    }

    fn draw(&mut self, page: usize, part: Option<Part>, drawn: Drawn) {
        if let Some(marks) = self.pages.get_mut(page) {
            marks.push(Mark { part, drawn });
        }
    }

    /// The file: PDF 1.7 as PDF/UA-1 wants it, which says in Chinese what it is called.
    ///
    /// # Errors
    /// Where the font is damaged, or the title empty.
    pub fn finish(self, title: &str) -> Result<Vec<u8>, PaperError> {
        pdf::write(self, &printable(title))
    }
}

/// What of a text can be set: all but what steers machines, which has no glyph and which PDF/UA-1 forbids (7.21.7).
fn printable(text: &str) -> String {
    let steers = |c: &char| c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    text.chars().filter(|c| !steers(c)).collect()
}
