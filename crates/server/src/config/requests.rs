//! `[requests]`: how requests for information are taken online.

use serde::{Deserialize, Serialize};

/// `[requests]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RequestsSection {
    /// Requests that one visitor may hand in an hour; 0 takes none online.
    pub per_hour: u32,
}

impl Default for RequestsSection {
    fn default() -> Self {
        Self { per_hour: 20 }
    }
}
