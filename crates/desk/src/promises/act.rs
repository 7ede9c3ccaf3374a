//! The page of one act on one promise: what it is about, the rule that is enforced, the fields, and what was wrong in them.
//!
//! Every verb of a promise is such a page; what the fields mean stands in the verb's own file.

use askama::Template;
use axum::response::{IntoResponse, Response};
use kernel::{Date, Fault, PromiseId};
use promises::queries::{PromiseDetail, find_promise};
use ui::{Markup, dates};

use super::standing;
use crate::form::Errors;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Several lines.
    Area,
    /// One line.
    Line,
    /// A day.
    Day,
    /// A whole number up to a most.
    Number(u32),
    /// Files, and those that were sent before: what to hand in for them, and their names.
    Files(Vec<(String, String)>),
    /// One of these: value and words.
    Choice(&'static [(&'static str, &'static str)]),
}

/// One field of the form; its name is the id of its input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub kind: Kind,
    pub value: String,
}

impl Field {
    pub fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            name,
            label,
            hint: "",
            kind,
            value: String::new(),
        }
    }

    #[must_use]
    pub fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    #[must_use]
    pub fn value(self, value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            ..self
        }
    }
}

/// The fields that say why.
pub(crate) fn reason(value: &str) -> Field {
    Field::new("reason", "理由", Kind::Area)
        .hint("将向社会公开，最多1000字。")
        .value(value)
}

/// The field that says by what.
pub(crate) fn basis(value: &str) -> Field {
    Field::new("basis", "依据", Kind::Line)
        .hint("法律条款或文件文号，例如：云政办函〔2026〕7号。")
        .value(value)
}

/// An act as its page shows it.
#[derive(Debug)]
pub(crate) struct Act {
    /// The verb, which is the title and the button.
    pub verb: &'static str,
    /// The last part of its address.
    pub path: &'static str,
    /// The rules that are enforced, a line each.
    pub rules: Vec<String>,
    /// The fields.
    pub fields: Vec<Field>,
    /// What was wrong.
    pub errors: Errors,
}

#[derive(Debug, Template)]
#[template(path = "promises/act.html")]
struct ActPage {
    frame: DeskFrame,
    detail: PromiseDetail,
    standing: Markup,
    has_files: bool,
    act: Act,
}

/// The promise of an address.
pub(crate) async fn load(desk: &Desk, id: &str) -> Result<PromiseDetail, Snag> {
    let id: PromiseId = id.parse().map_err(|_| Snag::Missing("承诺"))?;
    let today = desk.today();
    let found = store::read!(desk.store, |tx| find_promise(tx, id, today).await)?;
    found.ok_or(Snag::Missing("承诺"))
}

/// The page.
pub(crate) fn page(
    desk: &Desk,
    officer: &Officer,
    detail: PromiseDetail,
    act: Act,
) -> Result<Response, Snag> {
    let status = act.errors.status();
    let frame = desk
        .frame(officer, act.verb)
        .under("承诺队列", "/desk/queue")
        .under(short(&detail.line.title), address(detail.line.id));
    let page = ActPage {
        standing: standing(detail.line.standing),
        has_files: act
            .fields
            .iter()
            .any(|field| matches!(field.kind, Kind::Files(_))),
        frame,
        detail,
        act,
    };
    Ok((status, html(&page)?).into_response())
}

/// The promise's page.
pub(crate) fn address(promise: PromiseId) -> String {
    format!("/desk/promises/{promise}")
}

/// A title for the way to a page.
pub(crate) fn short(title: &str) -> String {
    let mut short: String = title.chars().take(18).collect();
    if short.len() < title.len() {
        short.push('…');
    }
    short
}

/// The day of a field.
pub(crate) fn day_of(field: &'static str, text: &str) -> Result<Date, Errors> {
    let wrong = || Errors::none().with(field, "请填写日期，例如 2026-11-20");
    text.trim().parse().map_err(|_| wrong())
}

/// What the due day means for what is about to happen.
pub(crate) fn means(detail: &PromiseDetail, today: Date) -> String {
    let due = dates::long(detail.line.due_on);
    if today > detail.line.due_on {
        format!("最迟公开日{due}已过：今天公开即为逾期兑现。")
    } else {
        format!("在{due}24时以前公开为按期；以信息实际公开的日期为准。")
    }
}

/// What the duty accepts as evidence, in words.
pub(crate) async fn evidence_rule(desk: &Desk, detail: &PromiseDetail) -> Result<String, Fault> {
    let origin = detail.line.origin.id();
    let rule = store::read!(desk.store, |tx| {
        promises::evidence_rule::find_evidence_rule(tx, &origin).await
    })?;
    Ok(rule.describe())
}
