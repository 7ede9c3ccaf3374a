//! Whom a role means: the people who hold it in the unit, and whoever answers where nobody does.
//!
//! A reminder that reaches nobody would be a silence: it goes up until somebody is there.

use std::collections::HashMap;

use accounts::holders::{find_holder, list_holders, list_holders_anywhere};
use kernel::{AccountId, Date, Fault, Role, UnitId};
use oversight::telling::UntoldStep;
use store::Tx;
use store::outbox::{Way, wants_mail};

/// Recipients as looked up within one transaction.
pub(super) struct Recipients {
    day: Date,
    known: HashMap<(UnitId, Role), Vec<AccountId>>,
}

impl Recipients {
    pub(super) fn on(day: Date) -> Self {
        Self {
            day,
            known: HashMap::new(),
        }
    }

    /// Who is told where a role of a unit is meant.
    pub(super) async fn list(
        &mut self,
        tx: &mut Tx,
        (unit, role): (UnitId, Role),
    ) -> Result<Vec<AccountId>, Fault> {
        if let Some(known) = self.known.get(&(unit, role)) {
            return Ok(known.clone());
        }
        let found = list_upwards(tx, (unit, role), self.day).await?;
        self.known.insert((unit, role), found.clone());
        Ok(found)
    }
}

/// The role above, that is told where nobody holds the role.
fn above(role: Role) -> Option<Role> {
    match role {
        Role::Clerk => Some(Role::SectionHead),
        Role::SectionHead => Some(Role::Approver),
        Role::Approver | Role::Supervisor => Some(Role::OpenGovernmentOffice),
        Role::OpenGovernmentOffice
        | Role::SecrecyOfficer
        | Role::SystemAdministrator
        | Role::SecurityAdministrator
        | Role::AuditAdministrator => None,
    }
}

async fn list_upwards(
    tx: &mut Tx,
    (unit, role): (UnitId, Role),
    day: Date,
) -> Result<Vec<AccountId>, Fault> {
    let mut asked = Some(role);
    while let Some(role) = asked {
        let is_everywhere = matches!(role, Role::Supervisor | Role::OpenGovernmentOffice);
        let holders = if is_everywhere {
            list_holders_anywhere(tx, role, day).await?
        } else {
            list_holders(tx, (unit, role), day).await?
        };
        if !holders.is_empty() {
            return Ok(holders.into_iter().map(|it| it.account).collect());
        }
        asked = above(role);
    }
    Ok(Vec::new())
}

/// Who is told of a step of a notice: the unit's people of what the supervisors did, whoever issued it of an answer.
pub(super) async fn list_of_step(
    tx: &mut Tx,
    step: &UntoldStep,
    day: Date,
) -> Result<Vec<AccountId>, Fault> {
    let mut told = Vec::new();
    if step.is_for_supervisors() {
        if let Some(issuer) = step.issuer
            && find_holder(tx, issuer).await?.is_some()
        {
            told.push(issuer);
        } else {
            told = list_upwards(tx, (step.unit, Role::Supervisor), day).await?;
        }
    } else {
        for role in [Role::Clerk, Role::SectionHead, Role::Approver] {
            let holders = list_holders(tx, (step.unit, role), day).await?;
            told.extend(holders.into_iter().map(|it| it.account));
        }
        if told.is_empty() {
            told = list_upwards(tx, (step.unit, Role::OpenGovernmentOffice), day).await?;
        }
    }
    told.sort_unstable();
    told.dedup();
    Ok(told)
}

/// How a person is told besides in the desk.
pub(super) async fn ways_of(
    tx: &mut Tx,
    account: AccountId,
    has_mail: bool,
) -> Result<Vec<Way>, Fault> {
    let holder = find_holder(tx, account).await?;
    let has_address = holder.is_some_and(|it| !it.mail.is_empty());
    if has_mail && has_address && wants_mail(tx, account).await? {
        Ok(vec![Way::Mail(account)])
    } else {
        Ok(Vec::new())
    }
}
