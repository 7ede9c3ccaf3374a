//! 断点续传: a large file comes to a draft in parts, goes on after an interruption, and becomes an attachment once it is whole.
//!
//! What is acknowledged is on the disk before the row says so, and the row alone says how far it is: two senders at the same place both write,
//! one of them advances the row, the other is told where to go on. Only whoever began an upload goes on with it.

use kernel::{AccountId, EditionId, Fault, Moment, Never, Stop, UnitOfficer, UploadId};
use store::staging::Written;
use store::{Store, Tx, params};

use super::attach::{NewFile, attach_in};
use super::save::load_for_edit;
use crate::files::FileLimits;
use crate::model::Upload;
use crate::rows::upload_of;
use crate::rules::MOST_FILES;
use crate::{DocumentRefusal, sql};

/// Uploads cleared away at once.
const MOST_CLEARED: usize = 100;

/// A file that is about to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeginUpload {
    /// The draft.
    pub edition: EditionId,
    /// The file's name, without folders.
    pub file_name: String,
    /// When it was last changed, as the sender's browser says it.
    pub changed_at: String,
    /// Bytes.
    pub size: u64,
}

/// Begins an upload.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn begin_upload(
    store: &Store,
    command: &BeginUpload,
    (officer, limits): (&UnitOfficer, &FileLimits),
    now: Moment,
) -> Result<Upload, Stop<DocumentRefusal>> {
    let refused = limits.check(&command.file_name, command.size);
    refused.map_err(Stop::Refused)?;
    let account = account_of(officer)?;
    store::write!(store, |tx| {
        let (_, edition) = load_for_edit(tx, command.edition, officer).await?;
        if edition.attachments.len() >= MOST_FILES {
            return Err(Stop::Refused(DocumentRefusal::TooManyFiles(MOST_FILES)));
        }
        check_room(tx, account, (command.size, limits)).await?;
        let upload = Upload {
            id: tx.new_id(now),
            edition: command.edition,
            account,
            file_name: command.file_name.clone(),
            changed_at: command.changed_at.clone(),
            size: command.size,
            received: 0,
            begun_at: now,
            expires_at: until(limits, now),
        };
        tx.execute(
            sql::ADD_UPLOAD,
            params![
                upload.id,
                upload.edition,
                upload.account,
                upload.file_name,
                upload.changed_at,
                upload.size,
                upload.begun_at,
                upload.expires_at
            ],
        )
        .await?;
        Ok(upload)
    })
}

/// Nobody fills the disk with what is never finished.
async fn check_room(
    tx: &mut Tx,
    account: AccountId,
    (size, limits): (u64, &FileLimits),
) -> Result<(), Stop<DocumentRefusal>> {
    let row = tx.fetch_one(sql::COUNT_UPLOADS, params![account]).await?;
    let (count, staged): (u64, u64) = (row.get("n")?, row.get("size")?);
    if count >= u64::from(limits.uploads) {
        return Err(Stop::Refused(DocumentRefusal::TooManyUploads(count)));
    }
    if staged.saturating_add(size) > limits.staged {
        let most = limits.staged >> 20;
        return Err(Stop::Refused(DocumentRefusal::TooMuchStaged(most)));
    }
    Ok(())
}

/// The upload, where an officer may go on with it: it is theirs, its time is not over, and the draft can still be edited.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn resume_upload(
    store: &Store,
    id: UploadId,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<Upload, Stop<DocumentRefusal>> {
    let found = store::read!(store, |tx| {
        match load_upload(tx, id, officer, now).await {
            Ok(upload) => Ok(Ok(upload)),
            Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
            Err(Stop::Failed(fault)) => Err(fault),
        }
    })?;
    found.map_err(Stop::Refused)
}

async fn load_upload(
    tx: &mut Tx,
    id: UploadId,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<Upload, Stop<DocumentRefusal>> {
    let upload = find_own(tx, id, account_of(officer)?).await?;
    if upload.expires_at < now {
        return Err(Stop::Refused(DocumentRefusal::UploadUnknown));
    }
    load_for_edit(tx, upload.edition, officer).await?;
    Ok(upload)
}

/// Adds a part that is on the disk already; how far it is then.
///
/// # Errors
/// [`DocumentRefusal::UploadElsewhere`] where it does not begin where the last one ended; other refusals; the engine's fault.
pub async fn add_part(
    store: &Store,
    (id, starts_at, part): (UploadId, u64, &Written),
    (officer, limits): (&UnitOfficer, &FileLimits),
    now: Moment,
) -> Result<Upload, Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let upload = load_upload(tx, id, officer, now).await?;
        let received = starts_at.saturating_add(part.size);
        if starts_at != upload.received {
            return Err(Stop::Refused(DocumentRefusal::UploadElsewhere(
                upload.received,
            )));
        }
        if received > upload.size {
            return Err(Stop::Refused(DocumentRefusal::UploadTooLong));
        }
        let upload = Upload {
            received,
            expires_at: until(limits, now),
            ..upload
        };
        tx.execute(
            sql::ADVANCE_UPLOAD,
            params![upload.id, starts_at, upload.received, upload.expires_at],
        )
        .await?;
        tx.execute(
            sql::ADD_UPLOAD_PART,
            params![upload.id, starts_at, part.size, part.name],
        )
        .await?;
        Ok(upload)
    })
}

