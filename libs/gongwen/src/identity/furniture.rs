//! Which blocks are no part of any duty: what stands before the title, signatures and imprints, the page's furniture
//! around the text. A block is left to the grammar of duties where its shape does not say that it is one of these.

use super::fold::fold;
use super::signature::{Layout, Signature};
use super::{Identity, Line, lines};
use crate::blocks::{Block, Source};

/// Fills the identity's lists of blocks.
pub(crate) fn sort_blocks(
    source: &Source,
    head: &[Line<'_>],
    layout: Layout,
    signature: &Signature,
    identity: &mut Identity,
) {
    let mut signed = signature.blocks.clone();
    let mut furniture: Vec<usize> = Vec::new();
    let text_begins = layout.title.map_or_else(
        || layout.sentence.map_or(0, |sentence| sentence + 1),
        |(first, _)| first,
    );
    furniture.extend((0..text_begins).filter(|block| !identity.title_blocks.contains(block)));
    for line in head.iter().filter(|line| {
        line.block >= text_begins && line.block < layout.body && line.table_row.is_none()
    }) {
        let is_number = super::own_line(line).is_some();
        let is_dated =
            line.folded.chars().count() <= 60 && super::date::parse(&line.folded).is_some();
        if line.is_field()
            || is_number
            || is_dated
            || (!line.folded.is_empty() && lines::is_furniture(&line.folded))
        {
            furniture.push(line.block);
        }
    }
    let last_signed = signed
        .iter()
        .copied()
        .max()
        .filter(|block| *block >= text_begins);
    if let Some(first) = signed
        .iter()
        .copied()
        .min()
        .filter(|block| *block > text_begins)
    {
        signed.extend(attachments_above(source, first, text_begins));
    }
    let tail_begins = page_tail(source, layout.body.min(source.blocks.len()));
    furniture.extend(tail_begins..source.blocks.len());
    let from = last_signed.map_or(
        tail_begins
            .saturating_sub(6)
            .max(layout.body.min(tail_begins)),
        |block| block + 1,
    );
    for (block, line) in short(source, from.min(tail_begins)..tail_begins) {
        if lines::is_imprint(&line) {
            signed.push(block);
        }
    }
    signed.sort_unstable();
    signed.dedup();
    furniture.retain(|block| {
        signed.binary_search(block).is_err() && !identity.title_blocks.contains(block)
    });
    furniture.sort_unstable();
    furniture.dedup();
    identity.signature_blocks = signed;
    identity.furniture_blocks = furniture;
}

/// The list of attachments directly above a signature.
fn attachments_above(source: &Source, first: usize, floor: usize) -> Vec<usize> {
    let mut above = Vec::new();
    for block in (first.saturating_sub(12).max(floor)..first).rev() {
        let Some((_, line)) = short(source, block..block + 1).next() else {
            return Vec::new();
        };
        above.push(block);
        if lines::is_attachment(&line) {
            return above;
        }
        if !lines::is_labelled(&line) || line.ends_with('。') {
            return Vec::new();
        }
    }
    Vec::new()
}

/// The block with which the furniture at the page's end begins; the number of blocks where there is none.
fn page_tail(source: &Source, floor: usize) -> usize {
    let count = source.blocks.len();
    let mut begins = count;
    for block in (count.saturating_sub(60).max(floor)..count).rev() {
        let Some((_, line)) = short(source, block..block + 1).next() else {
            break;
        };
        let is_text = lines::is_prose(&line) || lines::is_labelled(&line);
        if lines::is_furniture(&line) {
            begins = block;
        } else if is_text || lines::is_imprint(&line) {
            break;
        }
    }
    begins
}

/// Short paragraphs among the blocks, folded.
fn short(source: &Source, range: std::ops::Range<usize>) -> impl Iterator<Item = (usize, String)> {
    source
        .blocks
        .iter()
        .enumerate()
        .take(range.end)
        .skip(range.start)
        .filter_map(|(block, content)| match content {
            Block::Paragraph(paragraph) if paragraph.text.len() <= 500 => {
                Some((block, fold(&paragraph.text)))
            }
            _ => None,
        })
}
