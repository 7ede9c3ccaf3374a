//! 批量办理: one step for many editions of a list, and 文件清理, one decision on the validity of many public documents.
//!
//! Each edition goes its step in a transaction of its own, by the same rules as from its page; what was refused is told with its reason and
//! stays where it stood. Nobody signs in bulk what the gate has found something in: that is looked at one by one (《条例》第十七条).

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use kernel::{Actor, Date, EditionId, NotAllowed, Refusal as _, Stop, UnitId};
use prose::Body;
use publishing::actions::{self, Begin, DecideValidity};
use publishing::metadata::TypedMetadata;
use publishing::queries::Work;
use publishing::{DocumentRefusal, EditionState, Validity};
use serde::Deserialize;
use ui::markup::escaped;

use super::act::{Outcome, Typed, Verb};
use super::after::{WRONG_DECISION, decision};
use super::{outlet, work_of};
use crate::flash;
use crate::form::Posted;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Editions in one order at most.
const MOST: usize = 200;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/desk/documents/many", post(act))
        .route("/desk/documents/many/notice", post(draft_notice))
}

/// What can be done to many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Batch {
    Submit,
    Pass,
    Sign,
    Approve,
    /// 文件清理.
    Decide,
}

impl Batch {
    const ALL: &[Self] = &[
        Self::Submit,
        Self::Pass,
        Self::Sign,
        Self::Approve,
        Self::Decide,
    ];

