//! 在线阅读: what came of the attachments of public editions as pages for those who cannot open the files.
//!
//! A rendition belongs to the bytes of a file and to a version of the renderer: the same file is rendered once, however often it is attached. It is shown
//! only where the file itself is public; whoever asks here for another finds nothing. It is no part of what was signed and never in the log: it
//! can be made anew from the file at any time.

use kernel::{BlobId, DocumentId, Fault, Moment};
use rendition::{NoRendition, Rendition};
use store::{Row, Store, Tx, params};

use crate::model::Attachment;
use crate::public::find_public_file;
use crate::sql;

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It waits for its turn.
    Waiting,
    /// It can be read.
    Made {
        /// How many pages.
        pages: u32,
    },
    /// It cannot, and why.
    None(NoRendition),
}

/// A file with what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The file.
    pub file: Attachment,
    /// How far it has come; `None` for pictures and recordings.
    pub standing: Option<Standing>,
    /// The blob that holds the pages.
    pub content: Option<BlobId>,
}

/// Whether files of a media type are rendered at all, or said not to be: pictures are seen, recordings played.
pub fn is_for_reading(media_type: &str) -> bool {
    let family = media_type.split('/').next().unwrap_or_default();
    !matches!(family, "image" | "audio" | "video") && media_type != "text/vtt"
}

/// How far the files of an edition have come, as far as they are for reading.
///
/// # Errors
/// The engine's fault.
pub async fn list_standings(
    tx: &mut Tx,
    files: &[Attachment],
) -> Result<Vec<(BlobId, Standing)>, Fault> {
    let mut standings = Vec::new();
    for file in files.iter().filter(|it| is_for_reading(&it.media_type)) {
        let (standing, _) = find(tx, &file.blob).await?;
        standings.push((file.blob.clone(), standing));
    }
    Ok(standings)
}

/// A file of a public edition with what came of it; `None` where there is no such public file.
///
/// # Errors
/// The engine's fault.
pub async fn find_rendered(
    tx: &mut Tx,
    edition: (DocumentId, u32),
    blob: &BlobId,
) -> Result<Option<Rendered>, Fault> {
    let Some(file) = find_public_file(tx, edition, blob).await? else {
        return Ok(None);
    };
    let (standing, content) = match is_for_reading(&file.media_type) {
        true => {
            let (standing, content) = find(tx, blob).await?;
            (Some(standing), content)
        }
        false => (None, None),
    };
    Ok(Some(Rendered {
        file,
        standing,
        content,
    }))
}

/// Of a file without a row, too, it is known: the survey has not come to it, on a site that was just taken in.
async fn find(tx: &mut Tx, blob: &BlobId) -> Result<(Standing, Option<BlobId>), Fault> {
    let row = tx
        .fetch_optional(sql::FIND_RENDITION, params![blob])
        .await?;
    match row {
        Some(row) => Ok((standing_of(&row)?, row.get("content_id")?)),
        None => Ok((Standing::Waiting, None)),
    }
}

fn standing_of(row: &Row) -> Result<Standing, Fault> {
    let state: String = row.get("state")?;
    match state.as_str() {
        "waiting" => Ok(Standing::Waiting),
        "made" => Ok(Standing::Made {
            pages: row.get("pages")?,
        }),
        "none" => {
            let code: String = row.get("reason")?;
            let reason = NoRendition::find(&code);
            // A reason of a newer program than this.
            Ok(Standing::None(reason.unwrap_or(NoRendition::Failed)))
        }
        other => Err(Fault::new(format!("rendition.state holds {other:?}"))),
    }
}

/// The public documents of which a file was read since a moment, each with when, the earliest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_read_since(
    tx: &mut Tx,
    since: Moment,
    limit: u32,
) -> Result<Vec<(Moment, DocumentId)>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_READ_SINCE, params![since, limit])
        .await?;
    let of = |row: &Row| Ok((row.get("changed_at")?, row.get("document_id")?));
    rows.iter().map(of).collect()
}

/// How many files wait to be rendered, or to be rendered anew.
///
/// # Errors
/// The engine's fault.
pub async fn count_waiting(tx: &mut Tx) -> Result<u64, Fault> {
    let row = tx
        .fetch_one(sql::COUNT_WAITING_RENDITIONS, params![])
        .await?;
    row.get("n")
}

/// The pages and the text of a rendition.
///
/// # Errors
/// Where the disk refuses, or the blob is none.
pub async fn read_rendition(store: &Store, content: &BlobId) -> Result<Rendition, Fault> {
    let bytes = store.blobs().find(content).await?;
    let bytes = bytes.ok_or_else(|| Fault::new(format!("blob {content} is not there")))?;
    serde_json::from_slice(&bytes).map_err(|cause| Fault::caused("reading a rendition", cause))
}

/// The text of a public file as it was rendered; `None` where there is none or the file is not public. For searching in it.
///
/// # Errors
/// The engine's fault, or the disk's.
pub async fn find_public_text(
    store: &Store,
    edition: (DocumentId, u32),
    blob: &BlobId,
) -> Result<Option<String>, Fault> {
    let found = store::read!(store, |tx| find_rendered(tx, edition, blob).await)?;
    match found.and_then(|it| it.content) {
        Some(content) => Ok(Some(read_rendition(store, &content).await?.text)),
        None => Ok(None),
    }
}
