//! What an account must be like: logins, names, passwords, locks, sessions. Pure.
//!
//! Numbers that a site may choose come with the [`Policy`]; what is fixed here is fixed for all sites.

use kernel::{Moment, Role};

use crate::model::Session;
use crate::policy::Policy;
use crate::refusal::AccountRefusal;
use crate::secret::Secret;

/// Passwords that every guesser tries first, longer ones only: shorter ones are refused by their length.
const COMMON: &str = include_str!("common_passwords.txt");

/// Least characters of a password.
const SHORTEST: usize = 10;
/// Most characters of a password: more would only cost time to hash.
const LONGEST: usize = 200;

/// The login as it is kept: without blanks around, in lower case.
///
/// # Errors
/// Where it cannot be one.
pub fn login(typed: &str) -> Result<String, AccountRefusal> {
    let login = typed.trim().to_lowercase();
    let is_word = login
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b));
    let starts_well = login.starts_with(|c: char| c.is_ascii_lowercase());
    if is_word && starts_well && (2..=32).contains(&login.len()) {
        Ok(login)
    } else {
        Err(AccountRefusal::BadLogin)
    }
}

/// The name as it is kept. Brackets are for the log's 「（代…）」.
///
/// # Errors
/// Where it cannot be one.
pub fn name(typed: &str) -> Result<String, AccountRefusal> {
    let name = typed.trim();
    let is_plain = !name
        .chars()
        .any(|c| c.is_control() || "()（）<>".contains(c));
    if is_plain && (1..=30).contains(&name.chars().count()) {
        Ok(name.to_owned())
    } else {
        Err(AccountRefusal::BadName)
    }
}

/// The mail address as it is kept; empty where there is none.
///
/// # Errors
/// Where it cannot be one.
pub fn mail(typed: &str) -> Result<String, AccountRefusal> {
    let mail = typed.trim();
    if mail.is_empty() {
        return Ok(String::new());
    }
    let is_plain = mail.len() <= 254
        && mail
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b"<>,;\"".contains(&b));
    let is_split = mail.split_once('@').is_some_and(|(who, at)| {
        !who.is_empty()
            && at.contains('.')
            && !at.contains('@')
            && !at.starts_with('.')
            && !at.ends_with('.')
    });
    if is_plain && is_split {
        Ok(mail.to_owned())
    } else {
        Err(AccountRefusal::BadMail)
    }
}

/// Who somebody is at an outside provider, as it is kept: at most 255 characters (OpenID Connect Core 1.0, section 2).
///
/// # Errors
/// Where it cannot be one.
pub fn subject(typed: &str) -> Result<String, AccountRefusal> {
    let subject = typed.trim();
    let is_plain = !subject.chars().any(char::is_control);
    if is_plain && (1..=255).contains(&subject.chars().count()) {
        Ok(subject.to_owned())
    } else {
        Err(AccountRefusal::BadSubject)
    }
}

/// The reason of a delegation as it is kept.
///
/// # Errors
/// Where there is none, or too much of it.
pub fn reason(typed: &str) -> Result<String, AccountRefusal> {
    let reason = typed.trim();
    let is_plain = !reason.chars().any(char::is_control);
    if is_plain && (1..=200).contains(&reason.chars().count()) {
        Ok(reason.to_owned())
    } else {
        Err(AccountRefusal::BadReason)
    }
}

/// Whether a password may be chosen by somebody of whom these words are known (login, name, unit).
///
/// # Errors
/// What is wrong with it.
pub fn password(password: &Secret, known: &[&str]) -> Result<(), AccountRefusal> {
    let word = password.reveal();
    let length = word.chars().count();
    if length < SHORTEST {
        return Err(AccountRefusal::PasswordTooShort);
    }
    if length > LONGEST {
        return Err(AccountRefusal::PasswordTooLong);
    }
    let folded = word.to_lowercase();
    let is_common = COMMON.lines().any(|common| common == folded);
    let is_monotonous = folded
        .chars()
        .collect::<std::collections::BTreeSet<_>>()
        .len()
        < 5;
    // What is left when a known word is taken out must still be a password by itself, or nearly.
    let is_near = known
        .iter()
        .map(|it| it.to_lowercase())
        .filter(|it| it.chars().count() >= 2 && folded.contains(it.as_str()))
        .any(|it| folded.replace(it.as_str(), "").chars().count() < SHORTEST - 2);
    if is_common || is_monotonous || is_near {
        return Err(AccountRefusal::PasswordTooEasy);
    }
    Ok(())
}

/// Until when an account locks after so many failures in a row: nothing below the limit, then a minute, doubled with each further
/// failure, at most a day.
pub fn locked_until(failures: u32, policy: &Policy, now: Moment) -> Option<Moment> {
    let beyond = failures.checked_sub(policy.lock_after)?;
    let minutes = 1_i64 << beyond.min(11);
    Some(now.plus_millis(minutes.min(24 * 60) * 60_000))
}

/// Whether a session has ended at that moment, by rest or by age.
pub fn has_ended(session: &Session, policy: &Policy, now: Moment) -> bool {
    now >= session.ends_at || now >= session.seen_at.plus_millis(policy.idle_millis())
}

/// Whether one more role goes with those that somebody holds (三权分立).
///
/// # Errors
/// Where it does not.
pub fn goes_with(role: Role, held: impl Iterator<Item = Role>) -> Result<(), AccountRefusal> {
    for other in held {
        if !role.goes_with(other) {
            return Err(AccountRefusal::RolesDoNotGoTogether);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
