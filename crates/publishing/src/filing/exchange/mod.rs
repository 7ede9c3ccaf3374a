//! 备案 between sites: a filing as one signed file that another site takes in, and the answer as a signed note that comes back.
//!
//! The format is open ([docs/filing-package.md](../../../../../docs/filing-package.md)). Who is believed is configuration ([`Partners`]): a key that is not known there opens nothing. How a
//! file travels is not known here.

mod answer;
mod package;
mod parcel;
mod refusal;

pub use answer::Answer;
pub use package::{Attached, MOST_ATTACHED, Package, Paper, Sealed, Site};
pub use parcel::{MOST_BYTES, Parcel};
pub use refusal::PackageRefusal;

use std::collections::BTreeMap;

use kernel::Date;
use kernel::unit::{Directory, Unit};
use ledger::{Note, Verifier, parse_verifier};
use sha2::{Digest as _, Sha256};

use super::rules::FilingDesks;

/// The sites that this one exchanges filings with, by their verification keys (`gongkai log key` over there).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Partners {
    /// Sites whose packages are taken in: a name for people, and the key.
    pub senders: BTreeMap<String, String>,
    /// Organs elsewhere whose answers count: the organ's name as a sender types it, and the key of its site.
    pub receivers: BTreeMap<String, String>,
}

impl Partners {
    /// The name of what cannot be a key; `None` where all can.
    pub fn find_bad_key(&self) -> Option<&str> {
        let mut all = self.senders.iter().chain(&self.receivers);
        let bad = all.find(|(_, key)| parse_verifier(key).is_err());
        bad.map(|(name, _)| name.as_str())
    }
}

/// The text of a note, once one of the keys is found to have signed it.
///
/// `claimed` is the key that the file says is its own: a file that not even that key signed was altered; one that it did sign comes from somebody
/// who is not known.
fn believe<'n>(
    note: &'n Note,
    keys: impl Iterator<Item = String>,
    claimed: &str,
) -> Result<(&'n str, Box<dyn Verifier>), PackageRefusal> {
    for key in keys {
        let Ok(verifier) = parse_verifier(&key) else {
            continue;
        };
        if let Ok(text) = note.check(&*verifier) {
            return Ok((text, verifier));
        }
    }
    let stranger = parse_verifier(claimed).ok();
    match stranger.filter(|it| note.check(&**it).is_ok()) {
        Some(stranger) => Err(PackageRefusal::UnknownKey {
            name: stranger.name().to_owned(),
            fingerprint: fingerprint(&stranger.text()),
        }),
        None => Err(PackageRefusal::Altered),
    }
}

/// A key as people compare it on the telephone: the first sixteen bytes of SHA-256 over its text, in groups of four digits.
pub fn fingerprint(key: &str) -> String {
    let digest = hex::encode(&Sha256::digest(key.as_bytes())[..16]);
    let groups: Vec<&str> = (0..digest.len())
        .step_by(4)
        .map(|at| &digest[at..at + 4])
        .collect();
    groups.join(" ")
}

fn digest_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The unit of this site that looks through what is put on file with an organ of that name: the unit itself, or who does that for it.
pub fn find_receiver<'d>(
    directory: &'d Directory,
    (name, desks): (&str, &FilingDesks),
    today: Date,
) -> Option<&'d Unit> {
    let mut standing = directory.units().iter().filter(|it| it.exists_on(today));
    let named = standing.find(|it| it.name == name || it.short_name == name)?;
    let desk = desks.get(&named.code);
    let desk = desk.and_then(|code| directory.find_by_code(code));
    Some(desk.filter(|it| it.exists_on(today)).unwrap_or(named))
}

#[cfg(test)]
mod tests;
