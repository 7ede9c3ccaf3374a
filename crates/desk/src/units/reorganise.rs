//! 机构调整: chosen in a form, looked at in numbers, confirmed.
//!
//! The preview and the act are asked of the same place; what was looked at goes along as a mark, and whoever confirms what is no
//! longer so sees the new numbers instead.

use std::collections::HashMap;

use accounts::queries::{UnitPost, list_posts_in};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::{Date, Fault, Stop, UnitId};
use oversight::actions::follow_successors;
use plans::actions::{Reorganise, foresee_reorganisation, reorganise};
use plans::reorganisation::{
    Foreseen, How, OwedBy, Reorganisation, ReorganisationKind, ReorganiseRefusal, list_owed_by,
};
use serde::Deserialize;
use store::directory;

use super::{Choice, LIST, LIST_NAME, address, choices, office, settle};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const REORGANISE: &str = "/desk/units/reorganise";
const NAME: &str = "机构调整";

/// Units that a form takes at once, as many as it has fields for them.
const MOST_UNITS: usize = 6;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route(REORGANISE, get(ask).post(look))
        .route("/desk/units/reorganise/done", post(act))
}

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    kind: String,
    /// The units that end or are renamed.
    unit: Vec<String>,
    /// Who takes over.
    into: Vec<String>,
    name: String,
    short_name: String,
    from_on: String,
    basis: String,
    /// `ORIGIN:UNIT` for each duty and item of a unit that is split.
    choice: Vec<String>,
    /// What was looked at.
    seen: String,
}

impl Typed {
    fn kind(&self) -> ReorganisationKind {
        ReorganisationKind::from_code(&self.kind).unwrap_or(ReorganisationKind::Merge)
    }

    /// What is asked for, or what is wrong with the form itself.
    fn asked(&self) -> Result<Reorganisation, Errors> {
        let units = ids(&self.unit);
        let first = units.first().copied();
        let one = || first.ok_or_else(|| Errors::none().with("unit", "请选择单位"));
        let from_on: Date = self
            .from_on
            .parse()
            .map_err(|_| Errors::none().with("from_on", "请填写生效日期"))?;
        let into = ids(&self.into);
        let how = match self.kind() {
            ReorganisationKind::Merge => How::Merge {
                into: *into
                    .first()
                    .ok_or_else(|| Errors::none().with("into", "请选择承接单位"))?,
                units: {
                    one()?;
                    units
                },
            },
            ReorganisationKind::Split => How::Split {
                unit: one()?,
                into,
                choices: self.choices(),
            },
            ReorganisationKind::Rename => How::Rename {
                unit: one()?,
                name: self.name.clone(),
                short_name: self.short_name.clone(),
            },
            ReorganisationKind::End => How::End { unit: one()? },
        };
        Ok(Reorganisation {
            how,
            from_on,
            basis: self.basis.clone(),
        })
    }

    fn choices(&self) -> HashMap<String, UnitId> {
        let pairs = self.choice.iter().filter_map(|it| it.split_once(':'));
        pairs
            .filter_map(|(origin, unit)| Some((origin.to_owned(), unit.parse().ok()?)))
            .collect()
    }
}

fn ids(texts: &[String]) -> Vec<UnitId> {
    texts.iter().filter_map(|it| it.parse().ok()).collect()
}

/// A field in which one unit is chosen.
#[derive(Debug)]
struct Field {
    id: String,
    label: &'static str,
    choices: Vec<Choice>,
}

#[derive(Debug, Template)]
#[template(path = "units/reorganise.html")]
struct AskPage {
    frame: DeskFrame,
    typed: Typed,
    kind: ReorganisationKind,
    kinds: &'static [ReorganisationKind],
    units: Vec<Field>,
    into: Vec<Field>,
    /// The unit that came along, for the links to the other kinds.
    first: String,
    errors: Errors,
}

