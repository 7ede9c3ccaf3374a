//! The public site, asked as a browser would ask it: pages in all variants, caching, headers, files, the API, errors.

use crate::ask;
use crate::city;

use crate::ask::{Answer, Portal};
use testkit::on_both;
use ui::Variant;

async fn addresses(portal: &Portal) -> Vec<String> {
    let promise = portal
        .first("/api/v1/promises?standing=kept_on_time&limit=1")
        .await;
    let plan = portal.first("/api/v1/plans").await;
    let text = |it: &serde_json::Value, name: &str| it[name].as_str().unwrap().to_owned();
    let mut all: Vec<String> = [
        "/",
        "/promises",
        "/plans",
        "/units",
        "/about/clock",
        "/about/data",
        "/sitemap",
    ]
    .map(str::to_owned)
    .to_vec();
    all.push(format!("/promises/{}", text(&promise, "id")));
    all.push(format!("/units/{}", text(&promise, "unit_id")));
    all.push(format!("/duties/{}", text(&promise, "duty_id")));
    all.push(format!("/plans/{}", text(&plan, "id")));
    all
}

on_both! {
    async fn every_page_renders_in_every_variant(site: &TestSite) {
        let portal = Portal::over(site).await;
        for path in addresses(&portal).await {
            for variant in Variant::ALL {
                let address = variant.address(&path);
                let page = portal.get(&address).await;
                assert_eq!(page.status, 200, "{address}");
                let lang = format!("<html lang=\"{}\"", variant.language());
                assert!(page.body.contains(&lang), "{address}");
                assert!(page.body.contains("</html>"), "{address}");
                assert!(page.body.len() < 60_000, "{address}: {} bytes", page.body.len());
                for name in ["SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType"] {
                    assert!(page.body.contains(&format!("<meta name=\"{name}\" content=\"")), "{address}");
                }
            }
        }
    }

    async fn a_page_of_a_unit_does_not_link_to_itself_and_lists_elsewhere_do(site: &TestSite) {
        let portal = Portal::over(site).await;
        let promise = portal.first("/api/v1/promises?standing=late&limit=1").await;
        let path = format!("/units/{}", promise["unit_id"].as_str().unwrap());
        for variant in Variant::ALL {
            let page = portal.get(&variant.address(&path)).await.body;
            let (_, main) = page.split_once("<main").unwrap();
            let (main, _) = main.split_once("</main>").unwrap();
            assert!(!main.contains(&format!("href=\"{}\"", variant.address(&path))), "{variant:?}");
            assert!(main.contains("<span aria-current=\"page\">"), "{variant:?}");
            let list = portal.get(&variant.address("/promises?standing=late")).await.body;
            assert!(list.contains(&format!("<a href=\"{}\">", variant.address(&path))), "{variant:?}");
        }
    }

    async fn an_event_is_seen_at_once_where_its_tags_are_dropped(site: &TestSite) {
        let portal = Portal::over(site).await;
        let late = portal.first("/api/v1/promises?standing=late&limit=1").await;
        let path = format!("/promises/{}", late["id"].as_str().unwrap());
        assert!(portal.get(&path).await.body.contains("st-late"));
        let event = city::keep_now(&site.store, &late, site.now).await;
        assert!(portal.get(&path).await.body.contains("st-late"), "still the kept page");
        portal.site.cache.drop_tagged(&portal::tags_of(&event));
        let after = portal.get(&path).await;
        assert!(after.body.contains("st-kept_late"));
        assert!(!after.body.contains("st-late\""));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_known_page_answers_304_and_a_changed_encoding_has_its_own_tag() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    for path in [
        "/",
        "/hant/promises",
        "/feed.atom",
        "/api/v1/units",
        "/units.csv",
        "/robots.txt",
    ] {
        let plain = portal.get(path).await;
        let etag = plain.header("etag");
        assert_eq!(plain.header("cache-control"), "no-cache", "{path}");
        let again = portal.ask(path, &[("if-none-match", &etag)]).await;
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        assert_eq!(again.header("etag"), etag, "{path}");
        let stale = portal.ask(path, &[("if-none-match", "\"other\"")]).await;
        assert_eq!(stale.status, 200, "{path}");
    }
    let small = portal.ask("/", &[("accept-encoding", "gzip")]).await;
    assert_eq!(small.header("content-encoding"), "gzip");
    assert_eq!(small.header("vary"), "accept-encoding");
    let plain = portal.get("/").await;
    assert_ne!(small.header("etag"), plain.header("etag"));
    assert_eq!(small.unzipped(), plain.body);
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_has_strict_headers_and_no_cookie() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    for path in [
        "/",
        "/nothing",
        "/promises?standing=x",
        "/api/v1/plans",
        "/plans.csv",
    ] {
        let answer = portal.get(path).await;
        assert_eq!(
            answer.header("content-security-policy"),
            ui::headers::CONTENT_SECURITY_POLICY
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("set-cookie"), "", "{path}");
    }
    assert!(!ui::headers::CONTENT_SECURITY_POLICY.contains("unsafe"));
    for body in [
        portal.get("/").await.body,
        portal.get("/elder/units").await.body,
    ] {
        assert!(
            !body.contains(" style=") && !body.contains("<style") && !body.contains("<script>")
        );
    }
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_traditional_pages_are_converted_and_their_addresses_are_not() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let late = portal
        .first("/api/v1/promises?standing=kept_late&limit=1")
        .await;
    let page = portal
        .get(&format!("/hant/promises/{}", late["id"].as_str().unwrap()))
        .await;
    for word in ["承諾", "逾期兌現", "責任單位", "最遲公開日", "逐日計時"] {
        assert!(page.body.contains(word), "{word}");
    }
    assert!(
        page.body.contains("&amp;b=发布") || page.body.contains("&#38;b=发布"),
        "a link stays as it was given"
    );
    assert!(page.body.contains("<a href=\"/promises") && page.body.contains(">简体</a>"));
    assert!(page.body.contains("href=\"/hant/units/"));
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn midnight_in_china_forgets_every_page() {
    let test = testkit::TestSite::on_sqlite().await;
    let mut portal = Portal::over(&test).await;
    let due = portal
        .first("/api/v1/promises?standing=due_today&limit=1")
        .await;
    let path = format!("/promises/{}", due["id"].as_str().unwrap());
    assert!(
        portal
            .get(&path)
            .await
            .body
            .contains("st-due_today\"><i aria-hidden=\"true\">◐</i>今日到期")
    );
    portal.set_clock("2026-11-21T15:59:59.999Z");
    assert!(
        portal.get(&path).await.body.contains("今日到期"),
        "due until the day ends"
    );
    portal.set_clock("2026-11-21T16:00:00.000Z");
    let after = portal.get(&path).await;
    assert!(after.body.contains("st-late") && after.body.contains("已过1天"));
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_address_is_told_what_is_wrong_and_where_to_go() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let id = "0190a6f2-0000-7000-8000-000000000001";
    for (path, status, says) in [
        ("/nothing".to_owned(), 404, "没有找到这个页面"),
        ("/hant/nothing".to_owned(), 404, "沒有找到這個頁面"),
        ("/promises/7".to_owned(), 404, "没有找到这个承诺"),
        (format!("/promises/{id}"), 404, "没有找到这个承诺"),
        (format!("/plans/{id}"), 404, "没有找到这个计划"),
        (format!("/duties/{id}"), 404, "没有找到这个任务"),
        (format!("/units/{id}"), 404, "没有找到这个单位"),
        (format!("/units/{id}/calendar.ics"), 404, "没有找到这个单位"),
        (
            "/promises?standing=verylate".to_owned(),
            400,
            "参数 standing",
        ),
        ("/promises?unit=7".to_owned(), 400, "参数 unit"),
        ("/promises?due_from=tomorrow".to_owned(), 400, "2026-03-01"),
        ("/plans?year=26x".to_owned(), 400, "参数 year"),
        (format!("/promises/{id}?proof=x"), 400, "参数 proof"),
        ("/promises?after=x".to_owned(), 400, "参数 after"),
        ("/plans?after=x".to_owned(), 400, "参数 after"),
        ("/units?after=x".to_owned(), 400, "参数 after"),
        (format!("/units/{id}?after=x"), 400, "参数 after"),
        ("/promises.csv?stand=late".to_owned(), 400, "参数 stand"),
        ("/units.csv?after=x".to_owned(), 400, "参数 after"),
    ] {
        let answer = portal.get(&path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.body.contains(says), "{path}");
        assert!(
            answer.body.contains("/promises\""),
            "{path} offers a way out"
        );
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    let hostile = portal
        .get("/promises?standing=%3Cscript%3Ealert(1)%3C/script%3E")
        .await;
    assert!(!hostile.body.contains("<script>alert"));
    let slash = portal.get("/promises/").await;
    assert_eq!(
        (slash.status, slash.header("location").as_str()),
        (308, "/promises")
    );
    assert_eq!(portal.get("//evil.example/").await.status, 404);
    let root = portal.get("/hant").await;
    assert_eq!(
        (root.status, root.header("location").as_str()),
        (308, "/hant/")
    );
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parameters_that_messengers_add_do_not_break_a_shared_page() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let page = portal
        .get("/promises?standing=late&from=singlemessage&isappinstalled=0")
        .await;
    assert_eq!(page.status, 200);
    assert_eq!(page.body, portal.get("/promises?standing=late").await.body);
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_api_pages_by_key_through_every_promise_once() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let whole = portal.json("/api/v1/promises?limit=200").await;
    let all: Vec<String> = ids(&whole);
    assert!(all.len() > 40 && whole["next"].is_null());
    let mut seen = Vec::new();
    let mut next = Some("/api/v1/promises?limit=7".to_owned());
    while let Some(path) = next {
        let page = portal.json(&path).await;
        seen.extend(ids(&page));
        next = page["next"].as_str().map(|it| it.replace(ask::BASE, ""));
    }
    assert_eq!(seen, all);
    let one = portal.json(&format!("/api/v1/promises/{}", all[0])).await;
    assert_eq!(one["id"], all[0].as_str());
    assert!(one["proof"].as_array().is_some_and(|days| !days.is_empty()));
    test.end().await;
}

fn ids(page: &serde_json::Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|it| it["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_api_refuses_what_it_does_not_know_as_a_problem() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    for (path, status, parameter) in [
        ("/api/v1/promises?units=1", 400, "units"),
        ("/api/v1/promises?limit=0", 400, "limit"),
        ("/api/v1/promises?limit=201", 400, "limit"),
        ("/api/v1/promises?standing=x", 400, "standing"),
        ("/api/v1/promises?after=x", 400, "after"),
        ("/api/v1/promises?unit=a&unit=b", 400, "unit"),
        ("/api/v1/plans?unit=x", 400, "unit"),
        ("/api/v1/plans?year=abcd", 400, "year"),
        ("/api/v1/units?year=2026", 400, "year"),
        ("/promises.json?plan=x", 400, "plan"),
        ("/promises.json?units=1", 400, "units"),
        ("/promises.json?after=x", 400, "after"),
        ("/promises.json?limit=2001", 400, "limit"),
        ("/plans.json?after=x", 400, "after"),
        ("/units.json?year=2026", 400, "year"),
        ("/api/v1/plans?after=x", 400, "after"),
        ("/api/v1/units?after=x", 400, "after"),
    ] {
        let answer = portal.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json; charset=utf-8",
            "{path}"
        );
        let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(problem["parameter"], parameter, "{path}");
        assert_eq!(problem["status"], status, "{path}");
        assert!(problem["detail"].as_str().unwrap().len() > 10, "{path}");
    }
    for path in ["/api/v1/nothing", "/api/v2/promises", "/api/v1/promises/7"] {
        let answer = portal.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            answer
                .header("content-type")
                .starts_with("application/problem+json"),
            "{path}"
        );
    }
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_description_of_the_api_is_openapi_3_1_and_names_every_list() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let document = portal.json("/api/v1/openapi.json").await;
    assert_eq!(document["openapi"].as_str().map(|it| &it[..3]), Some("3.1"));
    for path in [
        "/api/v1/promises",
        "/api/v1/promises/{id}",
        "/api/v1/plans",
        "/api/v1/units",
    ] {
        assert!(
            document["paths"][path]["get"]["responses"]["200"].is_object(),
            "{path}"
        );
    }
    assert!(document["components"]["schemas"]["Problem"].is_object());
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_open_in_office_programs_and_feeds_in_readers() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let csv = portal.get("/promises.csv?standing=late").await;
    assert!(csv.body.starts_with("\u{feff}承诺编号,承诺,"));
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"promises.csv\""
    );
    let late = portal.json("/promises.json?standing=late").await;
    assert_eq!(csv.body.matches("\r\n").count(), ids(&late).len() + 1);
    let unit = late["items"][0]["unit_id"].as_str().unwrap().to_owned();
    let calendar = portal.get(&format!("/units/{unit}/calendar.ics")).await;
    assert_eq!(
        calendar.header("content-type"),
        "text/calendar; charset=utf-8"
    );
    assert!(
        calendar
            .body
            .starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    );
    assert_eq!(
        calendar.body.matches("BEGIN:VEVENT").count(),
        calendar.body.matches("END:VEVENT").count()
    );
    assert!(calendar.body.contains("DTSTART;VALUE=DATE:2026"));
    for path in ["/feed.atom".to_owned(), format!("/units/{unit}/feed.atom")] {
        let feed = portal.get(&path).await;
        assert_eq!(
            feed.header("content-type"),
            "application/atom+xml; charset=utf-8"
        );
        assert!(
            feed.body.contains("<updated>2026-1") && feed.body.ends_with("</feed>\n"),
            "{path}"
        );
    }
    let map = portal.get("/sitemap.xml").await;
    assert!(
        map.body
            .contains(&format!("<loc>{}/hant/plans</loc>", ask::BASE))
    );
    assert!(portal.get("/robots.txt").await.body.contains("Sitemap: "));
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_shows_its_words_once_with_each_duty_marked_and_hostile_text_as_text() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let plan = portal.first("/api/v1/plans").await;
    let page: Answer = portal
        .get(&format!("/plans/{}", plan["id"].as_str().unwrap()))
        .await;
    let duties = plan["duty_count"].as_u64().unwrap();
    for n in 1..=duties {
        assert_eq!(
            page.body.matches(&format!("id=\"d{n}\"")).count(),
            1,
            "duty {n}"
        );
        assert!(page.body.contains(&format!("id=\"o{n}\"")), "duty {n}");
    }
    assert!(page.body.contains("目录&lt;含听证事项&gt;&amp;说明"));
    assert!(!page.body.contains("<含听证事项>"));
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_few_rows_leads_on_to_all_the_others() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let all = ids(&portal.json("/promises.json").await);
    assert_eq!(ids(&portal.json("/promises.json?limit=2000").await), all);
    let mut seen = Vec::new();
    let mut next = Some("/promises.json?limit=9".to_owned());
    while let Some(path) = next {
        let file = portal.json(&path).await;
        assert!(ids(&file).len() <= 9, "{path}");
        seen.extend(ids(&file));
        next = file["next"].as_str().map(|it| it.replace(ask::BASE, ""));
    }
    assert_eq!(seen, all);
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_sites_may_read_the_api_and_nobody_may_write_to_it() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    for path in [
        "/api/v1/units",
        "/api/v1/openapi.json",
        "/api/v1/promises?after=x",
    ] {
        let answer = portal.get(path).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
    }
    assert_eq!(
        portal.get("/").await.header("access-control-allow-origin"),
        ""
    );
    for path in ["/api/v1/promises", "/api/v1/promises/7", "/api/v9/x"] {
        let answer = portal.send("POST", path).await;
        assert_eq!(answer.status, 405, "{path}");
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json; charset=utf-8",
            "{path}"
        );
        assert_eq!(answer.header("allow"), "GET,HEAD", "{path}");
    }
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_begins_with_this_month_until_all_is_asked_for() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let current = portal.get("/promises").await.body;
    let from = portal.get("/promises?due_from=2026-11-01").await.body;
    let all = portal.get("/promises?view=all").await.body;
    assert_eq!(days(&current), days(&from));
    assert!(days(&current).iter().all(|it| *it >= "2026-11-01"));
    assert!(
        current.contains("本月1日起到期的承诺") && current.contains("?view=all\">查看全部</a>")
    );
    assert!(days(&all).iter().any(|it| *it < "2026-11-01"));
    assert!(
        all.contains("/promises?view=all&amp;after=")
            || all.contains("/promises?view=all&#38;after=")
    );
    assert!(all.contains("href=\"/promises.csv\""), "files know no view");
    let empty_form = "/promises?view=all&unit=&standing=&due_from=&due_through=";
    assert_eq!(portal.get(empty_form).await.body, all);
    test.end().await;
}

