//! Units (单位): a tree with aliases, former names and successors, and classes that stand for many.
//!
//! [`Directory`] is a snapshot of them all in memory, for resolving the names of a plan. Resolving itself
//! belongs to the plans crate; storing to the store.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::ids::{ClassId, UnitId};

/// An enum of plain values, each with a code for files, addresses and the database and a label for people:
/// `ALL`, `code`, `label` and `from_code` cannot disagree, for they come from one list.
#[macro_export]
macro_rules! coded_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word that files, addresses and the database use.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The word that people read.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// The value of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

coded_enum! {
    /// The level of government that a unit belongs to.
    UnitLevel {
        /// 省级.
        Province = "province", "省级";
        /// 市级.
        City = "city", "市级";
        /// 县级.
        County = "county", "县级";
        /// 乡级.
        Town = "town", "乡级";
    }
}

coded_enum! {
    /// What kind of unit it is.
    UnitKind {
        /// 人民政府.
        Government = "government", "人民政府";
        /// 政府部门.
        Department = "department", "政府部门";
        /// 办公室及内设机构.
        Office = "office", "办公机构";
        /// 乡镇.
        Town = "town", "乡镇";
        /// 街道.
        Subdistrict = "subdistrict", "街道";
        /// 事业单位.
        Institution = "institution", "事业单位";
        /// 企业.
        Enterprise = "enterprise", "公共企业";
        /// 党委部门及群团.
        Party = "party", "党委部门及群团";
    }
}

/// Whether another name is still used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AliasKind {
    /// 简称、别名.
    Alias,
    /// 曾用名.
    Former,
}

impl AliasKind {
    /// The word that the database uses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Alias => "alias",
            Self::Former => "former",
        }
    }
}

/// Another name of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitAlias {
    /// The name.
    pub name: String,
    /// Whether it is still used.
    pub kind: AliasKind,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Short code, unique in the site, as the units file gives it.
    pub code: String,
    /// Full name.
    pub name: String,
    /// The name that lists show.
    pub short_name: String,
    /// What it is.
    pub kind: UnitKind,
    /// Its level.
    pub level: UnitLevel,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// First day of its existence, where known.
    pub valid_from: Option<Date>,
    /// Last day of its existence; `None` while it exists.
    pub valid_to: Option<Date>,
    /// The unit that took its work over.
    pub successor: Option<UnitId>,
    /// Other names.
    pub aliases: Vec<UnitAlias>,
    /// Contacts, shown to the public.
    pub contact: Contact,
}

/// How the public reaches a unit (《条例》第十二条: the guide must say it).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// Telephone.
    pub phone: String,
    /// Address.
    pub address: String,
    /// Opening hours.
    pub opening_hours: String,
    /// Web address, http(s).
    pub website: String,
    /// Fax.
    pub fax: String,
    /// Mail address.
    pub mail: String,
}

impl Unit {
    /// Whether it exists on that day.
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && !self.has_ended(day)
    }

    /// Whether its last day lies before that day.
    pub fn has_ended(&self, day: Date) -> bool {
        self.valid_to.is_some_and(|to| to < day)
    }

    /// Its other names of a kind.
    pub fn names(&self, kind: AliasKind) -> impl Iterator<Item = &str> {
        self.aliases
            .iter()
            .filter(move |alias| alias.kind == kind)
            .map(|alias| alias.name.as_str())
    }
}

/// A class of units (集合称谓): 各乡镇人民政府(街道办事处), 市政府各部门.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitClass {
    /// Its id.
    pub id: ClassId,
    /// Its name.
    pub name: String,
    /// Other wordings of it.
    pub aliases: Vec<String>,
    /// Who belongs to it.
    pub members: Members,
}

/// Who belongs to a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Members {
    /// These units.
    Listed(Vec<UnitId>),
    /// Every unit of these kinds that exists on the day.
    OfKinds(Vec<UnitKind>),
    /// Every unit that exists on the day.
    All,
    /// Nobody can tell without asking (有关单位).
    Unknown,
}

