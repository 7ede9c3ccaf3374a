//! The forms of a request's page, handed in: each is one act, refused at its field.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use kernel::{Date, RequestId, Stop};
use requests::actions::{self, Hand, Reviewer, Seen};
use requests::clock::Consulted;
use requests::rules::{Consulting, Draft, RequestCommand};
use requests::{Case, Charging, Delivery, Outcome, RequestRefusal, Stage, Stance};
use serde::Deserialize;

use super::{disputes, id_of, show};
use crate::flash;
use crate::form::{Errors, Posted};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/desk/requests/{id}/{command}", post(act))
}

/// What the forms hold; each uses some of it.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    revision: u32,
    words: String,
    day: String,
    days: String,
    whom: String,
    party: String,
    wished_on: String,
    consultation: String,
    stance: String,
    place: String,
    terms: String,
    found: String,
    searched_by: String,
    charging: String,
    units: String,
    outcome: String,
    withheld: Vec<String>,
    facts: String,
    reply: String,
    letter_number: String,
    way: String,
    unit: String,
    branch: String,
    body: String,
    number: String,
    dispute: String,
    finding: String,
    order: String,
    received_on: String,
    satisfaction: String,
}

impl Typed {
    /// What stood in a field.
    pub(super) fn value(&self, name: &str) -> String {
        let text = match name {
            "words" => &self.words,
            "day" => &self.day,
            "days" => &self.days,
            "whom" => &self.whom,
            "party" => &self.party,
            "wished_on" => &self.wished_on,
            "consultation" => &self.consultation,
            "stance" => &self.stance,
            "place" => &self.place,
            "terms" => &self.terms,
            "found" => &self.found,
            "searched_by" => &self.searched_by,
            "charging" => &self.charging,
            "units" => &self.units,
            "outcome" => &self.outcome,
            "withheld" => return self.withheld.join(" "),
            "facts" => &self.facts,
            "reply" => &self.reply,
            "letter_number" => &self.letter_number,
            "way" => &self.way,
            "unit" => &self.unit,
            "branch" => &self.branch,
            "body" => &self.body,
            "number" => &self.number,
            "dispute" => &self.dispute,
            "finding" => &self.finding,
            "order" => &self.order,
            "received_on" => &self.received_on,
            "satisfaction" => &self.satisfaction,
            _ => return String::new(),
        };
        text.clone()
    }

    /// The day.
    pub(super) fn day(&self) -> Result<Date, Wrong> {
        day_of("day", &self.day)
    }

    /// The number of days.
    pub(super) fn days(&self) -> Result<u32, Wrong> {
        let days = self.days.trim().parse();
        days.map_err(|_| Wrong("days", "请填写整数"))
    }
}

/// A field that cannot be read.
pub(super) struct Wrong(pub(super) &'static str, pub(super) &'static str);

/// A day.
pub(super) fn day_of(field: &'static str, text: &str) -> Result<Date, Wrong> {
    let day = text.trim().parse();
    day.map_err(|_| Wrong(field, "请填写日期，写作 2026-11-21"))
}

/// A choice.
pub(super) fn chosen<T>(
    field: &'static str,
    code: &str,
    read: fn(&str) -> Option<T>,
) -> Result<T, Wrong> {
    read(code).ok_or(Wrong(field, "请选择一项"))
}

/// Why an act was not done.
pub(super) enum Undone {
    Wrong(Wrong),
    Stop(Stop<RequestRefusal>),
    Snag(Snag),
}

impl From<Wrong> for Undone {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl From<Stop<RequestRefusal>> for Undone {
    fn from(stop: Stop<RequestRefusal>) -> Self {
        Self::Stop(stop)
    }
}

impl From<kernel::NotAllowed> for Undone {
    fn from(refused: kernel::NotAllowed) -> Self {
        Self::Snag(refused.into())
    }
}

async fn act(
    State(desk): State<Desk>,
    Path((id, command)): Path<(String, String)>,
    posted: Posted<Typed>,
) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let id = id_of(&id)?;
    let command = RequestCommand::from_code(&command).ok_or(Snag::Missing("操作"))?;
    let case = show::load(&desk, &officer, id).await?;
    match done(&desk, &officer, (&case, command, &form)).await {
        Ok(()) => Ok(flash::go(
            &desk,
            &format!("/desk/requests/{id}"),
            says(command),
        )),
        Err(undone) => {
            let errors = match undone {
                Undone::Wrong(Wrong(field, words)) => Errors::none().with(field, words),
                Undone::Stop(stop) => Errors::of(stop)?,
                Undone::Snag(snag) => return Err(snag),
            };
            show::page(&desk, &officer, id, Some((command, form, errors))).await
        }
    }
}

