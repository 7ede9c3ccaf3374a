//! Names of a plan → units of the directory. Resolves exactly, by alias, by former name, by class, by abbreviation;
//! whatever is less certain is suggested with a confidence and left to a person, never guessed in silence.
//!
//! Pure: works on a snapshot of the directory and on the day of the plan. Whether a match opens promises is not
//! decided here (see `crate::opening`), only how sure it is.

mod abbreviation;
mod normal;
mod suggest;

use std::collections::HashMap;

use kernel::unit::{AliasKind, Directory, Unit, UnitClass};
use kernel::{ClassId, Date, UnitId};
use serde::{Deserialize, Serialize};

use normal::{Body, Seats};

/// How a name was matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Match {
    /// The unit's full or short name.
    Exact,
    /// Another name that is in use.
    Alias,
    /// A name from before a reform (机构改革); the work is now the successor's.
    Former {
        /// Who does the work on the plan's day.
        successor: UnitId,
    },
    /// A short form that fits one unit only.
    Abbreviation,
    /// A class that stands for its members.
    Class,
    /// A person has said whom it means.
    Confirmed,
    /// Perhaps one of these; a person must say.
    Suggested {
        /// How alike the best candidate is, in thousandths.
        confidence_permille: u16,
        /// Best first, at most [`Match::MOST_CANDIDATES`].
        candidates: Vec<UnitId>,
    },
    /// No unit is like it.
    Unknown,
}

impl Match {
    /// How many candidates a suggestion names.
    pub const MOST_CANDIDATES: usize = 5;

    /// Whether promises may be opened by this match without asking a person.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Exact
            | Self::Alias
            | Self::Former { .. }
            | Self::Abbreviation
            | Self::Class
            | Self::Confirmed => true,
            Self::Suggested { .. } | Self::Unknown => false,
        }
    }

    /// The word that people read.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Exact => "名称一致",
            Self::Alias => "别名",
            Self::Former { .. } => "曾用名",
            Self::Abbreviation => "简称",
            Self::Class => "集合称谓",
            Self::Confirmed => "人工确认",
            Self::Suggested { .. } => "待确认",
            Self::Unknown => "未识别",
        }
    }
}

/// Whom a written name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// The name as the plan writes it.
    pub written: String,
    /// How it was matched.
    pub matched: Match,
    /// The class, where it is one.
    pub class: Option<ClassId>,
    /// Who is meant: one unit, or a class's members; empty while unsettled and for classes nobody can list.
    pub units: Vec<UnitId>,
}

/// Resolves names against one directory, on one day, in the plan of one issuer.
pub struct Resolver<'a> {
    directory: &'a Directory,
    on: Date,
    issuer_seat: Option<String>,
    seats: Seats,
    names: HashMap<String, Vec<Named>>,
    classes: HashMap<String, usize>,
    bodies: Vec<Body>,
}

/// One name of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Named {
    unit: usize,
    kind: NameKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum NameKind {
    Own,
    Alias,
    Former,
}

impl<'a> Resolver<'a> {
    /// Prepares the directory for the names of a plan dated `on`. `issuer` is who issued it, where known: in a plan
    /// of 溪口县, 县财政局 is that county's.
    pub fn new(directory: &'a Directory, on: Date, issuer: Option<UnitId>) -> Self {
        let seats = Seats::of(directory);
        let mut names: HashMap<String, Vec<Named>> = HashMap::new();
        let mut add = |name: &str, named: Named| {
            let entry = names.entry(normal::name(name)).or_default();
            if !entry.iter().any(|it| it.unit == named.unit) {
                entry.push(named);
            }
        };
        for (unit, it) in directory.units().iter().enumerate() {
            let kind = NameKind::Own;
            add(&it.name, Named { unit, kind });
            add(&it.short_name, Named { unit, kind });
        }
        for (unit, it) in directory.units().iter().enumerate() {
            for alias in &it.aliases {
                let kind = match alias.kind {
                    AliasKind::Alias => NameKind::Alias,
                    AliasKind::Former => NameKind::Former,
                };
                add(&alias.name, Named { unit, kind });
            }
        }
        let mut classes = HashMap::new();
        for (n, class) in directory.classes().iter().enumerate() {
            for name in std::iter::once(&class.name).chain(&class.aliases) {
                classes.entry(normal::class_key(name)).or_insert(n);
            }
        }
        let bodies = directory
            .units()
            .iter()
            .map(|unit| Body::of_full_name(&normal::name(&unit.name), &seats))
            .collect();
        let issuer_seat = issuer
            .and_then(|id| directory.find(id))
            .map(|unit| Body::of_full_name(&normal::name(&unit.name), &seats).seat)
            .filter(|seat| !seat.is_empty());
        Self {
            directory,
            on,
            issuer_seat,
            seats,
            names,
            classes,
            bodies,
        }
    }

