//! 备案: what a unit has published is put on file with the unit above it, which registers it, asks for more, or objects to it.
//!
//! Legal basis: 《国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知》(国办发〔2018〕37号) on 备案监督; spans are the place's own, and data
//! ([`crate::library::Opening`]). Not to be taken for [`crate::EditionState::Filed`] (存档), by which nothing leaves the house.

mod events;
pub mod exchange;
mod judge;
pub mod model;
mod pack;
pub mod queries;
pub mod received;
pub mod refusal;
pub mod rules;
mod send;
pub(crate) mod sql;
mod take_answer;
pub mod telling;

pub use events::FilingEvent;
pub use judge::{JudgeFiling, decline, note_outcome, object, register, return_filing};
pub use model::{Filing, FilingState};
pub use pack::{Origin, pack};
pub use refusal::FilingRefusal;
pub use rules::FilingCommand;
pub use send::{ResendFiling, SendFiling, resend, send};
pub use take_answer::take_answer;

use kernel::{Actor, Fault, FilingId, Moment, Stop};
use sha2::{Digest as _, Sha256};
use store::{EventDraft, Tx, params};

/// What publishing refuses, in the words of a filing.
fn carried(stop: Stop<crate::DocumentRefusal>) -> Stop<FilingRefusal> {
    stop.map_refusal(FilingRefusal::from)
}

/// A filing.
async fn load(tx: &mut Tx, id: FilingId) -> Result<Filing, Stop<FilingRefusal>> {
    let found = queries::find(tx, id).await?;
    found.ok_or(Stop::Refused(FilingRefusal::Unknown))
}

/// An act upon a filing: the state after it, its line in the history, its event.
struct Step<'a> {
    filing: &'a Filing,
    command: FilingCommand,
    words: &'a str,
}

impl Step<'_> {
    async fn take(
        &self,
        tx: &mut Tx,
        event: &FilingEvent,
        (actor, now): (&Actor, Moment),
    ) -> Result<FilingState, Stop<FilingRefusal>> {
        let next = rules::after(self.filing.state, self.command).map_err(Stop::Refused)?;
        tx.execute(sql::SET_STATE, params![self.filing.id, next.code(), now])
            .await?;
        note(tx, (self.filing.id, self.command, self.words), (actor, now)).await?;
        record(tx, self.filing, event, (actor, now)).await?;
        Ok(next)
    }
}

/// The line in the history alone.
async fn note(
    tx: &mut Tx,
    (filing, command, words): (FilingId, FilingCommand, &str),
    (actor, now): (&Actor, Moment),
) -> Result<(), Fault> {
    let count = tx.fetch_one(sql::COUNT_STEPS, params![filing]).await?;
    let ordinal: u64 = count.get::<u64>("n")? + 1;
    tx.execute(
        sql::ADD_STEP,
        params![
            filing,
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
    Ok(())
}

/// Records what happened, about the document: its page shows that it is on file.
async fn record(
    tx: &mut Tx,
    filing: &Filing,
    event: &FilingEvent,
    (actor, now): (&Actor, Moment),
) -> Result<(), Fault> {
    let draft = EventDraft {
        chain: format!("filing/{}", filing.id),
        kind: event.kind(),
        subject: format!("document/{}", filing.document),
        unit: Some(filing.unit),
        body: event.body()?,
    };
    tx.record(draft, actor, now).await?;
    Ok(())
}

fn digest_of(words: &[&str]) -> String {
    let mut hash = Sha256::new();
    for word in words {
        hash.update(word.as_bytes());
        hash.update([0]);
    }
    hex::encode(hash.finalize())
}
