//! Who is told of what happens to editions and filings, once, and who is not.

use kernel::{AccountId, Actor, EditionId, Moment, Never, Role, Stop};
use prose::Body;
use publishing::Library;
use publishing::actions::publish::Outlet;
use publishing::actions::{self, Begin, Begun, Judge};
use publishing::filing::model::Papers;
use publishing::filing::{SendFiling, send};
use publishing::metadata::TypedMetadata;
use store::outbox::webhook::{self, Signing, Webhook};
use store::outbox::{Topic, Way};
use testkit::{TestSite, on_both};

use super::town::{Town, at};
use super::{messages, remind_at};

fn outlet(site: &TestSite) -> Outlet {
    Outlet {
        base_url: "https://www.yunxi.example".to_owned(),
        library: Library::built_in().into(),
        calendar: std::sync::Arc::clone(&site.calendar),
        scanner: None,
        filing_desks: std::sync::Arc::default(),
    }
}

/// A group that is told nothing yet.
fn group() -> Webhook {
    Webhook {
        name: "备案工作群".to_owned(),
        url: "sealed".to_owned(),
        secret: String::new(),
        signing: Signing::None,
        template: "{\"text\":\"{{subject}}\"}".to_owned(),
        topics: Vec::new(),
        unit: None,
        is_active: true,
    }
}

/// The people of the finance bureau.
struct Bureau {
    clerk: AccountId,
    head: AccountId,
    secrecy: AccountId,
    leader: AccountId,
}

impl Bureau {
    async fn of(town: &Town, site: &TestSite) -> Self {
        Self {
            clerk: town.account(site, "czj", Role::Clerk).await,
            head: town.account(site, "czj", Role::SectionHead).await,
            secrecy: town.account(site, "czj", Role::SecrecyOfficer).await,
            leader: town.account(site, "czj", Role::Approver).await,
        }
    }

    async fn draft(&self, town: &Town, site: &TestSite, number: &str) -> Begun {
        let officer = town.actor(site, self.clerk).await;
        let officer = officer.unit_officer(town.unit("czj")).unwrap();
        let begin = Begin {
            kind: "normative".to_owned(),
            metadata: TypedMetadata {
                column: "policies".to_owned(),
                title: format!("专项资金管理办法（{number}）"),
                number: number.to_owned(),
                theme: "财政、金融、审计".to_owned(),
                summary: "规定专项资金的公开。".to_owned(),
                made_on: "2026-11-18".to_owned(),
                effective_on: "2026-12-01".to_owned(),
                ..TypedMetadata::default()
            },
            body: Body::from_text("第一条 甲。").unwrap(),
        };
        let who = (&officer, &Library::built_in());
        let begun = actions::begin(&site.store, &begin, who, site.now).await;
        begun.unwrap()
    }

    async fn submit(&self, town: &Town, site: &TestSite, edition: EditionId, now: Moment) {
        let officer = town.actor(site, self.clerk).await;
        let officer = officer.unit_officer(town.unit("czj")).unwrap();
        let judge = Judge::of(edition, "");
        let who = (&officer, &Library::built_in());
        actions::submit(&site.store, &judge, who, now)
            .await
            .unwrap();
    }
}

async fn subjects(site: &TestSite, account: AccountId) -> Vec<String> {
    let told = messages(site, account).await;
    told.into_iter().map(|it| it.subject).collect()
}

