//! Drawing at a place: text, filled boxes, lines. Places are in points from the upper left corner of an A4 page.

use std::fmt::Write as _;

use crate::PaperError;
use crate::file::{self, File};
use crate::font::Font;

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

    fn operands(self) -> String {
        let part = |value: u8| number(f64::from(value) / 255.0);
        format!("{} {} {}", part(self.0), part(self.1), part(self.2))
    }
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

/// Pages being drawn.
#[derive(Debug)]
pub struct Canvas {
    font: Font,
    pages: Vec<String>,
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
        })
    }

    /// Begins a page; what is drawn from now on stands on it.
    pub fn begin_page(&mut self) {
        self.pages.push(String::new());
    }

    /// How many pages there are.
    pub fn count_pages(&self) -> usize {
        self.pages.len()
    }

    /// How wide a text is, in points.
    pub fn width(&self, text: &str, size: f64) -> f64 {
        let thousandths: u32 = text.chars().map(|c| u32::from(self.font.width(c))).sum();
        f64::from(thousandths) * size / 1000.0
    }

    /// Text whose line begins at `x` and stands on `y`, on the last page.
    pub fn text(&mut self, (x, y): (f64, f64), ink: Ink, text: &str) {
        let page = self.pages.len().saturating_sub(1);
        self.text_on(page, (x, y), ink, text);
    }

    /// The same on any page, from 0.
    pub fn text_on(&mut self, page: usize, (x, y): (f64, f64), ink: Ink, text: &str) {
        if text.is_empty() {
            return;
        }
        let codes = self.font.codes(text);
        let color = ink.color.operands();
        let weight = if ink.is_heavy {
            format!("2 Tr {} w {color} RG", number(ink.size / 36.0))
        } else {
            "0 Tr".to_owned()
        };
        let (size, x, y) = (number(ink.size), number(x), number(HIGH - y));
        self.draw(
            page,
            &format!("BT {color} rg {weight} /F {size} Tf {x} {y} Td <{codes}> Tj ET"),
        );
    }

    /// A filled box whose upper left corner is at a place.
    pub fn fill(&mut self, (x, y): (f64, f64), (wide, high): (f64, f64), color: Color) {
        let corner = (number(x), number(HIGH - y - high));
        let operands = color.operands();
        let drawn = format!(
            "{operands} rg {} {} {} {} re f",
            corner.0,
            corner.1,
            number(wide),
            number(high)
        );
        self.draw(self.pages.len().saturating_sub(1), &drawn);
    }

    /// A level line.
    pub fn rule(&mut self, (x, y): (f64, f64), wide: f64, color: Color) {
        self.fill((x, y), (wide, 0.6), color);
    }

    fn draw(&mut self, page: usize, operators: &str) {
        if let Some(content) = self.pages.get_mut(page) {
            // Writing to a String cannot fail.
            let _ = writeln!(content, "{operators}");
        }
    }

    /// The file.
    ///
    /// # Errors
    /// Where the font is damaged.
    pub fn finish(self, title: &str) -> Result<Vec<u8>, PaperError> {
        let mut file = File::default();
        let font = self.font.write(&mut file)?;
        let pages = file.promise();
        let mut kids = Vec::with_capacity(self.pages.len());
        for content in &self.pages {
            let content = file.add_stream("", content.as_bytes());
            kids.push(file.add(format!(
                "<</Type /Page /Parent {pages} 0 R /MediaBox [0 0 {WIDE} {HIGH}] /Contents {content} 0 R \
                 /Resources <</Font <</F {font} 0 R>>>>>>"
            )));
        }
        let listed: Vec<String> = kids.iter().map(|kid| format!("{kid} 0 R")).collect();
        file.write(
            pages,
            format!(
                "<</Type /Pages /Count {} /Kids [{}]>>",
                kids.len(),
                listed.join(" ")
            ),
        );
        let root = file.add(format!(
            "<</Type /Catalog /Pages {pages} 0 R /Lang (zh-Hans) /ViewerPreferences <</DisplayDocTitle true>>>>"
        ));
        let info = file.add(format!(
            "<</Title {} /Producer {}>>",
            file::text(title),
            file::text("Gongkai")
        ));
        Ok(file.bytes(root, info))
    }
}

/// A number as PDF writes it: without an exponent, to a hundredth of a point.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() || text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}
