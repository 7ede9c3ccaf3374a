//! 详细住址: down to the room of a numbered house (`听泉大道12号3幢502室`).

use std::ops::Range;

use crate::fold::{Sign, sign};
use crate::scan::before;

/// Letters that may lie between the house and the room.
const REACH: usize = 24;

/// The address that ends with the 室 or 户 at a byte: from the number of the house, with the way before it.
pub(crate) fn find(text: &str, at: usize) -> Option<Range<usize>> {
    let end = at + text[at..].chars().next()?.len_utf8();
    let is_number = |c: char| matches!(sign(c), Sign::Digit(_)) || c.is_ascii_alphabetic();
    if !text[..at].chars().next_back().is_some_and(is_number) {
        return None;
    }
    let words = before(text, at, REACH);
    let words = words
        .rsplit(['，', '。', '；', '、', '\n', ',', ';'])
        .next()?;
    let (house, _) = words.char_indices().rev().find(|(place, c)| {
        let is_house = matches!(c, '号' | '栋' | '幢' | '弄' | '单');
        is_house && words[..*place].chars().next_back().is_some_and(is_number)
    })?;
    let number = words[..house]
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_number(*c) || *c == '-')
        .last()?
        .0;
    Some(at - words.len() + number..end)
}
