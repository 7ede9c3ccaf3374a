//! The finance bureau's desk for tests of documents: everything through actions, by the people who may.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::{
    AccountId, Actor, Approver, BlobId, DocumentId, EditionId, Ids, Post, PromiseId, Role,
    SecrecyReviewer, SignedIn, UnitId, UnitLeader, UnitOfficer,
};
use prose::Body;
use publishing::Library;
use publishing::actions::publish::Outlet;
use publishing::actions::{self, Begin, Begun, Judge, NewFile, Save};
use publishing::metadata::TypedMetadata;
use publishing::model::Scale;
use publishing::queries::find_work;
use store::{RecordedEvent, StoredBlob};
use testkit::TestSite;

use crate::ask::{self, Portal};

/// The beginning of a picture is all that anybody looks at here.
pub const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n";

pub struct Desk {
    pub unit: UnitId,
    pub library: Library,
}

impl Desk {
    pub async fn of(site: &TestSite) -> Self {
        let unit = store::read!(site.store, |tx| {
            store::directory::find_unit_by_code(tx, "qs-czj").await
        });
        Self {
            unit: unit.unwrap().unwrap().id,
            library: Library::built_in(),
        }
    }

    fn person(&self, seed: u64, role: Role) -> Actor {
        let at = kernel::Moment::parse(testkit::NOW).unwrap();
        let account: AccountId = Ids::seeded(seed).next(at);
        Actor::signed_in(SignedIn {
            account,
            name: format!("第{seed}人"),
            unit: self.unit,
            posts: vec![Post::own(self.unit, role)],
            address: "10.0.0.9".to_owned(),
        })
    }

    pub fn clerk(&self) -> UnitOfficer {
        self.person(1, Role::Clerk).unit_officer(self.unit).unwrap()
    }

    fn head(&self) -> UnitLeader {
        let actor = self.person(2, Role::SectionHead);
        actor.unit_leader(self.unit).unwrap()
    }

    fn secrecy(&self) -> SecrecyReviewer {
        let actor = self.person(3, Role::SecrecyOfficer);
        actor.secrecy_reviewer(self.unit).unwrap()
    }

    pub fn leader(&self) -> Approver {
        let actor = self.person(4, Role::Approver);
        actor.approver(self.unit).unwrap()
    }

    pub async fn begin(&self, site: &TestSite, command: &Begin) -> Begun {
        let who = (&self.clerk(), &self.library);
        actions::begin(&site.store, command, who, site.now)
            .await
            .unwrap()
    }

