//! A new order: what is done to the ticked promises, the words for all of them, and its start.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::PromiseId;
use promises::actions::{NewBatch, order_batch, work_batch};
use promises::work::batch::{Batch, Order, list_batches_of};
use serde::Deserialize;

use crate::flash;
use crate::form::{Errors, Posted};
use crate::page::{DeskFrame, html};
use crate::promises::scope::Scope;
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/batches", get(list).post(begin))
        .route("/desk/batches/new", post(prepare))
}

/// Orders of one page.
const PAGE: u32 = 50;

#[derive(Debug, Default, Clone, Deserialize)]
struct Form {
    #[serde(default)]
    what: String,
    #[serde(default)]
    promise: Vec<String>,
    #[serde(default)]
    link: String,
    #[serde(default)]
    published_on: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    basis: String,
}

kernel::coded_enum! {
    /// What kind of order a form is for; its label is the button.
    What {
        /// 登记兑现.
        Keep = "keep", "批量登记兑现";
        /// 退回证据.
        Return = "return", "批量退回证据";
        /// 提出豁免.
        Waiver = "waiver", "批量提出豁免";
        /// 催办.
        Remind = "remind", "批量催办";
        /// 签署零报告, 审批豁免与延期.
        Approve = "approve", "批量签署与审批";
    }
}

impl What {
    fn of(text: &str) -> Result<Self, Snag> {
        Self::from_code(text).ok_or_else(|| Snag::BadForm("没有写明办理什么".to_owned()))
    }

    fn rule(self) -> &'static str {
        match self {
            Self::Keep => {
                "用同一个链接和公开日期逐项登记；不是本单位的、不符合证据要求的会逐项说明，不影响其他各项。"
            }
            Self::Return => "逐项退回，承诺重新计为未结，最迟公开日不变；理由向社会公开。",
            Self::Waiver => "逐项提出豁免，由公开办所在单位的分管领导审批；批准前照常计时。",
            Self::Remind => {
                "逐项催办责任单位经办人，逾期的同时告知科室负责人；同一承诺每天最多催办一次。"
            }
            Self::Approve => {
                "逐项签署零报告，或批准豁免与延期。您自己提出的、不归您办理的会逐项说明，不影响其他各项。"
            }
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "batch/new.html")]
struct NewPage {
    frame: DeskFrame,
    what: What,
    rule: &'static str,
    form: Form,
    errors: Errors,
}

async fn prepare(
    State(desk): State<Desk>,
    Posted { officer, mut form }: Posted<Form>,
) -> Result<Response, Snag> {
    let what = What::of(&form.what)?;
    Scope::of(&officer.actor)?;
    if form.promise.is_empty() {
        return Ok(flash::go(&desk, "/desk/queue", "没有选中承诺，请先勾选"));
    }
    form.published_on = desk.today().to_string();
    page(&desk, &officer, (what, form, Errors::none()))
}

fn page(
    desk: &Desk,
    officer: &Officer,
    (what, form, errors): (What, Form, Errors),
) -> Result<Response, Snag> {
    let status = errors.status();
    let frame = desk.frame(officer, what.label());
    let page = NewPage {
        frame: frame.under("承诺队列", "/desk/queue"),
        rule: what.rule(),
        what,
        form,
        errors,
    };
    Ok((status, html(&page)?).into_response())
}

fn order_of(what: What, form: &Form) -> Result<Order, Errors> {
    let required = |field: &'static str, text: &str, says: &str| {
        if text.trim().is_empty() {
            Err(Errors::none().with(field, says))
        } else {
            Ok(text.trim().to_owned())
        }
    };
    match what {
        What::Keep => {
            Ok(Order::Keep {
                link: required("link", &form.link, "请填写公开链接")?,
                note: form.note.clone(),
                published_on: form.published_on.trim().parse().map_err(|_| {
                    Errors::none().with("published_on", "请填写日期，例如 2026-11-20")
                })?,
            })
        }
        What::Return => Ok(Order::Return {
            reason: required("reason", &form.reason, "请填写理由，理由将向社会公开")?,
        }),
        What::Waiver => Ok(Order::ProposeWaiver {
            reason: required("reason", &form.reason, "请填写理由，理由将向社会公开")?,
            basis: required("basis", &form.basis, "请填写依据（法律条款或文件文号）")?,
        }),
        What::Remind => Ok(Order::Remind {
            note: form.note.clone(),
        }),
        What::Approve => Ok(Order::Approve),
    }
}

async fn begin(
    State(desk): State<Desk>,
    Posted { officer, form }: Posted<Form>,
) -> Result<Response, Snag> {
    let what = What::of(&form.what)?;
    let order = match order_of(what, &form) {
        Ok(order) => order,
        Err(errors) => return page(&desk, &officer, (what, form, errors)),
    };
    let promises: Result<Vec<PromiseId>, _> = form.promise.iter().map(|id| id.parse()).collect();
    let promises = promises.map_err(|_| Snag::Missing("承诺"))?;
    let new = NewBatch { order, promises };
    match order_batch(&desk.store, &new, &officer.actor, desk.now()).await {
        Ok(id) => {
            start(&desk, id);
            Ok(crate::flash::see_other(&format!("/desk/batches/{id}")))
        }
        Err(stop) => page(&desk, &officer, (what, form, Errors::of(stop)?)),
    }
}

/// Begins the work at once; should the server stop meanwhile, its ticker goes on with it.
fn start(desk: &Desk, id: kernel::BatchId) {
    let (store, calendar, clock) = (desk.store.clone(), desk.calendar(), Arc::clone(&desk.clock));
    tokio::spawn(async move {
        let now = move || clock();
        if let Err(fault) = work_batch(&store, id, (&calendar, &now)).await {
            tracing::error!(%fault, %id, "an order for many stopped; it goes on later");
        }
    });
}

#[derive(Debug, Template)]
#[template(path = "batch/list.html")]
struct ListPage {
    frame: DeskFrame,
    batches: Vec<Batch>,
}

async fn list(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    let account = officer.entered.account.id;
    let batches = store::read!(desk.store, |tx| list_batches_of(tx, account, PAGE).await)?;
    html(&ListPage {
        frame: desk
            .frame(&officer, "批量办理")
            .under("承诺队列", "/desk/queue"),
        batches,
    })
}
