//! Why a part could not be read. The words for users are the callers'.

use thiserror::Error;

/// Why a part could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum XmlError {
    /// It is no well-formed XML.
    #[error("{part}: {detail}")]
    Malformed {
        /// The part, as the caller named it.
        part: &'static str,
        /// What the parser said.
        detail: String,
    },
    /// Elements within elements beyond the limit.
    #[error("{part}: deeper than {limit}")]
    TooDeep {
        /// The part, as the caller named it.
        part: &'static str,
        /// The limit.
        limit: usize,
    },
}
