//! One promise on the desk: what is owed, how its clock runs, what was handed in, what happened, and what one may do or not and why.
//!
//! What is inside the house (proposals that nobody has decided) is shown to those who work on it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use calendar::{Clock, Segment};
use kernel::{AccountId, Actor, Date, Fault, NotAllowed};
use promises::HistoryLine;
use promises::queries::PromiseDetail;
use promises::rules::{CommandKind, allow};
use promises::work::{CaseFile, ProposalKind, find_case_file};
use promises::{Origin, Standing};
use publishing::Library;
use publishing::queries::{KeepRule, list_keep_rules};
use store::Tx;
use ui::{Markup, dates};

use super::keep_rule::Typed;
use super::receipt::{self, ReceiptLine};
use super::{act, standing};
use crate::form::Errors;
use crate::page::{DeskFrame, html};
use crate::session::Officer;
use crate::site::Desk;
use crate::trouble::Snag;

/// Its address.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/promises/{id}", get(show))
}

#[derive(Debug, Template)]
#[template(path = "promises/show.html")]
struct PromisePage {
    frame: DeskFrame,
    detail: PromiseDetail,
    file: CaseFile,
    standing: Markup,
    verdict: String,
    is_inside: bool,
    deeds: Vec<DeedLine>,
    clock: Vec<String>,
    words: Vec<String>,
    rule: String,
    keeping: Keeping,
    /// The public page.
    public_href: String,
    decides: Option<String>,
    receipts: Vec<ReceiptLine>,
    /// What presses its unit: the verb and where it is done.
    pressing: Vec<(&'static str, String)>,
}

/// By which publications the promises of its duty are kept.
#[derive(Debug)]
struct Keeping {
    may_set: bool,
    /// The columns' names with the rules.
    rules: Vec<(String, KeepRule)>,
    /// Codes and names.
    columns: Vec<(String, String)>,
    tried: Typed,
    errors: Errors,
}

/// One act: where it is done, or why not.
#[derive(Debug)]
struct DeedLine {
    verb: &'static str,
    path: &'static str,
    why_not: Option<String>,
    is_first: bool,
}

async fn show(
    State(desk): State<Desk>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Response, Snag> {
    let tried = (Typed::default(), Errors::none());
    page(&desk, &officer, &id, tried).await
}

/// The page of a promise; what was tried stands in the form of its rules again.
pub(super) async fn page(
    desk: &Desk,
    officer: &Officer,
    id: &str,
    (tried, errors): (Typed, Errors),
) -> Result<Response, Snag> {
    let detail = act::load(desk, id).await?;
    if let Origin::Request(request) = detail.line.origin
        && crate::requests::sees(&officer.actor, detail.line.unit_id)
    {
        // The duty to answer is kept by answering.
        return Err(Snag::Elsewhere(format!("/desk/requests/{request}")));
    }
    let status = errors.status();
    let today = desk.today();
    let promise = detail.line.id;
    let duty = match detail.line.origin {
        Origin::Duty(duty) => Some(duty),
        Origin::CatalogueItem(_) | Origin::Document(_) | Origin::Demand(_) | Origin::Request(_) => {
            None
        }
    };
    let origin = detail.line.origin;
    let (file, duty, receipts, rules) = store::read!(desk.store, |tx| {
        let mut file = find_case_file(tx, promise).await?;
        if let Some(file) = &mut file {
            name_colleagues(tx, &mut file.history).await?;
        }
        let duty = match duty {
            Some(duty) => plans::queries::find_duty(tx, duty, today).await?,
            None => None,
        };
        let rules = list_keep_rules(tx, origin).await?;
        Ok::<_, Fault>((file, duty, receipt::list(tx, promise).await?, rules))
    })?;
    let file = file.ok_or(Snag::Missing("承诺"))?;
    let actor = &officer.actor;
    let decides = file.waiting().and_then(|waiting| {
        let may = match waiting.kind {
            ProposalKind::NilReturn => actor.unit_leader(waiting.deciding_unit).map(|_| ()),
            ProposalKind::Waiver | ProposalKind::Move => {
                actor.approver(waiting.deciding_unit).map(|_| ())
            }
        };
        may.ok()
            .filter(|()| waiting.check_other(actor).is_ok())
            .map(|()| format!("/desk/proposals/{}", waiting.id))
    });
    let page = PromisePage {
        frame: desk
            .frame(officer, detail.line.title.clone())
            .under("承诺队列", "/desk/queue"),
        standing: standing(detail.line.standing),
        verdict: verdict(&detail, today),
        is_inside: is_inside(actor, &detail) || decides.is_some(),
        deeds: deeds(actor, &file, today),
        clock: clock_lines(&detail.clock),
        words: duty.map_or_else(Vec::new, |it| it.text.lines().map(str::to_owned).collect()),
        rule: act::evidence_rule(desk, &detail).await?,
        keeping: Keeping {
            may_set: actor.open_government_office().is_ok() && !is_owed_once(origin),
            rules: named(&desk.library, rules),
            columns: columns(&desk.library),
            tried,
            errors,
        },
        public_href: format!(
            "{}/promises/{}",
            desk.identity.base_url.trim_end_matches('/'),
            detail.line.id
        ),
        decides,
        receipts,
        pressing: pressing(actor, &detail),
        file,
        detail,
    };
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// Whether it is owed once only, so that no rule can say what keeps the next one.
fn is_owed_once(origin: Origin) -> bool {
    match origin {
        Origin::Document(_) | Origin::Demand(_) | Origin::Request(_) => true,
        Origin::Duty(_) | Origin::CatalogueItem(_) => false,
    }
}

fn named(library: &Library, rules: Vec<KeepRule>) -> Vec<(String, KeepRule)> {
    let name = |code: &str| {
        let column = library.find_column(code);
        column.map_or_else(|| code.to_owned(), |it| it.name.clone())
    };
    rules.into_iter().map(|it| (name(&it.column), it)).collect()
}

/// Every column in which documents may stand, with its name.
fn columns(library: &Library) -> Vec<(String, String)> {
    let used = |code: &String| library.kinds().iter().any(|it| it.columns.contains(code));
    let columns = library.columns().iter().filter(|it| used(&it.code));
    columns
        .map(|it| (it.code.clone(), it.name.clone()))
        .collect()
}

/// Puts names to what accounts did: the log itself holds none.
async fn name_colleagues(tx: &mut Tx, history: &mut [HistoryLine]) -> Result<(), Fault> {
    let mut names: HashMap<AccountId, String> = HashMap::new();
    for line in history {
        let Some(id) = line.account else { continue };
        let name = match names.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let account = accounts::queries::find_account(tx, id).await?;
                unknown.insert(account.map_or_else(String::new, |it| it.name))
            }
        };
        line.who = format!("{} {name}", line.who);
    }
    Ok(())
}

/// Whether somebody works on it: for its unit, for the office, or as a supervisor.
fn is_inside(actor: &Actor, detail: &PromiseDetail) -> bool {
    let unit = detail.line.unit_id;
    actor.unit_officer(unit).is_ok()
        || actor.unit_leader(unit).is_ok()
        || actor.open_government_office().is_ok()
        || actor.supervisor().is_ok()
}

/// What the office and the supervisor do so that a promise is kept, while it is not settled.
fn pressing(actor: &Actor, detail: &PromiseDetail) -> Vec<(&'static str, String)> {
    let promise = detail.line.id;
    let (is_owed, may_be_asked_about) = match detail.line.standing {
        Standing::Open | Standing::DueToday | Standing::Late => (true, true),
        Standing::KeptLate => (false, true),
        Standing::KeptOnTime | Standing::Waived | Standing::Void => (false, false),
    };
    let mut pressing = Vec::new();
    if is_owed && actor.open_government_office().is_ok() {
        pressing.push(("催办", format!("{}/remind", act::address(promise))));
    }
    if may_be_asked_about && actor.supervisor().is_ok() {
        pressing.push(("发督办单", format!("/desk/notices/new?promise={promise}")));
    }
    pressing
}

fn verdict(detail: &PromiseDetail, today: Date) -> String {
    let due_on = detail.line.due_on;
    let days = |from: Date, to: Date| from.duration_until(to).as_hours() / 24;
    match detail.line.standing {
        Standing::Open => format!("距最迟公开日还有{}天。", days(today, due_on)),
        Standing::DueToday => "今天是最迟公开日，今天24时以前公开即为按期。".to_owned(),
        Standing::Late => format!("最迟公开日已过{}天，尚未公开。", days(due_on, today)),
        Standing::KeptOnTime | Standing::KeptLate | Standing::Waived | Standing::Void => {
            String::new()
        }
    }
}

/// Every act with where it is done or why not.
fn deeds(actor: &Actor, file: &CaseFile, today: Date) -> Vec<DeedLine> {
    use CommandKind as C;
    const ACTS: &[(C, &str)] = &[
        (C::Keep, "keep"),
        (C::ReportProgress, "progress"),
        (C::ProposeNilReturn, "nil-return"),
        (C::AddEvidence, "evidence"),
        (C::ReturnEvidence, "return"),
        (C::ProposeWaiver, "waiver"),
        (C::ProposeMove, "move"),
        (C::MakeVoid, "void"),
    ];
    ACTS.iter()
        .map(|(command, path)| DeedLine {
            verb: command.label(),
            path,
            why_not: why_not(actor, file, (*command, today)),
            is_first: *command == C::Keep,
        })
        .collect()
}

fn why_not(
    actor: &Actor,
    file: &CaseFile,
    (command, today): (CommandKind, Date),
) -> Option<String> {
    use CommandKind as C;
    let promise = &file.promise;
    let may: Result<(), NotAllowed> = match command {
        C::Keep | C::AddEvidence | C::ReportProgress | C::ProposeNilReturn => {
            actor.unit_officer(promise.unit_id).map(|_| ())
        }
        C::SignNilReturn => actor.unit_leader(promise.unit_id).map(|_| ()),
        C::ReturnEvidence
        | C::ProposeWaiver
        | C::ProposeMove
        | C::Waive
        | C::MakeVoid
        | C::MoveDue
        | C::HandOver => actor.open_government_office().map(|_| ()),
    };
    if let Err(refused) = may {
        return Some(refused.to_string());
    }
    if let Err(refused) = allow(&promise.state, command) {
        return Some(refused.to_string());
    }
    let asks = matches!(
        command,
        C::ProposeNilReturn | C::ProposeWaiver | C::ProposeMove
    );
    if asks && file.waiting().is_some() {
        return Some("已有一项请示等待办理".to_owned());
    }
    if command == C::ProposeMove && promise.due_on < today {
        return Some("已逾期，不能延期；确需免除的，请提出豁免".to_owned());
    }
    if command == C::ProposeNilReturn && today < promise.owed_from {
        return Some("所属期间尚未开始".to_owned());
    }
    None
}

/// The clock's segments, a line each.
fn clock_lines(clock: &Clock) -> Vec<String> {
    clock
        .segments()
        .iter()
        .map(|segment| match segment {
            Segment::Start {
                at, span, basis, ..
            } => format!(
                "自{}起算，{}（{basis}）",
                dates::long(at.date()),
                span.describe()
            ),
            Segment::Fixed { on, basis } => format!("定于{}（{basis}）", dates::long(*on)),
            Segment::Pause { at, basis } => format!("{}暂停（{basis}）", dates::long(at.date())),
            Segment::Resume { at, basis } => format!("{}恢复（{basis}）", dates::long(at.date())),
            Segment::Restart { at, basis } => {
                format!("{}重新起算（{basis}）", dates::long(at.date()))
            }
            Segment::Extend {
                by, told_at, basis, ..
            } => format!(
                "{}延长{}（{basis}）",
                dates::long(told_at.date()),
                by.describe()
            ),
        })
        .collect()
}
