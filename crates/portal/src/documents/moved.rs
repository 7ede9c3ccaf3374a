//! 301: an address of an old site leads to the document that came from there, or to its tombstone.
//!
//! Two lookups at most, whatever is asked; where it leads is always a page of ours, never what the request says.

use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use kernel::Fault;
use publishing::public::find_by_old_address;

use crate::site::Site;

/// Where a request for an address that no route knows is to go on.
pub(crate) async fn find(
    site: &Site,
    method: &Method,
    address: &Uri,
) -> Result<Option<Response>, Fault> {
    let (path, query) = (address.path(), address.query().unwrap_or_default());
    let is_reading = matches!(*method, Method::GET | Method::HEAD);
    if !is_reading || path.starts_with("/api/") {
        return Ok(None);
    }
    let found = store::read!(site.store, |tx| {
        find_by_old_address(tx, path, query).await
    })?;
    let to = found.and_then(|id| HeaderValue::try_from(format!("/documents/{id}")).ok());
    Ok(to.map(|to| {
        metrics::counter!("portal_old_addresses_total").increment(1);
        let kept = HeaderValue::from_static("public, max-age=3600");
        let headers = [(header::LOCATION, to), (header::CACHE_CONTROL, kept)];
        (StatusCode::MOVED_PERMANENTLY, headers).into_response()
    }))
}
