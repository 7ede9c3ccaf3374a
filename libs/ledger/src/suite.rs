//! Which hash goes with which signature.
//!
//! A log keeps its suite for life: another suite is another log.

use crate::hash::{Sha256, Sm3, TreeHash};

/// A hash and a signature algorithm that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suite {
    /// SHA-256 with Ed25519 (RFC 8032): what the world's verifiers speak.
    Ed25519,
    /// SM3 with SM2 (GB/T 32905, GB/T 32918.2): for sites that must use 国密.
    Sm2,
}

impl Suite {
    /// `ed25519` or `sm2`, as configuration says it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::Sm2 => "sm2",
        }
    }

    /// Reads a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Ed25519, Self::Sm2]
            .into_iter()
            .find(|suite| suite.code() == code)
    }

    /// The hash of its trees.
    pub fn tree_hash(self) -> &'static dyn TreeHash {
        match self {
            Self::Ed25519 => &Sha256,
            Self::Sm2 => &Sm3,
        }
    }
}
