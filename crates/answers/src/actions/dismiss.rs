//! 不需要: a question of visitors needs no answer.

use kernel::{Moment, OpenGovernmentOffice, Stop};
use store::{Store, params};

use crate::events::{AnswerEvent, record};
use crate::queries::find_asked;
use crate::{AnswerRefusal, sql};

/// Takes it off the list.
///
/// # Errors
/// [`AnswerRefusal`], or the engine's fault.
pub async fn dismiss_asked(
    store: &Store,
    folded: &str,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<(), Stop<AnswerRefusal>> {
    store::write!(store, |tx| {
        let Some(asked) = find_asked(tx, folded).await? else {
            return Err(Stop::Refused(AnswerRefusal::AskedUnknown));
        };
        tx.execute(sql::CLOSE_ASKED, params![folded, "dismissed"])
            .await?;
        let count = asked.unanswered + asked.unhelpful;
        record(tx, &AnswerEvent::Dismissed { count }, (office, now)).await?;
        Ok(())
    })
}
