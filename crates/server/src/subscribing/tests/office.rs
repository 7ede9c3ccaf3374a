//! The finance bureau for tests: documents and promises through actions, by the people who may.

use std::cell::Cell;
use std::sync::Arc;

use calendar::Clock;
use kernel::{
    AccountId, Actor, Approver, BlobId, DocumentId, EditionId, Ids, Moment, Post, PromiseId, Role,
    SignedIn, Stop, UnitId, UnitOfficer,
};
use promises::actions::{Keep, keep};
use promises::docket::{Docket, NewPromise};
use promises::model::Origin;
use promises::rules::Evidence;
use prose::Body;
use publishing::actions::publish::Outlet;
use publishing::actions::{self, Begin, Begun, Correct, DecideValidity, Judge, NewFile, Save};
use publishing::metadata::TypedMetadata;
use publishing::model::Scale;
use publishing::queries::find_work;
use publishing::{Library, Validity};
use rendition::{Page, Rendition};
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
        let begun = self.begin(site, title).await;
        self.bring_out(site, begun.edition).await;
        begun.document
    }

    /// The same with a file that waits to be read.
    pub async fn publish_with_file(&self, site: &TestSite, title: &str) -> BlobId {
        let begun = self.begin(site, title).await;
        let bytes = format!("%PDF-1.7 {title}").into_bytes();
        let blob = site.store.blobs().put(bytes.clone()).await.unwrap();
        let file = NewFile {
            blob: blob.clone(),
            file_name: "附件.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: bytes.len() as u64,
            unreadable: None,
            found: Vec::new(),
        };
        let attached = (begun.edition, &file);
        actions::attach(&site.store, attached, &self.clerk(), site.now)
            .await
            .unwrap();
        self.bring_out(site, begun.edition).await;
        blob
    }

    /// What is written in a file, as whoever reads files keeps it.
    pub async fn read_file(&self, site: &TestSite, blob: &BlobId, text: &str) {
        let page = Page {
            title: "第1页".to_owned(),
            html: format!("<p>{text}</p>"),
        };
        let made = Rendition {
            pages: vec![page],
            text: text.to_owned(),
            is_cut: false,
            has_gaps: false,
        };
        actions::keep_rendition(&site.store, blob, Ok(made), site.now)
            .await
            .unwrap();
    }

    /// A new edition with another text.
    pub async fn correct(
        &self,
        site: &TestSite,
        document: DocumentId,
        (scale, text): (Scale, &str),
    ) {
        let command = Correct {
            document,
            scale,
            change_note: "改正文。".to_owned(),
        };
        let (store, now) = (&site.store, site.now);
        let edition = actions::correct(store, &command, &self.clerk(), now)
            .await
            .unwrap();
        let work = store::read!(store, |tx| find_work(tx, edition).await);
        let old = work.unwrap().unwrap().edition;
        let save = Save {
            edition,
            revision: old.revision,
            metadata: TypedMetadata {
                number: format!("云财发〔2026〕{}号", self.made.get()),
                ..metadata("住房公积金提取管理办法")
            },
            body: Body::from_text(text).unwrap(),
            scale,
            change_note: old.change_note,
        };
        let library = Library::built_in();
        actions::save(store, &save, (&self.clerk(), &library), now)
            .await
            .unwrap();
        self.bring_out(site, edition).await;
    }

    fn clerk(&self) -> UnitOfficer {
        self.person(1, Role::Clerk).unit_officer(self.unit).unwrap()
    }

    async fn begin(&self, site: &TestSite, title: &str) -> Begun {
        self.made.set(self.made.get() + 1);
        let command = Begin {
            kind: "normative".to_owned(),
            metadata: TypedMetadata {
                number: format!("云财发〔2026〕{}号", self.made.get()),
                ..metadata(title)
            },
            body: Body::from_text("第一条 为规范收费，制定本目录。").unwrap(),
        };
        let who = (&self.clerk(), &Library::built_in());
        actions::begin(&site.store, &command, who, site.now)
            .await
            .unwrap()
    }

    /// Through all reviews.
    async fn bring_out(&self, site: &TestSite, edition: EditionId) {
        let who = (&self.clerk(), &Library::built_in());
        let (store, now) = (&site.store, site.now);
        let (plain, judge) = (Judge::of(edition, ""), Judge::of(edition, "同意。"));
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

fn metadata(title: &str) -> TypedMetadata {
    TypedMetadata {
        column: "policies".to_owned(),
        title: title.to_owned(),
        theme: "财政、金融、审计".to_owned(),
        summary: "规定收费的项目和标准。".to_owned(),
        made_on: "2026-11-18".to_owned(),
        effective_on: "2026-11-20".to_owned(),
        expires_on: "2031-12-01".to_owned(),
        ..TypedMetadata::default()
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
