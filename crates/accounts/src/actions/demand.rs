//! 要求二次验证: the security administrator says which roles must enrol a second factor.

use kernel::{Moment, Role, SecurityAdministrator, Stop};
use store::{EventDraft, Store};

use crate::queries::{keep_second_factor_roles, list_second_factor_roles};
use crate::refusal::AccountRefusal;

/// Keeps the roles that demand a second factor; whoever holds one is led to enrolling at the next page.
///
/// # Errors
/// The engine's fault.
pub async fn demand_second_factor(
    store: &Store,
    roles: &[Role],
    by: &SecurityAdministrator,
    now: Moment,
) -> Result<(), Stop<AccountRefusal>> {
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    store::write!(store, |tx| {
        let before = list_second_factor_roles(tx).await?;
        if before == roles {
            return Ok(());
        }
        keep_second_factor_roles(tx, &roles, now).await?;
        let codes = |roles: &[Role]| roles.iter().map(|role| role.code()).collect::<Vec<_>>();
        let draft = EventDraft {
            chain: "site".to_owned(),
            kind: "settings.second_factor_roles",
            subject: "settings/second_factor_roles".to_owned(),
            unit: None,
            body: serde_json::json!({ "before": codes(&before), "after": codes(&roles) }),
        };
        tx.record(draft, by.actor(), now).await?;
        Ok(())
    })
}
