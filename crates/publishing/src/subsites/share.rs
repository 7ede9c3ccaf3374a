//! 引用: a document of others stands on a site too. It went through its own review; on the site it shows as it is now, and leaves with it.

use kernel::{Actor, DocumentId, Moment, NotAllowed, Stop, UnitId, UnitOfficer};
use store::{EventDraft, Store, Tx, params};

use super::queries::{Subsite, find};
use super::{ShareRefusal, SubsiteEvent, list_above, sql};
use crate::actions::load_document;
use crate::library::Library;
use crate::model::Document;
use crate::tally::Moves;
use crate::{DocumentRefusal, DocumentState};

/// A document about to be shared with a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareDocument {
    /// Which.
    pub document: DocumentId,
    /// The site's code.
    pub site: String,
    /// The column in which it is to stand there.
    pub column: String,
}

/// Shares it; where it is shared already, it moves to the column. The officer is one of the site's unit.
///
/// # Errors
/// [`ShareRefusal`], or the engine's fault.
pub async fn share(
    store: &Store,
    command: &ShareDocument,
    (officer, library): (&UnitOfficer, &Library),
    now: Moment,
) -> Result<(), Stop<ShareRefusal>> {
    store::write!(store, |tx| {
        let (document, site) = load(tx, (command.document, &command.site), officer).await?;
        if document.state != DocumentState::Published {
            return Err(Stop::Refused(ShareRefusal::NotPublic));
        }
        if library.find_column(&command.column).is_none() {
            return Err(Stop::Refused(ShareRefusal::UnknownColumn));
        }
        if stands_by_itself(tx, &document, &site).await? {
            return Err(Stop::Refused(ShareRefusal::StandsThere));
        }
        let actor = officer.actor();
        let (id, column) = (document.id, &command.column);
        let known = tx
            .fetch_optional(sql::FIND_SHARE, params![id, site.code])
            .await?;
        if known.is_some_and(|it| it.get::<String>("column_code").ok().as_ref() == Some(column)) {
            return Ok(());
        }
        let mut moves = Moves::default();
        moves.leave(tx, id).await?;
        let values = params![id, site.code, column, actor.title(), actor.name(), now];
        tx.execute(sql::KEEP_SHARE, values).await?;
        moves.enter(tx, id, now.date()).await?;
        moves.keep(tx).await?;
        let event = SubsiteEvent::Shared {
            site: site.code.clone(),
            column: column.clone(),
        };
        record(tx, &document, &event, (actor, site.unit, now)).await
    })
}

/// Takes it off the site again.
///
/// # Errors
/// [`ShareRefusal`], or the engine's fault.
pub async fn unshare(
    store: &Store,
    (document, site): (DocumentId, &str),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<ShareRefusal>> {
    store::write!(store, |tx| {
        let (document, site) = load(tx, (document, site), officer).await?;
        let mut moves = Moves::default();
        moves.leave(tx, document.id).await?;
        let removed = tx
            .execute(sql::REMOVE_SHARE, params![document.id, site.code])
            .await?;
        if removed == 0 {
            return Err(Stop::Refused(ShareRefusal::NotShared));
        }
        moves.enter(tx, document.id, now.date()).await?;
        moves.keep(tx).await?;
        let event = SubsiteEvent::Unshared {
            site: site.code.clone(),
        };
        record(tx, &document, &event, (officer.actor(), site.unit, now)).await
    })
}

/// The document and the site, where the officer is one of the site's unit.
async fn load(
    tx: &mut Tx,
    (document, site): (DocumentId, &str),
    officer: &UnitOfficer,
) -> Result<(Document, Subsite), Stop<ShareRefusal>> {
    let unknown = Stop::Refused(ShareRefusal::UnknownSite);
    let site = find(tx, site).await?.ok_or(unknown)?;
    if officer.unit() != site.unit {
        let refused = NotAllowed::ResponsibleUnitOnly;
        return Err(Stop::Refused(ShareRefusal::NotAllowed(refused)));
    }
    let document = load_document(tx, document)
        .await
        .map_err(|stop: Stop<DocumentRefusal>| stop.map_refusal(ShareRefusal::from))?;
    Ok((document, site))
}

/// Whether a unit of the site issues it.
async fn stands_by_itself(
    tx: &mut Tx,
    document: &Document,
    site: &Subsite,
) -> Result<bool, kernel::Fault> {
    let mut issuers = vec![document.unit];
    if let Some(edition) = document.published_edition {
        for row in tx
            .fetch_all(crate::sql::LIST_ISSUERS_BESIDE, params![edition])
            .await?
        {
            issuers.push(row.get("unit_id")?);
        }
    }
    for unit in issuers {
        if list_above(tx, unit).await?.contains(&site.code) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn record(
    tx: &mut Tx,
    document: &Document,
    event: &SubsiteEvent,
    (actor, unit, now): (&Actor, UnitId, Moment),
) -> Result<(), Stop<ShareRefusal>> {
    let subject = format!("document/{}", document.id);
    let draft = EventDraft {
        chain: subject.clone(),
        kind: event.kind(),
        subject,
        unit: Some(unit),
        body: event.body()?,
    };
    tx.record(draft, actor, now).await?;
    Ok(())
}
