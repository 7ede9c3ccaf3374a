//! 新增单位、修改单位: one form. A form that somebody else overtook comes back with both versions.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::unit::{Directory, UnitKind, UnitLevel};
use kernel::{Fault, Stop, UnitId};
use serde::Deserialize;
use store::directory;
use store::directory::change::{add_unit, change_unit};
use store::directory::export::record_of;
use store::directory::register::{RegisterRefusal, UnitRecord, unit_of_form};

use super::told::Differs;
use super::{Choice, LIST, LIST_NAME, address, choices, office, settle, unit_id};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/units/new", get(ask).post(add))
        .route("/desk/units/{id}/edit", get(show).post(change))
}

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    code: String,
    name: String,
    short_name: String,
    kind: String,
    level: String,
    parent_code: String,
    aliases: String,
    former_names: String,
    valid_from: String,
    phone: String,
    fax: String,
    mail: String,
    address: String,
    opening_hours: String,
    website: String,
    /// The version that the form was made from.
    seen: String,
}

impl Typed {
    fn of(record: &UnitRecord, seen: u64) -> Self {
        let code = |code: &Option<String>| code.clone().unwrap_or_default();
        Self {
            code: record.code.clone(),
            name: record.name.clone(),
            short_name: record.short_name.clone(),
            kind: record.kind.code().to_owned(),
            level: record.level.code().to_owned(),
            parent_code: code(&record.parent_code),
            aliases: record.aliases.join("\n"),
            former_names: record.former_names.join("\n"),
            valid_from: record
                .valid_from
                .map(|it| it.to_string())
                .unwrap_or_default(),
            phone: record.phone.clone(),
            fax: record.fax.clone(),
            mail: record.mail.clone(),
            address: record.address.clone(),
            opening_hours: record.opening_hours.clone(),
            website: record.website.clone(),
            seen: seen.to_string(),
        }
    }

    fn record(&self) -> Result<UnitRecord, RegisterRefusal> {
        unit_of_form([
            ("code", self.code.clone()),
            ("name", self.name.clone()),
            ("short_name", self.short_name.clone()),
            ("kind", self.kind.clone()),
            ("level", self.level.clone()),
            ("parent_code", self.parent_code.clone()),
            ("aliases", self.aliases.clone()),
            ("former_names", self.former_names.clone()),
            ("valid_from", self.valid_from.clone()),
            ("phone", self.phone.clone()),
            ("fax", self.fax.clone()),
            ("mail", self.mail.clone()),
            ("address", self.address.clone()),
            ("opening_hours", self.opening_hours.clone()),
            ("website", self.website.clone()),
        ])
    }
}

/// A line of text, as the form shows it.
#[derive(Debug)]
struct Line {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
}

#[derive(Debug, Template)]
#[template(path = "units/edit.html")]
struct EditPage {
    frame: DeskFrame,
    /// Where the form goes.
    action: String,
    /// Where 取消 leads.
    back: String,
    is_new: bool,
    typed: Typed,
    kinds: &'static [UnitKind],
    levels: &'static [UnitLevel],
    parents: Vec<Choice>,
    contacts: Vec<Line>,
    errors: Errors,
    /// What the register says otherwise than the form, where somebody was faster.
    overtaken: Vec<Differs>,
}

/// What the form holds and what is wrong with it.
struct Filled {
    typed: Typed,
    errors: Errors,
    overtaken: Vec<Differs>,
}

impl Filled {
    fn fresh(typed: Typed) -> Self {
        Self {
            typed,
            errors: Errors::none(),
            overtaken: Vec::new(),
        }
    }

    fn wrong(typed: Typed, errors: Errors) -> Self {
        Self {
            errors,
            ..Self::fresh(typed)
        }
    }
}

async fn ask(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    office(&officer)?;
    let directory = load(&desk).await?;
    page(
        &desk,
        &officer,
        (None, &directory),
        Filled::fresh(Typed::default()),
    )
}

async fn add(State(desk): State<Desk>, posted: Posted<Typed>) -> Result<Response, Snag> {
    let (officer, typed) = (posted.officer, posted.form);
    let office = office(&officer)?;
    let by = (&office, desk.now());
    let added = match typed.record() {
        Ok(record) => store::write!(desk.store, |tx| add_unit(tx, &record, by).await),
        Err(refusal) => Err(Stop::Refused(refusal)),
    };
    match added {
        Ok(id) => {
            let also = settle(&desk, &office).await?;
            Ok(flash::go(&desk, &address(id), &format!("已加入名录{also}")))
        }
        Err(stop) => {
            let directory = load(&desk).await?;
            let filled = Filled::wrong(typed, Errors::of(stop)?);
            page(&desk, &officer, (None, &directory), filled)
        }
    }
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    office(&officer)?;
    let id = unit_id(&id)?;
    let (directory, seen) = known(&desk, id).await?;
    let unit = directory.find(id).ok_or(Snag::Missing("单位"))?;
    let typed = Typed::of(&record_of(unit, &directory), seen);
    page(
        &desk,
        &officer,
        (Some(id), &directory),
        Filled::fresh(typed),
    )
}

