//! What another site puts on file with a unit of this one: taken in as a signed package, judged by the same states and deeds as any filing, and
//! answered by a signed note.
//!
//! The document is the other site's; nothing of it becomes public here. What was sent is read from the package, which is kept as it came.

mod events;
mod judge;
pub mod queries;
pub(crate) mod sql;
mod take;

pub use events::ReceivedEvent;
pub(crate) use judge::check_free;
pub use judge::{answer_of, decline_received, object_received, register_received, return_received};
pub use take::take_package;

use kernel::{Actor, BlobId, Date, Fault, FilingId, Moment, UnitId};
use store::{EventDraft, Tx, params};

use super::model::FilingState;
use super::rules::FilingCommand;

/// A filing of another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its id here.
    pub id: FilingId,
    /// The verification key of the site that sent it.
    pub sender_key: String,
    /// The name that this site knows that one by.
    pub sender: String,
    /// Its id there.
    pub sender_filing: String,
    /// Who puts it on file, there.
    pub unit_name: String,
    /// Who looks through it here.
    pub receiver_unit: UnitId,
    /// With whom it says that it is put on file.
    pub receiver: String,
    /// The document's title.
    pub title: String,
    /// Its 发文字号.
    pub number: String,
    /// The digest of the edition that was sent.
    pub digest: String,
    /// Where it stands.
    pub state: FilingState,
    /// Since when.
    pub since: Moment,
    /// How often it was sent.
    pub round: u32,
    /// When it was sent last, by the other site's clock.
    pub sent_at: Moment,
    /// When that came in.
    pub taken_at: Moment,
    /// The newest package.
    pub package: BlobId,
    /// 备案登记号; empty while it has none.
    pub register_number: String,
    /// The day of it.
    pub registered_on: Option<Date>,
}

/// The line in the history, and the event.
async fn note(
    tx: &mut Tx,
    (filing, command, words): (&Received, FilingCommand, &str),
    event: &ReceivedEvent,
    (actor, now): (&Actor, Moment),
) -> Result<(), Fault> {
    let count = tx.fetch_one(sql::COUNT_STEPS, params![filing.id]).await?;
    let ordinal = count.get::<u64>("n")? + 1;
    tx.execute(
        sql::ADD_STEP,
        params![
            filing.id,
            ordinal,
            command.code(),
            words,
            actor.title(),
            actor.name(),
            actor.account(),
            now
        ],
    )
    .await?;
    let draft = EventDraft {
        chain: format!("received_filing/{}", filing.id),
        kind: event.kind(),
        subject: format!("received_filing/{}", filing.id),
        unit: Some(filing.receiver_unit),
        body: event.body()?,
    };
    tx.record(draft, actor, now).await?;
    Ok(())
}
