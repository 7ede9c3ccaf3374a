//! The reading of a whole work plan: identity, citations and duties joined. Each part has its own module.

use crate::blocks::{Block, Format, Place, Source, unread_page};
use crate::duties::{self, Frame};
use crate::identity;
use crate::readers::begins_with_heads;
use crate::reading::{Doubt, PlanReading};

/// Reads a work plan.
pub fn read(source: &Source) -> PlanReading {
    let identity = identity::identify(source);
    let cited = identity::cite(source, identity.document.doc_number.as_deref());
    let frame = frame(source, &identity);
    let duties = duties::read(source, &frame);
    let mut doubts = identity.doubts;
    doubts.extend(unread_pages(source));
    doubts.extend(tables_left_as_text(source));
    doubts.extend(cited.doubts);
    doubts.extend(duties.doubts);
    PlanReading {
        document: identity.document,
        cites: cited.cites,
        citations: cited.citations,
        duties: duties.duties,
        doubts,
    }
}

/// The blocks of a PDF; none of another format.
fn blocks_of_pdf(source: &Source) -> &[Block] {
    match source.format {
        Format::Pdf => source.blocks.as_slice(),
        Format::Text | Format::Html | Format::Docx | Format::Xlsx => &[],
    }
}

/// A table of a PDF whose cells nobody could tell apart: its duties may be mixed up.
fn tables_left_as_text(source: &Source) -> Option<Doubt> {
    let found = |(at, block): (usize, &Block)| match block {
        Block::Paragraph(p) if begins_with_heads(&p.text) => Some((at, p.text.len())),
        Block::Paragraph(_) | Block::Table(_) => None,
    };
    let (block, end) = blocks_of_pdf(source).iter().enumerate().find_map(found)?;
    Some(Doubt {
        code: "table_layout_guessed".into(),
        message:
            "这一行像表头，但表格没有框线，各栏也对不齐，只能按文字读出，请对照原表核对任务与单位。"
                .into(),
        place: Some(Place {
            block: block as u32,
            cell: None,
            start: 0,
            end: end as u32,
        }),
    })
}

/// The blocks that stand for pages without words, with their pages.
fn unread(source: &Source) -> impl Iterator<Item = (usize, u32)> {
    blocks_of_pdf(source)
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Paragraph(paragraph) => Some((at, paragraph.unread_page()?)),
            Block::Table(_) => None,
        })
}

/// Pages whose words nobody has read: a plan must not be short of them in silence.
fn unread_pages(source: &Source) -> Option<Doubt> {
    let found: Vec<(usize, u32)> = unread(source).collect();
    let pages: Vec<String> = found.iter().map(|(_, page)| page.to_string()).collect();
    let (block, page) = *found.first()?;
    Some(Doubt {
        code: "page_without_text".into(),
        message: format!(
            "第{}页没有文字层（多半是扫描件），这些页的内容没有读出。请先做文字识别（OCR），或者换用原文件，再读一次。",
            pages.join("、")
        ),
        place: Some(Place {
            block: block as u32,
            cell: None,
            start: 0,
            end: unread_page(page).len() as u32,
        }),
    })
}

/// Where the plan's own text stands.
fn frame(source: &Source, identity: &identity::Identity) -> Frame {
    let start = identity
        .title_blocks
        .last()
        .map_or(0, |last| match source.blocks.get(*last) {
            // the title row of a table
            Some(Block::Table(_)) => *last,
            _ => last + 1,
        });
    let mut skip: Vec<usize> = identity
        .signature_blocks
        .iter()
        .chain(&identity.furniture_blocks)
        .copied()
        .chain(unread(source).map(|(block, _)| block))
        .collect();
    skip.sort_unstable();
    skip.dedup();
    Frame {
        start,
        skip,
        signatures: identity.signature_blocks.clone(),
        year: identity.document.year,
        is_multi_year: is_multi_year(identity),
    }
}

/// Whether the title speaks of several years (2023—2025年, 三年行动).
fn is_multi_year(identity: &identity::Identity) -> bool {
    let title = identity.document.title.as_deref().unwrap_or_default();
    let digits = title.chars().filter(char::is_ascii_digit).count();
    digits >= 8
        || [
            "三年行动",
            "三年计划",
            "三年攻坚",
            "三年提升",
            "两年行动",
            "五年行动",
            "五年规划",
            "十四五",
            "十五五",
        ]
        .iter()
        .any(|w| title.contains(w))
}
