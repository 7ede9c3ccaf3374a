//! Files of a draft: added, looked through by the gate, taken out, saved to disk.
//!
//! These are small files, in one form; large ones come by [`super::resume`], and both become attachments in [`super::taken`]. A file is read in a
//! child process. What cannot be read is kept and marked, so that reviewers know that nobody has looked inside.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{get, post};
use gate::file::Proof;
use kernel::{EditionId, Fault, Stop, UnitOfficer};
use publishing::DocumentRefusal;
use publishing::actions::{self, NewFile};
use publishing::files::{MOST_IN_FORM, is_media};
use ui::download::body_of;
use ui::{Download, saved_as};

use super::show::{Tried, page};
use super::taken::{take, told};
use super::work_of;
use crate::flash;
use crate::form::{Errors, NoFields, Posted};
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
        match attach(&desk, (work.edition.id, file), &right).await {
            Ok(()) => added.push(name),
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

async fn attach(
    desk: &Desk,
    (edition, file): (EditionId, UploadedFile),
    right: &UnitOfficer,
) -> Result<(), Stop<DocumentRefusal>> {
    let new = taken(desk, file).await?;
    actions::attach(&desk.store, (edition, &new), right, desk.now()).await?;
    Ok(())
}

/// A file that came in one piece, taken in as any other.
async fn taken(desk: &Desk, file: UploadedFile) -> Result<NewFile, Stop<DocumentRefusal>> {
    let staged = desk.store.blobs().stage(file.bytes).await.map_err(told)?;
    take(desk, (&file.name, staged)).await
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
    let file = file.filter(|it| it.size <= MOST_IN_FORM);
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
    let told = told_of(&cleaned.proof);
    let uploaded = UploadedFile {
        field: "file".to_owned(),
        name: file.file_name.clone(),
        bytes: cleaned.bytes,
    };
    let replaced = async {
        let new = taken(&desk, uploaded).await?;
        let what = (work.edition.id, ordinal, &new);
        actions::replace(&desk.store, what, &right, desk.now()).await
    };
    match replaced.await {
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
fn told_of(proof: &Proof) -> String {
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

/// A file of an edition, for whoever may see it: to be saved, or played in the page.
async fn save(
    State(desk): State<Desk>,
    officer: Officer,
    Path((id, ordinal)): Path<(String, String)>,
    (method, headers): (Method, HeaderMap),
) -> Result<Response, Snag> {
    let ordinal = ordinal_of(&ordinal)?;
    let work = work_of(&desk, &officer, &id).await?;
    let mut files = work.edition.attachments.iter();
    let file = files.find(|it| it.ordinal == ordinal);
    let file = file.ok_or(Snag::Missing("附件"))?;
    let is_played = is_media(&file.media_type) || file.media_type == "text/vtt";
    let download = Download {
        length: file.size,
        media_type: match is_played {
            true => file.media_type.clone(),
            false => "application/octet-stream".to_owned(),
        },
        digest: file.blob.to_string(),
        disposition: saved_as(&file.file_name),
        kept: "no-store",
    };
    let plan = download.plan(&method, &headers);
    let body = match plan.bytes(download.length) {
        None => Body::empty(),
        Some(range) => {
            let part = (range, download.length);
            let reader = desk.store.blobs().read(&file.blob, part).await?;
            let reader =
                reader.ok_or_else(|| Fault::new(format!("blob {} is not there", file.blob)))?;
            body_of(reader, |mut reader| async move {
                Ok(reader.next().await?.map(|piece| (piece, reader)))
            })
        }
    };
    Ok(download.answer(&plan, body))
}
