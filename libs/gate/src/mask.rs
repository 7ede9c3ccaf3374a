//! 脱敏: a text in which what identifies is hidden. What stays follows custom: six and four digits of a resident number, three and four of a
//! mobile, the last four of a card, a surname.

use crate::certificate::{Certificate, Survives};
use crate::finding::{Finding, Kind, Remedy};
use crate::fold::{Sign, is_alphanumeric, sign};
use crate::scan::Gate;

/// A text after masking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// The text.
    pub text: String,
    /// What was hidden, with places in the old text.
    pub hidden: Vec<Finding>,
    /// That nothing of it survives.
    pub certificate: Certificate,
}

impl Gate {
    /// Hides these findings of this text, and reads the result again.
    ///
    /// # Errors
    /// [`Survives`] where something that was to be hidden can still be read; then there is no masked text.
    pub fn mask(&self, text: &str, findings: &[Finding]) -> Result<Masked, Survives> {
        let hidden: Vec<Finding> = findings
            .iter()
            .filter(|it| it.remedy == Remedy::Mask)
            .cloned()
            .collect();
        let mut masked = String::with_capacity(text.len());
        let mut from = 0;
        for finding in &hidden {
            let Some(between) = text.get(from..finding.place.start) else {
                continue;
            };
            masked.push_str(between);
            masked.push_str(&shown(finding.kind, &text[finding.place.clone()]));
            from = finding.place.end;
        }
        masked.push_str(text.get(from..).unwrap_or_default());
        let certificate = Certificate::of(self, (text, &masked), &hidden)?;
        Ok(Masked {
            text: masked,
            hidden,
            certificate,
        })
    }
}

impl Gate {
    /// A text to be shown to whoever reviews: masked, and empty where what was masked can still be read.
    pub fn without_personal(&self, text: &str) -> String {
        let found = self.examine(text);
        if found.iter().all(|it| it.remedy != Remedy::Mask) {
            return text.to_owned();
        }
        let masked = self.mask(text, &found);
        masked.map(|it| it.text).unwrap_or_default()
    }
}

/// What is shown in the place of a finding's words.
pub fn shown(kind: Kind, words: &str) -> String {
    match kind {
        Kind::ResidentNumber | Kind::LikeResidentNumber => keep(words, (6, 4)),
        Kind::Mobile => keep(words, (3, 4)),
        Kind::Landline => keep(words, (4, 0)),
        Kind::BankCard => keep(words, (0, 4)),
        Kind::Passport => keep(words, (1, 3)),
        Kind::Plate => keep(words, (1, 1)),
        Kind::Address => keep(words, (0, 0)),
        Kind::Mail => mail(words),
        Kind::Name => name(words),
        Kind::SecrecyMark | Kind::Expression => words.to_owned(),
    }
}

/// Stars for all letters and digits but the first and the last so many; what joins them stays, what nobody sees goes.
fn keep(words: &str, (first, last): (usize, usize)) -> String {
    let counts = |c: &char| !matches!(sign(*c), Sign::Joint | Sign::Unseen) && is_counted(*c);
    let all = words.chars().filter(counts).count();
    let mut at = 0;
    let mut shown = String::with_capacity(words.len());
    for c in words.chars().filter(|c| sign(*c) != Sign::Unseen) {
        if !counts(&c) {
            shown.push(c);
            continue;
        }
        let is_kept = at < first || at + last >= all;
        shown.push(if is_kept { c } else { '*' });
        at += 1;
    }
    shown
}

fn is_counted(c: char) -> bool {
    is_alphanumeric(c) || matches!(sign(c), Sign::Digit(_) | Sign::Ten)
}

/// The first letter, stars, the host.
fn mail(words: &str) -> String {
    let at = words.find(['@', '＠']).unwrap_or(words.len());
    let first = words.chars().next().filter(|_| at > 1);
    format!(
        "{}***{}",
        first.map(String::from).unwrap_or_default(),
        &words[at..]
    )
}

/// 王*; of three characters and more the first and the last.
fn name(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    match letters.as_slice() {
        [first, .., last] if letters.len() > 2 => {
            format!("{first}{}{last}", "*".repeat(letters.len() - 2))
        }
        [first, ..] => format!("{first}*"),
        [] => String::new(),
    }
}
