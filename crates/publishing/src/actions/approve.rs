//! 审批: the leader approves; the edition becomes public at once or at its time, or is filed where it is not public.

use kernel::{Approver, EditionId, Moment, Stop};
use store::{Store, Tx, params};

use super::publish::{Outlet, check_signature, publish_in};
use super::review::load_for_review;
use super::{Step, record};
use crate::events::DocumentEvent;
use crate::model::{Disclosure, Document, Edition};
use crate::rules::{self, Demand, EditionCommand};
use crate::{DocumentRefusal, sql};

/// What came of an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approved {
    /// It is public.
    Published,
    /// It becomes public then.
    Scheduled(Moment),
    /// It is kept and not public.
    Filed,
}

/// Approves an edition.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn approve(
    store: &Store,
    (edition, words): (EditionId, &str),
    approver: &Approver,
    (outlet, now): (&Outlet, Moment),
) -> Result<Approved, Stop<DocumentRefusal>> {
    let words = rules::check_words(words, Demand::Optional).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let who = (approver.actor(), approver.unit());
        let (document, edition) = load_for_review(tx, edition, who).await?;
        let command = match edition.metadata.disclosure {
            Disclosure::Public => EditionCommand::Approve,
            Disclosure::OnRequest | Disclosure::Withheld => EditionCommand::File,
        };
        let next = rules::after(edition.state, command).map_err(Stop::Refused)?;
        check_signature(&edition)?;
        let step = Step {
            document: &document,
            edition: &edition,
            command,
            words: &words,
        };
        step.take(tx, approver.actor(), now).await?;
        tx.execute(
            sql::SET_APPROVAL,
            params![edition.id, approver.actor().name(), now],
        )
        .await?;
        let edition = Edition {
            state: next,
            ..edition
        };
        go_on(tx, (&document, &edition), approver, (outlet, now)).await
    })
}

async fn go_on(
    tx: &mut Tx,
    (document, edition): (&Document, &Edition),
    approver: &Approver,
    (outlet, now): (&Outlet, Moment),
) -> Result<Approved, Stop<DocumentRefusal>> {
    let actor = approver.actor();
    let it = &edition.metadata;
    match it.disclosure {
        Disclosure::OnRequest | Disclosure::Withheld => {
            let event = DocumentEvent::Filed {
                edition: edition.ordinal,
                disclosure: it.disclosure.code().to_owned(),
                review_again_on: it.review_again_on,
            };
            record(tx, document, &event, (actor, now)).await?;
            Ok(Approved::Filed)
        }
        Disclosure::Public => match it.publish_at {
            Some(at) if at > now => {
                let event = DocumentEvent::Scheduled {
                    edition: edition.ordinal,
                    publish_at: at,
                };
                record(tx, document, &event, (actor, now)).await?;
                Ok(Approved::Scheduled(at))
            }
            Some(_) | None => {
                publish_in(tx, (document, edition), actor, (outlet, now)).await?;
                Ok(Approved::Published)
            }
        },
    }
}
