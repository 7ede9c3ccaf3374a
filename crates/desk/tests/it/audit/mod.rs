//! 审计日志 on the desk: found, opened, taken along; read by the audit administrator alone, and reading leaves its trace.

use crate::owed::owes;
use crate::site::{Browser, TestDesk, count_events, desk, person, signed_in, two_units, value_of};
use axum::http::StatusCode;
use kernel::{Role, UnitId};
use store::RecordedEvent;
use testkit::{TestSite, on_both};

const LINK: &str = "https://www.yunxi.example/czj/202611/t1.html";

/// The events of a kind, in the order of their chain.
async fn of_kind(site: &TestSite, kind: &str) -> Vec<RecordedEvent> {
    let all = store::read!(site.store, |tx| {
        store::event::list_after(tx, None, 10_000).await
    });
    let mut events = all.expect("the log reads");
    events.retain(|event| event.kind == kind);
    events.sort_by_key(|event| event.seq);
    events
}

/// The newest event of a kind.
async fn newest(site: &TestSite, kind: &str) -> RecordedEvent {
    of_kind(site, kind).await.pop().expect("there is one")
}

struct Scene {
    desk: TestDesk,
    unit: UnitId,
    promise: String,
    auditor: Browser,
}

/// A clerk has kept a promise, a role was granted; the auditor has signed in.
async fn scene(site: &TestSite) -> Scene {
    let (unit, _) = two_units(site).await;
    let promise = owes(site, unit, "2026-11-30").await.to_string();
    let desk = desk(site);
    // What was opened before comes after what is kept now.
    desk.wait_minutes(1);
    person(&desk, "wangmin", &[(Role::Clerk, unit)]).await;
    let mut clerk = desk.signed_in_as("wangmin").await;
    let fields = [("link", LINK), ("published_on", "2026-11-20"), ("note", "")];
    let path = format!("/desk/promises/{promise}/keep");
    let kept = clerk.upload(&path, &fields, &[]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let auditor = signed_in(&desk, Role::AuditAdministrator, unit).await;
    Scene {
        desk,
        unit,
        promise,
        auditor,
    }
}

on_both! {
    async fn the_form_alone_reads_nothing_and_a_search_is_one_event_however_many_pages(site: &TestSite) {
        let mut scene = scene(site).await;
        let before = count_events(site).await;
        let form = scene.auditor.get("/desk/audit").await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.text);
        assert!(form.text.contains("登记兑现") && !form.text.contains("导出：<a"), "{}", form.text);
        assert_eq!(count_events(site).await, before);

        // More than a page of events.
        for n in 0..60 {
            owes(site, scene.unit, &format!("2027-{:02}-{:02}", 1 + n / 28, 1 + n % 28)).await;
        }
        let before = count_events(site).await;
        let first = scene.auditor.get("/desk/audit?kind=promise.opened&go=1").await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text);
        assert_eq!(count_events(site).await, before + 1);
        let next = first.text.split("href=\"/desk/audit?").find(|rest| rest.contains("before="));
        let next = next.and_then(|rest| rest.split('"').next()).expect("there is a second page").replace("&amp;", "&").replace("&#38;", "&");
        let second = scene.auditor.get(&format!("/desk/audit?{next}")).await;
        assert_eq!(second.text.matches("立项：应于").count(), 11, "{}", second.text);
        assert_eq!(count_events(site).await, before + 1, "turning a page is not a search");
        // Somebody else's search, or another question under the same search, is a search of its own.
        scene.auditor.get(&format!("/desk/audit?{}", next.replace("promise.opened", "promise.kept"))).await;
        assert_eq!(count_events(site).await, before + 2);
    }

    async fn what_happened_is_said_in_words_with_names_looked_up(site: &TestSite) {
        let mut scene = scene(site).await;
        let unit = scene.unit;
        let page = scene.auditor.get(&format!("/desk/audit?unit={unit}&who=wangmin&kind=promises&from=2026-11-21&through=2026-11-21")).await;
        for words in ["登记兑现", "承诺：公开2026-11-30财政收支情况", "信息于2026年11月20日公开，按期", "（wangmin）", "市财政局"] {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        let searched = newest(site, "audit.searched").await;
        assert!(!searched.body.contains("wangmin"), "the person is kept by reference: {}", searched.body);
        let of_day = scene.auditor.get("/desk/audit?through=2026-11-20&go=1").await;
        assert!(of_day.text.contains("没有符合条件的记录"), "{}", of_day.text);
        let by_address = scene.auditor.get("/desk/audit?address=10.9.9.9").await;
        assert!(by_address.text.contains("没有符合条件的记录"));
        // The address of a page is as good as the reference.
        let subject = format!("http://desk.example/desk/promises/{}", scene.promise);
        let of_promise = scene.auditor.get(&format!("/desk/audit?subject={subject}")).await;
        assert!(of_promise.text.contains("承诺立项") && of_promise.text.contains("登记兑现"), "{}", of_promise.text);
    }

    async fn a_wrong_question_is_said_at_its_field_and_reads_nothing(site: &TestSite) {
        let mut scene = scene(site).await;
        let before = count_events(site).await;
        for (query, field) in [("from=gestern", "from"), ("from=2026-11-21&through=2026-11-20", "through"),
            ("kind=promise.vanished", "kind"), ("unit=1", "unit"), ("address=10.1", "address")] {
            let answer = scene.auditor.get(&format!("/desk/audit?{query}")).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
            assert!(answer.text.contains(&format!("id=\"{field}-error\"")), "{query}: {}", answer.text);
        }
        assert_eq!(scene.auditor.get("/desk/audit.csv?kind=no").await.status, StatusCode::BAD_REQUEST);
        assert_eq!(count_events(site).await, before);
    }

    async fn one_event_shows_what_was_changed_and_where_it_stands(site: &TestSite) {
        let mut scene = scene(site).await;
        let mut security = signed_in(&scene.desk, Role::SecurityAdministrator, scene.unit).await;
        let done = security.post("/desk/people/rules", &[("role", "clerk"), ("role", "office")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let list = scene.auditor.get("/desk/audit?kind=settings").await;
        let event = value_of(&list.text, "href=\"/desk/audit/events/").expect("it is listed").replace("&amp;", "&").replace("&#38;", "&");
        let before = count_events(site).await;
        let page = scene.auditor.get(&format!("/desk/audit/events/{event}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("（无）") && page.text.contains("经办人、公开办") && page.text.contains("哈希相符"), "{}", page.text);
        assert_eq!(count_events(site).await, before, "it belongs to the search");
        let id = event.split('?').next().expect("an id");
        let bare = scene.auditor.get(&format!("/desk/audit/events/{id}")).await;
        assert_eq!(bare.status, StatusCode::OK);
        let opened = newest(site, "audit.opened").await;
        assert!(opened.body.contains(id));
        assert_eq!(scene.auditor.get("/desk/audit/events/1").await.status, StatusCode::NOT_FOUND);
    }

    async fn who_signs_in_and_who_fails_is_found_by_address_and_person(site: &TestSite) {
        let mut scene = scene(site).await;
        let mut stranger = scene.desk.browser();
        let wrong = [("login", "wangmin"), ("password", "不是这个密码-1")];
        stranger.post("/desk/sign-in", &wrong).await;
        let failed = newest(site, "account.sign_in_failed").await;
        assert_eq!((failed.account, failed.address.is_some()), (None, true), "who failed has shown nothing");
        let list = scene.auditor.get("/desk/audit?kind=sign_in&who=wangmin").await;
        assert!(list.text.contains("方式：密码"), "{}", list.text);
        let list = scene.auditor.get("/desk/audit?kind=account.sign_in_failed").await;
        assert!(list.text.contains("环节：密码"), "{}", list.text);
    }

    async fn an_export_holds_what_the_search_finds_and_is_an_event(site: &TestSite) {
        let mut scene = scene(site).await;
        let before = count_events(site).await;
        let csv = scene.auditor.get("/desk/audit.csv?kind=promises").await;
        assert_eq!(csv.status, StatusCode::OK, "{}", csv.text);
        let lines: Vec<&str> = csv.text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines.len(), 3, "{}", csv.text);
        assert!(lines[0].starts_with("时间,人员") && lines[1].contains("登记兑现") && lines[2].contains("承诺立项"));
        let xlsx = scene.auditor.get("/desk/audit.xlsx?kind=promises").await;
        assert_eq!((xlsx.status, &xlsx.bytes[..2]), (StatusCode::OK, b"PK".as_slice()));
        assert_eq!(count_events(site).await, before + 2);
        let exported = of_kind(site, "audit.exported").await;
        let formats: Vec<bool> = exported.iter().map(|event| event.body.contains("csv")).collect();
        assert_eq!(formats, [true, false]);
    }

    async fn nobody_else_reads_the_audit_log_and_trying_leaves_no_trace(site: &TestSite) {
        let scene = scene(site).await;
        let event = newest(site, "promise.kept").await.id;
        let mut others = Vec::new();
        for role in Role::ALL.iter().filter(|role| **role != Role::AuditAdministrator) {
            others.push((role, signed_in(&scene.desk, *role, scene.unit).await));
        }
        let before = count_events(site).await;
        for (role, browser) in &mut others {
            for path in ["/desk/audit", "/desk/audit?go=1", "/desk/audit.csv", "/desk/audit.xlsx", &format!("/desk/audit/events/{event}")] {
                assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{role:?} {path}");
            }
            assert!(!browser.get("/desk").await.text.contains("审计日志"), "{role:?}");
        }
        assert_eq!(count_events(site).await, before);
    }
}
