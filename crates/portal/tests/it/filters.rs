//! The library narrowed: what is offered with which counts, in every variant, file and feed; what is refused; nothing that is not public.

use crate::ask::{self, Portal};
use crate::library::{Desk, notice, policy};
use publishing::actions::{self, DecideValidity};
use publishing::{Validity, choices};
use testkit::on_both;
use ui::Variant;

/// A theme as addresses write it.
const FINANCE: &str = "%E8%B4%A2%E6%94%BF%E3%80%81%E9%87%91%E8%9E%8D%E3%80%81%E5%AE%A1%E8%AE%A1";

/// Two policies, one of them repealed, and a notice.
async fn shelf(site: &testkit::TestSite) -> (Portal, Desk) {
    let portal = Portal::over(site).await;
    let desk = Desk::of(site).await;
    let old = desk
        .publish(site, &policy("清财〔2026〕12号", "旧办法"))
        .await;
    let mut second = policy("清财〔2026〕13号", "新办法");
    second.metadata.theme = "综合政务".to_owned();
    desk.publish(site, &second).await;
    desk.publish(site, &notice("资金公示")).await;
    let repeal = DecideValidity {
        document: old,
        validity: Validity::Repealed,
        basis: "《新办法》（清财〔2026〕13号）".to_owned(),
        effective_on: "2026-11-21".parse().unwrap(),
        words: String::new(),
    };
    let when = (&desk.outlet(site), site.now);
    actions::decide_validity(&site.store, &repeal, &desk.leader(), when)
        .await
        .unwrap();
    (portal, desk)
}

