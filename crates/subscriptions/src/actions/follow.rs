//! 订阅: somebody types an address and what it is to be told of. Nothing is told before the link of the letter was used.
//!
//! The answer is the same whether the address is known, has asked too often, or follows too much: what there is to say goes by
//! letter, to whoever reads the address. That the site has no room for another search is told at once: it says nothing of anybody. No event: a stranger did it, and it may come to nothing.

use kernel::{Fault, Moment, ReaderId, Stop, SubscriptionId};
use store::{Store, Tx, params};

use super::add_letter;
use crate::model::{Address, Followed, LetterKind, Pace};
use crate::refusal::SubscriptionRefusal;
use crate::rules::{CONFIRM_MILLIS, MOST_ASKED_A_DAY, MOST_SUBSCRIPTIONS, days};
use crate::{searches, sql, token};
use kernel::Vault;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follow {
    /// What is to be followed; the caller knows that it is public.
    pub followed: Followed,
    /// How often.
    pub pace: Pace,
    /// Who is to be told.
    pub address: Address,
}

/// Takes it down and has a letter ask for confirmation.
///
/// # Errors
/// [`SubscriptionRefusal::SearchesFull`], or the engine's fault.
pub async fn follow(
    store: &Store,
    vault: &dyn Vault,
    asked: &Follow,
    now: Moment,
) -> Result<(), Stop<SubscriptionRefusal>> {
    store::write!(store, |tx| {
        if !searches::is_room_for(tx, &asked.followed).await? {
            return Err(Stop::Refused(SubscriptionRefusal::SearchesFull));
        }
        let (reader, is_suspended) = find_or_add(tx, vault, &asked.address, now).await?;
        let values = params![reader, now.plus_millis(-days(1)), MOST_ASKED_A_DAY];
        let letters: u64 = tx.fetch_one(sql::COUNT_ASKED, values).await?.get("n")?;
        if letters >= MOST_ASKED_A_DAY {
            return Ok(());
        }
        let letter = take_down(tx, (vault, asked), (reader, is_suspended), now).await?;
        add_letter(tx, reader, letter, now).await?;
        Ok(())
    })
}

async fn find_or_add(
    tx: &mut Tx,
    vault: &dyn Vault,
    address: &Address,
    now: Moment,
) -> Result<(ReaderId, bool), Fault> {
    let mark = vault.mark(&address.folded());
    let known = tx
        .fetch_optional(sql::FIND_READER_BY_MARK, params![mark])
        .await?;
    if let Some(row) = known {
        let suspended_at: Option<Moment> = row.get("suspended_at")?;
        return Ok((row.get("id")?, suspended_at.is_some()));
    }
    let id: ReaderId = tx.new_id(now);
    let sealed = vault.seal(address.reveal(), &format!("reader/{id}/address"))?;
    let token = token::new(vault, &format!("reader/{id}/token"))?;
    let values = params![id, sealed, mark, token.sealed, token.hash, now];
    tx.execute(sql::ADD_READER, values).await?;
    Ok((id, false))
}

/// Writes the wish down; which letter answers it.
async fn take_down(
    tx: &mut Tx,
    (vault, asked): (&dyn Vault, &Follow),
    (reader, is_suspended): (ReaderId, bool),
    now: Moment,
) -> Result<(LetterKind, Option<SubscriptionId>), Fault> {
    let place = asked.followed.place();
    let known = tx
        .fetch_optional(sql::FIND_SUBSCRIPTION_OF, params![reader, place])
        .await?;
    let until = now.plus_millis(CONFIRM_MILLIS);
    if let Some(row) = known {
        let (id, state): (SubscriptionId, String) = (row.get("id")?, row.get("state")?);
        if state == "confirmed" && !is_suspended {
            return Ok((LetterKind::Known, Some(id)));
        }
        let token = token::new(vault, &format!("subscription/{id}/confirm"))?;
        let values = params![id, token.sealed, token.hash, until, asked.pace.code()];
        tx.execute(sql::ASK_AGAIN, values).await?;
        return Ok((LetterKind::Confirm, Some(id)));
    }
    let row = tx
        .fetch_one(sql::COUNT_SUBSCRIPTIONS_OF, params![reader])
        .await?;
    if row.get::<u64>("n")? >= MOST_SUBSCRIPTIONS {
        return Ok((LetterKind::Full, None));
    }
    let id: SubscriptionId = tx.new_id(now);
    let token = token::new(vault, &format!("subscription/{id}/confirm"))?;
    let values = params![
        id,
        reader,
        place,
        asked.followed.kind(),
        asked.pace.code(),
        token.sealed,
        token.hash,
        until
    ];
    tx.execute(sql::ADD_SUBSCRIPTION, values).await?;
    Ok((LetterKind::Confirm, Some(id)))
}
