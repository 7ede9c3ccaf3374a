//! Blocks in the making: a line that is being written and the blocks before it. Knows when a paragraph ends, not where it came from.

use crate::block::{Align, Block, Figure, Line, List, Paragraph, Piece};
use crate::line::Writing;

/// Where the walk writes to.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub writing: Writing,
    blocks: Vec<Block>,
    is_single: bool,
    /// The last block is a list whose items come one by one.
    is_list_open: bool,
}

impl Flow {
    /// For headings and captions: everything is one line; blocks that stand within come behind it.
    pub(crate) fn single() -> Self {
        Self {
            writing: Writing::single(),
            is_single: true,
            ..Self::default()
        }
    }

    pub(crate) fn is_single(&self) -> bool {
        self.is_single
    }

    /// Ends the paragraph, if one has begun.
    pub(crate) fn close(&mut self, align: Align) {
        if self.is_single {
            self.writing.soften();
            return;
        }
        for line in self.writing.take() {
            self.push(Block::Paragraph(Paragraph { align, line }));
        }
    }

    /// Adds a block. The paragraph before it must be closed.
    pub(crate) fn push(&mut self, block: Block) {
        self.is_list_open = false;
        match block {
            Block::Paragraph(paragraph) if is_pictures(&paragraph.line) => {
                self.blocks.extend(pictures(paragraph.line));
            }
            block => self.blocks.push(block),
        }
    }

    pub(crate) fn extend(&mut self, blocks: impl IntoIterator<Item = Block>) {
        for block in blocks {
            self.push(block);
        }
    }

    /// Adds an item that stands in no list; neighbours become one list.
    pub(crate) fn push_item(&mut self, item: Vec<Block>) {
        if item.is_empty() {
            return;
        }
        if self.is_list_open
            && let Some(Block::List(list)) = self.blocks.last_mut()
        {
            list.items.push(item);
            return;
        }
        self.blocks.push(Block::List(List {
            is_ordered: false,
            items: vec![item],
        }));
        self.is_list_open = true;
    }

    /// All blocks.
    pub(crate) fn into_blocks(mut self, align: Align) -> Vec<Block> {
        self.close(align);
        self.blocks
    }

    /// The one line, and what stood within it and cannot stay there.
    pub(crate) fn into_line(mut self) -> (Line, Vec<Block>) {
        let line = self.writing.take().into_iter().next().unwrap_or_default();
        (line, self.blocks)
    }
}

fn is_pictures(line: &Line) -> bool {
    line.iter()
        .all(|piece| matches!(piece, Piece::Image(_) | Piece::Break))
}

/// A line of nothing but pictures is a row of figures.
fn pictures(line: Line) -> impl Iterator<Item = Block> {
    line.into_iter()
        .filter(|piece| matches!(piece, Piece::Image(_)))
        .map(|picture| {
            Block::Figure(Figure {
                picture: vec![picture],
                caption: Line::new(),
            })
        })
}
