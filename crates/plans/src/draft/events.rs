//! What happens to drafts: a closed list, as it stands in the log and as people read it. Drafts are not public.

use kernel::{Actor, DraftId, Fault, Moment};
use serde::{Deserialize, Serialize};
use store::{EventDraft, Tx};

use super::edit::Edit;

/// Something that happened to a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum DraftEvent {
    /// A file was uploaded.
    Created {
        /// What it is called.
        title: String,
        /// How many duties the reader saw.
        duties: u64,
        /// The file.
        source: String,
        /// What the reader said.
        reading: String,
    },
    /// An officer changed something.
    Edited {
        /// The number of the edit.
        revision: u64,
        /// What was done.
        edit: Edit,
    },
    /// It was handed on: a plan came of it, or the next version of one.
    Approved {
        /// The plan.
        plan: String,
        /// The number of the newest edit.
        revision: u64,
        /// What was taken in, after all edits.
        reading: String,
    },
    /// It was thrown away.
    Discarded,
}

impl DraftEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Created { .. } => "draft.created",
            Self::Edited { .. } => "draft.edited",
            Self::Approved { .. } => "draft.approved",
            Self::Discarded => "draft.discarded",
        }
    }

    /// The event in words.
    pub fn describe(&self) -> String {
        match self {
            Self::Created { title, duties, .. } => {
                format!("上传《{title}》，读出{duties}项任务")
            }
            Self::Edited { edit, .. } => edit.describe(),
            Self::Approved { revision, .. } => format!("审定发布（共{revision}次修改）"),
            Self::Discarded => "作废草稿".to_owned(),
        }
    }

    /// Appends it to the log.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn record(
        &self,
        tx: &mut Tx,
        draft: DraftId,
        (actor, now): (&Actor, Moment),
    ) -> Result<(), Fault> {
        let event = EventDraft {
            chain: format!("draft/{draft}"),
            kind: self.kind(),
            subject: format!("draft/{draft}"),
            unit: None,
            body: serde_json::to_value(self)
                .map_err(|cause| Fault::caused("writing an event", cause))?,
        };
        tx.record(event, actor, now).await?;
        Ok(())
    }
}