/// Gives an upload up, or takes it away after a refusal; the files in the staging area are the caller's to clear.
///
/// # Errors
/// [`DocumentRefusal::UploadUnknown`], or the engine's fault.
pub async fn cancel_upload(
    store: &Store,
    id: UploadId,
    account: AccountId,
) -> Result<(), Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        find_own(tx, id, account).await?;
        remove(tx, id).await?;
        Ok(())
    })
}

/// Makes an attachment of an upload that is whole; its ordinal. The upload is gone with it.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn attach_upload(
    store: &Store,
    (id, file): (UploadId, &NewFile),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<u32, Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let upload = load_upload(tx, id, officer, now).await?;
        if !upload.is_whole() {
            return Err(Stop::Refused(DocumentRefusal::UploadIncomplete));
        }
        let ordinal = attach_in(tx, (upload.edition, file), officer, now).await?;
        remove(tx, id).await?;
        Ok(ordinal)
    })
}

/// Clears away uploads whose time is over, and files of uploads that are no more; how many uploads.
///
/// # Errors
/// The engine's fault, or the disk's.
pub async fn clear_uploads(store: &Store, now: Moment) -> Result<usize, Fault> {
    // What lies on the disk is asked first: an upload that is begun in between has its row by then.
    let staged = store.blobs().list_staged().await?;
    let expired: Vec<UploadId> = store::read!(store, |tx| {
        let rows = tx
            .fetch_all(sql::LIST_EXPIRED_UPLOADS, params![now, MOST_CLEARED])
            .await?;
        rows.iter().map(|row| row.get("id")).collect()
    })?;
    for id in &expired {
        let removed = store::write!(store, |tx| -> Result<(), Stop<Never>> {
            // It may have gone on since it was looked for.
            let row = tx.fetch_optional(sql::FIND_UPLOAD, params![*id]).await?;
            let upload = row.map(|row| upload_of(&row)).transpose()?;
            if upload.is_some_and(|it| it.expires_at < now) {
                remove(tx, *id).await?;
            }
            Ok(())
        });
        removed.map_err(Fault::from)?;
    }
    for id in staged {
        let row = store::read!(store, |tx| {
            tx.fetch_optional(sql::FIND_UPLOAD, params![id]).await
        })?;
        if row.is_none() {
            store.blobs().clear_staged(id).await?;
        }
    }
    Ok(expired.len())
}

/// The names of an upload's parts in the staging area, in order.
///
/// # Errors
/// The engine's fault.
pub async fn list_parts(tx: &mut Tx, id: UploadId) -> Result<Vec<String>, Fault> {
    let rows = tx.fetch_all(sql::LIST_UPLOAD_PARTS, params![id]).await?;
    rows.iter().map(|row| row.get("name")).collect()
}

async fn find_own(
    tx: &mut Tx,
    id: UploadId,
    account: AccountId,
) -> Result<Upload, Stop<DocumentRefusal>> {
    let row = tx.fetch_optional(sql::FIND_UPLOAD, params![id]).await?;
    let upload = row.map(|row| upload_of(&row)).transpose()?;
    // That somebody else's is there is not told.
    let own = upload.filter(|it| it.account == account);
    own.ok_or(Stop::Refused(DocumentRefusal::UploadUnknown))
}

async fn remove(tx: &mut Tx, id: UploadId) -> Result<(), Fault> {
    tx.execute(sql::REMOVE_UPLOAD_PARTS, params![id]).await?;
    tx.execute(sql::REMOVE_UPLOAD, params![id]).await?;
    Ok(())
}

fn account_of(officer: &UnitOfficer) -> Result<AccountId, Stop<DocumentRefusal>> {
    let account = officer.actor().account();
    account.ok_or(Stop::Refused(DocumentRefusal::UploadUnknown))
}

fn until(limits: &FileLimits, now: Moment) -> Moment {
    now.plus_millis(i64::from(limits.keep_hours) * 60 * 60 * 1000)
}
