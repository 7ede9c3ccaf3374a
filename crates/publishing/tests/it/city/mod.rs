//! What the tests of publishing share: two units, people with accounts, a document on its way.

use std::sync::Arc;

use calendar::Clock;
use kernel::{
    AccountId, Actor, Approver, DocumentId, EditionId, Ids, Never, Post, PromiseId, Role,
    SecrecyReviewer, SignedIn, Stop, UnitId, UnitLeader, UnitOfficer,
};
use promises::docket::{Docket, NewPromise};
use promises::model::Origin;
use promises::queries::{PromiseDetail, find_promise};
use prose::Body;
use publishing::actions::publish::Outlet;
use publishing::actions::{self, Begin, Begun, Judge};
use publishing::metadata::TypedMetadata;
use publishing::public::{Found, PublicDocument, find_public};
use publishing::queries::find_work;
use publishing::{DocumentRefusal, EditionState, Library};
use store::directory::register::read_units;
use store::directory::{import, load};
use testkit::TestSite;

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
zf,云溪市人民政府,市政府,government,city,,,,,,,,,,
czj,云溪市财政局,市财政局,department,city,zf,,,,,,0577-8801234,,,
mzj,云溪市民政局,市民政局,department,city,zf,,,,,,,,,
";

/// A city with two bureaux and the finance bureau's people.
pub struct City {
    pub finance: UnitId,
    pub welfare: UnitId,
    pub library: Library,
}

impl City {
    pub async fn of(site: &TestSite) -> Self {
        let records = read_units(UNITS).unwrap();
        let office = site.office();
        store::write!(site.store, |tx| {
            import::import_units(tx, &records, &office, site.now).await
        })
        .unwrap();
        let directory = store::read!(site.store, |tx| load(tx).await).unwrap();
        let unit = |code: &str| {
            let mut units = directory.units().iter();
            units.find(|it| it.code == code).unwrap().id
        };
        Self {
            finance: unit("czj"),
            welfare: unit("mzj"),
            library: Library::built_in(),
        }
    }

    pub fn clerk(&self) -> UnitOfficer {
        let actor = person(1, self.finance, &[Role::Clerk]);
        actor.unit_officer(self.finance).unwrap()
    }

    /// A clerk of another unit.
    pub fn welfare_clerk(&self) -> UnitOfficer {
        let actor = person(5, self.welfare, &[Role::Clerk]);
        actor.unit_officer(self.welfare).unwrap()
    }

    pub fn head(&self) -> UnitLeader {
        let actor = person(2, self.finance, &[Role::SectionHead]);
        actor.unit_leader(self.finance).unwrap()
    }

    pub fn secrecy(&self) -> SecrecyReviewer {
        let actor = person(3, self.finance, &[Role::SecrecyOfficer]);
        actor.secrecy_reviewer(self.finance).unwrap()
    }

    pub fn leader(&self) -> Approver {
        let actor = person(4, self.finance, &[Role::Approver]);
        actor.approver(self.finance).unwrap()
    }

    /// The leader of another unit.
    pub fn welfare_leader(&self) -> Approver {
        let actor = person(6, self.welfare, &[Role::Approver]);
        actor.approver(self.welfare).unwrap()
    }

    pub async fn begin(&self, site: &TestSite, command: &Begin) -> Begun {
        actions::begin(
            &site.store,
            command,
            (&self.clerk(), &self.library),
            site.now,
        )
        .await
        .unwrap()
    }

    /// Hands a draft in and has it reviewed up to the leader's desk.
    pub async fn bring_to_approval(&self, site: &TestSite, edition: EditionId) {
        actions::submit(
            &site.store,
            &Judge::of(edition, ""),
            (&self.clerk(), &self.library),
            site.now,
        )
        .await
        .unwrap();
        let judge = Judge::of(edition, "同意。");
        actions::pass(&site.store, &judge, &self.head(), site.now)
            .await
            .unwrap();
        actions::sign(&site.store, &judge, &self.secrecy(), site.now)
            .await
            .unwrap();
    }

    /// The whole way.
    pub async fn publish(&self, site: &TestSite, edition: EditionId) {
        self.bring_to_approval(site, edition).await;
        actions::approve(
            &site.store,
            &Judge::of(edition, "同意公开。"),
            &self.leader(),
            (&outlet(site), site.now),
        )
        .await
        .unwrap();
    }
}

