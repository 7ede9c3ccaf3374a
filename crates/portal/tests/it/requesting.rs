//! 依申请公开 by HTTP, for whoever holds a receipt and for whoever guesses one, on both engines.

use std::sync::Arc;
use std::time::Duration;

use kernel::{AccountId, Actor, Ids, Moment, Post, Role, SignedIn, UnitId, Vault};
use portal::{Gate, Requesting};
use requests::actions::{
    AskSupplement, Seen, Submit, approve, ask_supplement, confirm, draft, pass, send, sign, submit,
    supply,
};
use requests::actions::{Hand, Sending, Supply};
use requests::queries::find_case;
use requests::report::AskerKind;
use requests::rules::Draft;
use requests::{Delivery, Form, Identity, Outcome, Receipt, Wish};
use store::directory;
use testkit::{Glass, TestSite, on_both};
use ui::{Quota, Visitors};

use crate::ask::{Answer, Portal};

/// The portal with requests, of which one visitor may look so often an hour.
async fn open(site: &TestSite, looks: u32) -> Portal {
    let gate = |an_hour| {
        let quota = Quota::of(an_hour, Duration::from_secs(3600), an_hour).unwrap();
        Gate::new(Visitors::behind(Vec::new()), quota)
    };
    let requesting = Requesting::new(Arc::new(Glass), (gate(100), gate(looks)));
    let portal = Portal::over(site).await;
    portal.beside(|it| it.requesting = Some(requesting.clone()))
}

fn person(unit: UnitId, role: Role, now: Moment) -> Actor {
    let account: AccountId = Ids::random().next(now);
    Actor::signed_in(SignedIn {
        account,
        name: "周敏".to_owned(),
        unit,
        posts: vec![Post::own(unit, role)],
        address: "192.0.2.7".to_owned(),
    })
}

/// A request at a unit that exists.
async fn asked(site: &TestSite) -> (UnitId, Receipt) {
    let units = store::read!(site.store, |tx| directory::load(tx).await).unwrap();
    let unit = units
        .units()
        .iter()
        .find(|it| it.exists_on(site.now.date()));
    let unit = unit.unwrap().id;
    let filled = Submit {
        unit: Some(unit),
        asker: AskerKind::Person,
        identity: Identity {
            name: "沈书瑶".to_owned(),
            proof: "11010519491231002X".to_owned(),
            phone: "13800001234".to_owned(),
            ..Identity::default()
        },
        wish: Wish {
            wanted: "滨河路改造工程决算批复".to_owned(),
            doc_number: String::new(),
            description: String::new(),
            form: Form::Electronic,
            delivery: Delivery::Download,
            is_reduction_asked: false,
            help: String::new(),
        },
    };
    let by = (&Glass as &dyn Vault, &*site.calendar, site.now);
    (unit, submit(&site.store, &filled, by).await.unwrap())
}

async fn seen(site: &TestSite, receipt: &Receipt) -> Seen {
    let case = store::read!(site.store, |tx| find_case(tx, receipt.request).await);
    Seen {
        request: receipt.request,
        revision: case.unwrap().unwrap().request.revision,
    }
}

async fn letter(portal: &Portal, (number, secret): (&str, &str), slot: &str) -> Answer {
    let fields = [("number", number), ("secret", secret), ("letter", slot)];
    portal.post("/requests/letter", &fields, &[]).await
}

on_both! {
    async fn letters_open_to_the_receipt_alone_and_no_draft_does(site: &TestSite) {
        let portal = open(site, 100).await;
        let (unit, receipt) = asked(site).await;
        let pair = (receipt.number.as_str(), receipt.secret.as_str());
        let (store, by) = (&site.store, (&*site.calendar, site.now));
        let clerk = person(unit, Role::Clerk, site.now).unit_officer(unit).unwrap();
        let leader = person(unit, Role::SectionHead, site.now).unit_leader(unit).unwrap();
        let secrecy = person(unit, Role::SecrecyOfficer, site.now).secrecy_reviewer(unit).unwrap();
        let approver = person(unit, Role::Approver, site.now).approver(unit).unwrap();
        let today = site.now.date();
        for slot in ["answer", "supplement", "fee", "extension-1", "opinion-1", "", "../answer"] {
            assert_eq!(letter(&portal, pair, slot).await.status, 404, "{slot}");
        }
        confirm(store, (seen(site, &receipt).await, today), &clerk, by).await.unwrap();
        let missing = AskSupplement { words: "请写明年份".to_owned(), asked_on: today, workdays: 10 };
        ask_supplement(store, (seen(site, &receipt).await, &missing), &clerk, by).await.unwrap();
        let told = letter(&portal, pair, "supplement").await;
        assert_eq!(told.status, 200);
        assert!(told.bytes().starts_with(b"%PDF-"), "{:?}", told.header("content-type"));
        assert_eq!(told.header("cache-control"), "no-store");
        assert!(told.header("content-disposition").starts_with("attachment;"));
        let supplied = Supply { words: "2025年".to_owned(), received_on: None };
        supply(store, (seen(site, &receipt).await, &supplied), Hand::Officer(&clerk), by).await.unwrap();
        let answer = Draft {
            outcome: Outcome::Provided,
            withheld: Vec::new(),
            facts: "经检索，所需信息由本机关制作并保存。".to_owned(),
            reply: "现将批复提供给您。".to_owned(),
        };
        draft(store, (seen(site, &receipt).await, &answer), &clerk, by).await.unwrap();
        pass(store, (seen(site, &receipt).await, ""), &leader, by).await.unwrap();
        sign(store, (seen(site, &receipt).await, ""), &secrecy, by).await.unwrap();
        approve(store, (seen(site, &receipt).await, "云财公开告〔2026〕1号"), &approver, by).await.unwrap();
        assert_eq!(letter(&portal, pair, "answer").await.status, 404, "signed, but not sent");
        let sending = Sending { way: Delivery::Download, sent_on: today };
        send(store, (seen(site, &receipt).await, &sending), &clerk, by).await.unwrap();
        assert_eq!(letter(&portal, pair, "answer").await.status, 200);
        let guessed = letter(&portal, (&receipt.number, "2222-3333-4444"), "answer").await;
        assert_eq!(guessed.status, 404);
        assert!(guessed.body.contains("请核对受理编号和查询码"), "{}", guessed.body);
        let foreign = [("number", pair.0), ("secret", pair.1), ("letter", "answer")];
        let foreign = portal.post("/requests/letter", &foreign, &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!(foreign.status, 404, "a page of another site opens nothing");
    }

    async fn guesses_are_counted_and_told_when_to_come_again(site: &TestSite) {
        let portal = open(site, 3).await;
        let (_, receipt) = asked(site).await;
        let fields = [("number", receipt.number.as_str()), ("secret", "2222-3333-4444"), ("letter", "answer")];
        for _ in 0..3 {
            let guessed = portal.post_from("192.0.2.9:40001", "/requests/letter", &fields).await;
            assert_eq!(guessed.status, 404);
        }
        let stopped = portal.post_from("192.0.2.9:40001", "/requests/status", &fields).await;
        assert_eq!(stopped.status, 429);
        assert!(stopped.header("retry-after").parse::<u64>().unwrap() > 0);
        let another = portal.post_from("192.0.2.10:40001", "/requests/status", &fields).await;
        assert_eq!(another.status, 404, "others may look");
    }
}
