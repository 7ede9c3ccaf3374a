//! What a body is made of: a closed list of blocks and of pieces within a line. Whatever is not here cannot be written.
//!
//! Runs are flat: marks and link belong to each run of words, so that `<b><i>` and `<i><b>` are the same, and a number that is split over
//! several elements is found by its place in the line. Does not know HTML.

use std::sync::Arc;

/// One block, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    Paragraph(Paragraph),
    Heading { level: u8, line: Line },
    List(List),
    Table(Table),
    Quote(Vec<Block>),
    Figure(Figure),
    Rule,
}

/// Words, breaks and pictures on one line of thought.
pub(crate) type Line = Vec<Piece>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paragraph {
    pub align: Align,
    pub line: Line,
}

/// Where a paragraph stands: a signature (落款) stands on the right, a title line in the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Align {
    #[default]
    Start,
    Centre,
    Right,
}

impl Align {
    /// The class that says so.
    pub(crate) fn class(self) -> Option<&'static str> {
        match self {
            Self::Start => None,
            Self::Centre => Some("centre"),
            Self::Right => Some("right"),
        }
    }
}

/// A list. An item holds paragraphs, lists and tables, and is never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List {
    pub is_ordered: bool,
    pub items: Vec<Vec<Block>>,
}

/// A table of two cells at least.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Table {
    pub caption: Line,
    pub head: Vec<Row>,
    pub body: Vec<Row>,
}

pub(crate) type Row = Vec<Cell>;

/// A cell holds paragraphs and lists; an empty cell holds an empty paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    pub is_header: bool,
    pub columns: usize,
    pub rows: usize,
    pub blocks: Vec<Block>,
}

/// A picture with its caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    /// One [`Piece::Image`].
    pub picture: Line,
    pub caption: Line,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Words(Words),
    Break,
    Image(Image),
}

/// A run of words in one style, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    pub text: String,
    pub style: Style,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Image {
    pub src: String,
    pub alt: String,
}

/// Marks and link of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Style {
    pub marks: Marks,
    pub link: Option<Arc<str>>,
}

impl Style {
    /// What two neighbours share: the style of the blank between them.
    pub(crate) fn shared(&self, other: &Self) -> Self {
        Self {
            marks: Marks(self.marks.0 & other.marks.0),
            link: self.link.clone().filter(|_| self.link == other.link),
        }
    }
}

/// A set of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Marks(u8);

impl Marks {
    pub(crate) const STRONG: Self = Self(1);
    pub(crate) const EM: Self = Self(2);
    pub(crate) const UNDERLINE: Self = Self(4);
    pub(crate) const SUB: Self = Self(8);
    pub(crate) const SUP: Self = Self(16);

    /// Each mark with its element, outermost first.
    pub(crate) const ELEMENTS: [(Self, &'static str); 5] = [
        (Self::STRONG, "strong"),
        (Self::EM, "em"),
        (Self::UNDERLINE, "u"),
        (Self::SUB, "sub"),
        (Self::SUP, "sup"),
    ];

    pub(crate) fn has(self, mark: Self) -> bool {
        self.0 & mark.0 != 0
    }

    pub(crate) fn with(self, mark: Self) -> Self {
        Self(self.0 | mark.0)
    }

    pub(crate) fn without(self, mark: Self) -> Self {
        Self(self.0 & !mark.0)
    }
}

impl Block {
    /// A paragraph from the left.
    pub(crate) fn paragraph(line: Line) -> Self {
        Self::Paragraph(Paragraph {
            align: Align::Start,
            line,
        })
    }

    /// Whether a table stands in it, at whatever depth.
    pub(crate) fn holds_table(&self) -> bool {
        match self {
            Self::Table(_) => true,
            Self::Quote(blocks) => blocks.iter().any(Self::holds_table),
            Self::List(list) => list.items.iter().flatten().any(Self::holds_table),
            Self::Paragraph(_) | Self::Heading { .. } | Self::Figure(_) | Self::Rule => false,
        }
    }
}

impl Piece {
    /// Its words: the text of a run, what is said instead of a picture, a line feed for a break.
    pub(crate) fn words(&self) -> &str {
        match self {
            Self::Words(words) => &words.text,
            Self::Image(image) => &image.alt,
            Self::Break => "\n",
        }
    }
}

/// The words of a line; breaks are line feeds.
pub(crate) fn text_of(line: &[Piece]) -> String {
    line.iter().map(Piece::words).collect()
}

/// Whether anything can be seen on a line.
pub(crate) fn is_visible(line: &[Piece]) -> bool {
    line.iter().any(|piece| match piece {
        Piece::Words(words) => words.text.chars().any(|c| !c.is_whitespace()),
        Piece::Image(_) => true,
        Piece::Break => false,
    })
}
