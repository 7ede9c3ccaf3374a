//! 依申请公开 by HTTP, for whoever holds a receipt and for whoever guesses one, on both engines.

use std::sync::Arc;
use std::time::Duration;

use portal::{Gate, Requesting};
use requests::Stage;
use testkit::{Glass, TestSite, on_both};
use ui::{Quota, Visitors};

use crate::ask::{Answer, Portal};
use crate::request_city::City;

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

async fn letter(portal: &Portal, (number, secret): (&str, &str), slot: &str) -> Answer {
    let fields = [("number", number), ("secret", secret), ("letter", slot)];
    portal.post("/requests/letter", &fields, &[]).await
}

on_both! {
    async fn letters_open_to_the_receipt_alone_and_no_draft_does(site: &TestSite) {
        let portal = open(site, 100).await;
        let city = City::found(site).await;
        let receipt = city.submit(site, site.now).await;
        let pair = (receipt.number.as_str(), receipt.secret.as_str());
        for slot in ["answer", "supplement", "fee", "extension-1", "opinion-1", "", "../answer"] {
            assert_eq!(letter(&portal, pair, slot).await.status, 404, "{slot}");
        }
        let unclear = city.submit(site, site.now).await;
        city.walk(site, &unclear, &[Stage::Registered, Stage::Supplementing], site.now).await;
        let told = letter(&portal, (&unclear.number, &unclear.secret), "supplement").await;
        assert_eq!(told.status, 200);
        assert!(told.bytes().starts_with(b"%PDF-"), "{:?}", told.header("content-type"));
        assert_eq!(told.header("cache-control"), "no-store");
        assert!(told.header("content-disposition").starts_with("attachment;"));
        let signed = [Stage::Registered, Stage::Handling, Stage::Review, Stage::SecrecyReview, Stage::Approval, Stage::Signed];
        city.walk(site, &receipt, &signed, site.now).await;
        assert_eq!(letter(&portal, pair, "answer").await.status, 404, "signed, but not sent");
        city.walk(site, &receipt, &[Stage::Sent], site.now).await;
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
        let city = City::found(site).await;
        let receipt = city.submit(site, site.now).await;
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
