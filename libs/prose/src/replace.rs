//! Replaces stretches of a body's text where they stand, so that masking a number leaves everything else as it was. A number may be split
//! over several elements; its replacement stands where it began. Addresses of links that repeat what was replaced go with it.

use std::ops::Range;

use crate::block::{Block, Line, Piece, Style, Words};
use crate::error::BodyError;
use crate::leaf::lines_mut;
use crate::plain::PlainText;

/// Letters of something replaced that make an address telling.
const TELLING: usize = 4;

/// One stretch within one line.
struct Edit<'a> {
    bytes: Range<usize>,
    /// `None` behind the line in which the stretch began.
    words: Option<&'a str>,
}

/// Replaces `ranges` of the text of `blocks`, in whatever order they come.
///
/// # Errors
/// [`BodyError::NoSuchRange`] where a range is not in the text, cuts a character or overlaps another.
pub(crate) fn replace(
    blocks: &mut [Block],
    ranges: &[(Range<usize>, String)],
) -> Result<(), BodyError> {
    let plain = PlainText::of(blocks);
    let mut sorted: Vec<_> = ranges.iter().collect();
    sorted.sort_by_key(|(range, _)| (range.start, range.end));
    let mut end = 0;
    let mut originals = Vec::new();
    for (range, _) in &sorted {
        if range.start < end || range.is_empty() {
            return Err(BodyError::NoSuchRange);
        }
        end = range.end;
        let original = plain.text().get(range.clone());
        originals.push(original.ok_or(BodyError::NoSuchRange)?);
    }
    let mut lines = lines_mut(blocks);
    for span in plain.spans() {
        let first = sorted.partition_point(|(range, _)| range.end <= span.bytes.start);
        let edits = sorted[first..]
            .iter()
            .take_while(|(range, _)| range.start < span.bytes.end)
            .map(|(range, words)| Edit {
                bytes: range.start.max(span.bytes.start) - span.bytes.start
                    ..range.end.min(span.bytes.end) - span.bytes.start,
                words: begins_here(range, span.bytes.start, &plain).then_some(words.as_str()),
            });
        if let Some(line) = lines.get_mut(span.leaf) {
            for edit in edits.collect::<Vec<_>>().iter().rev() {
                apply(line, edit);
            }
        }
    }
    for line in lines {
        unlink(line, &originals);
    }
    Ok(())
}

/// Whether the replacement of a range stands in the line that begins at `start`: the first line of which it covers anything.
fn begins_here(range: &Range<usize>, start: usize, plain: &PlainText) -> bool {
    let spans = plain.spans();
    let first = spans.partition_point(|s| s.bytes.end <= range.start);
    spans
        .get(first)
        .is_some_and(|span| span.bytes.start == start)
}

fn apply(line: &mut Line, edit: &Edit<'_>) {
    let mut edited = Line::with_capacity(line.len() + 1);
    let mut at = 0;
    let mut words = edit.words;
    for piece in line.drain(..) {
        let length = piece.words().len();
        let here = at..at + length;
        at += length;
        if here.end <= edit.bytes.start || here.start >= edit.bytes.end {
            edited.push(piece);
            continue;
        }
        let cut = edit.bytes.start.max(here.start) - here.start
            ..edit.bytes.end.min(here.end) - here.start;
        let put = words.take().unwrap_or("");
        match piece {
            Piece::Words(mut run) => {
                run.text.replace_range(cut, put);
                unlink_address(&mut run);
                edited.push(Piece::Words(run));
            }
            Piece::Image(mut image) => {
                image.alt.replace_range(cut, put);
                edited.push(Piece::Image(image));
            }
            Piece::Break => edited.push(Piece::Words(Words {
                text: put.to_owned(),
                style: Style::default(),
            })),
        }
    }
    edited.retain(|piece| !matches!(piece, Piece::Words(words) if words.text.is_empty()));
    *line = edited;
}

/// A mailbox or telephone behind replaced words is most likely what was replaced.
fn unlink_address(run: &mut Words) {
    let is_personal = run
        .style
        .link
        .as_deref()
        .is_some_and(|l| !(l.starts_with("http") || l.starts_with(['/', '#'])));
    if is_personal {
        run.style.link = None;
    }
}

/// Takes away every link whose address holds something that was replaced.
fn unlink(line: &mut Line, originals: &[&str]) {
    for piece in line {
        let Piece::Words(run) = piece else { continue };
        let Some(address) = run.style.link.as_deref() else {
            continue;
        };
        let address = letters(address);
        let tells = originals.iter().any(|original| {
            let original = letters(original);
            original.chars().count() >= TELLING && address.contains(&original)
        });
        if tells {
            run.style.link = None;
        }
    }
}

/// Letters and digits alone, `%41` read as the byte it stands for.
fn letters(words: &str) -> String {
    let bytes = words.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = bytes
            .get(at + 1..at + 3)
            .filter(|_| bytes[at] == b'%')
            .and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        plain.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
