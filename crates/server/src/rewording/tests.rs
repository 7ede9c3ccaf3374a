//! Rewordings over a real server on loopback, and the page that shows them or is whole without.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap as Headers, Request, StatusCode};
use axum::response::{IntoResponse, Redirect, Response as Answered};
use axum::routing::post;
use calendar::Calendar;
use kernel::Date;
use search::{Choice, Item, Progress, SearchIndex, Section, Standing};
use serde_json::json;
use testkit::TestSite;
use tower::ServiceExt as _;

use super::*;

const PASSAGE: &str = "申请人应当自收到通知之日起15个工作日内提交材料，逾期不提交的，不予受理。";
const OTHER: &str = "年满65周岁的申请人可以由家属代为提交材料，但是涉及房产的除外。";
const ASKED: &str = "申请人提交材料要在几天内";

/// What a server of a test does.
#[derive(Debug, Clone)]
enum Way {
    /// Says this as protocol has it.
    Says(&'static str),
    /// Answers with this status and body of this kind.
    Answers(u16, &'static str, String),
    /// Leads elsewhere, to a place that would answer well.
    Leads,
    /// Never answers.
    IsSilent,
}

type Seen = Arc<Mutex<Vec<(Headers, serde_json::Value)>>>;

fn spoken(words: &str, end: &str) -> String {
    json!({ "choices": [{ "message": { "content": words }, "finish_reason": end }] }).to_string()
}

async fn answer(way: Way) -> Answered {
    let answered = |status: u16, kind: &'static str, body: String| {
        let status = StatusCode::from_u16(status).unwrap();
        (status, [(CONTENT_TYPE, kind)], body).into_response()
    };
    match way {
        Way::Says(words) => answered(200, "application/json", spoken(words, "stop")),
        Way::Answers(status, kind, body) => answered(status, kind, body),
        Way::Leads => Redirect::temporary("/good/chat/completions").into_response(),
        Way::IsSilent => std::future::pending().await,
    }
}

/// A server on loopback that goes this way; its base address and what it saw.
async fn serving(way: Way) -> (String, Seen) {
    let seen: Seen = Arc::default();
    let kept = Arc::clone(&seen);
    let good = post(async || answer(Way::Says(PASSAGE)).await);
    let app = Router::new().route("/good/chat/completions", good).route(
        "/v1/chat/completions",
        post(async move |headers: Headers, body: String| {
            let body = serde_json::from_str(&body).unwrap();
            kept.lock().unwrap().push((headers, body));
            answer(way).await
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (format!("http://{address}/v1"), seen)
}

fn section(url: &str) -> AnswersSection {
    let key = json!("geheim");
    AnswersSection {
        reword_url: url.to_owned(),
        reword_model: "plain-1".to_owned(),
        reword_key: serde_json::from_value(key).unwrap(),
        reword_timeout_ms: 400,
        ..AnswersSection::default()
    }
}

/// A portal over an index of two passages, which asks the program at this address.
async fn portal(test: &TestSite, section: AnswersSection) -> Router {
    let config = Config {
        answers: section,
        ..Config::default()
    };
    let finder = search::Finder::default();
    finder.put(Arc::new(index()));
    finder.set_whole(true);
    let now = test.now;
    portal::router(portal::Site {
        store: test.store.clone(),
        calendar: Arc::new(Calendar::national),
        identity: Arc::new(config.identity()),
        clock: Arc::new(move || now),
        gate: None,
        cache: ui::PageCache::new(1 << 20),
        library: Arc::new(publishing::Library::built_in()),
        subsite: None,
        finder,
        vain: answers::Vain::default(),
        subscribing: None,
        requesting: None,
        rewording: of(&config).unwrap(),
    })
}

/// What stands on a unit's page is quoted without a document.
fn index() -> SearchIndex {
    let index = SearchIndex::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let item = Item {
        key: "unit/1".to_owned(),
        address: "/units/1".to_owned(),
        title: "县政务服务中心".to_owned(),
        number: String::new(),
        codes: Vec::new(),
        summary: String::new(),
        keywords: Vec::new(),
        sections: [PASSAGE, OTHER]
            .map(|text| Section {
                heading: "提交材料".to_owned(),
                anchor: String::new(),
                text: text.to_owned(),
            })
            .to_vec(),
        day: Date::constant(2026, 11, 18),
        standing: Standing::Holds,
        standing_name: String::new(),
        kind: Choice::new("unit", "单位"),
        weight: 15,
        units: Vec::new(),
        unit_names: Vec::new(),
        theme: None,
        columns: Vec::new(),
        sites: Vec::new(),
        matter: "unit/1".to_owned(),
    };
    writer.put(&item).unwrap();
    writer.commit(&Progress::default()).unwrap();
    index.refresh().unwrap();
    index
}

async fn get(portal: &Router, path: &str, headers: &[(&str, &str)]) -> String {
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::empty()).unwrap();
    let peer: std::net::SocketAddr = "192.0.2.7:4000".parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    let answer = portal.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

fn asked() -> String {
    format!("/answers?q={ASKED}&plain=1")
}

/// The page is whole, and shows nothing of what came back.
fn assert_dropped(page: &str, what: &str) {
    assert!(
        page.contains(&format!("<p>{PASSAGE}</p>")),
        "{what}: {page}"
    );
    assert!(!page.contains("机器改写"), "{what}: {page}");
    assert!(page.contains("role=\"status\""), "{what}: {page}");
}

#[tokio::test]
async fn a_rewording_that_says_the_same_stands_above_the_passages() {
    let test = TestSite::on_sqlite().await;
    let said = "您（申请人）应该自收到通知那天起15个工作日内提交材料，逾期不提交的，不予受理。";
    let (url, seen) = serving(Way::Says(said)).await;
    let portal = portal(&test, section(&url)).await;
    let page = get(&portal, &format!("/answers?q={ASKED}"), &[]).await;
    assert!(
        page.contains("用简单的话说一遍") && !page.contains("机器改写"),
        "{page}"
    );
    assert!(
        seen.lock().unwrap().is_empty(),
        "a page that did not ask costs nothing"
    );

    let page = get(&portal, &asked(), &[]).await;
    let (reworded, original) = (page.find(said), page.find(&format!("<p>{PASSAGE}</p>")));
    assert!(reworded.is_some() && reworded < original, "{page}");
    assert!(page.contains("机器改写，以下列原文为准"));
    let hant = get(&portal, &format!("/hant{}", asked()), &[]).await;
    assert!(hant.contains("機器改寫"), "{hant}");

    let (headers, body) = seen.lock().unwrap()[0].clone();
    assert_eq!(headers["authorization"], "Bearer geheim");
    assert_eq!(
        (&body["model"], &body["stream"]),
        (&json!("plain-1"), &json!(false))
    );
    let sent = body["messages"][1]["content"].as_str().unwrap();
    assert!(sent.contains(PASSAGE) && sent.contains(ASKED));
    assert!(!sent.contains("/units/1"), "passages and question alone");
    // The interface for programs gives the original alone.
    let record = get(&portal, &format!("/api/v1/answers?q={ASKED}"), &[]).await;
    assert!(!record.contains(said));
    assert_eq!(seen.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn what_changes_the_sense_is_dropped_and_the_page_is_whole() {
    let test = TestSite::on_sqlite().await;
    for said in [
        "申请人应当自收到通知之日起10个工作日内提交材料，逾期不提交的，不予受理。",
        "申请人应当自收到通知之日起15个工作日内提交材料，逾期不提交的，不予受理，罚款200元。",
        "申请人可以自收到通知之日起15个工作日内提交材料，逾期不提交的，不予受理。",
        "申请人应当自收到通知之日起15个工作日内提交材料，逾期提交的，不予受理。",
        "年满65周岁的申请人应当自收到通知之日起15个工作日内提交材料，逾期不提交的，不予受理。",
        "年满65周岁的申请人可以由家属代为提交材料。",
        "申请人应当自收到通知之日起15个工作日内提交材料，逾期不提交的，不予受理。材料可以在网上查询样本。",
        "申请人应当自收到通知之日起15个工作日内提交材料，逾期不提交的，不予受理。\u{202e}",
        "<script>alert(1)</script>",
        "",
    ] {
        let (url, seen) = serving(Way::Says(said)).await;
        let portal = portal(&test, section(&url)).await;
        let page = get(&portal, &asked(), &[]).await;
        assert_dropped(&page, said);
        assert_eq!(seen.lock().unwrap().len(), 1, "{said}");
    }
}

#[tokio::test]
async fn whatever_the_program_does_the_page_is_whole_and_in_time() {
    let test = TestSite::on_sqlite().await;
    let json = "application/json";
    let good = || spoken(PASSAGE, "stop");
    for way in [
        Way::Answers(200, json, "{\"choices\":".to_owned()),
        Way::Answers(200, json, "{\"choices\":[]}".to_owned()),
        Way::Answers(200, json, "[1]".to_owned()),
        Way::Answers(200, json, spoken(PASSAGE, "length")),
        Way::Answers(200, json, spoken(&PASSAGE.repeat(2000), "stop")),
        Way::Answers(200, json, spoken(&PASSAGE.repeat(30), "stop")),
        Way::Answers(200, "text/event-stream", format!("data: {}\n\n", good())),
        Way::Answers(200, "text/html", good()),
        Way::Answers(500, json, good()),
        Way::Answers(401, json, good()),
        Way::Leads,
        Way::IsSilent,
    ] {
        let (url, seen) = serving(way.clone()).await;
        let portal = portal(&test, section(&url)).await;
        let begun = std::time::Instant::now();
        let page = get(&portal, &asked(), &[]).await;
        assert!(begun.elapsed() < Duration::from_secs(10), "{way:?}");
        assert_dropped(
            &page,
            &format!("{way:?}").chars().take(80).collect::<String>(),
        );
        assert_eq!(seen.lock().unwrap().len(), 1);
    }
    let portal = portal(&test, section("http://127.0.0.1:9/v1")).await;
    assert_dropped(&get(&portal, &asked(), &[]).await, "nobody there");
}

#[tokio::test]
async fn personal_questions_other_sites_and_too_many_are_not_sent() {
    let test = TestSite::on_sqlite().await;
    let (url, seen) = serving(Way::Says(PASSAGE)).await;
    let section = AnswersSection {
        reword_per_hour: 2,
        ..section(&url)
    };
    let portal = portal(&test, section).await;
    let personal = format!("/answers?q={ASKED}，13800138000&plain=1");
    let page = get(&portal, &personal, &[]).await;
    assert!(
        page.contains("似乎有个人信息") && !page.contains("机器改写"),
        "{page}"
    );
    for headers in [
        ("sec-fetch-site", "cross-site"),
        ("sec-purpose", "prefetch"),
    ] {
        let page = get(&portal, &asked(), &[headers]).await;
        assert!(page.contains("用简单的话说一遍"), "{page}");
    }
    let other = "/answers?q=怎样养鱼&plain=1";
    assert!(!get(&portal, other, &[]).await.contains("机器改写"));
    assert!(seen.lock().unwrap().is_empty());
    for _ in 0..2 {
        assert!(get(&portal, &asked(), &[]).await.contains("机器改写"));
    }
    assert_dropped(&get(&portal, &asked(), &[]).await, "the third");
    assert_eq!(seen.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn no_more_than_so_many_are_asked_for_at_a_time() {
    let test = TestSite::on_sqlite().await;
    let (url, seen) = serving(Way::IsSilent).await;
    let section = AnswersSection {
        reword_at_once: 1,
        reword_timeout_ms: 3000,
        ..section(&url)
    };
    let portal = portal(&test, section).await;
    let (one, other) = (portal.clone(), portal);
    let path = asked();
    let (one, other) = tokio::join!(get(&one, &path, &[]), get(&other, &path, &[]));
    assert_eq!(seen.lock().unwrap().len(), 1);
    let busy = [&one, &other]
        .into_iter()
        .filter(|it| it.contains("人较多"));
    assert_eq!(busy.count(), 1);
    assert_dropped(&one, "one");
    assert_dropped(&other, "other");
}

#[test]
fn only_addresses_that_can_be_meant_are_called() {
    let judge = |url: &str| section(url).check().is_ok();
    for url in [
        "https://model.example/v1",
        "https://model.example/v1/",
        "http://127.0.0.1:8000/v1",
        "http://10.1.2.3/v1",
        "http://[::1]:8000",
        "http://localhost:11434/v1",
    ] {
        assert!(judge(url), "{url}");
    }
    for url in [
        "http://model.example/v1",
        "http://8.8.8.8/v1",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://name:word@model.example/v1",
        "https://model.example/v1?x=1",
        "https://model.example/v1#x",
        "model.example",
    ] {
        assert!(!judge(url), "{url}");
    }
    let nameless = AnswersSection {
        reword_model: " ".to_owned(),
        ..section("https://model.example/v1")
    };
    assert!(nameless.check().is_err());
    assert!(AnswersSection::default().check().is_ok());
    assert!(
        of(&Config::default()).unwrap().is_none(),
        "off unless named"
    );
    let url = address_of("https://model.example/v1/").unwrap();
    assert_eq!(url.as_str(), "https://model.example/v1/chat/completions");
}
