//! Files of documents: attachments to be saved or played, pictures of bodies; both named by their content, both only while they are public.
//!
//! They are read piece by piece while they are sent: however large a file is, little of it is in memory.

use std::str::FromStr as _;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::{BlobId, DocumentId, Fault};
use publishing::model::Attachment;
use publishing::public::{Found, find_public, find_public_file, find_public_image};
use ui::download::body_of;
use ui::{Download, saved_as};

use crate::ask::Ask;
use crate::error::Snag;
use crate::site::Site;

/// What a browser may be told about a saved file; anything else is bytes.
const SAVED: &[&str] = &[
    "application/pdf",
    "application/msword",
    "application/ofd",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/zip",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "text/csv",
    "text/plain",
    // Subtitles that a player asks for: a browser takes them under no other name.
    "text/vtt",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "video/mp4",
    "video/ogg",
    "video/quicktime",
    "video/webm",
];
const BYTES: &str = "application/octet-stream";

/// What may stand inside a page.
const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/gif"];

/// Kept by whoever likes, and asked for each time whether it is public still: what is withdrawn today is gone today. The answer to
/// whoever has it is 304, without the bytes.
const ASKED_EACH_TIME: &str = "public, no-cache";

/// A file of a public edition, to be saved or played.
pub(crate) async fn attached(
    State(site): State<Arc<Site>>,
    Path((id, edition, blob)): Path<(String, String, String)>,
    (method, headers): (Method, HeaderMap),
    ask: Ask,
) -> Response {
    let found = match find_attached(&site, (&id, &edition, &blob)).await {
        Ok(file) => {
            let download = Download {
                length: file.size,
                media_type: safe(&file.media_type).to_owned(),
                digest: file.blob.to_string(),
                disposition: saved_as(&file.file_name),
                kept: ASKED_EACH_TIME,
            };
            let what = (&file.blob, download);
            send(&site, what, (&method, &headers)).await
        }
        Err(snag) => Err(snag),
    };
    found.unwrap_or_else(|snag| site.trouble(&ask, snag))
}

/// Sends what is asked for of a file.
async fn send(
    site: &Site,
    (blob, download): (&BlobId, Download),
    (method, headers): (&Method, &HeaderMap),
) -> Result<Response, Snag> {
    let plan = download.plan(method, headers);
    let body = match plan.bytes(download.length) {
        None => Body::empty(),
        Some(range) => {
            let reader = site
                .store
                .blobs()
                .read(blob, (range, download.length))
                .await?;
            let reader = reader.ok_or_else(|| Fault::new(format!("blob {blob} is not there")))?;
            body_of(reader, |mut reader| async move {
                Ok(reader.next().await?.map(|piece| (piece, reader)))
            })
        }
    };
    Ok(download.answer(&plan, body))
}

async fn find_attached(
    site: &Site,
    (id, edition, blob): (&str, &str, &str),
) -> Result<Attachment, Snag> {
    const NONE: Snag = Snag::Missing("文件");
    let Ok(id) = id.parse::<DocumentId>() else {
        return Err(NONE);
    };
    let (Ok(edition), Ok(blob)) = (edition.parse::<u32>(), BlobId::from_str(blob)) else {
        return Err(NONE);
    };
    let file = store::read!(site.store, |tx| {
        let file = find_public_file(tx, (id, edition), &blob).await?;
        let stone = match file {
            Some(_) => None,
            None => find_public(tx, id, None).await?,
        };
        Ok::<_, Fault>((file, stone))
    })?;
    match file {
        (Some(file), _) => Ok(file),
        (None, Some(Found::Withdrawn(stone))) => Err(Snag::Gone(stone)),
        (None, Some(Found::Document(_)) | None) => Err(NONE),
    }
}

/// A picture in the body of a public edition.
pub(crate) async fn picture(
    State(site): State<Arc<Site>>,
    Path(blob): Path<String>,
    (method, headers): (Method, HeaderMap),
    ask: Ask,
) -> Response {
    let found = match find_picture(&site, &blob).await {
        Ok((blob, picture)) => send(&site, (&blob, picture), (&method, &headers)).await,
        Err(snag) => Err(snag),
    };
    found.unwrap_or_else(|snag| site.trouble(&ask, snag))
}

async fn find_picture(site: &Site, blob: &str) -> Result<(BlobId, Download), Snag> {
    const NONE: Snag = Snag::Missing("图片");
    let Ok(blob) = BlobId::from_str(blob) else {
        return Err(NONE);
    };
    let (media_type, noted) = store::read!(site.store, |tx| {
        let media_type = find_public_image(tx, &blob).await?;
        Ok::<_, Fault>((media_type, tx.find_blob(&blob).await?))
    })?;
    let media_type = media_type.filter(|it| PICTURES.contains(&it.as_str()));
    let picture = Download {
        length: noted.ok_or(NONE)?.size,
        media_type: media_type.ok_or(NONE)?,
        digest: blob.to_string(),
        disposition: String::new(),
        kept: ASKED_EACH_TIME,
    };
    Ok((blob, picture))
}

/// A media type under which nothing runs.
fn safe(media_type: &str) -> &str {
    let bare = media_type.split(';').next().unwrap_or_default().trim();
    match SAVED.contains(&bare) {
        true => media_type,
        false => BYTES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_is_handed_out_as_bytes() {
        assert_eq!(safe("application/pdf"), "application/pdf");
        assert_eq!(
            safe("text/plain; charset=utf-8"),
            "text/plain; charset=utf-8"
        );
        for it in ["text/html", "image/svg+xml", "text/javascript", ""] {
            assert_eq!(safe(it), BYTES);
        }
    }
}
