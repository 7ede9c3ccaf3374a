//! What happens to answers: a closed list, as it stands in the log. What visitors ask is no event: a stranger must not be able to fill the log.

use kernel::{Fault, Moment, OpenGovernmentOffice};
use serde::Serialize;
use store::{EventDraft, Tx};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum AnswerEvent {
    /// An entry was written or changed.
    Set {
        /// Its id.
        id: String,
        /// The question.
        question: String,
        /// What it rests on; empty for the unit's own statement.
        document: String,
        /// Its revision.
        revision: u32,
    },
    /// An entry is not shown any more.
    Retired {
        /// Its id.
        id: String,
        /// The question.
        question: String,
    },
    /// A question of visitors needs no answer.
    Dismissed {
        /// How often it had been asked.
        count: u64,
    },
    /// What visitors sought in vain became a promise.
    TakenUp {
        /// The demand's id.
        id: String,
        /// What is promised.
        title: String,
        /// How often it had been sought.
        times: u64,
        /// Within so many working days.
        days: u32,
    },
    /// What visitors sought in vain is nothing to be published.
    SearchDismissed {
        /// How often it had been sought.
        times: u64,
    },
}

impl AnswerEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Set { .. } => "answer.set",
            Self::Retired { .. } => "answer.retired",
            Self::Dismissed { .. } => "answer.question_dismissed",
            Self::TakenUp { .. } => "answer.demand_taken_up",
            Self::SearchDismissed { .. } => "answer.search_dismissed",
        }
    }
}

/// Records one, in the one chain that all of them share.
pub(crate) async fn record(
    tx: &mut Tx,
    event: &AnswerEvent,
    (office, now): (&OpenGovernmentOffice, Moment),
) -> Result<(), Fault> {
    let subject = match event {
        AnswerEvent::Set { id, .. } | AnswerEvent::Retired { id, .. } => format!("curated/{id}"),
        AnswerEvent::TakenUp { .. }
        | AnswerEvent::Dismissed { .. }
        | AnswerEvent::SearchDismissed { .. } => "answers".to_owned(),
    };
    let draft = EventDraft {
        chain: "answers".to_owned(),
        kind: event.kind(),
        subject,
        unit: None,
        body: serde_json::to_value(event)
            .map_err(|cause| Fault::caused("writing an event", cause))?,
    };
    tx.record(draft, office.actor(), now).await?;
    Ok(())
}
