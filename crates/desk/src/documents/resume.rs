//! 断点续传: large files come by tus 1.0 (core, creation, termination, expiration), from the page's script or from any client of it.
//!
//! Whoever sends has signed in, sends the session's token as `x-csrf`, and goes on only with what is theirs, into a draft that they may edit:
//! each request is asked anew. A part is on the disk and in the row before it is acknowledged. A file that is whole becomes an attachment by a
//! request of its own, so that what is wrong with it is told at its place. Answers are plain words; pages are in [`super::show`].

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{head, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt as _;
use kernel::{AccountId, Moment, Refusal as _, Stop, UnitOfficer, UploadId};
use publishing::DocumentRefusal;
use publishing::actions::{self, BeginUpload};
use publishing::model::Upload;
use publishing::queries::find_upload;
use store::Part;
use tokio::time::{Instant, timeout};

use super::show::ended;
use super::taken::{take, told};
use super::work_of;
use crate::flash;
use crate::form::{NoFields, Posted, check_origin};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::{Snag, reference};
use crate::upload::plain_name;

/// The version of the protocol.
const VERSION: &str = "1.0.0";
/// What of it is spoken.
const EXTENSIONS: &str = "creation,termination,expiration";
/// Bytes after which what came is acknowledged in the row, however much is still to come.
const STEP: u64 = 8 << 20;
/// Time after which it is, on a slow line: what a broken line loses is no more than that.
const STEP_TIME: Duration = Duration::from_secs(10);
/// For how long a sender may be silent.
const PATIENCE: Duration = Duration::from_secs(30);
/// For how long one request goes on; what comes after is sent by another.
const LONGEST: Duration = Duration::from_secs(90);

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/documents/{id}/uploads", post(begin).options(ask))
        .route(
            "/desk/uploads/{upload}",
            head(tell).patch(receive).delete(give_up).options(ask),
        )
        .route("/desk/uploads/{upload}/attach", post(attach))
        .route(
            "/desk/documents/{id}/uploads/{upload}/attach",
            post(attach_by_form),
        )
        .route(
            "/desk/documents/{id}/uploads/{upload}/cancel",
            post(cancel_by_form),
        )
}

/// An answer without a page: a status and words, in the protocol's headers.
struct Told {
    status: StatusCode,
    says: String,
    headers: Vec<(HeaderName, String)>,
}

impl Told {
    fn of(status: StatusCode) -> Self {
        Self {
            status,
            says: String::new(),
            headers: Vec::new(),
        }
    }

    fn saying(self, says: impl Into<String>) -> Self {
        Self {
            says: says.into(),
            ..self
        }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers
            .push((HeaderName::from_static(name), value.to_string()));
        self
    }

    /// How far an upload is.
    fn at(self, upload: &Upload) -> Self {
        self.with("upload-offset", upload.received)
            .with("upload-expires", http_date(upload.expires_at))
    }

    /// A refusal, or a fault under a number that people can read out.
    fn why(desk: &Desk, stop: Stop<DocumentRefusal>) -> Self {
        match stop {
            Stop::Refused(refusal) => {
                let told = Self::of(status_of(&refusal)).saying(refusal.message());
                match refusal {
                    DocumentRefusal::UploadElsewhere(at) => told.with("upload-offset", at),
                    _ => told,
                }
            }
            Stop::Failed(fault) => {
                let reference = reference(desk);
                tracing::error!(%reference, %fault, "an upload failed");
                metrics::counter!("desk_faults_total").increment(1);
                let says =
                    format!("系统出错，请稍后再试；仍有问题请把编号 {reference} 告诉系统管理员");
                Self::of(StatusCode::INTERNAL_SERVER_ERROR).saying(says)
            }
        }
    }
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.says).into_response();
        let headers = response.headers_mut();
        headers.insert("tus-resumable", HeaderValue::from_static(VERSION));
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        response
    }
}

