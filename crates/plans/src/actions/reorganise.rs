//! 办理机构调整: units merge, split, are renamed or end. What they owe, where they are named and what they issued goes to their
//! successors, in one transaction with the register; what was kept stays with the unit that kept it.
//!
//! Each promise that goes over has an event of its own (`promise.handed_over`), so that its history and the public log show it; the
//! unit has one for the whole (`unit.reorganised`). Accounts and their posts are not touched: only the security administrator
//! gives and takes roles.

use std::collections::HashMap;

use kernel::unit::Directory;
use kernel::{DutyId, Fault, Moment, OpenGovernmentOffice, Stop, UnitId};
use promises::Origin;
use promises::actions::support::set_supporters;
use promises::actions::{HandedOver, HandingOver, hand_over};
use promises::docket::Docket;
use store::directory::succession::{Ending, end_unit, rename_unit};
use store::{Store, Tx, directory, params};

use crate::model::MentionRole;
use crate::records::{Mention, NamedMention, keep_mentions, list_mentions, units_of};
use crate::reorganisation::{
    Foreseen, How, Matter, Naming, Reorganisation, ReorganiseRefusal, UnitEvent, check, foresee,
};
use crate::resolve::{Match, Resolution};
use crate::sql;

/// A reorganisation, and what whoever asks for it has seen of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reorganise {
    /// What is to be done.
    pub what: Reorganisation,
    /// The mark of the preview that was agreed to; `None` where none was asked for.
    pub seen: Option<String>,
}

/// What a reorganisation would do, without doing it.
///
/// # Errors
/// [`ReorganiseRefusal`], or the engine's fault.
pub async fn foresee_reorganisation(
    store: &Store,
    what: &Reorganisation,
    now: Moment,
) -> Result<Foreseen, Stop<ReorganiseRefusal>> {
    let seen = store::read!(store, |tx| {
        let directory = directory::load(tx).await?;
        match check(what, &directory, now.date()) {
            Err(refusal) => Ok(Err(refusal)),
            Ok(what) => {
                let (foreseen, _) = foresee(tx, what, (&directory, now.date())).await?;
                Ok::<_, Fault>(Ok(foreseen))
            }
        }
    })?;
    let foreseen = seen.map_err(Stop::Refused)?;
    check_ending(&foreseen).map_err(Stop::Refused)?;
    Ok(foreseen)
}

/// Does it; what it did.
///
/// # Errors
/// [`ReorganiseRefusal`], or the engine's fault.
pub async fn reorganise(
    store: &Store,
    command: &Reorganise,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<Foreseen, Stop<ReorganiseRefusal>> {
    store::write!(store, |tx| {
        let directory = directory::load(tx).await?;
        let what = check(&command.what, &directory, now.date()).map_err(Stop::Refused)?;
        let (foreseen, matters) = foresee(tx, what, (&directory, now.date())).await?;
        check_ending(&foreseen).map_err(Stop::Refused)?;
        if command.seen.as_ref().is_some_and(|it| *it != foreseen.mark) {
            return Err(Stop::Refused(ReorganiseRefusal::Stale));
        }
        let act = Act {
            what: &foreseen.what,
            directory: &directory,
            office,
            now,
        };
        match &act.what.how {
            How::Rename {
                unit,
                name,
                short_name,
            } => act.rename(tx, *unit, (name, short_name)).await?,
            How::Merge { .. } | How::Split { .. } | How::End { .. } => {
                for matter in &matters {
                    act.end(tx, matter).await?;
                }
            }
        }
        Ok(foreseen)
    })
}

/// Nobody takes over from a unit that simply ends: it must owe nothing.
fn check_ending(foreseen: &Foreseen) -> Result<(), ReorganiseRefusal> {
    let How::End { .. } = foreseen.what.how else {
        return Ok(());
    };
    let owing = foreseen
        .units
        .iter()
        .find(|it| it.promises + it.recurrences > 0);
    match owing {
        None => Ok(()),
        Some(unit) => Err(ReorganiseRefusal::StillOwes {
            name: unit.name.clone(),
            promises: unit.promises,
            recurrences: unit.recurrences,
        }),
    }
}

/// A reorganisation under way.
struct Act<'a> {
    what: &'a Reorganisation,
    directory: &'a Directory,
    office: &'a OpenGovernmentOffice,
    now: Moment,
}

