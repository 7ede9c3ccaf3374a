//! 公众订阅 by HTTP: from the form to the last click, and what strangers try, on both engines where rows are written.

use std::sync::Arc;
use std::time::Duration;

use kernel::Moment;
use portal::{Gate, Subscribing};
use publishing::actions::{self, Withdraw};
use subscriptions::LetterKind;
use subscriptions::letters::{Held, claim, note_delivered};
use testkit::{Glass, TestSite, on_both};
use ui::{Quota, Visitors};

use crate::ask::{Answer, Portal};
use crate::library::{Desk, notice, policy};

const LI: &str = "li@example.cn";

/// The portal with subscriptions.
async fn open(site: &TestSite) -> Portal {
    opened(&Portal::over(site).await, 1000)
}

fn opened(portal: &Portal, an_hour: u32) -> Portal {
    let quota = Quota::of(an_hour, Duration::from_secs(3600), an_hour).unwrap();
    let subscribing = Subscribing::new(
        Arc::new(Glass),
        Gate::new(Visitors::behind(Vec::new()), quota),
    );
    portal.beside(|it| it.subscribing = Some(subscribing.clone()))
}

async fn submit(portal: &Portal, place: &str, address: &str) -> Answer {
    let fields = [
        ("follow", place),
        ("address", address),
        ("pace", "at_once"),
        ("remark", ""),
    ];
    portal.post("/subscribe", &fields, &[]).await
}

/// The letters that wait, carried.
async fn post(site: &TestSite, now: Moment) -> Vec<Held> {
    let held = claim(&site.store, &Glass, 100, now).await.unwrap();
    for letter in &held {
        note_delivered(&site.store, letter, now).await.unwrap();
    }
    held
}

fn assert_private(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert!(answer.header("x-robots-tag").contains("noindex"));
    assert_eq!(answer.header("set-cookie"), "");
    assert!(
        answer
            .header("content-security-policy")
            .contains("default-src 'none'")
    );
}

