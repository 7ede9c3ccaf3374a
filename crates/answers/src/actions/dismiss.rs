//! 不需要: what visitors asked needs no answer, or what they sought is nothing to be published.

use kernel::{Moment, OpenGovernmentOffice, Stop};
use store::{Store, params};

use crate::events::{AnswerEvent, record};
use crate::model::Channel;
use crate::queries::{find_asked, find_sought};
use crate::{AnswerRefusal, sql};

/// Takes it off its list.
///
/// # Errors
/// [`AnswerRefusal`], or the engine's fault.
pub async fn dismiss(
    store: &Store,
    (channel, folded): (Channel, &str),
    office: &OpenGovernmentOffice,
    now: Moment,
) -> Result<(), Stop<AnswerRefusal>> {
    store::write!(store, |tx| {
        let (event, close) = match channel {
            Channel::Question => (
                find_asked(tx, folded)
                    .await?
                    .map(|it| AnswerEvent::Dismissed {
                        count: it.unanswered + it.unhelpful,
                    }),
                sql::CLOSE_ASKED,
            ),
            Channel::Search => (
                find_sought(tx, folded)
                    .await?
                    .map(|it| AnswerEvent::SearchDismissed { times: it.times }),
                sql::CLOSE_SOUGHT,
            ),
        };
        let event = event.ok_or(Stop::Refused(AnswerRefusal::AskedUnknown))?;
        tx.execute(close, params![folded, "dismissed"]).await?;
        record(tx, &event, (office, now)).await?;
        Ok(())
    })
}
