//! People and roles on screen: what each administrator does, and what the log then says.

use crate::site;

use crate::site::{count_events, desk, desk_with, person, signed_in, two_units, value_of};
use accounts::policy::Passwords;
use accounts::queries::find_account_by_login;
use axum::http::StatusCode;
use kernel::Role;
use testkit::on_both;

on_both! {
    async fn where_passwords_are_closed_an_account_is_opened_without_one(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let before = signed_in(&desk(site), Role::SystemAdministrator, unit).await;
        let closed = desk_with(site, |desk| desk.accounts.passwords = Passwords::Closed);
        // Signed in before they were closed.
        let mut system = closed.browser();
        system.cookies = before.cookies;
        system.get("/desk/people/new").await;
        let unit = unit.to_string();
        let made = system.post("/desk/people/new", &[("login", "wangmin"), ("name", "王敏"), ("unit", &unit)]).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "no password is shown: {}", made.text);
        let page = system.get(made.location()).await;
        assert!(page.text.contains("请安全管理员绑定身份") && page.text.contains("wangmin"), "{}", page.text);
        let account = store::read!(site.store, |tx| find_account_by_login(tx, "wangmin").await).unwrap().unwrap();
        assert!(!account.has_password);
    }

    async fn an_account_is_opened_given_a_role_and_changes_its_password_first(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let mut system = signed_in(&desk, Role::SystemAdministrator, unit).await;
        let mut security = signed_in(&desk, Role::SecurityAdministrator, unit).await;
        let unit = unit.to_string();
        let wrong = system.post("/desk/people/new", &[("login", "王敏"), ("name", "王敏"), ("unit", &unit)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("id=\"login-error\"") && wrong.text.contains("value=\"王敏\""), "{}", wrong.text);
        let made = system.post("/desk/people/new", &[("login", "wangmin"), ("name", "王敏"), ("unit", &unit), ("mail", "wm@yunxi.gov.cn")]).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text);
        let password = made.text.split("<code translate=\"no\">").nth(1).and_then(|it| it.split('<').next()).unwrap_or_default().to_owned();
        let account = value_of(&made.text, "href=\"/desk/people/").filter(|it| it.len() == 36)
            .or_else(|| made.text.split("/desk/people/").filter_map(|it| it.get(..36)).find(|it| it.parse::<kernel::AccountId>().is_ok()).map(str::to_owned))
            .expect("the page leads to the account");
        let given = security.post(&format!("/desk/people/{account}/grant"), &[("unit", &unit), ("role", "clerk"), ("from_on", "2026-11-21")]).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        let mut clerk = desk.browser();
        clerk.post("/desk/sign-in", &[("login", "wangmin"), ("password", &password)]).await;
        let answer = clerk.get("/desk").await;
        assert_eq!(answer.location(), "/desk/account/password");
        clerk.get("/desk/account/password").await;
        let new = "听泉大道-一百零一号";
        for (current, word, again, field) in [
            ("错的", new, new, "current-error"),
            (&*password, "短", "短", "password-error"),
            (&*password, "wangmin2026", "wangmin2026", "password-error"),
            (&*password, new, "另一个", "again-error"),
            (&*password, &*password, &*password, "password-error"),
        ] {
            let answer = clerk.post("/desk/account/password", &[("current", current), ("password", word), ("again", again)]).await;
            assert!(answer.text.contains(field), "{word}: {}", answer.text);
            assert!(!answer.text.contains(&format!("value=\"{word}\"")), "a password is never shown again");
        }
        let changed = clerk.post("/desk/account/password", &[("current", &password), ("password", new), ("again", new)]).await;
        assert_eq!(changed.location(), "/desk/account", "{}", changed.text);
        assert!(clerk.get("/desk").await.text.contains("市财政局 · 经办人"));
        let events = store::read!(site.store, |tx| store::event::list_after(tx, None, 1000).await).unwrap();
        for event in &events {
            for word in [&*password, new, "wm@yunxi.gov.cn"] {
                assert!(!event.body.contains(word), "{}", event.body);
            }
        }
    }

    async fn the_last_security_administrator_stays(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let only = person(&desk, "anquan", &[(Role::SecurityAdministrator, unit)]).await;
        let mut system = signed_in(&desk, Role::SystemAdministrator, unit).await;
        let path = format!("/desk/people/{only}/disable");
        let before = count_events(site).await;
        let answer = system.post(&path, &[]).await;
        assert!(answer.text.contains("至少要保留一名"), "{}", answer.text);
        assert_eq!(count_events(site).await, before);
        person(&desk, "anquan2", &[(Role::SecurityAdministrator, unit)]).await;
        assert_eq!(system.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
        let mut browser = desk.browser();
        let answer = browser.post("/desk/sign-in", &[("login", "anquan"), ("password", site::PASSWORD)]).await;
        assert!(answer.text.contains("账号或密码不对"), "a switched-off account is told like an unknown one");
    }

    async fn switching_off_ends_sessions_at_once(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let clerk = person(&desk, "wangmin", &[(Role::Clerk, unit)]).await;
        let mut browser = desk.signed_in_as("wangmin").await;
        let mut system = signed_in(&desk, Role::SystemAdministrator, unit).await;
        system.post(&format!("/desk/people/{clerk}/disable"), &[]).await;
        assert_eq!(browser.get("/desk").await.status, StatusCode::SEE_OTHER);
    }

    async fn the_list_is_taken_along_as_a_workbook(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let mut system = signed_in(&desk, Role::SystemAdministrator, unit).await;
        let answer = system.get("/desk/people.xlsx").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.bytes.starts_with(b"PK"));
    }

    async fn a_set_up_link_makes_one_administrator_once(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let token = accounts::actions::make_setup_link(&site.store, site.now).await.unwrap();
        let path = format!("/desk/set-up?token={}", token.reveal());
        let mut browser = desk.browser();
        assert_eq!(browser.get(&path).await.status, StatusCode::OK);
        let unit = unit.to_string();
        let fields = [("token", token.reveal()), ("login", "anquan"), ("name", "安全"), ("unit", &unit),
            ("role", "security_administrator"), ("password", site::PASSWORD), ("again", site::PASSWORD)];
        let made = browser.post("/desk/set-up", &fields).await;
        assert_eq!(made.location(), "/desk/sign-in", "{}", made.text);
        desk.signed_in_as("anquan").await;
        assert_eq!(browser.get(&path).await.status, StatusCode::CONFLICT);
        let before = count_events(site).await;
        assert_eq!(browser.post("/desk/set-up", &fields).await.status, StatusCode::CONFLICT);
        assert_eq!(count_events(site).await, before);
        let late = accounts::actions::make_setup_link(&site.store, site.now).await.unwrap();
        desk.wait_minutes(61);
        assert_eq!(browser.get(&format!("/desk/set-up?token={}", late.reveal())).await.status, StatusCode::CONFLICT);
    }
}
