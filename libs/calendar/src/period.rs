//! The periods that laws set, as data with their basis, last-day rule and time of effect.
//! It opens clocks; it does not know which case needs which period.

use std::sync::OnceLock;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::clock::{Clock, LastDay};
use crate::span::Span;

/// A period set by law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Stable name: `disclosure.reply`.
    pub code: String,
    /// What must be done within it.
    pub name: String,
    /// How long.
    pub span: Span,
    /// What an end on a day off does.
    pub last_day: LastDay,
    /// The provision, printed in proofs.
    pub basis: String,
    /// The most that all extensions together may add; `None`: the law knows no extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension_at_most: Option<Span>,
    /// First day of effect; `None`: before everything that is recorded here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<Date>,
    /// Last day of effect; `None`: in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Date>,
    /// What of this nobody has compared with the original yet, in Chinese; `None`: everything has been.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_confirm: Option<String>,
}

impl Period {
    /// A clock of this period from a day or moment.
    pub fn start(&self, at: impl Into<DateTime>) -> Clock {
        Clock::start(at, self.span, self.last_day, self.basis_told())
    }

    /// The provision as proofs print it: with what is still to be compared with the original.
    pub fn basis_told(&self) -> String {
        match &self.to_confirm {
            Some(what) => format!("{}（{what}待核对原文）", self.basis),
            None => self.basis.clone(),
        }
    }

    /// Whether the provision is in force on the day.
    pub fn is_in_force(&self, on: Date) -> bool {
        self.effective_from.is_none_or(|from| from <= on)
            && self.effective_to.is_none_or(|to| on <= to)
    }
}

/// All periods that are built in.
pub fn periods() -> &'static [Period] {
    static PERIODS: OnceLock<Vec<Period>> = OnceLock::new();
    PERIODS.get_or_init(|| {
        serde_json::from_str(include_str!("../data/periods.json"))
            .expect("the embedded periods are read by a test")
    })
}

/// The period of this code that is in force on the day.
pub fn find_period(code: &str, on: Date) -> Option<&'static Period> {
    periods()
        .iter()
        .find(|period| period.code == code && period.is_in_force(on))
}