/// A snapshot of all units and classes.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    units: Vec<Unit>,
    classes: Vec<UnitClass>,
    by_id: HashMap<UnitId, usize>,
    successions: Vec<(UnitId, UnitId)>,
}

impl Directory {
    /// Makes the snapshot.
    pub fn new(units: Vec<Unit>, classes: Vec<UnitClass>) -> Self {
        let by_id = units.iter().enumerate().map(|(n, u)| (u.id, n)).collect();
        Self {
            units,
            classes,
            by_id,
            successions: Vec::new(),
        }
    }

    /// The same with what reorganisations handed on: a unit that ended and one that took its work over, the one that took most
    /// first.
    #[must_use]
    pub fn with_successions(self, successions: Vec<(UnitId, UnitId)>) -> Self {
        Self {
            successions,
            ..self
        }
    }

    /// Who does a unit's work since it was reorganised; itself where it was not.
    pub fn heir(&self, unit: UnitId) -> UnitId {
        let mut heir = unit;
        // A chain longer than the list is a circle in the data.
        for _ in 0..self.successions.len() {
            match self.successions.iter().find(|(old, _)| *old == heir) {
                Some((_, new)) => heir = *new,
                None => break,
            }
        }
        heir
    }

    /// Whether two units took over parts of the same unit's work.
    pub fn shared_a_predecessor(&self, one: UnitId, other: UnitId) -> bool {
        self.successions.iter().any(|(old, new)| {
            *new == one && self.successions.contains(&(*old, other)) && one != other
        })
    }

    /// All units, former ones too.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// All classes.
    pub fn classes(&self) -> &[UnitClass] {
        &self.classes
    }

    /// The unit of an id.
    pub fn find(&self, id: UnitId) -> Option<&Unit> {
        self.by_id.get(&id).map(|&n| &self.units[n])
    }

    /// The unit of a code.
    pub fn find_by_code(&self, code: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == code)
    }

    /// The units right below one, in the directory's order; those at the top for `None`.
    pub fn children(&self, parent: Option<UnitId>) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(move |unit| unit.parent == parent)
    }

    /// Whether a unit stands somewhere below another, or is it.
    pub fn is_within(&self, unit: UnitId, above: UnitId) -> bool {
        let mut at = Some(unit);
        // A chain longer than the directory is a circle in the data.
        for _ in 0..=self.units.len() {
            match at {
                Some(id) if id == above => return true,
                Some(id) => at = self.find(id).and_then(|unit| unit.parent),
                None => return false,
            }
        }
        true
    }

    /// The unit that does this one's work on that day: itself, or its successor, or the successor's successor.
    pub fn current(&self, id: UnitId, day: Date) -> Option<&Unit> {
        let mut unit = self.find(id)?;
        // A chain longer than the directory is a circle in the data.
        for _ in 0..self.units.len() {
            if !unit.has_ended(day) {
                return Some(unit);
            }
            unit = self.find(unit.successor?)?;
        }
        None
    }

    /// The members of a class that exist on that day, in the directory's order.
    pub fn members(&self, class: &UnitClass, day: Date) -> Vec<UnitId> {
        let existing = |unit: &&Unit| unit.exists_on(day);
        match &class.members {
            Members::Listed(ids) => ids
                .iter()
                .filter_map(|id| self.find(*id))
                .filter(existing)
                .map(|unit| unit.id)
                .collect(),
            Members::OfKinds(kinds) => self
                .units
                .iter()
                .filter(existing)
                .filter(|unit| kinds.contains(&unit.kind))
                .map(|unit| unit.id)
                .collect(),
            Members::All => self
                .units
                .iter()
                .filter(existing)
                .map(|unit| unit.id)
                .collect(),
            Members::Unknown => Vec::new(),
        }
    }
}
