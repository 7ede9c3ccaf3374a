//! Parameters of an address: read strictly, refused with their name and what to do.
//!
//! Empty values count as absent, for a GET form sends them all. Pages ignore names they do not know (messengers add
//! their own to shared links); the API refuses them.

use std::fmt::Write;
use std::str::FromStr;

use axum::extract::Query;
use axum::http::Uri;
use kernel::{Date, PageAsk};
use promises::model::Standing;
use promises::queries::PromiseFilter;

use crate::listing::NO_KEY;

/// A parameter that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("参数 {name} {message}")]
pub(crate) struct BadParameter {
    /// Its name.
    pub name: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// The decoded parameters of a query, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    /// Decodes the query of an address.
    pub fn of(uri: &Uri) -> Self {
        Self(Query::try_from_uri(uri).map_or_else(|_| Vec::new(), |Query(pairs)| pairs))
    }

    /// The value of a name, if there is one that is not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().filter(|(it, _)| it == name);
        values
            .next()
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// Whether a name is there, with or without a value.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(it, _)| it == name)
    }

    /// The value of a name as a `T`; `cure` completes 「参数 x」 and says what it should be.
    pub fn parse<T: FromStr>(&self, name: &str, cure: &str) -> Result<Option<T>, BadParameter> {
        self.text(name)
            .map(|value| value.parse().map_err(|_| bad(name, value, cure)))
            .transpose()
    }

    /// A day.
    pub fn day(&self, name: &str) -> Result<Option<Date>, BadParameter> {
        const CURE: &str = "应为日期，写作 2026-03-01";
        let Some(value) = self.text(name) else {
            return Ok(None);
        };
        let day: Date = value.parse().map_err(|_| bad(name, value, CURE))?;
        // Four digits and nothing else: the parser takes more forms than addresses should have.
        if day.to_string() == value && (1990..=2100).contains(&day.year()) {
            Ok(Some(day))
        } else {
            Err(bad(
                name,
                value,
                "应为1990年至2100年之间的日期，写作 2026-03-01",
            ))
        }
    }

    /// Refuses names that are not among `known`, and names given twice.
    pub fn refuse_others(&self, known: &[&str]) -> Result<(), BadParameter> {
        for (at, (name, _)) in self.0.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                let shown: String = name.chars().take(40).collect();
                let message = format!("无法识别。可用的参数：{}", known.join("、"));
                return Err(BadParameter {
                    name: shown,
                    message,
                });
            }
            if self.0[..at].iter().any(|(earlier, _)| earlier == name) {
                return Err(BadParameter {
                    name: name.clone(),
                    message: "出现了不止一次，请只保留一个".to_owned(),
                });
            }
        }
        Ok(())
    }

    /// How many items are wanted, of `most` at most.
    pub fn limit(&self, most: u32) -> Result<Option<u32>, BadParameter> {
        let cure = format!("应为1到{most}之间的整数");
        match self.parse::<u32>("limit", &cure)? {
            Some(wrong) if !(1..=most).contains(&wrong) => {
                Err(bad("limit", &wrong.to_string(), &cure))
            }
            given => Ok(given),
        }
    }

    /// The part of a list that is wanted: `after` and, where the caller lets people choose, `limit`.
    pub fn page(&self, limit: Limit) -> Result<PageAsk, BadParameter> {
        let limit = match limit {
            Limit::Fixed(limit) => limit,
            Limit::Chosen { unless_given } => self.limit(PageAsk::MOST)?.unwrap_or(unless_given),
        };
        let after = self.text("after");
        if let Some(key) = after.filter(|key| key.len() > 200) {
            return Err(bad("after", key, NO_KEY));
        }
        Ok(match after {
            Some(key) => PageAsk::after(key, limit),
            None => PageAsk::first(limit),
        })
    }

    /// The filter of a list of promises.
    pub fn promise_filter(&self) -> Result<PromiseFilter, BadParameter> {
        const ID: &str = "应为36位编号，请从本站页面上的链接进入";
        let standing = match self.text("standing") {
            None => None,
            Some(code) => Some(Standing::from_code(code).ok_or_else(|| {
                let codes: Vec<_> = Standing::ALL.iter().map(|it| it.code()).collect();
                bad(
                    "standing",
                    code,
                    &format!("应为其中之一：{}", codes.join("、")),
                )
            })?),
        };
        let filter = PromiseFilter {
            unit: self.parse("unit", ID)?,
            plan: self.parse("plan", ID)?,
            duty: self.parse("duty", ID)?,
            standing,
            due_from: self.day("due_from")?,
            due_through: self.day("due_through")?,
        };
        match (filter.due_from, filter.due_through) {
            (Some(from), Some(through)) if from > through => Err(bad(
                "due_through",
                &through.to_string(),
                "早于 due_from，请把起止日期对调",
            )),
            _ => Ok(filter),
        }
    }
}

/// Who sets how many items a page holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Limit {
    /// The page.
    Fixed(u32),
    /// The asker, by `limit`.
    Chosen {
        /// If they do not.
        unless_given: u32,
    },
}

/// A refusal that shows what was given.
pub(crate) fn bad(name: &str, given: &str, cure: &str) -> BadParameter {
    let shown: String = given.chars().take(40).collect();
    BadParameter {
        name: name.to_owned(),
        message: format!("的值「{shown}」不可用，{cure}"),
    }
}

/// The names that a list of promises understands, in canonical order, without paging.
pub(crate) const PROMISE_FILTER: [&str; 6] = [
    "unit",
    "plan",
    "duty",
    "standing",
    "due_from",
    "due_through",
];

/// A filter as a canonical query (`unit=…&standing=late`), empty when nothing narrows it.
pub(crate) fn filter_query(filter: &PromiseFilter) -> String {
    let values = [
        filter.unit.map(|it| it.to_string()),
        filter.plan.map(|it| it.to_string()),
        filter.duty.map(|it| it.to_string()),
        filter.standing.map(|it| it.code().to_owned()),
        filter.due_from.map(|it| it.to_string()),
        filter.due_through.map(|it| it.to_string()),
    ];
    let pairs: Vec<String> = PROMISE_FILTER
        .iter()
        .zip(values)
        .filter_map(|(name, value)| Some(format!("{name}={}", value?)))
        .collect();
    pairs.join("&")
}

/// An address with a query, without a lone `?`.
pub(crate) fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// A query with one more pair, the value percent-encoded.
pub(crate) fn and(query: &str, name: &str, value: &str) -> String {
    let mut out = query.to_owned();
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(name);
    out.push('=');
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            other => {
                // Writing to a String cannot fail.
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
