//! The search's page: results, choices, what it says where nothing is found, and bad input.

use std::sync::Arc;

use kernel::Date;
use search::{Choice, Item, Progress, SearchIndex, Section, Standing};
use testkit::TestSite;

use crate::ask::Portal;

fn item(number: u32, title: &str, text: &str) -> Item {
    let key = format!("document/{number}");
    Item {
        address: format!("/documents/{number}"),
        title: title.to_owned(),
        number: format!("云财〔2026〕{number}号"),
        codes: Vec::new(),
        summary: String::new(),
        keywords: Vec::new(),
        sections: vec![Section {
            heading: "第一章".to_owned(),
            anchor: "s1".to_owned(),
            text: text.to_owned(),
        }],
        day: Date::constant(2026, 5, 6),
        standing: if number == 2 {
            Standing::Repealed
        } else {
            Standing::Holds
        },
        standing_name: if number == 2 {
            "已废止".to_owned()
        } else {
            String::new()
        },
        kind: Choice::new(if number == 3 { "news" } else { "normative" }, "规范性文件"),
        weight: 10,
        units: vec![Choice::new("x", "市<b>财政局")],
        unit_names: Vec::new(),
        theme: None,
        columns: vec![if number == 3 { "news" } else { "policies" }.to_owned()],
        sites: match number {
            3 => vec!["own".to_owned()],
            _ => Vec::new(),
        },
        matter: key.clone(),
        key,
    }
}

pub async fn portal(site: &TestSite) -> Portal {
    let portal = Portal::over(site).await;
    let index = Arc::new(SearchIndex::in_memory().unwrap());
    let mut writer = index.writer().unwrap();
    for item in [
        item(1, "专项资金<script>管理办法", "专项资金应当专款专用。"),
        item(2, "专项资金暂行办法", "旧的规定。"),
        item(3, "专项资金检查会议", "会议召开。"),
    ] {
        writer.put(&item).unwrap();
    }
    writer.commit(&Progress::default()).unwrap();
    index.refresh().unwrap();
    portal.site.finder.put(index);
    portal.site.finder.set_whole(true);
    portal
}

#[tokio::test]
async fn on_a_site_beside_the_main_one_the_search_stays_there_and_offers_the_platform() {
    let site = TestSite::on_sqlite().await;
    let portal = portal(&site).await;
    let own = portal.beside(|it| {
        let mut identity = it.identity.as_ref().clone();
        identity.base_url = "https://own.example".to_owned();
        identity.platform = Some(ui::Platform {
            name: "主站".to_owned(),
            english_name: None,
            base_url: crate::ask::BASE.to_owned(),
        });
        it.identity = Arc::new(identity);
        it.subsite = Some(portal::Subsite {
            code: "own".to_owned(),
            unit: kernel::UnitId::least_at(site.now),
        });
    });
    let page = own.get("/search?q=专项资金").await;
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("共 1 条") && page.body.contains("检查会议"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("管理办法") && !page.body.contains("暂行办法"));
    let typed = "q=%E4%B8%93%E9%A1%B9%E8%B5%84%E9%87%91";
    let whole = format!(
        "只搜索本站的内容。<a href=\"{}/search?{typed}\">搜索整个平台</a>",
        crate::ask::BASE
    );
    assert!(page.body.contains(&whole), "{}", page.body);
    let large = own.get("/elder/search?q=专项资金").await.body;
    assert!(
        large.contains(&format!(
            "<a href=\"{}/elder/search?{typed}\">",
            crate::ask::BASE
        )),
        "{large}"
    );
    let suggested = own.get("/search/suggest?q=zhuanxiang").await.body;
    assert_eq!(suggested, "[\"专项资金检查会议\"]");
    assert!(
        portal
            .get("/search/suggest?q=zhuanxiang")
            .await
            .body
            .contains("专项资金暂行办法")
    );
    // What is elsewhere is not found here, and is not counted as sought in vain.
    let none = own.get("/search?q=暂行办法").await.body;
    assert!(
        none.contains("搜索整个平台") && !none.contains("云财〔2026〕2号"),
        "{none}"
    );
    let main = portal.get("/search?q=专项资金").await.body;
    assert!(main.contains("共 3 条") && !main.contains("搜索整个平台"));
}

