//! Whose promises somebody works on: their own units', and everybody's for the office and the supervisors.

use kernel::{Actor, NotAllowed, Right, UnitId};
use promises::work::Whose;

/// Whose promises somebody sees in queues.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    /// The units in which they hold a post that works on promises.
    pub own: Vec<UnitId>,
    /// Whether they see the whole site.
    pub sees_all: bool,
}

impl Scope {
    /// Of whom.
    pub fn of(actor: &Actor) -> Result<Self, NotAllowed> {
        let mut own = actor.units_with(Right::UnitOfficer);
        own.extend(actor.units_with(Right::UnitLeader));
        own.sort_unstable();
        own.dedup();
        let sees_all = actor.open_government_office().is_ok() || actor.supervisor().is_ok();
        if own.is_empty() && !sees_all {
            return Err(NotAllowed::ResponsibleUnitOnly);
        }
        Ok(Self { own, sees_all })
    }

    /// What they see first: the whole site where they answer for it, else their own units.
    pub fn usual(&self) -> Whose {
        if self.sees_all {
            Whose::Everybody
        } else {
            Whose::Units(self.own.clone())
        }
    }

    /// What they asked for: nothing, `mine`, or a unit's id.
    pub fn asked(&self, unit: &str) -> Result<Whose, NotAllowed> {
        match unit {
            "" => Ok(self.usual()),
            "mine" => Ok(Whose::Units(self.own.clone())),
            other => {
                let unit: UnitId = other.parse().map_err(|_| NotAllowed::ResponsibleUnitOnly)?;
                if self.sees_all || self.own.contains(&unit) {
                    Ok(Whose::Units(vec![unit]))
                } else {
                    Err(NotAllowed::ResponsibleUnitOnly)
                }
            }
        }
    }
}
