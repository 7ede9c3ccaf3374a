//! Joining a text file that some program broke at a fixed width. Acts only on strong evidence, since in an ordinary
//! text file every line is a paragraph.

use super::{Line, is_blank_line};
use crate::readers::words;
use crate::readers::wrap::{LineShape, Style, goes_on};

/// Lines fewer than this prove nothing.
const FEWEST_LINES: usize = 8;
/// Half-width columns between which a fixed width is believable.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=132;

/// `lines` with hard breaks undone where the text was broken at a fixed width, else as they are.
pub(crate) fn unwrap(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let Some(width) = find_width(&lines) else {
        return lines;
    };
    let style = style(&lines);
    let mut joined: Vec<Line<'_>> = Vec::with_capacity(lines.len());
    let mut previous = LineShape::default();
    for line in lines {
        let shape = shape(&line.text, width);
        match joined.last_mut() {
            Some(last) if !is_blank_line(&line.text) && goes_on(previous, shape, style) => {
                words::join_wrapped(last.text.to_mut(), words::trim(&line.text));
            }
            _ => joined.push(line),
        }
        previous = shape;
    }
    joined
}

fn shape(text: &str, width: usize) -> LineShape {
    let trimmed = words::trim(text);
    LineShape {
        is_full: is_full(text, width),
        is_indented: text.starts_with(['\u{3000}', '\t']) || text.starts_with("  "),
        ..LineShape::of_words(trimmed)
    }
}

/// A mark that may not begin a line is pushed over, so a full line may lack two wide characters.
fn is_full(text: &str, width: usize) -> bool {
    words::width(text.trim_end()) + 4 >= width
}

/// The width at which the text was broken: most lines reach it, and most of these stop in mid-sentence.
fn find_width(lines: &[Line<'_>]) -> Option<usize> {
    let texts: Vec<&str> = lines
        .iter()
        .map(|l| l.text.trim_end())
        .filter(|t| !is_blank_line(t))
        .collect();
    let widest = texts.iter().map(|t| words::width(t)).max()?;
    if texts.len() < FEWEST_LINES || !WIDTHS.contains(&widest) {
        return None;
    }
    let full: Vec<&&str> = texts.iter().filter(|t| is_full(t, widest)).collect();
    let ends = |t: &str| LineShape::of_words(t).ends_sentence;
    let broken = full.iter().filter(|t| !ends(t)).count();
    // What a broken line goes on to ends a sentence; the next entry of a list does not.
    let tails = || {
        texts
            .windows(2)
            .filter(|w| is_full(w[0], widest) && !is_full(w[1], widest))
            .map(|w| w[1])
    };
    let ended = tails().filter(|t| ends(t)).count();
    let has_rows = texts.iter().any(|t| t.contains(['|', '｜', '│']));
    let is_broken = full.len() * 2 >= texts.len()
        && broken * 3 >= full.len() * 2
        && ended * 2 >= tails().count();
    (is_broken && !has_rows).then_some(widest)
}

fn style(lines: &[Line<'_>]) -> Style {
    let filled = lines.iter().filter(|l| !is_blank_line(&l.text)).count();
    let indented = lines
        .iter()
        .filter(|l| shape(&l.text, usize::MAX / 2).is_indented && !is_blank_line(&l.text))
        .count();
    if indented * 8 >= filled && indented < filled {
        Style::Indented
    } else {
        Style::Flush
    }
}
