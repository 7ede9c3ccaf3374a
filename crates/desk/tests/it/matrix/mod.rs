//! The matrix role × deed, walked over HTTP: every role tries every deed, and may exactly where the kernel's table says so.

use crate::documents::filing::filed_with_finance;
use crate::documents::subsites::own_site;
use crate::owed::owes;
use crate::site::{
    Answer, Browser, TestDesk, count_events, desk, person, signed_in, two_units, value_of,
};
use axum::http::StatusCode;
use kernel::rights::Reach;
use kernel::{Deed, Role, UnitId};
use testkit::{TestSite, on_both};

/// How a deed is tried: the page that begins it, or the form that does it with as little as possible filled in.
enum Probe {
    Get(String),
    Post(String),
    /// An order for many promises, of this kind and for none.
    Order(&'static str),
    Upload(String),
}

impl Probe {
    async fn run(&self, browser: &mut Browser) -> Answer {
        match self {
            Self::Get(path) => browser.get(path).await,
            Self::Post(path) => browser.post(path, &[]).await,
            Self::Order(what) => browser.post("/desk/batches", &[("what", what)]).await,
            Self::Upload(path) => browser.upload(path, &[], &[]).await,
        }
    }
}

/// What the probes work on.
struct Things {
    promise: String,
    account: String,
    nil_return: String,
    waiver: String,
    /// The address of a draft.
    draft: String,
    /// The address of a plan.
    plan: String,
    /// The address of one of its duties.
    duty: String,
    /// The address of a notice.
    notice: String,
    /// The address of a document's first edition, a draft.
    edition: String,
    /// The address of a filing that the unit is to judge.
    filing: String,
    /// The address of the unit's own site.
    subsite: String,
}

/// How it is tried; no deed is without.
fn probe(deed: Deed, on: &Things) -> Probe {
    let promise = |act: &str| format!("/desk/promises/{}/{act}", on.promise);
    let account = |act: &str| format!("/desk/people/{}/{act}", on.account);
    let get = |path: &str| Probe::Get(path.to_owned());
    match deed {
        Deed::KeepPromise => Probe::Upload(promise("keep")),
        Deed::AddEvidence => Probe::Upload(promise("evidence")),
        Deed::ReportProgress => Probe::Post(promise("progress")),
        Deed::ProposeNilReturn => Probe::Post(promise("nil-return")),
        Deed::SignNilReturn => Probe::Get(format!("/desk/proposals/{}", on.nil_return)),
        Deed::DecideProposal => Probe::Get(format!("/desk/proposals/{}", on.waiver)),
        Deed::ReturnEvidence => Probe::Post(promise("return")),
        Deed::ProposeWaiver => Probe::Post(promise("waiver")),
        Deed::ProposeMove => Probe::Post(promise("move")),
        Deed::MakeVoid => Probe::Post(promise("void")),
        Deed::DraftPlan => get("/desk/plans/upload"),
        Deed::ManageUnits => Probe::Post("/desk/units/new".to_owned()),
        Deed::Reorganise => Probe::Post("/desk/units/reorganise".to_owned()),
        Deed::IssueNotice => get("/desk/notices/new"),
        Deed::CreateAccount => Probe::Post("/desk/people/new".to_owned()),
        Deed::DisableAccount => Probe::Post(account("enable")),
        Deed::ChangeSettings => get("/desk/settings"),
        Deed::GrantRole => Probe::Post(account("grant")),
        Deed::ResetAccess => Probe::Post(account("unlock")),
        Deed::LinkIdentity => Probe::Post(account("identity/unlink")),
        Deed::EndSessions => Probe::Post(account("end-sessions")),
        Deed::RemindPromise => Probe::Order("remind"),
        Deed::ApprovePlan => Probe::Post(format!("{}/approve", on.draft)),
        Deed::AcceptRevision => Probe::Get(format!("{}/changes", on.plan)),
        Deed::AssignUnit => Probe::Post(format!("{}/assign", on.duty)),
        Deed::RecordEvent => Probe::Post(format!("{}/event", on.duty)),
        Deed::SetCadenceBasis => Probe::Post(format!("{}/basis", on.duty)),
        Deed::LinkPlans => Probe::Post(format!("{}/links", on.plan)),
        Deed::ExportDutySheets => Probe::Get(format!("{}/sheet.docx", on.plan)),
        Deed::AnswerNotice => Probe::Post(format!("{}/answer", on.notice)),
        Deed::CloseNotice => Probe::Post(format!("{}/close", on.notice)),
        Deed::DraftDocument => Probe::Post(format!("{}/recall", on.edition)),
        Deed::ReviewEdition => Probe::Post(format!("{}/pass", on.edition)),
        Deed::SignSecrecyReview => Probe::Post(format!("{}/sign", on.edition)),
        Deed::ApproveEdition => Probe::Post(format!("{}/approve", on.edition)),
        Deed::WithdrawDocument => Probe::Post(format!("{}/withdraw", on.edition)),
        Deed::DecideValidity => Probe::Post(format!("{}/validity", on.edition)),
        Deed::ShareDocument => Probe::Post(format!("{}/share", on.subsite)),
        Deed::KeepAnswers => Probe::Post("/desk/answers".to_owned()),
        Deed::KeepExpressions => Probe::Post("/desk/expressions".to_owned()),
        Deed::FileDocument => Probe::Post(format!("{}/filing", on.edition)),
        Deed::JudgeFiling => Probe::Post(format!("{}/return", on.filing)),
        Deed::ObjectToFiling => Probe::Post(format!("{}/object", on.filing)),
        Deed::ReadAuditLog => get("/desk/audit?go=1"),
        Deed::ExportAuditLog => get("/desk/audit.csv"),
    }
}

/// A proposal on a promise, as the page of whoever decides it names it.
async fn proposal(
    browser: &mut Browser,
    path: &str,
    fields: &[(&str, &str)],
    waits_at: (&mut Browser, &str),
) -> String {
    let answer = browser.post(path, fields).await;
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "{path}: {}",
        answer.text
    );
    let (decider, list) = waits_at;
    let page = decider.get(list).await;
    value_of(&page.text, "href=\"/desk/proposals/").expect("the proposal waits")
}