on_both! {
    async fn a_visitor_follows_a_document_confirms_changes_and_leaves(site: &TestSite) {
        let portal = open(site).await;
        let id = Desk::of(site).await.publish(site, &policy("清财发〔2026〕8号", "专项资金管理办法")).await;
        let place = format!("document/{id}");
        let page = portal.get(&format!("/documents/{id}")).await.body;
        let href = format!("/subscribe?follow=document%2F{id}");
        assert!(page.contains(&format!("href=\"{href}\"")), "the page of the document leads to it");
        let form = portal.get(&href).await;
        assert_eq!(form.status, 200);
        assert_private(&form);
        for words in ["《专项资金管理办法》", "加密保存", "48小时后删除", "退订全部后地址立即删除", "action=\"/subscribe\"", "每周汇总"] {
            assert!(form.body.contains(words), "{words}");
        }

        let sent = submit(&portal, &place, LI).await;
        assert_eq!((sent.status, sent.header("location").as_str()), (303, "/subscribe/sent"));
        assert!(portal.get("/subscribe/sent").await.body.contains("请查收邮件"));
        let letter = post(site, site.now).await.remove(0);
        assert_eq!((letter.kind, letter.address.as_ref().unwrap().reveal()), (LetterKind::Confirm, LI));
        let key = letter.about.unwrap().key.unwrap();

        // Programs that open the links of letters confirm nothing.
        let confirm = format!("/subscribe/confirm?key={key}");
        for _ in 0..2 {
            let asked = portal.get(&confirm).await;
            assert_eq!(asked.status, 200);
            assert_private(&asked);
            assert!(asked.body.contains("确认订阅</button>") && asked.body.contains("《专项资金管理办法》"));
        }
        let done = portal.post(&confirm, &[], &[]).await;
        assert_eq!(done.status, 200);
        assert_private(&done);
        assert!(done.body.contains("订阅已生效"));
        let again = portal.post(&confirm, &[], &[]).await;
        assert_eq!(again.status, 404);
        assert!(again.body.contains("已经用过"));
        assert_eq!(portal.get(&confirm).await.status, 404);

        let manage = done.body.split("href=\"").find_map(|it| it.strip_prefix("/subscriptions?key=")).unwrap();
        let key = manage.split('"').next().unwrap().to_owned();
        let shown = portal.get(&format!("/subscriptions?key={key}")).await;
        assert_eq!(shown.status, 200);
        assert_private(&shown);
        assert!(shown.body.contains("《专项资金管理办法》") && !shown.body.contains(LI), "an address is shown to nobody");
        let printed = shown.body.split("class=\"address\"").nth(1).unwrap().split("</span>").next().unwrap();
        assert!(printed.contains("/subscriptions") && !printed.contains(&key), "what is printed opens nothing: {printed}");
        let subscription = shown.body.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let change = [("id", subscription.as_str()), ("pace", "weekly")];
        let changed = portal.post(&format!("/subscriptions/pace?key={key}"), &change, &[]).await;
        assert_eq!(changed.status, 303);
        let shown = portal.get(&changed.header("location")).await.body;
        assert!(shown.contains("<option value=\"weekly\" selected>"), "{shown}");

        // RFC 8058: a page for people, one click for programs.
        let leave = format!("/subscriptions/leave?key={key}");
        let asked = portal.get(&leave).await;
        assert!(asked.body.contains("退订全部并删除地址</button>"));
        assert_eq!(portal.get(&format!("/subscriptions?key={key}")).await.status, 200, "asking ends nothing");
        let click = [("List-Unsubscribe", "One-Click")];
        let left = portal.post(&leave, &click, &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!(left.status, 200);
        assert!(left.body.contains("已从本站删除"));
        for path in [leave, format!("/subscriptions?key={key}")] {
            assert_eq!(portal.get(&path).await.status, 404, "{path}");
        }
        assert!(subscriptions::check::check(&site.store).await.unwrap().is_empty());
    }

    async fn the_answer_is_the_same_whether_the_address_is_known_or_not(site: &TestSite) {
        let portal = open(site).await;
        let id = Desk::of(site).await.publish(site, &notice("名单公示")).await;
        let place = format!("document/{id}");
        let mut answers = Vec::new();
        submit(&portal, &place, LI).await;
        let key = post(site, site.now).await.remove(0).about.unwrap().key.unwrap();
        portal.post(&format!("/subscribe/confirm?key={key}"), &[], &[]).await;
        for address in [LI, "LI@example.cn", "zhang@example.cn", LI, LI, LI, LI, LI] {
            let answer = submit(&portal, &place, address).await;
            answers.push((answer.status, answer.header("location"), answer.body));
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
    }

    async fn what_is_not_public_or_not_there_cannot_be_followed(site: &TestSite) {
        let portal = open(site).await;
        let desk = Desk::of(site).await;
        let draft = desk.begin(site, &notice("内部草稿标题")).await.document;
        let gone = desk.publish(site, &notice("撤下的标题")).await;
        let command = Withdraw { document: gone, reason: "错发".to_owned(), successor: None };
        actions::withdraw(&site.store, &command, &desk.leader(), site.now).await.unwrap();
        let wrong = [format!("document/{draft}"), format!("citations/{draft}"), format!("document/{gone}"),
            "document/1".to_owned(), "column/none".to_owned(), "column/platform".to_owned(), "theme/没有".to_owned(), "account/x".to_owned(), String::new()];
        for place in wrong {
            let form = portal.get(&format!("/subscribe?follow={place}")).await;
            assert_eq!(form.status, 404, "{place}");
            let posted = submit(&portal, &place, LI).await;
            assert_eq!(posted.status, 404, "{place}");
            assert!(!posted.body.contains("内部草稿标题") && !form.body.contains("内部草稿标题"));
        }
        assert!(post(site, site.now).await.is_empty());
    }
}

#[tokio::test]
async fn a_wrong_form_comes_back_with_words_at_the_field_and_no_letter_leaves() {
    let test = TestSite::on_sqlite().await;
    let portal = open(&test).await;
    let place = "column/policies";
    let long = format!("{}@example.cn", "x".repeat(5000));
    for (address, words) in [
        ("", "请填写邮件地址"),
        ("li", "邮件地址有误"),
        ("li@example.cn\r\nBcc: zhang@example.cn", "邮件地址有误"),
        ("\"><script>alert(1)</script>@example.cn", "邮件地址有误"),
        (&long, "邮件地址有误"),
    ] {
        let answer = submit(&portal, place, address).await;
        assert_eq!(answer.status, 422, "{address:.40}");
        assert_private(&answer);
        assert!(
            answer.body.contains(words) && answer.body.contains("aria-invalid=\"true\""),
            "{address:.40}"
        );
        assert!(!answer.body.contains("<script>alert"), "escaped");
    }
    let fields = [
        ("follow", place),
        ("address", LI),
        ("pace", "daily"),
        ("remark", ""),
    ];
    let with = |name: &str, value: &'static str| -> Vec<(&str, &str)> {
        let fields = fields.iter();
        fields
            .map(|(n, v)| (*n, if *n == name { value } else { *v }))
            .collect()
    };
    for (fields, headers, words) in [
        (with("pace", "hourly"), vec![], "请选择接收频次"),
        (
            with("remark", "http://spam.example"),
            vec![],
            "请清空后再提交",
        ),
        (
            with("", ""),
            vec![("sec-fetch-site", "cross-site")],
            "请在本页面上重新提交",
        ),
    ] {
        let answer = portal.post("/subscribe", &fields, &headers).await;
        assert_eq!(answer.status, 422, "{words}");
        assert!(answer.body.contains(words), "{words}");
        assert!(
            answer.body.contains("value=\"li@example.cn\""),
            "what was typed stays"
        );
    }
    // Fields twice, no form at all: nothing is guessed.
    let twice = [("follow", place), ("follow", place)];
    assert_eq!(portal.post("/subscribe", &twice, &[]).await.status, 404);
    assert_eq!(portal.send("POST", "/subscribe").await.status, 404);
    assert!(post(&test, test.now).await.is_empty());
    test.end().await;
}

#[tokio::test]
async fn pages_exist_in_every_variant_and_keep_the_key() {
    let test = TestSite::on_sqlite().await;
    let portal = open(&test).await;
    submit(&portal, "column/policies", LI).await;
    let key = post(&test, test.now)
        .await
        .remove(0)
        .about
        .unwrap()
        .key
        .unwrap();
    for prefix in ["", "/hant", "/elder", "/hant/elder"] {
        let form = portal
            .get(&format!("{prefix}/subscribe?follow=column/policies"))
            .await;
        assert_eq!(form.status, 200, "{prefix}");
        assert!(
            form.body
                .contains(&format!("action=\"{prefix}/subscribe\""))
        );
        let asked = portal
            .get(&format!("{prefix}/subscribe/confirm?key={key}"))
            .await;
        assert_eq!(asked.status, 200, "{prefix}");
        assert!(
            asked
                .body
                .contains(&format!("action=\"{prefix}/subscribe/confirm?key={key}\""))
        );
        assert!(
            asked
                .body
                .contains(&format!("/subscribe/confirm?key={key}\""))
        );
    }
    assert!(
        portal
            .get("/hant/subscribe?follow=column/policies")
            .await
            .body
            .contains("郵件訂閱")
    );
    test.end().await;
}

#[tokio::test]
async fn a_visitor_who_hands_in_too_many_forms_waits() {
    let test = TestSite::on_sqlite().await;
    let portal = opened(&Portal::over(&test).await, 3);
    let fields = [
        ("follow", "column/policies"),
        ("address", "li"),
        ("pace", "daily"),
    ];
    let from = |peer: &'static str| {
        let portal = &portal;
        async move { portal.post_from(peer, "/subscribe", &fields).await }
    };
    for _ in 0..3 {
        assert_eq!(from("203.0.113.7:1").await.status, 422);
    }
    let refused = from("203.0.113.7:2").await;
    assert_eq!(refused.status, 429);
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=3600).contains(&wait), "{wait}");
    assert_eq!(from("203.0.113.8:1").await.status, 422);
    test.end().await;
}

