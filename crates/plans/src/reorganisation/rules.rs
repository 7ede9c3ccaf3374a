//! Whether units may be reorganised so: pure, on a snapshot of the register.

use kernel::unit::{Directory, Unit};
use kernel::{Date, UnitId};

use super::{How, Reorganisation, ReorganiseRefusal};

/// Characters of a basis at most.
const LONGEST_BASIS: usize = 300;
/// Characters of a name at most.
const LONGEST_NAME: usize = 100;

/// The reorganisation with its words cleaned, where the register allows it on that day. What the units owe is not looked at here.
pub(crate) fn check(
    asked: &Reorganisation,
    directory: &Directory,
    today: Date,
) -> Result<Reorganisation, ReorganiseRefusal> {
    let how = match &asked.how {
        How::Rename {
            unit,
            name,
            short_name,
        } => renamed((*unit, name, short_name), directory, today)?,
        How::Merge { units, .. } if units.is_empty() => {
            return Err(ReorganiseRefusal::NothingEnds);
        }
        How::Merge { .. } | How::Split { .. } | How::End { .. } => asked.how.clone(),
    };
    for id in how.concerned() {
        check_concerned(existing(directory, id)?, (asked.from_on, today))?;
    }
    check_successors(&how, directory, asked.from_on)?;
    let basis = promises::wording::cleaned(&asked.basis);
    if basis.is_empty() || basis.chars().count() > LONGEST_BASIS {
        return Err(ReorganiseRefusal::BasisMissing);
    }
    Ok(Reorganisation {
        how: each_once(how),
        from_on: asked.from_on,
        basis,
    })
}

fn existing(directory: &Directory, id: UnitId) -> Result<&Unit, ReorganiseRefusal> {
    directory.find(id).ok_or(ReorganiseRefusal::UnknownUnit)
}

/// The unit lives, and the day is one on which it could end or be renamed.
fn check_concerned(unit: &Unit, (from_on, today): (Date, Date)) -> Result<(), ReorganiseRefusal> {
    if unit.valid_to.is_some() {
        return Err(ReorganiseRefusal::Ended {
            name: unit.short_name.clone(),
        });
    }
    if from_on > today {
        return Err(ReorganiseRefusal::InFuture { given: from_on });
    }
    match unit.valid_from {
        Some(began) if from_on <= began => Err(ReorganiseRefusal::BeforeItBegan {
            given: from_on,
            name: unit.short_name.clone(),
            began,
        }),
        _ => Ok(()),
    }
}

fn check_successors(
    how: &How,
    directory: &Directory,
    from_on: Date,
) -> Result<(), ReorganiseRefusal> {
    let (ending, successors) = (how.ending(), how.successors());
    for id in &successors {
        let unit = existing(directory, *id).map_err(|_| ReorganiseRefusal::NoSuccessor)?;
        let name = || unit.short_name.clone();
        if ending.contains(id) {
            return Err(ReorganiseRefusal::OwnSuccessor { name: name() });
        }
        if unit.valid_to.is_some() || !unit.exists_on(from_on) {
            return Err(ReorganiseRefusal::SuccessorAbsent {
                name: name(),
                on: from_on,
            });
        }
    }
    if let How::Split { into, choices, .. } = how {
        let first = into.first().ok_or(ReorganiseRefusal::NoSuccessor)?;
        if into.iter().all(|other| other == first) {
            return Err(ReorganiseRefusal::OneSuccessor);
        }
        if choices.values().any(|chosen| !into.contains(chosen)) {
            return Err(ReorganiseRefusal::StrangeChoice);
        }
    }
    Ok(())
}

fn renamed(
    (id, name, short_name): (UnitId, &str, &str),
    directory: &Directory,
    today: Date,
) -> Result<How, ReorganiseRefusal> {
    let name = promises::wording::cleaned(name);
    let short_name = match promises::wording::cleaned(short_name) {
        empty if empty.is_empty() => name.clone(),
        given => given,
    };
    let is_good = |it: &str| !it.is_empty() && it.chars().count() <= LONGEST_NAME;
    if !(is_good(&name) && is_good(&short_name)) {
        return Err(ReorganiseRefusal::NameMissing);
    }
    let unit = existing(directory, id)?;
    if unit.name == name && unit.short_name == short_name {
        return Err(ReorganiseRefusal::NameSame);
    }
    let is_taken = directory
        .units()
        .iter()
        .any(|other| other.id != id && other.name == name && !other.has_ended(today));
    if is_taken {
        return Err(ReorganiseRefusal::NameTaken { name });
    }
    Ok(How::Rename {
        unit: id,
        name,
        short_name,
    })
}

/// The same, each unit named once.
fn each_once(how: How) -> How {
    let once = |units: Vec<UnitId>| {
        let mut each: Vec<UnitId> = Vec::new();
        for unit in units {
            if !each.contains(&unit) {
                each.push(unit);
            }
        }
        each
    };
    match how {
        How::Merge { units, into } => How::Merge {
            units: once(units),
            into,
        },
        How::Split {
            unit,
            into,
            choices,
        } => How::Split {
            unit,
            into: once(into),
            choices,
        },
        other @ (How::Rename { .. } | How::End { .. }) => other,
    }
}