pub fn outlet(site: &TestSite) -> Outlet {
    Outlet {
        base_url: "https://www.yunxi.example".to_owned(),
        library: Arc::new(Library::built_in()),
        calendar: Arc::clone(&site.calendar),
        scanner: None,
        filing_desks: Arc::default(),
    }
}

/// Somebody who signed in with the account of that seed.
pub fn person(seed: u64, unit: UnitId, roles: &[Role]) -> Actor {
    let at = kernel::Moment::parse(testkit::NOW).unwrap();
    let account: AccountId = Ids::seeded(seed).next(at);
    Actor::signed_in(SignedIn {
        account,
        name: format!("第{seed}人"),
        unit,
        posts: roles.iter().map(|role| Post::own(unit, *role)).collect(),
        address: "10.0.0.9".to_owned(),
    })
}

pub fn normative(number: &str, text: &str) -> Begin {
    Begin {
        kind: "normative".to_owned(),
        metadata: TypedMetadata {
            column: "policies".to_owned(),
            title: "云溪市财政局关于印发专项资金管理办法的通知".to_owned(),
            number: number.to_owned(),
            theme: "财政、金融、审计".to_owned(),
            summary: "规定专项资金的申请、分配和公开。".to_owned(),
            made_on: "2026-11-18".to_owned(),
            effective_on: "2026-12-01".to_owned(),
            expires_on: "2031-12-01".to_owned(),
            ..TypedMetadata::default()
        },
        body: Body::from_text(text).unwrap(),
    }
}

pub fn news(title: &str) -> Begin {
    Begin {
        kind: "news".to_owned(),
        metadata: TypedMetadata {
            column: "news".to_owned(),
            title: title.to_owned(),
            ..TypedMetadata::default()
        },
        body: Body::from_text("今日召开预算公开工作会。").unwrap(),
    }
}

pub fn refusal<T: std::fmt::Debug>(outcome: Result<T, Stop<DocumentRefusal>>) -> DocumentRefusal {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

pub async fn count_events(site: &TestSite) -> usize {
    store::read!(site.store, |tx| store::event::list_newest(tx, 1000).await)
        .unwrap()
        .len()
}

/// A promise that a unit owes by a day.
pub async fn owes(site: &TestSite, unit_id: UnitId, due: &str) -> PromiseId {
    let ids = Ids::seeded(u64::from(due.as_bytes()[9]));
    let due = due.parse().unwrap();
    let new = NewPromise {
        unit_id,
        plan_id: Some(ids.next(site.now)),
        origin: Origin::Duty(ids.next(site.now)),
        slot: "once".to_owned(),
        title: "公开专项资金管理办法".to_owned(),
        period_label: None,
        owed_from: "2026-01-01".parse().unwrap(),
        clock: Clock::fixed(due, "《云溪市2026年政务公开工作要点》"),
        due_basis: "《云溪市2026年政务公开工作要点》".to_owned(),
    };
    let actor = Actor::system();
    store::write!(site.store, |tx| -> Result<PromiseId, Stop<Never>> {
        let mut docket = Docket::begin(tx, &actor, site.now).await?;
        let id = docket.open(&new, &site.calendar).await?.unwrap();
        docket.finish().await?;
        Ok(id)
    })
    .unwrap()
}

/// A public document.
pub async fn document(site: &TestSite, id: DocumentId) -> PublicDocument {
    match store::read!(site.store, |tx| find_public(tx, id, None).await).unwrap() {
        Some(Found::Document(found)) => *found,
        other => panic!("not public: {other:?}"),
    }
}

/// A promise.
pub async fn promise(site: &TestSite, id: PromiseId) -> PromiseDetail {
    store::read!(site.store, |tx| find_promise(tx, id, site.now.date()).await)
        .unwrap()
        .unwrap()
}

/// Where an edition stands.
pub async fn state(site: &TestSite, begun: &Begun) -> EditionState {
    let work = store::read!(site.store, |tx| find_work(tx, begun.edition).await);
    work.unwrap().unwrap().edition.state
}
