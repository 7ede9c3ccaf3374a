//! Lines that stand beside a plan's duties and hand out none: a table of contents, notes, whom to call. Judges lines
//! alone; annexes and the page's furniture are told elsewhere.

use crate::outline::label::{self, Style};
use crate::outline::line::Line;
use crate::units::role::starts;

/// The longest heading that is looked at with a page number after it.
const LONGEST_ENTRY: usize = 120;

/// Whether a line is an entry of a table of contents: words, a row of points, a page number.
pub(crate) fn is_contents_line(line: &Line) -> bool {
    let chars: Vec<char> = line.chars.iter().copied().filter(|c| *c != ' ').collect();
    if chars.len() > LONGEST_ENTRY {
        return false;
    }
    let words: String = chars.iter().collect();
    if matches!(words.as_str(), "目录" | "目次") {
        return true;
    }
    let digits = chars
        .iter()
        .rev()
        .take_while(|c| c.is_ascii_digit())
        .count();
    let before = &chars[..chars.len() - digits];
    let points = before
        .iter()
        .rev()
        .take_while(|c| matches!(c, '…' | '.' | '·' | '⋯' | '-' | '。' | '—'))
        .collect::<Vec<_>>();
    let leader =
        points.len() >= 4 || points.len() >= 2 && points.iter().all(|c| matches!(c, '…' | '⋯'));
    (1..=3).contains(&digits) && leader && points.len() < before.len()
}

/// Notes below a plan or a table: 注:1.…, the numbered lines after it, 联系人:….
#[derive(Default)]
pub(crate) struct Notes {
    /// The number of the note at hand.
    last: Option<u32>,
}

impl Notes {
    /// Whether a line is a note or goes on with one; `within` tells whether items stand before it.
    pub fn take(&mut self, line: &Line, within: bool) -> bool {
        if !within {
            return false;
        }
        let chars: Vec<char> = line.chars.iter().copied().filter(|c| *c != ' ').collect();
        let opens = [
            "注:",
            "备注:",
            "附注:",
            "说明:",
            "填表说明:",
            "联系人:",
            "联系人及电话:",
            "联系电话:",
            "注1:",
            "注2:",
        ]
        .iter()
        .find(|w| starts(&chars, w));
        if let Some(word) = opens {
            let after = &chars[word.chars().count()..];
            self.last = label::read(after, 0)
                .filter(|l| l.style >= Style::Digit)
                .map(|l| l.number);
            return true;
        }
        let goes_on = self.last.is_some_and(|last| {
            label::read(&chars, 0).is_some_and(|l| l.style >= Style::Digit && l.number == last + 1)
        });
        self.last = self.last.filter(|_| goes_on).map(|n| n + 1);
        goes_on
    }
}
