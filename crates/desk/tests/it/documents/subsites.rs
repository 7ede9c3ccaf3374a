//! 分站 on the desk: a document of others is put on the unit's own site, and taken off again.

use axum::http::StatusCode;
use kernel::{Role, UnitId};
use publishing::public::{Scope, list_public};
use publishing::subsites::{Declared, declare, fill};
use testkit::{TestSite, on_both};

use super::{People, done};
use crate::site::{desk, signed_in, two_units};

/// A site of that unit's own; its address on the desk.
pub(crate) async fn own_site(site: &TestSite, unit: UnitId) -> String {
    let declared = Declared {
        code: "own".to_owned(),
        unit,
        name: "本单位网站".to_owned(),
        base_url: "https://own.yunxi.example".to_owned(),
    };
    declare(&site.store, &[declared], site.now).await.unwrap();
    fill(&site.store, 10, site.now).await.unwrap();
    "/desk/subsites/own".to_owned()
}

async fn count_on(site: &TestSite, code: &str) -> usize {
    let scope = Scope::of_site(Some(code));
    let ask = kernel::PageAsk::first(10);
    let page = store::read!(site.store, |tx| list_public(tx, &scope, &ask).await);
    page.unwrap().items.len()
}

on_both! {
    async fn a_clerk_puts_a_document_of_others_on_the_own_site_and_takes_it_off(site: &TestSite) {
        let (finance, welfare) = two_units(site).await;
        let at = own_site(site, welfare).await;
        let desk = desk(site);
        let mut people = People::of(&desk, finance).await;
        let draft = people.begin(&[("body", "第一条 总则。")]).await;
        done(&mut people.clerk, &draft, "submit", "").await;
        done(&mut people.head, &draft, "pass", "同意。").await;
        done(&mut people.secrecy, &draft, "sign", "同意。").await;
        done(&mut people.leader, &draft, "approve", "同意。").await;
        let mut clerk = signed_in(&desk, Role::Clerk, welfare).await;
        let list = clerk.get("/desk/documents").await;
        assert!(list.text.contains("href=\"/desk/subsites\""), "{}", list.text);
        assert!(clerk.get("/desk/subsites").await.text.contains(&at));
        clerk.get(&at).await;
        let nothing = clerk.post(&format!("{at}/share"), &[("document", "云财〔2026〕99号"), ("column", "notices")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nothing.text.contains("没有找到这件已公开的信息") && nothing.text.contains("云财〔2026〕99号"), "{}", nothing.text);
        let shared = clerk.post(&format!("{at}/share"), &[("document", "云财[2026]12号"), ("column", "notices")]).await;
        assert_eq!(shared.status, StatusCode::SEE_OTHER, "{}", shared.text);
        assert_eq!(count_on(site, "own").await, 1);
        let page = clerk.get(&at).await;
        assert!(page.text.contains("关于印发专项资金管理办法的通知") && page.text.contains("撤下"), "{}", page.text);
        let document = crate::site::value_of(&page.text, "name=\"document\" value=\"0").map(|it| format!("0{it}")).unwrap();
        let taken = clerk.post(&format!("{at}/unshare"), &[("document", document.as_str())]).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        assert_eq!(count_on(site, "own").await, 0);
        // Those of another unit see neither the site nor its forms.
        let other = people.clerk.get("/desk/documents").await;
        assert!(!other.text.contains("/desk/subsites"), "{}", other.text);
        assert_eq!(people.clerk.get(&at).await.status, StatusCode::FORBIDDEN);
        assert_eq!(people.clerk.get("/desk/subsites/none").await.status, StatusCode::NOT_FOUND);
        // The office acts for every unit's.
        let mut office = signed_in(&desk, Role::OpenGovernmentOffice, finance).await;
        assert!(office.get("/desk/subsites").await.text.contains(&at));
    }
}
