//! What happens to sites beside the main one, as it stands in the log.

use kernel::Fault;
use serde::Serialize;

/// Something that happened to a site, or to a document on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SubsiteEvent {
    /// The configuration names it, for the first time or otherwise than before.
    Declared {
        /// Its code.
        site: String,
        /// The unit whose site it is.
        unit: String,
        /// 网站名称.
        name: String,
        /// Where people reach it.
        base_url: String,
    },
    /// The configuration no longer names it.
    Ended {
        /// Its code.
        site: String,
    },
    /// All that belongs on it stands on it, or nothing stands on it any more.
    Filled {
        /// Its code.
        site: String,
    },
    /// A document of others stands on it by reference.
    Shared {
        /// Its code.
        site: String,
        /// The column in which it stands there.
        column: String,
    },
    /// It does no longer.
    Unshared {
        /// Its code.
        site: String,
    },
}

impl SubsiteEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Declared { .. } => "subsite.declared",
            Self::Ended { .. } => "subsite.ended",
            Self::Filled { .. } => "subsite.filled",
            Self::Shared { .. } => "document.shared",
            Self::Unshared { .. } => "document.unshared",
        }
    }

    /// The facts that the log keeps.
    ///
    /// # Errors
    /// Never in practice: the facts are texts.
    pub fn body(&self) -> Result<serde_json::Value, Fault> {
        serde_json::to_value(self).map_err(|cause| Fault::caused("writing an event", cause))
    }
}
