//! 移交岗位: after a unit was reorganised, the security administrator gives those who held roles in it the same roles in a unit
//! that took its work over. Nobody gains a role that they did not hold, and until this is done nobody loses one.

use kernel::{AccountId, Date, Moment, Role, SecurityAdministrator, Stop, UnitId};
use store::{Store, Tx, directory, params};

use super::{load, of};
use crate::events::{AccountEvent, record};
use crate::model::HeldPost;
use crate::queries::{UnitPost, list_posts, list_posts_in};
use crate::refusal::AccountRefusal;
use crate::sql;

/// From where to where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovePosts {
    /// The unit that ended.
    pub from: UnitId,
    /// The unit that took over.
    pub to: UnitId,
    /// Whose posts; all of them where empty.
    pub accounts: Vec<AccountId>,
}

/// Moves the posts; how many. An administrator's own are left for another administrator.
///
/// # Errors
/// [`AccountRefusal`], or the engine's fault.
pub async fn move_posts(
    store: &Store,
    command: &MovePosts,
    by: &SecurityAdministrator,
    now: Moment,
) -> Result<u64, Stop<AccountRefusal>> {
    let today = now.date();
    store::write!(store, |tx| {
        let successors = directory::list_successors(tx, command.from).await?;
        if !successors.iter().any(|unit| unit.id == command.to) {
            return Err(Stop::Refused(AccountRefusal::NotItsSuccessor));
        }
        let mut posts = list_posts_in(tx, command.from, today).await?;
        posts.retain(|post| {
            let is_asked = command.accounts.is_empty() || command.accounts.contains(&post.account);
            is_asked && !by.actor().is_account(Some(post.account))
        });
        for post in &posts {
            move_one(tx, (post, command), by, now).await?;
        }
        Ok(posts.len() as u64)
    })
}

async fn move_one(
    tx: &mut Tx,
    (post, command): (&UnitPost, &MovePosts),
    by: &SecurityAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    let today = now.date();
    let whose = load(tx, post.account).await?;
    let role = post.role.code();
    let from_on = post.from_on.max(today);
    if post.from_on >= today {
        let values = params![post.account, command.from, role, post.from_on];
        tx.execute(sql::DROP_POST, values).await?;
    } else {
        let yesterday = today.yesterday().unwrap_or(today);
        let values = params![post.account, command.from, role, post.from_on, yesterday];
        tx.execute(sql::SET_POST_END, values).await?;
    }
    let revoked = AccountEvent::RoleRevoked {
        role: role.to_owned(),
        unit: command.from,
    };
    record(tx, of(&whose), &revoked, (by.actor(), now)).await?;
    let held = list_posts(tx, post.account).await?;
    if !held
        .iter()
        .any(|it| covers(it, (command.to, post.role), (from_on, post.until_on)))
    {
        let values = params![post.account, command.to, role, from_on, post.until_on];
        tx.execute(sql::ADD_POST, values).await?;
        let granted = AccountEvent::RoleGranted {
            role: role.to_owned(),
            unit: command.to,
            from_on,
            until_on: post.until_on,
        };
        record(tx, of(&whose), &granted, (by.actor(), now)).await?;
    }
    // What was handed on for an absence goes along.
    let values = params![post.account, command.from, role, command.to, today];
    tx.execute(sql::MOVE_DELEGATED_POSTS, values).await?;
    Ok(())
}

/// Whether a post gives the role in the unit for that whole time already.
fn covers(
    held: &HeldPost,
    (unit, role): (UnitId, Role),
    (from_on, until_on): (Date, Option<Date>),
) -> bool {
    let lasts = match (held.until_on, until_on) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(held), Some(wanted)) => held >= wanted,
    };
    (held.unit, held.role) == (unit, role) && held.from_on <= from_on && lasts
}