/// What is said once it is done.
fn says(command: RequestCommand) -> &'static str {
    use RequestCommand as It;
    match command {
        It::Confirm => "已确认收到日期，答复期限开始计算",
        It::Accept => "已受理",
        It::AskSupplement => "已登记告知补正",
        It::Supply => "已登记补正，答复期限重新计算",
        It::EndUnsupplied | It::EndUnpaid => "已终止办理",
        It::Consult => "已登记征求意见，征求意见的时间不计入答复期限",
        It::ServeConsultation => "已登记送达",
        It::TakeOpinion => "已登记意见，答复期限继续计算",
        It::NoteSearch => "已登记检索",
        It::Extend => "已延长答复期限",
        It::AskFee => "已登记告知缴费",
        It::NotePayment => "已登记缴费，答复期限重新计算",
        It::Draft => "已提交审核",
        It::Pass => "审核通过，已送保密审查",
        It::Sign => "保密审查通过，已送签发",
        It::Approve => "已签发，请发出",
        It::Return => "已退回",
        It::Send => "已登记发出",
        It::Serve => "已登记送达，办结",
        It::Withdraw => "已登记撤回",
        It::HandOver => "已移交",
        It::NoteDispute => "已登记复议或者诉讼",
        It::NoteRuling => "已登记结果",
        It::StrikeDispute => "已撤销有误的登记，不再计入年度数据",
        It::AnswerAnew => "已登记重新答复",
        It::VisitBack => "已登记回访",
    }
}

async fn done(
    desk: &Desk,
    officer: &Officer,
    (case, command, form): (&Case, RequestCommand, &Typed),
) -> Result<(), Undone> {
    let seen = Seen {
        request: case.request.id,
        revision: form.revision,
    };
    match command {
        RequestCommand::Extend
        | RequestCommand::Pass
        | RequestCommand::Sign
        | RequestCommand::Approve
        | RequestCommand::Return
        | RequestCommand::HandOver => lead(desk, officer, (case, seen, command, form)).await,
        _ => work(desk, officer, (case, seen, command, form)).await,
    }
}

/// What officers of the unit do.
async fn work(
    desk: &Desk,
    officer: &Officer,
    (case, seen, command, form): (&Case, Seen, RequestCommand, &Typed),
) -> Result<(), Undone> {
    use RequestCommand as It;
    let clerk = officer.actor.unit_officer(case.request.unit)?;
    let (store, calendar, now) = (&desk.store, desk.calendar(), desk.now());
    let by = (calendar.as_ref(), now);
    let clerk = &clerk;
    match command {
        It::Confirm => actions::confirm(store, (seen, form.day()?), clerk, by).await?,
        It::Accept => actions::accept(store, seen, clerk, by).await?,
        It::AskSupplement => {
            let asked = actions::AskSupplement {
                words: form.words.clone(),
                asked_on: form.day()?,
                workdays: form.days()?,
            };
            actions::ask_supplement(store, (seen, &asked), clerk, by).await?;
        }
        It::Supply => {
            let supplied = actions::Supply {
                words: form.words.clone(),
                received_on: Some(form.day()?),
            };
            actions::supply(store, (seen, &supplied), Hand::Officer(clerk), by).await?;
        }
        It::EndUnsupplied => actions::end_unsupplied(store, (seen, &form.words), clerk, by).await?,
        It::EndUnpaid => actions::end_unpaid(store, (seen, &form.words), clerk, by).await?,
        It::Consult => {
            let letter = consulting_of(form)?;
            let by = (desk.vault.as_ref(), calendar.as_ref(), now);
            actions::consult(store, (seen, &letter), clerk, by).await?;
        }
        It::ServeConsultation => {
            let letter = letter_of(form)?;
            actions::serve_consultation(store, (seen, letter, form.day()?), clerk, by).await?;
        }
        It::TakeOpinion => {
            let opinion = actions::Opinion {
                consultation: letter_of(form)?,
                stance: chosen("stance", &form.stance, Stance::from_code)?,
                words: form.words.clone(),
                answered_on: form.day()?,
            };
            actions::take_opinion(store, (seen, &opinion), clerk, by).await?;
        }
        It::NoteSearch => {
            let search = actions::NoteSearch {
                place: form.place.clone(),
                terms: form.terms.clone(),
                found: form.found.clone(),
                searched_by: form.searched_by.clone(),
                searched_on: form.day()?,
            };
            actions::note_search(store, (seen, &search), clerk, by).await?;
        }
        It::AskFee => {
            let fee = actions::AskFee {
                charging: chosen("charging", &form.charging, Charging::from_code)?,
                units: form
                    .units
                    .trim()
                    .parse()
                    .map_err(|_| Wrong("units", "请填写整数"))?,
                told_on: form.day()?,
            };
            actions::ask_fee(store, (seen, &fee), clerk, by).await?;
        }
        It::NotePayment => actions::note_payment(store, (seen, form.day()?), clerk, by).await?,
        It::Draft => actions::draft(store, (seen, &draft_of(form)?), clerk, by).await?,
        It::Send => {
            let sending = actions::Sending {
                way: chosen("way", &form.way, Delivery::from_code)?,
                sent_on: form.day()?,
            };
            actions::send(store, (seen, &sending), clerk, by).await?;
        }
        It::Serve => {
            let serving = actions::Serving {
                served_on: form.day()?,
                proof: form.words.clone(),
            };
            actions::serve(store, (seen, &serving), clerk, by).await?;
        }
        It::Withdraw => {
            actions::withdraw(store, (seen, &form.words), Hand::Officer(clerk), by).await?;
        }
        It::NoteDispute | It::NoteRuling | It::StrikeDispute | It::AnswerAnew | It::VisitBack => {
            disputes::done(desk, clerk, (seen, command, form)).await?
        }
        It::Extend | It::Pass | It::Sign | It::Approve | It::Return | It::HandOver => {}
    }
    Ok(())
}