    /// Whom the name means.
    pub fn resolve(&self, written: &str) -> Resolution {
        let name = normal::name(written);
        let (matched, class, units) = self
            .by_whole_name(&name)
            .or_else(|| self.by_bracketed_name(&name))
            .unwrap_or_else(|| {
                let matched = self.suggest(&name);
                (matched, None, Vec::new())
            });
        let (matched, units) = self.handed_on(matched, units);
        Resolution {
            written: written.to_owned(),
            matched,
            class,
            units,
        }
    }

    /// Since a reorganisation, what is owed by a unit that ended is owed by who took its work over, also where a plan of before
    /// is read: names are those of its day, promises are opened today.
    fn handed_on(&self, matched: Match, units: Vec<UnitId>) -> (Match, Vec<UnitId>) {
        let mut heirs: Vec<UnitId> = Vec::with_capacity(units.len());
        for unit in &units {
            let heir = self.directory.heir(*unit);
            if !heirs.contains(&heir) {
                heirs.push(heir);
            }
        }
        let matched = match (&matched, &heirs[..]) {
            (Match::Class, _) => matched,
            (_, [one]) if heirs != units => Match::Former { successor: *one },
            _ => matched,
        };
        (matched, heirs)
    }

    /// The resolution of a name, unless the unit that it named was split and the duty went to another of its successors: then
    /// as it is stored.
    pub(crate) fn as_split(&self, now: Resolution, stored: Option<&Resolution>) -> Resolution {
        let is_anothers = |it: &&Resolution| {
            it.matched.is_settled()
                && it.units.iter().any(|one| {
                    !now.units.contains(one)
                        && now
                            .units
                            .iter()
                            .any(|other| self.directory.shared_a_predecessor(*one, *other))
                })
        };
        stored.filter(is_anothers).cloned().unwrap_or(now)
    }

    fn by_whole_name(&self, name: &str) -> Option<Found> {
        self.by_given_name(name)
            .or_else(|| self.by_class(name))
            .or_else(|| self.by_abbreviation(name))
    }

    /// A name that the directory lists.
    fn by_given_name(&self, name: &str) -> Option<Found> {
        let listed = self.names.get(name)?;
        let best = listed.iter().map(|it| it.kind).min()?;
        let same_kind: Vec<usize> = listed
            .iter()
            .filter(|it| it.kind == best)
            .map(|it| it.unit)
            .collect();
        let unit = match self.narrow(&same_kind)[..] {
            [one] => one,
            ref several => return Some(self.candidates(several, CERTAIN_BUT_SHARED)),
        };
        Some(match best {
            NameKind::Own => self.settle(unit, Match::Exact),
            NameKind::Alias => self.settle(unit, Match::Alias),
            NameKind::Former => self.settle_former(unit),
        })
    }

    fn by_class(&self, name: &str) -> Option<Found> {
        let class: &UnitClass =
            &self.directory.classes()[*self.classes.get(&normal::class_key(name))?];
        let members = self.directory.members(class, self.on);
        Some((Match::Class, Some(class.id), members))
    }

    fn by_abbreviation(&self, name: &str) -> Option<Found> {
        let short = Body::of_short_name(name, &self.seats)?;
        let fitting: Vec<usize> = self
            .bodies
            .iter()
            .enumerate()
            .filter(|(_, full)| abbreviation::fits(&short, full))
            .map(|(n, _)| n)
            .collect();
        // A unit of before a reform and its successor may both fit: they are one answer, the successor.
        match self.narrow(&fitting)[..] {
            [] => None,
            [one] => Some(self.settle(one, Match::Abbreviation)),
            ref several => Some(self.candidates(several, CERTAIN_BUT_SHARED)),
        }
    }

