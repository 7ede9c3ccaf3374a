//! 结束会话: one's own elsewhere, or those of another by the security administrator.

use kernel::{AccountId, Actor, Fault, Moment, SecurityAdministrator, SessionId, Stop};
use store::{Store, Tx, params};

use super::session::drop_session;
use super::{load, of};
use crate::events::{AccountEvent, record};
use crate::model::Entered;
use crate::queries::session_of;
use crate::refusal::AccountRefusal;
use crate::sql;

/// Ends one of one's own sessions, on another machine.
///
/// # Errors
/// [`AccountRefusal::NothingThere`] where it is not theirs or has ended, or the engine's fault.
pub async fn end_own_session(
    store: &Store,
    (entered, actor): (&Entered, &Actor),
    session: SessionId,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    store::write!(store, |tx| {
        let row = tx
            .fetch_optional(sql::FIND_SESSION_BY_ID, params![session])
            .await?;
        let found = row.as_ref().map(session_of).transpose()?;
        let own = found.filter(|found| found.account == entered.account.id);
        let Some(own) = own else {
            return Err(Stop::Refused(AccountRefusal::NothingThere));
        };
        drop_session(tx, &own).await?;
        let event = AccountEvent::SignedOut {
            how: "elsewhere".to_owned(),
            count: 1,
        };
        record(tx, of(&entered.account), &event, (actor, now)).await?;
        Ok(())
    })
}

/// Ends every session of an account; returns how many.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn end_sessions_of(
    store: &Store,
    account: AccountId,
    by: &SecurityAdministrator,
    now: Moment,
) -> Result<u64, Stop<AccountRefusal>> {
    store::write!(store, |tx| {
        let whose = load(tx, account).await?;
        let count = drop_sessions(tx, account, None).await?;
        if count > 0 {
            let event = AccountEvent::SignedOut {
                how: "administrator".to_owned(),
                count,
            };
            record(tx, of(&whose), &event, (by.actor(), now)).await?;
        }
        Ok(count)
    })
}

/// Ends the sessions of an account but one; returns how many.
pub(super) async fn drop_sessions(
    tx: &mut Tx,
    account: AccountId,
    but: Option<SessionId>,
) -> Result<u64, Fault> {
    let but = but.map_or_else(String::new, |id| id.to_string());
    tx.execute(sql::DROP_FORMS_OF_ACCOUNT, params![account, but])
        .await?;
    tx.execute(sql::DROP_SESSIONS_OF_ACCOUNT, params![account, but])
        .await
}