/// What leaders, reviewers and the office do.
async fn lead(
    desk: &Desk,
    officer: &Officer,
    (case, seen, command, form): (&Case, Seen, RequestCommand, &Typed),
) -> Result<(), Undone> {
    let (unit, actor) = (case.request.unit, &officer.actor);
    let (store, calendar) = (&desk.store, desk.calendar());
    let by = (calendar.as_ref(), desk.now());
    let words = form.words.as_str();
    match command {
        RequestCommand::Extend => {
            let longer = actions::Extend {
                workdays: form.days()?,
                reason: form.words.clone(),
                told_on: form.day()?,
            };
            actions::extend(store, (seen, &longer), &actor.unit_leader(unit)?, by).await?;
        }
        RequestCommand::Pass => {
            actions::pass(store, (seen, words), &actor.unit_leader(unit)?, by).await?;
        }
        RequestCommand::Sign => {
            actions::sign(store, (seen, words), &actor.secrecy_reviewer(unit)?, by).await?;
        }
        RequestCommand::Approve => {
            let number = form.letter_number.as_str();
            actions::approve(store, (seen, number), &actor.approver(unit)?, by).await?;
        }
        RequestCommand::Return => match case.request.stage {
            Stage::SecrecyReview => {
                let it = actor.secrecy_reviewer(unit)?;
                actions::return_draft(store, (seen, words), Reviewer::Secrecy(&it), by).await?;
            }
            Stage::Approval => {
                let it = actor.approver(unit)?;
                actions::return_draft(store, (seen, words), Reviewer::Approver(&it), by).await?;
            }
            _ => {
                let it = actor.unit_leader(unit)?;
                actions::return_draft(store, (seen, words), Reviewer::Leader(&it), by).await?;
            }
        },
        _ => {
            let office = actor.open_government_office()?;
            let to = form.unit.parse().map_err(|_| Wrong("unit", "请选择单位"))?;
            actions::hand_over(store, (seen, to, words), &office, by).await?;
        }
    }
    Ok(())
}

fn consulting_of(form: &Typed) -> Result<Consulting, Wrong> {
    let wished = form.wished_on.trim();
    Ok(Consulting {
        whom: chosen("whom", &form.whom, Consulted::from_code)?,
        party: form.party.clone(),
        words: form.words.clone(),
        sent_on: form.day()?,
        wished_on: match wished {
            "" => None,
            text => Some(day_of("wished_on", text)?),
        },
    })
}

fn letter_of(form: &Typed) -> Result<kernel::ConsultationId, Wrong> {
    let id = form.consultation.parse();
    id.map_err(|_| Wrong("consultation", "请选择征求意见书"))
}

/// How a request ends, and the grounds of what is withheld.
pub(super) fn end_of(form: &Typed) -> Result<(Outcome, Vec<Outcome>), Wrong> {
    let ground = |code: &String| chosen("withheld", code, Outcome::from_code);
    let outcome = chosen("outcome", &form.outcome, Outcome::from_code)?;
    let withheld = form.withheld.iter().map(ground).collect::<Result<_, _>>()?;
    Ok((outcome, withheld))
}

fn draft_of(form: &Typed) -> Result<Draft, Wrong> {
    let (outcome, withheld) = end_of(form)?;
    Ok(Draft {
        outcome,
        withheld,
        facts: form.facts.replace('\r', ""),
        reply: form.reply.replace('\r', ""),
    })
}

/// The address of a request.
pub(super) fn address(id: RequestId) -> String {
    format!("/desk/requests/{id}")
}
