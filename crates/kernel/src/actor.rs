//! Who acts, and the proof that they may.
//!
//! An action that needs a right takes a capability, a type that only [`Actor`] hands out: skipping the
//! check does not compile. Sign-in and delegation are not here; they make actors.

use crate::ids::UnitId;
use crate::refusal::Refusal;

/// What an officer may do in their unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// 经办人: prepares evidence and keeps promises of the unit.
    Clerk,
    /// 公开办: takes plans in, hands duties out, moves and waives promises.
    OpenGovernmentOffice,
}

/// As what somebody acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The program itself: the daily sweep.
    System,
    /// Whoever holds the console of the machine; answers for all units.
    Operator,
    /// An officer of a unit, with roles.
    Officer {
        /// The unit.
        unit: UnitId,
        /// The roles in it.
        roles: Vec<Role>,
    },
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    name: String,
    standing: Standing,
}

/// Why an actor may not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// The act belongs to the open-government office.
    #[error("此操作须由政务公开办公室办理")]
    OpenGovernmentOfficeOnly,
    /// The act belongs to the unit that owes.
    #[error("只有责任单位的经办人或政务公开办公室可以办理")]
    ResponsibleUnitOnly,
}

impl Refusal for NotAllowed {
    fn code(&self) -> &'static str {
        match self {
            Self::OpenGovernmentOfficeOnly => "kernel.open_government_office_only",
            Self::ResponsibleUnitOnly => "kernel.responsible_unit_only",
        }
    }
    fn message(&self) -> String {
        self.to_string()
    }
}

/// Proof that somebody acts for the open-government office (公开办).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenGovernmentOffice {
    actor: Actor,
}

/// Proof that somebody may act for one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitOfficer {
    actor: Actor,
    unit: UnitId,
}

impl Actor {
    /// The program itself.
    pub fn system() -> Self {
        Self {
            name: "系统".to_owned(),
            standing: Standing::System,
        }
    }

    /// Whoever holds the console.
    pub fn operator(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            standing: Standing::Operator,
        }
    }

    /// An officer of a unit.
    pub fn officer(name: impl Into<String>, unit: UnitId, roles: Vec<Role>) -> Self {
        Self {
            name: name.into(),
            standing: Standing::Officer { unit, roles },
        }
    }

    /// The name that the log shows.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As what they act.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// The word that the log keeps: `system`, `operator` or `officer`.
    pub fn standing_code(&self) -> &'static str {
        match self.standing {
            Standing::System => "system",
            Standing::Operator => "operator",
            Standing::Officer { .. } => "officer",
        }
    }

    /// The right of the open-government office.
    pub fn open_government_office(&self) -> Result<OpenGovernmentOffice, NotAllowed> {
        let may = match &self.standing {
            Standing::System | Standing::Operator => true,
            Standing::Officer { roles, .. } => roles.contains(&Role::OpenGovernmentOffice),
        };
        if may {
            Ok(OpenGovernmentOffice {
                actor: self.clone(),
            })
        } else {
            Err(NotAllowed::OpenGovernmentOfficeOnly)
        }
    }

    /// The right to act for a unit: its own clerks, the open-government office, the console.
    pub fn unit_officer(&self, of: UnitId) -> Result<UnitOfficer, NotAllowed> {
        let may = match &self.standing {
            Standing::System | Standing::Operator => true,
            Standing::Officer { unit, roles } => {
                roles.contains(&Role::OpenGovernmentOffice)
                    || (*unit == of && roles.contains(&Role::Clerk))
            }
        };
        if may {
            Ok(UnitOfficer {
                actor: self.clone(),
                unit: of,
            })
        } else {
            Err(NotAllowed::ResponsibleUnitOnly)
        }
    }
}

impl OpenGovernmentOffice {
    /// Who it is.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The office may do what any unit's officer may.
    pub fn for_unit(&self, unit: UnitId) -> UnitOfficer {
        UnitOfficer {
            actor: self.actor.clone(),
            unit,
        }
    }
}

impl UnitOfficer {
    /// Who it is.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The unit that they act for.
    pub fn unit(&self) -> UnitId {
        self.unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Ids;
    use crate::moment::Moment;

    #[test]
    fn each_standing_gets_the_rights_of_its_row_and_no_others() {
        let ids = Ids::seeded(1);
        let now = Moment::parse("2026-01-01T00:00:00Z").unwrap();
        let (own, other): (UnitId, UnitId) = (ids.next(now), ids.next(now));
        let officer = |roles: &[Role]| Actor::officer("王敏", own, roles.to_vec());
        // (actor, open-government office, own unit, other unit)
        let rows = [
            (Actor::system(), true, true, true),
            (Actor::operator("root"), true, true, true),
            (officer(&[Role::OpenGovernmentOffice]), true, true, true),
            (officer(&[Role::Clerk]), false, true, false),
            (officer(&[]), false, false, false),
        ];
        for (actor, office, at_home, abroad) in rows {
            assert_eq!(actor.open_government_office().is_ok(), office, "{actor:?}");
            assert_eq!(actor.unit_officer(own).is_ok(), at_home, "{actor:?}");
            assert_eq!(actor.unit_officer(other).is_ok(), abroad, "{actor:?}");
        }
    }
}
