//! 导入 CSV: a units file and a classes file; first what they would change is shown, then it is done.
//!
//! What was read goes along in the form, so that what is done is what was shown; a register that changed meanwhile shows anew.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::Stop;
use kernel::unit::Directory;
use plans::actions::{Authority, import_register};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use store::directory;
use store::directory::export::{class_record_of, record_of};
use store::directory::register::{
    ClassRecord, RegisterRefusal, UnitRecord, read_classes, read_units,
};

use super::told::{Differs, said};
use super::{LIST, LIST_NAME, office};
use crate::flash;
use crate::form::Errors;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;
use crate::upload::{Uploaded, UploadedFile};

const IMPORT: &str = "/desk/units/import";

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route(IMPORT, get(ask).post(look))
        .route("/desk/units/import/done", post(act))
}

/// What goes along from the preview to the act.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Carried {
    units: String,
    classes: String,
    /// What was shown.
    mark: String,
}

#[derive(Debug, Template)]
#[template(path = "units/import.html")]
struct ImportPage {
    frame: DeskFrame,
    errors: Errors,
    preview: Option<Preview>,
}

/// What the files would change.
#[derive(Debug)]
struct Preview {
    carried: Carried,
    /// Units that are new.
    added: Vec<String>,
    /// Units that would be another, field by field.
    changed: Vec<(String, Vec<Differs>)>,
    /// Classes that are new, and that would be another.
    classes_added: Vec<String>,
    classes_changed: Vec<(String, Vec<Differs>)>,
    unchanged: usize,
}

impl Preview {
    fn changes_nothing(&self) -> bool {
        self.added.is_empty()
            && self.changed.is_empty()
            && self.classes_added.is_empty()
            && self.classes_changed.is_empty()
    }
}

/// Both files, read.
struct Read {
    units: Vec<UnitRecord>,
    classes: Vec<ClassRecord>,
}

async fn ask(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    office(&officer)?;
    page(&desk, &officer, (Errors::none(), None))
}

async fn look(State(desk): State<Desk>, uploaded: Uploaded<Carried>) -> Result<Response, Snag> {
    let officer = uploaded.officer;
    office(&officer)?;
    let (mut carried, files) = (Carried::default(), uploaded.files);
    for (field, into) in [
        ("units", &mut carried.units),
        ("classes", &mut carried.classes),
    ] {
        match text_of(&files, field) {
            Ok(text) => *into = text,
            Err(errors) => return page(&desk, &officer, (errors, None)),
        }
    }
    if carried.units.is_empty() && carried.classes.is_empty() {
        let errors = Errors::none().with("units", "请选择单位 CSV 或集合称谓 CSV 文件");
        return page(&desk, &officer, (errors, None));
    }
    preview(&desk, &officer, carried, Errors::none()).await
}

/// The text of a chosen file; empty where none was chosen.
fn text_of(files: &[UploadedFile], field: &'static str) -> Result<String, Errors> {
    let Some(file) = files.iter().find(|it| it.field == field) else {
        return Ok(String::new());
    };
    let wrong = |what: &str| Errors::none().with(field, format!("“{}”{what}", file.name));
    let text = kernel::charset::decode(&file.bytes).map_err(|cause| {
        wrong(&format!(
            "{cause}，请在 Excel 或 WPS 中另存为“CSV UTF-8”后重试"
        ))
    })?;
    if text.trim().is_empty() {
        return Err(wrong("是空文件，请核对"));
    }
    Ok(text)
}

/// Reads both texts; what is wrong belongs to the file's field.
fn read(carried: &Carried) -> Result<Read, Errors> {
    let wrong = |field, refusal: RegisterRefusal| Errors::none().with(field, refusal.to_string());
    let units = match carried.units.as_str() {
        "" => Vec::new(),
        text => read_units(text).map_err(|it| wrong("units", it))?,
    };
    let classes = match carried.classes.as_str() {
        "" => Vec::new(),
        text => read_classes(text).map_err(|it| wrong("classes", it))?,
    };
    Ok(Read { units, classes })
}

async fn preview(
    desk: &Desk,
    officer: &Officer,
    carried: Carried,
    errors: Errors,
) -> Result<Response, Snag> {
    let read = match read(&carried) {
        Ok(read) => read,
        Err(errors) => return page(desk, officer, (errors, None)),
    };
    let directory = store::read!(desk.store, |tx| directory::load(tx).await)?;
    let mut seen = compare(&read, &directory);
    seen.carried = Carried {
        mark: mark_of(&seen),
        ..carried
    };
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::CONFLICT,
    };
    let page = page(desk, officer, (errors, Some(seen)))?;
    Ok((status, page).into_response())
}

