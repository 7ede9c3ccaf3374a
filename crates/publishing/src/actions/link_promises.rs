//! 关联承诺: which open promises of the unit the publication of a document keeps.
//!
//! They are kept in the transaction of the publication, not before; of a document that is public already, at the next edition.

use kernel::{DocumentId, Moment, PromiseId, Stop, UnitOfficer};
use promises::Standing;
use store::{Store, params};

use super::{check_unit, load_document};
use crate::{DocumentRefusal, sql};

/// Links promises to a document. One that is linked already stays.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn link_promises(
    store: &Store,
    (document, promises): (DocumentId, &[PromiseId]),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let document = load_document(tx, document).await?;
        check_unit(officer.unit(), document.unit)?;
        for promise in promises {
            let found = promises::queries::find_promise(tx, *promise, now.date()).await?;
            let is_owed = found.is_some_and(|it| {
                let is_open = match it.line.standing {
                    Standing::Open | Standing::DueToday | Standing::Late => true,
                    Standing::KeptOnTime
                    | Standing::KeptLate
                    | Standing::Waived
                    | Standing::Void => false,
                };
                is_open && it.line.unit_id == document.unit
            });
            if !is_owed {
                return Err(Stop::Refused(DocumentRefusal::PromiseUnknown));
            }
            tx.execute(
                sql::LINK_PROMISE,
                params![document.id, promise, officer.actor().name(), now],
            )
            .await?;
        }
        Ok(())
    })
}

/// Takes a link back; one by which a promise was kept stays.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn unlink_promise(
    store: &Store,
    (document, promise): (DocumentId, PromiseId),
    officer: &UnitOfficer,
) -> Result<(), Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let document = load_document(tx, document).await?;
        check_unit(officer.unit(), document.unit)?;
        let removed = tx
            .execute(sql::UNLINK_PROMISE, params![document.id, promise])
            .await?;
        if removed == 0 {
            return Err(Stop::Refused(DocumentRefusal::PromiseUnknown));
        }
        Ok(())
    })
}
