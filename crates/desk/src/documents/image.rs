//! Pictures in bodies for those who work on them: before an edition is public, the site itself serves none of its pictures.

use std::str::FromStr as _;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::{BlobId, Fault};
use publishing::actions::begin::IMAGES;
use publishing::queries::list_units_of_image;

use super::Sight;
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const HERE: &str = "/desk/documents/pictures/";

/// Its address.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/documents/pictures/{id}", get(show))
}

/// A clean body with its pictures at the desk's own addresses.
pub(super) fn for_desk(html: &str) -> String {
    html.replace(&format!("src=\"{IMAGES}"), &format!("src=\"{HERE}"))
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let sight = Sight::of(&officer.actor)?;
    let id = BlobId::from_str(&id).map_err(|_| Snag::Missing("图片"))?;
    let (units, blob) = store::read!(desk.store, |tx| {
        Ok::<_, Fault>((
            list_units_of_image(tx, &id).await?,
            tx.find_blob(&id).await?,
        ))
    })?;
    let blob = blob.filter(|_| units.iter().any(|unit| sight.sees(*unit)));
    let media_type = match blob.as_ref().map(|it| it.media_type.as_str()) {
        Some("image/png") => "image/png",
        Some("image/jpeg") => "image/jpeg",
        Some("image/gif") => "image/gif",
        Some(_) | None => return Err(Snag::Missing("图片")),
    };
    let bytes = desk.store.blobs().find(&id).await?;
    let bytes = bytes.ok_or_else(|| Fault::new(format!("blob {id} is not there")))?;
    let mut response = bytes.into_response();
    let kind = HeaderValue::from_static(media_type);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}
