//! 不需要: what visitors sought is nothing to be published.

use kernel::{Moment, OpenGovernmentOffice, Stop};
use store::{Store, params};

use crate::events::{AnswerEvent, record};
use crate::queries::find_sought;
use crate::{AnswerRefusal, sql};

/// Takes it off the list.
///
/// # Errors
/// [`AnswerRefusal`], or the engine's fault.
pub async fn dismiss_sought(
    store: &Store,
    folded: &str,
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<(), Stop<AnswerRefusal>> {
    store::write!(store, |tx| {
        let Some(sought) = find_sought(tx, folded).await? else {
            return Err(Stop::Refused(AnswerRefusal::AskedUnknown));
        };
        tx.execute(sql::CLOSE_SOUGHT, params![folded, "dismissed"])
            .await?;
        let event = AnswerEvent::SearchDismissed {
            times: sought.times,
        };
        record(tx, &event, (office, now)).await?;
        Ok(())
    })
}
