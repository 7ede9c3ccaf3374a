//! What can go wrong with a request, and how that is told: a page, or problem+json (RFC 9457).
//!
//! A fault is logged here, once, with the reference number that the answer shows; nothing of its inside is shown.

use std::sync::atomic::{AtomicU32, Ordering};

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Fault;
use publishing::public::Tombstone;
use serde::Serialize;
use ui::{Hint, TooOften, Trouble};
use utoipa::ToSchema;

use crate::ask::Ask;
use crate::columns;
use crate::params::BadParameter;
use crate::serve::Head;
use crate::site::Site;
use crate::words::PageWords;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Snag {
    /// What was asked for does not exist; the word says what kind of thing.
    Missing(&'static str),
    /// A document that was withdrawn; its tombstone.
    Gone(Box<Tombstone>),
    /// It is not this site's; the platform has it, or knows what became of it.
    Elsewhere,
    /// The address only answers reading.
    Method,
    /// A parameter cannot be used.
    Bad(BadParameter),
    /// The visitor asks more often than others can bear.
    TooOften(TooOften),
    /// Something that only the operator can mend.
    Failed(Fault),
}

impl From<BadParameter> for Snag {
    fn from(bad: BadParameter) -> Self {
        Self::Bad(bad)
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

/// A problem (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Stable code of the problem, as a relative address of its explanation.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What happened, in a word.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What happened here and what to do.
    pub detail: String,
    /// The parameter that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What to give when calling, for a 500.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json; charset=utf-8"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

impl Site {
    /// The answer for a request that has none.
    pub(crate) fn trouble(&self, ask: &Ask, snag: Snag) -> Response {
        let reference = match &snag {
            Snag::Failed(fault) => {
                let reference = self.reference();
                tracing::error!(%reference, path = %ask.path, fault = %fault, "a request failed");
                metrics::counter!("portal_faults_total").increment(1);
                Some(reference)
            }
            Snag::Missing(_)
            | Snag::Gone(_)
            | Snag::Elsewhere
            | Snag::Method
            | Snag::Bad(_)
            | Snag::TooOften(_) => None,
        };
        let wait = match &snag {
            Snag::TooOften(too_often) => Some(HeaderValue::from(too_often.seconds())),
            _ => None,
        };
        let mut response = match snag {
            Snag::Elsewhere => self.lead_on(ask),
            snag if ask.is_api() => problem(snag, reference).into_response(),
            Snag::Gone(stone) => self.gone(ask, &stone),
            snag => self.trouble_page(ask, snag, reference).into_response(),
        };
        if let Some(wait) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        response
    }

    /// To the same page of the platform.
    fn lead_on(&self, ask: &Ask) -> Response {
        let address = ask.variant.address(&ask.path).parse().ok();
        let there = address.and_then(|it| self.on_platform(&it));
        there.unwrap_or_else(|| self.trouble(ask, Snag::Missing("页面")))
    }

    /// A number that people can read out: day, time, and a count within the process.
    fn reference(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let at = (self.clock)().civil();
        let count = COUNT.fetch_add(1, Ordering::Relaxed) % 10_000;
        format!(
            "{:04}{:02}{:02}-{:02}{:02}{:02}-{count:04}",
            at.year(),
            at.month(),
            at.day(),
            at.hour(),
            at.minute(),
            at.second()
        )
    }

    fn trouble_page(&self, ask: &Ask, snag: Snag, reference: Option<String>) -> Trouble {
        let told = Told::of(snag);
        let head = Head::new(told.title.0, &columns::TROUBLE, &ask.path).in_english(told.title.1);
        let frame = self.frame(ask.variant, head, self.today());
        let says = told.says.iter();
        let says = says.map(|(chinese, english)| frame.in_content(chinese, english.as_deref()));
        Trouble {
            status: told.status,
            says: says.collect(),
            reference,
            hints: vec![
                Hint::new("政府信息公开", "Government information", "/library"),
                Hint::new(
                    "按单位、状态、日期查询承诺",
                    "Promises by body, status and date",
                    "/promises",
                ),
                Hint::new("查看工作计划", "Work plans", "/plans"),
                Hint::new("查看各单位履行情况", "Public bodies", "/units"),
                Hint::new("站点地图", "Site map", "/sitemap"),
                Hint::new("开放数据与订阅", "Open data and feeds", "/about/data"),
            ],
            frame,
        }
    }
}

/// What a page says of a snag.
struct Told {
    status: StatusCode,
    /// In Chinese and in English.
    title: (String, &'static str),
    /// Paragraphs in Chinese, and in English where we have such words.
    says: Vec<(String, Option<String>)>,
}

/// A word of the table in both languages.
fn both(pick: impl Fn(&PageWords) -> &'static str) -> (String, Option<String>) {
    let english = pick(PageWords::ENGLISH).to_owned();
    (pick(PageWords::CHINESE).to_owned(), Some(english))
}

impl Told {
    fn of(snag: Snag) -> Self {
        let (zh, en) = (PageWords::CHINESE, PageWords::ENGLISH);
        let (status, title, says) = match snag {
            Snag::Elsewhere => return Self::of(Snag::Missing("页面")),
            Snag::Missing(what) => (
                StatusCode::NOT_FOUND,
                (format!("{}这个{what}", zh.missing), en.missing),
                vec![both(|it| it.missing_why), both(|it| it.missing_then)],
            ),
            Snag::Gone(stone) => (
                StatusCode::GONE,
                (zh.withdrawn.to_owned(), en.withdrawn),
                vec![(said_of(&stone), None)],
            ),
            Snag::Method => (
                StatusCode::METHOD_NOT_ALLOWED,
                (zh.only_read.to_owned(), en.only_read),
                vec![both(|it| it.only_read_then)],
            ),
            Snag::Bad(bad) => (
                StatusCode::BAD_REQUEST,
                (zh.bad_parameter.to_owned(), en.bad_parameter),
                vec![(format!("{bad}。"), None), both(|it| it.bad_parameter_then)],
            ),
            Snag::TooOften(too_often) => {
                let (chinese, english) = both(|it| it.too_often_why);
                let seconds = |word: &str| ui::words::filled(word, too_often.seconds());
                let why = (seconds(&chinese), english.as_deref().map(seconds));
                (
                    StatusCode::TOO_MANY_REQUESTS,
                    (zh.too_often.to_owned(), en.too_often),
                    vec![why, both(|it| it.too_often_then)],
                )
            }
            Snag::Failed(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                (zh.failed.to_owned(), en.failed),
                vec![both(|it| it.failed_why)],
            ),
        };
        Self {
            status,
            title,
            says,
        }
    }
}

/// A tombstone in a sentence.
fn said_of(stone: &Tombstone) -> String {
    let on = ui::dates::long(stone.withdrawn_at.date());
    let Tombstone { title, reason, .. } = stone;
    format!("《{title}》已于{on}撤下。理由：{reason}")
}

fn problem(snag: Snag, reference: Option<String>) -> Problem {
    match snag {
        Snag::Elsewhere => problem(Snag::Missing("页面"), reference),
        Snag::Missing(what) => Problem {
            kind: "/about/data#not-found",
            title: "未找到",
            status: 404,
            detail: format!("没有找到这个{what}，请核对地址中的编号"),
            parameter: None,
            reference,
        },
        Snag::Gone(stone) => Problem {
            kind: "/about/data#gone",
            title: "已撤下",
            status: 410,
            detail: said_of(&stone),
            parameter: None,
            reference,
        },
        Snag::Method => Problem {
            kind: "/about/data#method-not-allowed",
            title: "方法不可用",
            status: 405,
            detail: "接口只读，请用 GET 方法访问".to_owned(),
            parameter: None,
            reference,
        },
        Snag::Bad(bad) => Problem {
            kind: "/about/data#bad-parameter",
            title: "参数有误",
            status: 400,
            detail: bad.to_string(),
            parameter: Some(bad.name),
            reference,
        },
        Snag::TooOften(too_often) => Problem {
            kind: "/about/data#too-often",
            title: "请求过于频繁",
            status: 429,
            detail: format!(
                "请等{}秒后再试；取大量数据时请把 limit 设为200，或下载数据文件",
                too_often.seconds()
            ),
            parameter: None,
            reference,
        },
        Snag::Failed(_) => Problem {
            kind: "/about/data#fault",
            title: "服务暂时不可用",
            status: 500,
            detail: "这是我们的问题，已经自动记录，请稍后再试".to_owned(),
            parameter: None,
            reference,
        },
    }
}
