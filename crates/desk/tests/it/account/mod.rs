//! One's own account: second factor, sessions elsewhere, handing on for an absence.

use crate::site;

use crate::site::{Browser, TestDesk, count_events, desk, enrol, person, signed_in, two_units};
use accounts::one_time;
use axum::http::StatusCode;
use kernel::Role;
use testkit::on_both;

async fn first_step(desk: &TestDesk, login: &str) -> Browser {
    let mut browser = desk.browser();
    browser
        .post(
            "/desk/sign-in",
            &[("login", login), ("password", site::PASSWORD)],
        )
        .await;
    assert!(
        browser
            .get("/desk")
            .await
            .location()
            .starts_with("/desk/sign-in/code")
    );
    browser
}

on_both! {
    async fn a_code_works_once_and_a_recovery_code_too(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        person(&desk, "wangmin", &[(Role::Clerk, unit)]).await;
        let mut browser = desk.signed_in_as("wangmin").await;
        let (secret, recovery) = enrol(&desk, &mut browser).await;
        desk.wait_minutes(2);
        let code = one_time::code_at(&secret, desk.desk.now()).unwrap();
        let mut one = first_step(&desk, "wangmin").await;
        let before = one.cookies.clone();
        let answer = one.post("/desk/sign-in/code", &[("code", &code), ("next", "/desk/account")]).await;
        assert_eq!(answer.location(), "/desk/account", "{}", answer.text);
        assert_ne!(one.cookies, before, "the token is another after the second step");
        assert_eq!(one.get("/desk").await.status, StatusCode::OK);
        let mut two = first_step(&desk, "wangmin").await;
        let again = two.post("/desk/sign-in/code", &[("code", &code)]).await;
        assert!(again.text.contains("已用过"), "{}", again.text);
        let answer = two.post("/desk/sign-in/code", &[("code", &recovery[0].to_uppercase())]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let mut three = first_step(&desk, "wangmin").await;
        let again = three.post("/desk/sign-in/code", &[("code", &recovery[0])]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn guessing_codes_locks_the_account(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        person(&desk, "wangmin", &[(Role::Clerk, unit)]).await;
        let mut browser = desk.signed_in_as("wangmin").await;
        enrol(&desk, &mut browser).await;
        let mut guess = first_step(&desk, "wangmin").await;
        for _ in 0..5 {
            guess.post("/desk/sign-in/code", &[("code", "000000")]).await;
        }
        let before = count_events(site).await;
        let answer = guess.post("/desk/sign-in/code", &[("code", "000000")]).await;
        assert!(answer.text.contains("锁定"), "{}", answer.text);
        assert_eq!(count_events(site).await, before);
    }

    async fn a_role_that_demands_a_second_factor_leads_to_enrolling(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let mut security = signed_in(&desk, Role::SecurityAdministrator, unit).await;
        let answer = security.post("/desk/people/rules", &[("role", "clerk"), ("role", "office")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        person(&desk, "wangmin", &[(Role::Clerk, unit)]).await;
        let mut clerk = desk.browser();
        clerk.post("/desk/sign-in", &[("login", "wangmin"), ("password", site::PASSWORD)]).await;
        assert_eq!(clerk.get("/desk").await.location(), "/desk/account/second-factor");
        enrol(&desk, &mut clerk).await;
        assert_eq!(clerk.get("/desk").await.status, StatusCode::OK);
    }

    async fn a_session_elsewhere_is_ended_from_here_but_not_anothers(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        person(&desk, "wangmin", &[(Role::Clerk, unit)]).await;
        let mut here = desk.signed_in_as("wangmin").await;
        let mut elsewhere = desk.signed_in_as("wangmin").await;
        let mut stranger = signed_in(&desk, Role::Clerk, unit).await;
        let page = here.get("/desk/account").await;
        let id = page.text.split("/desk/account/sessions/").nth(1).and_then(|it| it.get(..36)).expect("the other session is listed").to_owned();
        let path = format!("/desk/account/sessions/{id}/end");
        let before = count_events(site).await;
        assert_eq!(stranger.post(&path, &[]).await.status, StatusCode::CONFLICT);
        assert_eq!(count_events(site).await, before);
        assert_eq!(here.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(elsewhere.get("/desk").await.status, StatusCode::SEE_OTHER);
        assert_eq!(here.get("/desk").await.status, StatusCode::OK);
    }

    async fn a_colleague_stands_in_for_the_days_of_an_absence(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        person(&desk, "zhangsan", &[(Role::Clerk, finance)]).await;
        person(&desk, "liwei", &[(Role::Clerk, education)]).await;
        person(&desk, "anquan", &[(Role::SecurityAdministrator, finance)]).await;
        let mut giver = desk.signed_in_as("zhangsan").await;
        let post = format!("{finance}:clerk");
        let foreign = format!("{education}:clerk");
        let before = count_events(site).await;
        for (taker, given, through, field) in [
            ("nobody", &post, "2026-11-30", "taker-error"),
            ("zhangsan", &post, "2026-11-30", "taker-error"),
            ("liwei", &foreign, "2026-11-30", "没有担任"),
            ("liwei", &post, "2026-11-20", "through_on-error"),
            ("liwei", &post, "2027-11-20", "through_on-error"),
            ("anquan", &post, "2026-11-30", "三员分立"),
        ] {
            let fields = [("taker", taker), ("posts", given), ("from_on", "2026-11-21"), ("through_on", through), ("reason", "年休假")];
            let answer = giver.post("/desk/account/delegations/new", &fields).await;
            assert!(answer.text.contains(field), "{taker} {through}: {}", answer.text);
        }
        assert_eq!(count_events(site).await, before);
        let fields = [("taker", "liwei"), ("posts", &*post), ("from_on", "2026-11-22"), ("through_on", "2026-11-23"), ("reason", "年休假")];
        assert_eq!(giver.post("/desk/account/delegations/new", &fields).await.status, StatusCode::SEE_OTHER);
        let holds = |text: &str| text.contains("市财政局 · 经办人");
        for (day, expected) in [(0, false), (1, true), (1, true), (1, false)] {
            desk.wait_minutes(24 * 60 * day);
            let mut taker = desk.signed_in_as("liwei").await;
            assert_eq!(holds(&taker.get("/desk").await.text), expected, "{}", desk.desk.today());
        }
    }

    async fn what_was_handed_on_is_not_handed_on_again(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let desk = desk(site);
        person(&desk, "zhangsan", &[(Role::Clerk, finance)]).await;
        person(&desk, "liwei", &[(Role::Clerk, education)]).await;
        person(&desk, "wangwu", &[(Role::Clerk, education)]).await;
        let post = format!("{finance}:clerk");
        let fields = |taker: &'static str| [("taker", taker), ("posts", ""), ("from_on", "2026-11-21"), ("through_on", "2026-11-23"), ("reason", "年休假")];
        let with = |taker| fields(taker).map(|(name, value)| if name == "posts" { (name, post.as_str()) } else { (name, value) });
        let mut giver = desk.signed_in_as("zhangsan").await;
        assert_eq!(giver.post("/desk/account/delegations/new", &with("liwei")).await.status, StatusCode::SEE_OTHER);
        let mut taker = desk.signed_in_as("liwei").await;
        let answer = taker.post("/desk/account/delegations/new", &with("wangwu")).await;
        assert!(answer.text.contains("没有担任"), "{}", answer.text);
    }
}