fn compare(read: &Read, directory: &Directory) -> Preview {
    let mut seen = Preview {
        carried: Carried::default(),
        added: Vec::new(),
        changed: Vec::new(),
        classes_added: Vec::new(),
        classes_changed: Vec::new(),
        unchanged: 0,
    };
    for record in &read.units {
        let Some(unit) = directory.find_by_code(&record.code) else {
            seen.added.push(record.name.clone());
            continue;
        };
        let differs = record_of(unit, directory).differences(record);
        if differs.is_empty() {
            seen.unchanged += 1;
        } else {
            let differs = differs.into_iter().map(Into::into).collect();
            seen.changed.push((unit.name.clone(), differs));
        }
    }
    for record in &read.classes {
        let mut known = directory.classes().iter();
        let Some(class) = known.find(|it| it.name == record.name) else {
            seen.classes_added.push(record.name.clone());
            continue;
        };
        let stored = class_record_of(class, directory);
        if stored.is_same(record) {
            seen.unchanged += 1;
        } else {
            let differs = class_differs(&stored.tidied(), &record.tidied());
            seen.classes_changed.push((class.name.clone(), differs));
        }
    }
    seen
}

fn class_differs(stored: &ClassRecord, given: &ClassRecord) -> Vec<Differs> {
    let pairs = [
        (
            "其他写法",
            stored.aliases.join(";"),
            given.aliases.join(";"),
        ),
        ("成员", stored.members_text(), given.members_text()),
    ];
    pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(label, before, after)| Differs {
            label,
            before: said("", &before),
            after: said("", &after),
        })
        .collect()
}

/// What tells two previews apart.
fn mark_of(seen: &Preview) -> String {
    let words = format!(
        "{:?}{:?}{:?}{:?}{}",
        seen.added, seen.changed, seen.classes_added, seen.classes_changed, seen.unchanged
    );
    hex::encode(Sha256::digest(words.as_bytes()))
}

async fn act(State(desk): State<Desk>, uploaded: Uploaded<Carried>) -> Result<Response, Snag> {
    let (officer, carried) = (uploaded.officer, uploaded.form);
    let office = office(&officer)?;
    // Browsers write line ends of a field anew.
    let carried = Carried {
        units: carried.units.replace("\r\n", "\n"),
        classes: carried.classes.replace("\r\n", "\n"),
        ..carried
    };
    let read = match read(&carried) {
        Ok(read) => read,
        Err(errors) => return page(&desk, &officer, (errors, None)),
    };
    let directory = store::read!(desk.store, |tx| directory::load(tx).await)?;
    if mark_of(&compare(&read, &directory)) != carried.mark {
        let errors =
            Errors::none().with("", "核对之后名录有了变化，请重新核对下面的差异，再确认导入");
        return preview(&desk, &officer, carried, errors).await;
    }
    let calendar = desk.calendar();
    let authority = Authority {
        office: &office,
        calendar: &calendar,
        now: desk.now(),
    };
    match import_register(&desk.store, (&read.units, &read.classes), &authority).await {
        Ok(done) => {
            let added = done.units.added + done.classes.added;
            let changed = done.units.changed + done.classes.changed;
            let mut says = format!("已导入：新增{added}，更新{changed}");
            if done.effect.opened > 0 {
                says.push_str(&format!("，工作要点因此新立承诺{}项", done.effect.opened));
            }
            Ok(flash::go(&desk, LIST, &says))
        }
        Err(Stop::Refused(refusal)) => {
            let field = match refusal {
                RegisterRefusal::NoSuchUnit {
                    column: "members", ..
                } => "classes",
                _ => "units",
            };
            let errors = Errors::none().with(field, refusal.to_string());
            page(&desk, &officer, (errors, None))
        }
        Err(Stop::Failed(fault)) => Err(fault.into()),
    }
}

fn page(
    desk: &Desk,
    officer: &Officer,
    (errors, preview): (Errors, Option<Preview>),
) -> Result<Response, Snag> {
    let status = errors.status();
    let page = ImportPage {
        frame: desk.frame(officer, "导入单位名录").under(LIST_NAME, LIST),
        errors,
        preview,
    };
    Ok((status, html(&page)?).into_response())
}
