//! Queues on the desk: whose one sees, filters in the address, files; and the figures for leaders.

use axum::http::StatusCode;
use kernel::Role;
use testkit::on_both;

use crate::owed::owes;
use crate::site::{desk, signed_in, two_units};

on_both! {
    async fn a_clerk_sees_their_unit_and_the_office_and_supervisor_the_city(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let mine = owes(site, finance, "2026-11-20").await;
        let theirs = owes(site, education, "2026-11-20").await;
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        let page = clerk.get("/desk/queue?tab=late").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains(&mine.to_string()) && !page.text.contains(&theirs.to_string()));
        let other = format!("/desk/queue?tab=late&unit={education}");
        assert_eq!(clerk.get(&other).await.status, StatusCode::FORBIDDEN);
        assert_eq!(clerk.get("/desk/queue?unit=nonsense").await.status, StatusCode::FORBIDDEN);
        for role in [Role::OpenGovernmentOffice, Role::Supervisor] {
            let mut all = signed_in(&desk, role, finance).await;
            let page = all.get("/desk/queue?tab=late").await;
            assert!(page.text.contains(&mine.to_string()) && page.text.contains(&theirs.to_string()), "{role:?}");
            let page = all.get(&other).await;
            assert!(!page.text.contains(&mine.to_string()) && page.text.contains(&theirs.to_string()), "{role:?}");
            // What waits is told in the navigation.
            assert!(page.text.contains("承诺队列 <span class=\"count\">2"), "{}", page.text);
        }
        // A supervisor sees and does not act.
        let mut supervisor = signed_in(&desk, Role::Supervisor, finance).await;
        let page = supervisor.get("/desk/queue?tab=late").await;
        assert!(!page.text.contains("/keep\"") && !page.text.contains("批量登记兑现"));
    }

    async fn lists_go_on_from_a_key_and_can_be_taken_along(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let mut ids = Vec::new();
        for n in 0..60 {
            let on = format!("2026-12-{:02}", n % 28 + 1);
            if n < 28 { ids.push(owes(site, finance, &on).await); }
            else { ids.push(owes(site, finance, &format!("2027-{:02}-{:02}", n % 12 + 1, n % 28 + 1)).await); }
        }
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        let first = clerk.get("/desk/queue?tab=owed").await;
        let next = crate::site::value_of(&first.text, "<a class=\"button\" href=\"/desk/queue?").expect("there is more");
        let second = clerk.get(&format!("/desk/queue?{}", next.replace("&#38;", "&").replace("&amp;", "&"))).await;
        let shown = |text: &str| ids.iter().filter(|id| text.contains(&id.to_string())).count();
        assert_eq!((shown(&first.text), shown(&second.text)), (50, 10));
        let whole = clerk.get("/desk/queue?tab=owed&size=200").await;
        assert_eq!(shown(&whole.text), 60);
        let file = clerk.get("/desk/queue.xlsx?tab=owed").await;
        assert_eq!(&file.bytes[..2], b"PK");
        assert!(clerk.get("/desk/queue?tab=owed&after=nonsense").await.text.contains("这里没有承诺"));
    }

    async fn leaders_see_figures_with_a_table_beneath_each_chart(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        owes(site, finance, "2026-11-20").await;
        owes(site, education, "2026-12-20").await;
        let desk = desk(site);
        let mut leader = signed_in(&desk, Role::Approver, finance).await;
        let page = leader.get("/desk/dashboard").await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.text.matches("<svg class=\"chart").count(), 2);
        assert!(page.text.contains("市教育局") && page.text.contains("11月") && page.text.contains("12月"));
        assert!(!page.text.contains("style=") && !page.text.contains("<script>"));
        let one = leader.get(&format!("/desk/dashboard?unit={finance}")).await;
        assert!(one.text.contains("：市财政局") && one.text.contains("0.0%"), "{}", one.text);
        for part in ["units", "chapters", "months"] {
            let file = leader.get(&format!("/desk/dashboard.xlsx?part={part}")).await;
            assert_eq!(&file.bytes[..2], b"PK", "{part}");
        }
        let nobody = leader.get(&format!("/desk/dashboard?unit={}", kernel::Ids::seeded(3).next::<kernel::UnitId>(site.now))).await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    }
}
