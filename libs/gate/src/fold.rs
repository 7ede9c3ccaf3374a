//! Characters as they are meant: full-width digits and letters are plain ones, what nobody sees is nothing.

/// What a character is to whoever looks for numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A digit, 0..=9, in whatever script.
    Digit(u8),
    /// X, the check digit that stands for ten.
    Ten,
    /// What may stand between the groups of one number.
    Joint,
    /// What nobody sees: it neither joins nor parts.
    Unseen,
    /// Anything else.
    Other,
}

/// The sign of a character.
pub(crate) fn sign(c: char) -> Sign {
    match c {
        '0'..='9' => Sign::Digit(c as u8 - b'0'),
        'x' | 'X' | 'ｘ' | 'Ｘ' | '×' => Sign::Ten,
        ' ' | '-' | '.' | '\n' | '\r' | '\t' | '\u{a0}' | '\u{3000}' | '·' | '－' | '–' | '—'
        | '‐' | '‑' | '_' => Sign::Joint,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Sign::Unseen,
        '０'..='９' => Sign::Digit(u8::try_from(c as u32 - '０' as u32).unwrap_or(0)),
        '〇' | '零' => Sign::Digit(0),
        '一' => Sign::Digit(1),
        '二' => Sign::Digit(2),
        '三' => Sign::Digit(3),
        '四' => Sign::Digit(4),
        '五' => Sign::Digit(5),
        '六' => Sign::Digit(6),
        '七' => Sign::Digit(7),
        '八' => Sign::Digit(8),
        '九' => Sign::Digit(9),
        _ => Sign::Other,
    }
}

/// A full-width letter, digit or sign as the plain one.
pub(crate) fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// What a text is without width, case, gaps and joints: two texts of one essence say the same number.
pub(crate) fn essence(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match sign(c) {
            Sign::Digit(value) => out.push(char::from(b'0' + value)),
            Sign::Ten => out.push('X'),
            Sign::Joint | Sign::Unseen => {}
            Sign::Other => out.extend(plain(c).to_uppercase()),
        }
    }
    out
}

/// Whether a character belongs to a word of plain letters and digits.
pub(crate) fn is_alphanumeric(c: char) -> bool {
    plain(c).is_ascii_alphanumeric()
}