    /// What somebody can do to many of a unit at a stage.
    pub(super) fn of(actor: &Actor, unit: Option<UnitId>, state: EditionState) -> Option<Self> {
        let unit = unit?;
        match state {
            EditionState::Draft | EditionState::Returned => {
                actor.unit_officer(unit).ok().map(|_| Self::Submit)
            }
            EditionState::FirstReview => actor.unit_leader(unit).ok().map(|_| Self::Pass),
            EditionState::SecrecyReview => actor.secrecy_reviewer(unit).ok().map(|_| Self::Sign),
            EditionState::Approval => actor.approver(unit).ok().map(|_| Self::Approve),
            EditionState::Published => actor.approver(unit).ok().map(|_| Self::Decide),
            // Each unit's leader reads and signs by themself.
            EditionState::Countersigning
            | EditionState::Scheduled
            | EditionState::Filed
            | EditionState::Superseded
            | EditionState::Withdrawn
            | EditionState::Discarded => None,
        }
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Pass => "pass",
            Self::Sign => "sign",
            Self::Approve => "approve",
            Self::Decide => "decide",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Submit => "提交选中的信息",
            Self::Pass => "选中的信息初审通过",
            Self::Sign => "签署选中的信息，准予公开",
            Self::Approve => "同意选中的信息",
            Self::Decide => "认定选中文件的效力",
        }
    }

    pub(super) fn words_label(self) -> &'static str {
        match self {
            Self::Submit => "给审核人的说明（可不填）",
            Self::Pass | Self::Sign | Self::Approve => "意见（可不填）",
            Self::Decide => "说明（公众可见，可不填）",
        }
    }

    pub(super) fn hint(self) -> Option<&'static str> {
        match self {
            Self::Sign => Some(
                "签署即确认：已逐件审查所选信息的标题、正文和全部附件，不含国家秘密、工作秘密和不应公开的个人信息、商业秘密。检查有结果的信息不能批量签署，请打开逐件办理。",
            ),
            Self::Decide => Some("文件清理：所选文件按同一依据认定，完成后可以起草清理结果公告。"),
            Self::Submit | Self::Pass | Self::Approve => None,
        }
    }

    /// What can be decided about many documents.
    pub(super) fn decisions(self) -> &'static [Validity] {
        match self {
            Self::Decide => &[
                Validity::Repealed,
                Validity::PartlyRepealed,
                Validity::Amended,
                Validity::InForce,
            ],
            Self::Submit | Self::Pass | Self::Sign | Self::Approve => &[],
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Order {
    act: String,
    edition: Vec<String>,
    words: String,
    back: String,
    validity: String,
    basis: String,
    effective_on: String,
}

/// What became of one edition.
#[derive(Debug)]
struct Line {
    /// Where it is; one that is not there, or not for them, has no address.
    id: Option<EditionId>,
    title: String,
    /// What is said; why it was refused.
    says: Result<String, String>,
}

impl Line {
    fn missing() -> Self {
        Self {
            id: None,
            title: "（没有这件信息）".to_owned(),
            says: Err("可能已被删除，或不属于您的单位，请刷新列表".to_owned()),
        }
    }
}

#[derive(Debug, Template)]
#[template(path = "documents/many.html")]
struct ManyPage {
    frame: DeskFrame,
    lines: Vec<Line>,
    back: String,
    /// What a notice of the result would be about.
    notice: Option<Notice>,
}

#[derive(Debug)]
struct Notice {
    validity: Validity,
    basis: String,
    effective_on: Date,
}

impl ManyPage {
    fn done(&self) -> usize {
        self.lines.iter().filter(|it| it.says.is_ok()).count()
    }
}

async fn act(State(desk): State<Desk>, posted: Posted<Order>) -> Result<Response, Snag> {
    let Posted {
        officer,
        form: order,
    } = posted;
    let mut all = Batch::ALL.iter().copied();
    let batch = all.find(|it| it.code() == order.act);
    let batch = batch.ok_or(Snag::BadForm("没有这种批量办理".to_owned()))?;
    check_count(order.edition.len())?;
    let decided = match batch {
        Batch::Decide => Some(decision_of(&desk, &order)?),
        Batch::Submit | Batch::Pass | Batch::Sign | Batch::Approve => None,
    };
    let mut lines = Vec::new();
    // What interprets another comes after it, whatever the order of the list.
    let (mut queue, mut later) = (order.edition.clone(), Vec::new());
    queue.reverse();
    while let Some(id) = queue.pop().or_else(|| later.pop()) {
        let work = match work_of(&desk, &officer, &id).await {
            Ok(work) => work,
            // What went before is done: the rest goes on, and the page tells of both.
            Err(Snag::Missing(_)) => {
                lines.push(Line::missing());
                continue;
            }
            Err(snag) => return Err(snag),
        };
        let waits = batch == Batch::Approve && interprets(&desk, &work);
        if waits && !queue.is_empty() {
            later.push(id);
            continue;
        }
        let says = one(&desk, (&officer, &work), (batch, &order), decided.as_ref()).await?;
        lines.push(Line {
            id: Some(work.edition.id),
            title: work.edition.metadata.title.clone(),
            says: told(says)?,
        });
    }
    let is_decided = lines.iter().any(|it| it.says.is_ok());
    html(&ManyPage {
        frame: desk
            .frame(&officer, "批量办理结果")
            .under("信息发布", "/desk/documents"),
        back: order.back,
        notice: decided.filter(|_| is_decided),
        lines,
    })
}

fn interprets(desk: &Desk, work: &Work) -> bool {
    let kind = desk.library.find_kind(&work.document.kind);
    kind.is_some_and(|it| it.interprets)
}

fn check_count(count: usize) -> Result<(), Snag> {
    match count {
        0 => Err(Snag::BadForm("请先在列表中勾选信息".to_owned())),
        some if some > MOST => Err(Snag::BadForm(format!("一次最多办理{MOST}件，请分几次办理"))),
        _ => Ok(()),
    }
}

fn decision_of(desk: &Desk, order: &Order) -> Result<Notice, Snag> {
    let (validity, effective_on) = decision(&order.validity, &order.effective_on, desk.today())
        .ok_or_else(|| Snag::BadForm(WRONG_DECISION.to_owned()))?;
    Ok(Notice {
        validity,
        basis: order.basis.trim().to_owned(),
        effective_on,
    })
}

/// One edition's step.
async fn one(
    desk: &Desk,
    (officer, work): (&Officer, &Work),
    (batch, order): (Batch, &Order),
    decided: Option<&Notice>,
) -> Result<Result<Outcome, NotAllowed>, Snag> {
    let typed = Typed {
        words: order.words.clone(),
        ..Typed::default()
    };
    let verb = match batch {
        Batch::Submit => Verb::Submit,
        Batch::Pass => Verb::Pass,
        Batch::Sign if !work.findings.is_empty() => {
            return Ok(Ok(Err(Stop::Refused(DocumentRefusal::SignOneByOne))));
        }
        Batch::Sign => Verb::Sign,
        Batch::Approve => Verb::Approve,
        Batch::Decide => {
            let decided = decided.ok_or(Snag::BadForm("请选择新的效力".to_owned()))?;
            return Ok(decide(desk, (officer, work), decided, &order.words).await);
        }
    };
    Ok(verb.perform(desk, (officer, work), &typed).await)
}

async fn decide(
    desk: &Desk,
    (officer, work): (&Officer, &Work),
    decided: &Notice,
    words: &str,
) -> Result<Outcome, NotAllowed> {
    let approver = officer.actor.approver(work.document.unit)?;
    let command = DecideValidity {
        document: work.document.id,
        validity: decided.validity,
        basis: decided.basis.clone(),
        effective_on: decided.effective_on,
        words: words.to_owned(),
    };
    let when = (&outlet(desk), desk.now());
    let done = actions::decide_validity(&desk.store, &command, &approver, when).await;
    Ok(done.map(|()| format!("已认定为“{}”", decided.validity.label())))
}

/// What is said of one; a fault ends the order, for it is nobody's slip.
fn told(says: Result<Outcome, NotAllowed>) -> Result<Result<String, String>, Snag> {
    match says {
        Ok(Ok(says)) => Ok(Ok(says)),
        Ok(Err(Stop::Refused(refusal))) => Ok(Err(refusal.message())),
        Ok(Err(Stop::Failed(fault))) => Err(fault.into()),
        Err(not_allowed) => Ok(Err(not_allowed.message())),
    }
}

/// A draft that tells the public the result of a clean-up: a table of the documents, to be finished and reviewed like any other.
async fn draft_notice(State(desk): State<Desk>, posted: Posted<Order>) -> Result<Response, Snag> {
    let Posted {
        officer,
        form: order,
    } = posted;
    check_count(order.edition.len())?;
    let decided = decision_of(&desk, &order)?;
    let mut rows = String::new();
    let mut unit = None;
    for (at, id) in order.edition.iter().enumerate() {
        let work = work_of(&desk, &officer, id).await?;
        unit = Some(work.document.unit);
        rows.push_str(&row_of(at + 1, &work, &decided));
    }
    let unit = unit.ok_or(Snag::Missing("单位"))?;
    let right = officer.actor.unit_officer(unit)?;
    let Some(kind) = desk.library.find_kind(NOTICE_KIND) else {
        return Err(Snag::BadForm(
            "本站没有“公告公示”一类的信息，请另行起草".to_owned(),
        ));
    };
    let markup = format!(
        "<p>依据{}，对下列文件的效力作出认定，现予公布。</p><table><caption>文件清理结果</caption><thead><tr><th>序号</th><th>文件名称</th><th>发文字号</th><th>认定结果</th><th>起始日期</th></tr></thead><tbody>{rows}</tbody></table>",
        escaped(&decided.basis)
    );
    let body = Body::clean(&markup).map_err(|cause| Snag::BadForm(cause.to_string()))?;
    let command = Begin {
        kind: kind.code.clone(),
        metadata: TypedMetadata {
            column: kind.columns.first().cloned().unwrap_or_default(),
            title: "关于公布文件清理结果的公告".to_owned(),
            summary: format!("公布{}件文件的清理结果。", order.edition.len()),
            disclosure: "public".to_owned(),
            ..TypedMetadata::default()
        },
        body: body.body,
    };
    let who = (&right, desk.library.as_ref());
    match actions::begin(&desk.store, &command, who, desk.now()).await {
        Ok(begun) => Ok(flash::go(
            &desk,
            &format!("/desk/documents/{}/edit", begun.edition),
            "已起草清理结果公告，请核对后提交审核",
        )),
        Err(Stop::Refused(refusal)) => Err(Snag::BadForm(refusal.message())),
        Err(Stop::Failed(fault)) => Err(fault.into()),
    }
}

/// The kind of a notice of results.
const NOTICE_KIND: &str = "notice";

fn row_of(at: usize, work: &Work, decided: &Notice) -> String {
    let it = &work.edition.metadata;
    format!(
        "<tr><td>{at}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        escaped(&it.title),
        escaped(&it.number),
        decided.validity.label(),
        ui::dates::long(decided.effective_on)
    )
}
