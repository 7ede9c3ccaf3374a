//! Single sign-on over the desk's real router, on both engines, against a provider with real HTTP and real keys.

mod issuer;
mod links;
mod refused;
mod settings;
#[path = "../../../../desk/tests/it/site/mod.rs"]
mod site;
mod strength;

use std::sync::Arc;

use accounts::actions::identity::{LinkOther, link_other};
use axum::http::{StatusCode, header};
use kernel::{AccountId, Actor, Role};
use reqwest::Url;
use serde_json::{Value, json};
use testkit::{TestSite, on_both};

use super::*;
use issuer::{Issuer, Twist};
use site::{Answer, Browser, TestDesk, count_events, desk_with, person, two_units};

/// A desk with a provider.
struct Place {
    issuer: Issuer,
    desk: TestDesk,
}

async fn place(site: &TestSite) -> Place {
    place_with(site, |_| {}).await
}

async fn place_with(site: &TestSite, change: impl FnOnce(&mut OidcSection)) -> Place {
    let issuer = Issuer::start(site.now.as_millisecond() / 1000).await;
    let mut section = OidcSection {
        issuer: issuer.address.clone(),
        client_id: issuer::CLIENT.to_owned(),
        ..OidcSection::default()
    };
    change(&mut section);
    assert_eq!(section.check(), Ok(()));
    let oidc = Oidc::of(&section, issuer::SECRET, "https://desk.example").unwrap();
    let desk = desk_with(site, |desk| {
        desk.provider = Some(Arc::new(oidc));
        desk.accounts.passwords = section.passwords();
        desk.accounts.first_use = section.first_use();
    });
    Place { issuer, desk }
}

impl Place {
    /// Presses the button; returns where the browser is sent.
    async fn leave(&self, browser: &mut Browser, next: &str) -> String {
        let answer = browser
            .get(&format!("/desk/sign-in/provider?next={next}"))
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        answer.location().to_owned()
    }

    /// There and back.
    async fn travel(&self, browser: &mut Browser, claims: Value) -> Answer {
        let to = self.leave(browser, "/desk").await;
        let back = self.issuer.sign_in(&to, claims);
        browser.get(&back).await
    }

    /// 王敏, a clerk of 市财政局, whose identity at the provider is `u-wangmin`.
    async fn wangmin(&self, site: &TestSite) -> AccountId {
        let (unit, _) = two_units(site).await;
        let account = person(&self.desk, "wangmin", &[(Role::Clerk, unit)]).await;
        self.link(account, "u-wangmin").await;
        account
    }

    async fn link(&self, account: AccountId, subject: &str) {
        let command = LinkOther {
            account,
            issuer: self.issuer.address.clone(),
            subject: subject.to_owned(),
        };
        let console = Actor::operator("控制台");
        let by = console.security_administrator().unwrap();
        let desk = &self.desk.desk;
        link_other(&desk.store, &command, &by, desk.now())
            .await
            .unwrap();
    }
}

fn wangmin() -> Value {
    json!({ "sub": "u-wangmin" })
}

fn has_session(browser: &Browser) -> bool {
    browser
        .cookies
        .iter()
        .any(|(name, _)| name == "gongkai-desk")
}

/// What events of that kind say. Those of one moment have no order among themselves.
async fn events(site: &TestSite, kind: &str) -> Vec<Value> {
    let after = None;
    let all = store::read!(site.store, |tx| store::event::list_after(tx, after, 10_000)
        .await);
    let all = all.expect("the log reads").into_iter();
    let some = all.filter(|event| event.kind == kind);
    some.map(|event| serde_json::from_str(&event.body).expect("a body is JSON"))
        .collect()
}

/// How often somebody signed in by that way.
async fn count_sign_ins(site: &TestSite, by: &str) -> usize {
    let all = events(site, "account.signed_in").await;
    all.iter().filter(|event| event["by"] == by).count()
}

