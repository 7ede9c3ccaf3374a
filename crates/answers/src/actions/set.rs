//! 编写问答: the office writes an entry or changes one; what rests on a document names it, and the caller knows that it is public and holds.

use kernel::{CuratedId, DocumentId, Moment, OpenGovernmentOffice, Stop, UnitId};
use store::{Store, Tx, params};

use crate::events::{AnswerEvent, record};
use crate::rules::{Draft, MOST_GRAMS, MOST_SHOWN, check};
use crate::{AnswerRefusal, sql};

/// An entry about to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetCurated {
    /// Which one, with the revision that was seen; a new one where there is none.
    pub known: Option<(CuratedId, u32)>,
    /// What it says.
    pub draft: Draft,
    /// Who answers for it.
    pub unit: Option<UnitId>,
    /// What it rests on; the unit's own statement where there is nothing.
    pub document: Option<DocumentId>,
}

/// Writes it; a question of visitors that asks the same is done with.
///
/// # Errors
/// [`AnswerRefusal`], or the engine's fault.
pub async fn set_curated(
    store: &Store,
    command: &SetCurated,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<CuratedId, Stop<AnswerRefusal>> {
    let review_by = check(&command.draft, now.date()).map_err(Stop::Refused)?;
    let Some(unit) = command.unit else {
        return Err(Stop::Refused(AnswerRefusal::UnitMissing));
    };
    let question = &command.draft.wordings[0];
    store::write!(store, |tx| {
        let id: CuratedId = match command.known {
            Some((id, _)) => id,
            None => tx.new_id(now),
        };
        let same = tx
            .fetch_optional(sql::FIND_SAME, params![question.folded, id])
            .await?;
        if same.is_some() {
            return Err(Stop::Refused(AnswerRefusal::Known));
        }
        let answer = command.draft.answer.trim();
        let by = office.actor().name();
        let revision = match command.known {
            None => {
                let values = params![
                    id,
                    question.words,
                    answer,
                    unit,
                    command.document,
                    review_by,
                    by,
                    now
                ];
                tx.execute(sql::ADD_CURATED, values).await?;
                1
            }
            Some((_, revision)) => {
                let values = params![
                    id,
                    revision,
                    question.words,
                    answer,
                    unit,
                    command.document,
                    review_by,
                    by,
                    now
                ];
                if tx.execute(sql::CHANGE_CURATED, values).await? == 0 {
                    return Err(Stop::Refused(AnswerRefusal::Changed));
                }
                revision + 1
            }
        };
        let shown = tx.fetch_one(sql::COUNT_SHOWN, params![]).await?;
        if shown.get::<u64>("n")? > MOST_SHOWN {
            return Err(Stop::Refused(AnswerRefusal::TooMany(MOST_SHOWN)));
        }
        keep_wordings(tx, id, &command.draft).await?;
        tx.execute(sql::CLOSE_ASKED, params![question.folded, "written"])
            .await?;
        let event = AnswerEvent::Set {
            id: id.to_string(),
            question: question.words.clone(),
            document: command
                .document
                .map(|it| it.to_string())
                .unwrap_or_default(),
            revision,
        };
        record(tx, &event, (office, now)).await?;
        Ok(id)
    })
}

async fn keep_wordings(
    tx: &mut Tx,
    id: CuratedId,
    draft: &Draft,
) -> Result<(), Stop<AnswerRefusal>> {
    tx.execute(sql::DROP_GRAMS, params![id]).await?;
    tx.execute(sql::DROP_WORDINGS, params![id]).await?;
    for (ordinal, wording) in (0_u64..).zip(&draft.wordings) {
        // A long question is compared by its first grams.
        let grams = &wording.grams[..wording.grams.len().min(MOST_GRAMS)];
        let size = grams.len() as u64;
        let values = params![id, ordinal, wording.words, wording.folded, size];
        tx.execute(sql::ADD_WORDING, values).await?;
        for gram in grams {
            tx.execute(sql::ADD_GRAM, params![gram, id, ordinal])
                .await?;
        }
    }
    Ok(())
}
