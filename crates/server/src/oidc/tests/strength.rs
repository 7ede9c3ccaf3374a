//! How strongly somebody showed themselves: second factors here and there, what the site demands, and sites without passwords.

use accounts::actions::{demand_second_factor, set_up};
use accounts::one_time;

use super::*;

on_both! {
    async fn a_second_factor_of_ours_is_asked_for_after_the_provider_too(site: &TestSite) {
        let place = place(site).await;
        place.wangmin(site).await;
        let mut browser = place.desk.signed_in_as("wangmin").await;
        let (secret, codes) = site::enrol(&place.desk, &mut browser).await;
        place.desk.wait_minutes(2);
        let mut browser = place.desk.browser();
        let before = count_events(site).await;
        assert_eq!(place.travel(&mut browser, wangmin()).await.status, StatusCode::SEE_OTHER);
        assert!(browser.get("/desk").await.location().starts_with("/desk/sign-in/code"));
        assert_eq!(count_events(site).await, before, "half a sign-in is none");
        let code = one_time::code_at(&secret, place.desk.desk.now()).unwrap();
        let answer = browser.post("/desk/sign-in/code", &[("code", &code)]).await;
        assert_eq!(answer.location(), "/desk", "{}", answer.text);
        assert_eq!(count_sign_ins(site, "provider+second_factor").await, 1);
        browser.get("/desk").await;
        let answer = browser.post("/desk/sign-out", &[]).await;
        assert!(answer.headers.contains_key("refresh"), "it is still the provider's session");
        place.travel(&mut browser, wangmin()).await;
        browser.post("/desk/sign-in/code", &[("code", &codes[0])]).await;
        assert_eq!(count_sign_ins(site, "provider+recovery_code").await, 1);
    }

    async fn a_role_that_demands_a_second_factor_demands_it_after_the_provider_too(site: &TestSite) {
        let place = place_with(site, |section| section.second_factor = vec!["otp".to_owned(), "urn:strong".to_owned()]).await;
        place.wangmin(site).await;
        let console = Actor::operator("控制台");
        let by = console.security_administrator().unwrap();
        demand_second_factor(&site.store, &[Role::Clerk], &by, site.now).await.unwrap();
        for claims in [wangmin(), json!({ "sub": "u-wangmin", "amr": ["pwd"], "acr": "0" })] {
            let mut browser = place.desk.browser();
            place.travel(&mut browser, claims).await;
            assert_eq!(browser.get("/desk").await.location(), "/desk/account/second-factor");
        }
        for claims in [
            json!({ "sub": "u-wangmin", "amr": ["pwd", "otp"] }),
            json!({ "sub": "u-wangmin", "acr": "urn:strong" }),
        ] {
            let mut browser = place.desk.browser();
            place.travel(&mut browser, claims).await;
            assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
        }
        assert_eq!(count_sign_ins(site, "provider_second_factor").await, 2);
    }

    async fn a_site_that_does_not_trust_the_providers_second_factor_asks_for_its_own(site: &TestSite) {
        let place = place(site).await;
        place.wangmin(site).await;
        let mut browser = place.desk.signed_in_as("wangmin").await;
        site::enrol(&place.desk, &mut browser).await;
        let mut browser = place.desk.browser();
        place.travel(&mut browser, json!({ "sub": "u-wangmin", "amr": ["mfa", "otp"] })).await;
        assert!(browser.get("/desk").await.location().starts_with("/desk/sign-in/code"));
    }

    async fn less_than_the_site_demands_is_refused(site: &TestSite) {
        let place = place_with(site, |section| {
            section.acr = vec!["gold".to_owned(), "silver".to_owned()];
            section.amr = vec!["hwk".to_owned()];
        }).await;
        place.wangmin(site).await;
        let to = place.leave(&mut place.desk.browser(), "/desk").await;
        assert!(to.contains("acr_values=gold+silver"), "{to}");
        let before = count_events(site).await;
        for claims in [
            wangmin(),
            json!({ "sub": "u-wangmin", "acr": "gold" }),
            json!({ "sub": "u-wangmin", "amr": ["hwk"] }),
            json!({ "sub": "u-wangmin", "acr": "bronze", "amr": ["hwk"] }),
        ] {
            let mut browser = place.desk.browser();
            let answer = place.travel(&mut browser, claims.clone()).await;
            assert!(answer.text.contains("更强的认证方式"), "{claims}: {}", answer.text);
            assert!(!has_session(&browser));
        }
        assert_eq!(count_events(site).await, before);
        let claims = json!({ "sub": "u-wangmin", "acr": "silver", "amr": ["pwd", "hwk"] });
        assert_eq!(place.travel(&mut place.desk.browser(), claims).await.status, StatusCode::SEE_OTHER);
    }

    async fn whoever_never_knew_their_first_password_need_not_change_it_after_the_provider(site: &TestSite) {
        let place = place(site).await;
        let account = place.wangmin(site).await;
        let console = Actor::operator("控制台");
        let by = console.security_administrator().unwrap();
        accounts::actions::reset_password(&site.store, (account, &place.desk.desk.accounts), &by, site.now).await.unwrap();
        let mut browser = place.desk.browser();
        place.travel(&mut browser, wangmin()).await;
        assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
    }

    async fn a_site_without_passwords_still_lets_in_whoever_holds_the_console(site: &TestSite) {
        let place = place_with(site, |section| section.passwords = Choice::No).await;
        place.wangmin(site).await;
        let mut browser = place.desk.browser();
        let page = browser.get("/desk/sign-in").await;
        assert!(!page.text.contains("name=\"password\"") && page.text.contains("统一身份认证登录"), "{}", page.text);
        let before = count_events(site).await;
        let answer = browser.post("/desk/sign-in", &[("login", "wangmin"), ("password", site::PASSWORD)]).await;
        assert!(answer.text.contains("已停用密码登录") && !has_session(&browser), "{}", answer.text);
        assert_eq!(count_events(site).await, before);
        let token = set_up::make_setup_link(&site.store, site.now).await.unwrap();
        let unit = two_units(site).await.0.to_string();
        let fields = [
            ("token", token.reveal()), ("login", "jinji"), ("name", "应急"), ("unit", &unit),
            ("role", "security_administrator"), ("password", site::PASSWORD), ("again", site::PASSWORD),
        ];
        let answer = browser.post("/desk/set-up", &fields).await;
        assert_eq!(answer.location(), "/desk", "{}", answer.text);
        assert!(browser.get("/desk").await.text.contains("安全管理员"));
        assert_eq!(count_sign_ins(site, "setup_link").await, 1);
        let mut again = place.desk.browser();
        let answer = again.post("/desk/set-up", &fields).await;
        assert!(answer.status != StatusCode::SEE_OTHER && !has_session(&again), "the link works once");
    }
}