on_both! {
    async fn a_linked_identity_signs_in_where_the_person_wanted_to_go_and_the_log_says_how(site: &TestSite) {
        let place = place(site).await;
        place.wangmin(site).await;
        let mut browser = place.desk.browser();
        let page = browser.get("/desk/sign-in?next=/desk/promises").await;
        assert!(page.text.contains("统一身份认证登录") && page.text.contains("name=\"password\""), "{}", page.text);
        assert!(page.text.contains("href=\"/desk/sign-in/provider?next=/desk/promises\""));
        let to = place.leave(&mut browser, "/desk/promises").await;
        let back = place.issuer.sign_in(&to, wangmin());
        let answer = browser.get(&back).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/desk/promises"), "{}", answer.text);
        assert!(browser.get("/desk").await.text.contains("市财政局 · 经办人"));
        assert!(!browser.cookies.iter().any(|(name, _)| name == "gongkai-away"), "the way is over");
        assert_eq!(count_sign_ins(site, "provider").await, 1);
        let linked = &events(site, "account.identity_linked").await[0];
        assert_eq!((&linked["how"], &linked["issuer"]), (&json!("administrator"), &json!(place.issuer.address)));
        assert!(!linked.to_string().contains("u-wangmin"), "the log names nobody's identity");
    }

    async fn the_browser_leaves_with_a_state_a_number_and_a_challenge_that_only_it_can_answer(site: &TestSite) {
        let place = place_with(site, |section| section.scopes = vec!["openid".to_owned(), "profile".to_owned()]).await;
        let mut browser = place.desk.browser();
        let answer = browser.get("/desk/sign-in/provider?next=/desk").await;
        let url = Url::parse(answer.location()).unwrap();
        let asked = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        assert_eq!(asked("scope").as_deref(), Some("openid profile"));
        assert_eq!(asked("redirect_uri").as_deref(), Some("https://desk.example/desk/sign-in/provider/return"));
        assert_eq!(asked("prompt"), None);
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.starts_with("gongkai-away=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=600"), "{cookie}");
        let token = &browser.cookies.iter().find(|(name, _)| name == "gongkai-away").unwrap().1;
        let (state, nonce) = (asked("state").unwrap(), asked("nonce").unwrap());
        assert!(state.len() == 64 && nonce.len() == 64 && state != nonce && state != *token);
        assert!(!answer.location().contains(issuer::SECRET) && !answer.location().contains(token.as_str()));
        let again = place.leave(&mut browser, "/desk").await;
        assert!(!again.contains(&state) && !again.contains(&nonce), "every way has its own");
    }

    async fn whoever_is_unknown_there_is_told_who_they_are_and_can_be_linked(site: &TestSite) {
        let place = place(site).await;
        let (unit, _) = two_units(site).await;
        let account = person(&place.desk, "liuyun", &[(Role::Clerk, unit)]).await;
        let before = count_events(site).await;
        let mut browser = place.desk.browser();
        let stranger = || json!({ "sub": "u-<b>liuyun", "preferred_username": "liuyun" });
        let answer = place.travel(&mut browser, stranger()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("u-&#60;b&#62;liuyun") || answer.text.contains("u-&lt;b&gt;liuyun"), "{}", answer.text);
        assert!(!has_session(&browser) && count_events(site).await == before, "without trace");
        place.link(account, "u-<b>liuyun").await;
        let answer = place.travel(&mut browser, stranger()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }

    async fn an_identity_is_linked_at_first_use_where_the_site_says_so_but_never_to_an_administrator(site: &TestSite) {
        let place = place_with(site, |section| {
            section.first_use = First::Link;
            section.login_claim = "employee_number".to_owned();
        }).await;
        let (unit, _) = two_units(site).await;
        person(&place.desk, "w1024", &[(Role::Clerk, unit)]).await;
        person(&place.desk, "anquan", &[(Role::SecurityAdministrator, unit)]).await;
        let mut browser = place.desk.browser();
        for (claims, why) in [
            (json!({ "sub": "u-1", "employee_number": "anquan" }), "an administrator"),
            (json!({ "sub": "u-1", "employee_number": "nobody" }), "no such account"),
            (json!({ "sub": "u-1", "preferred_username": "w1024" }), "another claim"),
            (json!({ "sub": "u-1", "employee_number": 1024 }), "no login"),
        ] {
            let before = count_events(site).await;
            let answer = place.travel(&mut browser, claims).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
            assert!(!has_session(&browser) && count_events(site).await == before, "{why}");
        }
        let answer = place.travel(&mut browser, json!({ "sub": "u-2", "employee_number": " W1024 " })).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(events(site, "account.identity_linked").await[0]["how"], "first_use");
        let answer = place.travel(&mut place.desk.browser(), json!({ "sub": "u-2" })).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "the link stays though the claim does not");
        let answer = place.travel(&mut place.desk.browser(), json!({ "sub": "u-3", "employee_number": "w1024" })).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody else takes the account over");
    }

    async fn signing_out_leads_on_to_the_provider_for_whoever_came_from_there(site: &TestSite) {
        let place = place(site).await;
        place.wangmin(site).await;
        let mut browser = place.desk.browser();
        place.travel(&mut browser, wangmin()).await;
        browser.get("/desk").await;
        let answer = browser.post("/desk/sign-out", &[]).await;
        assert_eq!(answer.status, StatusCode::OK);
        let refresh = answer.headers["refresh"].to_str().unwrap();
        let url = refresh.strip_prefix("0; url=").unwrap();
        assert!(url.starts_with(&format!("{}/end?", place.issuer.address)), "{url}");
        assert!(url.contains("client_id=gongkai-test") && url.contains("desk.example%2Fdesk%2Fsign-in"), "{url}");
        assert!(!has_session(&browser));
        assert_eq!(browser.get("/desk").await.status, StatusCode::SEE_OTHER, "the session is over here, whatever the provider does");
        let mut browser = place.desk.signed_in_as("wangmin").await;
        let answer = browser.post("/desk/sign-out", &[]).await;
        assert_eq!(answer.location(), "/desk/sign-in", "a password's session ends here alone");
    }

    async fn a_provider_that_changes_its_keys_is_asked_for_them_anew(site: &TestSite) {
        let place = place(site).await;
        place.wangmin(site).await;
        for _ in 0..2 {
            let answer = place.travel(&mut place.desk.browser(), wangmin()).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(place.issuer.count_discoveries(), 1, "kept for an hour");
        place.issuer.change_keys();
        let answer = place.travel(&mut place.desk.browser(), wangmin()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(place.issuer.count_discoveries(), 2);
    }
}
