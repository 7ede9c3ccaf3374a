//! 集约化: several sites on one platform. The main site has everything; a site beside it (分站) has what its unit and the units under it issue,
//! and what is shared with it by reference. A document is one, wherever it stands: a site never holds a copy.
//!
//! Which sites there are is the configuration's ([`declare`]); what stands on them is kept with the lists (`crate::tally`) and filled by the
//! ticker ([`fill`]).

mod declare;
mod events;
mod fill;
pub mod queries;
mod refusal;
mod share;
pub(crate) mod sql;

pub use declare::{Declared, declare};
pub use events::SubsiteEvent;
pub use fill::{Filled, fill, survey};
pub use queries::{Share, Subsite};
pub use refusal::ShareRefusal;
pub use share::{ShareDocument, share, unshare};

use kernel::{Actor, Fault, Moment, UnitId};
use store::{EventDraft, Tx, params};

/// The code of the main site.
pub const MAIN: &str = "main";

/// The sites beside the main one on which what a unit issues stands.
pub(crate) async fn list_above(tx: &mut Tx, unit: UnitId) -> Result<Vec<String>, Fault> {
    let rows = tx.fetch_all(sql::LIST_SITES_ABOVE, params![unit]).await?;
    rows.iter().map(|row| row.get("code")).collect()
}

/// Whether a word can be a site's code.
pub fn is_code(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text != MAIN && !text.is_empty() && text.len() <= 40 && text.chars().all(is_plain)
}

/// Notes what happened to a site.
async fn record(
    tx: &mut Tx,
    (code, unit): (&str, Option<UnitId>),
    event: &SubsiteEvent,
    (actor, now): (&Actor, Moment),
) -> Result<(), Fault> {
    let draft = EventDraft {
        chain: "library".to_owned(),
        kind: event.kind(),
        subject: format!("subsite/{code}"),
        unit,
        body: event.body()?,
    };
    tx.record(draft, actor, now).await?;
    Ok(())
}