on_both! {
    async fn each_choice_says_how_many_it_leaves_and_what_leaves_nothing_is_not_offered(site: &TestSite) {
        let (portal, desk) = shelf(site).await;
        let page = portal.get("/documents").await.body;
        for words in [
            "共 3 件",
            "<option value=\"policies\">规范性文件和政策文件（2）</option>",
            "<option value=\"normative\">行政规范性文件（2）</option>",
            "<option value=\"notice\">公告公示（1）</option>",
            "<option value=\"repealed\">已废止（1）</option>",
            "<option value=\"not_yet\">尚未施行（1）</option>",
            "<option value=\"综合政务\">综合政务（1）</option>",
        ] {
            assert!(page.contains(words), "{words}");
        }
        for words in ["有效（", "国防", "政府公报（", "class=\"chips\"", "noindex", "name=\"unit\"", "name=\"year\""] {
            assert!(!page.contains(words), "{words}: nothing to choose");
        }
        let narrowed = portal.get("/documents?kind=normative&theme=&validity=repealed").await.body;
        for words in [
            "共 1 件",
            "全部公开信息：行政规范性文件，已废止",
            "旧办法",
            "<option value=\"repealed\" selected>已废止（1）</option>",
            "<option value=\"not_yet\">尚未施行（1）</option>",
            "<meta name=\"robots\" content=\"noindex\">",
            "href=\"/documents?kind=normative\"",
            "href=\"/documents?validity=repealed\"",
            "<details class=\"narrow\" open>",
        ] {
            assert!(narrowed.contains(words), "{words}");
        }
        assert!(narrowed.contains(&format!("<link rel=\"canonical\" href=\"{}/documents?kind=normative&#38;validity=repealed\">", ask::BASE)), "{narrowed}");
        assert!(!narrowed.contains("新办法") && !narrowed.contains("<option value=\"notice\">"), "0 is not offered");
        let one = portal.get("/documents?kind=normative").await.body;
        assert!(!one.contains("noindex") && one.contains("class=\"chips\""));
        let none = portal.get("/documents?kind=notice&validity=repealed").await.body;
        assert!(none.contains("没有符合条件的信息") && none.contains("共 0 件"));
        let other = portal.get(&format!("/documents?unit={}&year=2026", desk.unit)).await.body;
        assert!(other.contains("清水县财政局") || other.contains("县财政局"));
    }

    async fn a_column_is_narrowed_alike_in_every_variant_and_its_path_names_it(site: &TestSite) {
        let (portal, _) = shelf(site).await;
        for variant in Variant::ALL {
            let address = variant.address("/library/policies");
            let page = portal.get(&format!("{address}?validity=repealed")).await;
            assert_eq!(page.status, 200);
            let count = if variant.is_english() { " (1)</option>" } else { "（1）</option>" };
            assert!(page.body.contains(count) && page.body.contains(&format!("action=\"{address}\"")), "{address}");
            assert_eq!(page.body.matches("<th scope=\"row\">").count(), 1, "{address}");
            assert!(page.body.contains(&format!("class=\"all\" href=\"{address}\"")));
        }
        let page = portal.get("/library/policies?column=notices").await.body;
        assert_eq!(page.matches("<th scope=\"row\">").count(), 2, "a column's own path names it");
        let plain = portal.get("/library/policies").await.body;
        assert!(plain.contains("共 2 件") && !plain.contains("name=\"column\"") && !plain.contains("name=\"kind\""));
        let above = portal.get("/library/content").await.body;
        assert!(above.contains("旧办法"), "the columns under it are shown");
    }

    async fn files_the_interface_and_feeds_take_the_same_choices(site: &TestSite) {
        let (portal, desk) = shelf(site).await;
        let query = format!("column=policies&unit={}&kind=normative&theme={FINANCE}&year=2026&validity=repealed", desk.unit);
        for path in ["/documents.csv", "/documents.json", "/documents/feed.atom", "/api/v1/documents", "/documents"] {
            let answer = portal.get(&format!("{path}?{query}")).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(answer.body.contains("旧办法") && !answer.body.contains("新办法"), "{path}");
        }
        let feed = portal.get("/library/policies/feed.atom?validity=not_yet").await.body;
        assert!(feed.contains("新办法") && !feed.contains("旧办法"));
        assert!(feed.contains("/library/policies/feed.atom?validity=not_yet\""), "its own address");
        let page = portal.get("/library/policies?validity=not_yet").await.body;
        assert!(page.contains("href=\"/library/policies/feed.atom?validity=not_yet\""));
        assert!(page.contains("/documents.csv?column=policies&#38;validity=not_yet"));
        for (name, value) in [("theme", "none"), ("year", "26"), ("year", "20266"), ("validity", "valid"), ("unit", "7"), ("kind", "none")] {
            for path in ["/documents", "/library/policies", "/documents.csv", "/documents.json", "/documents/feed.atom", "/library/policies/feed.atom", "/api/v1/documents"] {
                let answer = portal.get(&format!("{path}?{name}={value}")).await;
                assert_eq!(answer.status, 400, "{path}?{name}={value}");
                assert!(answer.body.contains(name), "{path}?{name}={value}: {}", answer.body);
            }
        }
        let described = portal.get("/api/v1/openapi.json").await.body;
        for name in ["\"theme\"", "\"validity\"", "\"year\""] {
            assert!(described.contains(name), "{name}");
        }
    }

    async fn a_narrowed_list_shows_and_counts_nothing_that_is_not_public(site: &TestSite) {
        let (portal, desk) = shelf(site).await;
        let mut hidden = policy("清财〔2026〕99号", "隐名办法");
        hidden.metadata.theme = "国防".to_owned();
        let draft = desk.begin(site, &hidden).await;
        desk.bring_to_approval(site, draft.edition).await;
        for path in ["/documents", "/documents?theme=%E5%9B%BD%E9%98%B2", "/library/policies?theme=%E5%9B%BD%E9%98%B2", "/api/v1/documents?theme=%E5%9B%BD%E9%98%B2", "/documents?kind=normative"] {
            let answer = portal.get(path).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(!answer.body.contains("隐名") && !answer.body.contains("国防（1）"), "{path}");
        }
        let counted = store::read!(site.store, |tx| choices::count_choices(tx, &publishing::public::Scope::default()).await).unwrap();
        assert_eq!(counted.total, 3);
        assert!(counted.themes.iter().all(|it| it.value != "国防"));
    }
}
