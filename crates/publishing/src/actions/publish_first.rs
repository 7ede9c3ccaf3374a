//! 先行公开、补办审批: what cannot wait comes out once it has been reviewed, and the leader's approval is owed as a promise.
//!
//! Only kinds whose library entry says so; never without first review and secrecy review (《条例》第十七条). The leader approves it afterwards, or
//! takes it off the site with a reason that the public reads.

use kernel::{Actor, Approver, EditionId, Moment, Stop, UnitLeader};
use promises::docket::Docket;
use store::{Store, Tx, params};

use super::oblige::{self, Obliged};
use super::publish::{Outlet, Proof, check_signature, keep_promise, publish_in};
use super::review::{Judge, check_reviewer};
use super::{Step, load};
use crate::library::Occasion;
use crate::model::{Disclosure, Document, Edition, PublishedFirst};
use crate::rules::{self, Demand, EditionCommand};
use crate::scan::scan_editions;
use crate::{DocumentRefusal, sql};

/// What comes out before its approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishFirst {
    /// Which edition.
    pub edition: EditionId,
    /// Why it cannot wait.
    pub reason: String,
}

/// Publishes an edition that waits for approval, and opens the promise to approve it.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn publish_first(
    store: &Store,
    command: &PublishFirst,
    leader: &UnitLeader,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let reason = rules::check_words(&command.reason, Demand::Required).map_err(Stop::Refused)?;
    let one = std::iter::once(command.edition);
    scan_editions(store, &outlet.scanner, one, now).await?;
    store::write!(store, |tx| {
        let (document, edition) = load(tx, command.edition).await?;
        let actor = leader.actor();
        check_reviewer((&document, &edition), actor, leader.unit())?;
        let step = Step {
            document: &document,
            edition: &edition,
            command: EditionCommand::PublishFirst,
            words: &reason,
        };
        let next = rules::after(edition.state, step.command).map_err(Stop::Refused)?;
        check_allowed((&document, &edition), outlet, now)?;
        check_signature(&edition)?;
        step.take(tx, actor, now).await?;
        let promise = owe(tx, (&document, &edition), (actor, outlet, now)).await?;
        tx.execute(
            sql::SET_PUBLISHED_FIRST,
            params![edition.id, now, actor.name(), reason, promise],
        )
        .await?;
        let edition = Edition {
            state: next,
            ..edition
        };
        publish_in(tx, (&document, &edition), actor, (outlet, now)).await
    })
}

/// The kind says that it may, it is to be public, and at once.
fn check_allowed(
    (document, edition): (&Document, &Edition),
    outlet: &Outlet,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let kind = outlet.library.find_kind(&document.kind);
    let refused = match edition.metadata.disclosure {
        _ if !kind.is_some_and(|it| it.may_come_first()) => DocumentRefusal::MayNotComeFirst,
        Disclosure::OnRequest | Disclosure::Withheld => DocumentRefusal::MayNotComeFirst,
        Disclosure::Public if edition.metadata.publish_at.is_some_and(|at| at > now) => {
            DocumentRefusal::FirstAndLater
        }
        Disclosure::Public => return Ok(()),
    };
    Err(Stop::Refused(refused))
}

async fn owe(
    tx: &mut Tx,
    (document, edition): (&Document, &Edition),
    who: (&Actor, &Outlet, Moment),
) -> Result<Option<kernel::PromiseId>, Stop<DocumentRefusal>> {
    let obliged = Obliged {
        document: document.id,
        kind: &document.kind,
        unit: document.unit,
        title: &edition.metadata.title,
        edition: Some(edition.ordinal),
    };
    let when = (Occasion::PublishedFirst, who.2.civil());
    let opened = oblige::open(tx, when, &obliged, who).await?;
    Ok(opened.first().copied())
}

/// 补办审批: the leader approves what came out first; the promise to do so is kept.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn ratify(
    store: &Store,
    command: &Judge,
    approver: &Approver,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let words = rules::check_words(&command.words, Demand::Optional).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        for id in command.editions() {
            let (document, edition) = load(tx, id).await?;
            let what = (&document, &edition, words.as_str());
            ratify_in(tx, what, approver, (outlet, now))
                .await
                .map_err(|stop| command.told(&edition, stop))?;
        }
        Ok(())
    })
}

async fn ratify_in(
    tx: &mut Tx,
    (document, edition, words): (&Document, &Edition, &str),
    approver: &Approver,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let actor = approver.actor();
    check_reviewer((document, edition), actor, approver.unit())?;
    let step = Step {
        document,
        edition,
        command: EditionCommand::Ratify,
        words,
    };
    rules::after(edition.state, step.command).map_err(Stop::Refused)?;
    let owed = edition
        .published_first
        .as_ref()
        .filter(|it| it.approved_at.is_none());
    let Some(PublishedFirst { promise, .. }) = owed else {
        return Err(Stop::Refused(DocumentRefusal::NothingToRatify));
    };
    // Published first, it was not edited since; what is approved is what was signed.
    check_signature(edition)?;
    step.take(tx, actor, now).await?;
    tx.execute(sql::SET_APPROVAL, params![edition.id, actor.name(), now])
        .await?;
    if let Some(promise) = promise {
        tx.execute(
            sql::LINK_PROMISE,
            params![document.id, promise, actor.name(), now],
        )
        .await?;
        let proof = Proof {
            document: document.id,
            title: &edition.metadata.title,
            index_number: document.index_number.as_deref().unwrap_or_default(),
            published_on: now.date(),
            said: "",
        };
        keep_promise(tx, *promise, &proof, (outlet, now)).await?;
    }
    Ok(())
}

/// What leaves the site need not be approved any more: the promises to do so end with it.
pub(super) async fn end_owed(
    tx: &mut Tx,
    document: &Document,
    reason: &str,
    (actor, now): (&Actor, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let rows = tx
        .fetch_all(sql::LIST_APPROVAL_OWED_OF_DOCUMENT, params![document.id])
        .await?;
    let mut docket = Docket::begin(tx, actor, now).await?;
    for row in &rows {
        let id = row.get("approval_promise_id")?;
        let Some(promise) = docket.find(id).await? else {
            continue;
        };
        if promise.state == promises::model::PromiseState::Open {
            docket.withdraw(&promise, reason).await?;
        }
    }
    docket.finish().await?;
    Ok(())
}
