//! The proof that masking hid what it should: the result is read again.

use sha2::{Digest as _, Sha256};

use crate::finding::{Finding, Kind};
use crate::fold::essence;
use crate::scan::Gate;

/// What was hidden in which text, and that it can no longer be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// SHA-256 of the old text, hexadecimal.
    pub before: String,
    /// SHA-256 of the new one.
    pub after: String,
    /// How many of each kind were hidden.
    pub hidden: Vec<(Kind, usize)>,
}

/// Something that was to be hidden can still be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("脱敏后仍能读出{}{count}处，请人工处理后重试", kind.label())]
pub struct Survives {
    /// What.
    pub kind: Kind,
    /// How often.
    pub count: usize,
}

impl Certificate {
    /// Reads the new text again: no word that was hidden stands in it in any width or grouping, and nothing of a hidden kind is found where
    /// something was hidden.
    pub(crate) fn of(
        gate: &Gate,
        (before, after): (&str, &str),
        hidden: &[Finding],
    ) -> Result<Self, Survives> {
        let of_kind =
            |list: &[Finding], kind: Kind| list.iter().filter(|it| it.kind == kind).count();
        let (remains, again, first) = (essence(after), gate.examine(after), gate.examine(before));
        let mut counts = Vec::new();
        for kind in Kind::ALL
            .iter()
            .copied()
            .filter(|kind| of_kind(hidden, *kind) > 0)
        {
            let is_legible = |it: &&Finding| {
                it.kind == kind && remains.contains(&essence(&before[it.place.clone()]))
            };
            let legible = hidden.iter().filter(is_legible).count();
            // What somebody keeps with a reason is not hidden, and is found again.
            let kept = first
                .iter()
                .filter(|it| it.kind == kind && !hidden.contains(it))
                .count();
            let left = of_kind(&again, kind).saturating_sub(kept);
            let count = legible.max(left);
            if count > 0 {
                return Err(Survives { kind, count });
            }
            counts.push((kind, of_kind(hidden, kind)));
        }
        Ok(Self {
            before: hash(before),
            after: hash(after),
            hidden: counts,
        })
    }
}

fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
