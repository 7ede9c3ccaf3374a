//! What can be done to supervision notices: one verb a file. Each loads, decides by the rules, saves and records in one
//! transaction; a refused act leaves no trace.

pub mod answer;
pub mod follow_successors;
pub mod issue;
pub mod judge;

pub use answer::{Answer, answer};
pub use follow_successors::follow_successors;
pub use issue::{Issue, Issued, issue};
pub use judge::{Judge, close, return_answer, withdraw};

use kernel::{Actor, Fault, Moment, NoticeId, Stop};
use store::{EventDraft, Tx, params};

use crate::events::NoticeEvent;
use crate::model::Notice;
use crate::queries::notice_of;
use crate::refusal::NoticeRefusal;
use crate::sql;

async fn load(tx: &mut Tx, id: NoticeId) -> Result<Notice, Stop<NoticeRefusal>> {
    let row = tx.fetch_optional(sql::FIND_NOTICE, params![id]).await?;
    let row = row.ok_or(Stop::Refused(NoticeRefusal::Unknown))?;
    Ok(notice_of(&row)?)
}

/// A step as it is written down.
struct Step<'a> {
    command: &'static str,
    words: &'a str,
    links: &'a [String],
    event: NoticeEvent,
}

/// Writes a step down: its words in the notice, its event in the log.
async fn write_step(
    tx: &mut Tx,
    notice: &Notice,
    step: Step<'_>,
    (actor, now): (&Actor, Moment),
) -> Result<(), Fault> {
    let steps = tx.fetch_one(sql::COUNT_STEPS, params![notice.id]).await?;
    let ordinal: u64 = steps.get("n")?;
    tx.execute(
        sql::ADD_STEP,
        params![
            notice.id,
            ordinal,
            step.command,
            step.words,
            step.links.join("\n"),
            actor.name(),
            now
        ],
    )
    .await?;
    let draft = EventDraft {
        chain: format!("notice/{}", notice.id),
        kind: step.event.kind(),
        subject: format!("notice/{}", notice.id),
        unit: Some(notice.unit),
        body: step.event.body()?,
    };
    tx.record(draft, actor, now).await?;
    Ok(())
}