    /// `市财政局(地税局)`: the unit before the bracket, unless the bracket names another unit that exists.
    fn by_bracketed_name(&self, name: &str) -> Option<Found> {
        let (before, inside) = name.strip_suffix(')')?.split_once('(')?;
        let outer = self.by_whole_name(before)?;
        let prefix: String = before.chars().take(1).collect();
        let inner = self
            .by_whole_name(inside)
            .or_else(|| self.by_whole_name(&format!("{prefix}{inside}")));
        match inner {
            Some((_, _, units)) if !units.is_empty() && units != outer.2 => {
                let mut both = outer.2;
                both.extend(units);
                both.truncate(Match::MOST_CANDIDATES);
                let matched = Match::Suggested {
                    confidence_permille: 800,
                    candidates: both,
                };
                Some((matched, None, Vec::new()))
            }
            _ => Some(outer),
        }
    }

    /// Of several units with one name, those that are meant here: the issuer's own, then those that exist on the day.
    fn narrow(&self, units: &[usize]) -> Vec<usize> {
        let mut rest = units.to_vec();
        if rest.len() > 1
            && let Some(seat) = &self.issuer_seat
        {
            keep_if_any(&mut rest, |n| self.bodies[n].seat == *seat);
        }
        if rest.len() > 1 {
            keep_if_any(&mut rest, |n| self.unit(n).exists_on(self.on));
        }
        rest
    }

    fn unit(&self, n: usize) -> &Unit {
        &self.directory.units()[n]
    }

    /// A unit found under a name in use; where the unit has ended, its successor; where it is yet to begin, a question.
    fn settle(&self, n: usize, matched: Match) -> Found {
        let unit = self.unit(n);
        if unit.exists_on(self.on) {
            (matched, None, vec![unit.id])
        } else if unit.valid_from.is_some_and(|from| self.on < from) {
            self.candidates(&[n], 900)
        } else {
            self.settle_former(n)
        }
    }

    /// A unit found under a former name.
    fn settle_former(&self, n: usize) -> Found {
        match self.directory.current(self.unit(n).id, self.on) {
            Some(successor) if successor.exists_on(self.on) => (
                Match::Former {
                    successor: successor.id,
                },
                None,
                vec![successor.id],
            ),
            Some(successor) => {
                let matched = Match::Suggested {
                    confidence_permille: 900,
                    candidates: vec![successor.id],
                };
                (matched, None, Vec::new())
            }
            None => self.candidates(&[n], 500),
        }
    }

    fn candidates(&self, units: &[usize], confidence_permille: u16) -> Found {
        let candidates = units
            .iter()
            .take(Match::MOST_CANDIDATES)
            .map(|&n| self.unit(n).id)
            .collect();
        let matched = Match::Suggested {
            confidence_permille,
            candidates,
        };
        (matched, None, Vec::new())
    }

    fn suggest(&self, name: &str) -> Match {
        if let Some(found) = self.suggest_other_endings(name) {
            return found;
        }
        let names = self
            .names
            .iter()
            .flat_map(|(known, units)| units.iter().map(move |it| (known.as_str(), it.unit)));
        let best = suggest::most_alike(name, names);
        match best.first() {
            None => Match::Unknown,
            Some(&(confidence_permille, _)) => Match::Suggested {
                confidence_permille,
                candidates: best.iter().map(|&(_, n)| self.unit(n).id).collect(),
            },
        }
    }
}

impl Resolver<'_> {
    /// `市发改委` where there is a 市发展和改革局: the same work, another ending.
    fn suggest_other_endings(&self, name: &str) -> Option<Match> {
        let short = Body::of_short_name(name, &self.seats)?;
        let fitting: Vec<usize> = self
            .bodies
            .iter()
            .enumerate()
            .filter(|(_, full)| {
                let tail = full.tail;
                abbreviation::fits(
                    &Body {
                        tail,
                        ..short.clone()
                    },
                    full,
                )
            })
            .map(|(n, _)| n)
            .collect();
        let narrowed = self.narrow(&fitting);
        (!narrowed.is_empty()).then(|| self.candidates(&narrowed, 850).0)
    }
}

type Found = (Match, Option<ClassId>, Vec<UnitId>);

/// The name is right, but more than one unit bears it.
const CERTAIN_BUT_SHARED: u16 = 950;

fn keep_if_any(units: &mut Vec<usize>, wanted: impl Fn(usize) -> bool) {
    if units.iter().any(|&n| wanted(n)) {
        units.retain(|&n| wanted(n));
    }
}

#[cfg(test)]
mod tests;
