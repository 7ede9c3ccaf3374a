//! What happens to accounts: a closed list, as it stands in the log and as people read it.
//!
//! Never a password, a token, a mail address. The chain of an account is `account/ID`.

use kernel::{AccountId, Actor, Fault, Moment, UnitId};
use serde::{Deserialize, Serialize};
use store::{EventDraft, Tx};

/// Something that happened to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum AccountEvent {
    /// It was opened.
    Created {
        /// The word typed at sign-in.
        login: String,
    },
    /// It was switched off.
    Disabled,
    /// It was switched on again.
    Enabled,
    /// A role was granted.
    RoleGranted {
        /// The role's code.
        role: String,
        /// Where.
        unit: UnitId,
        /// From which day.
        from_on: kernel::Date,
        /// Through which day.
        until_on: Option<kernel::Date>,
    },
    /// A role was taken back.
    RoleRevoked {
        /// The role's code.
        role: String,
        /// Where.
        unit: UnitId,
    },
    /// Somebody signed in.
    SignedIn {
        /// From where.
        address: String,
        /// By what: password, second_factor, recovery_code; provider, provider_second_factor (its own), provider+second_factor and
        /// provider+recovery_code (ours after it); setup_link.
        by: String,
    },
    /// Somebody failed to sign in.
    SignInFailed {
        /// From where.
        address: String,
        /// At what: password, second factor.
        at: String,
    },
    /// Too many failures.
    Locked {
        /// Until when.
        until: Moment,
    },
    /// A session was ended.
    SignedOut {
        /// By whom: self, elsewhere, administrator.
        how: String,
        /// How many sessions.
        count: u64,
    },
    /// The password was changed by whose it is.
    PasswordChanged,
    /// The password was set anew by another, to be changed at the next sign-in.
    PasswordReset,
    /// The lock was taken off.
    Unlocked,
    /// What it says of its person was changed.
    Edited {
        /// The unit that they belong to now.
        unit: UnitId,
        /// Whether the name is another.
        is_renamed: bool,
        /// Whether the mail address is another.
        is_mail_changed: bool,
    },
    /// A second factor was enrolled.
    SecondFactorAdded,
    /// The second factor was taken off.
    SecondFactorRemoved,
    /// Posts were handed on for an absence.
    Delegated {
        /// To whom.
        taker: AccountId,
        /// Which roles.
        roles: Vec<String>,
        /// The first day.
        from_on: kernel::Date,
        /// The last day.
        through_on: kernel::Date,
    },
    /// A delegation was ended early.
    DelegationEnded {
        /// Whom it had been given to.
        taker: AccountId,
    },
    /// An identity at an outside provider was linked.
    IdentityLinked {
        /// The provider.
        issuer: String,
        /// Which identity, by reference.
        identity: String,
        /// By whom: self, administrator, first_use.
        how: String,
    },
    /// An identity at an outside provider no longer opens the account.
    IdentityUnlinked {
        /// The provider.
        issuer: String,
        /// Which identity, by reference.
        identity: String,
    },
}

impl AccountEvent {
    /// The word in the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Created { .. } => "account.created",
            Self::Disabled => "account.disabled",
            Self::Enabled => "account.enabled",
            Self::RoleGranted { .. } => "account.role_granted",
            Self::RoleRevoked { .. } => "account.role_revoked",
            Self::SignedIn { .. } => "account.signed_in",
            Self::SignInFailed { .. } => "account.sign_in_failed",
            Self::Locked { .. } => "account.locked",
            Self::SignedOut { .. } => "account.signed_out",
            Self::PasswordChanged => "account.password_changed",
            Self::PasswordReset => "account.password_reset",
            Self::Unlocked => "account.unlocked",
            Self::Edited { .. } => "account.edited",
            Self::SecondFactorAdded => "account.second_factor_added",
            Self::SecondFactorRemoved => "account.second_factor_removed",
            Self::Delegated { .. } => "account.delegated",
            Self::DelegationEnded { .. } => "account.delegation_ended",
            Self::IdentityLinked { .. } => "account.identity_linked",
            Self::IdentityUnlinked { .. } => "account.identity_unlinked",
        }
    }
}

/// Whose event it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Of {
    pub account: AccountId,
    pub unit: UnitId,
}

/// Writes it into the log, in the transaction of its change.
pub(crate) async fn record(
    tx: &mut Tx,
    of: Of,
    event: &AccountEvent,
    (actor, now): (&Actor, Moment),
) -> Result<(), Fault> {
    let body = serde_json::to_value(event)
        .map_err(|cause| Fault::caused("writing an account's event", cause))?;
    let chain = format!("account/{}", of.account);
    let draft = EventDraft {
        subject: chain.clone(),
        chain,
        kind: event.kind(),
        unit: Some(of.unit),
        body,
    };
    tx.record(draft, actor, now).await?;
    Ok(())
}
