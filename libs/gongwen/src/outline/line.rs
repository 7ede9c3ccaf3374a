//! A line of the source with its folded characters and the way back to bytes. Knows nothing of labels or duties.

use crate::blocks::{Block, Place, Source};

use super::fold::fold;

/// A paragraph, or one paragraph of a table cell.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// Index of its block.
    pub block: u32,
    /// Index of its cell, where the block is a table.
    pub cell: Option<u32>,
    /// Byte at which `text` starts within its block's or cell's text.
    pub base: u32,
    /// The words as written.
    pub text: &'a str,
    /// The folded characters.
    pub chars: Vec<char>,
    /// Byte within `text` of each character, and of the end.
    pub at: Vec<u32>,
    /// Whether blank space stood before it.
    pub after_gap: bool,
}

impl<'a> Line<'a> {
    /// The line of a stretch of text.
    pub fn new(text: &'a str) -> Line<'a> {
        let mut chars = Vec::with_capacity(text.len() / 2);
        let mut at = Vec::with_capacity(text.len() / 2 + 1);
        for (byte, c) in text.char_indices() {
            chars.push(fold(c));
            at.push(byte as u32);
        }
        at.push(text.len() as u32);
        Line {
            block: 0,
            cell: None,
            base: 0,
            text,
            chars,
            at,
            after_gap: false,
        }
    }

    /// Number of characters.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether it holds nothing but blanks.
    pub fn is_empty(&self) -> bool {
        self.chars.iter().all(|c| *c == ' ')
    }

    /// The words between two character indices, as written.
    pub fn written(&self, from: usize, to: usize) -> &'a str {
        &self.text[self.at[from] as usize..self.at[to] as usize]
    }

    /// The place of the characters `from..to`.
    pub fn place(&self, from: usize, to: usize) -> Place {
        Place {
            block: self.block,
            cell: self.cell,
            start: self.base + self.at[from],
            end: self.base + self.at[to],
        }
    }

    /// `from..to` without the blanks at its ends.
    pub fn trimmed(&self, mut from: usize, mut to: usize) -> (usize, usize) {
        while from < to && self.chars[from] == ' ' {
            from += 1;
        }
        while to > from && self.chars[to - 1] == ' ' {
            to -= 1;
        }
        (from, to)
    }
}

/// The lines of one paragraph block.
pub fn of_paragraph(source: &Source, block: usize) -> Option<Line<'_>> {
    let Block::Paragraph(p) = source.blocks.get(block)? else {
        return None;
    };
    let mut line = Line::new(&p.text);
    line.block = block as u32;
    line.after_gap = p.after_gap;
    Some(line)
}

/// The lines of one cell of a table block.
pub fn of_cell(source: &Source, block: usize, cell: usize) -> Vec<Line<'_>> {
    let Some(Block::Table(table)) = source.blocks.get(block) else {
        return Vec::new();
    };
    let Some(found) = table.cells.get(cell) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    let mut base = 0u32;
    for text in found.text.split('\n') {
        let mut line = Line::new(text);
        line.block = block as u32;
        line.cell = Some(cell as u32);
        line.base = base;
        base += text.len() as u32 + 1;
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}
