//! Calendars that phones subscribe to: what stands in them, who links to them, what is asked again costs nothing.

use publishing::Validity;
use publishing::actions::{self, DecideValidity};
use testkit::{TestSite, on_both};

use crate::ask::{Answer, Portal};
use crate::library::{Desk, notice, policy};

fn unfolded(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-type"),
        "text/calendar; charset=utf-8"
    );
    assert!(
        answer.body.ends_with("END:VCALENDAR\r\n"),
        "{}",
        answer.body
    );
    assert!(
        answer.body.split("\r\n").all(|it| it.len() <= 75),
        "RFC 5545, 3.1"
    );
    let whole = answer.body.replace("\r\n ", "");
    whole.lines().map(str::to_owned).collect()
}

fn values<'a>(lines: &'a [String], name: &str) -> Vec<&'a str> {
    let values = lines.iter().filter_map(|it| it.strip_prefix(name));
    values.collect()
}

fn is_linked(page: &Answer, path: &str) -> bool {
    let alternate = "type=\"text/calendar\" title=\"";
    page.body.contains(alternate)
        && page.body.contains(&format!("href=\"{path}\">\n"))
        && page.body.contains(&format!("<li><a href=\"{path}\">"))
}

on_both! {
    async fn promises_of_the_site_of_a_plan_and_one_alone_are_calendars_with_one_uid_each(site: &TestSite) {
        let portal = Portal::over(site).await;
        let promise = portal.first("/api/v1/promises?standing=open&due_from=2026-11-21&limit=1").await;
        let id = promise["id"].as_str().unwrap().to_owned();
        let due = promise["due_on"].as_str().unwrap().replace('-', "");
        let uid = format!("{id}@{}", portal.site.identity.domain);
        let plan = portal.first("/api/v1/plans?limit=1").await["id"].as_str().unwrap().to_owned();
        for path in ["/promises/calendar.ics".to_owned(), format!("/plans/{plan}/calendar.ics")] {
            let lines = unfolded(&portal.get(&path).await);
            let uids = values(&lines, "UID:");
            assert!(uids.contains(&uid.as_str()), "{path} {uids:?}");
            let mut once = uids.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), uids.len(), "{path}");
            let page = path.trim_end_matches("/calendar.ics");
            assert!(is_linked(&portal.get(page).await, &path), "{page}");
        }
        let all = unfolded(&portal.get("/promises/calendar.ics").await);
        let days = values(&all, "DTSTART;VALUE=DATE:");
        assert!(days.iter().all(|it| ("20261121".."20271123").contains(it)), "{days:?}");
        assert!(days.is_sorted() && !days.is_empty());
        let path = format!("/promises/{id}/calendar.ics");
        let one = unfolded(&portal.get(&path).await);
        assert_eq!(values(&one, "UID:"), [uid.as_str()]);
        assert_eq!(values(&one, "DTSTART;VALUE=DATE:"), [due.as_str()]);
        assert_eq!(values(&one, "URL:"), [format!("{}/promises/{id}", portal.site.identity.base_url)]);
        let unit = promise["unit_name"].as_str().unwrap();
        assert!(values(&one, "SUMMARY:")[0].contains(&format!("]{unit}：")), "{one:?}");
        assert!(is_linked(&portal.get(&format!("/promises/{id}")).await, &path));
    }

    async fn a_columns_calendar_has_the_days_on_which_its_documents_begin_and_end(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let path = "/library/policies/calendar.ics";
        assert!(values(&unfolded(&portal.get(path).await), "UID:").is_empty());
        assert!(!is_linked(&portal.get("/library/policies").await, path), "nothing to show yet");
        let begins = desk.publish(site, &policy("清财发〔2026〕8号", "专项资金管理办法;第一,版")).await;
        let mut short = policy("清财发〔2026〕9号", "临时补贴办法");
        short.metadata.effective_on = "2026-01-01".to_owned();
        short.metadata.expires_on = "2027-01-01".to_owned();
        let ends = desk.publish(site, &short).await;
        short.metadata.number = "清财发〔2026〕10号".to_owned();
        let repealed = desk.publish(site, &short).await;
        let command = DecideValidity {
            document: repealed,
            validity: Validity::Repealed,
            basis: "清财发〔2026〕20号".to_owned(),
            effective_on: site.now.date(),
            words: String::new(),
        };
        let when = (&desk.outlet(site), site.now);
        actions::decide_validity(&site.store, &command, &desk.leader(), when).await.unwrap();
        desk.publish(site, &notice("名单公示")).await;
        desk.drop_pages(site, &portal).await;
        let lines = unfolded(&portal.get(path).await);
        let domain = &portal.site.identity.domain;
        assert_eq!(values(&lines, "UID:"), [format!("{begins}-begins@{domain}"), format!("{ends}-ends@{domain}")]);
        assert_eq!(values(&lines, "DTSTART;VALUE=DATE:"), ["20261201", "20270101"]);
        assert_eq!(
            values(&lines, "SUMMARY:"),
            ["[施行]专项资金管理办法\\;第一\\,版（清财发〔2026〕8号）", "[失效]临时补贴办法（清财发〔2026〕9号）"]
        );
        assert!(is_linked(&portal.get("/library/policies").await, path));
    }
}

#[tokio::test]
async fn a_calendar_that_has_not_changed_is_not_sent_again_and_one_of_nothing_is_not_there() {
    let site = TestSite::on_sqlite().await;
    let portal = Portal::over(&site).await;
    let calendar = portal.get("/promises/calendar.ics").await;
    let tag = calendar.header("etag");
    let again = portal
        .ask("/promises/calendar.ics", &[("if-none-match", &tag)])
        .await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    let id = "0190a6f2-0000-7000-8000-000000000001";
    for path in [
        format!("/promises/{id}/calendar.ics"),
        format!("/plans/{id}/calendar.ics"),
        "/promises/x/calendar.ics".to_owned(),
        "/library/nothing/calendar.ics".to_owned(),
        "/library/platform/calendar.ics".to_owned(),
    ] {
        assert_eq!(portal.get(&path).await.status, 404, "{path}");
    }
}
