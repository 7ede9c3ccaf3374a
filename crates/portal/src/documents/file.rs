//! Files of documents: attachments to be saved, pictures of bodies; both named by their content, both only while they are public.

use std::str::FromStr as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::{BlobId, DocumentId, Fault};
use publishing::model::Attachment;
use publishing::public::{Found, find_public, find_public_file, find_public_image};

use crate::ask::Ask;
use crate::download::{Download, saved_as};
use crate::error::Snag;
use crate::site::Site;

/// What a browser may be told about a saved file; anything else is bytes.
const SAVED: &[&str] = &[
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/zip",
    "image/gif",
    "image/jpeg",
    "image/png",
    "text/csv",
    "text/plain",
];
const BYTES: &str = "application/octet-stream";

/// What may stand inside a page.
const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/gif"];

/// A file of a public edition, to be saved.
pub(crate) async fn attached(
    State(site): State<Arc<Site>>,
    Path((id, edition, blob)): Path<(String, String, String)>,
    headers: HeaderMap,
    ask: Ask,
) -> Response {
    match find_attached(&site, (&id, &edition, &blob)).await {
        Ok((file, bytes)) => Download {
            bytes,
            digest: file.blob.to_string(),
            disposition: saved_as(&file.file_name),
            media_type: safe(&file.media_type).to_owned(),
        }
        .answer(&headers),
        Err(snag) => site.trouble(&ask, snag),
    }
}

async fn find_attached(
    site: &Site,
    (id, edition, blob): (&str, &str, &str),
) -> Result<(Attachment, Vec<u8>), Snag> {
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
        (Some(file), _) => {
            let bytes = read(site, &blob).await?;
            Ok((file, bytes))
        }
        (None, Some(Found::Withdrawn(stone))) => Err(Snag::Gone(stone)),
        (None, Some(Found::Document(_)) | None) => Err(NONE),
    }
}

/// A picture in the body of a public edition.
pub(crate) async fn picture(
    State(site): State<Arc<Site>>,
    Path(blob): Path<String>,
    headers: HeaderMap,
    ask: Ask,
) -> Response {
    match find_picture(&site, &blob).await {
        Ok(picture) => picture.answer(&headers),
        Err(snag) => site.trouble(&ask, snag),
    }
}

async fn find_picture(site: &Site, blob: &str) -> Result<Download, Snag> {
    const NONE: Snag = Snag::Missing("图片");
    let Ok(blob) = BlobId::from_str(blob) else {
        return Err(NONE);
    };
    let media_type = store::read!(site.store, |tx| find_public_image(tx, &blob).await)?;
    let media_type = media_type.filter(|it| PICTURES.contains(&it.as_str()));
    Ok(Download {
        media_type: media_type.ok_or(NONE)?,
        bytes: read(site, &blob).await?,
        digest: blob.to_string(),
        disposition: String::new(),
    })
}

async fn read(site: &Site, blob: &BlobId) -> Result<Vec<u8>, Fault> {
    let bytes = site.store.blobs().find(blob).await?;
    bytes.ok_or_else(|| Fault::new(format!("blob {blob} is not there")))
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
