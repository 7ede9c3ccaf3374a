//! Entry bundles: the entries of one tile of leaves, each after its length in two bytes (C2SP tlog-tiles).
//!
//! What an entry says is not looked at.

use crate::error::{LedgerError, malformed};

/// Bytes that an entry may have.
pub const LONGEST_ENTRY: usize = 65_535;

/// The bundle of some entries.
///
/// # Errors
/// Where an entry is longer than [`LONGEST_ENTRY`].
pub fn write_bundle<'e>(
    entries: impl IntoIterator<Item = &'e [u8]>,
) -> Result<Vec<u8>, LedgerError> {
    let mut bundle = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).map_err(|_| LedgerError::EntryTooLong {
            length: entry.len(),
        })?;
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Ok(bundle)
}

/// The entries of a bundle.
///
/// # Errors
/// Where it ends within an entry, or holds more than 256.
pub fn read_bundle(bundle: &[u8]) -> Result<Vec<&[u8]>, LedgerError> {
    let mut entries = Vec::new();
    let mut rest = bundle;
    while !rest.is_empty() {
        let short = || malformed("条目包", "在条目中间结束");
        let (length, after) = rest.split_first_chunk::<2>().ok_or_else(short)?;
        let (entry, after) = after
            .split_at_checked(usize::from(u16::from_be_bytes(*length)))
            .ok_or_else(short)?;
        if entries.len() == 256 {
            return Err(malformed("条目包", "超过 256 条"));
        }
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}
