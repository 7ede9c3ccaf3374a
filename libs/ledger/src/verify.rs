//! Believing a proof, or not (RFC 9162 §2.1.3.2 and §2.1.4.2).
//!
//! Works on the numbers of the proof alone and shares no code with the making of proofs, so that an error in one is found by
//! the other.

use crate::error::LedgerError;
use crate::hash::{Hash, TreeHash};

/// The root that an inclusion proof leads to.
///
/// # Errors
/// Where the index is outside, or the proof has another length than such a proof has.
pub fn root_of_inclusion(
    hash: &dyn TreeHash,
    leaf: Hash,
    (index, size): (u64, u64),
    path: &[Hash],
) -> Result<Hash, LedgerError> {
    if index >= size {
        return Err(LedgerError::OutOfRange { index, size });
    }
    let (mut node, mut last) = (index, size - 1);
    let mut root = leaf;
    for sibling in path {
        if last == 0 {
            return Err(LedgerError::RootDiffers);
        }
        if node & 1 == 1 || node == last {
            root = hash.node(sibling, &root);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            root = hash.node(&root, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last == 0 {
        Ok(root)
    } else {
        Err(LedgerError::RootDiffers)
    }
}

/// Whether an entry is at that index of the tree with that root.
///
/// # Errors
/// Where it is not.
pub fn verify_inclusion(
    hash: &dyn TreeHash,
    entry: &[u8],
    (index, size, root): (u64, u64, Hash),
    path: &[Hash],
) -> Result<(), LedgerError> {
    if root_of_inclusion(hash, hash.leaf(entry), (index, size), path)? == root {
        Ok(())
    } else {
        Err(LedgerError::RootDiffers)
    }
}

/// Whether the second tree continues the first.
///
/// # Errors
/// Where it does not.
pub fn verify_consistency(
    hash: &dyn TreeHash,
    (old, old_root): (u64, Hash),
    (new, new_root): (u64, Hash),
    path: &[Hash],
) -> Result<(), LedgerError> {
    if old > new {
        return Err(LedgerError::OutOfRange {
            index: old,
            size: new,
        });
    }
    if old == new {
        return agreed(old_root == new_root && path.is_empty());
    }
    if old == 0 {
        // Everything continues the empty tree.
        return agreed(old_root == hash.empty() && path.is_empty());
    }
    let mut hashes = path.iter();
    let start = if old.is_power_of_two() {
        Some(&old_root)
    } else {
        hashes.next()
    };
    let Some(start) = start else {
        return agreed(false);
    };
    let (mut node, mut last) = (old - 1, new - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut first, mut second) = (*start, *start);
    for sibling in hashes {
        if last == 0 {
            return agreed(false);
        }
        if node & 1 == 1 || node == last {
            first = hash.node(sibling, &first);
            second = hash.node(sibling, &second);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            second = hash.node(&second, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    agreed(last == 0 && first == old_root && second == new_root)
}

fn agreed(is_agreed: bool) -> Result<(), LedgerError> {
    if is_agreed {
        Ok(())
    } else {
        Err(LedgerError::Inconsistent)
    }
}
