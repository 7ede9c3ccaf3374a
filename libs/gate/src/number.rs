//! Numbers in a run of digits: resident numbers, mobiles, landlines, bank cards.

use std::ops::Range;

use jiff::civil::Date;

use crate::finding::{Finding, Kind, Severity};
use crate::fold::is_alphanumeric;
use crate::run::Run;
use crate::scan::Rules;

/// GB 11643: the weights of the first seventeen digits.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// GB 11643: the check digit by the sum's remainder; 10 is X.
const CHECKS: [u8; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
/// GB/T 2260: the first two digits of the provinces, and of Hong Kong, Macao and Taiwan with their residence permits.
const PROVINCES: [u8; 37] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
    53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91, 94,
];
/// Where the end of a line parts a mobile.
const WRAPPED: &[&[usize]] = &[&[3, 8], &[5, 6], &[7, 4]];
/// The shortest number of all.
const SHORTEST: usize = 9;

/// Looks through a run.
pub(crate) fn look(run: &Run, rules: &Rules, found: &mut Vec<Finding>) {
    let mut at = 0;
    while at + SHORTEST <= run.len() {
        match find_at(run, at, rules) {
            Some((digits, finding)) => {
                at = digits.end;
                found.extend(finding);
            }
            None => at += 1,
        }
    }
}

/// The number that begins at a digit, and what it is; one of the office's own is none, but is passed over as a whole.
fn find_at(run: &Run, at: usize, rules: &Rules) -> Option<(Range<usize>, Option<Finding>)> {
    let of = |digits: Range<usize>, kind: Kind| {
        Some((digits.clone(), Some(kind.found(run.place(digits)))))
    };
    let eighteen = at..at + 18;
    if eighteen.end <= run.len() && is_resident_number(&run.digits[eighteen.clone()], rules.today) {
        return of(eighteen, Kind::ResidentNumber);
    }
    if !run.is_border(at) {
        return None;
    }
    let ends = (at + SHORTEST..=run.len().min(at + 24)).rev();
    for digits in ends.filter(|end| run.is_border(*end)).map(|end| at..end) {
        let value = &run.digits[digits.clone()];
        let groups = run.groups(digits.clone());
        if let Some(mobile) = mobile_in(run, digits.clone()) {
            let digits = digits.start + mobile..digits.end;
            let is_own = rules.is_own_phone(&run.digits[digits.clone()]);
            let finding = (!is_own).then(|| Kind::Mobile.found(run.place(digits.clone())));
            return Some((digits, finding));
        }
        if is_bank_card(value, &groups) {
            return of(digits, Kind::BankCard);
        }
        if is_like_resident_number(value, &groups, rules.today) {
            return of(digits, Kind::LikeResidentNumber);
        }
        if is_landline(value, &groups) {
            let finding = (!rules.is_own_phone(value))
                .then(|| Kind::Landline.found(run.place(digits.clone())));
            return Some((digits, finding));
        }
    }
    None
}

/// Whether eighteen digits are a resident number (GB 11643): place, day of birth up to today, check digit.
fn is_resident_number(digits: &[u8], today: Date) -> bool {
    let Some((check, body)) = digits.split_last() else {
        return false;
    };
    if body.len() != 17 || body.contains(&10) || !is_placed(body) {
        return false;
    }
    let sum: u32 = body
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .sum();
    CHECKS.get((sum % 11) as usize) == Some(check) && is_born(&body[6..14], today)
}

/// Whether a number only looks like one: the check digit is wrong, or it is one of fifteen digits.
fn is_like_resident_number(digits: &[u8], groups: &[usize], today: Date) -> bool {
    match digits.len() {
        18 if matches!(groups, [18] | [6, 8, 4] | [17, 1]) => {
            !digits[..17].contains(&10) && is_placed(digits) && is_born(&digits[6..14], today)
        }
        15 if groups == [15] => {
            let born = [&[1, 9], &digits[6..12]].concat();
            !digits.contains(&10) && is_placed(digits) && is_born(&born, today)
        }
        _ => false,
    }
}

