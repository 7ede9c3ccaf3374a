//! Units by lateness, page by page in every form; and visitors who ask too often.

use crate::ask;

use std::net::SocketAddr;
use std::time::Duration;

use crate::ask::Portal;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use axum::response::Response;
use portal::{Gate, Site, router};
use testkit::TestSite;
use tower::ServiceExt;
use ui::{Quota, Visitors};

/// Walks a list of the API to its end; late ones and names, in order.
async fn walk(portal: &Portal, first: &str) -> Vec<(u64, String)> {
    let mut all = Vec::new();
    let mut address = first.to_owned();
    loop {
        let page = portal.json(&address).await;
        for item in page["items"].as_array().unwrap() {
            let name = item["name"].as_str().unwrap().to_owned();
            all.push((item["late_now"].as_u64().unwrap(), name));
        }
        match page["next"].as_str() {
            Some(next) => address = next.trim_start_matches(ask::BASE).to_owned(),
            None => return all,
        }
    }
}

#[tokio::test]
async fn units_by_lateness_are_the_same_on_the_page_in_the_file_and_in_the_api() {
    let test = TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let late_first = walk(&portal, "/api/v1/units?order=late&limit=2").await;
    assert!(late_first.is_sorted_by_key(|(late, _)| std::cmp::Reverse(*late)));
    assert!(late_first[0].0 > 0, "somebody is late");
    let mut fixed = walk(&portal, "/api/v1/units?limit=3").await;
    assert_ne!(fixed, late_first);
    let mut sorted = late_first.clone();
    fixed.sort();
    sorted.sort();
    assert_eq!(sorted, fixed, "every unit once");

    let page = portal.get("/units?order=late").await.body;
    let table = page.split("<tbody>").nth(1).unwrap();
    let places: Vec<_> = late_first
        .iter()
        .map(|(_, name)| table.find(&format!(">{name}</a>")).unwrap())
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(page.contains("href=\"/units.csv?order=late\""));
    let csv = portal.get("/units.csv?order=late").await.body;
    let names: Vec<_> = csv
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(1).unwrap())
        .collect();
    let expected: Vec<_> = late_first.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, expected);
    let board = portal.get("/").await.body;
    assert!(board.contains("href=\"/units?order=late\""));
    for wrong in ["/units?order=best", "/api/v1/units?order=late&after=x"] {
        assert_eq!(portal.get(wrong).await.status, 400, "{wrong}");
    }
    test.end().await;
}

async fn ask_from(
    router: &Router,
    peer: &str,
    (path, forwarded): (&str, Option<&str>),
) -> Response {
    let peer: SocketAddr = peer.parse().unwrap();
    let mut request = Request::get(path);
    if let Some(address) = forwarded {
        request = request.header("x-forwarded-for", address);
    }
    let mut request = request.body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    router.clone().oneshot(request).await.unwrap()
}

#[tokio::test]
async fn who_asks_too_often_is_told_how_long_to_wait_and_nobody_else_is() {
    let test = TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let hour = Duration::from_secs(3600);
    let gate = Gate::new(
        Visitors::behind(vec!["127.0.0.1".parse().unwrap()]),
        Quota::of(1, hour, 3).unwrap(),
    );
    let site = Site {
        subsite: None,
        finder: search::Finder::default(),
        vain: answers::Vain::default(),
        subscribing: None,
        requesting: None,
        gate: Some(gate),
        ..portal.site.clone()
    };
    let router = router(site);
    let hasty = "203.0.113.7:40000";
    for _ in 0..3 {
        let answer = ask_from(&router, hasty, ("/", None)).await;
        assert_eq!(answer.status(), 200);
    }
    let page = ask_from(&router, "203.0.113.7:50000", ("/elder/units", None)).await;
    assert_eq!(page.status(), 429);
    let wait: u64 = page.headers()[header::RETRY_AFTER]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=3600).contains(&wait), "{wait}");
    assert!(page.headers().contains_key(header::CONTENT_SECURITY_POLICY));
    let page_headers = page.headers().clone();
    let body = to_bytes(page.into_body(), 1 << 20).await.unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    assert!(body.contains("访问过于频繁") && body.contains("/elder/about/data"));

    let problem = ask_from(&router, hasty, ("/api/v1/units", None)).await;
    assert_eq!(problem.status(), 429);
    let kind = problem.headers()[header::CONTENT_TYPE].to_str().unwrap();
    assert!(kind.starts_with("application/problem+json"), "{kind}");
    let readers = &problem.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN];
    assert_eq!(readers, "*", "pages of other sites can read why");
    assert!(
        !page_headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN),
        "a page of people is for people"
    );

    let other = ask_from(&router, "203.0.113.8:40000", ("/", None)).await;
    assert_eq!(other.status(), 200);
    let behind_proxy = ask_from(&router, "127.0.0.1:9", ("/", Some("203.0.113.7"))).await;
    assert_eq!(
        behind_proxy.status(),
        429,
        "the same visitor through the proxy"
    );
    for _ in 0..5 {
        let unnamed = ask_from(&router, "127.0.0.1:9", ("/", None)).await;
        assert_eq!(unnamed.status(), 200, "a proxy that names nobody");
    }
    test.end().await;
}
