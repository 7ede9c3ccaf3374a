//! What the tests of the work on promises share: people with posts, and questions about what stands.

use kernel::{
    Actor, Approver, OpenGovernmentOffice, PromiseId, Refusal, Role, Stop, UnitId, UnitLeader,
};
use promises::PromiseRefusal;
use promises::queries::{PromiseDetail, find_promise};
use promises::rules::Submission;
use promises::work::{CaseFile, find_case_file};
use testkit::TestSite;

pub fn head(unit: UnitId, name: &str) -> UnitLeader {
    Actor::officer(name, unit, vec![Role::SectionHead])
        .unit_leader(unit)
        .unwrap()
}

pub fn approver(unit: UnitId, name: &str) -> Approver {
    Actor::officer(name, unit, vec![Role::Approver])
        .approver(unit)
        .unwrap()
}

pub fn office_of(unit: UnitId) -> OpenGovernmentOffice {
    Actor::officer("公开办 陈静", unit, vec![Role::OpenGovernmentOffice])
        .open_government_office()
        .unwrap()
}

pub fn submission(on: &str) -> Submission {
    Submission {
        published_on: on.parse().unwrap(),
        note: String::new(),
        links: vec!["https://www.yunxi.example/czj/202611/t1.html".to_owned()],
        files: Vec::new(),
    }
}

pub fn code<T: std::fmt::Debug>(outcome: Result<T, Stop<PromiseRefusal>>) -> &'static str {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal.code(),
        other => panic!("not refused: {other:?}"),
    }
}

pub async fn events(site: &TestSite) -> usize {
    store::read!(site.store, |tx| store::event::list_after(tx, None, 5000)
        .await)
    .unwrap()
    .len()
}

pub async fn detail(site: &TestSite, id: PromiseId) -> PromiseDetail {
    let today = site.now.date();
    store::read!(site.store, |tx| find_promise(tx, id, today).await)
        .unwrap()
        .unwrap()
}

pub async fn file(site: &TestSite, id: PromiseId) -> CaseFile {
    store::read!(site.store, |tx| find_case_file(tx, id).await)
        .unwrap()
        .unwrap()
}

/// The tallies, the chains and the blobs agree with what they are about.
pub async fn check(site: &TestSite) {
    assert_eq!(promises::check::check(&site.store).await.unwrap(), []);
    let report = site.store.check(&mut |_, _| {}).await.unwrap();
    assert_eq!(report.problems, []);
}
