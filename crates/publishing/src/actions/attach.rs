//! 添加、移除附件: files of a draft. They are kept as they are, not public, and what the gate found in them is kept beside.

use kernel::{Actor, BlobId, EditionId, Moment, Stop, UnitOfficer};
use store::{Store, StoredBlob, Tx, params};

use super::save::load_for_edit;
use crate::examine::Found;
use crate::model::Edition;
use crate::rules::MOST_FILES;
use crate::{DocumentRefusal, sql};

/// A file whose bytes are in the blob store already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its bytes.
    pub blob: BlobId,
    /// Its name.
    pub file_name: String,
    /// Media type, as told by content.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// What the reader said where it could not look into it.
    pub unreadable: Option<String>,
    /// What the gate found in it.
    pub found: Vec<Found>,
}

/// Adds a file to a draft; its ordinal. The same bytes under the same name twice are one file.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn attach(
    store: &Store,
    (edition, file): (EditionId, &NewFile),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<u32, Stop<DocumentRefusal>> {
    store::write!(store, |tx| attach_in(tx, (edition, file), officer, now)
        .await)
}

/// The same within the caller's transaction.
pub(super) async fn attach_in(
    tx: &mut Tx,
    (edition, file): (EditionId, &NewFile),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<u32, Stop<DocumentRefusal>> {
    let (_, edition) = load_for_edit(tx, edition, officer).await?;
    let mut known = edition.attachments.iter();
    let same = known.find(|it| it.blob == file.blob && it.file_name == file.file_name);
    if let Some(same) = same {
        return Ok(same.ordinal);
    }
    if edition.attachments.len() >= MOST_FILES {
        return Err(Stop::Refused(DocumentRefusal::TooManyFiles(MOST_FILES)));
    }
    let last = edition.attachments.last().map_or(0, |it| it.ordinal);
    add(tx, (&edition, last + 1, file), officer, now).await?;
    Ok(last + 1)
}

/// Puts a file in the place of another: a clean one.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn replace(
    store: &Store,
    (edition, ordinal, file): (EditionId, u32, &NewFile),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let (_, edition) = load_for_edit(tx, edition, officer).await?;
        remove(tx, &edition, ordinal).await?;
        add(tx, (&edition, ordinal, file), officer, now).await
    })
}

async fn remove(tx: &mut Tx, edition: &Edition, ordinal: u32) -> Result<(), Stop<DocumentRefusal>> {
    let removed = tx
        .execute(sql::REMOVE_ATTACHMENT, params![edition.id, ordinal])
        .await?;
    if removed == 0 {
        return Err(Stop::Refused(DocumentRefusal::FileUnknown));
    }
    tx.execute(sql::REMOVE_FINDINGS_OF_FILE, params![edition.id, ordinal])
        .await?;
    Ok(())
}

/// Takes a file out of a draft. Its bytes stay: another edition may hold them.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn detach(
    store: &Store,
    (edition, ordinal): (EditionId, u32),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let (_, edition) = load_for_edit(tx, edition, officer).await?;
        remove(tx, &edition, ordinal).await?;
        touch(tx, &edition, officer, now).await?;
        Ok(())
    })
}

async fn add(
    tx: &mut Tx,
    (edition, ordinal, file): (&Edition, u32, &NewFile),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    add_file(tx, (edition.id, ordinal, file), officer.actor(), now).await?;
    touch(tx, edition, officer, now).await
}

/// Notes the file and what the gate found in it.
pub(super) async fn add_file(
    tx: &mut Tx,
    (edition, ordinal, file): (EditionId, u32, &NewFile),
    actor: &Actor,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let blob = StoredBlob {
        id: file.blob.clone(),
        size: file.size,
        media_type: file.media_type.clone(),
        file_name: file.file_name.clone(),
        is_public: false,
    };
    tx.note_blob(&blob, now).await?;
    let (reading, note) = match &file.unreadable {
        None => ("read", ""),
        Some(why) => ("unreadable", why.as_str()),
    };
    tx.execute(
        sql::ADD_ATTACHMENT,
        params![
            edition,
            ordinal,
            file.blob,
            file.file_name,
            file.media_type,
            file.size,
            reading,
            note,
            actor.name(),
            now
        ],
    )
    .await?;
    for (at, found) in file.found.iter().enumerate() {
        keep_found(tx, edition, (Some(ordinal), at, found)).await?;
    }
    Ok(())
}

async fn touch(
    tx: &mut Tx,
    edition: &Edition,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    tx.execute(
        sql::TOUCH_EDITION,
        params![edition.id, officer.actor().name(), now],
    )
    .await?;
    Ok(())
}

/// Keeps what was found; what is known already keeps what was decided about it.
pub(super) async fn keep_found(
    tx: &mut Tx,
    edition: EditionId,
    (attachment, at, found): (Option<u32>, usize, &Found),
) -> Result<(), Stop<DocumentRefusal>> {
    // The same number in two files is two findings.
    let fingerprint = match attachment {
        None => found.fingerprint.clone(),
        Some(ordinal) => format!("{ordinal}-{}", found.fingerprint),
    };
    let ordinal = usize::try_from(attachment.unwrap_or(0)).unwrap_or(0) * 1000 + at;
    tx.execute(
        sql::KEEP_FOUND,
        params![
            edition,
            fingerprint,
            ordinal,
            found.part.code(),
            attachment,
            found.place,
            found.kind,
            found.label,
            found.gravity.code(),
            found.advice,
            found.sample
        ],
    )
    .await?;
    Ok(())
}
