//! What of a file is to be taken out.

use std::collections::BTreeSet;

use super::hidden::{HiddenKind, Treatment};

/// What is to be taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct What {
    kinds: BTreeSet<HiddenKind>,
}

impl What {
    /// All that can be.
    pub fn all() -> Self {
        let of = |it: &HiddenKind| it.treatment() == Treatment::Strip;
        Self {
            kinds: HiddenKind::ALL.iter().copied().filter(of).collect(),
        }
    }

    /// These kinds.
    pub fn only(kinds: impl IntoIterator<Item = HiddenKind>) -> Self {
        Self {
            kinds: kinds.into_iter().collect(),
        }
    }

    /// Whether a kind is among them.
    pub fn strips(&self, kind: HiddenKind) -> bool {
        self.kinds.contains(&kind)
    }
}