/// The due days of a list's rows.
fn days(page: &str) -> Vec<&str> {
    page.split("data-label=\"最迟公开日\"><time datetime=\"")
        .skip(1)
        .map(|it| &it[..10])
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_page_shows_what_was_waived_and_each_number_leads_to_as_many() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let home = portal.get("/").await.body;
    assert!(home.contains("另有豁免1项"));
    let plan = portal.first("/api/v1/plans").await;
    let page = format!("/plans/{}", plan["id"].as_str().unwrap());
    assert!(portal.get(&page).await.body.contains("另有豁免1项"));
    for (path, words) in [
        (
            "standing=waived&due_from=2026-01-01&due_through=2026-12-31",
            "另有豁免{}项",
        ),
        (
            "standing=open&due_from=2026-11-21&due_through=2026-11-30",
            "<b>{}</b><span>明天起本月内到期",
        ),
        ("standing=open", "<b>{}</b><span>明天起到期的全部承诺"),
        ("standing=due_today", "<b>{}</b><span>今日到期"),
    ] {
        let link = path.replace('&', "&amp;");
        assert!(home.contains(&format!("/promises?{link}\"")), "{link}");
        let count = ids(&portal.json(&format!("/promises.json?{path}")).await).len();
        assert!(
            home.contains(&words.replace("{}", &count.to_string())),
            "{path}: {count}"
        );
    }
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_duty_that_names_nobody_but_has_promises_is_said_to_be_the_issuers() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let text = city::PLAN
        .replace("清政办发〔2026〕3号", "清政办发〔2026〕8号")
        .replace("政务公开工作要点", "政务公开补充要点")
        .replace("（责任单位：县政府办）", "");
    let plan = city::take_in(&test.store, &test.calendar, &text).await;
    let page = portal.get(&format!("/plans/{plan}")).await.body;
    assert!(page.contains("未注明，由发文机关承担"));
    let unclear = page.split("<li id=\"o").skip(1).filter(|it| {
        let entry = it.split("</li>").next().unwrap_or_default();
        entry.contains("待明确责任单位") && entry.contains(">承诺")
    });
    assert_eq!(unclear.count(), 0);
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_filter_offers_units_in_the_order_of_the_register() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let page = portal.get("/promises").await.body;
    let select = page.split("name=\"unit\"").nth(1).unwrap();
    let offered: Vec<&str> = select
        .split("</select>")
        .next()
        .unwrap()
        .split("</option>")
        .filter_map(|it| it.rsplit('>').next())
        .filter(|it| !it.is_empty() && *it != "全部单位")
        .collect();
    let register = include_str!("city/units.csv");
    let lines: Vec<usize> = offered
        .iter()
        .filter_map(|name| {
            register
                .lines()
                .position(|it| it.split(',').any(|cell| cell == *name))
        })
        .collect();
    assert!(lines.len() > 3, "{offered:?}");
    assert!(lines.is_sorted(), "{offered:?}");
    test.end().await;
}
