//! A long body in parts, for pages that are not too heavy: between blocks, and where a table or a list alone is too long, between its rows or items.
//! A part of a table has the caption and the head of the whole, and shows again what spans into it. Loses no words.

use crate::block::{Block, Cell, List, Row, Table};
use crate::write::{self, HasAnchors};

/// The parts of some blocks, each of about so many bytes of HTML at most. A paragraph, a row or an item is not cut, however long it is.
pub(crate) fn parts(blocks: &[Block], most: usize) -> Vec<Vec<Block>> {
    let mut parts: Vec<Vec<Block>> = Vec::new();
    let mut room = 0;
    for block in blocks {
        for piece in pieces(block, most) {
            let size = size_of(std::slice::from_ref(&piece));
            // A heading stays with what follows it.
            let is_heading = matches!(piece, Block::Heading { .. });
            let wanted = if is_heading { size + most / 10 } else { size };
            if parts.is_empty() || wanted > room {
                parts.push(Vec::new());
                room = most;
            }
            room = room.saturating_sub(size + 1);
            if let Some(part) = parts.last_mut() {
                part.push(piece);
            }
        }
    }
    parts
}

fn size_of(blocks: &[Block]) -> usize {
    write::html(blocks, HasAnchors::No).len()
}

fn pieces(block: &Block, most: usize) -> Vec<Block> {
    match block {
        Block::Table(table) if size_of(std::slice::from_ref(block)) > most => {
            split_table(table, most)
        }
        // The numbers of an ordered list would begin anew.
        Block::List(list) if !list.is_ordered && size_of(std::slice::from_ref(block)) > most => {
            split_list(list, most)
        }
        Block::Quote(inner) if size_of(inner) > most => {
            let parts = parts(inner, most).into_iter();
            parts.map(Block::Quote).collect()
        }
        Block::Paragraph(_)
        | Block::Heading { .. }
        | Block::List(_)
        | Block::Table(_)
        | Block::Quote(_)
        | Block::Figure(_)
        | Block::Rule => vec![block.clone()],
    }
}

fn split_list(list: &List, most: usize) -> Vec<Block> {
    let mut lists: Vec<List> = Vec::new();
    let mut room = 0;
    for item in &list.items {
        let size = size_of(item);
        if lists.is_empty() || size > room {
            lists.push(List {
                is_ordered: false,
                items: Vec::new(),
            });
            room = most;
        }
        room = room.saturating_sub(size + 10);
        if let Some(list) = lists.last_mut() {
            list.items.push(item.clone());
        }
    }
    lists.into_iter().map(Block::List).collect()
}

/// A cell with the row and column at which it begins.
struct Placed<'t> {
    row: usize,
    column: usize,
    cell: &'t Cell,
}

fn split_table(table: &Table, most: usize) -> Vec<Block> {
    let frame = size_of(&[Block::Table(Table {
        body: Vec::new(),
        ..table.clone()
    })]);
    let most = most.saturating_sub(frame).max(most / 4);
    let placed = place(&table.body);
    let mut cuts = vec![0];
    let mut room = most;
    for (index, row) in table.body.iter().enumerate() {
        let size = row_size(row);
        if size > room && cuts.last() != Some(&index) {
            cuts.push(index);
            room = most;
        }
        room = room.saturating_sub(size);
    }
    cuts.push(table.body.len());
    let parts = cuts.windows(2).map(|cut| {
        Block::Table(Table {
            caption: table.caption.clone(),
            head: table.head.clone(),
            body: rows_between(&placed, (cut[0], cut[1])),
        })
    });
    parts.collect()
}

fn row_size(row: &Row) -> usize {
    let cells = row.iter().map(|cell| size_of(&cell.blocks) + 12);
    cells.sum::<usize>() + 10
}

/// Every cell with its place; the grid is square already.
fn place(rows: &[Row]) -> Vec<Placed<'_>> {
    let mut placed = Vec::new();
    let mut taken: Vec<usize> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        for left in &mut taken {
            *left = left.saturating_sub(1);
        }
        for cell in row {
            let free = taken.iter().position(|left| *left == 0);
            let column = free.unwrap_or(taken.len());
            let end = column + cell.columns;
            if taken.len() < end {
                taken.resize(end, 0);
            }
            taken[column..end].fill(cell.rows);
            placed.push(Placed {
                row: index,
                column,
                cell,
            });
        }
    }
    placed
}

/// The rows from one to before another; spans are cut to them.
fn rows_between(placed: &[Placed<'_>], (from, to): (usize, usize)) -> Vec<Row> {
    let mut rows: Vec<Vec<(usize, Cell)>> = vec![Vec::new(); to - from];
    for it in placed {
        let (begins, ends) = (it.row.max(from), (it.row + it.cell.rows).min(to));
        if begins < ends {
            let cell = Cell {
                rows: ends - begins,
                ..it.cell.clone()
            };
            rows[begins - from].push((it.column, cell));
        }
    }
    rows.into_iter()
        .map(|mut row| {
            row.sort_by_key(|(column, _)| *column);
            row.into_iter().map(|(_, cell)| cell).collect()
        })
        .collect()
}
