//! Addresses of an old site: they lead to what became of their document, and nowhere else.

use crate::ask::Portal;
use crate::city;
use crate::library::{self, Desk};
use kernel::{DocumentId, Moment};
use publishing::Validity;
use publishing::actions::import::{Arrival, Arrived, Import, import};
use publishing::actions::{self, Withdraw};
use publishing::examine::{Found, Gravity, Part};
use publishing::metadata::{TypedMetadata, read};
use testkit::{TestSite, on_both};

/// Takes a document over as the console does; a grave finding makes it a draft.
async fn take(site: &TestSite, desk: &Desk, (address, found): (&str, Vec<Found>)) -> DocumentId {
    let typed = TypedMetadata {
        column: "news".to_owned(),
        title: "旧网站的动态".to_owned(),
        ..TypedMetadata::default()
    };
    let kind = desk.library.find_kind("news").unwrap();
    let arrival = Arrival {
        key: format!("url{address}"),
        unit: desk.unit,
        kind: "news".to_owned(),
        metadata: read(&typed, (kind, &desk.library), site.now).unwrap(),
        body: library::clean("<p>正文</p>"),
        pictures: Vec::new(),
        files: Vec::new(),
        found,
        published_at: Moment::parse("2019-03-04T01:30:00.000Z").unwrap(),
        validity: Validity::InForce,
        knows_validity: true,
        old_address: Some(address.to_owned()),
    };
    let office = city::office();
    let from = Import {
        source: "旧网站",
        approved_by: "县政府办批准",
        office: &office,
    };
    match import(&site.store, (&from, &[arrival]), site.now)
        .await
        .unwrap()
        .remove(0)
    {
        Arrived::Published(id) | Arrived::Drafted(id, _) => id,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn an_old_address_moves_for_good_to_its_document_and_to_its_tombstone(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let id = take(site, &desk, ("/show.asp?cat=3&id=12", Vec::new())).await;
        let to = format!("/documents/{id}");
        for path in ["/show.asp?id=12&cat=3", "/show.asp?cat=3&id=12", "/show.asp/?cat=3&id=12"] {
            let answer = portal.get(path).await;
            assert_eq!((answer.status, answer.header("location")), (301, to.clone()), "{path}");
        }
        let page = portal.get(&to).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("2019-03-04 09:30") && page.body.contains("从旧网站导入"), "{}", page.body);
        for path in ["/show.asp", "/show.asp?id=12", "/show.asp?id=12&cat=4", "/api/v1/show.asp?cat=3&id=12"] {
            assert_eq!(portal.get(path).await.status, 404, "{path}");
        }
        let withdraw = Withdraw { document: id, reason: "内容过时".to_owned(), successor: None };
        actions::withdraw(&site.store, &withdraw, &desk.leader(), site.now).await.unwrap();
        assert_eq!(portal.get("/show.asp?cat=3&id=12").await.header("location"), to);
        desk.drop_pages(site, &portal).await;
        assert_eq!(portal.get(&to).await.status, 410);
    }

    async fn an_old_address_tells_nothing_of_a_draft_and_leads_to_no_other_site(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let grave = Found {
            fingerprint: "f".to_owned(),
            part: Part::Body,
            place: "第1段".to_owned(),
            kind: "resident_number".to_owned(),
            label: "身份证号".to_owned(),
            gravity: Gravity::Block,
            advice: "请脱敏".to_owned(),
            sample: "1101**".to_owned(),
        };
        take(site, &desk, ("/art/1.html", vec![grave])).await;
        take(site, &desk, ("/art/2.html", Vec::new())).await;
        assert_eq!(portal.get("/art/1.html").await.status, 404);
        for path in ["//evil.example/art/2.html", "/%5cevil.example", "/art/2.html%00", "/art%2F2.html"] {
            let answer = portal.get(path).await;
            let to = answer.header("location");
            assert!(answer.status != 301 && !to.contains("evil"), "{path}: {} {to}", answer.status);
        }
        let long = format!("/{}", "a".repeat(5000));
        assert_eq!(portal.get(&long).await.status, 404);
        assert_eq!(portal.get("/art/3.html/").await.header("location"), "/art/3.html", "a closing slash is forgiven as before");
    }
}
