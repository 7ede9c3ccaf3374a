//! Who signed a document and when: the organ lines and the date line below a notice or below the plan itself.
//!
//! A date cell of a flattened table looks like a signature; it is told from one by what stands before and after it.

use jiff::civil::Date;

use super::date::{self, FoundDate, Manner};
use super::fields;
use super::fold::{fold, tidy};
use super::lines;
use crate::blocks::{Block, Source};

/// A signature as found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Signature {
    /// The organs, joined by 、.
    pub issuer: Option<String>,
    pub date: Option<FoundDate>,
    /// The block of the date.
    pub date_block: Option<usize>,
    /// Blocks of the organ and date lines.
    pub blocks: Vec<usize>,
}

/// Where the parts of the document stand, in blocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    /// The sentence that hands the plan on.
    pub sentence: Option<usize>,
    /// First and last block of the title.
    pub title: Option<(usize, usize)>,
    /// First numbered item or table.
    pub body: usize,
}

/// Where a date line stands; the order is the order of preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Zone {
    Notice,
    Below,
    UnderTitle,
    BelowWithoutOrgan,
}

/// Finds the signature.
pub(crate) fn find(source: &Source, layout: Layout) -> Signature {
    let mut best: Option<(Zone, Signature)> = None;
    for (block, text) in short_lines(source) {
        let Some((own_organ, found)) = dated(text) else {
            continue;
        };
        let (organs, mut blocks) = match own_organ {
            Some(organ) => (vec![organ], Vec::new()),
            None => organs_above(source, block),
        };
        let first = blocks.iter().copied().min().unwrap_or(block);
        let Some(zone) = zone_of(source, layout, (first, block), organs.is_empty()) else {
            continue;
        };
        if zone == Zone::UnderTitle && organs.is_empty() && found.manner == Manner::Page {
            continue;
        }
        blocks.push(block);
        if best.as_ref().is_none_or(|(known, _)| zone < *known) {
            let issuer = (!organs.is_empty()).then(|| organs.join("、"));
            best = Some((
                zone,
                Signature {
                    issuer,
                    date: Some(found),
                    date_block: Some(block),
                    blocks,
                },
            ));
        }
    }
    let mut signature = best.map(|(_, signature)| signature).unwrap_or_default();
    if signature.issuer.is_none() {
        let (organs, blocks) = undated(source, layout);
        if !organs.is_empty() {
            signature.issuer = Some(organs.join("、"));
            signature.blocks.extend(blocks);
            signature.blocks.sort_unstable();
            signature.blocks.dedup();
        }
    }
    signature
}

/// The date of a signature among `bounds`, the other dates of the page.
pub(crate) fn settle(found: &FoundDate, bounds: &[Date]) -> Option<Date> {
    date::settle(&found.reading, bounds)
}

fn short_lines(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    source
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(block, content)| match content {
            Block::Paragraph(paragraph)
                if paragraph.text.len() <= 240 && may_end_in_date(&paragraph.text) =>
            {
                Some((block, paragraph.text.as_str()))
            }
            _ => None,
        })
}

/// A cheap look at the last character.
fn may_end_in_date(text: &str) -> bool {
    text.chars().next_back().is_some_and(|c| {
        matches!(c, '日' | '号' | ')' | '）' | '0'..='9' | '０'..='９')
            || lines::is_han_number(c)
            || c.is_whitespace()
    })
}

/// A date line: the date alone, or an organ's name and the date.
fn dated(text: &str) -> Option<(Option<String>, FoundDate)> {
    let has_year = text.contains(['0', '1', '０', '１', '〇', '○', '零', 'O']);
    if !has_year {
        return None;
    }
    if let Some(found) = date::parse(text) {
        return Some((None, found));
    }
    let folded = fold(text);
    if folded.chars().count() > 70 {
        return None;
    }
    let at = ["20", "19", "二〇", "二○", "二零", "二O"]
        .iter()
        .filter_map(|year| folded.find(year))
        .min()
        .filter(|at| *at > 0)?;
    let (head, tail) = folded.split_at_checked(at)?;
    let organ = head.trim().trim_end_matches([',', ':']);
    let found = date::parse(tail).filter(|found| found.manner != Manner::Page)?;
    if !lines::is_organ(organ) {
        return None;
    }
    let written: String = text.trim().chars().take(organ.chars().count()).collect();
    Some((Some(join_organs(&written)), found))
}

/// The organ lines directly above a block, uppermost first.
fn organs_above(source: &Source, block: usize) -> (Vec<String>, Vec<usize>) {
    let mut organs = Vec::new();
    let mut blocks = Vec::new();
    for above in (block.saturating_sub(6)..block).rev() {
        let Some(text) = paragraph(source, above) else {
            break;
        };
        if text.len() > 240 || !lines::is_organ(&fold(text)) {
            break;
        }
        organs.insert(0, join_organs(text));
        blocks.insert(0, above);
    }
    (organs, blocks)
}