#[tokio::test]
async fn within_an_english_frame_the_search_speaks_english_and_results_stay_chinese() {
    let site = TestSite::on_sqlite().await;
    let portal = portal(&site).await;
    let page = portal.get("/en/search?q=专项资金").await.body;
    for words in [
        "<span lang=\"en\">Search results</span>",
        "Results: 3",
        "value=\"专项资金\" lang=\"zh-CN\"",
        "<span lang=\"en\">Repealed</span>",
        "<summary>Type</summary>",
        "<span lang=\"zh-CN\">",
        "<mark>专项资金</mark>暂行办法",
        "href=\"/en/search?q=%E4%B8%93%E9%A1%B9%E8%B5%84%E9%87%91&#38;kind=news\"",
        "data-suggest=\"/en/search/suggest\"",
    ] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    let none = portal.get("/en/search?q=查无此事").await.body;
    assert!(none.contains("Nothing was found") && none.contains("What you can do now"));
    assert!(none.contains("href=\"/en/library/guide\""), "{none}");
}

#[tokio::test]
async fn results_show_marks_standing_and_choices_and_no_markup_of_others() {
    let site = TestSite::on_sqlite().await;
    let portal = portal(&site).await;
    let page = portal.get("/search?q=专项资金").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("共 3 条"));
    assert!(
        page.body
            .contains("<mark>专项资金</mark>&#60;script&#62;管理办法"),
        "{}",
        page.body
    );
    assert!(page.body.contains("已废止") && !page.body.contains("市<b>"));
    assert!(page.body.contains("kind=news") && page.body.contains("/documents/1"));
    let narrowed = portal.get("/search?q=专项资金&kind=news").await;
    assert!(narrowed.body.contains("共 1 条") && !narrowed.body.contains("/documents/1\""));
    let hant = portal.get("/hant/search?q=專項資金").await;
    assert!(hant.body.contains("共 3 條"));
}

#[tokio::test]
async fn nothing_found_says_what_to_do_next() {
    let site = TestSite::on_sqlite().await;
    let portal = portal(&site).await;
    let page = portal.get("/search?q=养老&kind=news").await;
    assert!(page.body.contains("没有找到") && page.body.contains("去掉全部条件再搜索"));
    let empty = portal.get("/search").await;
    assert_eq!(empty.status, 200);
    assert!(empty.body.contains("输入要找的内容"));
}

#[tokio::test]
async fn before_there_is_an_index_the_page_says_so() {
    let site = TestSite::on_sqlite().await;
    let portal = Portal::over(&site).await;
    let page = portal.get("/search?q=专项资金").await;
    assert!(page.status == 200 && page.body.contains("搜索正在准备"));
}

#[tokio::test]
async fn bad_choices_are_refused_with_their_name() {
    let site = TestSite::on_sqlite().await;
    let portal = portal(&site).await;
    for bad in [
        "page=0",
        "page=21",
        "page=x",
        "unit=1",
        "standing=9",
        "from=2026-13-01",
    ] {
        let page = portal.get(&format!("/search?q=资金&{bad}")).await;
        assert_eq!(page.status, 400, "{bad}");
        let name = bad.split('=').next().unwrap();
        assert!(page.body.contains(name), "{bad}");
    }
}

