//! Ways that lead nowhere: each is refused in words, without a session and without an event.

use super::*;

/// What is said where a token does not stand up to the check.
const UNTRUE: &str = "没有通过核验";

on_both! {
    async fn an_answer_that_is_not_the_providers_own_for_us_now_is_refused_without_trace(site: &TestSite) {
        let place = place(site).await;
        place.wangmin(site).await;
        for twist in [
            Twist::Signature, Twist::Payload, Twist::Unsigned, Twist::SharedSecret, Twist::ForeignKey,
            Twist::Nonce, Twist::NoNonce, Twist::Audience, Twist::TwoAudiences, Twist::Party, Twist::Issuer,
            Twist::Expired, Twist::Future, Twist::AccessHash, Twist::NoSubject, Twist::NoToken, Twist::Garbage,
        ] {
            let before = count_events(site).await;
            let mut browser = place.desk.browser();
            let to = place.leave(&mut browser, "/desk").await;
            let back = place.issuer.sign_in(&to, wangmin());
            place.issuer.twist(twist);
            let answer = browser.get(&back).await;
            place.issuer.twist(Twist::None);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{twist:?}");
            assert!(answer.text.contains(UNTRUE), "{twist:?}: {}", answer.text);
            assert!(!has_session(&browser) && count_events(site).await == before, "{twist:?}");
        }
        let answer = place.travel(&mut place.desk.browser(), wangmin()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "an answer without a twist signs in");
    }

    async fn a_way_can_be_gone_once_by_the_browser_that_began_it_within_ten_minutes(site: &TestSite) {
        let place = place(site).await;
        place.wangmin(site).await;
        let mut browser = place.desk.browser();
        let to = place.leave(&mut browser, "/desk").await;
        let back = place.issuer.sign_in(&to, wangmin());
        let before = count_events(site).await;
        let mut other = place.desk.browser();
        let answer = other.get(&back).await;
        assert!(answer.text.contains("不是在这个浏览器中开始的"), "without the cookie: {}", answer.text);
        place.leave(&mut other, "/desk").await;
        let answer = other.get(&back).await;
        assert!(answer.text.contains("不是在这个浏览器中开始的"), "with the cookie of another way");
        assert!(!has_session(&other) && count_events(site).await == before);
        let mut copy = browser.clone();
        assert_eq!(browser.get(&back).await.status, StatusCode::SEE_OTHER);
        let before = count_events(site).await;
        let answer = copy.get(&back).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "the same state again");
        assert!(!has_session(&copy) && count_events(site).await == before);
        assert_eq!(browser.get(&back).await.location(), "/desk", "whoever steps back is inside already");
        let mut slow = place.desk.browser();
        let to = place.leave(&mut slow, "/desk").await;
        let back = place.issuer.sign_in(&to, wangmin());
        place.desk.wait_minutes(10);
        let answer = slow.get(&back).await;
        assert!(answer.text.contains("已超时"), "{}", answer.text);
    }

    async fn a_code_that_was_used_and_a_code_of_another_way_are_refused(site: &TestSite) {
        let place = place(site).await;
        place.wangmin(site).await;
        let (mut first, mut second) = (place.desk.browser(), place.desk.browser());
        let to = place.leave(&mut first, "/desk").await;
        let back = place.issuer.sign_in(&to, wangmin());
        let state_of = |path: &str| path.split("&state=").nth(1).unwrap().to_owned();
        let code_of = |path: &str| path.split_once("code=").unwrap().1.split('&').next().unwrap().to_owned();
        let to = place.leave(&mut second, "/desk").await;
        let own = place.issuer.sign_in(&to, json!({ "sub": "u-nobody" }));
        let before = count_events(site).await;
        let mixed = format!("/desk/sign-in/provider/return?code={}&state={}", code_of(&back), state_of(&own));
        let answer = second.get(&mixed).await;
        assert!(answer.text.contains("没有放行"), "the challenge is another's: {}", answer.text);
        assert!(!has_session(&second) && count_events(site).await == before);
        let answer = first.get(&back).await;
        assert!(answer.text.contains("没有放行"), "a code works once: {}", answer.text);
        assert!(!has_session(&first) && count_events(site).await == before);
    }

    async fn whoever_turns_round_or_is_sent_by_another_provider_comes_back_to_sign_in(site: &TestSite) {
        let place = place(site).await;
        place.wangmin(site).await;
        let before = count_events(site).await;
        for (tail, says) in [
            ("&error=access_denied&error_description=%3Cscript%3E", "没有放行"),
            ("", "没有放行"),
            ("&code=code-1&iss=https%3A%2F%2Fanother.example", UNTRUE),
        ] {
            let mut browser = place.desk.browser();
            let to = place.leave(&mut browser, "/desk").await;
            let state = Url::parse(&to).unwrap().query_pairs().find(|(key, _)| key == "state").unwrap().1.into_owned();
            let answer = browser.get(&format!("/desk/sign-in/provider/return?state={state}{tail}")).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains(says) && !answer.text.contains("<script>"), "{tail}: {}", answer.text);
            assert!(answer.text.contains("href=\"/desk/sign-in/provider?next="), "the button is there for another try");
            assert!(!has_session(&browser));
        }
        assert_eq!(count_events(site).await, before);
    }

    async fn the_way_back_leads_into_the_desk_only(site: &TestSite) {
        let place = place(site).await;
        place.wangmin(site).await;
        for next in ["https://evil.example/", "//evil.example/desk/", "/desk//evil.example", "/desk/sign-in", "/other", "link/x"] {
            let mut browser = place.desk.browser();
            let to = place.leave(&mut browser, next).await;
            let back = place.issuer.sign_in(&to, wangmin());
            assert_eq!(browser.get(&back).await.location(), "/desk", "{next}");
        }
    }

    async fn while_the_provider_is_down_the_page_says_so_and_passwords_still_work(site: &TestSite) {
        let place = place(site).await;
        place.wangmin(site).await;
        for (twist, says) in [
            (Twist::Failing, "暂时连接不上"),
            (Twist::Endless, "暂时连接不上"),
            (Twist::Redirected, "接入设置有误"),
        ] {
            place.issuer.twist(twist);
            let mut browser = place.desk.browser();
            let answer = browser.get("/desk/sign-in/provider").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{twist:?}");
            assert!(answer.text.contains(says) && answer.text.contains("name=\"password\""), "{twist:?}: {}", answer.text);
            assert!(browser.cookies.is_empty(), "nothing is remembered");
        }
        place.issuer.twist(Twist::None);
        let mut browser = place.desk.browser();
        let to = place.leave(&mut browser, "/desk").await;
        let back = place.issuer.sign_in(&to, wangmin());
        place.issuer.twist(Twist::Failing);
        let answer = browser.get(&back).await;
        assert!(answer.text.contains("暂时连接不上"), "{}", answer.text);
        place.desk.signed_in_as("wangmin").await;
        let closed = desk_with(site, |desk| {
            let section = OidcSection {
                issuer: "http://127.0.0.1:9".to_owned(),
                ..OidcSection::default()
            };
            let oidc = Oidc::of(&section, "", "https://desk.example").unwrap();
            desk.provider = Some(Arc::new(oidc));
        });
        let answer = closed.browser().get("/desk/sign-in/provider").await;
        assert!(answer.text.contains("暂时连接不上"), "nobody listens: {}", answer.text);
    }

    async fn locked_and_switched_off_accounts_are_told_as_at_the_password(site: &TestSite) {
        let place = place(site).await;
        let account = place.wangmin(site).await;
        let mut browser = place.desk.browser();
        for _ in 0..5 {
            browser.post("/desk/sign-in", &[("login", "wangmin"), ("password", "不是这个密码")]).await;
        }
        let before = count_events(site).await;
        let answer = place.travel(&mut browser, wangmin()).await;
        assert!(answer.text.contains("账号已暂时锁定"), "{}", answer.text);
        assert!(!has_session(&browser) && count_events(site).await == before);
        place.desk.wait_minutes(2);
        let console = Actor::operator("控制台");
        let by = console.system_administrator().unwrap();
        accounts::actions::disable(&site.store, account, &by, site.now).await.unwrap();
        let before = count_events(site).await;
        let answer = place.travel(&mut browser, wangmin()).await;
        assert!(answer.text.contains("账号已停用"), "{}", answer.text);
        assert!(!has_session(&browser) && count_events(site).await == before);
    }

    async fn a_site_without_a_provider_has_neither_button_nor_pages(site: &TestSite) {
        let desk = desk_with(site, |_| {});
        let mut browser = desk.browser();
        assert!(!browser.get("/desk/sign-in").await.text.contains("/desk/sign-in/provider"));
        for path in ["/desk/sign-in/provider", "/desk/sign-in/provider/return?state=a&code=b"] {
            assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
