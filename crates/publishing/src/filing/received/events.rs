//! What happens to filings of other sites, as it stands in the log: none of it is public here.

use kernel::Fault;
use serde::Serialize;

/// Something that happened to a filing of another site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum ReceivedEvent {
    /// A package was taken in.
    Taken {
        /// The name of the key that signed it.
        sender: String,
        /// Its id there.
        sender_filing: String,
        /// How often it was sent.
        round: u32,
        /// SHA-256 of the package.
        package: String,
    },
    /// It was judged.
    Answered {
        /// How: `register`, `return`, `object`, `decline`.
        command: String,
        /// Which sending of it.
        round: u32,
        /// SHA-256 of the words.
        words_digest: String,
        /// 备案登记号; empty where it was not registered.
        register_number: String,
    },
}

impl ReceivedEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Taken { .. } => "filing.taken",
            Self::Answered { .. } => "filing.answered",
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
