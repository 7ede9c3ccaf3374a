//! 申请查询: what became of a request, for whoever holds its receipt; a supplement, and the request taken back.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Refusal as _, Stop};
use requests::actions::{self, Hand, Seen, Supply};
use requests::queries::{find_applicant, find_case, find_owed};
use requests::remedy::Instances;
use requests::rules::{RequestCommand, after};
use requests::{Applicant, Case, Dispute, Outcome, RequestRefusal, Stage};
use serde::Deserialize;
use store::directory;
use ui::{Frame, dates};

use super::{Requesting, closed, too_often};
use crate::ask::{Ask, is_foreign};
use crate::columns;
use crate::serve::Head;
use crate::site::Site;
use crate::subscribe::page::reply;

/// What is handed in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    pub number: String,
    secret: String,
    revision: String,
    words: String,
    /// Which letter, where one is asked for.
    pub letter: String,
}

#[derive(Template)]
#[template(path = "requests/look.html")]
struct LookPage {
    frame: Frame,
    action: String,
    number: String,
    wrong: Option<String>,
}

#[derive(Template)]
#[template(path = "requests/status.html")]
struct StatusPage {
    frame: Frame,
    case: Case,
    unit_name: String,
    /// What may be done against the answer.
    remedy: String,
    due_on: Option<Date>,
    /// What is handed in again with each act.
    fields: Fields,
    supply: String,
    withdraw: String,
    letter: String,
    may_supply: bool,
    may_withdraw: bool,
    says: Option<&'static str>,
    wrong: Option<String>,
}

impl StatusPage {
    /// How far it has come, in plain words.
    fn plain(&self) -> &'static str {
        if self.case.disputes.iter().any(Dispute::is_owed_anew) {
            return "复议决定或者判决责令重新答复，单位正在办理。";
        }
        match self.case.request.stage {
            Stage::Unconfirmed => "已经提交。单位正在与您确认收到日期，确认后开始计算答复期限。",
            Stage::Registered => "单位已经收到，正在看申请内容是否明确。",
            Stage::Supplementing => "需要您补充说明，请在期限内提交。",
            Stage::Handling => "单位正在查找和办理。",
            Stage::Paying => "需要您缴纳信息处理费，缴清后继续办理。",
            Stage::Review | Stage::SecrecyReview | Stage::Approval => {
                "单位已经拟好答复，正在审核。"
            }
            Stage::Signed => "答复已经签发，即将发出。",
            Stage::Sent => "答复已经发出。",
            Stage::Closed => "已经办结。",
        }
    }

    /// The answer, once it left.
    fn answer(&self) -> Option<&requests::model::Decision> {
        let decision = self.case.decision.as_ref()?;
        decision.sent_on.map(|_| decision)
    }

    /// How it ended, where it ended without an answer.
    fn ended(&self) -> Option<Outcome> {
        match self.answer() {
            Some(_) => None,
            None => self
                .case
                .request
                .outcome
                .filter(|_| self.case.request.stage == Stage::Closed),
        }
    }
}

/// Asks for number and secret.
pub(super) async fn show(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    if site.requesting.is_none() {
        return closed(&site, &ask);
    }
    let number = ask.params.text("number").unwrap_or_default();
    let number = number.chars().take(40).collect();
    ask_again(&site, &ask, (number, None))
}

pub(super) fn ask_again(
    site: &Site,
    ask: &Ask,
    (number, wrong): (String, Option<String>),
) -> Response {
    let head = Head::new("申请查询", &columns::REQUESTS, "/requests/status")
        .under("依申请公开", "/requests");
    let status = match wrong {
        None => StatusCode::OK,
        Some(_) => StatusCode::NOT_FOUND,
    };
    let page = LookPage {
        frame: site.frame(ask.variant, head, site.today()),
        action: ask.variant.address("/requests/status"),
        number,
        wrong,
    };
    reply(site, ask, (status, &page))
}

/// Whoever holds the receipt, with what they handed in; else the page that says why not.
pub(super) async fn enter(
    (site, ask): (&Site, &Ask),
    requesting: &Requesting,
    request: Request,
) -> Result<(Applicant, Fields), Response> {
    if let Err(refused) = requesting.looked.count(&request) {
        return Err(too_often(site, ask, refused));
    }
    let foreign = is_foreign(request.headers());
    let fields = match Form::<Fields>::from_request(request, &()).await {
        Ok(Form(fields)) if !foreign => fields,
        Ok(_) | Err(_) => Fields::default(),
    };
    let number: String = fields.number.chars().take(40).collect();
    let pair = (number.as_str(), fields.secret.as_str());
    let vault = requesting.vault.as_ref();
    match store::read!(site.store, |tx| find_applicant(tx, pair, vault).await) {
        Ok(Some(applicant)) => Ok((applicant, fields)),
        Ok(None) => {
            let words = RequestRefusal::Unknown.message();
            Err(ask_again(site, ask, (number, Some(words))))
        }
        Err(fault) => Err(site.trouble(ask, fault.into())),
    }
}