fn is_placed(digits: &[u8]) -> bool {
    let province = digits[0] * 10 + digits[1];
    PROVINCES.contains(&province)
}

/// Whether eight digits are a day on which somebody alive can have been born.
fn is_born(digits: &[u8], today: Date) -> bool {
    let number = |digits: &[u8]| {
        digits
            .iter()
            .fold(0_i16, |sum, digit| sum * 10 + i16::from(*digit))
    };
    let (year, month, day) = (
        number(&digits[..4]),
        number(&digits[4..6]),
        number(&digits[6..]),
    );
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return false;
    };
    year >= 1900 && Date::new(year, month, day).is_ok_and(|born| born <= today)
}

/// Where a mobile begins in these digits: at once, or after the country's 86.
fn mobile_in(run: &Run, digits: Range<usize>) -> Option<usize> {
    if is_mobile(run, digits.clone()) {
        return Some(0);
    }
    let rest = digits.start + 2..digits.end;
    let has_country = run.digits[digits].starts_with(&[8, 6]);
    (has_country && is_mobile(run, rest)).then_some(2)
}

/// Eleven digits in one piece, or in three, four and four with the same joint twice; a line may end within. Grouped otherwise they are figures
/// side by side.
fn is_mobile(run: &Run, digits: Range<usize>) -> bool {
    let is_one = matches!(run.digits[digits.clone()], [1, 3..=9, ..]) && digits.len() == 11;
    if !is_one {
        return false;
    }
    let joints: Vec<_> = run.joints(digits.clone()).collect();
    match (run.groups(digits).as_slice(), joints.as_slice()) {
        ([11], _) => true,
        ([3, 4, 4], [one, two]) => one == two || one.is_line_end() || two.is_line_end(),
        (groups, [joint]) => joint.is_line_end() && WRAPPED.contains(&groups),
        _ => false,
    }
}

/// 0 and two or three digits of the place, then seven or eight.
fn is_landline(digits: &[u8], groups: &[usize]) -> bool {
    let is_grouped = matches!(
        groups,
        [3 | 4, 7 | 8] | [10..=12] | [3 | 4, 4, 4] | [3 | 4, 3, 4]
    );
    is_grouped
        && digits[0] == 0
        && (1..=9).contains(&digits[1])
        && (10..=12).contains(&digits.len())
}

/// Luhn's sum (ISO/IEC 7812), for the prefixes that cards here have: 62 of 16 to 19 digits, 4 and 5 of sixteen.
fn is_bank_card(digits: &[u8], groups: &[usize]) -> bool {
    let is_grouped = match groups {
        [_] => true,
        [first @ .., last] => first.iter().all(|it| *it == 4) && (1..=7).contains(last),
        [] => false,
    };
    let is_card = matches!(
        (digits.len(), digits),
        (16..=19, [6, 2, ..]) | (16, [4 | 5, ..])
    );
    is_grouped && is_card && !digits.contains(&10) && is_luhn(digits)
}

fn is_luhn(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| u32::from(if at % 2 == 1 { doubled(*digit) } else { *digit }))
        .sum();
    sum.is_multiple_of(10)
}

/// What the words before a number make of it: digits behind a letter are a code and no landline, and an account that the text
/// calls one is no chance.
pub(crate) fn settle(text: &str, found: &mut Vec<Finding>) {
    found.retain(|it| {
        let behind = text[..it.place.start].chars().next_back();
        it.kind != Kind::Landline || !behind.is_some_and(is_alphanumeric)
    });
    for finding in found.iter_mut().filter(|it| it.kind == Kind::BankCard) {
        let before = crate::scan::before(text, finding.place.start, 30);
        let is_named = ["卡号", "账号", "帐号", "银行", "账户", "存折"]
            .iter()
            .any(|word| before.contains(word));
        finding.severity = if is_named {
            Severity::Block
        } else {
            Severity::Warning
        };
    }
}
