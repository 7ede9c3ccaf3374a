//! The way to the provider and back: what a browser that left must come back with, once and within ten minutes.
//!
//! The browser keeps a token, the provider is given its digest as `state`, and the database keeps the digest of that: whoever sees
//! an address or a row cannot come back in somebody else's place.

use kernel::{AccountId, Fault, Moment, Never, Stop};
use store::{Store, params};

use crate::secret::{Token, digest};
use crate::sql;

/// How long somebody may stay at the provider.
const LASTS_MILLIS: i64 = 10 * 60_000;

/// What the address of an account about to be linked begins with, where a path of the desk would stand.
const LINK: &str = "link/";

/// Why somebody leaves for the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Errand {
    /// To sign in, and go on to that page of the desk.
    SignIn {
        /// Its path.
        next: String,
    },
    /// To link the account in which they have signed in.
    Link {
        /// Which.
        account: AccountId,
    },
}

impl Errand {
    fn as_text(&self) -> String {
        match self {
            Self::SignIn { next } => next.clone(),
            Self::Link { account } => format!("{LINK}{account}"),
        }
    }

    fn of_text(text: String) -> Result<Self, Fault> {
        match text.strip_prefix(LINK) {
            Some(account) => Ok(Self::Link {
                account: account
                    .parse()
                    .map_err(|_| Fault::new("an errand's account"))?,
            }),
            None => Ok(Self::SignIn { next: text }),
        }
    }
}

/// What somebody under way must come back with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The number used once, inside the provider's answer.
    pub nonce: String,
    /// The verifier of PKCE (RFC 7636).
    pub verifier: String,
    /// Why they left.
    pub errand: Errand,
}

/// Remembers somebody who leaves for the provider, under the token that their browser keeps.
///
/// # Errors
/// The engine's fault.
pub async fn leave(store: &Store, token: &Token, flow: &Flow, now: Moment) -> Result<(), Fault> {
    let expires_at = now.plus_millis(LASTS_MILLIS);
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        tx.execute(sql::DROP_OVER_FLOWS, params![now]).await?;
        let values = params![
            digest(&token.digest()),
            flow.nonce,
            flow.verifier,
            flow.errand.as_text(),
            expires_at
        ];
        tx.execute(sql::ADD_FLOW, values).await?;
        Ok(())
    })
    .map_err(Fault::from)
}

/// Takes up again whoever comes back; it works once.
///
/// # Errors
/// The engine's fault.
pub async fn come_back(store: &Store, token: &Token, now: Moment) -> Result<Option<Flow>, Fault> {
    let digest = digest(&token.digest());
    // Tokens that somebody made up cost a look and no more.
    let known = store::read!(store, |tx| {
        tx.fetch_optional(sql::FIND_FLOW, params![digest]).await
    })?;
    if known.is_none() {
        return Ok(None);
    }
    store::write!(store, |tx| -> Result<_, Stop<Never>> {
        let Some(row) = tx.fetch_optional(sql::FIND_FLOW, params![digest]).await? else {
            return Ok(None);
        };
        tx.execute(sql::DROP_FLOW, params![digest]).await?;
        let expires_at: Moment = row.get("expires_at")?;
        let flow = Flow {
            nonce: row.get("nonce")?,
            verifier: row.get("verifier")?,
            errand: Errand::of_text(row.get("next")?)?,
        };
        Ok((expires_at > now).then_some(flow))
    })
    .map_err(Fault::from)
}
