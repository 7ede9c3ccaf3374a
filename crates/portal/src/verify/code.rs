//! The code that stands on paper (验证码): the place of the edition's act in the public log, ten digits of what was signed, two check digits.
//!
//! Pure. Digits alone, in groups of four: they are typed on any keyboard and told over the telephone. Check digits are those of ISO/IEC
//! 7064, MOD 97-10: one wrong digit and two that changed places are always found. Nothing secret is in it, and it leads to nothing that
//! is not public ([0035](../../../../docs/decisions/0035-a-portal-for-everyone.md)).

/// A code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PaperCode {
    /// The place in the log.
    pub leaf: u64,
    /// What is kept of the digest.
    sign: u64,
}

/// Why what was typed is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CodeFlaw {
    /// Something that is no digit.
    #[error("验证码只有数字。请去掉其他字符，再核验一次")]
    NotDigits,
    /// Too short, too long, or not in whole groups.
    #[error("验证码每4位一组，至少4组；您输入了{0}位。请对照纸上逐组核对，补全后再核验一次")]
    Length(usize),
    /// The check digits do not fit.
    #[error("验证码不对，多半是输错了一位，或者有两位颠倒了。请对照纸上逐组核对后再核验一次")]
    Check,
}

/// Digits of a group.
const GROUP: usize = 4;
/// Digits kept of the digest: guessing one costs ten thousand million tries.
const SIGN: usize = 10;
const SIGNS: u64 = 10_000_000_000;
/// Digits behind the place in the log.
const TAIL: usize = SIGN + 2;
/// No code is longer: five groups hold every place that a log can have.
const LONGEST: usize = 5 * GROUP + TAIL;

impl PaperCode {
    /// The code of an act; none where the digest is none.
    pub fn of(leaf: u64, digest: &str) -> Option<Self> {
        let sign = u64::from_str_radix(digest.get(..15)?, 16).ok()? % SIGNS;
        Some(Self { leaf, sign })
    }

    /// As it is printed.
    pub fn shown(self) -> String {
        let digits = self.digits();
        let groups = (0..digits.len()).step_by(GROUP);
        let groups = groups.map(|at| &digits[at..at + GROUP]);
        groups.collect::<Vec<_>>().join(" ")
    }

    fn digits(self) -> String {
        let leaf = self.leaf.to_string();
        let wide = leaf.len().div_ceil(GROUP) * GROUP;
        let body = format!("{leaf:0>wide$}{:0>SIGN$}", self.sign);
        let check = 98 - remainder(&format!("{body}00"));
        format!("{body}{check:02}")
    }

    /// What was typed, with blanks, hyphens and full-width digits as people type them.
    pub fn parse(typed: &str) -> Result<Self, CodeFlaw> {
        let mut digits = String::new();
        for c in typed.chars().filter(|it| !is_between(*it)) {
            digits.push(digit(c).ok_or(CodeFlaw::NotDigits)?);
            if digits.len() > LONGEST {
                return Err(CodeFlaw::Length(typed.chars().count()));
            }
        }
        if digits.len() < GROUP + TAIL || !digits.len().is_multiple_of(GROUP) {
            return Err(CodeFlaw::Length(digits.len()));
        }
        let (leaf, tail) = digits.split_at(digits.len() - TAIL);
        let code = match (leaf.parse(), tail[..SIGN].parse()) {
            (Ok(leaf), Ok(sign)) => Self { leaf, sign },
            _ => return Err(CodeFlaw::Check),
        };
        // One form only: no other spelling of the same place.
        match code.digits() == digits {
            true => Ok(code),
            false => Err(CodeFlaw::Check),
        }
    }

    /// Whether it was made of that digest.
    pub fn fits(self, digest: &str) -> bool {
        Self::of(self.leaf, digest) == Some(self)
    }
}

/// What people put between digits.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '－' | '—' | '–' | '·' | '.')
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}

/// The remainder of a row of digits by 97.
fn remainder(digits: &str) -> u32 {
    let digits = digits.chars().filter_map(|it| it.to_digit(10));
    digits.fold(0, |rest, it| (rest * 10 + it) % 97)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    #[test]
    fn a_code_is_read_as_it_was_printed_and_as_people_type_it() {
        for leaf in [0, 7, 9_999, 10_000, 99_999_999, u64::MAX] {
            let code = PaperCode::of(leaf, DIGEST).unwrap();
            let shown = code.shown();
            assert_eq!(PaperCode::parse(&shown), Ok(code), "{shown}");
            let typed = format!(" {} ", shown.replace(' ', "－"));
            assert_eq!(PaperCode::parse(&typed), Ok(code));
            let full: String = shown
                .chars()
                .map(|c| {
                    c.to_digit(10).map_or(c, |it| {
                        "０１２３４５６７８９".chars().nth(it as usize).unwrap()
                    })
                })
                .collect();
            assert_eq!(PaperCode::parse(&full), Ok(code));
            assert!(code.fits(DIGEST) && !code.fits(&DIGEST.replace('9', "8")));
        }
        assert_eq!(PaperCode::of(7, DIGEST).unwrap().shown().len(), 19);
    }

    #[test]
    fn a_wrong_digit_and_two_that_changed_places_are_always_found() {
        let digits = PaperCode::of(1234, DIGEST).unwrap().digits();
        for at in 0..digits.len() {
            for wrong in '0'..='9' {
                let mut other: Vec<char> = digits.chars().collect();
                if other[at] != wrong {
                    other[at] = wrong;
                    let other: String = other.into_iter().collect();
                    assert_eq!(PaperCode::parse(&other), Err(CodeFlaw::Check), "{other}");
                }
            }
            let mut other: Vec<char> = digits.chars().collect();
            if at + 1 < other.len() && other[at] != other[at + 1] {
                other.swap(at, at + 1);
                let other: String = other.into_iter().collect();
                assert_eq!(PaperCode::parse(&other), Err(CodeFlaw::Check), "{other}");
            }
        }
    }

    #[test]
    fn what_is_no_code_says_why() {
        for (typed, flaw) in [
            ("", CodeFlaw::Length(0)),
            ("1234", CodeFlaw::Length(4)),
            ("1234 5678 9012 345", CodeFlaw::Length(15)),
            ("1234 5678 9012 345X", CodeFlaw::NotDigits),
            ("验证码", CodeFlaw::NotDigits),
            ("1111 1111 1111 1111", CodeFlaw::Check),
        ] {
            assert_eq!(PaperCode::parse(typed), Err(flaw), "{typed}");
        }
        assert!(matches!(
            PaperCode::parse(&"1".repeat(10_000)),
            Err(CodeFlaw::Length(_))
        ));
        // The same place with four noughts in front is another row of digits, and none of ours.
        let digits = PaperCode::of(1234, DIGEST).unwrap().digits();
        assert_eq!(
            PaperCode::parse(&format!("0000{digits}")),
            Err(CodeFlaw::Check)
        );
    }
}