fn status_of(refusal: &DocumentRefusal) -> StatusCode {
    match refusal {
        DocumentRefusal::NotAllowed(_) => StatusCode::FORBIDDEN,
        DocumentRefusal::Unknown | DocumentRefusal::UploadUnknown => StatusCode::NOT_FOUND,
        DocumentRefusal::UploadElsewhere(_) => StatusCode::CONFLICT,
        DocumentRefusal::FileTooLarge { .. } | DocumentRefusal::UploadTooLong => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        DocumentRefusal::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        DocumentRefusal::FileNotScanned { .. } => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Somebody who sends: signed in, from a page of this site, with the session's token, in a version of the protocol that is spoken here.
struct Sender(Officer);

impl FromRequestParts<Desk> for Sender {
    type Rejection = Told;
    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Told> {
        let officer = Officer::from_request_parts(parts, desk).await;
        let officer = officer.map_err(|snag| match snag {
            Snag::Elsewhere(_) => {
                Told::of(StatusCode::UNAUTHORIZED).saying("登录已过期，请另开一页登录后继续上传")
            }
            snag => Told::of(snag.status()).saying(snag.says()),
        })?;
        let text = |name: &str| parts.headers.get(name).and_then(|it| it.to_str().ok());
        let is_own = accounts::secret::is_same(text("x-csrf").unwrap_or_default(), &officer.csrf);
        if !is_own || check_origin(&parts.headers).is_err() {
            let snag = Snag::NotOurForm;
            return Err(Told::of(snag.status()).saying(snag.says()));
        }
        if text("tus-resumable") != Some(VERSION) {
            let refused = Told::of(StatusCode::PRECONDITION_FAILED).with("tus-version", VERSION);
            return Err(refused.saying("上传程序与服务器的版本不一致，请刷新页面后重新选择文件"));
        }
        Ok(Self(officer))
    }
}

/// What is spoken here.
async fn ask(State(desk): State<Desk>, _: Officer) -> Told {
    Told::of(StatusCode::NO_CONTENT)
        .with("tus-version", VERSION)
        .with("tus-extension", EXTENSIONS)
        .with("tus-max-size", desk.files.largest)
}

/// Begins an upload (creation).
async fn begin(
    State(desk): State<Desk>,
    Sender(officer): Sender,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Told, Told> {
    let work = work_of(&desk, &officer, &id).await;
    let work = work.map_err(|snag| Told::of(snag.status()).saying(snag.says()))?;
    let size = number(&headers, "upload-length");
    let size = size.ok_or_else(|| broken("没有说明文件大小"))?;
    let said = headers
        .get("upload-metadata")
        .and_then(|it| it.to_str().ok());
    let said = said.unwrap_or_default();
    let command = BeginUpload {
        edition: work.edition.id,
        file_name: plain_name(&metadata(said, "filename")),
        changed_at: metadata(said, "changed").chars().take(40).collect(),
        size,
    };
    let begun = async {
        let right = officer.actor.unit_officer(work.document.unit);
        let right = right.map_err(refused)?;
        let who = (&right, &desk.files);
        actions::begin_upload(&desk.store, &command, who, desk.now()).await
    };
    let upload = begun.await.map_err(|stop| Told::why(&desk, stop))?;
    Ok(Told::of(StatusCode::CREATED)
        .with("location", format!("/desk/uploads/{}", upload.id))
        .at(&upload))
}

/// How far an upload is.
async fn tell(
    State(desk): State<Desk>,
    Sender(officer): Sender,
    Path(id): Path<String>,
) -> Result<Told, Told> {
    let found = own(&desk, &officer, &id).await;
    let (upload, _) = found.map_err(|stop| Told::why(&desk, stop))?;
    Ok(Told::of(StatusCode::OK)
        .with("upload-length", upload.size)
        .at(&upload))
}

/// Takes a part in.
async fn receive(
    State(desk): State<Desk>,
    Sender(officer): Sender,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Told, Told> {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind != Some(b"application/offset+octet-stream") {
        let refused = Told::of(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        return Err(refused.saying("上传的内容类型不对，请刷新页面后重新选择文件"));
    }
    let offset = number(&headers, "upload-offset");
    let offset = offset.ok_or_else(|| broken("没有说明从哪里继续"))?;
    let why = |stop| Told::why(&desk, stop);
    let (upload, right) = own(&desk, &officer, &id).await.map_err(why)?;
    if offset != upload.received {
        let elsewhere = DocumentRefusal::UploadElsewhere(upload.received);
        return Err(why(Stop::Refused(elsewhere)));
    }
    let announced = number(&headers, "content-length").unwrap_or(0);
    if announced > upload.size - upload.received {
        return Err(why(Stop::Refused(DocumentRefusal::UploadTooLong)));
    }
    let mut receiving = Receiving {
        desk: &desk,
        right: &right,
        upload,
        part: None,
    };
    receiving.take(body).await.map_err(why)?;
    Ok(Told::of(StatusCode::NO_CONTENT).at(&receiving.upload))
}

/// A part on its way.
struct Receiving<'a> {
    desk: &'a Desk,
    right: &'a UnitOfficer,
    /// As far as it is acknowledged in its row.
    upload: Upload,
    /// What came since, and since when.
    part: Option<(Part, Instant)>,
}

impl Receiving<'_> {
    /// Takes in what is sent; what came before a line broke is kept.
    async fn take(&mut self, body: Body) -> Result<(), Stop<DocumentRefusal>> {
        let mut stream = body.into_data_stream();
        let end = Instant::now() + LONGEST;
        while Instant::now() < end {
            let Ok(Some(Ok(bytes))) = timeout(PATIENCE, stream.next()).await else {
                break;
            };
            self.write(&bytes).await?;
        }
        self.keep().await
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), Stop<DocumentRefusal>> {
        // An empty frame begins no part: one of no bytes would take the place of the next.
        if bytes.is_empty() {
            return Ok(());
        }
        let (mut part, since) = match self.part.take() {
            Some(going) => going,
            None => {
                let begun = self.desk.store.blobs().begin_part(self.upload.id).await;
                (begun.map_err(told)?, Instant::now())
            }
        };
        let many = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if part.size().saturating_add(many) > self.upload.size - self.upload.received {
            return Err(Stop::Refused(DocumentRefusal::UploadTooLong));
        }
        part.write(bytes).await.map_err(told)?;
        let is_due = part.size() >= STEP || since.elapsed() >= STEP_TIME;
        self.part = Some((part, since));
        match is_due {
            true => self.keep().await,
            false => Ok(()),
        }
    }

    /// What came is on the disk, then in the row.
    async fn keep(&mut self) -> Result<(), Stop<DocumentRefusal>> {
        let Some((part, _)) = self.part.take() else {
            return Ok(());
        };
        let written = part.finish().await.map_err(told)?;
        let what = (self.upload.id, self.upload.received, &written);
        let who = (self.right, &self.desk.files);
        let kept = actions::add_part(&self.desk.store, what, who, self.desk.now()).await;
        if kept.is_err() {
            self.desk.store.blobs().remove_part(&written).await?;
        }
        self.upload = kept?;
        Ok(())
    }
}

/// Gives an upload up (termination).
async fn give_up(
    State(desk): State<Desk>,
    Sender(officer): Sender,
    Path(id): Path<String>,
) -> Result<Told, Told> {
    let given_up = cancel(&desk, &officer, &id).await;
    given_up.map_err(|stop| Told::why(&desk, stop))?;
    Ok(Told::of(StatusCode::NO_CONTENT))
}

/// Makes an attachment of what is whole.
async fn attach(
    State(desk): State<Desk>,
    Sender(officer): Sender,
    Path(id): Path<String>,
) -> Result<Response, Told> {
    let attached = make_attachment(&desk, &officer, &id).await;
    let says = attached.map_err(|stop| Told::why(&desk, stop))?;
    let told = Told::of(StatusCode::OK).saying(says.clone());
    Ok(flash::along(&desk, told.into_response(), &says))
}

/// The same without script, and for what was left whole when a page was closed.
async fn attach_by_form(
    State(desk): State<Desk>,
    Path((id, upload)): Path<(String, String)>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let outcome = make_attachment(&desk, &posted.officer, &upload).await;
    let form = ("files", String::new());
    ended(&desk, (&posted.officer, &id), form, outcome).await
}

async fn cancel_by_form(
    State(desk): State<Desk>,
    Path((id, upload)): Path<(String, String)>,
    posted: Posted<NoFields>,
) -> Result<Response, Snag> {
    let outcome = cancel(&desk, &posted.officer, &upload).await;
    let outcome = outcome.map(|name| format!("已取消上传{name}"));
    let form = ("files", String::new());
    ended(&desk, (&posted.officer, &id), form, outcome).await
}

async fn make_attachment(
    desk: &Desk,
    officer: &Officer,
    id: &str,
) -> Result<String, Stop<DocumentRefusal>> {
    let (upload, right) = own(desk, officer, id).await?;
    if !upload.is_whole() {
        return Err(Stop::Refused(DocumentRefusal::UploadIncomplete));
    }
    let blobs = desk.store.blobs();
    let parts = store::read!(desk.store, |tx| actions::list_parts(tx, upload.id).await)?;
    let joined = blobs.join(upload.id, parts).await.map_err(told)?;
    let file = match take(desk, (&upload.file_name, joined)).await {
        Ok(file) => file,
        Err(stop) => {
            if let Stop::Refused(refusal) = &stop
                && is_of_the_file(refusal)
            {
                actions::cancel_upload(&desk.store, upload.id, upload.account).await?;
                blobs.clear_staged(upload.id).await?;
            }
            return Err(stop);
        }
    };
    let what = (upload.id, &file);
    actions::attach_upload(&desk.store, what, &right, desk.now()).await?;
    blobs.clear_staged(upload.id).await?;
    metrics::counter!("uploads_attached_total").increment(1);
    Ok(format!("已添加{}", upload.file_name))
}

/// Whether trying again with the same bytes would be refused again: then nothing of them stays.
fn is_of_the_file(refusal: &DocumentRefusal) -> bool {
    matches!(
        refusal,
        DocumentRefusal::FileKind(_)
            | DocumentRefusal::FileEmpty(_)
            | DocumentRefusal::FileTooLarge { .. }
            | DocumentRefusal::FileInfected { .. }
    )
}

async fn cancel(desk: &Desk, officer: &Officer, id: &str) -> Result<String, Stop<DocumentRefusal>> {
    let (upload, _) = find(desk, officer, id).await?;
    actions::cancel_upload(&desk.store, upload.id, upload.account).await?;
    desk.store.blobs().clear_staged(upload.id).await?;
    Ok(upload.file_name)
}

/// Somebody's own upload into a draft that they may edit now.
async fn own(
    desk: &Desk,
    officer: &Officer,
    id: &str,
) -> Result<(Upload, UnitOfficer), Stop<DocumentRefusal>> {
    let (upload, unit) = find(desk, officer, id).await?;
    let right = officer.actor.unit_officer(unit).map_err(refused)?;
    let upload = actions::resume_upload(&desk.store, upload.id, &right, desk.now()).await?;
    Ok((upload, right))
}

async fn find(
    desk: &Desk,
    officer: &Officer,
    id: &str,
) -> Result<(Upload, kernel::UnitId), Stop<DocumentRefusal>> {
    const NONE: Stop<DocumentRefusal> = Stop::Refused(DocumentRefusal::UploadUnknown);
    let Ok(id) = id.parse::<UploadId>() else {
        return Err(NONE);
    };
    let account: AccountId = officer.entered.account.id;
    let found = store::read!(desk.store, |tx| find_upload(tx, id).await)?;
    found.filter(|(it, _)| it.account == account).ok_or(NONE)
}

fn refused(not_allowed: kernel::NotAllowed) -> Stop<DocumentRefusal> {
    Stop::Refused(not_allowed.into())
}

fn broken(what: &str) -> Told {
    Told::of(StatusCode::BAD_REQUEST).saying(format!("{what}，请刷新页面后重新选择文件"))
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    let text = headers.get(name)?.to_str().ok()?;
    let is_number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// A value of `Upload-Metadata`: keys, each with its value in Base64.
fn metadata(said: &str, key: &str) -> String {
    let mut pairs = said.split(',').filter_map(|it| it.trim().split_once(' '));
    let value = pairs.find(|(name, _)| *name == key).map(|(_, it)| it);
    let bytes = value.and_then(|it| STANDARD.decode(it.trim()).ok());
    bytes
        .and_then(|it| String::from_utf8(it).ok())
        .unwrap_or_default()
}

/// A moment as HTTP writes it.
fn http_date(at: Moment) -> String {
    let at = jiff::Timestamp::from_millisecond(at.as_millisecond()).unwrap_or_default();
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_a_file_is_read_and_what_is_broken_is_nothing() {
        let said = format!(
            "filename {},changed {}",
            STANDARD.encode("发布会.mp4"),
            "MQ=="
        );
        assert_eq!(metadata(&said, "filename"), "发布会.mp4");
        assert_eq!(metadata(&said, "changed"), "1");
        for bad in ["", "filename", "filename ?", "filename /w==", ","] {
            assert_eq!(metadata(bad, "filename"), "", "{bad}");
        }
    }

    #[test]
    fn a_number_is_digits_alone() {
        let mut headers = HeaderMap::new();
        for (text, number_said) in [
            ("12", Some(12)),
            ("+12", None),
            ("-1", None),
            ("", None),
            ("1e3", None),
        ] {
            headers.insert("upload-offset", HeaderValue::from_static(text));
            assert_eq!(number(&headers, "upload-offset"), number_said, "{text}");
        }
    }

    #[test]
    fn expiry_is_told_as_http_does() {
        let at = Moment::parse("2026-11-22T10:00:00.000Z").unwrap();
        assert_eq!(http_date(at), "Sun, 22 Nov 2026 10:00:00 GMT");
    }
}
