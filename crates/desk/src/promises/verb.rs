//! Acts of one form without files: the page, what comes back where something was wrong, and where the officer goes after.
//!
//! Each such act is a [`Verb`] in a file of its own: its words, its fields, the right it needs, the action that it calls. Acts
//! with files are in `evidence`.

use std::future::Future;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Actor, NotAllowed, PromiseId, Refusal, Stop, UnitId};
use promises::queries::PromiseDetail;
use serde::de::DeserializeOwned;

use super::act::{self, Act, Field};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// An act on one promise.
pub(crate) trait Verb: 'static {
    /// The title and the button.
    const NAME: &'static str;
    /// The last part of its address.
    const PATH: &'static str;
    /// What is said when it is done.
    const DONE: &'static str;
    /// What is typed.
    type Form: DeserializeOwned + Default + Send + Sync;
    /// The proof of the right.
    type Right: Send + Sync;

    /// The right, for a promise of that unit.
    fn right(actor: &Actor, unit: UnitId) -> Result<Self::Right, NotAllowed>;

    /// The form as it is opened.
    fn blank(_desk: &Desk) -> Self::Form {
        Self::Form::default()
    }

    /// The rule that is enforced, in words.
    fn rule(detail: &PromiseDetail, desk: &Desk) -> String;

    /// The fields with what was typed.
    fn fields(form: &Self::Form) -> Vec<Field>;

    /// Does it.
    fn perform(
        desk: &Desk,
        promise: PromiseId,
        form: &Self::Form,
        right: &Self::Right,
    ) -> impl Future<Output = Result<(), Amiss>> + Send;
}

/// Why an act was not done.
#[derive(Debug)]
pub(crate) enum Amiss {
    /// A field can be mended.
    Fields(Errors),
    /// No field can show it.
    Beyond(Snag),
}

impl From<Errors> for Amiss {
    fn from(errors: Errors) -> Self {
        Self::Fields(errors)
    }
}

impl<R: Refusal> From<Stop<R>> for Amiss {
    fn from(stop: Stop<R>) -> Self {
        match Errors::of(stop) {
            Ok(errors) => Self::Fields(errors),
            Err(snag) => Self::Beyond(snag),
        }
    }
}

/// The address of a verb.
pub(crate) fn router<V: Verb>() -> Router<Desk> {
    let path = format!("/desk/promises/{{id}}/{}", V::PATH);
    Router::new().route(&path, get(show::<V>).post(hand_in::<V>))
}

async fn show<V: Verb>(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let detail = act::load(&desk, &id).await?;
    V::right(&officer.actor, detail.line.unit_id)?;
    let form = V::blank(&desk);
    page::<V>(&desk, &officer, detail, (&form, Errors::none()))
}

fn page<V: Verb>(
    desk: &Desk,
    officer: &Officer,
    detail: PromiseDetail,
    (form, errors): (&V::Form, Errors),
) -> Result<Response, Snag> {
    let act = Act {
        verb: V::NAME,
        path: V::PATH,
        rules: vec![V::rule(&detail, desk)],
        fields: V::fields(form),
        errors,
    };
    act::page(desk, officer, detail, act)
}

async fn hand_in<V: Verb>(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Posted { officer, form }: Posted<V::Form>,
) -> Result<Response, Snag> {
    let detail = act::load(&desk, &id).await?;
    let right = V::right(&officer.actor, detail.line.unit_id)?;
    match V::perform(&desk, detail.line.id, &form, &right).await {
        Ok(()) => Ok(flash::go(&desk, &act::address(detail.line.id), V::DONE)),
        Err(Amiss::Fields(errors)) => page::<V>(&desk, &officer, detail, (&form, errors)),
        Err(Amiss::Beyond(snag)) => Err(snag),
    }
}
