//! Linking: by the person, who shows the password and goes there once, and by the security administrator on the person's page.

use super::*;
use site::signed_in;

/// Asks to link; returns where the browser is sent.
async fn ask(browser: &mut Browser, password: &str) -> Answer {
    browser.get("/desk/account/identity").await;
    browser
        .post("/desk/account/identity", &[("current", password)])
        .await
}

fn sent_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let refresh = answer.headers["refresh"].to_str().unwrap();
    refresh.strip_prefix("0; url=").unwrap().to_owned()
}

on_both! {
    async fn a_person_links_themselves_with_the_password_and_by_going_there(site: &TestSite) {
        let place = place(site).await;
        let (unit, _) = two_units(site).await;
        person(&place.desk, "liuyun", &[(Role::Clerk, unit)]).await;
        let mut browser = place.desk.signed_in_as("liuyun").await;
        assert!(browser.get("/desk/account").await.text.contains("href=\"/desk/account/identity\""));
        let before = count_events(site).await;
        let wrong = ask(&mut browser, "不是这个密码").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("id=\"current-error\""), "{}", wrong.text);
        let answer = ask(&mut browser, site::PASSWORD).await;
        let to = sent_to(&answer);
        assert!(to.contains("prompt=login"), "who sat there before must not be linked: {to}");
        assert_eq!(count_events(site).await, before);
        let back = place.issuer.sign_in(&to, json!({ "sub": "u-liuyun" }));
        let answer = browser.get(&back).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/desk/account"), "{}", answer.text);
        let page = browser.get("/desk/account").await.text;
        assert!(page.contains("已绑定统一身份，") && page.contains("<code translate=\"no\">u-liuyun</code>"), "{page}");
        assert!(!page.contains("href=\"/desk/account/identity\""), "one identity is enough");
        assert_eq!(events(site, "account.identity_linked").await[0]["how"], "self");
        let answer = place.travel(&mut place.desk.browser(), json!({ "sub": "u-liuyun" })).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let which = [("issuer", place.issuer.address.as_str()), ("subject", "u-liuyun")];
        let answer = browser.post("/desk/account/identity/unlink", &which).await;
        assert_eq!(answer.location(), "/desk/account", "{}", answer.text);
        assert_eq!(events(site, "account.identity_unlinked").await.len(), 1);
        let answer = place.travel(&mut place.desk.browser(), json!({ "sub": "u-liuyun" })).await;
        assert!(answer.text.contains("还没有绑定账号"), "{}", answer.text);
        let answer = browser.post("/desk/account/identity/unlink", &which).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "there is nothing left to take off");
    }

    async fn a_link_ends_in_the_session_that_asked_for_it_and_nowhere_else(site: &TestSite) {
        let place = place(site).await;
        place.wangmin(site).await;
        let (unit, _) = two_units(site).await;
        person(&place.desk, "liuyun", &[(Role::Clerk, unit)]).await;
        let mut browser = place.desk.signed_in_as("liuyun").await;
        let answer = ask(&mut browser, site::PASSWORD).await;
        let back = place.issuer.sign_in(&sent_to(&answer), json!({ "sub": "u-liuyun" }));
        // In the meantime somebody else has signed in at the same machine.
        let away = browser.cookies.iter().find(|(name, _)| name == "gongkai-away").unwrap().clone();
        let mut other = place.desk.signed_in_as("wangmin").await;
        other.cookies.push(away.clone());
        let before = count_events(site).await;
        let answer = other.get(&back).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.text);
        let mut nobody = place.desk.browser();
        let answer = ask(&mut browser, site::PASSWORD).await;
        let back = place.issuer.sign_in(&sent_to(&answer), json!({ "sub": "u-liuyun" }));
        nobody.cookies = browser.cookies.iter().filter(|(name, _)| name == "gongkai-away").cloned().collect();
        let answer = nobody.get(&back).await;
        assert!(answer.status == StatusCode::CONFLICT && !has_session(&nobody), "a link is no sign-in: {}", answer.text);
        let answer = ask(&mut browser, site::PASSWORD).await;
        let back = place.issuer.sign_in(&sent_to(&answer), wangmin());
        let answer = browser.get(&back).await;
        assert!(answer.text.contains("已经绑定了另一个账号"), "{}", answer.text);
        assert_eq!(count_events(site).await, before);
    }

    async fn the_security_administrator_links_and_unlinks_on_the_persons_page(site: &TestSite) {
        let place = place(site).await;
        let (unit, _) = two_units(site).await;
        let account = person(&place.desk, "liuyun", &[(Role::Clerk, unit)]).await;
        let other = person(&place.desk, "zhaolei", &[(Role::Approver, unit)]).await;
        place.link(other, "u-zhaolei").await;
        let mut security = signed_in(&place.desk, Role::SecurityAdministrator, unit).await;
        let mut system = signed_in(&place.desk, Role::SystemAdministrator, unit).await;
        let path = format!("/desk/people/{account}");
        let (link, unlink) = (format!("{path}/identity"), format!("{path}/identity/unlink"));
        assert!(security.get(&path).await.text.contains(&format!("action=\"{link}\"")));
        assert!(!system.get(&path).await.text.contains(&link), "roles and ways in are not the system administrator's");
        let before = count_events(site).await;
        assert_eq!(system.post(&link, &[("subject", "u-liuyun")]).await.status, StatusCode::FORBIDDEN);
        for (subject, says) in [(" ", "请填写"), ("u-zhaolei", "已经绑定了另一个账号")] {
            let answer = security.post(&link, &[("subject", subject)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains(says) && answer.text.contains("id=\"subject-error\""), "{}", answer.text);
        }
        assert_eq!(count_events(site).await, before);
        let answer = security.post(&link, &[("subject", " u-liuyun ")]).await;
        assert_eq!(answer.location(), path, "{}", answer.text);
        let page = security.get(&path).await.text;
        assert!(page.contains("<code translate=\"no\">u-liuyun</code>") && page.contains(&place.issuer.address), "{page}");
        let mut browser = place.desk.browser();
        place.travel(&mut browser, json!({ "sub": "u-liuyun" })).await;
        assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
        let which = [("issuer", place.issuer.address.as_str()), ("subject", "u-liuyun")];
        assert_eq!(system.post(&unlink, &which).await.status, StatusCode::FORBIDDEN);
        assert_eq!(security.post(&unlink, &which).await.location(), path);
        assert_eq!(browser.get("/desk").await.status, StatusCode::SEE_OTHER, "the sessions are over as well");
    }

    async fn nobody_takes_off_their_only_way_in_nor_links_themselves_as_administrator(site: &TestSite) {
        let place = place_with(site, |section| section.passwords = Choice::No).await;
        place.wangmin(site).await;
        let (unit, _) = two_units(site).await;
        let admin = person(&place.desk, "anquan", &[(Role::SecurityAdministrator, unit)]).await;
        place.link(admin, "u-anquan").await;
        let mut browser = place.desk.browser();
        place.travel(&mut browser, wangmin()).await;
        assert!(!browser.get("/desk/account").await.text.contains("identity/unlink"));
        let which = [("issuer", place.issuer.address.as_str()), ("subject", "u-wangmin")];
        let before = count_events(site).await;
        let answer = browser.post("/desk/account/identity/unlink", &which).await;
        assert!(answer.status == StatusCode::CONFLICT && answer.text.contains("唯一的登录方式"), "{}", answer.text);
        let mut security = place.desk.browser();
        place.travel(&mut security, json!({ "sub": "u-anquan" })).await;
        let after = count_events(site).await;
        security.get("/desk/people").await;
        let answer = security.post(&format!("/desk/people/{admin}/identity"), &[("subject", "u-x")]).await;
        assert!(answer.text.contains("不能对自己的账号这样做"), "{}", answer.text);
        assert_eq!(after - before, 1, "one sign-in, and nothing else");
        assert_eq!(count_events(site).await, after);
    }
}
