//! Sites beside the main one, asked as a browser would ask: what stands on them, what leads to the platform, and that nothing mixes.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::UnitId;
use portal::Subsite;
use publishing::Library;
use publishing::subsites::{Declared, ShareDocument, declare, fill, share};
use testkit::{TestSite, on_both};
use ui::{Look, Platform, Variant};

use crate::ask::{BASE, Portal};
use crate::library::{Desk, notice, policy};

const OWN: &str = "https://mzj.qingshui.example";

async fn unit(site: &TestSite, code: &str) -> UnitId {
    let found = store::read!(site.store, |tx| store::directory::find_unit_by_code(
        tx, code
    )
    .await);
    found.unwrap().unwrap().id
}

/// The site of a unit, declared and filled, with these columns.
async fn own_site(
    (site, portal): (&TestSite, &Portal),
    code: &str,
    columns: &[&str],
) -> (Portal, UnitId) {
    let unit = unit(site, code).await;
    let declared = Declared {
        code: "own".to_owned(),
        unit,
        name: "清水县民政局".to_owned(),
        base_url: OWN.to_owned(),
    };
    declare(&site.store, &[declared], site.now).await.unwrap();
    fill(&site.store, 10, site.now).await.unwrap();
    let columns: Vec<String> = columns.iter().map(|it| (*it).to_owned()).collect();
    let names = BTreeMap::from([("notices".to_owned(), "民政公告".to_owned())]);
    let library = Library::built_in().of_site(&columns, &names).unwrap();
    let beside = portal.beside(|it| {
        let mut identity = it.identity.as_ref().clone();
        identity.name = "清水县民政局".to_owned();
        identity.base_url = OWN.to_owned();
        identity.look = Look::Blue;
        identity.platform = Some(Platform {
            name: "清水县政务公开承诺".to_owned(),
            english_name: None,
            base_url: BASE.to_owned(),
        });
        it.identity = Arc::new(identity);
        it.library = Arc::new(library);
        it.subsite = Some(Subsite {
            code: "own".to_owned(),
            unit,
        });
    });
    (beside, unit)
}

on_both! {
    async fn a_site_shows_what_stands_on_it_and_leads_to_the_platform_for_the_rest(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let elsewhere = desk.publish(site, &policy("清财〔2026〕12号", "只在主站的办法")).await;
        let shared = desk.publish(site, &notice("引用到分站的公告")).await;
        let draft = desk.begin(site, &notice("还没有公开的公告")).await.document;
        let (own, unit) = own_site((site, &portal), "qs-mzj", &[]).await;
        let clerk = kernel::Actor::operator("公开办").unit_officer(unit).unwrap();
        let command = ShareDocument { document: shared, site: "own".to_owned(), column: "notices".to_owned() };
        share(&site.store, &command, (&clerk, &desk.library), site.now).await.unwrap();
        for variant in Variant::ALL {
            for path in ["/", "/library", "/library/notices", "/documents", "/sitemap"] {
                let address = variant.address(path);
                let page = own.get(&address).await;
                assert_eq!(page.status, 200, "{address}");
                assert!(!page.body.contains("只在主站的办法"), "{address}");
                assert!(page.body.len() < 60_000, "{address}: {} bytes", page.body.len());
                let is_list = path != "/sitemap";
                assert_eq!(page.body.contains(&format!("/documents/{shared}")), is_list, "{address}");
                assert!(page.body.contains("look-blue") && page.body.contains("/assets/looks."), "{address}");
            }
        }
        // The same address on either site is another page, kept apart.
        assert!(portal.get("/documents").await.body.contains("只在主站的办法"));
        assert!(!own.get("/documents").await.body.contains("只在主站的办法"));
        let home = own.get("/").await.body;
        assert!(home.contains("清水县民政局") && home.contains("民政公告") && home.contains("0000-6660007"), "{home}");
        assert!(home.contains(&format!("<a class=\"platform\" href=\"{BASE}/\">")));
        for path in ["/documents.csv", "/documents.json", "/documents/feed.atom", "/library/notices/feed.atom", "/sitemap.xml"] {
            let answer = own.get(path).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(answer.body.contains(&shared.to_string()) && !answer.body.contains(&elsewhere.to_string()), "{path}");
        }
        // A document has one address that lasts: the platform's.
        let page = own.get(&format!("/documents/{shared}")).await.body;
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{BASE}/documents/{shared}\">")), "{page}");
        assert!(!page.contains(&format!("{OWN}/documents/{shared}\",\"")), "linked data names the platform");
        let on_main = portal.get(&format!("/documents/{shared}")).await.body;
        assert!(on_main.contains(&format!("<a href=\"{OWN}/documents/{shared}\">清水县民政局</a>")), "{on_main}");
        let record = portal.json(&format!("/api/v1/documents/{shared}")).await;
        assert_eq!(record["sites"][0]["page"], format!("{OWN}/documents/{shared}"));
        for path in [
            format!("/documents/{elsewhere}"), format!("/hant/documents/{elsewhere}"), format!("/documents/{draft}"),
            "/plans".to_owned(), "/en".to_owned(), "/en/plans".to_owned(), "/promises?standing=late".to_owned(), "/log".to_owned(), "/elder/about/clock".to_owned(),
            "/api/v1/documents".to_owned(), "/desk".to_owned(), format!("/units/{}", desk.unit),
        ] {
            let answer = own.get(&path).await;
            assert_eq!((answer.status, answer.header("location")), (307, format!("{BASE}{path}")), "{path}");
        }
        let unit_page = format!("/units/{unit}");
        let to_own = own.get("/hant/units").await;
        assert_eq!((to_own.status, to_own.header("location")), (307, format!("/hant{unit_page}")));
        assert_eq!(own.get(&unit_page).await.status, 200);
        assert_eq!(own.get("/nothing").await.status, 404);
        assert_eq!(own.send("POST", "/plans").await.status, 404, "only reading is led on");
        assert_eq!(portal.get(&format!("/documents/{draft}")).await.status, 404);
    }

    async fn a_site_chooses_its_columns_and_their_names(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        desk.publish(site, &notice("一件公告")).await;
        let (own, _) = own_site((site, &portal), "qs-czj", &["notices"]).await;
        let home = own.get("/").await.body;
        assert!(home.contains("民政公告") && !home.contains("政策解读"), "{home}");
        let library = own.get("/library").await.body;
        assert!(library.contains("民政公告") && !library.contains("政府信息公开年报"), "{library}");
        assert!(!own.get("/sitemap").await.body.contains("政府信息公开年报"));
        assert!(portal.get("/library").await.body.contains("政府信息公开年报"), "the main site keeps its own");
        let unknown = Library::built_in().of_site(&["none".to_owned()], &BTreeMap::new());
        assert!(unknown.unwrap_err().to_string().contains("没有栏目“none”"));
    }
}
