//! Identity of documents: numbers, dates, citations, whole heads of unseen plans, and the hand-labelled readings.

mod cites;
mod dates;
mod gold;
mod heads;
mod numbers;
mod robust;

use gongwen::blocks::{Block, Format, Origin, Paragraph, Source};

/// A plain text as the simplest of readers sees it: a line is a paragraph.
pub fn source(text: &str) -> Source {
    let mut blocks = Vec::new();
    let mut after_gap = false;
    for (line, text) in text.lines().enumerate() {
        let trimmed = text
            .trim_matches(|c: char| c.is_whitespace() || ('\u{200B}'..='\u{200D}').contains(&c));
        if trimmed.is_empty() {
            after_gap = true;
            continue;
        }
        let origin = Origin {
            line: u32::try_from(line).unwrap() + 1,
            page: None,
        };
        blocks.push(Block::Paragraph(Paragraph {
            text: trimmed.to_string(),
            origin,
            level: None,
            after_gap,
        }));
        after_gap = false;
    }
    Source {
        format: Format::Text,
        blocks,
    }
}
