//! Numbers and bullets before a paragraph as text: what HTML lists and Word's automatic numbers become where a plain list cannot say
//! them. Counts nothing itself.

use crate::block::{Line, Piece, Style, Words};
use crate::looks::Counts;

/// The label of item `number`.
pub(crate) fn write(number: u32, counts: Option<Counts>) -> String {
    match counts {
        None => format!("{number}."),
        Some(Counts::Chinese) => format!("{}、", chinese(number)),
        Some(Counts::LowerLetters) => format!("{}.", letters(number, 'a')),
        Some(Counts::UpperLetters) => format!("{}.", letters(number, 'A')),
        Some(Counts::LowerRoman) => format!("{}.", roman(number).to_lowercase()),
        Some(Counts::UpperRoman) => format!("{}.", roman(number)),
    }
}

/// Whether a label is a bullet: one sign that counts nothing. Word writes the letters l, n, u and Ø in a font of pictures.
pub(crate) fn is_bullet(label: &str) -> bool {
    let mut chars = label.chars().filter(|c| !c.is_whitespace());
    match (chars.next(), chars.next()) {
        (None, _) => true,
        (Some(only), None) => !only.is_numeric() && !('\u{4e00}'..='\u{9fff}').contains(&only),
        (Some(_), Some(_)) => false,
    }
}

/// Puts a label before a line; `1.` and `2017年` do not run into `1.2017年`.
pub(crate) fn put_before(label: &str, line: &mut Line) {
    let first = crate::block::text_of(line).chars().next();
    let mut text = label.to_owned();
    if collides(label.chars().next_back(), first) {
        text.push(' ');
    }
    match line.first_mut() {
        Some(Piece::Words(words)) if words.style == Style::default() => {
            words.text.insert_str(0, &text);
        }
        _ => line.insert(
            0,
            Piece::Words(Words {
                text,
                style: Style::default(),
            }),
        ),
    }
}

/// Whether a label that ends so needs a blank before words that begin so.
pub(crate) fn collides(last: Option<char>, first: Option<char>) -> bool {
    last.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ')'))
        && first.is_some_and(|c| c.is_ascii_alphanumeric())
}

/// 一 … 十 … 九千九百九十九; beyond that in digits.
pub(crate) fn chinese(number: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    const UNITS: [&str; 4] = ["", "十", "百", "千"];
    if number == 0 || number > 9999 {
        return number.to_string();
    }
    let mut words = String::new();
    let mut owes_zero = false;
    for power in (0..4).rev() {
        let digit = number / 10u32.pow(power) % 10;
        if digit == 0 {
            owes_zero = !words.is_empty();
            continue;
        }
        if owes_zero {
            words.push(DIGITS[0]);
            owes_zero = false;
        }
        words.push(DIGITS[digit as usize]);
        words.push_str(UNITS[power as usize]);
    }
    match words.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => words,
    }
}

/// a … z, aa … zz, the letter repeated.
pub(crate) fn letters(number: u32, first: char) -> String {
    let index = number.saturating_sub(1);
    let letter = char::from_u32(first as u32 + index % 26).unwrap_or(first);
    std::iter::repeat_n(letter, (index / 26 + 1).min(30) as usize).collect()
}

/// I … MMMCMXCIX; beyond that in digits.
pub(crate) fn roman(number: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut words = String::new();
    for (value, sign) in PARTS {
        while rest >= value {
            words.push_str(sign);
            rest -= value;
        }
    }
    words
}