/// Shows a request.
pub(super) async fn look(State(site): State<Arc<Site>>, ask: Ask, request: Request) -> Response {
    let Some(requesting) = site.requesting.clone() else {
        return closed(&site, &ask);
    };
    match enter((&site, &ask), &requesting, request).await {
        Ok((applicant, fields)) => page(&site, &ask, (&applicant, fields), Said::default()).await,
        Err(response) => response,
    }
}

/// What came of an act.
#[derive(Default)]
struct Said {
    says: Option<&'static str>,
    wrong: Option<String>,
}

impl Said {
    fn of(
        outcome: Result<(), Stop<RequestRefusal>>,
        says: &'static str,
    ) -> Result<Self, kernel::Fault> {
        match outcome {
            Ok(()) => Ok(Self {
                says: Some(says),
                wrong: None,
            }),
            Err(Stop::Refused(refusal)) => Ok(Self {
                says: None,
                wrong: Some(refusal.message()),
            }),
            Err(Stop::Failed(fault)) => Err(fault),
        }
    }
}

/// Takes a supplement.
pub(super) async fn supply(State(site): State<Arc<Site>>, ask: Ask, request: Request) -> Response {
    act((&site, &ask), request, RequestCommand::Supply).await
}

/// Takes a request back.
pub(super) async fn withdraw(
    State(site): State<Arc<Site>>,
    ask: Ask,
    request: Request,
) -> Response {
    act((&site, &ask), request, RequestCommand::Withdraw).await
}

async fn act((site, ask): (&Site, &Ask), request: Request, command: RequestCommand) -> Response {
    let Some(requesting) = site.requesting.clone() else {
        return closed(site, ask);
    };
    let (applicant, fields) = match enter((site, ask), &requesting, request).await {
        Ok(entered) => entered,
        Err(response) => return response,
    };
    let seen = Seen {
        request: applicant.request(),
        revision: fields.revision.parse().unwrap_or(0),
    };
    let hand = Hand::Applicant(&applicant);
    let calendar = (site.calendar)();
    let by = (calendar.as_ref(), (site.clock)());
    let said = if command == RequestCommand::Supply {
        let supplied = Supply {
            words: fields.words.replace('\r', ""),
            received_on: None,
        };
        let done = actions::supply(&site.store, (seen, &supplied), hand, by).await;
        Said::of(done, "补正已经提交，答复期限自今天起重新计算。")
    } else {
        let done = actions::withdraw(&site.store, (seen, &fields.words), hand, by).await;
        Said::of(done, "申请已经撤回。")
    };
    match said {
        Ok(said) => page(site, ask, (&applicant, fields), said).await,
        Err(fault) => site.trouble(ask, fault.into()),
    }
}

async fn page(
    site: &Site,
    ask: &Ask,
    (applicant, fields): (&Applicant, Fields),
    said: Said,
) -> Response {
    let id = applicant.request();
    let found = store::read!(site.store, |tx| {
        let Some(case) = find_case(tx, id).await? else {
            return Ok(None);
        };
        let directory = directory::load(tx).await?;
        let owed = find_owed(tx, id).await?;
        Ok::<_, kernel::Fault>(Some((case, directory, owed)))
    });
    let (case, directory, owed) = match found {
        Ok(Some(found)) => found,
        Ok(None) => return ask_again(site, ask, (fields.number, None)),
        Err(fault) => return site.trouble(ask, fault.into()),
    };
    let instances = Instances::of(&directory, case.request.unit);
    let remedy = case
        .decision
        .as_ref()
        .map(|it| it.remedy_paragraph(&instances));
    let unit = directory.find(case.request.unit);
    let may = |command| after(case.request.stage, command).is_ok();
    let title = format!("申请{}", case.request.number);
    let head =
        Head::new(title, &columns::REQUESTS, "/requests/status").under("依申请公开", "/requests");
    let status = match said.wrong {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = StatusPage {
        frame: site.frame(ask.variant, head, site.today()),
        unit_name: unit.map_or_else(String::new, |it| it.name.clone()),
        remedy: remedy.unwrap_or_default(),
        due_on: owed
            .filter(|_| case.request.received_on.is_some())
            .map(|it| it.1),
        supply: ask.variant.address("/requests/supply"),
        withdraw: ask.variant.address("/requests/withdraw"),
        letter: ask.variant.address("/requests/letter"),
        may_supply: may(RequestCommand::Supply),
        may_withdraw: may(RequestCommand::Withdraw),
        says: said.says,
        wrong: said.wrong,
        case,
        fields,
    };
    reply(site, ask, (status, &page))
}