on_both! {
    async fn each_reviewer_is_told_at_their_turn_and_the_drafter_of_the_end(site: &TestSite) {
        let town = Town::of(site).await;
        let bureau = Bureau::of(&town, site).await;
        let unit = town.unit("czj");
        let above = town.account(site, "zf", Role::Clerk).await;
        let now = at("2026-11-23 14:00");
        let begun = bureau.draft(&town, site, "云财规〔2026〕5号").await;
        remind_at(site, at("2026-11-23 08:31")).await;
        assert!(subjects(site, bureau.head).await.is_empty(), "a draft is told to nobody");
        bureau.submit(&town, site, begun.edition, now).await;
        remind_at(site, now).await;
        assert_eq!(subjects(site, bureau.head).await, ["《专项资金管理办法（云财规〔2026〕5号）》待初审"]);
        let judge = Judge::of(begun.edition, "同意。");
        let head = town.actor(site, bureau.head).await.unit_leader(unit).unwrap();
        actions::pass(&site.store, &judge, &head, now).await.unwrap();
        let secrecy = town.actor(site, bureau.secrecy).await.secrecy_reviewer(unit).unwrap();
        actions::sign(&site.store, &judge, &secrecy, now).await.unwrap();
        // The secrecy officer was faster than the teller: what was overtaken is told to nobody.
        remind_at(site, now).await;
        assert!(subjects(site, bureau.secrecy).await.is_empty());
        assert_eq!(subjects(site, bureau.leader).await, ["《专项资金管理办法（云财规〔2026〕5号）》待审批"]);
        let leader = town.actor(site, bureau.leader).await.approver(unit).unwrap();
        let outlet = outlet(site);
        actions::approve(&site.store, &judge, &leader, (&outlet, now)).await.unwrap();
        remind_at(site, now).await;
        assert_eq!(subjects(site, bureau.clerk).await, ["《专项资金管理办法（云财规〔2026〕5号）》已公开"]);
        // What is put on file is told to those above, once, and not to those who sent it.
        let command = SendFiling {
            receiver: String::new(),
            papers: Papers { explanation: "依据《预算法》。".to_owned(), legal_review: "同意。".to_owned(), contact: String::new() },
        };
        let officer = town.actor(site, bureau.clerk).await.unit_officer(unit).unwrap();
        let group = Webhook { topics: [Topic::Filings].into(), ..group() };
        let administrator = Actor::operator("控制台").system_administrator().unwrap();
        store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
            Ok(webhook::add(tx, &group, &administrator, now).await?)
        }).unwrap();
        send(&site.store, (begun.document, &command), &officer, (&outlet, now)).await.unwrap();
        remind_at(site, now).await;
        // A group learns that it happened and where to look, nothing else.
        let claimed = site.store.claim_deliveries(100, now).await.unwrap();
        let called: Vec<_> = claimed.iter().filter(|it| matches!(it.way, Way::Webhook(_))).collect();
        assert_eq!(called.len(), 1, "{called:?}");
        assert_eq!(called[0].body.lead, "市财政局向云溪市人民政府报送备案，请审查。");
        assert!(called[0].body.lines.is_empty());
        remind_at(site, now).await;
        assert_eq!(subjects(site, above).await, ["备案：市财政局报送《专项资金管理办法（云财规〔2026〕5号）》"]);
        assert_eq!(subjects(site, bureau.clerk).await.len(), 1);
    }

    async fn many_at_once_are_one_message_and_old_news_is_none(site: &TestSite) {
        let town = Town::of(site).await;
        let bureau = Bureau::of(&town, site).await;
        let now = at("2026-11-23 14:00");
        remind_at(site, at("2026-11-23 08:31")).await;
        for number in ["云财规〔2026〕6号", "云财规〔2026〕7号", "云财规〔2026〕8号"] {
            let begun = bureau.draft(&town, site, number).await;
            bureau.submit(&town, site, begun.edition, now).await;
        }
        remind_at(site, now).await;
        assert_eq!(subjects(site, bureau.head).await, ["3件信息待初审"]);
        assert_eq!(messages(site, bureau.head).await[0].body.lines.len(), 3);
        let old = bureau.draft(&town, site, "云财规〔2026〕9号").await;
        bureau.submit(&town, site, old.edition, now).await;
        remind_at(site, now.plus_millis(8 * 86_400_000)).await;
        let told = subjects(site, bureau.head).await;
        assert!(told.iter().all(|it| !it.contains("9号")), "{told:?}");
    }
}
