//! Policy and interpretation in one form; one step for many editions; a clean-up with its notice.

use axum::http::StatusCode;
use kernel::UnitId;
use publishing::public::Found;
use publishing::{EditionState, Validity};
use testkit::{TestSite, on_both};

use super::{People, done, shown};
use crate::site::{Answer, Browser, count_events, desk, two_units};

const MANY: &str = "/desk/documents/many";

/// Hands in an order for the editions of these addresses.
async fn order(browser: &mut Browser, drafts: &[&str], fields: &[(&str, &str)]) -> Answer {
    let ids: Vec<&str> = drafts.iter().map(|it| id_of(it)).collect();
    let mut all: Vec<(&str, &str)> = ids.iter().map(|id| ("edition", *id)).collect();
    all.extend_from_slice(fields);
    browser.get("/desk/documents").await;
    browser.post(MANY, &all).await
}

fn id_of(draft: &str) -> &str {
    draft.rsplit('/').next().unwrap()
}

async fn state(site: &TestSite, draft: &str) -> EditionState {
    let id = id_of(draft).parse().unwrap();
    let work = store::read!(site.store, |tx| publishing::queries::find_work(tx, id)
        .await);
    work.unwrap().unwrap().edition.state
}

/// Drafts of notices without a number, in order.
async fn drafts(people: &mut People, titles: &[&str], body: &str) -> Vec<String> {
    let mut drafts = Vec::new();
    for (at, title) in titles.iter().enumerate() {
        let number = format!("云财〔2026〕{}号", 30 + at);
        let extra = [
            ("title", *title),
            ("number", number.as_str()),
            ("body", body),
        ];
        drafts.push(people.begin(&extra).await);
    }
    drafts
}

fn refs(drafts: &[String]) -> Vec<&str> {
    drafts.iter().map(String::as_str).collect()
}

