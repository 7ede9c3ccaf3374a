//! 上传工作要点: a file that was read becomes a draft. Nothing is owed by it yet.

use kernel::{DraftId, Fault, PlanId};
use store::{Store, params};

use crate::actions::Authority;
use crate::actions::import_plan::{ImportPlan, count, keep, keep_blocks, keep_reading};
use crate::draft::events::DraftEvent;
use crate::draft::{DraftRefusal, sql};
use crate::intake::title;
use crate::model::identity_of;
use kernel::Stop;

/// Makes a draft of a file.
///
/// # Errors
/// A fault of the engine or the disk.
pub async fn create_draft(
    store: &Store,
    import: ImportPlan,
    authority: &Authority<'_>,
) -> Result<DraftId, Stop<DraftRefusal>> {
    let ImportPlan {
        reading,
        source,
        file,
        file_name,
        media_type,
    } = import;
    let blobs = [
        keep(store, file, (&media_type, &file_name)).await?,
        keep_blocks(store, &source).await?,
        keep_reading(store, &reading).await?,
    ];
    let called = name_of(&title(&reading.document), &file_name);
    let identity = identity_of(&reading.document).unwrap_or_default();
    let by = (authority.office.actor(), authority.now);
    store::write!(store, |tx| {
        for blob in &blobs {
            tx.note_blob(blob, authority.now).await?;
        }
        let known = tx
            .fetch_optional(crate::sql::FIND_PLAN_BY_IDENTITY, params![identity])
            .await?;
        let known: Option<PlanId> = known.map(|row| row.get("id")).transpose()?;
        let id: DraftId = tx.new_id(authority.now);
        let [source, blocks, kept] = &blobs;
        let values = params![
            id,
            called,
            source.file_name,
            source.id,
            blocks.id,
            kept.id,
            known,
            by.0.name(),
            authority.now
        ];
        tx.execute(sql::ADD_DRAFT, values).await?;
        DraftEvent::Created {
            title: called.clone(),
            duties: count(reading.duties.len()),
            source: source.id.to_string(),
            reading: kept.id.to_string(),
        }
        .record(tx, id, by)
        .await?;
        Ok(id)
    })
}

/// What a draft is called: the plan's title, else the file's name.
pub(super) fn name_of(title: &str, file_name: &str) -> String {
    let name = if title.trim().is_empty() {
        file_name
    } else {
        title
    };
    name.chars().take(300).collect()
}

/// The next edit's number.
pub(super) fn next(revision: u64) -> Result<u64, Fault> {
    revision
        .checked_add(1)
        .ok_or_else(|| Fault::new("a draft ran out of numbers"))
}
