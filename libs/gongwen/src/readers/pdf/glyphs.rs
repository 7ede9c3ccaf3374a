//! Single letters with their places, from the runs that the PDF library gives. Letters written at an angle (watermarks)
//! are left out unless the whole page is written so.

use pdf_oxide::layout::TextSpan;

use super::radicals;
use crate::readers::words;

/// A letter on a page, in points from the bottom left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub c: char,
    /// Left edge.
    pub x: f32,
    /// Baseline.
    pub y: f32,
    /// Advance.
    pub width: f32,
    /// Font size.
    pub size: f32,
    /// Number of the run that it came in.
    pub run: usize,
}

impl Glyph {
    pub(super) fn right(&self) -> f32 {
        self.x + self.width
    }

    /// A point inside the letter.
    pub(super) fn middle(&self) -> (f32, f32) {
        (self.x + self.width / 2.0, self.y + self.size * 0.35)
    }
}

/// The letters of a page.
pub(super) fn collect(spans: Vec<TextSpan>) -> Vec<Glyph> {
    let letters = |s: &TextSpan| s.text.chars().count();
    let total: usize = spans.iter().map(letters).sum();
    let turned: usize = spans
        .iter()
        .filter(|s| s.rotation_degrees != 0.0)
        .map(letters)
        .sum();
    let keeps_turned = turned * 2 > total;
    let mut glyphs = Vec::with_capacity(total);
    let kept = |s: &TextSpan| keeps_turned || s.rotation_degrees == 0.0;
    for (run, span) in spans.iter().enumerate().filter(|(_, s)| kept(s)) {
        spread(span, run, &mut glyphs);
    }
    glyphs.retain(|g| {
        g.x.is_finite() && g.y.is_finite() && g.width.is_finite() && g.size.is_finite()
    });
    drop_doubles(&mut glyphs);
    glyphs
}

/// Gives each letter of a run its place.
fn spread(span: &TextSpan, run: usize, glyphs: &mut Vec<Glyph>) {
    let count = span.text.chars().count();
    let has_places = places_hold(span, count);
    let has_widths = span.char_widths.len() == count;
    let size = if span.font_size > 0.0 {
        span.font_size
    } else {
        span.bbox.height
    };
    let mut x = span.bbox.x;
    for (index, c) in span.text.chars().enumerate() {
        if has_places {
            x = span.char_x_offsets[index];
        }
        let next = match span.char_x_offsets.get(index + 1) {
            Some(next) if has_places => *next,
            _ => span.bbox.x + span.bbox.width,
        };
        let even = span.bbox.width / count.max(1) as f32;
        let own = if has_widths {
            span.char_widths[index]
        } else if has_places {
            next - x
        } else {
            even
        };
        // The place of the next letter bounds the width; a gap before it is not part of the letter.
        let width = own
            .min(if has_places { (next - x).max(0.0) } else { own })
            .min(size * 1.2)
            .max(0.0);
        if !words::is_invisible(c) && !c.is_control() {
            glyphs.push(Glyph {
                c: radicals::plain(c),
                x,
                y: span.bbox.y,
                width,
                size,
                run,
            });
        }
        x += own.max(0.0);
    }
}

/// The library's places of letters are sometimes those of the same letter elsewhere on the line; the run's box tells.
fn places_hold(span: &TextSpan, count: usize) -> bool {
    let places = &span.char_x_offsets;
    let slack = span.font_size.max(1.0) * 0.3;
    let (low, high) = (span.bbox.x - slack, span.bbox.x + span.bbox.width + slack);
    places.len() == count
        && places
            .first()
            .is_some_and(|x| (x - span.bbox.x).abs() <= slack)
        && places.windows(2).all(|w| w[0] <= w[1])
        && places.iter().all(|x| low <= *x && *x <= high)
}

/// Bold type is sometimes made by writing a letter twice.
fn drop_doubles(glyphs: &mut Vec<Glyph>) {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    glyphs.dedup_by(|b, a| {
        a.c == b.c
            && !a.c.is_whitespace()
            && (a.x - b.x).abs() < a.size * 0.1
            && (a.y - b.y).abs() < a.size * 0.1
    });
}
