//! The hash of a tree: RFC 6962 §2.1 over SHA-256 or SM3.
//!
//! Leaves and nodes are hashed with different first bytes, so that no node can be passed off as a leaf.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A hash of 32 bytes. Shown and read as Base64.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Bytes of a hash.
    pub const LENGTH: usize = 32;

    /// From its bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// From a slice; `None` where it is not 32 bytes long.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// From standard Base64 with padding; `None` for anything else.
    pub fn from_base64(text: &str) -> Option<Self> {
        // 32 bytes are 44 characters: nothing longer is worth decoding.
        if text.len() != 44 {
            return None;
        }
        Self::from_slice(&STANDARD.decode(text).ok()?)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// A hash function for trees.
pub trait TreeHash: fmt::Debug + Send + Sync {
    /// Its name.
    fn name(&self) -> &'static str;

    /// The digest of the parts, one after the other.
    fn digest(&self, parts: &[&[u8]]) -> Hash;

    /// The hash of a leaf that holds this entry (RFC 6962 §2.1).
    fn leaf(&self, entry: &[u8]) -> Hash {
        self.digest(&[&[0], entry])
    }

    /// The hash of the node over two subtrees (RFC 6962 §2.1).
    fn node(&self, left: &Hash, right: &Hash) -> Hash {
        self.digest(&[&[1], left.as_bytes(), right.as_bytes()])
    }

    /// The root of a tree without leaves (RFC 6962 §2.1).
    fn empty(&self) -> Hash {
        self.digest(&[])
    }
}

/// SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sha256;

impl TreeHash for Sha256 {
    fn name(&self) -> &'static str {
        "sha256"
    }
    fn digest(&self, parts: &[&[u8]]) -> Hash {
        use sha2::Digest as _;
        let mut state = sha2::Sha256::new();
        for part in parts {
            state.update(part);
        }
        Hash(state.finalize().into())
    }
}

/// SM3 (GB/T 32905).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sm3;

impl TreeHash for Sm3 {
    fn name(&self) -> &'static str {
        "sm3"
    }
    fn digest(&self, parts: &[&[u8]]) -> Hash {
        use sm3::Digest as _;
        let mut state = sm3::Sm3::new();
        for part in parts {
            state.update(part);
        }
        Hash(state.finalize().into())
    }
}
