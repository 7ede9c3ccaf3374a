//! 停用问答: an entry is not shown any more; an edit brings it back.

use kernel::{CuratedId, Moment, OpenGovernmentOffice, Stop};
use store::{Store, params};

use crate::events::{AnswerEvent, record};
use crate::queries::find_curated;
use crate::{AnswerRefusal, sql};

/// Retires it, in the revision that was seen.
///
/// # Errors
/// [`AnswerRefusal`], or the engine's fault.
pub async fn retire_curated(
    store: &Store,
    (id, revision): (CuratedId, u32),
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<(), Stop<AnswerRefusal>> {
    store::write!(store, |tx| {
        let Some(known) = find_curated(tx, id).await? else {
            return Err(Stop::Refused(AnswerRefusal::Unknown));
        };
        let by = office.actor().name();
        let done = tx
            .execute(sql::RETIRE_CURATED, params![id, revision, by, now])
            .await?;
        if done == 0 {
            return Err(Stop::Refused(AnswerRefusal::Changed));
        }
        let event = AnswerEvent::Retired {
            id: id.to_string(),
            question: known.question,
        };
        record(tx, &event, (office, now)).await?;
        Ok(())
    })
}
