//! 审批: the leader approves; the edition becomes public at once or at its time, or is filed where it is not public.

use kernel::{Approver, Moment, Stop};
use store::{Store, Tx, params};

use super::publish::{Outlet, check_signature, publish_in};
use super::review::{Judge, check_reviewer};
use super::tie::check_order;
use super::{Step, load, record};
use crate::events::DocumentEvent;
use crate::model::{Disclosure, Document, Edition};
use crate::rules::{self, Demand, EditionCommand};
use crate::scan::scan_editions;
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

/// Approves an edition, and with it those that go along; what interprets another comes after it. What came of the first is told.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn approve(
    store: &Store,
    command: &Judge,
    approver: &Approver,
    (outlet, now): (&Outlet, Moment),
) -> Result<Approved, Stop<DocumentRefusal>> {
    let words = rules::check_words(&command.words, Demand::Optional).map_err(Stop::Refused)?;
    scan_editions(store, &outlet.scanner, command.editions().into_iter(), now).await?;
    store::write!(store, |tx| {
        let mut all = Vec::new();
        for id in command.editions() {
            all.push(load(tx, id).await?);
        }
        let interprets = |kind: &str| {
            let kind = outlet.library.find_kind(kind);
            kind.is_some_and(|it| it.interprets)
        };
        all.sort_by_key(|(document, _)| interprets(&document.kind));
        let mut came = Approved::Filed;
        for (document, edition) in &all {
            let what = (document, edition, words.as_str());
            let one = approve_in(tx, what, approver, (outlet, now))
                .await
                .map_err(|stop| command.told(edition, stop))?;
            if edition.id == command.edition {
                came = one;
            }
        }
        Ok(came)
    })
}

async fn approve_in(
    tx: &mut Tx,
    (document, edition, words): (&Document, &Edition, &str),
    approver: &Approver,
    (outlet, now): (&Outlet, Moment),
) -> Result<Approved, Stop<DocumentRefusal>> {
    let actor = approver.actor();
    check_reviewer((document, edition), actor, approver.unit())?;
    let command = match edition.metadata.disclosure {
        Disclosure::Public => EditionCommand::Approve,
        Disclosure::OnRequest | Disclosure::Withheld => EditionCommand::File,
    };
    let next = rules::after(edition.state, command).map_err(Stop::Refused)?;
    check_signature(edition)?;
    let step = Step {
        document,
        edition,
        command,
        words,
    };
    step.take(tx, actor, now).await?;
    tx.execute(sql::SET_APPROVAL, params![edition.id, actor.name(), now])
        .await?;
    let edition = Edition {
        state: next,
        ..edition.clone()
    };
    go_on(tx, (document, &edition), approver, (outlet, now)).await
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
                check_order(tx, document, at).await?;
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
