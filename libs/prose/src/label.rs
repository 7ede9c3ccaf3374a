//! Numbers and bullets before a paragraph as text: what HTML lists and Word's automatic numbers become where a plain list cannot say
//! them. Counts nothing itself.

use crate::block::{self, Line, Piece, Style, Words};
use crate::looks::Counts;
use ooxml::counting;

/// The label of item `number`.
pub(crate) fn write(number: u32, counts: Option<Counts>) -> String {
    let (format, end) = match counts {
        None => ("decimal", '.'),
        Some(Counts::Chinese) => ("chineseCountingThousand", '、'),
        Some(Counts::LowerLetters) => ("lowerLetter", '.'),
        Some(Counts::UpperLetters) => ("upperLetter", '.'),
        Some(Counts::LowerRoman) => ("lowerRoman", '.'),
        Some(Counts::UpperRoman) => ("upperRoman", '.'),
    };
    let mut label = counting::write(number, format);
    label.push(end);
    label
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
    let first = block::text_of(line).chars().next();
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
