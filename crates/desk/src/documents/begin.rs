//! 起草: the kind and the unit are chosen first, then the form is filled in.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{DocumentId, Fault, PromiseId, Right, UnitId, UnitOfficer};
use publishing::actions::{self, Begin};
use publishing::library::Kind;
use serde::Deserialize;
use store::directory;

use super::edit::{FormPage, flaws_of};
use super::typed::Typed;
use super::{Sight, outlet};
use crate::flash;
use crate::form::Errors;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;
use crate::upload::Uploaded;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/documents/new", get(ask).post(act))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    unit: String,
    /// What the document goes along with.
    #[serde(flatten)]
    along: Along,
}

/// What a document is begun for: it is carried from page to page as it was given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Along {
    /// A promise that the publication is to keep.
    pub promise: String,
    /// A document that is to be interpreted.
    pub interprets: String,
}

impl Along {
    /// Whether there is nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.promise.is_empty() && self.interprets.is_empty()
    }
}

#[derive(Debug, Template)]
#[template(path = "documents/choose.html")]
struct ChoosePage {
    frame: DeskFrame,
    kinds: Vec<Kind>,
    units: Vec<(UnitId, String, bool)>,
    along: Along,
}

async fn ask(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    let units = units_of(&desk, &officer).await?;
    let Some(kind) = desk.library.find_kind(&asked.kind).cloned() else {
        let own = officer.actor.unit();
        return html(&ChoosePage {
            frame: desk
                .frame(&officer, "起草信息")
                .under("信息发布", "/desk/documents"),
            kinds: desk.library.kinds().to_vec(),
            units: units
                .into_iter()
                .map(|(id, name)| (id, name, Some(id) == own))
                .collect(),
            along: asked.along,
        });
    };
    let unit = unit_of(&units, &asked.unit)?;
    let typed = Typed {
        kind: kind.code.clone(),
        unit: unit.0.to_string(),
        column: kind.columns.first().cloned().unwrap_or_default(),
        disclosure: "public".to_owned(),
        ..Typed::default()
    };
    page(
        &desk,
        &officer,
        (typed, kind, unit.1),
        Errors::none(),
        asked.along,
    )
}

fn page(
    desk: &Desk,
    officer: &Officer,
    (typed, kind, unit_name): (Typed, Kind, String),
    errors: Errors,
    along: Along,
) -> Result<Response, Snag> {
    let status = errors.status();
    let mut page = FormPage::new(desk, officer, (typed, kind, unit_name), errors);
    page.action = "/desk/documents/new".to_owned();
    page.along = along;
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// The form with what it carries along.
#[derive(Debug, Clone, Deserialize)]
struct Sent {
    #[serde(flatten)]
    typed: Typed,
    #[serde(flatten)]
    along: Along,
}

async fn act(State(desk): State<Desk>, posted: Uploaded<Sent>) -> Result<Response, Snag> {
    let Uploaded {
        officer,
        form: Sent { typed, along },
        files,
    } = posted;
    let units = units_of(&desk, &officer).await?;
    let (unit, unit_name) = unit_of(&units, &typed.unit)?;
    let right = officer.actor.unit_officer(unit)?;
    let kind = desk.library.find_kind(&typed.kind).cloned();
    let kind = kind.ok_or(Snag::BadForm("没有这个信息种类".to_owned()))?;
    let body = match typed.body(&desk, files).await? {
        Ok(body) => body,
        Err(errors) => return page(&desk, &officer, (typed, kind, unit_name), errors, along),
    };
    let now = desk.now();
    let errors = flaws_of(&desk, &typed, &kind);
    let typed = Typed {
        body: body.html().to_owned(),
        ..typed
    };
    if !errors.is_empty() {
        return page(&desk, &officer, (typed, kind, unit_name), errors, along);
    }
    let command = Begin {
        kind: typed.kind.clone(),
        metadata: typed.metadata(),
        body,
    };
    let who = (&right, desk.library.as_ref());
    let begun = match actions::begin(&desk.store, &command, who, now).await {
        Ok(begun) => begun,
        Err(stop) => {
            let errors = Errors::of(stop)?;
            return page(&desk, &officer, (typed, kind, unit_name), errors, along);
        }
    };
    let mut says = "已保存草稿".to_owned();
    says.push_str(bring_along(&desk, (begun.document, &along), &right).await);
    let to = format!("/desk/documents/{}", begun.edition);
    Ok(flash::go(&desk, &to, &says))
}

/// Links the new document with what it was begun for; what is said of it.
async fn bring_along(
    desk: &Desk,
    (document, along): (DocumentId, &Along),
    right: &UnitOfficer,
) -> &'static str {
    let now = desk.now();
    if let Ok(promise) = along.promise.parse::<PromiseId>() {
        let linked = actions::link_promises(&desk.store, (document, &[promise]), right, now).await;
        return match linked {
            Ok(()) => "，发布后将自动登记兑现所选承诺",
            Err(_) => "；所选承诺没有关联上，请在下方重新选择",
        };
    }
    if let Ok(interprets) = along.interprets.parse::<DocumentId>() {
        let what = (document, interprets);
        return match actions::tie(&desk.store, what, right, (&outlet(desk), now)).await {
            Ok(()) => "，已与所解读的文件关联，可以一同送审",
            Err(_) => "；所解读的文件没有关联上，请在下方填写",
        };
    }
    ""
}

/// The units for which somebody may draft today.
async fn units_of(desk: &Desk, officer: &Officer) -> Result<Vec<(UnitId, String)>, Snag> {
    let sight = Sight::of(&officer.actor)?;
    let today = desk.today();
    let own = officer.actor.units_with(Right::UnitOfficer);
    let units: Vec<(UnitId, String)> = store::read!(desk.store, |tx| {
        let directory = directory::load(tx).await?;
        let units = directory.units().iter().filter(|it| it.exists_on(today));
        let may = |id: UnitId| sight == Sight::All || own.contains(&id);
        Ok::<_, Fault>(
            units
                .filter(|it| may(it.id))
                .map(|it| (it.id, it.name.clone()))
                .collect(),
        )
    })?;
    if units.is_empty() {
        return Err(kernel::NotAllowed::ResponsibleUnitOnly.into());
    }
    Ok(units)
}

/// The unit that was chosen; where there is only one, that.
fn unit_of(units: &[(UnitId, String)], chosen: &str) -> Result<(UnitId, String), Snag> {
    let wanted: Option<UnitId> = chosen.parse().ok();
    let found = match wanted {
        Some(wanted) => units.iter().find(|(id, _)| *id == wanted),
        None => units.first(),
    };
    found.cloned().ok_or(Snag::Missing("单位"))
}
