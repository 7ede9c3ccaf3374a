//! Acts of one form without files: the page, what comes back where something was wrong, and where the officer goes after.
//!
//! Each such act is a [`Verb`] in a file of its own: its words, its form, the right it needs, the action that it calls. Acts
//! with files are in `evidence`.

use std::future::Future;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{
    Actor, NotAllowed, OpenGovernmentOffice, PromiseId, Refusal, Stop, UnitId, UnitOfficer,
};
use promises::queries::PromiseDetail;
use serde::Deserialize;
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
    type Form: Typed;
    /// The proof of the right.
    type Right: Over;

    /// The form as it is opened.
    fn blank(_desk: &Desk) -> Self::Form {
        Self::Form::default()
    }

    /// The rule that is enforced, in words.
    fn rule(detail: &PromiseDetail, desk: &Desk) -> String;

    /// Does it.
    fn perform(
        desk: &Desk,
        promise: PromiseId,
        form: &Self::Form,
        right: &Self::Right,
    ) -> impl Future<Output = Result<(), Amiss>> + Send;
}

/// A form's values, each still as it was typed.
pub(crate) trait Typed: DeserializeOwned + Default + Send + Sync {
    /// The fields with what was typed.
    fn fields(&self) -> Vec<Field>;
}

/// What acts take that need no more than why.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Reasoned {
    #[serde(default)]
    pub reason: String,
}

impl Typed for Reasoned {
    fn fields(&self) -> Vec<Field> {
        vec![act::reason(&self.reason)]
    }
}

/// A right that acts on a unit's promises need.
pub(crate) trait Over: Sized + Send + Sync {
    /// The proof, for a promise of that unit.
    fn proved(actor: &Actor, unit: UnitId) -> Result<Self, NotAllowed>;
}

impl Over for UnitOfficer {
    fn proved(actor: &Actor, unit: UnitId) -> Result<Self, NotAllowed> {
        actor.unit_officer(unit)
    }
}

impl Over for OpenGovernmentOffice {
    // The office stands over the promises of every unit.
    fn proved(actor: &Actor, _unit: UnitId) -> Result<Self, NotAllowed> {
        actor.open_government_office()
    }
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
    V::Right::proved(&officer.actor, detail.line.unit_id)?;
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
        fields: form.fields(),
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
    let right = V::Right::proved(&officer.actor, detail.line.unit_id)?;
    match V::perform(&desk, detail.line.id, &form, &right).await {
        Ok(()) => Ok(flash::go(&desk, &act::address(detail.line.id), V::DONE)),
        Err(Amiss::Fields(errors)) => page::<V>(&desk, &officer, detail, (&form, errors)),
        Err(Amiss::Beyond(snag)) => Err(snag),
    }
}
