//! The plain text of a body with the place of every line: blocks are lines, cells of a row stand between tabs. Gate, search and summaries
//! read it; what they find is told by place.

use std::ops::Range;

use crate::block::{Block, text_of};
use crate::leaf::{Joint, leaves};
use crate::place::{Place, Spot};

/// The plain text of a body, and where each line of it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlainText {
    text: String,
    spans: Vec<Span>,
}

/// A line of the body within the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub bytes: Range<usize>,
    /// Index in the order of [`leaves`].
    pub leaf: usize,
    pub place: Place,
}

impl PlainText {
    pub(crate) fn of(blocks: &[Block]) -> Self {
        let mut plain = Self::default();
        for (index, leaf) in leaves(blocks).into_iter().enumerate() {
            let mut text = text_of(leaf.line);
            if leaf.joint == Joint::Line && text.is_empty() {
                continue;
            }
            if matches!(leaf.place.spot, Spot::Cell { .. }) {
                text = text.replace('\n', " ");
            }
            if !plain.spans.is_empty() {
                plain.text.push(leaf.joint.sign());
            }
            let start = plain.text.len();
            plain.text.push_str(&text);
            plain.spans.push(Span {
                bytes: start..plain.text.len(),
                leaf: index,
                place: leaf.place,
            });
        }
        plain
    }

    /// The text: a line for each block, cells of a row between tabs, pictures by what is said instead of them.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes the text out.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Where the byte at `offset` of the text stands; behind the end, where the text ends.
    pub fn place(&self, offset: usize) -> Place {
        let after = self.spans.partition_point(|s| s.bytes.start <= offset);
        self.spans.get(after.saturating_sub(1)).map_or(
            Place {
                block: 0,
                spot: Spot::Paragraph(1),
            },
            |span| span.place,
        )
    }

    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }
}