impl Act<'_> {
    async fn rename(
        &self,
        tx: &mut Tx,
        unit: UnitId,
        (name, short_name): (&str, &str),
    ) -> Result<(), Fault> {
        rename_unit(tx, unit, (name, short_name)).await?;
        let event = self.event(unit, (HandedOver::default(), 0), Some(name.to_owned()));
        event
            .record(tx, unit, (self.office.actor(), self.now))
            .await
    }

    /// Ends one unit after handing over all that it has.
    async fn end(&self, tx: &mut Tx, matter: &Matter) -> Result<(), Fault> {
        let unit = matter.heirs.from;
        let successors = self.what.how.successors();
        let mut handed = HandedOver::default();
        if !successors.is_empty() {
            handed = self.hand_over(tx, matter).await?;
        }
        let ending = Ending {
            unit,
            last_day: self.what.from_on.yesterday().unwrap_or(self.what.from_on),
            successors: &successors,
        };
        end_unit(tx, &ending, (self.office, self.now)).await?;
        let by = (self.office.actor(), self.now);
        let late = matter.holding.late(self.now.date());
        self.event(unit, (handed, late), None)
            .record(tx, unit, by)
            .await?;
        for successor in &successors {
            let event = UnitEvent::TookOver {
                from: unit,
                from_name: self.name(unit),
                from_on: self.what.from_on,
                basis: self.what.basis.clone(),
            };
            event.record(tx, *successor, by).await?;
        }
        Ok(())
    }

    async fn hand_over(&self, tx: &mut Tx, matter: &Matter) -> Result<HandedOver, Fault> {
        let concerned = [vec![matter.heirs.from], self.what.how.successors()].concat();
        let names: HashMap<UnitId, String> =
            concerned.iter().map(|id| (*id, self.name(*id))).collect();
        let handing = HandingOver {
            heirs: &matter.heirs,
            names: &names,
            basis: &self.what.basis,
        };
        let mut docket = Docket::begin(tx, self.office.actor(), self.now).await?;
        let handed = hand_over(&mut docket, &handing, &matter.holding).await?;
        docket.finish().await?;
        for naming in &matter.namings {
            rename_in_mentions(tx, naming, matter).await?;
        }
        name_the_chosen(tx, matter).await?;
        for plan in &matter.issued {
            tx.execute(sql::SET_ISSUER_UNIT, params![plan, matter.heirs.main])
                .await?;
        }
        Ok(handed)
    }

    fn event(
        &self,
        unit: UnitId,
        (handed, late): (HandedOver, u64),
        new_name: Option<String>,
    ) -> UnitEvent {
        let successors = self.what.how.successors();
        UnitEvent::Reorganised {
            how: self.what.how.kind().code().to_owned(),
            name: self.name(unit),
            new_name,
            successors: successors.iter().map(|id| self.name(*id)).collect(),
            from_on: self.what.from_on,
            basis: self.what.basis.clone(),
            promises: handed.promises,
            late,
            recurrences: handed.recurrences,
        }
    }

    /// A unit's name, as it was before.
    fn name(&self, id: UnitId) -> String {
        let unit = self.directory.find(id);
        unit.map(|it| it.name.clone()).unwrap_or_default()
    }
}

/// Whom a duty's or item's names mean now, and who assists.
async fn rename_in_mentions(tx: &mut Tx, naming: &Naming, matter: &Matter) -> Result<(), Fault> {
    let (from, to) = (matter.heirs.from, matter.heirs.of(&naming.origin));
    let named = list_mentions(tx, &naming.origin).await?;
    let mut mentions: Vec<Mention> = named.iter().map(NamedMention::plain).collect();
    for mention in &mut mentions {
        replace(&mut mention.resolution, from, to);
    }
    keep_mentions(tx, &naming.origin, &mentions).await?;
    if naming.is_item {
        return Ok(());
    }
    let owing = units_of(&mentions, MentionRole::Lead);
    let mut supporting = units_of(&mentions, MentionRole::Support);
    supporting.retain(|unit| !owing.contains(unit));
    let origin = Origin::Duty(id_of::<DutyId>(&naming.origin)?);
    set_supporters(tx, origin, &supporting).await
}

/// Puts the successor in the unit's place, once.
fn replace(resolution: &mut Resolution, from: UnitId, to: UnitId) {
    if !resolution.units.contains(&from) {
        return;
    }
    let has_both = resolution.units.contains(&to);
    resolution.units.retain(|unit| !(has_both && *unit == from));
    for unit in &mut resolution.units {
        if *unit == from {
            *unit = to;
        }
    }
    let is_by_its_name = match resolution.matched {
        Match::Exact | Match::Alias | Match::Abbreviation | Match::Former { .. } => true,
        Match::Class | Match::Confirmed | Match::Suggested { .. } | Match::Unknown => false,
    };
    if is_by_its_name {
        resolution.matched = Match::Former { successor: to };
    }
}

/// A duty that names nobody is its issuer's. Where another than the main successor was chosen for it, it names them from now on.
async fn name_the_chosen(tx: &mut Tx, matter: &Matter) -> Result<(), Fault> {
    for origin in matter.holding.origins() {
        let key = origin.id();
        let chosen = matter.heirs.of(&key);
        if chosen == matter.heirs.main {
            continue;
        }
        let named = list_mentions(tx, &key).await?;
        let mut mentions: Vec<Mention> = named.iter().map(NamedMention::plain).collect();
        if mentions.iter().any(|it| it.role == MentionRole::Lead) {
            continue;
        }
        mentions.push(Mention {
            role: MentionRole::Lead,
            resolution: Resolution {
                written: String::new(),
                matched: Match::Confirmed,
                class: None,
                units: vec![chosen],
            },
        });
        keep_mentions(tx, &key, &mentions).await?;
    }
    Ok(())
}

fn id_of<T: std::str::FromStr>(text: &str) -> Result<T, Fault> {
    text.parse()
        .map_err(|_| Fault::new(format!("mention.origin_id holds {text:?}")))
}
