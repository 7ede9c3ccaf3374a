//! What happens to subscriptions: a closed list, as it stands in the log.
//!
//! The log is for ever, and who follows what is nobody's business: an event says what kind of thing, never which one, nor whose it is. That somebody
//! typed an address is no event: a stranger must not be able to fill the log.

use kernel::{Actor, Fault, Moment};
use serde::Serialize;
use store::{EventDraft, Tx};

/// Something that happened to subscriptions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SubscriptionEvent {
    /// One was confirmed.
    Confirmed {
        /// The kind of what is followed.
        kind: String,
        /// How often.
        pace: String,
    },
    /// The pace of one was changed.
    PaceChanged {
        /// How often from now on.
        pace: String,
    },
    /// Some were ended by their reader.
    Left {
        /// How many.
        count: u64,
        /// Whether the address is deleted with them.
        is_last: bool,
    },
    /// An address is told nothing more, for letters to it are refused for good.
    Suspended {
        /// How many of its subscriptions rest.
        count: u64,
    },
    /// A suspended address confirmed anew.
    Resumed {},
    /// Some were cleared away.
    Lapsed {
        /// Never confirmed.
        unconfirmed: u64,
        /// Suspended for long.
        suspended: u64,
    },
}

impl SubscriptionEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Confirmed { .. } => "subscription.confirmed",
            Self::PaceChanged { .. } => "subscription.pace_changed",
            Self::Left { .. } => "subscription.left",
            Self::Suspended { .. } => "subscription.suspended",
            Self::Resumed {} => "subscription.resumed",
            Self::Lapsed { .. } => "subscriptions.lapsed",
        }
    }
}

/// Records one, in the one chain that all of them share.
pub(crate) async fn record(
    tx: &mut Tx,
    event: &SubscriptionEvent,
    now: Moment,
) -> Result<(), Fault> {
    let draft = EventDraft {
        chain: "subscriptions".to_owned(),
        kind: event.kind(),
        subject: "subscriptions".to_owned(),
        unit: None,
        body: serde_json::to_value(event)
            .map_err(|cause| Fault::caused("writing an event", cause))?,
    };
    tx.record(draft, &Actor::system(), now).await?;
    Ok(())
}
