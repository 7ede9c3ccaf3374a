//! 报送进展: a unit tells how far it is, in per cent and in words. The public reads it; it decides nothing.

use kernel::{EvidenceId, Moment, PromiseId, Stop, UnitOfficer};
use store::{Store, params};

use crate::actions::check_unit;
use crate::docket::Docket;
use crate::events::PromiseEvent;
use crate::refusal::PromiseRefusal;
use crate::rules::{self, Progress};
use crate::work::sql;

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportProgress {
    /// Of which promise.
    pub promise: PromiseId,
    /// How far it is.
    pub progress: Progress,
}

/// Reports progress.
///
/// # Errors
/// [`PromiseRefusal`], or the engine's fault.
pub async fn report_progress(
    store: &Store,
    command: &ReportProgress,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<PromiseRefusal>> {
    store::write!(store, |tx| {
        let mut docket = Docket::begin(tx, officer.actor(), now).await?;
        let promise = docket.find_for_hand(command.promise).await?;
        check_unit(officer, &promise)?;
        let progress = rules::report_progress(&promise.state, &command.progress, now.date())
            .map_err(Stop::Refused)?;
        let id: EvidenceId = docket.tx().new_id(now);
        let percent = u32::from(progress.percent);
        docket
            .tx()
            .execute(
                sql::ADD_PROGRESS,
                params![
                    id,
                    promise.id,
                    percent,
                    progress.note,
                    progress.stated_on,
                    now,
                    officer.actor().name()
                ],
            )
            .await?;
        docket
            .tx()
            .execute(sql::SET_PERCENT, params![promise.id, percent])
            .await?;
        let event = PromiseEvent::ProgressReported {
            percent: progress.percent,
            note: progress.note,
            stated_on: progress.stated_on,
        };
        docket.record(&promise, event).await?;
        docket.finish().await?;
        Ok(())
    })
}
