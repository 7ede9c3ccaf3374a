//! Proofs from tiles: that an entry is in the tree, and that one tree continues another (RFC 6962 §2.1.1, §2.1.2).
//!
//! Tiles come from a [`TileSource`]; each is asked for once a proof. A caller that must fetch them first (from a
//! database, over a network) asks which with [`list_tiles_of_inclusion`] and [`list_tiles_of_consistency`].

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::append::fold;
use crate::error::{LedgerError, malformed};
use crate::hash::{Hash, TreeHash};
use crate::tile::{HEIGHT, Tile, WIDTH};

/// Where tiles come from.
pub trait TileSource {
    /// The bytes of a tile: at least `tile.width` hashes, one after the other. A wider one will do.
    ///
    /// # Errors
    /// [`LedgerError::TileMissing`] where it has no such tile.
    fn read_tile(&self, tile: Tile) -> Result<Cow<'_, [u8]>, LedgerError>;
}

impl TileSource for BTreeMap<Tile, Vec<u8>> {
    fn read_tile(&self, tile: Tile) -> Result<Cow<'_, [u8]>, LedgerError> {
        self.get(&tile)
            .map(|bytes| Cow::Borrowed(bytes.as_slice()))
            .ok_or_else(|| LedgerError::TileMissing { path: tile.path() })
    }
}

/// A tree of a certain size whose tiles lie somewhere.
pub struct Tree<'s> {
    hash: &'s dyn TreeHash,
    source: &'s dyn TileSource,
    size: u64,
    read: RefCell<BTreeMap<Tile, Cow<'s, [u8]>>>,
}

impl std::fmt::Debug for Tree<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tree")
            .field("hash", &self.hash)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

impl<'s> Tree<'s> {
    /// The tree of the first `size` leaves.
    pub fn new(hash: &'s dyn TreeHash, source: &'s dyn TileSource, size: u64) -> Self {
        Self {
            hash,
            source,
            size,
            read: RefCell::new(BTreeMap::new()),
        }
    }

    /// Its root.
    ///
    /// # Errors
    /// Where a tile is missing or cannot be read.
    pub fn root(&self) -> Result<Hash, LedgerError> {
        if self.size == 0 {
            return Ok(self.hash.empty());
        }
        self.range(0, self.size)
    }

    /// The hash of a leaf.
    ///
    /// # Errors
    /// Where the index is outside, or its tile is missing.
    pub fn leaf(&self, index: u64) -> Result<Hash, LedgerError> {
        self.check_inside(index)?;
        self.subtree(0, index)
    }

    /// The inclusion proof of a leaf: its sibling first, the root's child last.
    ///
    /// # Errors
    /// Where the index is outside, or a tile is missing.
    pub fn inclusion_proof(&self, index: u64) -> Result<Vec<Hash>, LedgerError> {
        self.check_inside(index)?;
        let (mut low, mut high) = (0, self.size);
        let mut path = Vec::new();
        while high - low > 1 {
            let middle = low + split(high - low);
            if index < middle {
                path.push(self.range(middle, high)?);
                high = middle;
            } else {
                path.push(self.range(low, middle)?);
                low = middle;
            }
        }
        path.reverse();
        Ok(path)
    }

    /// The proof that this tree continues the one of its first `old` leaves.
    ///
    /// # Errors
    /// Where `old` is 0 or more than the size, or a tile is missing.
    pub fn consistency_proof(&self, old: u64) -> Result<Vec<Hash>, LedgerError> {
        if old == 0 || old > self.size {
            return Err(self.outside(old));
        }
        let (mut low, mut high) = (0, self.size);
        let mut path = Vec::new();
        // RFC 6962 §2.1.2, SUBPROOF: `old` lies in [low, high]; the old tree's part that ends it is complete or not.
        while old < high {
            let middle = low + split(high - low);
            if old <= middle {
                path.push(self.range(middle, high)?);
                high = middle;
            } else {
                path.push(self.range(low, middle)?);
                low = middle;
            }
        }
        if low > 0 {
            path.push(self.range(low, high)?);
        }
        path.reverse();
        Ok(path)
    }

