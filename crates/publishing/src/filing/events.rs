//! What happens to filings, as it stands in the log.
//!
//! What units write to each other stays within the government and only its digest is in the log; that something is on file, with whom and
//! under which number, is public.

use kernel::{Date, Fault};
use serde::Serialize;

/// Something that happened to a filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum FilingEvent {
    /// It was sent: for the first time, supplemented, or with what was mended.
    Sent {
        /// The document's edition: 1, 2, 3.
        edition: u32,
        /// To whom, by name.
        receiver: String,
        /// How often by now.
        round: u32,
        /// SHA-256 of all that was reviewed.
        digest: String,
        /// SHA-256 of what went along.
        papers_digest: String,
    },
    /// Something is missing.
    Returned {
        /// SHA-256 of the words.
        words_digest: String,
        /// The name of the key that signed it, where it is another site's answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        answered_by: Option<String>,
    },
    /// The document is to be mended or repealed.
    Objected {
        /// SHA-256 of the words.
        words_digest: String,
        /// The name of the key that signed it, where it is another site's answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        answered_by: Option<String>,
    },
    /// It is on file.
    Registered {
        /// The document's title.
        title: String,
        /// With whom.
        receiver: String,
        /// 备案登记号.
        register_number: String,
        /// The day of it.
        registered_on: Date,
        /// The name of the key that signed it, where it is another site's answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        answered_by: Option<String>,
    },
    /// It is none that is put on file.
    Declined {
        /// SHA-256 of the words.
        words_digest: String,
        /// The name of the key that signed it, where it is another site's answer.
        #[serde(skip_serializing_if = "Option::is_none")]
        answered_by: Option<String>,
    },
}

impl FilingEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "filing.sent",
            Self::Returned { .. } => "filing.returned",
            Self::Objected { .. } => "filing.objected",
            Self::Registered { .. } => "filing.registered",
            Self::Declined { .. } => "filing.declined",
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
