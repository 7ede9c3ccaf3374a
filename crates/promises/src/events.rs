//! What happens to promises: a closed list, as it stands in the log and as people read it.
//!
//! Recording is done by [`crate::docket::Docket`]; nothing here touches a database.

use kernel::{Date, Fault};
use serde::{Deserialize, Serialize};

/// Something that happened to a promise, or to a unit's promises of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum PromiseEvent {
    /// It came to be owed.
    Opened {
        /// What is owed.
        title: String,
        /// By when.
        due_on: Date,
        /// What sets the day.
        basis: String,
        /// The calendar used.
        calendar: String,
    },
    /// It was kept.
    Kept {
        /// The day the information became public.
        published_on: Date,
        /// Where.
        link: String,
        /// The recorder's words.
        note: String,
        /// By when it was owed.
        due_on: Date,
        /// `kept_on_time` or `kept_late`.
        outcome: String,
    },
    /// More evidence was added.
    EvidenceAdded {
        /// The day the information became public.
        published_on: Date,
        /// Where.
        link: String,
        /// The recorder's words.
        note: String,
    },
    /// It was waived.
    Waived {
        /// Why.
        reason: String,
        /// What allows it.
        basis: String,
    },
    /// It was made void.
    MadeVoid {
        /// Why.
        reason: String,
    },
    /// Its due day moved.
    DueMoved {
        /// From.
        from: Date,
        /// To.
        to: Date,
        /// Why.
        why: String,
        /// The calendar used.
        calendar: String,
    },
    /// A unit's promises of that day were not kept when the day ended.
    BecameLate {
        /// The day they were due.
        due_on: Date,
        /// How many.
        count: u64,
    },
    /// All open due days were derived anew.
    Recomputed {
        /// The calendar used.
        calendar: String,
        /// How many were looked at.
        looked_at: u64,
        /// How many moved.
        moved: u64,
    },
}

impl PromiseEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "promise.opened",
            Self::Kept { .. } => "promise.kept",
            Self::EvidenceAdded { .. } => "promise.evidence_added",
            Self::Waived { .. } => "promise.waived",
            Self::MadeVoid { .. } => "promise.made_void",
            Self::DueMoved { .. } => "promise.due_moved",
            Self::BecameLate { .. } => "promises.became_late",
            Self::Recomputed { .. } => "promises.recomputed",
        }
    }

    /// The facts that the log keeps.
    pub fn body(&self) -> Result<serde_json::Value, Fault> {
        serde_json::to_value(self).map_err(|cause| Fault::caused("writing an event", cause))
    }

    /// Reads the facts back.
    pub fn from_body(body: &str) -> Result<Self, Fault> {
        serde_json::from_str(body).map_err(|cause| Fault::caused("reading an event", cause))
    }

    /// The event in words.
    pub fn describe(&self) -> String {
        match self {
            Self::Opened {
                due_on,
                basis,
                calendar,
                ..
            } => format!(
                "立项：应于{}前兑现。依据：{basis}(日历版本{calendar})",
                chinese(*due_on)
            ),
            Self::Kept {
                published_on,
                due_on,
                ..
            } => {
                let how = if published_on <= due_on {
                    "按期"
                } else {
                    "逾期"
                };
                format!("登记兑现：信息于{}公开，{how}", chinese(*published_on))
            }
            Self::EvidenceAdded { published_on, .. } => {
                format!("补充证据：信息于{}公开", chinese(*published_on))
            }
            Self::Waived { reason, basis } => format!("豁免：{reason}。依据：{basis}"),
            Self::MadeVoid { reason } => format!("作废：{reason}"),
            Self::DueMoved {
                from,
                to,
                why,
                calendar,
            } => format!(
                "到期日由{}调整为{}：{why}(日历版本{calendar})",
                chinese(*from),
                chinese(*to)
            ),
            Self::BecameLate { due_on, count } => {
                format!("{}到期的{count}项承诺未按期兑现", chinese(*due_on))
            }
            Self::Recomputed {
                calendar,
                looked_at,
                moved,
            } => format!("按日历版本{calendar}重算{looked_at}项未结承诺，{moved}项到期日有变化"),
        }
    }
}

/// A day as people read it: `2026年10月14日`.
pub fn chinese(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}
