//! What may stand in what: items, cells, quotes and figures get only blocks that belong there; heading levels begin at 2. Loses no words.

use crate::block::{Align, Block, Figure, Line, Marks, Paragraph, Piece};

/// Without one mark; runs that are alike then become one.
pub(crate) fn without(line: Line, mark: Marks) -> Line {
    let mut kept = Line::with_capacity(line.len());
    for piece in line {
        let Piece::Words(mut words) = piece else {
            kept.push(piece);
            continue;
        };
        words.style.marks = words.style.marks.without(mark);
        match kept.last_mut() {
            Some(Piece::Words(last)) if last.style == words.style => {
                last.text.push_str(&words.text)
            }
            _ => kept.push(Piece::Words(words)),
        }
    }
    kept
}

fn strong(mut line: Line) -> Line {
    for piece in &mut line {
        if let Piece::Words(words) = piece {
            words.style.marks = words.style.marks.with(Marks::STRONG);
        }
    }
    without(line, Marks::default())
}

/// Blocks of an item: paragraphs, lists and tables.
pub(crate) fn for_item(blocks: Vec<Block>) -> Vec<Block> {
    let mut kept = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            Block::Paragraph(_) | Block::List(_) | Block::Table(_) => kept.push(block),
            Block::Heading { line, .. } => kept.push(Block::paragraph(strong(line))),
            Block::Quote(inner) => kept.extend(for_item(inner)),
            Block::Figure(figure) => kept.extend(lines_of(figure).map(Block::paragraph)),
            Block::Rule => {}
        }
    }
    kept
}

/// Blocks of a cell: paragraphs and lists, one paragraph at least. What holds tables has been taken apart before.
pub(crate) fn for_cell(blocks: Vec<Block>, is_header: bool) -> Vec<Block> {
    let mut kept = for_item(blocks);
    if is_header {
        for block in &mut kept {
            if let Block::Paragraph(paragraph) = block {
                let line = std::mem::take(&mut paragraph.line);
                paragraph.line = without(line, Marks::STRONG);
            }
        }
    }
    if kept.is_empty() {
        kept.push(Block::paragraph(Line::new()));
    }
    kept
}

/// A quote of paragraphs and lists; one that holds more is an indent, and goes.
pub(crate) fn for_quote(blocks: Vec<Block>) -> Vec<Block> {
    let is_quote = blocks
        .iter()
        .all(|block| matches!(block, Block::Paragraph(_) | Block::List(_)) && !block.holds_table());
    if blocks.is_empty() || !is_quote {
        return blocks;
    }
    vec![Block::Quote(blocks)]
}

/// Pictures with the caption at the last of them; a table gets it as its own.
pub(crate) fn for_figure(mut blocks: Vec<Block>, caption: Line) -> Vec<Block> {
    if caption.is_empty() {
        return blocks;
    }
    match blocks.last_mut() {
        Some(Block::Figure(figure)) if figure.caption.is_empty() => figure.caption = caption,
        Some(Block::Table(table)) if table.caption.is_empty() => {
            table.caption = without(caption, Marks::STRONG);
        }
        _ => blocks.push(Block::Paragraph(Paragraph {
            align: Align::Centre,
            line: caption,
        })),
    }
    blocks
}

fn lines_of(figure: Figure) -> impl Iterator<Item = Line> {
    [figure.picture, figure.caption]
        .into_iter()
        .filter(|line| !line.is_empty())
}

/// Levels 2 to 4: the title of the page is the only heading of level 1.
pub(crate) fn levels(blocks: &mut [Block]) {
    let has_first = blocks
        .iter()
        .any(|block| matches!(block, Block::Heading { level: 1, .. }));
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level + u8::from(has_first)).clamp(2, 4);
        }
    }
}
