//! 依申请公开 on the desk: entered, handled act by act, and out of reach for whoever has nothing to do with it.

use axum::http::StatusCode;
use kernel::{PageAsk, Role, UnitId};
use requests::Stage;
use requests::queries::list_at_stage;
use testkit::on_both;

use crate::site::{Browser, count_events, desk, signed_in, two_units};

const FILLED: &[(&str, &str)] = &[
    ("channel", "in_person"),
    ("received_on", "2026-11-20"),
    ("asker", "person"),
    ("name", "沈书瑶"),
    ("proof", "11010519491231002X"),
    ("phone", "13800001234"),
    ("wanted", "2025年度决算<草案>"),
    ("form_wanted", "paper"),
    ("delivery", "pick_up"),
];

/// Enters a request; the address of its page.
async fn entered(clerk: &mut Browser, unit: UnitId) -> String {
    clerk.get("/desk/requests/new").await;
    let unit = unit.to_string();
    let mut fields = vec![("unit", unit.as_str())];
    fields.extend_from_slice(FILLED);
    let answer = clerk.post("/desk/requests/new", &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(
        answer.text.contains("查询码") && answer.text.contains("2026-000001"),
        "{}",
        answer.text
    );
    let mark = "href=\"/desk/requests/";
    let at = answer.text.match_indices(mark).find(|(at, _)| {
        answer
            .text
            .as_bytes()
            .get(at + mark.len())
            .is_some_and(u8::is_ascii_hexdigit)
    });
    let begin = at.unwrap().0 + "href=\"".len();
    answer.text[begin..begin + "/desk/requests/".len() + 36].to_owned()
}

on_both! {
    async fn a_request_is_entered_with_its_own_day_and_shown_masked(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        let page = entered(&mut clerk, finance).await;
        let shown = clerk.get(&page).await.text;
        assert!(shown.contains("沈**") && !shown.contains("沈书瑶") && !shown.contains("13800001234"), "{shown}");
        assert!(shown.contains("2025年度决算&#60;草案&#62;"), "{shown}");
        assert!(shown.contains("2026年12月18日"), "twenty working days after 20 November: {shown}");
        let before = count_events(site).await;
        let opened = clerk.post(&format!("{page}/identity"), &[]).await.text;
        assert!(opened.contains("沈书瑶") && opened.contains("13800001234") && opened.contains("已记入审计日志"), "{opened}");
        assert_eq!(count_events(site).await, before + 1);
        let listed = clerk.get("/desk/requests").await.text;
        assert!(listed.contains(&page), "{listed}");
    }

    async fn what_was_typed_comes_back_with_the_error_at_its_field_and_old_pages_decide_nothing(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        let page = entered(&mut clerk, finance).await;
        clerk.get(&page).await;
        assert_eq!(clerk.post(&format!("{page}/accept"), &[("revision", "1")]).await.status, StatusCode::SEE_OTHER);
        clerk.get(&page).await;
        let before = count_events(site).await;
        let draft = [("revision", "2"), ("outcome", "partly"), ("facts", "经检索<b>"), ("reply", "见附件")];
        let refused = clerk.post(&format!("{page}/draft"), &draft).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("请选择不予公开部分的理由") && refused.text.contains("经检索&#60;b&#62;"), "{}", refused.text);
        clerk.get(&page).await;
        let old = clerk.post(&format!("{page}/draft"), &[("revision", "1"), ("outcome", "provided"), ("facts", "有"), ("reply", "给")]).await;
        assert!(old.text.contains("刚刚被他人办理"), "{}", old.text);
        clerk.get(&page).await;
        let wrong = clerk.post(&format!("{page}/note_search"), &[("revision", "2"), ("place", "档案室"), ("day", "昨天")]).await;
        assert!(wrong.text.contains("请填写日期"), "{}", wrong.text);
        assert_eq!(count_events(site).await, before);
        assert_eq!(clerk.post(&format!("{page}/nothing"), &[]).await.status, StatusCode::NOT_FOUND);
    }

    async fn another_units_people_do_not_learn_that_it_is_there(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        let page = entered(&mut clerk, finance).await;
        let mut stranger = signed_in(&desk, Role::SectionHead, education).await;
        let mut auditor = signed_in(&desk, Role::AuditAdministrator, finance).await;
        let mut leader = signed_in(&desk, Role::Approver, finance).await;
        let before = count_events(site).await;
        assert_eq!(stranger.get(&page).await.status, StatusCode::NOT_FOUND);
        stranger.get("/desk/requests").await;
        for act in ["accept", "identity", "withdraw", "hand_over"] {
            let answer = stranger.post(&format!("{page}/{act}"), &[("revision", "1"), ("words", "不办了")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
            stranger.get("/desk/requests").await;
        }
        assert!(!stranger.get("/desk/requests").await.text.contains("2026-000001"));
        assert_eq!(auditor.get("/desk/requests").await.status, StatusCode::FORBIDDEN);
        leader.get(&page).await;
        assert_eq!(leader.post(&format!("{page}/accept"), &[("revision", "1")]).await.status, StatusCode::FORBIDDEN);
        clerk.get(&page).await;
        assert_eq!(clerk.post(&format!("{page}/extend"), &[("revision", "1"), ("days", "5"), ("day", "2026-11-20"), ("words", "多")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(count_events(site).await, before);
        let stands = store::read!(site.store, |tx| list_at_stage(tx, (Some(finance), Stage::Registered), &PageAsk::first(5)).await).unwrap();
        assert_eq!(stands.items.len(), 1);
    }

    async fn the_promise_to_answer_leads_to_its_request_and_is_not_kept_by_hand(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        let page = entered(&mut clerk, finance).await;
        let id = page.rsplit('/').next().unwrap().parse().unwrap();
        let owed = store::read!(site.store, |tx| requests::queries::find_owed(tx, id).await).unwrap().unwrap();
        let promise = format!("/desk/promises/{}", owed.0);
        let answer = clerk.get(&promise).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, page.as_str()));
        clerk.get(&page).await;
        let before = count_events(site).await;
        let fields = [("link", "https://www.yunxi.example/1"), ("published_on", "2026-11-20"), ("note", "已答复")];
        let kept = clerk.upload(&format!("{promise}/keep"), &fields, &[]).await;
        assert_ne!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        assert_eq!(count_events(site).await, before);
    }

    async fn the_year_is_counted_and_each_number_opens_its_cases(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        let page = entered(&mut clerk, finance).await;
        let figures = clerk.get("/desk/requests/figures").await.text;
        assert!(figures.contains("勾稽关系成立"), "{figures}");
        let mark = "href=\"/desk/requests/figures/behind?";
        let links: Vec<String> = figures.split(mark).skip(1).map(|it| it.split('"').next().unwrap().replace("&#38;", "&")).collect();
        assert_eq!(links.len(), 2, "received and left over: {figures}");
        for link in &links {
            let behind = clerk.get(&format!("/desk/requests/figures/behind?{link}")).await.text;
            assert!(behind.contains(&page), "{behind}");
        }
        let wrong = clerk.get("/desk/requests/figures?from=2026-13-01&through=2025-01-01").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("请填写日期") && wrong.text.contains("2026-13-01"), "{}", wrong.text);
        let mut stranger = signed_in(&desk, Role::Clerk, education).await;
        let behind = stranger.get(&format!("/desk/requests/figures/behind?{}", links[0])).await.text;
        assert!(!behind.contains(&page) && behind.contains("没有可以查看的申请"), "{behind}");
    }
}
