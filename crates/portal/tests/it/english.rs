//! Pages within an English frame (`/en/…`): what is around the content is English, the content stays Chinese and says so.

use testkit::on_both;
use ui::Variant;

use crate::ask::{BASE, Portal};

const PAGES: [&str; 9] = [
    "/",
    "/promises",
    "/promises?standing=late",
    "/plans",
    "/units",
    "/library",
    "/library/policies",
    "/documents",
    "/sitemap",
];

/// Addresses within the site that a page links to.
fn links(html: &str) -> Vec<&str> {
    let (_, body) = html.split_once("<body>").unwrap();
    let from = body.split("<a href=\"/").skip(1);
    from.map(|it| it.split_once('"').unwrap().0).collect()
}

on_both! {
    async fn the_frame_is_english_and_the_content_says_that_it_is_chinese(site: &TestSite) {
        let portal = Portal::over(site).await;
        for path in PAGES {
            let page = portal.get(&Variant::ENGLISH.address(path)).await.body;
            for words in [
                "<html lang=\"en\"", "Skip to content", "lang=\"zh-CN\">\n", "the legally valid language", "<a href=\"/en\">English guide</a>",
                "Qingshui County Open Government", "aria-label=\"Sections\"", ">Public bodies</a>", "<dt>Sponsor</dt>", "Data as of ",
            ] {
                assert!(page.contains(words), "{path} lacks {words}");
            }
            assert!(page.contains("<main id=\"main\" class=\"wide\" tabindex=\"-1\" lang=\"zh-CN\">"), "{path}");
            for words in ["跳到正文", "主办单位", "站点地图</a></li>\n<li><a href=\"https", "翻页"] {
                assert!(!page.contains(words), "{path} says {words}");
            }
            // What a Chinese page says is not touched.
            let chinese = portal.get(path).await.body;
            assert!(chinese.contains("跳到正文") && chinese.contains("主办单位") && !chinese.contains("lang=\"zh-CN\""), "{path}");
        }
    }

    async fn whoever_reads_within_an_english_frame_stays_there(site: &TestSite) {
        let portal = Portal::over(site).await;
        let promise = portal.first("/api/v1/promises?standing=late&limit=1").await;
        let of_one = format!("/promises/{}", promise["id"].as_str().unwrap());
        let of_unit = format!("/units/{}", promise["unit_id"].as_str().unwrap());
        for path in PAGES.into_iter().chain([of_one.as_str(), of_unit.as_str()]) {
            let page = portal.get(&Variant::ENGLISH.address(path)).await.body;
            let found = links(&page);
            assert!(found.len() > 15, "{path}");
            for link in found {
                let is_file = [".csv", ".json", ".atom", ".ics"].iter().any(|it| link.contains(it)) || link.starts_with("log/proof/");
                let to = format!("/{link}").replace("&#38;", "&");
                let is_other_variant = [path.to_owned(), format!("/hant{path}"), format!("/elder{path}")].contains(&to);
                assert!(is_file || is_other_variant || to == "/en" || to.starts_with("/en/"), "{path} leads to {to}");
            }
        }
    }

    async fn each_language_names_the_others_and_is_its_own_page(site: &TestSite) {
        let portal = Portal::over(site).await;
        for variant in [Variant::CHINESE, Variant::CHINESE.other_script(), Variant::ENGLISH] {
            let page = portal.get(&variant.address("/plans")).await.body;
            assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{BASE}{}/plans\">", variant.prefix())), "{page}");
            for (language, prefix) in [("zh-Hans", ""), ("zh-Hant", "/hant"), ("en", "/en")] {
                let told = format!("<link rel=\"alternate\" hreflang=\"{language}\" href=\"{BASE}{prefix}/plans\">");
                assert!(page.contains(&told), "{variant:?} lacks {told}");
            }
        }
        // Large type is told as what it is a variant of, and offers English to people alone.
        let elder = portal.get("/elder/plans").await.body;
        assert!(!elder.contains("<link rel=\"alternate\" hreflang=\"en\""));
        assert!(elder.contains("<a href=\"/en/plans\" lang=\"en\" hreflang=\"en\""));
        assert!(!portal.get("/kiosk/plans").await.body.contains("/en/plans"));
        // The map for machines has each page once in each script.
        assert!(!portal.get("/sitemap.xml").await.body.contains("/en"));
        let robots = portal.get("/robots.txt").await.body;
        assert!(!robots.contains("/en"), "{robots}");
    }

    async fn the_guide_stands_at_the_bare_word_and_nothing_behind_both(site: &TestSite) {
        let portal = Portal::over(site).await;
        let guide = portal.get("/en").await;
        assert_eq!(guide.status, 200);
        assert!(guide.body.contains("<h1>English guide</h1>") && guide.body.contains("<a href=\"/en/library\">"));
        let home = portal.get("/en/").await;
        assert_eq!(home.status, 200);
        assert!(!home.body.contains("<h1>English guide</h1>"));
        for path in ["/en/en", "/en/elder/plans", "/en/hant/plans", "/enter"] {
            assert_eq!(portal.get(path).await.status, 404, "{path}");
        }
        let known = portal.ask("/en/plans", &[("if-none-match", &portal.get("/en/plans").await.header("etag"))]).await;
        assert_eq!(known.status, 304);
        assert_ne!(portal.get("/en/plans").await.header("etag"), portal.get("/plans").await.header("etag"));
    }

    async fn errors_are_told_in_english_with_ways_out(site: &TestSite) {
        let portal = Portal::over(site).await;
        let missing = portal.get("/en/no/such/page").await;
        assert_eq!(missing.status, 404);
        assert!(missing.body.contains("<span lang=\"en\">Not found</span>") && missing.body.contains("href=\"/en/promises\""), "{}", missing.body);
        let bad = portal.get("/en/promises?standing=verylate").await;
        assert_eq!(bad.status, 400);
        assert!(bad.body.contains("A part of the address cannot be used") && bad.body.contains("verylate"));
        assert!(portal.get("/promises?standing=verylate").await.body.contains("网址中的参数有误"));
        // Badges too.
        let late = portal.get("/en/promises?standing=late").await.body;
        assert!(late.contains("<span class=\"st st-late\" lang=\"en\">") && late.contains("</i>Late</span>"), "{late}");
        assert!(late.contains("List of promises: Late"));
    }
}
