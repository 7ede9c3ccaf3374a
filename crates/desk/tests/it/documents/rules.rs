//! 兑现规则 on the desk: set on a promise's page by the office alone, told there, and at work when a document comes out.

use axum::http::StatusCode;
use kernel::Role;
use testkit::on_both;

use super::{People, shown};
use crate::owed::owes;
use crate::site::{count_events, desk, signed_in, two_units};

on_both! {
    async fn the_office_says_once_what_keeps_a_promise_and_the_unit_confirms_the_rest(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let promise = format!("/desk/promises/{}", owes(site, finance, "2026-11-30").await);
        let mut people = People::of(&desk, finance).await;
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, finance).await;
        let before = count_events(site).await;
        let fields = [("column", "policies"), ("words", "专项资金"), ("mode", "proposed")];
        people.clerk.get(&promise).await;
        let refused = people.clerk.post(&format!("{promise}/rules"), &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
        office.get(&promise).await;
        let wrong = office.post(&format!("{promise}/rules"), &[("column", "nowhere"), ("words", "决算<b>"), ("mode", "certain")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("请选择") && wrong.text.contains("决算") && !wrong.text.contains("决算<b>"), "{}", wrong.text);
        assert_eq!(count_events(site).await, before);
        office.get(&promise).await;
        let set = office.post(&format!("{promise}/rules"), &fields).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text);
        let told = people.clerk.get(&promise).await;
        assert!(told.text.contains("标题含“专项资金”的") && !told.text.contains("/rules/remove"), "{}", told.text);
        let draft = people.begin(&[("body", "第一条 甲。")]).await;
        people.publish(&draft).await;
        assert!(shown(site, &draft).await.is_some());
        assert!(people.clerk.get("/desk/documents").await.text.contains("1件已公开的信息可能兑现了承诺"));
        let page = people.clerk.get(&draft).await;
        assert!(page.text.contains("可能由本件兑现，待确认"), "{}", page.text);
        let id = promise.rsplit('/').next().unwrap();
        let confirmed = people.clerk.post(&format!("{draft}/promises/confirm"), &[("promise", id)]).await;
        assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.text);
        assert!(people.clerk.get(&draft).await.text.contains("已兑现"));
        office.get(&promise).await;
        let gone = office.post(&format!("{promise}/rules/remove"), &[("column", "policies"), ("words", "专项资金")]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
        assert!(office.get(&promise).await.text.contains("没有规则"));
    }
}
