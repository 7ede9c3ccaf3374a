//! What a session does while it lasts: is seen, uses a form once, ends.

use kernel::{Actor, Fault, Moment, Never, Stop};
use store::{Store, Tx, params};

use crate::events::{AccountEvent, Of, record};
use crate::model::{Entered, Session};
use crate::refusal::AccountRefusal;
use crate::sql;

/// How far apart the marks of being seen lie: a mark at each request would make a write of each read.
const SEEN_EVERY_MILLIS: i64 = 60_000;

/// Notes that a session is in use, at most once a minute.
///
/// # Errors
/// The engine's fault.
pub async fn see(store: &Store, session: &Session, now: Moment) -> Result<(), Fault> {
    if now < session.seen_at.plus_millis(SEEN_EVERY_MILLIS) {
        return Ok(());
    }
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        tx.execute(sql::SEE_SESSION, params![session.id, now])
            .await?;
        Ok(())
    })
    .map_err(Fault::from)
}

/// Uses a form: the first time is fine, a second is refused.
///
/// # Errors
/// [`AccountRefusal::FormUsed`], or the engine's fault.
pub async fn use_form(
    store: &Store,
    (session, form): (&Session, &str),
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    store::write!(store, |tx| {
        let used = tx
            .execute(sql::USE_FORM, params![session.id, form, now])
            .await?;
        if used == 0 {
            return Err(Stop::Refused(AccountRefusal::FormUsed));
        }
        Ok(())
    })
}

/// 退出: ends the session that asks for it.
///
/// # Errors
/// The engine's fault.
pub async fn sign_out(
    store: &Store,
    entered: &Entered,
    actor: &Actor,
    now: Moment,
) -> Result<(), Fault> {
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        let ended = drop_session(tx, &entered.session).await?;
        if ended > 0 {
            let of = Of {
                account: entered.account.id,
                unit: entered.account.unit,
            };
            let event = AccountEvent::SignedOut {
                how: "self".to_owned(),
                count: ended,
            };
            record(tx, of, &event, (actor, now)).await?;
        }
        Ok(())
    })
    .map_err(Fault::from)
}

/// Forgets sessions that ended by age, some at a time; returns how many.
///
/// # Errors
/// The engine's fault.
pub async fn tidy_up(store: &Store, now: Moment) -> Result<usize, Fault> {
    store::write!(store, |tx| -> Result<_, Stop<Never>> {
        let over = tx.fetch_all(sql::LIST_OVER_SESSIONS, params![now]).await?;
        for row in &over {
            let id: kernel::SessionId = row.get("id")?;
            tx.execute(sql::DROP_FORMS_OF_SESSION, params![id]).await?;
            tx.execute(sql::DROP_SESSION, params![id]).await?;
        }
        Ok(over.len())
    })
    .map_err(Fault::from)
}

pub(super) async fn drop_session(tx: &mut Tx, session: &Session) -> Result<u64, Fault> {
    tx.execute(sql::DROP_FORMS_OF_SESSION, params![session.id])
        .await?;
    tx.execute(sql::DROP_SESSION, params![session.id]).await
}
