//! 授予角色: the security administrator gives an account a role in a unit, with dates.

use kernel::{AccountId, Date, Moment, Role, SecurityAdministrator, Stop, UnitId};
use store::{Store, params};

use crate::events::{AccountEvent, Of, record};
use crate::queries::{find_account, list_posts};
use crate::refusal::AccountRefusal;
use crate::{rules, sql};

/// What is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// To whom.
    pub account: AccountId,
    /// Where.
    pub unit: UnitId,
    /// As what.
    pub role: Role,
    /// From which day.
    pub from_on: Date,
    /// Through which day; open where absent.
    pub until_on: Option<Date>,
}

/// Grants a role.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn grant(
    store: &Store,
    command: &Grant,
    by: &SecurityAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    let Grant {
        account,
        unit,
        role,
        from_on,
        until_on,
    } = *command;
    if until_on.is_some_and(|until| until < from_on) {
        return Err(Stop::Refused(AccountRefusal::BadDates));
    }
    if by.actor().is_account(Some(account)) {
        return Err(Stop::Refused(AccountRefusal::OwnAccount));
    }
    store::write!(store, |tx| {
        let whose = find_account(tx, account)
            .await?
            .ok_or(Stop::Refused(AccountRefusal::Unknown))?;
        tx.fetch_optional(sql::FIND_UNIT, params![unit])
            .await?
            .ok_or(Stop::Refused(AccountRefusal::UnknownUnit))?;
        let held = list_posts(tx, account).await?;
        // What overlaps in time: an administrator may become one after having been a clerk, not while.
        let beside = || {
            held.iter().filter(|post| {
                post.until_on.is_none_or(|until| until >= from_on)
                    && until_on.is_none_or(|until| post.from_on <= until)
            })
        };
        if beside().any(|post| (post.role, post.unit) == (role, unit)) {
            return Err(Stop::Refused(AccountRefusal::RoleHeldAlready));
        }
        rules::goes_with(role, beside().map(|post| post.role)).map_err(Stop::Refused)?;
        tx.execute(
            sql::ADD_POST,
            params![account, unit, role.code(), from_on, until_on],
        )
        .await?;
        let event = AccountEvent::RoleGranted {
            role: role.code().to_owned(),
            unit,
            from_on,
            until_on,
        };
        let of = Of {
            account,
            unit: whose.unit,
        };
        record(tx, of, &event, (by.actor(), now)).await?;
        Ok(())
    })
}
