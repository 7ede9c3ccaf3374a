//! Signing in and out, over the real router.

use crate::site;

use crate::site::{count_events, desk, person, signed_in, two_units};
use axum::http::StatusCode;
use kernel::Role;
use testkit::on_both;

on_both! {
    async fn a_page_without_a_session_leads_to_sign_in_and_back(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        person(&desk, "wangmin", &[(Role::Clerk, unit)]).await;
        let mut browser = desk.browser();
        let answer = browser.get("/desk").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.location(), "/desk/sign-in?next=/desk");
        assert_eq!(browser.get(answer.location()).await.status, StatusCode::OK);
        let answer = browser
            .post("/desk/sign-in", &[("login", " WangMin "), ("password", site::PASSWORD), ("next", "/desk")])
            .await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/desk"));
        let home = browser.get("/desk").await;
        assert!(home.text.contains("市财政局 · 经办人"), "{}", home.text);
        assert_eq!(home.headers["cache-control"], "no-store");
    }

    async fn a_wrong_password_and_an_unknown_login_are_told_alike(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        person(&desk, "wangmin", &[(Role::Clerk, unit)]).await;
        let mut browser = desk.browser();
        let mut texts = Vec::new();
        for login in ["wangmin", "nobody"] {
            let answer = browser.post("/desk/sign-in", &[("login", login), ("password", "不是这个密码")]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            let text = answer.text.replace(login, "…");
            let marks = regexless(&text);
            texts.push(marks);
        }
        assert_eq!(texts[0], texts[1]);
        assert!(texts[0].contains("账号或密码不对"));
        assert!(browser.cookies.is_empty());
    }

    async fn signing_out_ends_the_session_for_good(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let mut browser = signed_in(&desk, Role::Clerk, unit).await;
        let mut kept = browser.clone();
        let answer = browser.post("/desk/sign-out", &[]).await;
        assert_eq!(answer.location(), "/desk/sign-in");
        for who in [&mut browser, &mut kept] {
            assert_eq!(who.get("/desk").await.status, StatusCode::SEE_OTHER);
        }
    }

    async fn a_session_ends_after_half_an_hour_of_rest_and_after_twelve_hours(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let mut browser = signed_in(&desk, Role::Clerk, unit).await;
        for _ in 0..24 {
            desk.wait_minutes(29);
            assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
        }
        desk.wait_minutes(25);
        assert_eq!(browser.get("/desk").await.status, StatusCode::SEE_OTHER, "twelve hours");
        let mut browser = signed_in(&desk, Role::Clerk, unit).await;
        desk.wait_minutes(31);
        assert_eq!(browser.get("/desk").await.status, StatusCode::SEE_OTHER, "rest");
    }

    async fn five_failures_lock_the_account_for_a_while(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        person(&desk, "wangmin", &[(Role::Clerk, unit)]).await;
        let mut browser = desk.browser();
        for _ in 0..5 {
            browser.post("/desk/sign-in", &[("login", "wangmin"), ("password", "不是这个密码")]).await;
        }
        let right = [("login", "wangmin"), ("password", site::PASSWORD)];
        let answer = browser.post("/desk/sign-in", &right).await;
        assert!(answer.text.contains("锁定"), "{}", answer.text);
        let before = count_events(site).await;
        browser.post("/desk/sign-in", &right).await;
        assert_eq!(count_events(site).await, before, "a locked account is not counted further");
        desk.wait_minutes(2);
        assert_eq!(browser.post("/desk/sign-in", &right).await.status, StatusCode::SEE_OTHER);
    }
}

/// A page without what differs by chance.
fn regexless(page: &str) -> String {
    page.lines()
        .filter(|line| !line.contains("name=\"form\""))
        .collect::<Vec<_>>()
        .join("\n")
}
