//! 机动车号牌 (GA 36): the province's character, a letter, five or six letters and digits.

use std::ops::Range;

use crate::fold::{is_alphanumeric, plain};

/// The character of a province.
pub(crate) fn is_province(c: char) -> bool {
    matches!(
        c,
        '京' | '津'
            | '沪'
            | '渝'
            | '冀'
            | '豫'
            | '云'
            | '辽'
            | '黑'
            | '湘'
            | '皖'
            | '鲁'
            | '新'
            | '苏'
            | '浙'
            | '赣'
            | '鄂'
            | '桂'
            | '甘'
            | '晋'
            | '蒙'
            | '陕'
            | '吉'
            | '闽'
            | '贵'
            | '粤'
            | '青'
            | '藏'
            | '川'
            | '宁'
            | '琼'
    )
}

/// The plate that begins with the province's character at a byte.
pub(crate) fn find(text: &str, at: usize) -> Option<Range<usize>> {
    let mut rest = text[at..].char_indices().skip(1).peekable();
    let (_, letter) = rest.next()?;
    if !plain(letter).is_ascii_uppercase() {
        return None;
    }
    rest.next_if(|(_, c)| matches!(c, '·' | '•' | ' ' | '-'));
    let (mut count, mut digits, mut end) = (0, 0, at);
    while let Some((place, c)) = rest.next_if(|(_, c)| is_alphanumeric(*c)) {
        let c = plain(c);
        // I and O are not given out; in small letters it is no plate.
        if !c.is_ascii_digit() && (!c.is_ascii_uppercase() || matches!(c, 'I' | 'O')) {
            return None;
        }
        count += 1;
        digits += u32::from(c.is_ascii_digit());
        end = at + place + text[at + place..].chars().next().map_or(0, char::len_utf8);
    }
    (matches!(count, 5 | 6) && digits >= 3).then_some(at..end)
}