on_both! {
    async fn a_policy_and_its_interpretation_are_drafted_read_and_judged_in_one_form(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let policy = people.begin(&[("body", "第一条 甲。")]).await;
        let page = people.clerk.get(&policy).await;
        let link = crate::site::value_of(&page.text, "href=\"/desk/documents/new?kind=interpretation").unwrap();
        let link = format!("/desk/documents/new?kind=interpretation{}", link.replace("&amp;", "&"));
        let form = people.clerk.get(&link).await;
        let interprets = crate::site::value_of(&form.text, "name=\"interprets\" value=\"").unwrap();
        let fields = [("kind", "interpretation"), ("column", "interpretations"), ("title", "读懂办法"), ("summary", "三个要点。"), ("body", "为什么要制定"), ("interprets", &interprets)];
        let begun = people.clerk.upload("/desk/documents/new", &fields, &[]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
        let reading = begun.location().to_owned();
        for (browser, act) in [(&mut people.clerk, "submit"), (&mut people.head, "pass"), (&mut people.secrecy, "sign"), (&mut people.leader, "approve")] {
            let page = browser.get(&policy).await;
            assert!(page.text.contains("一同办理：读懂办法") && page.text.contains("为什么要制定"), "{act}: {}", page.text);
            let answer = browser.post(&format!("{policy}/{act}"), &[("words", ""), ("with", id_of(&reading))]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{act}: {}", answer.text);
        }
        assert!(matches!(shown(site, &policy).await, Some(Found::Document(it)) if it.interpreting.len() == 1));
        assert!(matches!(shown(site, &reading).await, Some(Found::Document(_))));
    }

    async fn many_go_the_same_step_and_what_was_refused_stays_with_its_reason(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let clean = drafts(&mut people, &["甲办法", "乙办法"], "第一条 甲。").await;
        let mut all = clean.clone();
        all.push(people.begin(&[("title", "丙办法"), ("number", "云财〔2026〕40号"), ("body", "联系人手机13812345678。")]).await);
        let incomplete = people.begin(&[("title", "丁办法"), ("number", "云财〔2026〕41号"), ("summary", ""), ("body", "第一条")]).await;
        let mut with_incomplete = refs(&all);
        with_incomplete.push(&incomplete);
        let answer = order(&mut people.clerk, &with_incomplete, &[("act", "submit")]).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.text.contains("共4件，办成3件，1件没有办成") && answer.text.contains("内容概述"), "{}", answer.text);
        assert_eq!(state(site, &incomplete).await, EditionState::Draft);
        order(&mut people.head, &refs(&all), &[("act", "pass")]).await;
        let nowhere = format!("/desk/documents/{}", kernel::Ids::seeded(9).next::<kernel::EditionId>(site.now));
        let partly = order(&mut people.head, &[&nowhere, &all[0]], &[("act", "pass")]).await;
        assert!(partly.text.contains("办成0件") && partly.text.contains("可能已被删除"), "{}", partly.text);
        let signed = order(&mut people.secrecy, &refs(&all), &[("act", "sign")]).await;
        assert!(signed.text.contains("办成2件") && signed.text.contains("不能批量签署"), "{}", signed.text);
        assert_eq!(state(site, &all[2]).await, EditionState::SecrecyReview);
        let approved = order(&mut people.leader, &refs(&clean), &[("act", "approve")]).await;
        assert!(approved.text.contains("办成2件") && approved.text.contains("现已公开"), "{}", approved.text);
        assert!(shown(site, &clean[0]).await.is_some() && shown(site, &all[2]).await.is_none());
    }

    async fn nobody_does_by_the_dozen_what_they_may_not_do_once(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let drafts = drafts(&mut people, &["甲办法"], "第一条 甲。").await;
        done(&mut people.clerk, &drafts[0], "submit", "").await;
        let mut stranger = stranger(&desk, education).await;
        let before = count_events(site).await;
        let refused = order(&mut people.clerk, &refs(&drafts), &[("act", "pass")]).await;
        assert!(refused.text.contains("办成0件"), "{}", refused.text);
        let missing = order(&mut stranger, &refs(&drafts), &[("act", "pass")]).await;
        assert!(missing.text.contains("办成0件") && !missing.text.contains("甲办法"), "{}", missing.text);
        let none = order(&mut people.head, &[], &[("act", "pass")]).await;
        assert!(none.text.contains("请先在列表中勾选"), "{}", none.text);
        let odd = order(&mut people.head, &refs(&drafts), &[("act", "mask")]).await;
        assert_eq!(odd.status, StatusCode::BAD_REQUEST);
        assert_eq!(count_events(site).await, before);
    }

    async fn a_clean_up_decides_on_many_and_drafts_the_notice_of_its_result(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let old = drafts(&mut people, &["甲办法", "乙<办法>"], "第一条 甲。").await;
        for draft in &old {
            people.publish(draft).await;
        }
        let fields = [("act", "decide"), ("validity", "repealed"), ("basis", "《清理决定》（云财〔2026〕50号）"), ("effective_on", "2026-11-30")];
        let bare = order(&mut people.leader, &refs(&old), &[("act", "decide"), ("validity", "repealed")]).await;
        assert!(bare.text.contains("办成0件") && bare.text.contains("依据"), "{}", bare.text);
        let decided = order(&mut people.leader, &refs(&old), &fields).await;
        assert!(decided.text.contains("办成2件") && decided.text.contains("起草清理结果公告"), "{}", decided.text);
        for draft in &old {
            let Some(Found::Document(found)) = shown(site, draft).await else { panic!("public still") };
            assert_eq!(found.line.force.on("2026-11-30".parse().unwrap()), Validity::Repealed);
        }
        let ids: Vec<&str> = old.iter().map(|it| id_of(it)).collect();
        let mut notice: Vec<(&str, &str)> = ids.iter().map(|id| ("edition", *id)).collect();
        notice.extend_from_slice(&fields[1..]);
        people.clerk.get("/desk/documents").await;
        let drafted = people.clerk.post(&format!("{MANY}/notice"), &notice).await;
        assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.text);
        let page = people.clerk.get(drafted.location().trim_end_matches("/edit")).await;
        for words in ["文件清理结果", "乙&lt;办法&gt;", "云财〔2026〕31号", "已废止", "2026年11月30日"] {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
    }
}

async fn stranger(desk: &crate::site::TestDesk, unit: UnitId) -> Browser {
    crate::site::signed_in(desk, kernel::Role::SectionHead, unit).await
}