#[tokio::test]
async fn a_search_inside_a_column_keeps_to_it_and_says_so() {
    let site = TestSite::on_sqlite().await;
    let portal = portal(&site).await;
    let form = portal.get("/search?column=news").await;
    assert!(
        form.body
            .contains("<input type=\"hidden\" name=\"column\" value=\"news\">")
    );
    let page = portal.get("/search?q=专项资金&column=news").await;
    assert!(
        page.body.contains("共 1 条") && page.body.contains("检查会议"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn the_order_is_explained_to_whoever_asks() {
    let site = TestSite::on_sqlite().await;
    let portal = portal(&site).await;
    assert!(
        !portal
            .get("/search?q=专项资金")
            .await
            .body
            .contains("依据：合计")
    );
    let page = portal.get("/search?q=专项资金&why=1").await;
    assert_eq!(page.body.matches("依据：合计").count(), 3);
    assert!(page.body.contains("失效、废止减去"));
}

#[tokio::test]
async fn suggestions_are_texts_and_nothing_else() {
    let site = TestSite::on_sqlite().await;
    let portal = portal(&site).await;
    let said = portal.get("/search/suggest?q=专项资金检").await;
    assert_eq!(said.body, "[\"专项资金检查会议\"]");
    assert_eq!(
        portal.get("/hant/search/suggest?q=專項資金檢").await.body,
        "[\"專項資金檢查會議\"]"
    );
    assert_eq!(portal.get("/search/suggest").await.body, "[]");
}

#[tokio::test]
async fn where_nothing_is_found_the_word_to_leave_out_is_offered() {
    let site = TestSite::on_sqlite().await;
    let portal = portal(&site).await;
    let page = portal.get("/search?q=犀牛饲养%20专项资金").await;
    assert!(
        page.body.contains("没有找到") && page.body.contains(">专项资金</a>（3 条）"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn what_is_sought_in_vain_is_noted_without_who_and_without_what_identifies() {
    let site = TestSite::on_sqlite().await;
    let portal = portal(&site).await;
    let phone = [("user-agent", "Mozilla/5.0 (Linux; Android 14) Chrome/120.0")];
    for path in [
        "/search?q=公厕分布",
        "/search?q=公厕分布",
        // Found, narrowed, of a program, personal, or no words at all.
        "/search?q=专项资金",
        "/search?q=停水&kind=news",
        "/search?q=13800138000",
        "/search?q=水",
        "/search",
    ] {
        assert_eq!(portal.ask(path, &phone).await.status, 200, "{path}");
    }
    let robot = [("user-agent", "Mozilla/5.0 (compatible; Baiduspider/2.0)")];
    portal.ask("/search?q=停电通知", &robot).await;
    let taken = portal.site.vain.take();
    let taken: Vec<_> = taken
        .iter()
        .map(|it| (it.words.as_str(), it.times))
        .collect();
    assert_eq!(taken, [("公厕分布", 1)]);
}

#[tokio::test]
async fn where_nothing_is_found_the_nearest_stands_on_the_page_and_letters_are_told() {
    let site = TestSite::on_sqlite().await;
    let portal = portal(&site).await;
    let page = portal.get("/search?q=专项资金%20养老").await;
    assert!(
        page.body.contains("去掉“养老”后找到的内容"),
        "{}",
        page.body
    );
    assert!(
        page.body.contains("<h3><a href=\"/documents/"),
        "{}",
        page.body
    );
    let letters = portal.get("/search?q=zxzj").await;
    assert!(
        letters.body.contains("是不是要找") && letters.body.contains("专项资金"),
        "{}",
        letters.body
    );
    let words = portal.get("/search?q=养老").await;
    assert!(!words.body.contains("是不是要找"));
}

#[tokio::test]
async fn days_in_the_wrong_order_are_told_at_their_place() {
    let site = TestSite::on_sqlite().await;
    let portal = portal(&site).await;
    let page = portal
        .get("/search?q=资金&from=2026-12-01&until=2026-01-01")
        .await;
    assert_eq!(page.status, 400);
    assert!(page.body.contains("请把起止日期对调"), "{}", page.body);
    let same = portal
        .get("/search?q=资金&from=2026-12-01&until=2026-12-01")
        .await;
    assert_eq!(same.status, 200);
}
