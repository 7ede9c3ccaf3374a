//! 集合称谓: the words that stand for many units, and who belongs to them.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::unit::{Directory, UnitClass, UnitKind};
use kernel::{ClassId, Stop};
use serde::Deserialize;
use store::directory;
use store::directory::change::{keep_class, mark_of};
use store::directory::export::class_record_of;
use store::directory::register::{ClassRecord, MembersRecord, RegisterRefusal, class_of_form};

use super::{Choice, LIST, LIST_NAME, choices, office, settle};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

const CLASSES: &str = "/desk/units/classes";
const CLASSES_NAME: &str = "集合称谓";

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route(CLASSES, get(list))
        .route("/desk/units/classes/new", get(ask).post(add))
        .route("/desk/units/classes/{id}", get(show).post(change))
}

/// A class as a line.
#[derive(Debug)]
struct Line {
    id: ClassId,
    name: String,
    aliases: String,
    rule: String,
    /// Who it means today.
    members: Vec<String>,
}

#[derive(Debug, Template)]
#[template(path = "units/classes.html")]
struct ClassesPage {
    frame: DeskFrame,
    lines: Vec<Line>,
}

async fn list(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    office(&officer)?;
    let directory = load(&desk).await?;
    let lines = directory.classes().iter().map(|class| Line {
        id: class.id,
        name: class.name.clone(),
        aliases: class.aliases.join("、"),
        rule: rule_of(class, &directory),
        members: directory
            .members(class, desk.today())
            .into_iter()
            .filter_map(|id| directory.find(id))
            .map(|unit| unit.short_name.clone())
            .collect(),
    });
    html(&ClassesPage {
        frame: desk.frame(&officer, CLASSES_NAME).under(LIST_NAME, LIST),
        lines: lines.collect(),
    })
}

fn rule_of(class: &UnitClass, directory: &Directory) -> String {
    match class_record_of(class, directory).members {
        MembersRecord::Codes(_) => "逐个列出".to_owned(),
        MembersRecord::Kinds(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
            format!("所有{}", kinds.join("、"))
        }
        MembersRecord::All => "所有单位".to_owned(),
        MembersRecord::Unknown => "不能确定，须逐次认定".to_owned(),
    }
}

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    name: String,
    aliases: String,
    rule: String,
    member: Vec<String>,
    kind: Vec<String>,
    seen: String,
}

impl Typed {
    fn of(record: &ClassRecord) -> Self {
        let (rule, member, kind) = match &record.members {
            MembersRecord::Codes(codes) => ("listed", codes.clone(), Vec::new()),
            MembersRecord::Kinds(kinds) => {
                let kinds = kinds.iter().map(|kind| kind.code().to_owned());
                ("kinds", Vec::new(), kinds.collect())
            }
            MembersRecord::All => ("all", Vec::new(), Vec::new()),
            MembersRecord::Unknown => ("unknown", Vec::new(), Vec::new()),
        };
        Self {
            name: record.name.clone(),
            aliases: record.aliases.join("\n"),
            rule: rule.to_owned(),
            member,
            kind,
            seen: mark_of(record),
        }
    }

    fn record(&self) -> Result<ClassRecord, RegisterRefusal> {
        let chosen = |some: &[String], cure: &str| {
            if some.is_empty() {
                return Err(RegisterRefusal::BadCell {
                    line: 0,
                    column: "members",
                    given: String::new(),
                    cure: cure.to_owned(),
                });
            }
            Ok(some.to_vec())
        };
        let members = match self.rule.as_str() {
            "listed" => chosen(&self.member, "请至少勾选一个单位")?.join(";"),
            "kinds" => format!(
                "kind:{}",
                chosen(&self.kind, "请至少勾选一个类别")?.join(",")
            ),
            "all" => "*".to_owned(),
            "unknown" => String::new(),
            other => {
                return Err(RegisterRefusal::BadCell {
                    line: 0,
                    column: "members",
                    given: other.to_owned(),
                    cure: "请选择成员如何确定".to_owned(),
                });
            }
        };
        class_of_form([
            ("name", self.name.clone()),
            ("aliases", self.aliases.clone()),
            ("members", members),
        ])
    }

