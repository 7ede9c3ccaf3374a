//! The proof that cleaning took out what it should: what went in, what came out, what is gone. Reads nothing itself.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::hidden::HiddenKind;
use crate::finding::Kind;

/// What was taken out of which file; the result was read again and none of it found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// SHA-256 of the file as it was, hexadecimal.
    pub before: String,
    /// SHA-256 of the clean one.
    pub after: String,
    /// How many of each kind were taken out.
    pub stripped: Vec<(HiddenKind, usize)>,
    /// How many of each kind were masked in what everybody sees.
    pub masked: Vec<(Kind, usize)>,
}

/// A clean file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The file.
    pub bytes: Vec<u8>,
    /// That nothing survives in it.
    pub proof: Proof,
}

/// What was taken out so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    stripped: BTreeMap<HiddenKind, usize>,
    masked: BTreeMap<Kind, usize>,
}

impl Tally {
    /// So many of a kind are gone.
    pub fn stripped(&mut self, kind: HiddenKind, count: usize) {
        if count > 0 {
            *self.stripped.entry(kind).or_default() += count;
        }
    }

    /// One of a kind is masked.
    pub fn masked(&mut self, kind: Kind) {
        *self.masked.entry(kind).or_default() += 1;
    }

    /// The proof.
    pub fn prove(self, before: &[u8], after: &[u8]) -> Proof {
        let hash = |bytes: &[u8]| hex::encode(Sha256::digest(bytes));
        Proof {
            before: hash(before),
            after: hash(after),
            stripped: self.stripped.into_iter().collect(),
            masked: self.masked.into_iter().collect(),
        }
    }
}
