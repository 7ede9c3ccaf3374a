//! The frame of the desk's pages, and how a page becomes an answer.
//!
//! A page's own template extends `desk.html`, owns a [`DeskFrame`] named `frame`, and begins each form with `{{ frame.hidden() }}`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::Date;
use ui::{Crumb, Markup, SiteIdentity};

use crate::assets::{DeskAssets, desk_assets};
use crate::nav::{self, Link};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// The frame of one page of the desk.
#[derive(Debug)]
pub struct DeskFrame {
    /// Who runs the site.
    pub identity: Arc<SiteIdentity>,
    /// The page's title.
    pub title: String,
    /// The way to it from the desk's first page, both excluded.
    pub crumbs: Vec<Crumb>,
    /// The navigation; empty before sign-in.
    pub nav: Vec<Link>,
    /// Who has signed in.
    pub who: Option<Who>,
    /// What the act before has to say.
    pub flash: Option<String>,
    /// The day in China.
    pub today: Date,
    csrf: String,
    form: String,
    forms: AtomicU32,
}

/// Who has signed in, as the head of each page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// Name.
    pub name: String,
    /// The unit's short name.
    pub unit: String,
}

impl DeskFrame {
    /// One more step of the way to the page.
    #[must_use]
    pub fn under(mut self, label: impl Into<String>, path: impl Into<String>) -> Self {
        self.crumbs.push(Crumb {
            label: label.into(),
            english: None,
            path: path.into(),
        });
        self
    }

    /// With what the act before has to say.
    #[must_use]
    pub(crate) fn saying(mut self, flash: Option<String>) -> Self {
        self.flash = flash;
        self
    }

    /// What every form begins with: whose it is, and a mark that lets it be handed in once.
    pub fn hidden(&self) -> Markup {
        let nth = self.forms.fetch_add(1, Ordering::Relaxed);
        Markup::trusted(format!(
            "<input type=\"hidden\" name=\"csrf\" value=\"{}\"><input type=\"hidden\" name=\"form\" value=\"{}-{nth}\">",
            ui::markup::escaped(&self.csrf),
            self.form
        ))
    }

    /// The token that scripts of the page send as `x-csrf`.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// The desk's own files.
    pub fn assets(&self) -> &'static DeskAssets {
        desk_assets()
    }

    /// The files that portal and desk share.
    pub fn shared_assets(&self) -> &'static ui::assets::Assets {
        ui::assets::assets()
    }
}

impl Desk {
    /// The frame of a page for somebody who has signed in.
    pub fn frame(&self, officer: &Officer, title: impl Into<String>) -> DeskFrame {
        let account = &officer.entered.account;
        DeskFrame {
            nav: nav::links(&officer.actor, &officer.visit.counts, &officer.visit.path),
            who: Some(Who {
                name: account.name.clone(),
                unit: account.unit_name.clone(),
            }),
            flash: officer.visit.flash.clone(),
            csrf: officer.csrf.clone(),
            ..self.guest_frame(title)
        }
    }

    /// The frame of a page for somebody who has not.
    pub fn guest_frame(&self, title: impl Into<String>) -> DeskFrame {
        let form = accounts::secret::random_bytes::<16>().map(hex::encode);
        DeskFrame {
            identity: Arc::clone(&self.identity),
            title: title.into(),
            crumbs: Vec::new(),
            nav: Vec::new(),
            who: None,
            flash: None,
            today: self.today(),
            csrf: String::new(),
            // Without chance no form of the page can be handed in: it carries no mark.
            form: form.unwrap_or_default(),
            forms: AtomicU32::new(0),
        }
    }
}

/// Renders a page.
///
/// # Errors
/// A fault where the template cannot be rendered.
pub fn html(page: &impl Template) -> Result<Response, Snag> {
    Ok(axum::response::Html(page.render()?).into_response())
}

/// A file that was handed in, to be saved under its name. Whatever it is, the browser saves it: nothing handed in runs under the
/// desk's address.
pub(crate) fn saved(bytes: Vec<u8>, file_name: &str) -> Response {
    let disposition = format!(
        "attachment; filename*=UTF-8''{}",
        percent_encoded(file_name).replace('/', "%2F")
    );
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, kind);
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Text for a query or a cookie: everything but letters, digits and a few marks as `%XX`.
pub(crate) fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