#[tokio::test]
async fn without_a_mail_server_nothing_leads_there() {
    let test = TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let id = Desk::of(&test)
        .await
        .publish(&test, &notice("名单公示"))
        .await;
    for path in [
        format!("/documents/{id}"),
        "/library/notices".to_owned(),
        "/documents".to_owned(),
    ] {
        let page = portal.get(&path).await;
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("/subscribe"), "{path}");
    }
    for path in [
        "/subscribe?follow=column/policies",
        "/subscribe/sent",
        "/subscribe/confirm?key=1",
        "/subscriptions?key=1",
        "/subscriptions/leave?key=1",
    ] {
        assert_eq!(portal.get(path).await.status, 404, "{path}");
    }
    assert_eq!(submit(&portal, "column/policies", LI).await.status, 404);
    test.end().await;
}

#[tokio::test]
async fn columns_units_themes_and_promises_lead_to_their_forms() {
    let test = TestSite::on_sqlite().await;
    let portal = open(&test).await;
    let desk = Desk::of(&test).await;
    desk.publish(&test, &policy("清财发〔2026〕9号", "办法"))
        .await;
    let promise = portal.first("/api/v1/promises").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let unit = desk.unit;
    for (page, place) in [
        ("/library/policies".to_owned(), "column/policies".to_owned()),
        (format!("/units/{unit}"), format!("unit/{unit}")),
        (format!("/promises/{promise}"), format!("promise/{promise}")),
        (
            "/documents?theme=%E8%B4%A2%E6%94%BF%E3%80%81%E9%87%91%E8%9E%8D%E3%80%81%E5%AE%A1%E8%AE%A1".to_owned(),
            "theme/财政、金融、审计".to_owned(),
        ),
    ] {
        let shown = portal.get(&page).await.body;
        let href = shown
            .split("href=\"")
            .find(|it| it.starts_with("/subscribe?follow="))
            .unwrap_or_else(|| panic!("{page} leads to no form"));
        let href = href.split('"').next().unwrap();
        let form = portal.get(href).await;
        assert_eq!(form.status, 200, "{href}");
        assert!(form.body.contains(&format!("value=\"{place}\"")), "{place}");
    }
    test.end().await;
}

