//! 公众订阅: the form, the confirmation, and the page of what an address follows. The only pages of the site by which visitors write.
//!
//! Nobody signs in and no cookie is set: whoever acts shows the link of a letter, so that there is nothing for another site to misuse. These pages
//! are never kept, never indexed, and give their address to nobody.

mod confirm;
mod form;
mod manage;
pub mod naming;
pub(crate) mod page;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use subscriptions::{Followed, Vault};
use ui::Variant;

use crate::gate::Gate;
use crate::params::{and, with_query};
use crate::site::Site;

/// What taking subscriptions needs. Cheap to clone.
#[derive(Clone)]
pub struct Subscribing {
    /// The site's key.
    pub vault: Arc<dyn Vault>,
    /// How often one visitor may hand a form in; one who cannot be told passes: the letters of an address are limited as well.
    gate: Gate,
}

impl std::fmt::Debug for Subscribing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscribing").finish_non_exhaustive()
    }
}

impl Subscribing {
    /// Lets visitors through a gate.
    pub fn new(vault: Arc<dyn Vault>, gate: Gate) -> Self {
        Self { vault, gate }
    }
}

/// The pages in one variant.
pub(crate) fn pages(variant: Variant) -> Router<Arc<Site>> {
    let at = |path: &str| variant.address(path);
    Router::new()
        .route(&at("/subscribe"), get(form::show).post(form::submit))
        .route(&at("/subscribe/sent"), get(form::sent))
        .route(
            &at("/subscribe/confirm"),
            get(confirm::show).post(confirm::submit),
        )
        .route(&at("/subscriptions"), get(manage::show))
        .route(&at("/subscriptions/pace"), post(manage::change_pace))
        .route(&at("/subscriptions/drop"), post(manage::drop_one))
        .route(
            &at("/subscriptions/leave"),
            get(manage::ask_to_leave).post(manage::leave),
        )
}

impl Site {
    /// The path of the form for something, where the site takes subscriptions.
    pub(crate) fn follow_path(&self, followed: &Followed) -> Option<String> {
        self.subscribing.as_ref()?;
        Some(with_query(
            "/subscribe",
            &and("", "follow", &followed.place()),
        ))
    }
}
