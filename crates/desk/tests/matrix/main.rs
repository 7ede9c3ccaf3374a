//! The matrix role × deed, walked over HTTP: every role tries every deed, and may exactly where the kernel's table says so.

#[path = "../promises/owed.rs"]
#[allow(dead_code)]
mod owed;
#[path = "../site/mod.rs"]
mod site;

use axum::http::StatusCode;
use kernel::rights::Reach;
use kernel::{Deed, Role, UnitId};
use owed::owes;
use site::{Answer, Browser, TestDesk, count_events, desk, person, signed_in, two_units, value_of};
use testkit::{TestSite, on_both};

/// Deeds whose screens need more than this test prepares, or are still to come.
const WITHOUT_PROBE: &[Deed] = &[
    Deed::RemindPromise,
    Deed::ApprovePlan,
    Deed::AcceptRevision,
    Deed::AssignUnit,
    Deed::RecordEvent,
    Deed::SetCadenceBasis,
    Deed::LinkPlans,
    Deed::ExportDutySheets,
    Deed::AnswerNotice,
    Deed::CloseNotice,
    Deed::ReadAuditLog,
    Deed::ExportAuditLog,
];

/// How a deed is tried: the page that begins it, or the form that does it with nothing filled in.
enum Probe {
    Get(String),
    Post(String),
    Upload(String),
}

impl Probe {
    async fn run(&self, browser: &mut Browser) -> Answer {
        match self {
            Self::Get(path) => browser.get(path).await,
            Self::Post(path) => browser.post(path, &[]).await,
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
}

fn probe(deed: Deed, on: &Things) -> Option<Probe> {
    let promise = |act: &str| format!("/desk/promises/{}/{act}", on.promise);
    let account = |act: &str| format!("/desk/people/{}/{act}", on.account);
    let get = |path: &str| Probe::Get(path.to_owned());
    Some(match deed {
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
        Deed::RemindPromise
        | Deed::ApprovePlan
        | Deed::AcceptRevision
        | Deed::AssignUnit
        | Deed::RecordEvent
        | Deed::SetCadenceBasis
        | Deed::LinkPlans
        | Deed::ExportDutySheets
        | Deed::AnswerNotice
        | Deed::CloseNotice
        | Deed::ReadAuditLog
        | Deed::ExportAuditLog => return None,
    })
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
    Things {
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
                let Some(probe) = probe(*deed, &on) else { continue };
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
        assert_eq!(tried, Role::ALL.len() * (Deed::ALL.len() - WITHOUT_PROBE.len()));
    }

    async fn a_right_of_the_own_unit_ends_at_its_border(site: &TestSite) {
        let (unit, other) = two_units(site).await;
        let desk = desk(site);
        let on = things(site, &desk, unit).await;
        for role in Role::ALL {
            let mut browser = signed_in(&desk, *role, other).await;
            for deed in Deed::ALL {
                let Some(probe) = probe(*deed, &on) else { continue };
                let may = deed.right().reach_for(*role) == Some(Reach::Everywhere);
                let before = count_events(site).await;
                let answer = probe.run(&mut browser).await;
                let is_refused = answer.status == StatusCode::FORBIDDEN;
                assert_eq!(is_refused, !may, "{role:?} {deed:?}: {} {}", answer.status, answer.text);
                if is_refused {
                    assert_eq!(count_events(site).await, before, "{role:?} {deed:?}");
                }
            }
        }
    }
}

#[test]
fn a_deed_has_a_probe_or_stands_in_the_list_of_those_without() {
    let on = Things {
        promise: String::new(),
        account: String::new(),
        nil_return: String::new(),
        waiver: String::new(),
    };
    for deed in Deed::ALL {
        let is_listed = WITHOUT_PROBE.contains(deed);
        assert_eq!(probe(*deed, &on).is_none(), is_listed, "{deed:?}");
    }
}
