//! 收回角色: the security administrator takes a role back, from now on.

use kernel::{AccountId, Moment, Role, SecurityAdministrator, Stop, UnitId};
use store::{Store, params};

use super::{keep_a_security_administrator, load, of};
use crate::events::{AccountEvent, record};
use crate::model::HeldPost;
use crate::queries::list_posts;
use crate::refusal::AccountRefusal;
use crate::sql;

/// What is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revoke {
    /// From whom.
    pub account: AccountId,
    /// Where.
    pub unit: UnitId,
    /// As what.
    pub role: Role,
}

/// Takes a role back: what is held ends with yesterday, what would begin later never does.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn revoke(
    store: &Store,
    command: &Revoke,
    by: &SecurityAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    let Revoke {
        account,
        unit,
        role,
    } = *command;
    if by.actor().is_account(Some(account)) {
        return Err(Stop::Refused(AccountRefusal::OwnAccount));
    }
    let today = now.date();
    let yesterday = today.yesterday().unwrap_or(today);
    store::write!(store, |tx| {
        let whose = load(tx, account).await?;
        let mut ended: Vec<HeldPost> = list_posts(tx, account).await?;
        ended.retain(|post| {
            (post.unit, post.role) == (unit, role)
                && post.until_on.is_none_or(|until| until >= today)
        });
        if ended.is_empty() {
            return Err(Stop::Refused(AccountRefusal::RoleNotHeld));
        }
        if role == Role::SecurityAdministrator {
            keep_a_security_administrator(tx, account, today).await?;
        }
        for post in &ended {
            if post.from_on >= today {
                let values = params![account, unit, role.code(), post.from_on];
                tx.execute(sql::DROP_POST, values).await?;
            } else {
                let values = params![account, unit, role.code(), post.from_on, yesterday];
                tx.execute(sql::SET_POST_END, values).await?;
            }
        }
        let event = AccountEvent::RoleRevoked {
            role: role.code().to_owned(),
            unit,
        };
        record(tx, of(&whose), &event, (by.actor(), now)).await?;
        Ok(())
    })
}