    fn is_rule(&self, rule: &str) -> bool {
        self.rule == rule
    }
}

#[derive(Debug, Template)]
#[template(path = "units/class.html")]
struct ClassPage {
    frame: DeskFrame,
    action: String,
    is_new: bool,
    typed: Typed,
    units: Vec<Choice>,
    kinds: Vec<Choice>,
    errors: Errors,
    /// What the register says, where somebody was faster: name, wordings, members.
    theirs: Option<[String; 3]>,
}

async fn load(desk: &Desk) -> Result<Directory, Snag> {
    Ok(store::read!(desk.store, |tx| directory::load(tx).await)?)
}

fn find(directory: &Directory, id: ClassId) -> Result<&UnitClass, Snag> {
    let mut classes = directory.classes().iter();
    classes
        .find(|class| class.id == id)
        .ok_or(Snag::Missing("集合称谓"))
}

fn class_id(text: &str) -> Result<ClassId, Snag> {
    text.parse().map_err(|_| Snag::Missing("集合称谓"))
}

async fn ask(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    office(&officer)?;
    let typed = Typed {
        rule: "listed".to_owned(),
        ..Typed::default()
    };
    page(&desk, &officer, None, (typed, Errors::none())).await
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    office(&officer)?;
    let id = class_id(&id)?;
    let directory = load(&desk).await?;
    let typed = Typed::of(&class_record_of(find(&directory, id)?, &directory));
    page(&desk, &officer, Some(id), (typed, Errors::none())).await
}

async fn add(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    keep(&desk, None, posted).await
}

async fn change(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    keep(&desk, Some(class_id(&id)?), posted).await
}

async fn keep(desk: &Desk, id: Option<ClassId>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let (officer, typed) = (posted.officer, posted.form);
    let office = office(&officer)?;
    let by = (&office, desk.now());
    let known = id.map(|id| (id, typed.seen.as_str()));
    let kept = match typed.record() {
        Ok(record) => {
            store::write!(desk.store, |tx| keep_class(tx, known, &record, by).await)
        }
        Err(refusal) => Err(Stop::Refused(refusal)),
    };
    match kept {
        Ok((_, false)) => Ok(flash::go(desk, CLASSES, "没有改动")),
        Ok((_, true)) => {
            let also = settle(desk, &office).await?;
            Ok(flash::go(desk, CLASSES, &format!("已保存集合称谓{also}")))
        }
        Err(stop) => page(desk, &officer, id, (typed, Errors::of(stop)?)).await,
    }
}

async fn page(
    desk: &Desk,
    officer: &Officer,
    id: Option<ClassId>,
    (mut typed, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let directory = load(desk).await?;
    let mut status = errors.status();
    let mut theirs = None;
    if let Some(id) = id {
        let record = class_record_of(find(&directory, id)?, &directory);
        let newest = mark_of(&record);
        if !errors.is_empty() && newest != typed.seen {
            // Somebody was faster: both versions, and a form that knows the newest.
            status = StatusCode::CONFLICT;
            typed.seen = newest;
            theirs = Some([
                record.name.clone(),
                record.aliases.join("、"),
                record.members_text().replace(';', "、"),
            ]);
        }
    }
    let kinds = UnitKind::ALL.iter().map(|kind| Choice {
        value: kind.code().to_owned(),
        name: kind.label().to_owned(),
        is_chosen: typed.kind.iter().any(|it| it == kind.code()),
    });
    let title = if id.is_some() {
        "修改集合称谓"
    } else {
        "新增集合称谓"
    };
    let page = ClassPage {
        frame: desk
            .frame(officer, title)
            .under(LIST_NAME, LIST)
            .under(CLASSES_NAME, CLASSES),
        action: match id {
            Some(id) => format!("{CLASSES}/{id}"),
            None => format!("{CLASSES}/new"),
        },
        is_new: id.is_none(),
        units: choices(
            &directory,
            desk.today(),
            |it| it.code.clone(),
            &typed.member,
        ),
        kinds: kinds.collect(),
        typed,
        errors,
        theirs,
    };
    Ok((status, html(&page)?).into_response())
}
