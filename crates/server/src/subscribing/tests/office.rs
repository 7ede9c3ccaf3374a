//! The finance bureau for tests: documents and promises through actions, by the people who may.

use std::cell::Cell;
use std::sync::Arc;

use calendar::Clock;
use kernel::{
    AccountId, Actor, Approver, DocumentId, Ids, Moment, Post, PromiseId, Role, SignedIn, Stop,
    UnitId,
};
use promises::actions::{Keep, keep};
use promises::docket::{Docket, NewPromise};
use promises::model::Origin;
use promises::rules::Evidence;
use prose::Body;
use publishing::actions::publish::Outlet;
use publishing::actions::{self, Begin, DecideValidity, Judge};
use publishing::metadata::TypedMetadata;
use publishing::{Library, Validity};
use store::directory::register::read_units;
use store::directory::{find_unit_by_code, import};
use testkit::TestSite;

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
czj,云溪市财政局,市财政局,department,city,,,,,,,,,,
";

pub struct Office {
    pub unit: UnitId,
    made: Cell<u32>,
}

impl Office {
    pub async fn of(site: &TestSite) -> Self {
        let records = read_units(UNITS).unwrap();
        let office = site.office();
        let unit = store::write!(site.store, |tx| {
            import::import_units(tx, &records, &office, site.now).await?;
            Ok(find_unit_by_code(tx, "czj").await?.unwrap().id)
        });
        Self {
            unit: unit.unwrap(),
            made: Cell::new(7),
        }
    }

    fn person(&self, seed: u64, role: Role) -> Actor {
        let at = Moment::parse(testkit::NOW).unwrap();
        let account: AccountId = Ids::seeded(seed).next(at);
        Actor::signed_in(SignedIn {
            account,
            name: format!("第{seed}人"),
            unit: self.unit,
            posts: vec![Post::own(self.unit, role)],
            address: "10.0.0.9".to_owned(),
        })
    }

    pub fn leader(&self) -> Approver {
        let actor = self.person(4, Role::Approver);
        actor.approver(self.unit).unwrap()
    }

    /// A normative document on its whole way.
    pub async fn publish(&self, site: &TestSite, title: &str) -> DocumentId {
        self.made.set(self.made.get() + 1);
        let command = Begin {
            kind: "normative".to_owned(),
            metadata: TypedMetadata {
                column: "policies".to_owned(),
                title: title.to_owned(),
                number: format!("云财发〔2026〕{}号", self.made.get()),
                theme: "财政、金融、审计".to_owned(),
                summary: "规定收费的项目和标准。".to_owned(),
                made_on: "2026-11-18".to_owned(),
                effective_on: "2026-11-20".to_owned(),
                expires_on: "2031-12-01".to_owned(),
                ..TypedMetadata::default()
            },
            body: Body::from_text("第一条 为规范收费，制定本目录。").unwrap(),
        };
        let library = Library::built_in();
        let clerk = self.person(1, Role::Clerk).unit_officer(self.unit).unwrap();
        let who = (&clerk, &library);
        let (store, now) = (&site.store, site.now);
        let begun = actions::begin(store, &command, who, now).await.unwrap();
        let (plain, judge) = (
            Judge::of(begun.edition, ""),
            Judge::of(begun.edition, "同意。"),
        );
        actions::submit(store, &plain, who, now).await.unwrap();
        let head = self.person(2, Role::SectionHead);
        let head = head.unit_leader(self.unit).unwrap();
        actions::pass(store, &judge, &head, now).await.unwrap();
        let secrecy = self.person(3, Role::SecrecyOfficer);
        let secrecy = secrecy.secrecy_reviewer(self.unit).unwrap();
        actions::sign(store, &judge, &secrecy, now).await.unwrap();
        let outlet = outlet(site);
        actions::approve(store, &judge, &self.leader(), (&outlet, now))
            .await
            .unwrap();
        begun.document
    }

    /// The leader decides that it is in force no more.
    pub async fn repeal(&self, site: &TestSite, document: DocumentId) {
        let command = DecideValidity {
            document,
            validity: Validity::Repealed,
            basis: "云财发〔2026〕20号".to_owned(),
            effective_on: site.now.date(),
            words: String::new(),
        };
        let when = (&outlet(site), site.now);
        actions::decide_validity(&site.store, &command, &self.leader(), when)
            .await
            .unwrap();
    }

    /// A promise, due on a day.
    pub async fn owes(&self, site: &TestSite, due: &str) -> PromiseId {
        let due: kernel::Date = due.parse().unwrap();
        let ids = Ids::seeded(99);
        let new = NewPromise {
            unit_id: self.unit,
            plan_id: Some(ids.next(site.now)),
            origin: Origin::Duty(ids.next(site.now)),
            slot: format!("date/{due}"),
            title: "公开收支情况".to_owned(),
            period_label: None,
            owed_from: "2026-01-01".parse().unwrap(),
            clock: Clock::fixed(due, "《云溪市2026年政务公开工作要点》"),
            due_basis: "《云溪市2026年政务公开工作要点》".to_owned(),
        };
        let actor = Actor::system();
        store::write!(site.store, |tx| -> Result<PromiseId, Stop<kernel::Never>> {
            let mut docket = Docket::begin(tx, &actor, site.now).await?;
            let id = docket.open(&new, &site.calendar).await?.unwrap();
            docket.finish().await?;
            Ok(id)
        })
        .unwrap()
    }

    /// Keeps it.
    pub async fn keep(&self, site: &TestSite, promise: PromiseId, now: Moment) {
        let officer = Actor::officer("李卫", self.unit, vec![Role::Clerk]);
        let command = Keep {
            promise,
            evidence: Evidence {
                link: "https://czj.example.gov.cn/1".to_owned(),
                note: String::new(),
                published_on: now.date(),
            },
        };
        let officer = officer.unit_officer(self.unit).unwrap();
        keep(&site.store, &command, &officer, now).await.unwrap();
    }
}

fn outlet(site: &TestSite) -> Outlet {
    Outlet {
        base_url: "https://gk.example".to_owned(),
        library: Arc::new(Library::built_in()),
        calendar: Arc::clone(&site.calendar),
        scanner: None,
        filing_desks: Arc::default(),
    }
}
