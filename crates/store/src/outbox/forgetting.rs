//! Forgetting messages that were told long ago: the only rows of people's doings that the program ever deletes by age.
//!
//! A message that is not told yet stays, however old. What a message told of is in the log, which forgets nothing; that it is not
//! told twice is kept by whatever raised it (a reminder's row, a notice's step).

use kernel::{Actor, Fault, MessageId, Moment, Never, Stop};

use super::sql;
use crate::database::Store;
use crate::event::EventDraft;
use crate::params;

/// Messages of one transaction.
const BATCH: u32 = 500;

impl Store {
    /// Deletes messages made and carried before a moment, with their deliveries, a batch; how many. Leaves an event where it deleted any.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn forget_messages(&self, before: Moment, now: Moment) -> Result<u64, Fault> {
        let least = MessageId::least_at(before);
        Ok(crate::write!(self, |tx| -> Result<u64, Stop<Never>> {
            let rows = tx
                .fetch_all(sql::LIST_DONE_MESSAGES, params![least, before, BATCH])
                .await?;
            let mut forgotten = 0;
            for row in &rows {
                let id: MessageId = row.get("id")?;
                tx.execute(sql::DROP_DELIVERIES, params![id]).await?;
                forgotten += tx.execute(sql::DROP_MESSAGE, params![id]).await?;
            }
            if forgotten > 0 {
                let draft = EventDraft {
                    chain: "site".to_owned(),
                    kind: "messages.forgotten",
                    subject: "messages".to_owned(),
                    unit: None,
                    body: serde_json::json!({ "before": before.to_string(), "count": forgotten }),
                };
                tx.record(draft, &Actor::system(), now).await?;
            }
            Ok(forgotten)
        })?)
    }
}
