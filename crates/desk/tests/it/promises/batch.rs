//! Orders for many on the desk: ticked, ordered, worked, reported.

use axum::http::StatusCode;
use kernel::Role;
use promises::Standing;
use promises::actions::work_batches;
use testkit::on_both;

use crate::owed::{owes, stands};
use crate::site::{count_events, desk, signed_in, two_units};

on_both! {
    async fn many_are_kept_by_one_order_and_what_was_refused_is_reported(site: &TestSite) {
        let (finance, education) = two_units(site).await;
        let mine = [owes(site, finance, "2026-11-29").await, owes(site, finance, "2026-11-30").await];
        let theirs = owes(site, education, "2026-11-30").await;
        let ids: Vec<String> = [mine[0], mine[1], theirs].iter().map(ToString::to_string).collect();
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        clerk.get("/desk/queue?tab=owed").await;
        let mut ticked = vec![("what", "keep")];
        ticked.extend(ids.iter().map(|id| ("promise", id.as_str())));
        let form = clerk.post("/desk/batches/new", &ticked).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.text);
        assert!(form.text.contains("选中3项承诺"));
        let back = clerk.post("/desk/batches", &ticked).await;
        assert!(back.status == StatusCode::UNPROCESSABLE_ENTITY && back.text.contains("id=\"link-error\""), "{}", back.text);
        ticked.extend([("link", "https://www.yunxi.example/all.html"), ("published_on", "2026-11-20")]);
        let done = clerk.post("/desk/batches", &ticked).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        // The server's ticker does the same as the work begun at once: whoever comes first, nothing is done twice.
        let now = site.now;
        work_batches(&site.store, &site.calendar, &move || now).await.unwrap();
        let page = clerk.get(done.location()).await;
        assert!(page.text.contains("办理2项，未办理1项"), "{}", page.text);
        assert!(page.text.contains("只有责任单位的经办人"), "{}", page.text);
        let file = clerk.get(&format!("{}/refused.xlsx", done.location())).await;
        assert_eq!(&file.bytes[..2], b"PK");
        assert_eq!(stands(site, mine[1]).await.line.standing, Standing::KeptOnTime);
        assert_eq!(stands(site, theirs).await.line.standing, Standing::Open);
        assert!(clerk.get("/desk/batches").await.text.contains(done.location()));
        let mut stranger = signed_in(&desk, Role::Clerk, education).await;
        assert_eq!(stranger.get(done.location()).await.status, StatusCode::NOT_FOUND);
    }

    async fn an_order_without_right_or_promises_leaves_no_trace(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let id = owes(site, finance, "2026-11-30").await.to_string();
        let desk = desk(site);
        let mut clerk = signed_in(&desk, Role::Clerk, finance).await;
        let before = count_events(site).await;
        let nothing = clerk.post("/desk/batches/new", &[("what", "keep")]).await;
        assert_eq!((nothing.status, nothing.location()), (StatusCode::SEE_OTHER, "/desk/queue"));
        let fields = [("what", "return"), ("promise", id.as_str()), ("reason", "无权")];
        assert_eq!(clerk.post("/desk/batches", &fields).await.status, StatusCode::FORBIDDEN);
        let odd = [("what", "delete"), ("promise", id.as_str())];
        assert_eq!(clerk.post("/desk/batches", &odd).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(count_events(site).await, before);
        assert!(clerk.get("/desk/batches").await.text.contains("还没有批量办理过"));
    }
}
