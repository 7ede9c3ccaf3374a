//! Issues (期): what comes out in numbers of a year, as the gazette (政府公报) does, and a column's issues by year and number.

use std::fmt;

use kernel::{DocumentId, Fault, Moment, Page, PageAsk};
use store::{Tx, params};

use crate::sql;

/// An issue: of a year, with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issue {
    /// The year.
    pub year: u16,
    /// The number in it, from 1.
    pub number: u16,
}

/// Numbers of a year at most: what is left of a key for them.
const MOST_NUMBERS: u16 = 9999;

impl Issue {
    /// Reads what was typed: `2026` and `3`.
    pub fn read(year: &str, number: &str) -> Option<Self> {
        let digits = |text: &str| -> Option<u16> {
            let text = text.trim();
            let is_plain = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
            text.parse().ok().filter(|_| is_plain)
        };
        let (year, number) = (digits(year)?, digits(number)?);
        let is_sound = (1900..=2999).contains(&year) && (1..=MOST_NUMBERS).contains(&number);
        is_sound.then_some(Self { year, number })
    }

    /// As it is kept: one number that sorts.
    pub fn key(self) -> i64 {
        i64::from(self.year) * 10_000 + i64::from(self.number)
    }

    /// What is kept, read again.
    pub fn of_key(key: i64) -> Option<Self> {
        Some(Self {
            year: u16::try_from(key / 10_000).ok()?,
            number: u16::try_from(key % 10_000).ok()?,
        })
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年第{}期", self.year, self.number)
    }
}

/// An issue in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueLine {
    /// The document.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// Which issue.
    pub issue: Issue,
    /// When the edition that is shown became public.
    pub published_at: Moment,
}

/// The issues of a column, the newest year and number first.
///
/// # Errors
/// The engine's fault.
pub async fn list_issues(
    tx: &mut Tx,
    column: &str,
    ask: &PageAsk,
) -> Result<Page<IssueLine>, Fault> {
    let key = ask.after.as_deref().and_then(key_of);
    let (issue, id) = key.unwrap_or((i64::MAX, "g"));
    let values = params![column, issue, id, ask.limit + 1];
    let rows = tx.fetch_all(sql::LIST_ISSUES, values).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        let key: i64 = row.get("issue")?;
        let issue = Issue::of_key(key);
        lines.push(IssueLine {
            id: row.get("id")?,
            title: row.get("title")?,
            issue: issue.ok_or_else(|| Fault::new(format!("an issue {key}")))?,
            published_at: row.get("published_at")?,
        });
    }
    Ok(Page::of(lines, ask, |it| {
        format!("{}_{}", it.issue.key(), it.id)
    }))
}

/// The key after which a part of the list begins: `20260003_ID`.
pub fn key_of(after: &str) -> Option<(i64, &str)> {
    let (issue, id) = after.split_once('_')?;
    let is_plain = issue.len() <= 9 && issue.bytes().all(|it| it.is_ascii_digit());
    let issue = issue.parse().ok().filter(|_| is_plain)?;
    id.parse::<DocumentId>().ok()?;
    Some((issue, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issues_sort_by_year_and_number_and_survive_being_kept() {
        let third = Issue::read(" 2026 ", "3").unwrap();
        assert_eq!(third.to_string(), "2026年第3期");
        assert_eq!(Issue::of_key(third.key()), Some(third));
        assert!(Issue::read("2025", "9999").unwrap().key() < third.key());
        for (year, number) in [
            ("26", "3"),
            ("2026", "0"),
            ("2026", "+3"),
            ("2026", ""),
            ("", "3"),
            ("2026", "10000"),
        ] {
            assert_eq!(Issue::read(year, number), None, "{year} {number}");
        }
    }
}
