//! Attempts to do what one may not: each is refused and leaves no trace.

use crate::owed::{owes, stands};
use crate::site::{Browser, TestDesk, count_events, desk, person, signed_in, two_units, value_of};
use axum::http::StatusCode;
use kernel::{Role, UnitId};
use promises::Standing;
use testkit::{TestSite, on_both};

/// A desk with an administrator of each kind that works with people, and somebody to work on.
struct Scene {
    desk: TestDesk,
    unit: UnitId,
    clerk: String,
    security: Browser,
    system: Browser,
}

async fn scene(site: &TestSite) -> Scene {
    let (unit, _) = two_units(site).await;
    let desk = desk(site);
    let clerk = person(&desk, "wangmin", &[(Role::Clerk, unit)])
        .await
        .to_string();
    let security = signed_in(&desk, Role::SecurityAdministrator, unit).await;
    let system = signed_in(&desk, Role::SystemAdministrator, unit).await;
    Scene {
        desk,
        unit,
        clerk,
        security,
        system,
    }
}

/// The form that takes the clerk's role back.
fn revocation(scene: &Scene) -> (String, String) {
    (
        format!("/desk/people/{}/revoke", scene.clerk),
        scene.unit.to_string(),
    )
}

async fn roles_of_clerk(scene: &Scene) -> usize {
    let id = scene.clerk.parse().expect("an id");
    let day = scene.desk.desk.today();
    let posts = store::read!(scene.desk.desk.store, |tx| {
        accounts::queries::list_posts_at(tx, id, day).await
    });
    posts.expect("the posts read").len()
}

