//! Tiles: stretches of up to 256 hashes of one level, and their addresses (C2SP tlog-tiles).
//!
//! A tile of level L holds the roots of complete subtrees of 256^L leaves. Full tiles never change; the last tile of
//! a level grows until it is full, and each of its widths has an address of its own.

use crate::digits::parse_number;

/// Hashes of a full tile.
pub const WIDTH: u64 = 256;

/// Bits of an index that a tile covers.
pub(crate) const HEIGHT: u32 = 8;

/// One tile at one width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    /// 0 holds leaves, 1 the roots of full tiles of level 0, and so on.
    pub level: u8,
    /// Its place in its level, from 0.
    pub index: u64,
    /// How many hashes: 1 to 256.
    pub width: u16,
}

impl Tile {
    /// The tile in a tree of that size; `None` where the tree does not reach it.
    pub fn in_tree(level: u8, index: u64, size: u64) -> Option<Self> {
        let hashes = size.checked_shr(HEIGHT * u32::from(level)).unwrap_or(0);
        let before = index.checked_mul(WIDTH)?;
        let width = hashes.checked_sub(before)?.min(WIDTH);
        let width = u16::try_from(width).ok().filter(|width| *width > 0)?;
        Some(Self {
            level,
            index,
            width,
        })
    }

    /// Whether it will never change.
    pub fn is_full(self) -> bool {
        u64::from(self.width) == WIDTH
    }

    /// Its path below the log's address: `tile/0/x001/234.p/56`.
    pub fn path(self) -> String {
        format!(
            "tile/{}/{}{}",
            self.level,
            index_path(self.index),
            width_suffix(self.width)
        )
    }
}

/// What an address below a log's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// A tile of hashes.
    Tile(Tile),
    /// A bundle of entries; its tile has level 0.
    Entries(Tile),
}

impl Resource {
    /// Reads a path: `tile/0/000`, `tile/entries/x001/234.p/56`. `None` for anything that is not written exactly so.
    pub fn parse(path: &str) -> Option<Self> {
        if path.len() > 80 {
            return None;
        }
        let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, parse_number(width).filter(|it| *it < WIDTH)?),
            None => (rest, WIDTH),
        };
        let index = parse_index(index)?;
        let width = u16::try_from(width).ok().filter(|width| *width > 0)?;
        if level == "entries" {
            return Some(Self::Entries(Tile {
                level: 0,
                index,
                width,
            }));
        }
        let level = u8::try_from(parse_number(level)?).ok()?;
        (level < 64).then_some(Self::Tile(Tile {
            level,
            index,
            width,
        }))
    }

    /// Its path below the log's address.
    pub fn path(self) -> String {
        match self {
            Self::Tile(tile) => tile.path(),
            Self::Entries(tile) => {
                format!(
                    "tile/entries/{}{}",
                    index_path(tile.index),
                    width_suffix(tile.width)
                )
            }
        }
    }
}

fn width_suffix(width: u16) -> String {
    if u64::from(width) == WIDTH {
        String::new()
    } else {
        format!(".p/{width}")
    }
}

/// `x001/x234/067` for 1234067.
fn index_path(index: u64) -> String {
    let mut path = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    path
}

fn parse_index(path: &str) -> Option<u64> {
    let mut index: u64 = 0;
    let parts: Vec<&str> = path.split('/').collect();
    let (last, leading) = parts.split_last()?;
    for part in leading {
        index = join(index, part.strip_prefix('x')?)?;
    }
    index = join(index, last)?;
    // One way of writing only: no `x000` in front.
    (index_path(index) == path).then_some(index)
}

fn join(index: u64, digits: &str) -> Option<u64> {
    let is_three = digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_three {
        return None;
    }
    index
        .checked_mul(1000)?
        .checked_add(digits.parse().ok()?)
        .filter(|index| *index < 1 << 55)
}