/// The organs of one line, joined by 、 where there are several.
pub(crate) fn join_organs(text: &str) -> String {
    let folded = fold(text);
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == '、')
        .filter(|part| !part.is_empty())
        .collect();
    let several = parts.len() > 1
        && folded
            .split([' ', '、'])
            .filter(|part| !part.is_empty())
            .all(lines::is_organ);
    if several {
        parts
            .iter()
            .map(|part| tidy(part))
            .collect::<Vec<_>>()
            .join("、")
    } else {
        tidy(text)
    }
}

fn paragraph(source: &Source, block: usize) -> Option<&str> {
    match source.blocks.get(block)? {
        Block::Paragraph(paragraph) => Some(&paragraph.text),
        Block::Table(_) => None,
    }
}

/// Where the signature `first..=last` stands, `None` where it is none.
fn zone_of(
    source: &Source,
    layout: Layout,
    (first, last): (usize, usize),
    is_organless: bool,
) -> Option<Zone> {
    let title_first = layout.title.map(|(first, _)| first);
    if layout.sentence.is_some_and(|sentence| sentence < first)
        && title_first.is_none_or(|title| last < title)
    {
        let near = title_first.is_some()
            || last < layout.body.saturating_add(1)
            || layout.sentence.is_some_and(|sentence| last <= sentence + 8);
        if near {
            return Some(Zone::Notice);
        }
    }
    let is_value = first
        .checked_sub(1)
        .and_then(|before| paragraph(source, before))
        .is_some_and(|text| text.ends_with([':', '：']) && fields::is_field_line(text));
    if is_value {
        return None;
    }
    let begins = layout.title.map_or(0, |(_, last)| last + 1);
    if first < begins {
        return None;
    }
    if first <= begins + 4
        && last < layout.body
        && layout.title.is_some()
        && (begins..first).all(|block| is_short(source, block))
    {
        return Some(Zone::UnderTitle);
    }
    let before = first
        .checked_sub(1)
        .and_then(|before| paragraph(source, before))
        .map(fold);
    let after_sentence = before.as_deref().is_some_and(|line| {
        lines::is_prose(line) || lines::is_attachment(line) || line.ends_with(')')
    });
    if !is_organless && after_sentence && last < layout.body && layout.title.is_some() {
        return Some(Zone::Notice);
    }
    let closes = closes_document(source, last + 1);
    if is_organless {
        return (after_sentence && closes).then_some(Zone::BelowWithoutOrgan);
    }
    let before_is_item = before.as_deref().is_none_or(|line| !line.is_empty());
    (closes && before_is_item).then_some(Zone::Below)
}

fn is_short(source: &Source, block: usize) -> bool {
    paragraph(source, block).is_some_and(|text| text.chars().count() <= 60 && !text.ends_with('。'))
}

/// Whether nothing but imprint, attachments and the page's furniture follows from `block` on.
fn closes_document(source: &Source, block: usize) -> bool {
    for at in block..(block + 3).min(source.blocks.len()) {
        let Some(text) = paragraph(source, at) else {
            return false;
        };
        let folded = fold(text.get(..text.floor_char_boundary(300)).unwrap_or(""));
        let is_note = folded.starts_with('(') && folded.ends_with(')');
        if lines::is_attachment(folded.trim_start_matches(['(', '[', '【'])) {
            return true;
        }
        if !(is_note || lines::is_imprint(&folded) || lines::is_furniture(&folded)) {
            return false;
        }
    }
    true
}

/// Organ lines without a date: between notice and title, or as the last words of the document.
fn undated(source: &Source, layout: Layout) -> (Vec<String>, Vec<usize>) {
    if let (Some(sentence), Some((title, _))) = (layout.sentence, layout.title) {
        for block in sentence + 1..title.min(sentence + 40) {
            let is_signed = paragraph(source, block)
                .is_some_and(|text| text.len() <= 240 && lines::is_organ(&fold(text)));
            if is_signed {
                let end = (block + 1..title).find(|at| {
                    !paragraph(source, *at)
                        .is_some_and(|text| text.len() <= 240 && lines::is_organ(&fold(text)))
                });
                return organs_above(source, end.unwrap_or(title));
            }
        }
        return (Vec::new(), Vec::new());
    }
    let mut end = source.blocks.len();
    let floor = end.saturating_sub(40).max(layout.body);
    while end > floor {
        let Some(text) = paragraph(source, end - 1).filter(|text| text.len() <= 240) else {
            break;
        };
        let folded = fold(text);
        if lines::is_organ(&folded) {
            let (organs, blocks) = organs_above(source, end);
            let above = blocks
                .first()
                .and_then(|first| first.checked_sub(1))
                .and_then(|before| paragraph(source, before));
            let after_sentence = above
                .map(|text| text.trim_end().ends_with('。'))
                .unwrap_or(false);
            return if after_sentence && organs.len() <= 4 {
                (organs, blocks)
            } else {
                (Vec::new(), Vec::new())
            };
        }
        if !(lines::is_furniture(&folded) || lines::is_imprint(&folded)) {
            break;
        }
        end -= 1;
    }
    (Vec::new(), Vec::new())
}