impl AskPage {
    fn rule(&self) -> &'static str {
        match self.kind {
            ReorganisationKind::Merge => {
                "一个或几个单位并入另一个单位。未结承诺、周期任务和文件中的责任单位全部移交，期限不变，已逾期的仍算逾期；已兑现的留在原单位名下。新单位请先在名录中新增。"
            }
            ReorganisationKind::Split => {
                "一个单位的职责由几个单位分别承接。下一步逐项选择每项任务由谁承接；没有选择的，以及协办的，由第一个承接单位承接。"
            }
            ReorganisationKind::Rename => {
                "单位不变，名称改变：承诺、任务、账号都不动，原名称留为曾用名，旧文件仍能认出。"
            }
            ReorganisationKind::End => {
                "单位撤销，职责不再由谁承接。还有未结承诺或周期任务的不能撤销，请办理合并或拆分。"
            }
        }
    }
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    kind: String,
}

async fn ask(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    office(&officer)?;
    let typed = Typed {
        kind: asked.kind,
        unit: vec![asked.unit],
        from_on: desk.today().to_string(),
        ..Typed::default()
    };
    form(&desk, &officer, (typed, Errors::none())).await
}

async fn form(
    desk: &Desk,
    officer: &Officer,
    (typed, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let register = store::read!(desk.store, |tx| directory::load(tx).await)?;
    let kind = typed.kind();
    let (most_units, most_into) = match kind {
        ReorganisationKind::Merge => (MOST_UNITS, 1),
        ReorganisationKind::Split => (1, MOST_UNITS),
        ReorganisationKind::Rename | ReorganisationKind::End => (1, 0),
    };
    let fields =
        |name: &str, chosen: &[String], most: usize, labels: (&'static str, &'static str)| {
            let field = |n: usize| Field {
                id: if n == 0 {
                    name.to_owned()
                } else {
                    format!("{name}-{}", n + 1)
                },
                label: if n == 0 { labels.0 } else { labels.1 },
                choices: choices(
                    &register,
                    desk.today(),
                    |unit| unit.id.to_string(),
                    chosen.get(n).map_or(&[][..], std::slice::from_ref),
                ),
            };
            (0..most).map(field).collect::<Vec<_>>()
        };
    let status = errors.status();
    let page = AskPage {
        frame: desk.frame(officer, NAME).under(LIST_NAME, LIST),
        units: fields("unit", &typed.unit, most_units, units_labels(kind)),
        into: fields("into", &typed.into, most_into, into_labels(kind)),
        first: typed.unit.first().cloned().unwrap_or_default(),
        kind,
        kinds: ReorganisationKind::ALL,
        typed,
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

fn units_labels(kind: ReorganisationKind) -> (&'static str, &'static str) {
    match kind {
        ReorganisationKind::Merge => ("被合并的单位", "另一个被合并的单位（选填）"),
        ReorganisationKind::Split => ("被拆分的单位", ""),
        ReorganisationKind::Rename => ("更名的单位", ""),
        ReorganisationKind::End => ("撤销的单位", ""),
    }
}

fn into_labels(kind: ReorganisationKind) -> (&'static str, &'static str) {
    match kind {
        ReorganisationKind::Split => ("主要承接单位", "另一个承接单位"),
        ReorganisationKind::Merge | ReorganisationKind::Rename | ReorganisationKind::End => {
            ("承接单位", "")
        }
    }
}

/// A duty or item of a unit that is split, and who may take it over.
#[derive(Debug)]
struct Share {
    owed: OwedBy,
    heirs: Vec<Choice>,
}

/// The people whose posts lie in a unit that ends.
#[derive(Debug)]
struct Staff {
    unit: String,
    posts: Vec<UnitPost>,
}

#[derive(Debug, Template)]
#[template(path = "units/foreseen.html")]
struct LookPage {
    frame: DeskFrame,
    typed: Typed,
    foreseen: Foreseen,
    kind: ReorganisationKind,
    shares: Vec<Share>,
    staff: Vec<Staff>,
    errors: Errors,
}

async fn look(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let (officer, typed) = (posted.officer, posted.form);
    office(&officer)?;
    preview(&desk, &officer, (typed, Errors::none())).await
}

/// What would be done, with the form that does it.
async fn preview(
    desk: &Desk,
    officer: &Officer,
    (mut typed, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let asked = match typed.asked() {
        Ok(asked) => asked,
        Err(errors) => return form(desk, officer, (typed, errors)).await,
    };
    let foreseen = match foresee_reorganisation(&desk.store, &asked, desk.now()).await {
        Ok(foreseen) => foreseen,
        Err(stop) => {
            let errors = errors_of(stop)?;
            return form(desk, officer, (typed, errors)).await;
        }
    };
    let (today, ending) = (desk.today(), foreseen.what.how.ending());
    let (shares, staff) = store::read!(desk.store, |tx| {
        let (mut shares, mut staff) = (Vec::new(), Vec::new());
        for unit in &foreseen.units {
            if !ending.contains(&unit.id) {
                continue;
            }
            let posts = list_posts_in(tx, unit.id, today).await?;
            staff.push(Staff {
                unit: unit.name.clone(),
                posts,
            });
        }
        if let How::Split { unit, choices, .. } = &foreseen.what.how {
            for owed in list_owed_by(tx, *unit).await? {
                let chosen = choices.get(&owed.origin.id()).copied();
                shares.push(share(owed, &foreseen.successors, chosen));
            }
        }
        Ok::<_, Fault>((shares, staff))
    })?;
    typed.seen.clone_from(&foreseen.mark);
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::CONFLICT,
    };
    let page = LookPage {
        frame: desk
            .frame(officer, format!("核对{}", foreseen.what.how.kind().label()))
            .under(LIST_NAME, LIST)
            .under(NAME, REORGANISE),
        kind: foreseen.what.how.kind(),
        typed,
        foreseen,
        shares,
        staff,
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

fn share(owed: OwedBy, successors: &[(UnitId, String)], chosen: Option<UnitId>) -> Share {
    let heirs = successors.iter().map(|(id, name)| Choice {
        value: format!("{}:{id}", owed.origin.id()),
        name: name.clone(),
        is_chosen: chosen == Some(*id),
    });
    Share {
        heirs: heirs.collect(),
        owed,
    }
}

/// A refusal at its field: the first of several fields for the same.
fn errors_of(stop: Stop<ReorganiseRefusal>) -> Result<Errors, Snag> {
    match stop {
        Stop::Refused(ReorganiseRefusal::NothingEnds) => {
            Ok(Errors::none().with("unit", ReorganiseRefusal::NothingEnds.to_string()))
        }
        other => Errors::of(other),
    }
}

async fn act(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let (officer, typed) = (posted.officer, posted.form);
    let office = office(&officer)?;
    let what = match typed.asked() {
        Ok(what) => what,
        Err(errors) => return form(&desk, &officer, (typed, errors)).await,
    };
    let command = Reorganise {
        what,
        seen: Some(typed.seen.clone()),
    };
    match reorganise(&desk.store, &command, &office, desk.now()).await {
        Ok(done) => {
            let also = settle(&desk, &office).await?;
            follow_successors(&desk.store, office.actor(), desk.now()).await?;
            let to = done.what.how.concerned().first().copied();
            let kind = done.what.how.kind().label();
            let handed = match done.promises() {
                0 => String::new(),
                some => format!("，移交未结承诺{some}项"),
            };
            let says = format!("已办理{kind}{handed}{also}");
            Ok(flash::go(
                &desk,
                &to.map_or_else(|| LIST.to_owned(), address),
                &says,
            ))
        }
        Err(Stop::Refused(ReorganiseRefusal::Stale)) => {
            let errors = Errors::none().with("", ReorganiseRefusal::Stale.to_string());
            preview(&desk, &officer, (typed, errors)).await
        }
        Err(stop) => {
            let errors = errors_of(stop)?;
            form(&desk, &officer, (typed, errors)).await
        }
    }
}