on_both! {
    async fn what_one_may_not_is_refused_at_its_address_without_trace(site: &TestSite) {
        let scene = scene(site).await;
        let (revoke, unit) = revocation(&scene);
        let of = |act: &str| format!("/desk/people/{}/{act}", scene.clerk);
        let role = [("unit", unit.as_str()), ("role", "clerk")];
        let for_security = [of("grant"), revoke, of("unlock"), of("reset-password"), of("reset-second-factor"),
            of("end-sessions"), of("identity"), of("identity/unlink"), "/desk/people/rules".to_owned()];
        let for_system = [of("disable"), of("enable"), of("edit"), "/desk/people/new".to_owned()];
        let mut others = vec![(scene.system.clone(), &for_security[..]), (scene.security.clone(), &for_system[..])];
        for kind in [Role::Clerk, Role::Approver, Role::OpenGovernmentOffice, Role::Supervisor, Role::AuditAdministrator] {
            let browser = signed_in(&scene.desk, kind, scene.unit).await;
            others.push((browser.clone(), &for_security[..]));
            others.push((browser, &for_system[..]));
        }
        let before = count_events(site).await;
        for (browser, paths) in &mut others {
            for path in *paths {
                let answer = browser.post(path, &role).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}: {}", answer.text);
            }
        }
        assert_eq!(count_events(site).await, before);
        assert_eq!(roles_of_clerk(&scene).await, 1);
    }

    async fn a_direct_address_opens_nothing(site: &TestSite) {
        let scene = scene(site).await;
        let mut clerk = scene.desk.signed_in_as("wangmin").await;
        for path in ["/desk/people".to_owned(), format!("/desk/people/{}", scene.clerk), "/desk/people.xlsx".to_owned(),
            "/desk/people/new".to_owned(), "/desk/people/rules".to_owned()] {
            assert_eq!(clerk.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
            let answer = scene.desk.browser().get(&path).await;
            assert!(answer.location().starts_with("/desk/sign-in?next="), "{path}");
        }
    }

    async fn a_form_handed_in_twice_works_once(site: &TestSite) {
        let mut scene = scene(site).await;
        let path = format!("/desk/people/{}/end-sessions", scene.clerk);
        let csrf = scene.security.csrf();
        let form = [("csrf", csrf.as_str()), ("form", "0123456789abcdef0123456789abcdef-1")];
        scene.desk.signed_in_as("wangmin").await;
        let first = scene.security.post_bare(&path, &form).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
        let mut again = scene.desk.signed_in_as("wangmin").await;
        let before = count_events(site).await;
        let second = scene.security.post_bare(&path, &form).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert_eq!(count_events(site).await, before);
        assert_eq!(again.get("/desk").await.status, StatusCode::OK);
    }

    async fn the_token_of_another_session_is_worth_nothing(site: &TestSite) {
        let mut scene = scene(site).await;
        let (path, unit) = revocation(&scene);
        let stolen = scene.system.csrf();
        let before = count_events(site).await;
        for csrf in [stolen.as_str(), "", "0"] {
            let form = [("csrf", csrf), ("form", "0123456789abcdef0123456789abcdef-2"), ("unit", unit.as_str()), ("role", "clerk")];
            let answer = scene.security.post_bare(&path, &form).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{csrf}");
        }
        assert_eq!(count_events(site).await, before);
        assert_eq!(roles_of_clerk(&scene).await, 1);
    }

    async fn a_form_from_another_site_is_refused(site: &TestSite) {
        let mut scene = scene(site).await;
        let (path, unit) = revocation(&scene);
        let csrf = scene.security.csrf();
        let form = [("csrf", csrf.as_str()), ("form", "0123456789abcdef0123456789abcdef-3"), ("unit", unit.as_str()), ("role", "clerk")];
        let before = count_events(site).await;
        for headers in [[("sec-fetch-site", "cross-site")], [("sec-fetch-site", "same-site")],
            [("origin", "https://evil.example")], [("origin", "null")]] {
            let answer = scene.security.post_with(&path, &form, &headers).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        }
        assert_eq!(count_events(site).await, before);
        let own = scene.security.post_with(&path, &form, &[("origin", "https://desk.example")]).await;
        assert_eq!(own.status, StatusCode::SEE_OTHER, "the same form from the own site");
    }

    async fn a_tampered_cookie_opens_nothing(site: &TestSite) {
        let scene = scene(site).await;
        let before = count_events(site).await;
        let (name, good) = scene.security.cookies[0].clone();
        let mut flipped = good.clone().into_bytes();
        flipped[10] = if flipped[10] == b'0' { b'1' } else { b'0' };
        let flipped = String::from_utf8(flipped).expect("hexadecimal digits");
        for value in [flipped.as_str(), &good[..63], &good.to_uppercase(), "", "' or 1=1 --", &"0".repeat(64)] {
            let mut browser = scene.security.clone();
            browser.cookies = vec![(name.clone(), value.to_owned())];
            if value == good { continue; }
            let answer = browser.get("/desk/people").await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{value}");
            let answer = browser.post("/desk/people/rules", &[("role", "clerk")]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{value}");
        }
        assert_eq!(count_events(site).await, before);
    }

    async fn an_expired_session_does_nothing_more(site: &TestSite) {
        let mut scene = scene(site).await;
        let (path, unit) = revocation(&scene);
        let before = count_events(site).await;
        scene.desk.wait_minutes(31);
        let answer = scene.security.post(&path, &[("unit", unit.as_str()), ("role", "clerk")]).await;
        assert!(answer.location().starts_with("/desk/sign-in"), "{}", answer.text);
        assert_eq!(count_events(site).await, before);
        assert_eq!(roles_of_clerk(&scene).await, 1);
    }

    async fn a_role_taken_back_ends_at_once(site: &TestSite) {
        let mut scene = scene(site).await;
        let (path, unit) = revocation(&scene);
        let mut clerk = scene.desk.signed_in_as("wangmin").await;
        assert!(clerk.get("/desk").await.text.contains("经办人"));
        scene.security.post(&path, &[("unit", unit.as_str()), ("role", "clerk")]).await;
        assert!(!clerk.get("/desk").await.text.contains("市财政局 · 经办人"));
    }

    async fn nobody_raises_themselves(site: &TestSite) {
        let mut scene = scene(site).await;
        let page = scene.security.get("/desk/people").await;
        let own = page.text.split("/desk/people/").filter_map(|rest| rest.get(..36))
            .filter(|id| id.parse::<kernel::AccountId>().is_ok()).map(str::to_owned);
        let unit = scene.unit.to_string();
        let before = count_events(site).await;
        let mut refused = 0;
        for id in own.collect::<Vec<_>>() {
            // Administrators hold one role; the clerk may be given another.
            if id == scene.clerk { continue; }
            let fields = [("unit", unit.as_str()), ("role", "clerk"), ("from_on", "2026-11-21")];
            let answer = scene.security.post(&format!("/desk/people/{id}/grant"), &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
            refused += 1;
        }
        assert_eq!(refused, 2);
        assert_eq!(count_events(site).await, before);
    }

    async fn another_units_promise_is_out_of_reach_by_page_form_and_order(site: &TestSite) {
        let (unit, other) = two_units(site).await;
        let desk = desk(site);
        let id = owes(site, unit, "2026-11-30").await;
        let mut strangers = Vec::new();
        for role in [Role::Clerk, Role::SectionHead, Role::SecrecyOfficer, Role::Approver, Role::Supervisor] {
            strangers.push(signed_in(&desk, role, other).await);
        }
        let evidence = [("link", "https://www.yunxi.example/t.html"), ("published_on", "2026-11-20"), ("note", "")];
        let words = [("reason", "本月没有新增专项资金"), ("percent", "100"), ("note", "已完成"), ("stated_on", "2026-11-20")];
        let before = count_events(site).await;
        for stranger in &mut strangers {
            for act in ["keep", "evidence"] {
                let path = format!("/desk/promises/{id}/{act}");
                assert_eq!(stranger.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
                assert_eq!(stranger.upload(&path, &evidence, &[]).await.status, StatusCode::FORBIDDEN, "{path}");
            }
            for act in ["progress", "nil-return", "return", "waiver", "move", "void"] {
                let path = format!("/desk/promises/{id}/{act}");
                assert_eq!(stranger.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
                assert_eq!(stranger.post(&path, &words).await.status, StatusCode::FORBIDDEN, "{path}");
            }
        }
        assert_eq!(count_events(site).await, before);
        let stood = stands(site, id).await;
        assert_eq!((stood.line.standing, stood.evidence.len()), (Standing::Open, 0));
    }

    async fn nobody_approves_what_they_proposed_whatever_they_hold(site: &TestSite) {
        let (unit, government) = two_units(site).await;
        let desk = desk(site);
        let id = owes(site, unit, "2026-11-30").await;
        person(&desk, "zhengquan", &[(Role::OpenGovernmentOffice, government), (Role::Approver, government)]).await;
        let mut both = desk.signed_in_as("zhengquan").await;
        let mut colleague = signed_in(&desk, Role::Approver, government).await;
        let words = [("reason", "任务已由上级统一公开"), ("basis", "云政办函〔2026〕9号")];
        let asked = both.post(&format!("/desk/promises/{id}/waiver"), &words).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
        let list = colleague.get("/desk/to-decide").await;
        let proposal = value_of(&list.text, "href=\"/desk/proposals/").expect("the colleague sees it");
        let before = count_events(site).await;
        let own = both.post(&format!("/desk/proposals/{proposal}"), &[("ruling", "approve")]).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", own.text);
        assert_eq!(count_events(site).await, before);
        assert_eq!(stands(site, id).await.line.standing, Standing::Open);
    }

    async fn every_address_of_the_desk_asks_who_comes(site: &TestSite) {
        let (unit, _) = two_units(site).await;
        let desk = desk(site);
        let id = owes(site, unit, "2026-11-30").await;
        let before = count_events(site).await;
        for path in ["/desk", "/desk/queue", "/desk/to-sign", "/desk/to-decide", "/desk/dashboard", "/desk/dashboard.xlsx",
            "/desk/dashboard.pdf", "/desk/batches", "/desk/notices", "/desk/notices/new", "/desk/plans", "/desk/plans/upload", "/desk/people",
            "/desk/people.xlsx", "/desk/settings", "/desk/messages", "/desk/audit", "/desk/audit.csv", "/desk/audit.xlsx",
            "/desk/account", "/desk/nothing-of-the-kind", &format!("/desk/promises/{id}"), &format!("/desk/promises/{id}/keep")] {
            let answer = desk.browser().get(path).await;
            assert!(answer.location().starts_with("/desk/sign-in?next="), "{path}: {}", answer.status);
            assert!(answer.text.is_empty(), "{path}");
        }
        for path in ["/desk/batches", "/desk/people/new", "/desk/people/rules", "/desk/messages/calendar",
            &format!("/desk/promises/{id}/waiver")] {
            let answer = desk.browser().post(path, &[("reason", "x")]).await;
            assert!(answer.location().starts_with("/desk/sign-in"), "{path}: {}", answer.status);
        }
        assert_eq!(count_events(site).await, before);
    }
}
