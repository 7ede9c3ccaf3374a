//! Forms: whose they are, that they come once, and what was wrong in which field.
//!
//! A form is taken where the browser says that it comes from this site, where it carries the session's token, and where it was
//! not handed in before. What the fields mean is the page's business.

use accounts::AccountRefusal;
use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::{HeaderMap, header};
use kernel::{Refusal, Stop};
use serde::de::DeserializeOwned;

use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Largest form without files, bytes: hundreds of ticked boxes and long reasons.
const LARGEST: usize = 1 << 20;

/// A form (`application/x-www-form-urlencoded`) of somebody who has signed in. Give `T` fields of type `String` with
/// `#[serde(default)]`: what was typed must come back even where it is wrong.
#[derive(Debug, Clone)]
pub struct Posted<T> {
    /// Whose.
    pub officer: Officer,
    /// What was typed.
    pub form: T,
}

/// A form of which only the button counts.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct NoFields {}

/// What is in every form.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Marks {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    form: String,
}

impl Marks {
    /// Checks them and uses the form up.
    pub(crate) async fn check(&self, desk: &Desk, officer: &Officer) -> Result<(), Snag> {
        if !accounts::secret::is_same(&self.csrf, &officer.csrf) {
            return Err(Snag::NotOurForm);
        }
        let is_mark = (33..=64).contains(&self.form.len())
            && self
                .form
                .bytes()
                .all(|b| b.is_ascii_hexdigit() || b == b'-');
        if !is_mark {
            return Err(Snag::NotOurForm);
        }
        let session = &officer.entered.session;
        let used =
            accounts::actions::use_form(&desk.store, (session, &self.form), desk.now()).await;
        match used {
            Err(Stop::Refused(AccountRefusal::FormUsed)) => Err(Snag::FormUsed),
            other => Ok(other?),
        }
    }
}

impl<T: DeserializeOwned> FromRequest<Desk> for Posted<T> {
    type Rejection = Snag;
    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Snag> {
        let (mut parts, body) = request.into_parts();
        let officer = Officer::from_request_parts(&mut parts, desk).await?;
        check_origin(&parts.headers)?;
        let bytes = to_bytes(body, LARGEST).await.map_err(|_| Snag::TooLarge)?;
        let marks: Marks = read(&bytes)?;
        marks.check(desk, &officer).await?;
        Ok(Self {
            officer,
            form: read(&bytes)?,
        })
    }
}

/// A form of somebody who has not signed in: sign-in itself. Only its origin is checked.
#[derive(Debug, Clone)]
pub(crate) struct GuestPosted<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Desk> for GuestPosted<T> {
    type Rejection = Snag;
    async fn from_request(request: Request, _: &Desk) -> Result<Self, Snag> {
        let (parts, body) = request.into_parts();
        check_origin(&parts.headers)?;
        let bytes = to_bytes(body, LARGEST).await.map_err(|_| Snag::TooLarge)?;
        Ok(Self(read(&bytes)?))
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Snag> {
    serde_html_form::from_bytes(bytes)
        .map_err(|cause| Snag::BadForm(format!("表单读不懂（{cause}）")))
}

/// Whether a form comes from a page of this site, as far as the browser says: `Sec-Fetch-Site`, else `Origin` against `Host`. Old
/// browsers say neither; the session's token still stands.
pub(crate) fn check_origin(headers: &HeaderMap) -> Result<(), Snag> {
    let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    let is_ours = match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text(header::HOST.as_str())
        }
        (None, None) => true,
    };
    if is_ours {
        Ok(())
    } else {
        Err(Snag::NotOurForm)
    }
}

/// What was wrong with a form, by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Errors(Vec<(&'static str, String)>);

impl Errors {
    /// Nothing was.
    pub fn none() -> Self {
        Self::default()
    }

    /// Something in a field; the empty name is for the form as a whole.
    #[must_use]
    pub fn with(mut self, field: &'static str, message: impl Into<String>) -> Self {
        self.0.push((field, message.into()));
        self
    }

    /// What an action refused, at its field. Rights and faults belong to no field: they are given up.
    ///
    /// # Errors
    /// A [`Snag`] for what no field can show.
    pub fn of<R: Refusal>(stop: Stop<R>) -> Result<Self, Snag> {
        match stop {
            Stop::Refused(refusal) if !refusal.code().starts_with("kernel.") => {
                Ok(Self::none().with(refusal.field().unwrap_or(""), refusal.message()))
            }
            other => Err(other.into()),
        }
    }

    /// What is wrong in a field.
    pub fn find(&self, field: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| *name == field);
        found.map(|(_, message)| message.as_str())
    }

    /// What is wrong with the form as a whole.
    pub fn general(&self) -> Option<&str> {
        self.find("")
    }

    /// All of it, in order: the summary at the head of the form. The field's name is the id of its input.
    pub fn all(&self) -> &[(&'static str, String)] {
        &self.0
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The status of the page that shows them: 200 at first, 422 once something was refused.
    pub fn status(&self) -> axum::http::StatusCode {
        if self.is_empty() {
            axum::http::StatusCode::OK
        } else {
            axum::http::StatusCode::UNPROCESSABLE_ENTITY
        }
    }
}
