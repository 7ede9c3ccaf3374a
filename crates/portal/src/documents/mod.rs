//! Documents: lists, one document with its editions, its tombstone, its files and feeds.
//!
//! Everything is asked of [`publishing::public`], which knows published documents only; nothing here reads editions by another way.

pub(crate) mod attached;
pub(crate) mod banner;
pub(crate) mod changes;
pub(crate) mod chapters;
pub(crate) mod citations;
pub(crate) mod compare;
pub(crate) mod feed;
pub(crate) mod file;
pub(crate) mod filter;
pub(crate) mod gone;
mod linked;
pub(crate) mod list;
mod meta;
pub(crate) mod moved;
pub(crate) mod paper;
pub(crate) mod read;
pub(crate) mod rows;
pub(crate) mod scope;
mod scrolled;
pub(crate) mod show;
pub(crate) mod sought;
pub(crate) mod view;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use ui::Variant;

use crate::site::Site;

/// The pages of documents in one variant.
pub(crate) fn pages(variant: Variant) -> Router<Arc<Site>> {
    let at = |path: &str| variant.address(path);
    Router::new()
        .route(&at("/documents"), get(list::show))
        .route(&at("/documents/{id}"), get(show::newest))
        .route(&at("/documents/{id}/citations.svg"), get(citations::show))
        .route(
            &at("/documents/{id}/editions/{edition}"),
            get(show::edition),
        )
        .route(
            &at("/documents/{id}/chapters/{edition}"),
            get(chapters::show),
        )
        .route(
            &at("/documents/{id}/read/{edition}/{blob}"),
            get(read::show),
        )
        .route(
            &at("/documents/{id}/compare/{older}/{newer}"),
            get(compare::show),
        )
}
