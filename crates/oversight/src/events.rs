//! What happens to supervision notices: a closed list, as it stands in the log.
//!
//! The words themselves are not in the log, only their digest: so that they cannot be changed in silence, and stay within the
//! government.

use kernel::{Date, Fault, UnitId};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Something that happened to a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum NoticeEvent {
    /// It was issued.
    Issued {
        /// Its number.
        number: String,
        /// By when it is to be answered.
        due_on: Date,
        /// The calendar used.
        calendar: String,
        /// How many promises it is about.
        promises: u64,
        /// SHA-256 of title and text.
        words_digest: String,
    },
    /// It was answered.
    Answered {
        /// The day.
        on: Date,
        /// How many links stand in it.
        links: u64,
        /// SHA-256 of words and links.
        words_digest: String,
    },
    /// The answer was returned.
    Returned {
        /// By when another is owed.
        due_on: Date,
        /// The calendar used.
        calendar: String,
        /// SHA-256 of the words.
        words_digest: String,
    },
    /// It was closed.
    Closed {
        /// SHA-256 of the words.
        words_digest: String,
    },
    /// Its unit was reorganised: another answers it.
    HandedOver {
        /// Who was to answer it.
        from: UnitId,
        /// Who is to answer it now.
        to: UnitId,
    },
    /// It was taken back.
    Withdrawn {
        /// SHA-256 of the words.
        words_digest: String,
    },
}

impl NoticeEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Issued { .. } => "notice.issued",
            Self::Answered { .. } => "notice.answered",
            Self::Returned { .. } => "notice.returned",
            Self::Closed { .. } => "notice.closed",
            Self::HandedOver { .. } => "notice.handed_over",
            Self::Withdrawn { .. } => "notice.withdrawn",
        }
    }

    /// The facts that the log keeps.
    ///
    /// # Errors
    /// Never in practice: the facts are texts and numbers.
    pub fn body(&self) -> Result<serde_json::Value, Fault> {
        serde_json::to_value(self).map_err(|cause| Fault::caused("writing an event", cause))
    }
}

/// SHA-256 of texts, one after the other with a line feed between.
pub fn digest_of(texts: &[&str]) -> String {
    hex::encode(Sha256::digest(texts.join("\n").as_bytes()))
}