#[tokio::test]
async fn the_changes_of_a_document_are_a_feed_in_two_forms_until_it_is_withdrawn() {
    let test = TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let desk = Desk::of(&test).await;
    let id = desk
        .publish(&test, &policy("清财发〔2026〕10号", "收费<目录>"))
        .await;
    let page = portal.get(&format!("/documents/{id}")).await.body;
    let (atom, json) = (
        format!("/documents/{id}/feed.atom"),
        format!("/documents/{id}/feed.json"),
    );
    let link = page
        .split("<link ")
        .find(|it| it.contains("application/atom+xml"))
        .unwrap();
    assert!(link.contains(&format!("href=\"{atom}\"")), "{link}");
    let feed = portal.get(&atom).await;
    assert!(
        feed.header("content-type")
            .starts_with("application/atom+xml")
    );
    assert!(
        feed.body.contains("[发布]收费&lt;目录&gt;"),
        "{}",
        feed.body
    );
    let etag = feed.header("etag");
    let known = portal.ask(&atom, &[("if-none-match", &etag)]).await;
    assert_eq!(known.status, 304);
    let feed: serde_json::Value = serde_json::from_str(&portal.get(&json).await.body).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["items"][0]["title"], "[发布]收费<目录>");
    assert_eq!(
        feed["items"].as_array().unwrap().len(),
        1,
        "steps of the review are no changes"
    );
    let command = Withdraw {
        document: id,
        reason: "错发".to_owned(),
        successor: None,
    };
    actions::withdraw(&test.store, &command, &desk.leader(), test.now)
        .await
        .unwrap();
    desk.drop_pages(&test, &portal).await;
    for path in [atom, json] {
        assert_eq!(portal.get(&path).await.status, 410, "{path}");
    }
    assert_eq!(portal.get("/documents/1/feed.json").await.status, 404);
    test.end().await;
}

const SEARCH: &str = "search/q=%E4%B8%93%E9%A1%B9%E8%B5%84%E9%87%91&kind=normative&year=2026";

