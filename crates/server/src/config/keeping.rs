//! `[audit]` and `[log]`: what the site keeps of what was done, and what the program says.

use serde::{Deserialize, Serialize};

/// `[audit]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuditSection {
    /// Days for which messages and their deliveries are kept at least, 400 or more. Events are kept for ever whatever it says.
    pub keep_days: u32,
}

impl AuditSection {
    /// The fewest days.
    pub(super) const LEAST: u32 = 400;
    /// A hundred years: beyond it nobody means it.
    pub(super) const MOST: u32 = 36_500;
}

impl Default for AuditSection {
    fn default() -> Self {
        Self {
            keep_days: Self::LEAST,
        }
    }
}

/// `[log]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogSection {
    /// Least level: error, warn, info, debug, trace (or a filter such as `info,sqlx=warn`).
    pub level: String,
    /// `json` or `text`.
    pub format: LogFormat,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

impl Default for LogSection {
    fn default() -> Self {
        Self {
            level: "info".to_owned(),
            format: LogFormat::Json,
        }
    }
}