    pub async fn bring_to_approval(&self, site: &TestSite, edition: EditionId) {
        let who = (&self.clerk(), &self.library);
        actions::submit(&site.store, &Judge::of(edition, ""), who, site.now)
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

    pub fn outlet(&self, site: &TestSite) -> Outlet {
        Outlet {
            base_url: ask::BASE.to_owned(),
            library: Arc::new(Library::built_in()),
            calendar: Arc::clone(&site.calendar),
            scanner: None,
            filing_desks: Arc::default(),
        }
    }

    /// Reviews and approves a draft; what happened lately.
    pub async fn bring_out(&self, site: &TestSite, edition: EditionId) -> Vec<RecordedEvent> {
        self.bring_to_approval(site, edition).await;
        let when = (&self.outlet(site), site.now);
        let judge = Judge::of(edition, "同意公开。");
        actions::approve(&site.store, &judge, &self.leader(), when)
            .await
            .unwrap();
        newest(site).await
    }

    pub async fn publish(&self, site: &TestSite, command: &Begin) -> DocumentId {
        let begun = self.begin(site, command).await;
        self.bring_out(site, begun.edition).await;
        begun.document
    }

    pub async fn rewrite(&self, site: &TestSite, edition: EditionId, to: &Begin) {
        let work = store::read!(site.store, |tx| find_work(tx, edition).await);
        let old = work.unwrap().unwrap().edition;
        let save = Save {
            edition,
            revision: old.revision,
            metadata: to.metadata.clone(),
            body: to.body.clone(),
            scale: Scale::Minor,
            change_note: old.change_note,
        };
        let who = (&self.clerk(), &self.library);
        actions::save(&site.store, &save, who, site.now)
            .await
            .unwrap();
    }

    pub async fn attach(
        &self,
        site: &TestSite,
        edition: EditionId,
        (name, media_type, bytes): (&str, &str, &[u8]),
    ) -> BlobId {
        let blob = site.store.blobs().put(bytes.to_vec()).await.unwrap();
        let file = NewFile {
            blob: blob.clone(),
            file_name: name.to_owned(),
            media_type: media_type.to_owned(),
            size: bytes.len() as u64,
            unreadable: None,
            found: Vec::new(),
        };
        actions::attach(&site.store, (edition, &file), &self.clerk(), site.now)
            .await
            .unwrap();
        blob
    }

    /// Keeps a picture as the desk does when one is pasted.
    pub async fn picture(&self, site: &TestSite, media_type: &str, bytes: &[u8]) -> BlobId {
        let id = site.store.blobs().put(bytes.to_vec()).await.unwrap();
        let blob = StoredBlob {
            id: id.clone(),
            size: bytes.len() as u64,
            media_type: media_type.to_owned(),
            file_name: "图".to_owned(),
            is_public: false,
        };
        store::write!(
            site.store,
            |tx| -> Result<(), kernel::Stop<kernel::Never>> {
                tx.note_blob(&blob, site.now).await?;
                Ok(())
            }
        )
        .unwrap();
        id
    }

    /// A promise of the bureau that is still owed.
    pub async fn owes(&self, portal: &Portal) -> PromiseId {
        let path = format!("/api/v1/promises?unit={}&standing=open&limit=1", self.unit);
        let promise = portal.first(&path).await;
        promise["id"].as_str().unwrap().parse().unwrap()
    }

    pub async fn link(&self, site: &TestSite, document: DocumentId, promise: PromiseId) {
        let what = (document, &[promise][..]);
        actions::link_promises(&site.store, what, &self.clerk(), site.now)
            .await
            .unwrap();
    }

    /// Drops the kept pages that what happened lately touches, as the server does.
    pub async fn drop_pages(&self, site: &TestSite, portal: &Portal) {
        for event in newest(site).await {
            portal.site.cache.drop_tagged(&portal::tags_of(&event));
        }
    }
}

pub async fn newest(site: &TestSite) -> Vec<RecordedEvent> {
    store::read!(site.store, |tx| store::event::list_newest(tx, 20).await).unwrap()
}

pub fn policy(number: &str, title: &str) -> Begin {
    Begin {
        kind: "normative".to_owned(),
        metadata: TypedMetadata {
            column: "policies".to_owned(),
            title: title.to_owned(),
            number: number.to_owned(),
            theme: "财政、金融、审计".to_owned(),
            summary: "规定专项资金的申请、分配和公开。".to_owned(),
            made_on: "2026-11-18".to_owned(),
            effective_on: "2026-12-01".to_owned(),
            expires_on: "2031-12-01".to_owned(),
            ..TypedMetadata::default()
        },
        body: Body::from_text("第一条 为规范管理，制定本办法。").unwrap(),
    }
}

pub fn notice(title: &str) -> Begin {
    Begin {
        kind: "notice".to_owned(),
        metadata: TypedMetadata {
            column: "notices".to_owned(),
            title: title.to_owned(),
            summary: "公示有关事项。".to_owned(),
            ..TypedMetadata::default()
        },
        body: Body::from_text("现将有关事项公示如下。").unwrap(),
    }
}

pub fn clean(html: &str) -> Body {
    Body::clean(html).unwrap().body
}

/// Follows every link of the site from its first page and from `more`, and gives what each address said.
pub async fn crawl(portal: &Portal, more: Vec<String>) -> Vec<(String, String)> {
    let mut open = more;
    open.push("/".to_owned());
    let mut known: BTreeSet<String> = open.iter().cloned().collect();
    let mut seen = Vec::new();
    while let Some(path) = open.pop() {
        let answer = portal.get(&path).await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
        for part in answer.body.split("href=\"").skip(1) {
            let link = part.split(['"', '#']).next().unwrap_or_default();
            let link = link.replace("&#38;", "&").replace("&amp;", "&");
            let link = link.trim_start_matches(ask::BASE).to_owned();
            let is_ours = link.starts_with('/') && is_about_documents(&link);
            if is_ours && known.insert(link.clone()) {
                open.push(link);
            }
        }
        seen.push((path, answer.body));
    }
    seen
}

/// Promises and plans have hundreds of pages, which other tests look at; and the variants show the same words.
fn is_about_documents(path: &str) -> bool {
    let is_variant = ["/hant/elder", "/elder"]
        .iter()
        .any(|it| path.starts_with(it));
    let is_long = ["/promises", "/plans/", "/duties", "/log/proof"]
        .iter()
        .any(|it| path.contains(it));
    !is_variant && !is_long && !path.contains("month=") && !path.contains("/assets/")
}
