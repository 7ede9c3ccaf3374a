//! What can go wrong with a request of the desk, and the page that tells it.
//!
//! A page gives a [`Snag`] up with `?`; the middleware makes a page of it in the officer's own frame. A fault is logged there, once,
//! with the reference number that the page shows; nothing of its inside is shown.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Fault, NotAllowed, Refusal, Stop};

use crate::flash::see_other;
use crate::page::DeskFrame;
use crate::session::Officer;
use crate::site::Desk;

/// Why there is no answer, or another than the one asked for.
#[derive(Debug)]
pub enum Snag {
    /// Go there instead.
    Elsewhere(String),
    /// What was asked for does not exist; the word says what kind of thing.
    Missing(&'static str),
    /// They may not.
    NotAllowed(NotAllowed),
    /// An action refused, and no form of the page can show it.
    Refused {
        /// Stable code.
        code: &'static str,
        /// What happened and what to do.
        message: String,
    },
    /// The form was not made by this session's pages, or comes from another site.
    NotOurForm,
    /// The form was handed in before.
    FormUsed,
    /// The form cannot be read.
    BadForm(String),
    /// More was sent than is taken.
    TooLarge,
    /// Too often; seconds to wait.
    TooOften(u64),
    /// The address is not one from which the desk may be used.
    NotFromHere,
    /// The address is only for reading, or only for acting.
    Method,
    /// Something that only the operator can mend.
    Failed(Fault),
}

impl From<NotAllowed> for Snag {
    fn from(not_allowed: NotAllowed) -> Self {
        Self::NotAllowed(not_allowed)
    }
}

impl From<Fault> for Snag {
    fn from(fault: Fault) -> Self {
        Self::Failed(fault)
    }
}

impl From<askama::Error> for Snag {
    fn from(cause: askama::Error) -> Self {
        Self::Failed(Fault::caused("rendering a page", cause))
    }
}

impl<R: Refusal> From<Stop<R>> for Snag {
    fn from(stop: Stop<R>) -> Self {
        match stop {
            Stop::Refused(refusal) => Self::Refused {
                code: refusal.code(),
                message: refusal.message(),
            },
            Stop::Failed(fault) => Self::Failed(fault),
        }
    }
}

/// On its way to the middleware, which knows for whom the page is.
impl IntoResponse for Snag {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// A page for when something is wrong.
#[derive(Debug, Template)]
#[template(path = "trouble_desk.html")]
struct TroublePage {
    frame: DeskFrame,
    status: u16,
    says: Vec<String>,
    reference: Option<String>,
}

impl Snag {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Elsewhere(_) => StatusCode::SEE_OTHER,
            Self::Missing(_) => StatusCode::NOT_FOUND,
            Self::NotAllowed(_) | Self::NotOurForm | Self::NotFromHere => StatusCode::FORBIDDEN,
            // The kernel's refusals are about rights.
            Self::Refused { code, .. } if code.starts_with("kernel.") => StatusCode::FORBIDDEN,
            Self::Refused { .. } | Self::FormUsed => StatusCode::CONFLICT,
            Self::BadForm(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The page that tells it.
    pub(crate) fn page(&self, desk: &Desk, officer: Option<Officer>) -> Response {
        if let Self::Elsewhere(to) = self {
            return see_other(to);
        }
        let reference = match self {
            Self::Failed(fault) => {
                let reference = reference(desk);
                tracing::error!(%reference, %fault, "a request of the desk failed");
                metrics::counter!("desk_faults_total").increment(1);
                Some(reference)
            }
            _ => None,
        };
        let (title, says) = self.words();
        let page = TroublePage {
            frame: match &officer {
                Some(officer) => desk.frame(officer, title),
                None => desk.guest_frame(title),
            },
            status: self.status().as_u16(),
            says,
            reference,
        };
        let mut response = match page.render() {
            Ok(text) => (self.status(), axum::response::Html(text)).into_response(),
            // Rendering to memory fails only where a Display does; the status alone still tells the truth.
            Err(_) => self.status().into_response(),
        };
        if let Self::TooOften(seconds) = self
            && let Ok(value) = seconds.to_string().parse()
        {
            response
                .headers_mut()
                .insert(axum::http::header::RETRY_AFTER, value);
        }
        response
    }

    /// What happened and what to do, for whoever is told without a page: scripts that send files.
    pub(crate) fn says(&self) -> String {
        let (title, says) = self.words();
        format!("{title}。{}", says.concat())
    }

    fn words(&self) -> (String, Vec<String>) {
        let said = |title: &str, says: &[&str]| {
            let says = says.iter().map(|it| (*it).to_owned()).collect();
            (title.to_owned(), says)
        };
        match self {
            Self::Elsewhere(_) => said("", &[]),
            Self::Missing(what) => (
                format!("没有找到这个{what}"),
                vec!["可能已被移走，或者网址不完整。请从导航或列表中重新查找。".to_owned()],
            ),
            Self::NotAllowed(not_allowed) => (
                "没有办理权限".to_owned(),
                vec![
                    format!("{not_allowed}。"),
                    "如果您应当有此权限，请联系安全管理员授予相应角色。".to_owned(),
                ],
            ),
            Self::Refused { message, .. } => ("没有办理".to_owned(), vec![format!("{message}。")]),
            Self::NotOurForm => said(
                "表单已失效，没有办理",
                &[
                    "这份表单不是在您当前的登录会话中打开的，或者来自别的网站，系统没有做任何改动。",
                    "请返回原页面，刷新后重新填写。",
                ],
            ),
            Self::FormUsed => said(
                "这份表单已经提交过",
                &[
                    "为避免重复办理，系统没有再次执行。请到相应页面查看办理结果；确需再办，请刷新页面后重新填写。",
                ],
            ),
            Self::BadForm(what) => (
                "表单内容不完整".to_owned(),
                vec![
                    format!("{what}。"),
                    "请返回原页面，刷新后重新填写。".to_owned(),
                ],
            ),
            Self::TooLarge => said(
                "提交的内容太大",
                &[
                    "没有脚本时每次上传合计最大 20 MB，表单文字最多 1 MB。更大的文件请在允许运行脚本的浏览器中上传，或压缩、拆分后重试。",
                ],
            ),
            Self::TooOften(seconds) => (
                "操作过于频繁".to_owned(),
                vec![format!("请 {seconds} 秒后再试。")],
            ),
            Self::NotFromHere => said(
                "不能从这里访问办公端",
                &["办公端只对指定的网络开放。请在办公网络中访问，或联系系统管理员。"],
            ),
            Self::Method => said("不能这样访问这个地址", &["请从页面上的链接和按钮进入。"]),
            Self::Failed(_) => said(
                "系统出错，没有办理",
                &[
                    "这是系统的问题，已经自动记录，您的操作没有生效。请稍后再试；仍有问题请把下面的编号告诉系统管理员。",
                ],
            ),
        }
    }
}

/// A number that people can read out: day, time, and a count within the process.
pub(crate) fn reference(desk: &Desk) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    let at = desk.now().civil();
    let count = COUNT.fetch_add(1, Ordering::Relaxed) % 10_000;
    format!("D{}-{count:04}", at.strftime("%Y%m%d-%H%M%S"))
}
