//! What a document obliges to: the promises that its kind declares, opened when it is published or repealed.
//!
//! Which, within how long and by what is data ([`crate::library::Opening`]). A promise that a tied document keeps waits for that
//! document; one that is public already keeps it at once.

use calendar::{Clock, DateTime, LastDay};
use kernel::{Actor, DocumentId, Moment, PromiseId, Stop, UnitId};
use promises::docket::{Docket, NewPromise};
use promises::model::Origin;
use store::{Row, Tx, params};

use super::publish::{Outlet, Proof, keep_promise};
use crate::library::{Occasion, Opening};
use crate::{DocumentRefusal, sql};

/// The document that obliges.
pub(crate) struct Obliged<'a> {
    pub(crate) document: DocumentId,
    pub(crate) kind: &'a str,
    /// Who owes it.
    pub(crate) unit: UnitId,
    pub(crate) title: &'a str,
    /// Its edition (1, 2, 3), where each edition owes its own; of a filing its round.
    pub(crate) edition: Option<u32>,
}

/// Opens what an occasion obliges to, counted from a moment on a clock in China; what was opened. Opening twice opens once.
pub(crate) async fn open(
    tx: &mut Tx,
    (occasion, from): (Occasion, DateTime),
    obliged: &Obliged<'_>,
    (actor, outlet, now): (&Actor, &Outlet, Moment),
) -> Result<Vec<PromiseId>, Stop<DocumentRefusal>> {
    let mut all = Vec::new();
    let Some(kind) = outlet.library.find_kind(obliged.kind) else {
        return Ok(all);
    };
    for opening in kind.opens.iter().filter(|it| it.when == occasion) {
        let new = promise_of(opening, obliged, from);
        let mut docket = Docket::begin(tx, actor, now).await?;
        let opened = docket.open(&new, &outlet.calendar).await?;
        docket.finish().await?;
        all.extend(opened);
        if let (Some(promise), Some(keeper)) = (opened, &opening.kept_by) {
            let waiting = (obliged, promise, keeper.as_str());
            wait_for_tied(tx, waiting, (actor, outlet, now)).await?;
        }
    }
    Ok(all)
}

fn promise_of(opening: &Opening, obliged: &Obliged<'_>, from: DateTime) -> NewPromise {
    NewPromise {
        unit_id: obliged.unit,
        plan_id: None,
        origin: Origin::Document(obliged.document),
        slot: match obliged.edition {
            Some(edition) => format!("{}-{edition}", opening.slot),
            None => opening.slot.clone(),
        },
        title: opening.title.replace("{title}", obliged.title),
        period_label: None,
        owed_from: from.date(),
        clock: Clock::start(from, opening.within, LastDay::AsIs, opening.basis.clone()),
        due_basis: opening.basis.clone(),
    }
}

/// The tied documents of the keeping kind will keep it; one that is public already keeps it at once.
async fn wait_for_tied(
    tx: &mut Tx,
    (obliged, promise, keeper): (&Obliged<'_>, PromiseId, &str),
    (actor, outlet, now): (&Actor, &Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let rows = tx
        .fetch_all(sql::LIST_INTERPRETING, params![obliged.document])
        .await?;
    let mut public = None;
    for row in &rows {
        if row.get::<String>("kind")? != keeper {
            continue;
        }
        let tied: DocumentId = row.get("id")?;
        tx.execute(sql::LINK_PROMISE, params![tied, promise, actor.name(), now])
            .await?;
        if public.is_none() && row.get::<String>("document_state")? == "published" {
            public = Some(row);
        }
    }
    match public {
        Some(row) => keep_now(tx, promise, row, (outlet, now)).await,
        None => Ok(()),
    }
}

/// The promises that were just linked to a tied document are kept at once where it is public already. What else waits for that document (its
/// next edition) goes on waiting.
pub(super) async fn keep_if_public(
    tx: &mut Tx,
    (interpreting, interpreted): (DocumentId, DocumentId),
    linked: &[PromiseId],
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    if linked.is_empty() {
        return Ok(());
    }
    let rows = tx
        .fetch_all(sql::LIST_INTERPRETING, params![interpreted])
        .await?;
    for row in &rows {
        let is_it = row.get::<DocumentId>("id")? == interpreting;
        if is_it && row.get::<String>("document_state")? == "published" {
            for promise in linked {
                keep_now(tx, *promise, row, (outlet, now)).await?;
            }
        }
    }
    Ok(())
}

/// The document was public before the promise came to it, so the day that counts is today.
async fn keep_now(
    tx: &mut Tx,
    promise: PromiseId,
    row: &Row,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let (title, index_number): (String, String) =
        (row.get("public_title")?, row.get("index_number")?);
    let proof = Proof {
        document: row.get("id")?,
        title: &title,
        index_number: &index_number,
        published_on: now.date(),
        said: "",
    };
    keep_promise(tx, promise, &proof, (outlet, now)).await
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

/// The open promises of a document that putting it on file keeps.
pub(crate) async fn list_filed(
    tx: &mut Tx,
    (document, kind): (DocumentId, &str),
    (actor, outlet, now): (&Actor, &Outlet, Moment),
) -> Result<Vec<PromiseId>, Stop<DocumentRefusal>> {
    let Some(kind) = outlet.library.find_kind(kind) else {
        return Ok(Vec::new());
    };
    // A round's own is `slot-2`.
    let is_of = |slot: &str, opening: &Opening| {
        let rest = slot.strip_prefix(opening.slot.as_str());
        rest.is_some_and(|it| it.is_empty() || it.starts_with('-'))
    };
    let mut docket = Docket::begin(tx, actor, now).await?;
    let open = docket.list_open_of(Origin::Document(document)).await?;
    docket.finish().await?;
    let filed = |slot: &str| {
        let mut openings = kind.opens.iter().filter(|it| it.filed);
        openings.any(|it| is_of(slot, it))
    };
    Ok(open
        .iter()
        .filter(|it| filed(&it.slot))
        .map(|it| it.id)
        .collect())
}
