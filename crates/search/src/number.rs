//! Numbers of documents (发文字号) in any writing: `国办发〔2021〕12号`, `国办发[2021]12号`, `国办发 2021 12`, `国办发2021年第12号`.

use crate::fold::{Sign, folded, sign_of};

/// A number of a document, in the one form that the index keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberKey {
    /// The letters of the issuer (发文机关代字), folded; empty where only year and number were typed.
    pub issuer: String,
    /// The year.
    pub year: u16,
    /// The number within the year.
    pub serial: u32,
}

/// The longest letters of an issuer, in characters.
const LONGEST_ISSUER: usize = 12;

impl NumberKey {
    /// The whole: `国办发/2021/12`.
    pub fn whole(&self) -> String {
        format!("{}/{}/{}", self.issuer, self.year, self.serial)
    }

    /// Without the issuer, for who did not know or mistyped it: `/2021/12`.
    pub fn bare(&self) -> String {
        format!("/{}/{}", self.year, self.serial)
    }
}

/// A run of one kind of sign.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Piece<'a> {
    Han(&'a str),
    Digits(&'a str),
    Other,
}

fn pieces_of(text: &str) -> Vec<Piece<'_>> {
    let kind = |sign: char| match sign_of(sign) {
        Sign::Han => 0,
        _ if sign.is_ascii_digit() => 1,
        Sign::Letter => 2,
        Sign::Break => 3,
    };
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let of = kind(first);
        let end = rest.find(|sign| kind(sign) != of).unwrap_or(rest.len());
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        match of {
            0 => pieces.push(Piece::Han(piece)),
            1 => pieces.push(Piece::Digits(piece)),
            2 => pieces.push(Piece::Other),
            _ => {}
        }
    }
    pieces
}

fn year_of(digits: &str) -> Option<u16> {
    let year: u16 = digits.parse().ok()?;
    (digits.len() == 4 && (1949..=2100).contains(&year)).then_some(year)
}

fn serial_of(digits: &str) -> Option<u32> {
    let serial: u32 = digits.parse().ok()?;
    (digits.len() <= 5 && serial > 0).then_some(serial)
}

/// `第二号` as `第2号`: a number between 第 and 号 that is written in ideographs, up to 九十九.
fn in_digits(text: &str) -> String {
    const NUMERALS: &str = "〇一二三四五六七八九";
    let value = |sign: char| NUMERALS.chars().position(|it| it == sign);
    let number = |written: &str| {
        let signs: Vec<char> = written.chars().collect();
        match signs.as_slice() {
            [one] => value(*one).or((*one == '十').then_some(10)),
            ['十', one] => value(*one).map(|it| 10 + it),
            [ten, '十'] => value(*ten).map(|it| 10 * it),
            [ten, '十', one] => value(*ten)
                .zip(value(*one))
                .map(|(ten, one)| 10 * ten + one),
            _ => None,
        }
    };
    let Some((before, rest)) = text.split_once('第') else {
        return text.to_owned();
    };
    match rest.split_once('号') {
        Some((written, behind)) => match number(written) {
            Some(number) => format!("{before}第{number}号{behind}"),
            None => text.to_owned(),
        },
        None => text.to_owned(),
    }
}

/// The last characters of the words before a year that may be an issuer's letters.
fn issuer_of(words: &str) -> String {
    let count = words.chars().count();
    words
        .chars()
        .skip(count.saturating_sub(LONGEST_ISSUER))
        .collect()
}

/// The first number of a document that a text holds, with the characters around it left out of account.
pub fn find_number(text: &str) -> Option<NumberKey> {
    let text = in_digits(&folded(text));
    let pieces = pieces_of(&text);
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Digits(digits) = piece else {
            continue;
        };
        let Some(year) = year_of(digits) else {
            continue;
        };
        // `2021年第12号`, `2021 12`: what may stand between the year and the number.
        let mut next = at + 1;
        let mut is_dated = false;
        if let Some(Piece::Han(words)) = pieces.get(next)
            && matches!(*words, "年" | "年第" | "第" | "年度第")
        {
            is_dated = *words == "年";
            next += 1;
        }
        let Some(Piece::Digits(digits)) = pieces.get(next) else {
            continue;
        };
        let Some(serial) = serial_of(digits) else {
            continue;
        };
        let behind = match pieces.get(next + 1) {
            Some(Piece::Han(words)) => Some(*words),
            _ => None,
        };
        let ends = behind.is_some_and(|words| words.starts_with('号'));
        // `2021年12月` is a date and `2021 12` alone no number of anything.
        if !ends && (is_dated || behind.is_some_and(|words| words.starts_with(['月', '日']))) {
            continue;
        }
        let issuer = match at.checked_sub(1).and_then(|it| pieces.get(it)) {
            Some(Piece::Han(words)) => issuer_of(words),
            _ => String::new(),
        };
        if issuer.is_empty() && !ends {
            continue;
        }
        return Some(NumberKey {
            issuer,
            year,
            serial,
        });
    }
    None
}

/// An index number (索引号) or credit code as it is compared: letters and digits without what parts them.
pub fn bare_code(text: &str) -> String {
    folded(text)
        .chars()
        .filter(|sign| sign_of(*sign) != Sign::Break)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_in_any_writing() {
        for text in [
            "国办发〔2021〕12号",
            "国办发[2021]12号",
            "国办发 2021 12",
            "国办发２０２１年第１２号",
            "國辦發（2021）12號",
            "国办发【2021】012",
            "国办发2021-12",
            "国办发（2021）第十二号",
            "关于《办法》 国办发〔2021〕12号",
        ] {
            let found = find_number(text).unwrap_or_else(|| panic!("none in {text}"));
            assert_eq!(found.whole(), "国办发/2021/12", "{text}");
        }
        assert_eq!(find_number("〔2021〕12号").unwrap().bare(), "/2021/12");
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "2021年12月",
            "2021 12",
            "云溪市2021年12月31日",
            "通知",
            "2021年工作要点",
            "第12号",
            "2021年度第",
        ] {
            assert_eq!(find_number(text), None, "{text}");
        }
    }

    #[test]
    fn codes_are_compared_without_what_parts_them() {
        assert_eq!(bare_code("11330100-XX/2024-00012"), "11330100xx202400012");
    }
}
