//! Writes one line of thought character by character, and decides about blanks: what is layout (source line ends, runs of `&nbsp;`, full-width
//! spaces as indents) goes, what separates words or is a blank to be filled in (underlined) stays.
//!
//! Two breaks, or a break before an indent of two characters, begin a new paragraph: so old editors wrote paragraphs.

use crate::address::is_unseen;
use crate::block::{Image, Line, Marks, Piece, Style, Words, is_visible};
use crate::label::collides;

/// An indent of two Chinese characters, in halves.
const INDENT: usize = 4;

/// A line in the making.
#[derive(Debug, Default)]
pub(crate) struct Writing {
    /// Headings and captions: breaks are blanks, and nothing begins a new line.
    is_single: bool,
    done: Vec<Line>,
    line: Line,
    gap: Gap,
    breaks: usize,
    /// Blank halves of characters since the last break.
    indent: usize,
}

/// The blanks since the last visible character.
#[derive(Debug, Default)]
struct Gap {
    has_space: bool,
    has_newline: bool,
    has_hard_space: bool,
    full_width: usize,
    /// The words before are a label: a blank is decided by what follows, not by what stands here.
    is_after_label: bool,
}

impl Writing {
    /// A line that stays one line.
    pub(crate) fn single() -> Self {
        Self {
            is_single: true,
            ..Self::default()
        }
    }

    /// Writes text as it stands in a source.
    pub(crate) fn text(&mut self, text: &str, style: &Style) {
        for c in text.chars() {
            let is_filled_in =
                style.marks.has(Marks::UNDERLINE) && matches!(c, '\u{a0}' | '\u{3000}');
            if is_filled_in {
                self.character(c, style);
                continue;
            }
            match c {
                '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => self.gap.has_newline = true,
                ' ' | '\t' | '\u{c}' => self.gap.has_space = true,
                '\u{3000}' => {
                    self.gap.full_width += 1;
                    self.indent += 2;
                }
                c if c.is_whitespace() => {
                    self.gap.has_hard_space = true;
                    self.indent += if c == '\u{2003}' { 2 } else { 1 };
                }
                c if c.is_control() || is_unseen(c) => {}
                c => self.character(c, style),
            }
        }
    }

    /// Writes a label; blanks behind it are not taken over.
    pub(crate) fn label(&mut self, label: &str, style: &Style) {
        self.text(label, style);
        self.gap = Gap {
            is_after_label: true,
            ..Gap::default()
        };
    }

    /// Writes a break.
    pub(crate) fn push_break(&mut self) {
        if self.is_single {
            self.gap.has_newline = true;
            return;
        }
        self.gap = Gap::default();
        self.breaks += 1;
        self.indent = 0;
    }

    /// A blank as between two lines of a source.
    pub(crate) fn soften(&mut self) {
        self.gap.has_newline = true;
    }

    pub(crate) fn image(&mut self, image: Image) {
        self.meet(None, &Style::default());
        self.line.push(Piece::Image(image));
    }

    /// The lines so far that show anything; begins anew.
    pub(crate) fn take(&mut self) -> Vec<Line> {
        let is_single = self.is_single;
        let whole = std::mem::replace(
            self,
            Self {
                is_single,
                ..Self::default()
            },
        );
        let mut lines = whole.done;
        lines.push(whole.line);
        lines.retain(|line| is_visible(line));
        lines
    }

    fn character(&mut self, c: char, style: &Style) {
        self.meet(Some(c), style);
        self.push(c, style);
    }

    /// Settles breaks and blanks before something visible.
    fn meet(&mut self, next: Option<char>, style: &Style) {
        let breaks = std::mem::take(&mut self.breaks);
        let indent = std::mem::take(&mut self.indent);
        let gap = std::mem::take(&mut self.gap);
        if self.line.is_empty() {
            return;
        }
        if breaks >= 2 || (breaks == 1 && indent >= INDENT) {
            self.done.push(std::mem::take(&mut self.line));
        } else if breaks == 1 {
            self.line.push(Piece::Break);
        } else {
            self.fill(&gap, next, style);
        }
    }

    fn fill(&mut self, gap: &Gap, next: Option<char>, style: &Style) {
        let (last, before) = match self.line.last() {
            Some(Piece::Words(words)) => (words.text.chars().next_back(), words.style.clone()),
            Some(Piece::Image(_)) => (None, Style::default()),
            Some(Piece::Break) | None => return,
        };
        let style = before.shared(style);
        if gap.is_after_label {
            if collides(last, next) {
                self.push(' ', &style);
            }
        } else if gap.full_width > 0 {
            for _ in 0..gap.full_width {
                self.push('\u{3000}', &style);
            }
        } else if gap.has_hard_space {
            self.push(' ', &style);
        } else if gap.has_newline {
            let are_wide = last.is_some_and(is_wide) && next.is_some_and(is_wide);
            if !are_wide {
                self.push(' ', &style);
            }
        } else if gap.has_space {
            self.push(' ', &style);
        }
    }

    fn push(&mut self, c: char, style: &Style) {
        if let Some(Piece::Words(words)) = self.line.last_mut()
            && words.style == *style
        {
            words.text.push(c);
            return;
        }
        self.line.push(Piece::Words(Words {
            text: c.into(),
            style: style.clone(),
        }));
    }
}

/// Whether a character takes a full square, so that a line end beside another such one is no blank.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2026}' | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}
