//! 统一身份认证: identities at an outside provider (OpenID Connect) that open accounts.
//!
//! Talking to the provider is the server's business; here is what is remembered and decided: the way there and back, which identity
//! opens which account, and what somebody for whom the provider vouches may do. An account is never made by a provider.

mod link;
mod sign_in;
mod travel;
mod unlink;

pub use link::{LinkOther, ask_to_link, link_other, link_own};
pub use sign_in::sign_in_by;
pub use travel::{Errand, Flow, come_back, leave};
pub use unlink::{unlink_other, unlink_own};

use kernel::{AccountId, Fault};
use store::{Tx, params};

use crate::model::Identity;
use crate::sql;

/// The account that an identity opens.
async fn find(tx: &mut Tx, identity: &Identity) -> Result<Option<AccountId>, Fault> {
    let values = params![identity.issuer, identity.subject];
    let row = tx.fetch_optional(sql::FIND_IDENTITY, values).await?;
    row.map(|row| row.get("account_id")).transpose()
}
