//! Files of a draft: added, looked through by the gate, taken out, saved to disk.
//!
//! A file is read in a child process. What cannot be read is kept and marked, so that reviewers know that nobody has looked inside.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use gate::file::Proof;
use kernel::Fault;
use promises::rules::media_type_of;
use publishing::actions::{self, NewFile};
use publishing::examine::examine_file;

use super::show::{Tried, page};
use super::work_of;
use crate::flash;
use crate::form::{Errors, NoFields, Posted};
use crate::page::saved;
use crate::port::Looked;
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;
use crate::upload::{Uploaded, UploadedFile};

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/documents/{id}/files", post(add))
        .route("/desk/documents/{id}/files/{ordinal}", get(save))
        .route("/desk/documents/{id}/files/{ordinal}/clean", post(clean))
        .route("/desk/documents/{id}/files/{ordinal}/remove", post(remove))
}

async fn add(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    posted: Uploaded<NoFields>,
) -> Result<Response, Snag> {
    let Uploaded { officer, files, .. } = posted;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(work.document.unit)?;
    let mut added = Vec::new();
    let mut errors = Errors::none();
    if files.is_empty() {
        errors = errors.with("file", "请选择附件");
    }
    for file in files {
        let name = file.name.clone();
        let new = match taken(&desk, file).await? {
            Ok(new) => new,
            Err(wrong) => {
                errors = errors.with("file", wrong);
                continue;
            }
        };
        let what = (work.edition.id, &new);
        match actions::attach(&desk.store, what, &right, desk.now()).await {
            Ok(_) => added.push(name),
            Err(stop) => {
                for (_, message) in Errors::of(stop)?.all() {
                    errors = errors.with("file", message.clone());
                }
            }
        }
    }
    if !errors.is_empty() {
        let tried = Tried {
            form: "files",
            words: String::new(),
            errors,
            ..Tried::default()
        };
        return page(&desk, &officer, &id, tried).await;
    }
    let to = format!("/desk/documents/{}#files", work.edition.id);
    Ok(flash::go(
        &desk,
        &to,
        &format!("已添加{}", added.join("、")),
    ))
}

fn ordinal_of(text: &str) -> Result<u32, Snag> {
    text.parse().map_err(|_| Snag::Missing("附件"))
}

/// Keeps the bytes and looks into the file; why it is not taken.
async fn taken(desk: &Desk, file: UploadedFile) -> Result<Result<NewFile, String>, Snag> {
    let media_type = match media_type_of(&file.name, &file.bytes) {
        Ok(media_type) => media_type.to_owned(),
        Err(refusal) => return Ok(Err(refusal.to_string())),
    };
    let looked = desk.read_file.look(file.bytes.clone()).await;
    let (looked, unreadable) = match looked {
        Ok(looked) => (looked, None),
        Err(refused) => (Looked::default(), Some(refused.message)),
    };
    let today = desk.today();
    let gate = store::read!(desk.store, |tx| actions::gate_of(tx, today).await)?;
    let size = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
    let blob = desk.store.blobs().put(file.bytes).await?;
    let found = examine_file(&gate, &file.name, (&looked.hidden, &looked.visible));
    Ok(Ok(NewFile {
        found,
        blob,
        file_name: file.name,
        media_type,
        size,
        unreadable,
    }))
}

/// Takes out what a file hides and masks what it shows; the clean file stands in its place.
async fn clean(
    State(desk): State<Desk>,
    Path((id, ordinal)): Path<(String, String)>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let officer = posted.officer;
    let ordinal = ordinal_of(&ordinal)?;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(work.document.unit)?;
    let mut files = work.edition.attachments.iter();
    let file = files.find(|it| it.ordinal == ordinal);
    let file = file.ok_or(Snag::Missing("附件"))?;
    let bytes = desk.store.blobs().find(&file.blob).await?;
    let bytes = bytes.ok_or_else(|| Fault::new(format!("blob {} is not there", file.blob)))?;
    let today = desk.today();
    let rules = store::read!(desk.store, |tx| actions::gate_rules(tx, today).await)?;
    let failed = |message: String| Tried {
        form: "files",
        words: String::new(),
        errors: Errors::none().with("file", message),
        ..Tried::default()
    };
    let cleaned = match desk.read_file.clean(bytes, rules).await {
        Ok(cleaned) => cleaned,
        Err(refused) => return page(&desk, &officer, &id, failed(refused.message)).await,
    };
    let told = told(&cleaned.proof);
    let uploaded = UploadedFile {
        field: "file".to_owned(),
        name: file.file_name.clone(),
        bytes: cleaned.bytes,
    };
    let new = match taken(&desk, uploaded).await? {
        Ok(new) => new,
        Err(wrong) => return page(&desk, &officer, &id, failed(wrong)).await,
    };
    let what = (work.edition.id, ordinal, &new);
    match actions::replace(&desk.store, what, &right, desk.now()).await {
        Ok(()) => {
            let to = format!("/desk/documents/{}#files", work.edition.id);
            Ok(flash::go(
                &desk,
                &to,
                &format!("已清理{}：{told}", file.file_name),
            ))
        }
        Err(stop) => {
            let tried = Tried {
                form: "files",
                words: String::new(),
                errors: Errors::of(stop)?,
                ..Tried::default()
            };
            page(&desk, &officer, &id, tried).await
        }
    }
}

/// What was taken out and masked, in words.
fn told(proof: &Proof) -> String {
    let stripped = proof.stripped.iter();
    let stripped = stripped.map(|(kind, count)| format!("去除{}{count}处", kind.label()));
    let masked = proof.masked.iter();
    let masked = masked.map(|(kind, count)| format!("脱敏{}{count}处", kind.label()));
    let told: Vec<String> = stripped.chain(masked).collect();
    if told.is_empty() {
        "没有需要去除的内容".to_owned()
    } else {
        told.join("，")
    }
}

async fn remove(
    State(desk): State<Desk>,
    Path((id, ordinal)): Path<(String, String)>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let officer = posted.officer;
    let ordinal = ordinal_of(&ordinal)?;
    let work = work_of(&desk, &officer, &id).await?;
    let right = officer.actor.unit_officer(work.document.unit)?;
    let what = (work.edition.id, ordinal);
    match actions::detach(&desk.store, what, &right, desk.now()).await {
        Ok(()) => {
            let to = format!("/desk/documents/{}#files", work.edition.id);
            Ok(flash::go(&desk, &to, "已移除附件"))
        }
        Err(stop) => {
            let tried = Tried {
                form: "files",
                words: String::new(),
                errors: Errors::of(stop)?,
                ..Tried::default()
            };
            page(&desk, &officer, &id, tried).await
        }
    }
}

async fn save(
    State(desk): State<Desk>,
    officer: Officer,
    Path((id, ordinal)): Path<(String, String)>,
) -> Result<Response, Snag> {
    let ordinal = ordinal_of(&ordinal)?;
    let work = work_of(&desk, &officer, &id).await?;
    let mut files = work.edition.attachments.iter();
    let file = files.find(|it| it.ordinal == ordinal);
    let file = file.ok_or(Snag::Missing("附件"))?;
    let bytes = desk.store.blobs().find(&file.blob).await?;
    let bytes = bytes.ok_or_else(|| Fault::new(format!("blob {} is not there", file.blob)))?;
    Ok(saved(bytes, &file.file_name))
}