    fn check_inside(&self, index: u64) -> Result<(), LedgerError> {
        if index < self.size {
            Ok(())
        } else {
            Err(self.outside(index))
        }
    }

    fn outside(&self, index: u64) -> LedgerError {
        LedgerError::OutOfRange {
            index,
            size: self.size,
        }
    }

    /// The hash over leaves `low..high`, where `low` is a multiple of the next power of two.
    fn range(&self, low: u64, high: u64) -> Result<Hash, LedgerError> {
        let count = high - low;
        if count.is_power_of_two() {
            let height = count.trailing_zeros();
            return self.subtree(height, low >> height);
        }
        let middle = low + split(count);
        let left = self.range(low, middle)?;
        let right = self.range(middle, high)?;
        Ok(self.hash.node(&left, &right))
    }

    /// The root of a complete subtree of 2^height leaves.
    fn subtree(&self, height: u32, index: u64) -> Result<Hash, LedgerError> {
        let above = height % HEIGHT;
        let level = u8::try_from(height / HEIGHT).unwrap_or(u8::MAX);
        let first = index << above;
        let tile = Tile::in_tree(level, first / WIDTH, self.size)
            .ok_or_else(|| self.outside(index << height))?;
        let mut read = self.read.borrow_mut();
        let bytes = match read.entry(tile) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let bytes = self.source.read_tile(tile)?;
                if bytes.len() < usize::from(tile.width) * Hash::LENGTH {
                    return Err(malformed("账页", "比应有的短"));
                }
                place.insert(bytes)
            }
        };
        let start = usize::try_from(first % WIDTH).unwrap_or(0);
        let hashes: Vec<Hash> = bytes
            .chunks_exact(Hash::LENGTH)
            .take(usize::from(tile.width))
            .skip(start)
            .take(1 << above)
            .filter_map(Hash::from_slice)
            .collect();
        if hashes.len() != 1 << above {
            return Err(malformed("账页", "不含所需的哈希"));
        }
        Ok(fold(self.hash, &hashes))
    }
}

/// The largest power of two below a number of at least 2 (RFC 6962 §2.1).
fn split(count: u64) -> u64 {
    1 << (63 - (count - 1).leading_zeros())
}

/// Which tiles an inclusion proof needs.
///
/// # Errors
/// Where the index is outside.
pub fn list_tiles_of_inclusion(index: u64, size: u64) -> Result<Vec<Tile>, LedgerError> {
    let recorder = Recorder::default();
    Tree::new(&NoHash, &recorder, size).inclusion_proof(index)?;
    Ok(recorder.asked.into_inner())
}

/// Which tiles a consistency proof needs.
///
/// # Errors
/// Where `old` is 0 or more than the size.
pub fn list_tiles_of_consistency(old: u64, size: u64) -> Result<Vec<Tile>, LedgerError> {
    let recorder = Recorder::default();
    Tree::new(&NoHash, &recorder, size).consistency_proof(old)?;
    Ok(recorder.asked.into_inner())
}

/// Notes which tiles are asked for.
#[derive(Debug, Default)]
struct Recorder {
    asked: RefCell<Vec<Tile>>,
}

impl TileSource for Recorder {
    fn read_tile(&self, tile: Tile) -> Result<Cow<'_, [u8]>, LedgerError> {
        self.asked.borrow_mut().push(tile);
        Ok(Cow::Borrowed(&[0; 256 * Hash::LENGTH]))
    }
}

/// Hashes nothing: where only the tiles matter.
#[derive(Debug)]
struct NoHash;

impl TreeHash for NoHash {
    fn name(&self) -> &'static str {
        "none"
    }
    fn digest(&self, _: &[&[u8]]) -> Hash {
        Hash::new([0; 32])
    }
}
