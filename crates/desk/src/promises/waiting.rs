//! What waits for a leader: nil returns to sign, waivers and moves to decide, the oldest first.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use kernel::{Fault, NotAllowed, Page, PageAsk, Right};
use promises::work::{WaitingLine, list_to_decide, list_to_sign};
use serde::Deserialize;

use crate::page::{DeskFrame, html, percent_encoded};
use crate::session::Officer;
use crate::sheet::{Column, Sheet};
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/to-sign", get(to_sign))
        .route("/desk/to-sign.xlsx", get(signing_file))
        .route("/desk/to-decide", get(to_decide))
        .route("/desk/to-decide.xlsx", get(deciding_file))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    after: Option<String>,
}

#[derive(Debug, Template)]
#[template(path = "promises/waiting.html")]
struct WaitingPage {
    frame: DeskFrame,
    rule: &'static str,
    lines: Vec<Row>,
    more: Option<String>,
    path: &'static str,
}

#[derive(Debug)]
struct Row {
    it: WaitingLine,
    is_own: bool,
}

/// Which of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Signing,
    Deciding,
}

impl Which {
    fn title(self) -> &'static str {
        match self {
            Self::Signing => "待签署的零报告",
            Self::Deciding => "待审批的豁免与延期",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Signing => "/desk/to-sign",
            Self::Deciding => "/desk/to-decide",
        }
    }

    fn rule(self) -> &'static str {
        match self {
            Self::Signing => {
                "签署后承诺计为兑现，公众会看到“零报告”和签署人的职务。提出人不能签署自己提出的零报告。"
            }
            Self::Deciding => {
                "批准或不批准都连同理由、依据向社会公开。提出人不能审批自己提出的事项。"
            }
        }
    }

    async fn list(
        self,
        (desk, officer): (&Desk, &Officer),
        ask: &PageAsk,
    ) -> Result<Page<WaitingLine>, Snag> {
        let (right, refused) = match self {
            Self::Signing => (Right::UnitLeader, NotAllowed::UnitLeaderOnly),
            Self::Deciding => (Right::Approver, NotAllowed::ApproverOnly),
        };
        let units = officer.actor.units_with(right);
        if units.is_empty() {
            return Err(refused.into());
        }
        let page: Result<_, Fault> = store::read!(desk.store, |tx| match self {
            Self::Signing => list_to_sign(tx, &units, ask).await,
            Self::Deciding => list_to_decide(tx, &units, ask).await,
        });
        Ok(page?)
    }
}

async fn to_sign(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    show((&desk, &officer), Which::Signing, asked).await
}

async fn to_decide(
    State(desk): State<Desk>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Response, Snag> {
    show((&desk, &officer), Which::Deciding, asked).await
}

async fn show(
    (desk, officer): (&Desk, &Officer),
    which: Which,
    asked: Asked,
) -> Result<Response, Snag> {
    let ask = match asked.after {
        Some(key) => PageAsk::after(key, 50),
        None => PageAsk::first(50),
    };
    let page = which.list((desk, officer), &ask).await?;
    let row = |it: WaitingLine| Row {
        is_own: it.proposal.check_other(&officer.actor).is_err(),
        it,
    };
    html(&WaitingPage {
        frame: desk.frame(officer, which.title()),
        rule: which.rule(),
        lines: page.items.into_iter().map(row).collect(),
        more: page
            .next
            .map(|next| format!("{}?after={}", which.path(), percent_encoded(&next))),
        path: which.path(),
    })
}

async fn signing_file(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    file((&desk, &officer), Which::Signing).await
}

async fn deciding_file(State(desk): State<Desk>, officer: Officer) -> Result<Response, Snag> {
    file((&desk, &officer), Which::Deciding).await
}

async fn file((desk, officer): (&Desk, &Officer), which: Which) -> Result<Response, Snag> {
    let mut ask = PageAsk::first(PageAsk::MOST);
    let mut rows = Vec::new();
    loop {
        let page = which.list((desk, officer), &ask).await?;
        rows.extend(page.items.into_iter().map(|it| {
            vec![
                it.proposal.kind.label().into(),
                it.title.into(),
                it.period_label.into(),
                it.unit_name.into(),
                it.due_on.into(),
                it.proposal.reason.into(),
                it.proposal.basis.into(),
                it.proposal.proposed_by.into(),
                it.proposal.proposed_at.date().into(),
            ]
        }));
        match page.next {
            Some(next) => ask = PageAsk::after(next, PageAsk::MOST),
            None => break,
        }
    }
    Sheet {
        name: which.title().to_owned(),
        columns: vec![
            ("事项", Column::Word),
            ("承诺", Column::Text),
            ("所属期间", Column::Word),
            ("责任单位", Column::Word),
            ("最迟公开日", Column::Day),
            ("理由", Column::Text),
            ("依据", Column::Text),
            ("提出人", Column::Word),
            ("提出日期", Column::Day),
        ],
        rows,
    }
    .answer()
}
