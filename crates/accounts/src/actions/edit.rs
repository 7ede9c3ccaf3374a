//! 修改账号资料: name, unit and mail, by the system administrator; what one holds stays as it is.

use kernel::{AccountId, Moment, Stop, SystemAdministrator, UnitId};
use store::{Store, params};

use super::{load, of};
use crate::events::{AccountEvent, record};
use crate::refusal::AccountRefusal;
use crate::{rules, sql};

/// What an account shall say of its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Whose.
    pub account: AccountId,
    /// The person's name.
    pub name: String,
    /// The unit that they belong to.
    pub unit: UnitId,
    /// Where mail reaches them; may be empty.
    pub mail: String,
}

/// Changes it.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn edit(
    store: &Store,
    command: &Edit,
    by: &SystemAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    let name = rules::name(&command.name).map_err(Stop::Refused)?;
    let mail = rules::mail(&command.mail).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let account = load(tx, command.account).await?;
        tx.fetch_optional(sql::FIND_UNIT, params![command.unit])
            .await?
            .ok_or(Stop::Refused(AccountRefusal::UnknownUnit))?;
        if (&account.name, account.unit, &account.mail) == (&name, command.unit, &mail) {
            return Ok(());
        }
        let values = params![account.id, name, command.unit, mail];
        tx.execute(sql::SET_PERSON, values).await?;
        let event = AccountEvent::Edited {
            unit: command.unit,
            is_renamed: account.name != name,
            is_mail_changed: account.mail != mail,
        };
        record(tx, of(&account), &event, (by.actor(), now)).await?;
        Ok(())
    })
}
