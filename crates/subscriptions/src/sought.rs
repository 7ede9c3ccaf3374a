//! A search that is followed: its words and what narrows it, in one writing, so that the same search is one thing whoever follows it. Pure.
//!
//! The writing is the query of the search page, without its page and order. What is not written so is no search, and one that is too long
//! is followed by nobody: every new document is held against each.

use std::fmt::Write as _;

use kernel::{Date, UnitId};

/// Characters of the words, and of each choice, at most.
pub const LONGEST_WORDS: usize = 60;
/// Bytes of the whole writing at most: it stands in an index of the database.
const LONGEST: usize = 1000;
/// The highest number of how something stands.
const MOST_STANDING: u8 = 4;

/// What somebody searches for.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sought {
    /// The words, parted by single blanks.
    pub words: String,
    /// Of a kind, by its code.
    pub kind: Option<String>,
    /// Of a unit.
    pub unit: Option<UnitId>,
    /// Of a year.
    pub year: Option<String>,
    /// Of a 主题分类, by its name.
    pub theme: Option<String>,
    /// As it stands, by the number that the search page has for it.
    pub standing: Option<u8>,
    /// In a column or under it, by its code.
    pub column: Option<String>,
    /// Public from that day on.
    pub from: Option<Date>,
    /// Public until that day.
    pub until: Option<Date>,
}

impl Sought {
    /// In its one writing, with blanks forgiven; `None` where nothing is sought, or too much.
    pub fn tidied(self) -> Option<Self> {
        let words: Vec<&str> = self.words.split_whitespace().collect();
        let tidy = Self {
            words: words.join(" "),
            ..self
        };
        let is_short =
            |it: &str| it.chars().count() <= LONGEST_WORDS && !it.contains(char::is_control);
        let chosen = [&tidy.kind, &tidy.year, &tidy.theme, &tidy.column];
        let is_sound = !tidy.words.is_empty()
            && is_short(&tidy.words)
            && (chosen.into_iter().flatten()).all(|it| !it.is_empty() && is_short(it))
            && tidy.standing.is_none_or(|it| it <= MOST_STANDING);
        (is_sound && tidy.query().len() <= LONGEST).then_some(tidy)
    }

    /// The query of the search page: `q=…&kind=…`.
    pub fn query(&self) -> String {
        let mut query = String::new();
        for (name, value) in self.pairs() {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(name);
            query.push('=');
            encode(&value, &mut query);
        }
        query
    }

    /// Reads such a query; `None` for every other writing of it.
    pub fn read(query: &str) -> Option<Self> {
        if query.len() > LONGEST {
            return None;
        }
        let mut sought = Self::default();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=')?;
            let value = decode(value)?;
            match name {
                "q" => sought.words = value,
                "kind" => sought.kind = Some(value),
                "unit" => sought.unit = Some(value.parse().ok()?),
                "year" => sought.year = Some(value),
                "theme" => sought.theme = Some(value),
                "standing" => sought.standing = Some(value.parse().ok()?),
                "column" => sought.column = Some(value),
                "from" => sought.from = Some(value.parse().ok()?),
                "until" => sought.until = Some(value.parse().ok()?),
                _ => return None,
            }
        }
        // Another order, a name given twice, a day written otherwise: the search would be two things.
        sought.tidied().filter(|it| it.query() == query)
    }

    fn pairs(&self) -> impl Iterator<Item = (&'static str, String)> {
        let pairs = [
            ("q", Some(self.words.clone())),
            ("kind", self.kind.clone()),
            ("unit", self.unit.map(|it| it.to_string())),
            ("year", self.year.clone()),
            ("theme", self.theme.clone()),
            ("standing", self.standing.map(|it| it.to_string())),
            ("column", self.column.clone()),
            ("from", self.from.map(|it| it.to_string())),
            ("until", self.until.map(|it| it.to_string())),
        ];
        pairs
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
    }
}

/// Percent-encodes all but what RFC 3986 calls unreserved.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            // Writing to a String cannot fail.
            other => drop(write!(out, "%{other:02X}")),
        }
    }
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    bytes.extend(parts.next()?.bytes());
    for part in parts {
        let (code, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        bytes.extend(rest.bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Sought {
        Sought {
            words: "住房公积金 “提取条件” -贷款".to_owned(),
            kind: Some("normative".to_owned()),
            unit: Some("0190a6f2-0000-7000-8000-000000000002".parse().unwrap()),
            year: Some("2026".to_owned()),
            theme: Some("财政、金融、审计".to_owned()),
            standing: Some(0),
            column: Some("policies".to_owned()),
            from: Some("2026-01-01".parse().unwrap()),
            until: Some("2026-12-31".parse().unwrap()),
        }
    }

    #[test]
    fn a_search_reads_back_as_it_was_written() {
        let words = Sought {
            words: "100% & 50=2#é".to_owned(),
            ..Sought::default()
        };
        for sought in [whole(), words] {
            assert_eq!(Sought::read(&sought.query()), Some(sought));
        }
        let blanks = Sought {
            words: "  公积金\u{3000} 提取 ".to_owned(),
            ..Sought::default()
        };
        assert_eq!(blanks.tidied().unwrap().words, "公积金 提取");
    }

    #[test]
    fn what_is_written_otherwise_is_no_search() {
        let long = format!("q={}", "x".repeat(LONGEST_WORDS + 1));
        let huge = format!("q={}", "x".repeat(100_000));
        for wrong in [
            "",
            "q",
            "q=",
            "q=%20",
            "q=a%20%20b",
            "q=a&page=2",
            "q=a&sort=new",
            "q=a&q=b",
            "q=a&q=a",
            "kind=x&q=a",
            "q=a&kind=",
            "q=a b",
            "q=a+b%2g",
            "q=%e5%85%ac",
            "q=%E5%85",
            "q=a%0D%0ABcc",
            "q=a%",
            "q=a%E",
            "q=公积金",
            "q=a&standing=5",
            "q=a&standing=00",
            "q=a&from=2026-1-1",
            "q=a&unit=1",
            "q=a&",
            &long,
            &huge,
        ] {
            assert_eq!(Sought::read(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn what_is_too_long_is_followed_by_nobody() {
        let wordy = Sought {
            words: "公".repeat(LONGEST_WORDS + 1),
            ..whole()
        };
        assert_eq!(wordy.tidied(), None);
        let choosy = Sought {
            words: "公".repeat(LONGEST_WORDS),
            theme: Some("题".repeat(LONGEST_WORDS)),
            ..whole()
        };
        assert_eq!(choosy.tidied(), None, "the whole is too long for an index");
        assert!(whole().tidied().is_some());
        assert_eq!(Sought::default().tidied(), None);
    }
}
