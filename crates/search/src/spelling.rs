//! How Chinese is typed in letters: pinyin without tones, whole or by its initials. Of a character that is read in several ways the usual one counts.

use pinyin::ToPinyin;

use crate::fold::{Sign, sign_of};

/// Characters whose pinyin counts.
const MOST: usize = 12;

/// The initials of the first characters' pinyin: `gjj` for 公积金. Letters and digits stand for themselves.
pub(crate) fn initials_of(text: &str) -> String {
    let initials = signs_of(text).filter_map(|it| match it.to_pinyin() {
        Some(pinyin) => pinyin.first_letter().chars().next(),
        None => it.is_ascii_alphanumeric().then_some(it),
    });
    initials.collect()
}

/// The whole pinyin of the first characters: `gongjijin` for 公积金. Letters and digits stand for themselves.
pub(crate) fn pinyin_of(text: &str) -> String {
    let mut spelled = String::new();
    for sign in signs_of(text) {
        match sign.to_pinyin() {
            Some(pinyin) => spelled.push_str(&pinyin.plain().replace('ü', "v")),
            None if sign.is_ascii_alphanumeric() => spelled.push(sign),
            None => {}
        }
    }
    spelled
}

fn signs_of(text: &str) -> impl Iterator<Item = char> {
    let signs = text.chars().filter(|it| sign_of(*it) != Sign::Break);
    signs.take(MOST)
}

/// What was typed as letters and digits alone, however its syllables are parted (`she bao`, `xi'an`); `None` where it is something else or too short
/// to mean anything.
pub(crate) fn letters_of(typed: &str) -> Option<String> {
    let is_between = |it: char| it.is_whitespace() || matches!(it, '\'' | '’' | '-');
    let letters: String = typed.chars().filter(|it| !is_between(*it)).collect();
    let is_letters = letters.len() > 1 && letters.bytes().all(|it| it.is_ascii_alphanumeric());
    is_letters.then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_that_people_type() {
        assert_eq!(initials_of("公积金提取"), "gjjtq");
        assert_eq!(initials_of("《2026年》预算"), "2026nys");
    }

    #[test]
    fn whole_pinyin_is_that_which_people_type() {
        assert_eq!(pinyin_of("社会保险"), "shehuibaoxian");
        assert_eq!(pinyin_of("《2026年》预算"), "2026nianyusuan");
        assert_eq!(pinyin_of("绿化"), "lvhua");
    }

    #[test]
    fn letters_are_taken_however_they_are_parted_and_nothing_else_is() {
        assert_eq!(letters_of("she bao").as_deref(), Some("shebao"));
        assert_eq!(letters_of("xi'an").as_deref(), Some("xian"));
        for other in ["", "s", "社保", "she保", " ' "] {
            assert_eq!(letters_of(other), None, "{other}");
        }
    }
}
