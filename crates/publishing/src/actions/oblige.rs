//! What a document obliges to: the promises that its kind declares, opened when it is published or repealed.
//!
//! Which, within how long and by what is data ([`crate::library::Opening`]). A promise that a tied document keeps waits for that
//! document; one that is public already keeps it at once.

use calendar::{Clock, DateTime, LastDay};
use kernel::{Actor, DocumentId, Moment, PromiseId, Stop, UnitId};
use promises::docket::{Docket, NewPromise};
use promises::model::Origin;
use store::{Tx, params};

use super::publish::{Outlet, Proof, keep_promises};
use crate::library::{Occasion, Opening};
use crate::{DocumentRefusal, sql};

/// The document that obliges.
pub(super) struct Obliged<'a> {
    pub(super) document: DocumentId,
    pub(super) kind: &'a str,
    /// Who owes it.
    pub(super) unit: UnitId,
    pub(super) title: &'a str,
}

/// Opens what an occasion obliges to, counted from a moment on a clock in China. Opening twice opens once.
pub(super) async fn open(
    tx: &mut Tx,
    (occasion, from): (Occasion, DateTime),
    obliged: &Obliged<'_>,
    (actor, outlet, now): (&Actor, &Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let Some(kind) = outlet.library.find_kind(obliged.kind) else {
        return Ok(());
    };
    for opening in kind.opens.iter().filter(|it| it.when == occasion) {
        let new = promise_of(opening, obliged, from);
        let mut docket = Docket::begin(tx, actor, now).await?;
        let opened = docket.open(&new, &outlet.calendar).await?;
        docket.finish().await?;
        if let (Some(promise), Some(keeper)) = (opened, &opening.kept_by) {
            wait_for_tied(tx, (obliged, promise, keeper), actor, now).await?;
            keep_by_tied(tx, obliged.document, (outlet, now)).await?;
        }
    }
    Ok(())
}

fn promise_of(opening: &Opening, obliged: &Obliged<'_>, from: DateTime) -> NewPromise {
    NewPromise {
        unit_id: obliged.unit,
        plan_id: None,
        origin: Origin::Document(obliged.document),
        slot: opening.slot.clone(),
        title: opening.title.replace("{title}", obliged.title),
        period_label: None,
        owed_from: from.date(),
        clock: Clock::start(from, opening.within, LastDay::AsIs, opening.basis.clone()),
        due_basis: opening.basis.clone(),
    }
}

/// The tied documents of the keeping kind will keep it.
async fn wait_for_tied(
    tx: &mut Tx,
    (obliged, promise, keeper): (&Obliged<'_>, PromiseId, &str),
    actor: &Actor,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let rows = tx
        .fetch_all(sql::LIST_INTERPRETING, params![obliged.document])
        .await?;
    for row in &rows {
        if row.get::<String>("kind")? == keeper {
            let tied: DocumentId = row.get("id")?;
            tx.execute(sql::LINK_PROMISE, params![tied, promise, actor.name(), now])
                .await?;
        }
    }
    Ok(())
}

/// Tied documents that are public already keep what waits for them: they were there before, so the day that counts is today.
pub(super) async fn keep_by_tied(
    tx: &mut Tx,
    interpreted: DocumentId,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let rows = tx
        .fetch_all(sql::LIST_INTERPRETING, params![interpreted])
        .await?;
    for row in &rows {
        if row.get::<String>("document_state")? != "published" {
            continue;
        }
        let (title, index_number): (String, String) =
            (row.get("public_title")?, row.get("index_number")?);
        let proof = Proof {
            document: row.get("id")?,
            title: &title,
            index_number: &index_number,
            published_on: now.date(),
        };
        keep_promises(tx, &proof, outlet, now).await?;
    }
    Ok(())
}

/// The open promises of a document that a document of a kind keeps.
pub(super) async fn list_kept_by(
    tx: &mut Tx,
    (interpreted, interpreted_kind): (DocumentId, &str),
    keeper: &str,
    (actor, outlet, now): (&Actor, &Outlet, Moment),
) -> Result<Vec<PromiseId>, Stop<DocumentRefusal>> {
    let Some(kind) = outlet.library.find_kind(interpreted_kind) else {
        return Ok(Vec::new());
    };
    let keeps = |slot: &str| {
        let mut openings = kind.opens.iter();
        openings.any(|it| it.slot == slot && it.kept_by.as_deref() == Some(keeper))
    };
    let mut docket = Docket::begin(tx, actor, now).await?;
    let open = docket.list_open_of(Origin::Document(interpreted)).await?;
    docket.finish().await?;
    let kept = open.iter().filter(|it| keeps(&it.slot));
    Ok(kept.map(|it| it.id).collect())
}
