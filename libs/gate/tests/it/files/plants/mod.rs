//! The corpus: files with one thing planted in each, and files with nothing.

mod clean;
mod documents;
mod others;
mod papers;
mod workbooks;

pub use clean::clean;

use gate::file::HiddenKind;

/// A file with something in it.
pub struct Planted {
    pub name: String,
    pub kind: HiddenKind,
    pub bytes: Vec<u8>,
    pub holds_number: bool,
}

impl Planted {
    fn new(name: &str, kind: HiddenKind, bytes: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            bytes,
            holds_number: true,
        }
    }

    fn wordless(name: &str, kind: HiddenKind, bytes: Vec<u8>) -> Self {
        Self {
            holds_number: false,
            ..Self::new(name, kind, bytes)
        }
    }
}

pub fn planted() -> Vec<Planted> {
    let mut all = workbooks::planted();
    all.extend(documents::planted());
    all.extend(papers::planted());
    all.extend(others::planted());
    all
}