const PLAN: &str = "云溪市2026年政务公开工作要点
云政办发〔2026〕5号
一、推进财政信息公开
按季度公开财政收支情况。（市财政局）
云溪市人民政府办公室
2026年3月2日
";

/// Uploads the plan; the address of its draft.
async fn draft(office: &mut Browser) -> String {
    office.get("/desk/plans/upload").await;
    let file = [("file", "要点.txt", PLAN.as_bytes())];
    let answer = office.upload("/desk/plans/upload", &[], &file).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

/// A published plan and one of its duties.
async fn published(office: &mut Browser) -> (String, String) {
    let draft = draft(office).await;
    let approved = office
        .post(&format!("{draft}/approve"), &[("seen", "0")])
        .await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text);
    let plan = approved.location().to_owned();
    let page = office.get(&plan).await;
    let duty = value_of(&page.text, "href=\"/desk/plans/duties/").expect("the plan has a duty");
    (plan, format!("/desk/plans/duties/{duty}"))
}

/// A notice to a unit; its address.
async fn notice(desk: &TestDesk, unit: UnitId) -> String {
    let mut supervisor = signed_in(desk, Role::Supervisor, unit).await;
    let unit = unit.to_string();
    let fields = [
        ("unit", unit.as_str()),
        ("title", "督促公开十月财政收支情况"),
        ("body", "请说明十月收支逾期未公开的原因。"),
        ("workdays", "5"),
    ];
    let answer = supervisor.post("/desk/notices/new", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

/// A draft of a document; its address.
async fn edition(clerk: &mut Browser) -> String {
    clerk.get("/desk/documents/new?kind=news").await;
    let fields = [
        ("kind", "news"),
        ("column", "news"),
        ("title", "预算公开工作会召开"),
        ("body", "今日召开预算公开工作会。"),
    ];
    let answer = clerk.upload("/desk/documents/new", &fields, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

/// What a unit under it has put on file; its address.
async fn filing(site: &TestSite, desk: &TestDesk) -> String {
    filed_with_finance(site, desk).await.address
}

async fn things(site: &TestSite, desk: &TestDesk, unit: UnitId) -> Things {
    let mut leader = signed_in(desk, Role::Approver, unit).await;
    let mut clerk = signed_in(desk, Role::Clerk, unit).await;
    let mut office = signed_in(desk, Role::OpenGovernmentOffice, unit).await;
    let nil = owes(site, unit, "2026-11-28").await;
    let nil_return = proposal(
        &mut clerk,
        &format!("/desk/promises/{nil}/nil-return"),
        &[("reason", "本月没有新增专项资金")],
        (&mut leader, "/desk/to-sign"),
    )
    .await;
    let waived = owes(site, unit, "2026-11-29").await;
    let waiver = proposal(
        &mut office,
        &format!("/desk/promises/{waived}/waiver"),
        &[
            ("reason", "任务已由上级统一公开"),
            ("basis", "市政府2026年第5次常务会议纪要"),
        ],
        (&mut leader, "/desk/to-decide"),
    )
    .await;
    let (plan, duty) = published(&mut office).await;
    Things {
        draft: draft(&mut office).await,
        plan,
        duty,
        notice: notice(desk, unit).await,
        edition: edition(&mut clerk).await,
        filing: filing(site, desk).await,
        subsite: own_site(site, unit).await,
        promise: owes(site, unit, "2026-11-30").await.to_string(),
        account: person(desk, "wangmin", &[(Role::Clerk, unit)])
            .await
            .to_string(),
        nil_return,
        waiver,
    }
}

on_both! {
    async fn every_role_may_exactly_what_its_row_says(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let on = things(site, &desk, unit).await;
        let mut tried = 0;
        for role in Role::ALL {
            let mut browser = signed_in(&desk, *role, unit).await;
            for deed in Deed::ALL {
                let probe = probe(*deed, &on);
                let may = deed.right().reach_for(*role).is_some();
                let before = count_events(site).await;
                let answer = probe.run(&mut browser).await;
                let is_refused = answer.status == StatusCode::FORBIDDEN;
                assert_eq!(is_refused, !may, "{role:?} {deed:?}: {} {}", answer.status, answer.text);
                assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{role:?} {deed:?}");
                assert_ne!(answer.status, StatusCode::NOT_FOUND, "{role:?} {deed:?}");
                if is_refused {
                    assert_eq!(count_events(site).await, before, "{role:?} {deed:?}");
                }
                tried += 1;
            }
        }
        assert_eq!(tried, Role::ALL.len() * Deed::ALL.len());
    }

    async fn a_right_of_the_own_unit_ends_at_its_border(site: &TestSite) {
        let (unit, other) = two_units(site).await;
        let desk = desk(site);
        let on = things(site, &desk, unit).await;
        for role in Role::ALL {
            let mut browser = signed_in(&desk, *role, other).await;
            for deed in Deed::ALL {
                let probe = probe(*deed, &on);
                let may = deed.right().reach_for(*role) == Some(Reach::Everywhere);
                let before = count_events(site).await;
                let answer = probe.run(&mut browser).await;
                // Of a notice to another unit one does not even learn that there is one.
                let is_refused = matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
                assert_eq!(is_refused, !may, "{role:?} {deed:?}: {} {}", answer.status, answer.text);
                if is_refused {
                    assert_eq!(count_events(site).await, before, "{role:?} {deed:?}");
                }
            }
        }
    }
}