fn doubly(place: &str) -> String {
    place
        .replace('%', "%25")
        .replace('/', "%2F")
        .replace('=', "%3D")
        .replace('&', "%26")
}

on_both! {
    async fn a_search_leads_to_its_form_and_is_called_by_its_words_and_choices(site: &TestSite) {
        let portal = opened(&crate::search::portal(site).await, 1000);
        let href = format!("href=\"/subscribe?follow={}\"", doubly(SEARCH));
        // Neither page nor order are a part of it, and blanks are forgiven.
        for query in ["q=专项资金&kind=normative&year=2026", "q=+专项资金+&year=2026&kind=normative&sort=new&why=1"] {
            let page = portal.get(&format!("/search?{query}")).await;
            assert!(page.body.contains(&href), "{query}: {}", page.body);
        }
        let nothing = portal.get("/search?q=没有这件事").await;
        assert!(nothing.body.contains("没有找到") && nothing.body.contains("订阅这个搜索"));
        let long = "很长的问题".repeat(20);
        for query in ["", "q=", "q=，。", "q=专项资金&kind=promise", "q=专项资金&unit=0190a6f2-0000-7000-8000-000000000001", &format!("q={long}")] {
            let page = portal.get(&format!("/search?{query}")).await;
            assert!(page.status == 200 && !page.body.contains("订阅这个搜索"), "{query}");
        }
        let form = portal.get(&format!("/subscribe?follow={}", doubly(SEARCH))).await;
        assert_eq!(form.status, 200);
        assert_private(&form);
        for words in ["搜索“专项资金”（行政规范性文件，2026年）", "符合这项搜索的全部条件时通知", "name=\"follow\" value=\"search/q=%E4%B8%93"] {
            assert!(form.body.contains(words), "{words}: {}", form.body);
        }
        for wrong in ["search/q=", "search/专项资金", "search/q=a&page=2", "search/q=a&kind=nothing", "search/q=a&year=x", "search/q=%EF%BC%8C"] {
            assert_eq!(portal.get(&format!("/subscribe?follow={}", doubly(wrong))).await.status, 404, "{wrong}");
        }
        assert_eq!(submit(&portal, SEARCH, LI).await.status, 303);
        let key = post(site, site.now).await.remove(0).about.unwrap().key.unwrap();
        let done = portal.post(&format!("/subscribe/confirm?key={key}"), &[], &[]).await;
        assert!(done.body.contains("订阅已生效"));
        let manage = done.body.split("href=\"").find_map(|it| it.strip_prefix("/subscriptions?key=")).unwrap();
        let shown = portal.get(&format!("/subscriptions?key={}", manage.split('"').next().unwrap())).await;
        assert!(shown.body.contains("href=\"/search?q=%E4%B8%93%E9%A1%B9%E8%B5%84%E9%87%91&#38;kind=normative&#38;year=2026\""), "{}", shown.body);
    }

    async fn a_site_with_as_many_searches_as_it_can_hold_says_what_to_follow_instead(site: &TestSite) {
        let portal = opened(&crate::search::portal(site).await, 1000);
        store::write!(site.store, |tx| -> Result<(), kernel::Stop<kernel::Never>> {
            for n in 0..subscriptions::rules::MOST_SEARCHES {
                let place = format!("search/q=n{n}");
                tx.execute("insert into followed_search (place, n) values ($1, 1)", store::params![place]).await?;
            }
            Ok(())
        })
        .unwrap();
        let answer = submit(&portal, SEARCH, LI).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("role=\"alert\"") && answer.body.contains("已达上限，请改为订阅相关的栏目"), "{}", answer.body);
        assert!(answer.body.contains(&format!("value=\"{LI}\"")), "what was typed is there still");
        assert!(post(site, site.now).await.is_empty());
    }
}

#[tokio::test]
async fn a_site_without_a_mail_server_offers_no_search_to_follow() {
    let site = TestSite::on_sqlite().await;
    let portal = crate::search::portal(&site).await;
    let page = portal.get("/search?q=专项资金").await;
    assert!(page.body.contains("共 3 条") && !page.body.contains("订阅这个搜索"));
}
