//! What keeps renditions going: which files want one, which is to be made next, what came of it. Making one is another process's work.
//!
//! The work is rows: a file that becomes public gets its row in the same transaction, and a survey finds what has none (files of before, of a site
//! that was taken in) or one of an older renderer. A row is put off before its file is touched, so that a file that breaks its reader, or the whole
//! program, is tried a few times and then given up.

use kernel::{BlobId, Fault, Moment, Never, Stop};
use prose::Body;
use rendition::{NoRendition, Rendition, VERSION};
use store::{Blobs, Store, StoredBlob, Tx, params};

use crate::model::Attachment;
use crate::renditions::{Standing, is_for_reading};
use crate::sql;

/// How often a file is tried.
pub const MOST_ATTEMPTS: u32 = 3;
/// For how long a file is put off when it is tried: longer than a try takes.
const PUT_OFF_MILLIS: i64 = 5 * 60 * 1000;
/// Rows of one step of a survey.
const STEP: usize = 200;

/// A file that is to be rendered now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The file.
    pub blob: BlobId,
    /// Which attempt this is, from 1.
    pub attempt: u32,
}

/// Files that become public want a rendition.
pub(super) async fn want(tx: &mut Tx, files: &[Attachment], now: Moment) -> Result<(), Fault> {
    for file in files.iter().filter(|it| is_for_reading(&it.media_type)) {
        tx.execute(sql::WANT_RENDITION, params![file.blob, now])
            .await?;
    }
    Ok(())
}

/// Finds the public files without a rendition and those of an older renderer, and has them made; how many.
///
/// # Errors
/// The engine's fault.
pub async fn survey_renditions(store: &Store, now: Moment) -> Result<usize, Fault> {
    let mut count = 0;
    loop {
        let lacking: Vec<BlobId> = store::read!(store, |tx| {
            let rows = tx.fetch_all(sql::LIST_UNRENDERED, params![STEP]).await?;
            blobs_of(&rows)
        })?;
        if lacking.is_empty() {
            break;
        }
        count += lacking.len();
        store::write!(store, |tx| -> Result<(), Stop<Never>> {
            for blob in &lacking {
                tx.execute(sql::WANT_RENDITION, params![blob, now]).await?;
            }
            Ok(())
        })?;
    }
    loop {
        let old: Vec<BlobId> = store::read!(store, |tx| {
            let key = params![VERSION, STEP];
            let rows = tx.fetch_all(sql::LIST_OLD_RENDITIONS, key).await?;
            blobs_of(&rows)
        })?;
        if old.is_empty() {
            return Ok(count);
        }
        count += old.len();
        store::write!(store, |tx| -> Result<(), Stop<Never>> {
            for blob in &old {
                let key = params![blob, now];
                tx.execute(sql::WANT_RENDITION_ANEW, key).await?;
            }
            Ok(())
        })?;
    }
}

fn blobs_of(rows: &[store::Row]) -> Result<Vec<BlobId>, Fault> {
    rows.iter().map(|row| row.get("blob_id")).collect()
}

/// Puts off the file that is due the longest and hands it out; `None` where none is due. Of several nodes one gets it.
///
/// # Errors
/// The engine's fault.
pub async fn claim_rendition(store: &Store, now: Moment) -> Result<Option<Claimed>, Fault> {
    loop {
        let due = store::read!(store, |tx| {
            tx.fetch_optional(sql::FIND_DUE_RENDITION, params![now])
                .await
        })?;
        let Some(row) = due else { return Ok(None) };
        let (blob, attempts): (BlobId, u32) = (row.get("blob_id")?, row.get("attempts")?);
        let was_due: Moment = row.get("due_at")?;
        if attempts >= MOST_ATTEMPTS {
            keep_rendition(store, &blob, Err(NoRendition::Failed), now).await?;
            continue;
        }
        let until = now.plus_millis(PUT_OFF_MILLIS);
        let claimed = store::write!(store, |tx| -> Result<u64, Stop<Never>> {
            let key = params![blob, was_due, until, now];
            Ok(tx.execute(sql::PUT_OFF_RENDITION, key).await?)
        })?;
        if claimed == 1 {
            let attempt = attempts + 1;
            return Ok(Some(Claimed { blob, attempt }));
        }
    }
}

/// Keeps what came of a file. What was made of it is cleaned once more: whoever made it has read what strangers send.
///
/// # Errors
/// The engine's fault, or the disk's.
pub async fn keep_rendition(
    store: &Store,
    blob: &BlobId,
    outcome: Result<Rendition, NoRendition>,
    now: Moment,
) -> Result<Standing, Fault> {
    let outcome = outcome.and_then(clean);
    let made = match &outcome {
        Err(_) => None,
        Ok(made) => {
            let content = serde_json::to_vec(made)
                .map_err(|cause| Fault::caused("writing a rendition", cause))?;
            let stored = StoredBlob {
                id: Blobs::id_of(&content),
                size: content.len() as u64,
                media_type: "application/json".to_owned(),
                file_name: String::new(),
                is_public: false,
            };
            store.blobs().put(content).await?;
            Some(stored)
        }
    };
    let pages = u32::try_from(outcome.as_ref().map_or(0, |it| it.pages.len())).unwrap_or(u32::MAX);
    let reason = outcome.as_ref().err().map_or("", |it| it.code());
    let state = made.as_ref().map_or("none", |_| "made");
    store::write!(store, |tx| -> Result<(), Stop<Never>> {
        if let Some(stored) = &made {
            tx.note_blob(stored, now).await?;
        }
        let content = made.as_ref().map(|it| it.id.clone());
        let key = params![blob, state, VERSION, reason, content, pages, now];
        tx.execute(sql::KEEP_RENDITION, key).await?;
        Ok(())
    })?;
    Ok(match outcome {
        Ok(_) => Standing::Made { pages },
        Err(reason) => Standing::None(reason),
    })
}

/// The pages as a body writes them, and their text.
fn clean(made: Rendition) -> Result<Rendition, NoRendition> {
    let mut clean = Rendition {
        text: String::new(),
        ..made.clone()
    };
    for page in &mut clean.pages {
        let body = Body::clean(&page.html).map_err(|_| NoRendition::TooLarge)?;
        let body = body.body.without_pictures();
        let body = body.map_err(|_| NoRendition::TooLarge)?;
        body.html().clone_into(&mut page.html);
        clean.text.push_str(body.text().trim());
        clean.text.push('\n');
    }
    match clean.pages.is_empty() || clean.text.trim().is_empty() {
        true => Err(NoRendition::Empty),
        false => Ok(clean),
    }
}
