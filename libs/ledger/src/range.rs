//! A compact range: what must be remembered of a growing tree to know its root.
//!
//! One hash for each complete subtree on the left edge, the largest first: as many as the size has ones in binary.

use crate::error::{LedgerError, malformed};
use crate::hash::{Hash, TreeHash};

/// The complete subtrees of a tree from its first leaf on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompactRange {
    size: u64,
    peaks: Vec<Hash>,
}

impl CompactRange {
    /// An empty tree's.
    pub fn new() -> Self {
        Self::default()
    }

    /// From what was remembered.
    ///
    /// # Errors
    /// Where the number of hashes does not fit the size.
    pub fn from_peaks(size: u64, peaks: Vec<Hash>) -> Result<Self, LedgerError> {
        if usize::try_from(size.count_ones()) != Ok(peaks.len()) {
            return Err(malformed("紧凑区间", "哈希个数与大小不符"));
        }
        Ok(Self { size, peaks })
    }

    /// How many leaves it covers.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The hashes of its complete subtrees, the largest first.
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// Appends a leaf by its hash.
    pub fn push(&mut self, hash: &dyn TreeHash, leaf: Hash) {
        let mut top = leaf;
        let mut size = self.size;
        while size & 1 == 1
            && let Some(left) = self.peaks.pop()
        {
            top = hash.node(&left, &top);
            size >>= 1;
        }
        self.peaks.push(top);
        self.size += 1;
    }

    /// The root of the tree of all its leaves.
    pub fn root(&self, hash: &dyn TreeHash) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else {
            return hash.empty();
        };
        peaks.fold(*last, |right, left| hash.node(left, &right))
    }
}
