//! Folding: the same words in 简 and 繁, full and half width, upper and lower case become the same characters.
//!
//! One character becomes exactly one, so that a place in the folded text is the same place in the text as it stands. Phrases that
//! differ between the regions (软件, 軟體) are not folded: both are text.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// What each character of the basic plane becomes.
static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = (0..0x1_0000)
        .map(|code| char::from_u32(code).map_or('\u{fffd}', fold_width))
        .collect();
    let han: String = HAN
        .iter()
        .flat_map(|range| range.clone())
        .filter_map(char::from_u32)
        .flat_map(|it| [it, '\n'])
        .collect();
    let opencc =
        OpenCC::from_config(BuiltinConfig::T2s).expect("the tables are embedded in the program");
    let simplified = opencc.convert(&han);
    for (from, to) in han.lines().zip(simplified.lines()) {
        let mut to = to.chars();
        if let (Some(from), Some(one), None) = (from.chars().next(), to.next(), to.next()) {
            table[from as usize] = one;
        }
    }
    table
});

/// Ideographs of the basic plane: extension A, the unified ones, those for compatibility.
const HAN: [std::ops::RangeInclusive<u32>; 3] = [0x3400..=0x4dbf, 0x4e00..=0x9fff, 0xf900..=0xfaff];

/// What a character is to a tokenizer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// An ideograph.
    Han,
    /// A letter or digit of an alphabet.
    Letter,
    /// Anything else: it parts words.
    Break,
}

fn fold_width(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        '\u{3000}' => ' ',
        _ => sign,
    }
    .to_ascii_lowercase()
}

/// The folded form of one character.
pub fn fold(sign: char) -> char {
    let code = sign as usize;
    TABLE.get(code).copied().unwrap_or(sign)
}

/// The folded form of a text; as many characters as it has.
pub fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

/// What a folded character is.
pub fn sign_of(sign: char) -> Sign {
    let code = sign as u32;
    if sign.is_ascii() {
        return if sign.is_ascii_alphanumeric() {
            Sign::Letter
        } else {
            Sign::Break
        };
    }
    let is_han = HAN.iter().any(|range| range.contains(&code))
        || code == 0x3007
        || (0x2_0000..0x3_2000).contains(&code);
    if is_han {
        Sign::Han
    } else if sign.is_alphanumeric() {
        Sign::Letter
    } else {
        Sign::Break
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_scripts_and_both_widths_fold_to_the_same() {
        assert_eq!(folded("臨海市發展和改革局"), "临海市发展和改革局");
        assert_eq!(folded("國辦發〔２０２１〕１２號"), "国办发〔2021〕12号");
        assert_eq!(folded("ＡＢc　ｄ"), "abc d");
    }

    #[test]
    fn a_text_keeps_its_length() {
        let text = "「臺灣」後面的𠮷，é 与 Ａ。\u{fffd}";
        assert_eq!(folded(text).chars().count(), text.chars().count());
    }

    #[test]
    fn signs_are_told_apart() {
        assert_eq!(sign_of('税'), Sign::Han);
        assert_eq!(sign_of('〇'), Sign::Han);
        assert_eq!(sign_of('𠮷'), Sign::Han);
        assert_eq!(sign_of('7'), Sign::Letter);
        assert_eq!(sign_of('é'), Sign::Letter);
        for sign in ['，', '〔', ' ', '\n', '号'] {
            assert_eq!(sign_of(sign) == Sign::Break, sign != '号', "{sign}");
        }
    }
}
