//! Reorganisation (机构调整): units merge, split, are renamed or end, and what they owe goes to their successors.
//!
//! What can be decided and whether it may be is pure (`rules`); what a unit owes and where it is named is looked up in `matter`,
//! once for the preview and once for the act, so that both see the same. [`crate::actions::reorganise()`] does it.

mod events;
mod matter;
mod refusal;
mod rules;

use std::collections::HashMap;

use kernel::{Date, UnitId};

pub use events::UnitEvent;
pub use matter::{Foreseen, ForeseenUnit, OwedBy, list_owed_by};
pub(crate) use matter::{Matter, Naming, foresee};
pub use refusal::ReorganiseRefusal;
pub(crate) use rules::check;

kernel::coded_enum! {
    /// What kind of reorganisation it is.
    ReorganisationKind {
        /// 合并: several become one.
        Merge = "merge", "合并";
        /// 拆分: one becomes several.
        Split = "split", "拆分";
        /// 更名: one bears another name.
        Rename = "rename", "更名";
        /// 撤销: one ends, and nobody takes its work over.
        End = "end", "撤销";
    }
}

/// A reorganisation as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reorganisation {
    /// What becomes of which unit.
    pub how: How,
    /// The day from which it holds; the units' last day is the one before.
    pub from_on: Date,
    /// The document that it is based on; the public reads it.
    pub basis: String,
}

/// What becomes of which unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// These end; their work goes to one.
    Merge {
        /// Those that end.
        units: Vec<UnitId>,
        /// Who takes over.
        into: UnitId,
    },
    /// This one ends; its work goes to several.
    Split {
        /// The one that ends.
        unit: UnitId,
        /// Who takes over; the first takes whatever nobody else is chosen for.
        into: Vec<UnitId>,
        /// Who takes over a duty or catalogue item, by its id.
        choices: HashMap<String, UnitId>,
    },
    /// This one bears another name.
    Rename {
        /// Which.
        unit: UnitId,
        /// The full name.
        name: String,
        /// The name that lists show.
        short_name: String,
    },
    /// This one ends; it must owe nothing any more.
    End {
        /// Which.
        unit: UnitId,
    },
}

impl How {
    /// Of what kind it is.
    pub fn kind(&self) -> ReorganisationKind {
        match self {
            Self::Merge { .. } => ReorganisationKind::Merge,
            Self::Split { .. } => ReorganisationKind::Split,
            Self::Rename { .. } => ReorganisationKind::Rename,
            Self::End { .. } => ReorganisationKind::End,
        }
    }

    /// The units that end.
    pub fn ending(&self) -> Vec<UnitId> {
        match self {
            Self::Merge { units, .. } => units.clone(),
            Self::Split { unit, .. } | Self::End { unit } => vec![*unit],
            Self::Rename { .. } => Vec::new(),
        }
    }

    /// The units that it is about, those that end or are renamed.
    pub fn concerned(&self) -> Vec<UnitId> {
        match self {
            Self::Rename { unit, .. } => vec![*unit],
            Self::Merge { .. } | Self::Split { .. } | Self::End { .. } => self.ending(),
        }
    }

    /// Who takes over, the main one first.
    pub fn successors(&self) -> Vec<UnitId> {
        match self {
            Self::Merge { into, .. } => vec![*into],
            Self::Split { into, .. } => into.clone(),
            Self::Rename { .. } | Self::End { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
