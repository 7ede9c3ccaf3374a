//! Appending: new leaves, and the tiles that they change.
//!
//! Remembers the right edge of the tree, one partial tile a level. Nothing is written here: the caller takes the
//! changed tiles and keeps them together with whatever the leaves belong to.

use std::collections::BTreeMap;

use crate::error::{LedgerError, malformed};
use crate::hash::{Hash, TreeHash};
use crate::range::CompactRange;
use crate::tile::{HEIGHT, Tile, WIDTH};

/// A tree that grows.
#[derive(Debug, Clone)]
pub struct Appender {
    hash: &'static dyn TreeHash,
    range: CompactRange,
    /// The partial tile of each level; a level that is not there yet is empty.
    edge: Vec<Vec<Hash>>,
    changed: BTreeMap<(u8, u64), Vec<Hash>>,
}

impl Appender {
    /// An empty tree.
    pub fn new(hash: &'static dyn TreeHash) -> Self {
        Self {
            hash,
            range: CompactRange::new(),
            edge: Vec::new(),
            changed: BTreeMap::new(),
        }
    }

    /// Which tiles must be known to go on appending to a tree of that size: at most one a level.
    pub fn list_edge(size: u64) -> Vec<Tile> {
        (0u8..8)
            .filter_map(|level| {
                let hashes = size >> (HEIGHT * u32::from(level));
                let tile = Tile::in_tree(level, hashes / WIDTH, size)?;
                (!tile.is_full()).then_some(tile)
            })
            .collect()
    }

    /// Goes on with a tree of that size, whose edge (see [`Appender::list_edge`]) is given.
    ///
    /// # Errors
    /// Where a tile of the edge is missing or has another width.
    pub fn resume(
        hash: &'static dyn TreeHash,
        size: u64,
        edge: &[(Tile, Vec<Hash>)],
    ) -> Result<Self, LedgerError> {
        let mut levels: Vec<Vec<Hash>> = Vec::new();
        for tile in Self::list_edge(size) {
            let (_, hashes) = edge
                .iter()
                .find(|(known, _)| *known == tile)
                .ok_or_else(|| LedgerError::TileMissing { path: tile.path() })?;
            if hashes.len() != usize::from(tile.width) {
                return Err(malformed("账页", "宽度与账的大小不符"));
            }
            levels.resize(usize::from(tile.level), Vec::new());
            levels.push(hashes.clone());
        }
        let range = CompactRange::from_peaks(size, peaks(hash, &levels))?;
        Ok(Self {
            hash,
            range,
            edge: levels,
            changed: BTreeMap::new(),
        })
    }

    /// How many leaves.
    pub fn size(&self) -> u64 {
        self.range.size()
    }

    /// The root.
    pub fn root(&self) -> Hash {
        self.range.root(self.hash)
    }

    /// Appends an entry as a leaf; its index.
    pub fn append(&mut self, entry: &[u8]) -> u64 {
        let index = self.size();
        let leaf = self.hash.leaf(entry);
        self.range.push(self.hash, leaf);
        self.grow(0, index, leaf);
        index
    }

    /// Puts a hash at a place of a level, and what follows from it above.
    fn grow(&mut self, level: u8, place: u64, hash: Hash) {
        let at = usize::from(level);
        if self.edge.len() <= at {
            self.edge.resize(at + 1, Vec::new());
        }
        self.edge[at].push(hash);
        let index = place / WIDTH;
        if self.edge[at].len() < 256 {
            self.changed.insert((level, index), Vec::new());
            return;
        }
        let full = std::mem::take(&mut self.edge[at]);
        let top = fold(self.hash, &full);
        self.changed.insert((level, index), full);
        self.grow(level + 1, index, top);
    }

    /// The tiles filled since the last time; those that still grow stay for [`Appender::take_changed`].
    pub fn take_full(&mut self) -> Vec<(Tile, Vec<Hash>)> {
        let full = self
            .changed
            .extract_if(.., |_, hashes| !hashes.is_empty())
            .collect::<Vec<_>>();
        full.into_iter()
            .map(|((level, index), hashes)| {
                let tile = Tile {
                    level,
                    index,
                    width: 256,
                };
                (tile, hashes)
            })
            .collect()
    }

    /// The tiles changed since the last time, with all their hashes; each tile once, at its present width.
    pub fn take_changed(&mut self) -> Vec<(Tile, Vec<Hash>)> {
        std::mem::take(&mut self.changed)
            .into_iter()
            .filter_map(|((level, index), full)| {
                let hashes = if full.is_empty() {
                    self.edge.get(usize::from(level))?.clone()
                } else {
                    full
                };
                let width = u16::try_from(hashes.len()).ok()?;
                let tile = Tile {
                    level,
                    index,
                    width,
                };
                Some((tile, hashes))
            })
            .collect()
    }
}

/// The root over a power of two of hashes.
pub(crate) fn fold(hash: &dyn TreeHash, hashes: &[Hash]) -> Hash {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => hash.node(left, right),
                rest => rest[0],
            })
            .collect();
    }
    row.first().copied().unwrap_or_else(|| hash.empty())
}

/// The complete subtrees that an edge holds, the largest first.
fn peaks(hash: &dyn TreeHash, edge: &[Vec<Hash>]) -> Vec<Hash> {
    let mut peaks = Vec::new();
    for hashes in edge.iter().rev() {
        let mut rest = hashes.as_slice();
        for bit in (0..HEIGHT).rev() {
            if hashes.len() >> bit & 1 == 1 {
                let (subtree, after) = rest.split_at(1 << bit);
                peaks.push(fold(hash, subtree));
                rest = after;
            }
        }
    }
    peaks
}
