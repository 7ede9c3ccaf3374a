//! 索引号: which values can be one, and the check of the organ code it begins with.
//!
//! Real pages carry index numbers whose organ code fails its own check, so a failed check is told, never refused.

use super::date;
use super::fold::squeeze;

/// What the first part of an index number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexForm {
    /// Organ code of nine characters (GB 11714), a stroke, year, hyphen, sequence: `000014349/2017-00110`.
    OrganCode,
    /// Unified social credit code of 18 characters: `11441700007280420Y/2021-00050`.
    CreditCode,
    /// A local form.
    Local,
}

/// An index number as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexNumber {
    /// The value without blanks.
    pub value: String,
    /// Its form.
    pub form: IndexForm,
    /// Whether the check character of the organ code agrees; `None` where there is none to check.
    pub is_code_valid: Option<bool>,
}

/// Reads the value of a field 索引号; `None` where it cannot be one (empty, a dash, a date, a sentence).
pub fn parse(text: &str) -> Option<IndexNumber> {
    if text.len() > 200 {
        return None;
    }
    let value = squeeze(text);
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let odd = |c: char| !(c.is_alphanumeric() || "/-_.〔〕[]()—–:".contains(c));
    if digits < 3
        || value.chars().count() > 60
        || value.chars().any(odd)
        || date::parse(&value).is_some()
    {
        return None;
    }
    let code: String = value
        .split('/')
        .next()
        .unwrap_or("")
        .chars()
        .filter(|c| *c != '-')
        .collect();
    let has_serial = value
        .split_once('/')
        .is_some_and(|(_, rest)| rest.starts_with("19") || rest.starts_with("20"));
    let (form, is_code_valid) = match code.len() {
        9 if has_serial && code.is_ascii() => (IndexForm::OrganCode, check_organ_code(&code)),
        18 if has_serial && code.is_ascii() => (IndexForm::CreditCode, None),
        _ => (IndexForm::Local, None),
    };
    Some(IndexNumber {
        value,
        form,
        is_code_valid,
    })
}

/// The check character of GB 11714: C9 = 11 − (Σ value × weight mod 11), 10 written X and 11 written 0.
fn check_organ_code(code: &str) -> Option<bool> {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let mut sum = 0;
    for (c, weight) in code.chars().zip(WEIGHTS) {
        sum += c.to_digit(36)? * weight;
    }
    let expected = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        n => char::from_digit(n, 10)?,
    };
    code.chars()
        .nth(8)
        .map(|c| c.to_ascii_uppercase() == expected)
}
