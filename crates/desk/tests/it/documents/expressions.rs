//! 规范用语 on the desk: the office's list, and the button that replaces what a draft holds of it.

use axum::http::StatusCode;
use kernel::Role;
use testkit::on_both;

use super::{People, done};
use crate::site::{desk, signed_in, two_units};

on_both! {
    async fn the_office_lists_and_a_clerk_replaces(site: &TestSite) {
        let (finance, _) = two_units(site).await;
        let desk = desk(site);
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, finance).await;
        assert!(office.get("/desk/documents").await.text.contains("href=\"/desk/expressions\""));
        office.get("/desk/expressions").await;
        let pasted = office.post("/desk/expressions", &[("lines", "做为\t作为\t<b>说明</b>\n云溪地区,云溪市")]).await;
        assert_eq!(pasted.status, StatusCode::SEE_OTHER, "{}", pasted.text);
        let list = office.get("/desk/expressions").await;
        assert!(list.text.contains("云溪地区") && !list.text.contains("<b>说明"), "{}", list.text);
        let wrong = office.post("/desk/expressions", &[("wrong", "云溪"), ("better", "云溪市")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("规范写法里仍有“云溪”") && wrong.text.contains("value=\"云溪\""), "{}", wrong.text);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 做为云溪地区的规定。")]).await;
        let page = people.clerk.get(&draft).await;
        assert!(page.text.contains("本站的规范写法是“作为”") && page.text.contains("/replace\""), "{}", page.text);
        let revision = crate::site::value_of(&page.text, "name=\"revision\" value=\"").unwrap();
        let replaced = people.clerk.post(&format!("{draft}/replace"), &[("revision", revision.as_str())]).await;
        assert_eq!(replaced.status, StatusCode::SEE_OTHER, "{}", replaced.text);
        let page = people.clerk.get(&draft).await;
        assert!(page.text.contains("作为云溪市的规定") && !page.text.contains("/replace\""), "{}", page.text);
        done(&mut people.clerk, &draft, "submit", "").await;
        office.get("/desk/expressions").await;
        let removed = office.post("/desk/expressions/remove", &[("wrong", "做为")]).await;
        assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text);
        assert_eq!(office.get("/desk/expressions.xlsx").await.status, StatusCode::OK);
    }
}
