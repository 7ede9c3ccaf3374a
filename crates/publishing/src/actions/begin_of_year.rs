//! 起草年度报告: one document a unit, kind and year. Whoever asks again is led to the one that is there.

use kernel::{Moment, Stop, UnitOfficer};
use store::Store;

use super::begin::{Begin, Begun, begin_in, first};
use crate::library::Library;
use crate::metadata::read;
use crate::yearly::find_of_year;
use crate::{DocumentRefusal, EditionState};

/// Begins the report of a year.
///
/// # Errors
/// [`DocumentRefusal::YearTaken`] where there is one, else as [`super::begin()`].
pub async fn begin_of_year(
    store: &Store,
    (command, year): (&Begin, i16),
    (officer, library): (&UnitOfficer, &Library),
    now: Moment,
) -> Result<Begun, Stop<DocumentRefusal>> {
    let kind = library.find_kind(&command.kind);
    let kind = kind.ok_or(Stop::Refused(DocumentRefusal::KindUnknown))?;
    let metadata = read(&command.metadata, (kind, library), now).map_err(first)?;
    store::write!(store, |tx| {
        // Looked up in the transaction that adds: two officers who press at once begin one.
        let known = find_of_year(tx, (officer.unit(), &kind.code), year).await?;
        if let Some(known) = known {
            let is_public = matches!(known.state, EditionState::Published);
            return Err(Stop::Refused(DocumentRefusal::YearTaken {
                title: known.title,
                stands: if is_public {
                    "已公开"
                } else {
                    "正在办理"
                },
                edition: known.edition,
            }));
        }
        begin_in(tx, (kind, &metadata, &command.body), officer, now).await
    })
}
