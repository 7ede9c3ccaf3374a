//! Letters on one baseline become a line. Where letters stand far apart the line keeps a blank; what the blanks mean is
//! decided elsewhere.

use super::glyphs::Glyph;

/// A line of a page or of a cell.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Its words, trimmed.
    pub text: String,
    /// Left edge of the first letter.
    pub left: f32,
    /// Right edge of the last letter.
    pub right: f32,
    /// Right edge without a mark that hangs over the margin.
    pub right_of_words: f32,
    /// Baseline.
    pub y: f32,
    /// Font size of most of it.
    pub size: f32,
    /// Width of what cannot be parted at its beginning (`（二`, `2017`, `开。`).
    pub first_unit: f32,
}

/// Composes lines from top to bottom.
pub(super) fn compose(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut lines = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    for glyph in glyphs {
        let is_new = row.first().is_some_and(|first| {
            let size = first.size.max(glyph.size);
            first.y - glyph.y > size * 0.4
        });
        if is_new {
            lines.extend(line(std::mem::take(&mut row)));
        }
        row.push(glyph);
    }
    lines.extend(line(row));
    lines
}

fn line(mut row: Vec<Glyph>) -> Option<Line> {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let first = row.iter().position(|g| !g.c.is_whitespace())?;
    let last = row.iter().rposition(|g| !g.c.is_whitespace())?;
    let row = &row[first..=last];
    let mut text = String::with_capacity(row.len() * 3);
    for (index, glyph) in row.iter().enumerate() {
        if index > 0 {
            push_gap(&mut text, &row[index - 1], glyph);
        }
        if !is_setting_gap(row, index) {
            push(&mut text, glyph.c);
        }
    }
    let hanging = row.iter().rev().take_while(|g| closes(g.c)).count();
    let words_end = row[..row.len() - hanging.min(row.len() - 1)].last()?;
    Some(Line {
        text,
        left: row[0].x,
        right: row[row.len() - 1].right(),
        right_of_words: words_end.right(),
        y: row[0].y,
        size: usual_size(row),
        first_unit: first_unit(row),
    })
}

/// Ordinary blanks at most one after another.
fn push(text: &mut String, c: char) {
    match c {
        '\u{A0}' | ' ' | '\t' if text.ends_with(' ') => {}
        '\u{A0}' | '\t' => text.push(' '),
        c => text.push(c),
    }
}

/// Producers leave out blanks: a gap between Latin letters is one, a wide gap anywhere is one.
fn push_gap(text: &mut String, before: &Glyph, after: &Glyph) {
    let gap = after.x - before.right();
    let size = before.size.min(after.size).max(1.0);
    let latin = before.c.is_ascii_alphanumeric() && after.c.is_ascii_alphanumeric();
    let is_blank = before.c.is_whitespace() || after.c.is_whitespace();
    // Within a run the library has put the blanks already.
    if before.run != after.run && !is_blank && (gap > size * 1.2 || latin && gap > size * 0.22) {
        text.push(' ');
    }
}

/// The quarter blank that typesetters put between Han and Latin letters is no typed blank, though it comes as one.
fn is_setting_gap(row: &[Glyph], index: usize) -> bool {
    let (Some(before), Some(after)) = (
        index.checked_sub(1).and_then(|i| row.get(i)),
        row.get(index + 1),
    ) else {
        return false;
    };
    let is_wide = |c: char| c as u32 >= 0x2E80;
    let changes = before.c.is_ascii_alphanumeric() && is_wide(after.c)
        || is_wide(before.c) && after.c.is_ascii_alphanumeric();
    row[index].c == ' ' && changes && after.x - before.right() < row[index].size * 0.4
}

fn usual_size(row: &[Glyph]) -> f32 {
    let mut sizes: Vec<f32> = row.iter().map(|g| g.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes[sizes.len() / 2]
}

/// Marks that may not begin a line.
fn closes(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '》'
            | '”'
            | '’'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '］'
            | '…'
            | '%'
            | '％'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
    )
}

/// Marks that may not end a line.
fn opens(c: char) -> bool {
    matches!(
        c,
        '（' | '《' | '“' | '‘' | '「' | '『' | '【' | '〔' | '［' | '(' | '['
    )
}

/// Quotation marks that many programs keep together with the letters on both sides.
fn quotes(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '"' | '\'')
}

/// Width of the opening marks, the letter or Latin word, and the closing marks at the beginning of a line.
fn first_unit(row: &[Glyph]) -> f32 {
    let count = |from: usize, is: fn(char) -> bool| {
        row.get(from..)
            .map_or(0, |rest| rest.iter().take_while(|g| is(g.c)).count())
    };
    let mut end = 0;
    loop {
        end += count(end, opens);
        end += count(end, |c| c.is_ascii_alphanumeric()).max(1);
        end += count(end, closes);
        let marks = count(end, quotes);
        let after_mark = end > 0 && row.get(end - 1).is_some_and(|g| quotes(g.c));
        end += marks;
        if marks == 0 && !after_mark || end >= row.len() {
            break;
        }
    }
    let last = row[..end.min(row.len())].last();
    last.map_or(0.0, |g| g.right() - row[0].x)
}