async fn change(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let (officer, typed) = (posted.officer, posted.form);
    let (office, id) = (office(&officer)?, unit_id(&id)?);
    let (before, _) = known(&desk, id).await?;
    let unit = before.find(id).ok_or(Snag::Missing("单位"))?;
    // The code is no field of this form: a unit keeps it.
    let typed = Typed {
        code: unit.code.clone(),
        ..typed
    };
    let seen = typed.seen.parse().unwrap_or(0);
    let by = (&office, desk.now());
    let record = match typed.record() {
        Ok(record) => record,
        Err(refusal) => {
            let filled = Filled::wrong(typed, Errors::of(Stop::Refused(refusal))?);
            return page(&desk, &officer, (Some(id), &before), filled);
        }
    };
    let changed = store::write!(desk.store, |tx| change_unit(tx, (id, seen), &record, by)
        .await);
    match changed {
        Ok(false) => Ok(flash::go(&desk, &address(id), "没有改动")),
        Ok(true) => {
            let also = settle(&desk, &office).await?;
            Ok(flash::go(&desk, &address(id), &format!("已保存{also}")))
        }
        Err(Stop::Refused(RegisterRefusal::Stale)) => {
            overtaken(&desk, &officer, id, (typed, record)).await
        }
        Err(stop) => {
            let filled = Filled::wrong(typed, Errors::of(stop)?);
            page(&desk, &officer, (Some(id), &before), filled)
        }
    }
}

/// Somebody was faster: both versions, and a form that knows the newest.
async fn overtaken(
    desk: &Desk,
    officer: &Officer,
    id: UnitId,
    (typed, mine): (Typed, UnitRecord),
) -> Result<Response, Snag> {
    let (directory, seen) = known(desk, id).await?;
    let unit = directory.find(id).ok_or(Snag::Missing("单位"))?;
    let theirs = record_of(unit, &directory);
    let mine = UnitRecord {
        valid_to: theirs.valid_to,
        successor_code: theirs.successor_code.clone(),
        ..mine
    };
    let filled = Filled {
        errors: Errors::of(Stop::Refused(RegisterRefusal::Stale))?,
        overtaken: theirs
            .differences(&mine)
            .into_iter()
            .map(Into::into)
            .collect(),
        typed: Typed {
            seen: seen.to_string(),
            ..typed
        },
    };
    let page = page(desk, officer, (Some(id), &directory), filled)?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

async fn load(desk: &Desk) -> Result<Directory, Fault> {
    store::read!(desk.store, |tx| directory::load(tx).await)
}

async fn known(desk: &Desk, id: UnitId) -> Result<(Directory, u64), Fault> {
    store::read!(desk.store, |tx| {
        let seen = directory::find_version(tx, id).await?;
        Ok::<_, Fault>((directory::load(tx).await?, seen))
    })
}

fn page(
    desk: &Desk,
    officer: &Officer,
    (id, directory): (Option<UnitId>, &Directory),
    filled: Filled,
) -> Result<Response, Snag> {
    let Filled {
        typed,
        errors,
        overtaken,
    } = filled;
    let unit = id.and_then(|id| directory.find(id));
    let frame = match unit {
        None => desk.frame(officer, "新增单位").under(LIST_NAME, LIST),
        Some(unit) => desk
            .frame(officer, "修改单位")
            .under(LIST_NAME, LIST)
            .under(unit.short_name.clone(), address(unit.id)),
    };
    let mut parents = choices(
        directory,
        desk.today(),
        |it| it.code.clone(),
        std::slice::from_ref(&typed.parent_code),
    );
    parents.retain(|it| unit.is_none_or(|unit| unit.code != it.value));
    let status = errors.status();
    let page = EditPage {
        frame,
        action: unit.map_or_else(
            || format!("{LIST}/new"),
            |it| format!("{}/edit", address(it.id)),
        ),
        back: unit.map_or_else(|| LIST.to_owned(), |it| address(it.id)),
        is_new: unit.is_none(),
        kinds: UnitKind::ALL,
        levels: UnitLevel::ALL,
        parents,
        contacts: contacts(&typed),
        typed,
        errors,
        overtaken,
    };
    Ok((status, html(&page)?).into_response())
}

/// How the public reaches it, a line each.
fn contacts(typed: &Typed) -> Vec<Line> {
    let line = |name, label, hint, value: &String| Line {
        name,
        label,
        hint,
        value: value.clone(),
    };
    vec![
        line("phone", "联系电话", "例如 0000-5550101", &typed.phone),
        line("fax", "传真", "没有可不填", &typed.fax),
        line(
            "mail",
            "电子邮箱",
            "对外公开的邮箱，没有可不填",
            &typed.mail,
        ),
        line(
            "address",
            "办公地址",
            "例如 听泉大道1号市政府大院3号楼",
            &typed.address,
        ),
        line(
            "opening_hours",
            "办公时间",
            "例如 工作日 9:00—12:00、14:00—17:30",
            &typed.opening_hours,
        ),
        line(
            "website",
            "网址",
            "以 https:// 或 http:// 开头",
            &typed.website,
        ),
    ]
}
