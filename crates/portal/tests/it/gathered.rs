//! 专题 and 政府公报 on the site: chapters of documents as they stand today, parts of large ones, issues by year; nothing that is not public.

use kernel::DocumentId;
use publishing::actions::import::{Arrival, Arrived, Import, import};
use publishing::actions::{self, Begin, Correct, Withdraw};
use publishing::metadata::{TypedMetadata, read};
use publishing::model::Scale;
use publishing::{EditionState, Validity};
use testkit::{TestSite, on_both};
use ui::Variant;

use crate::ask::Portal;
use crate::city;
use crate::library::{self, Desk, crawl, notice, policy};

fn topic(title: &str, gathered: &str) -> Begin {
    Begin {
        kind: "topic".to_owned(),
        metadata: TypedMetadata {
            column: "topics".to_owned(),
            title: title.to_owned(),
            summary: "集中公开有关信息。".to_owned(),
            gathered: gathered.to_owned(),
            ..TypedMetadata::default()
        },
        body: library::clean("<p>本专题集中公开有关信息。</p>"),
    }
}

fn gazette(year: &str, number: &str, gathered: &str) -> Begin {
    let title = format!("清水县人民政府公报{year}年第{number}期");
    let mut begin = topic(&title, gathered);
    begin.kind = "gazette".to_owned();
    begin.metadata.column = "gazette".to_owned();
    begin.metadata.made_on = "2026-11-18".to_owned();
    begin.metadata.issue_year = year.to_owned();
    begin.metadata.issue_number = number.to_owned();
    begin
}

/// Public documents of an old site, as many as wanted.
async fn many(site: &TestSite, desk: &Desk, count: usize) -> Vec<DocumentId> {
    let kind = desk.library.find_kind("news").unwrap();
    let arrivals: Vec<Arrival> = (1..=count)
        .map(|at| {
            let typed = TypedMetadata {
                column: "news".to_owned(),
                title: format!("第{at}条进展"),
                ..TypedMetadata::default()
            };
            Arrival {
                key: format!("进展{at}"),
                unit: desk.unit,
                kind: "news".to_owned(),
                metadata: read(&typed, (kind, &desk.library), site.now).unwrap(),
                body: library::clean("<p>正文</p>"),
                pictures: Vec::new(),
                files: Vec::new(),
                found: Vec::new(),
                published_at: kernel::Moment::parse("2019-03-04T01:30:00.000Z").unwrap(),
                validity: Validity::InForce,
                knows_validity: true,
                old_address: None,
            }
        })
        .collect();
    let office = city::office();
    let from = Import {
        source: "旧网站",
        approved_by: "县政府办批准",
        office: &office,
    };
    let arrived = import(&site.store, (&from, &arrivals), site.now).await;
    let ids = arrived.unwrap().into_iter().map(|it| match it {
        Arrived::Published(id) => id,
        other => panic!("{other:?}"),
    });
    ids.collect()
}

fn lines(ids: &[DocumentId]) -> String {
    let lines = ids.iter().map(|id| format!("/documents/{id}\n"));
    lines.collect()
}

on_both! {
    async fn a_collection_is_shown_by_chapters_in_every_variant_and_its_documents_lead_to_it(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let first = desk.publish(site, &policy("清财〔2026〕12号", "专项资金管理办法")).await;
        let second = desk.publish(site, &notice("专项资金申报公告")).await;
        let text = format!("# 办法<b>\n清财〔2026〕12号\n> 全文“公开”。\n# 公告\n/documents/{second}");
        let id = desk.publish(site, &topic("专项资金专题", &text)).await;
        for variant in Variant::ALL {
            let page = portal.get(&variant.address(&format!("/documents/{id}"))).await;
            assert_eq!(page.status, 200);
            for part in ["<h3 id=\"chapter-1\" class=\"sub\">", "href=\"#chapter-2\"", &format!("href=\"{}\"", variant.address(&format!("/documents/{first}")))] {
                assert!(page.body.contains(part), "{part} in {}", page.body);
            }
            assert!(!page.body.contains("办法<b>"), "{}", page.body);
            let of_one = portal.get(&variant.address(&format!("/documents/{first}"))).await.body;
            assert!(of_one.contains(&format!("href=\"{}\"", variant.address(&format!("/documents/{id}")))), "{of_one}");
        }
        let page = portal.get(&format!("/documents/{id}")).await.body;
        assert!(page.contains("全文“公开”。") && page.contains("清财〔2026〕12号　") && page.contains("尚未施行"), "{page}");
        assert!(page.contains("\"hasPart\":[{") && !page.contains("isPartOf"), "{page}");
        let of_one = portal.get(&format!("/documents/{first}")).await.body;
        assert!(of_one.contains("收录于") && of_one.contains("\"isPartOf\":[{"), "{of_one}");
    }

    async fn what_a_gathered_document_says_of_itself_is_said_anew(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let first = desk.publish(site, &notice("专项资金申报公告")).await;
        let gone = desk.publish(site, &notice("错发的公告")).await;
        let id = desk.publish(site, &topic("专项资金专题", &lines(&[first, gone]))).await;
        let (page, data) = (format!("/documents/{id}"), format!("/api/v1/documents/{id}"));
        assert!(portal.get(&page).await.body.contains("错发的公告") && portal.get(&data).await.body.contains("错发的公告"));
        let correct = Correct { document: first, scale: Scale::Minor, change_note: "改标题。".to_owned() };
        let second = actions::correct(&site.store, &correct, &desk.clerk(), site.now).await.unwrap();
        desk.rewrite(site, second, &notice("专项资金申报公告（更正）")).await;
        // What is not public yet is not shown.
        assert!(!portal.get(&page).await.body.contains("（更正）"));
        desk.bring_out(site, second).await;
        desk.drop_pages(site, &portal).await;
        assert!(portal.get(&page).await.body.contains("专项资金申报公告（更正）"));
        let withdraw = Withdraw { document: gone, reason: "错发".to_owned(), successor: None };
        actions::withdraw(&site.store, &withdraw, &desk.leader(), site.now).await.unwrap();
        desk.drop_pages(site, &portal).await;
        let shown = portal.get(&page).await.body;
        assert!(!shown.contains("错发的公告") && shown.contains("另有1件已撤下"), "{shown}");
        let shown = portal.get(&data).await.body;
        assert!(!shown.contains("错发的公告") && shown.contains("专项资金申报公告（更正）"), "{shown}");
        // A new edition without it, beside the old one: the comparison does not name it either.
        let correct = Correct { document: id, scale: Scale::Major, change_note: "增加小标题。".to_owned() };
        let third = actions::correct(&site.store, &correct, &desk.clerk(), site.now).await.unwrap();
        desk.rewrite(site, third, &topic("专项资金专题", &format!("# 申报\n{}", lines(&[first])))).await;
        desk.bring_out(site, third).await;
        desk.drop_pages(site, &portal).await;
        let compared = portal.get(&format!("/documents/{id}/compare/1/2")).await.body;
        assert!(compared.contains("【申报】") && compared.contains("已撤下的一件信息") && !compared.contains("错发的公告"), "{compared}");
        let old = portal.get(&format!("/documents/{id}/editions/1")).await.body;
        assert!(old.contains("已被第2版取代") && !old.contains("错发的公告"), "{old}");
    }

    async fn a_large_collection_is_shown_by_parts_and_every_document_once(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let ids = many(site, &desk, 120).await;
        let text = format!("# 上半年\n{}# 下半年\n{}# 年底\n{}", lines(&ids[..30]), lines(&ids[30..110]), lines(&ids[110..]));
        let id = desk.publish(site, &topic("进展专题", &text)).await;
        let mut seen: Vec<DocumentId> = Vec::new();
        let mut at = format!("/documents/{id}");
        let mut pages = 0;
        loop {
            let page = portal.get(&at).await;
            assert_eq!(page.status, 200, "{at}");
            assert!(page.body.len() < 38_000, "{at}: {} bytes", page.body.len());
            assert_eq!(page.body.matches("（续）</h3>").count(), usize::from(pages > 0), "{at}");
            seen.extend(ids.iter().filter(|it| page.body.contains(&format!("/documents/{it}\""))).copied());
            pages += 1;
            // The last chapter begins in the third part, and every part's outline leads there.
            let leads = match pages {
                3 => "<a href=\"#chapter-3\">年底".to_owned(),
                _ => format!("<a href=\"/documents/{id}/chapters/1?after=110#chapter-3\">年底"),
            };
            assert!(page.body.contains(&leads), "{leads} in {}", page.body);
            let Some(next) = page.body.split("rel=\"next\"").next().filter(|it| it.len() < page.body.len()) else {
                break;
            };
            at = next.rsplit("href=\"").next().unwrap().split('"').next().unwrap().replace("&#38;", "&");
        }
        assert_eq!((pages, seen.len()), (3, 120));
        let jumped = portal.get(&format!("/documents/{id}/chapters/1?after=110")).await.body;
        assert!(jumped.contains("<h3 id=\"chapter-3\" class=\"sub\">年底</h3>") && jumped.contains("第120条进展") && !jumped.contains("第110条进展"), "{jumped}");
        for wrong in ["after=x", "after=2000", "after=-1"] {
            assert_eq!(portal.get(&format!("/documents/{id}/chapters/1?{wrong}")).await.status, 400, "{wrong}");
        }
        for missing in [format!("/documents/{id}/chapters/1?after=1999"), format!("/documents/{id}/chapters/2"), format!("/documents/{}/chapters/1", ids[0])] {
            assert_eq!(portal.get(&missing).await.status, 404, "{missing}");
        }
        let whole = portal.json(&format!("/api/v1/documents/{id}")).await;
        assert!(whole["gathered_next"].is_null());
        let counts: Vec<_> = whole["gathered"].as_array().unwrap().iter().map(|it| it["documents"].as_array().unwrap().len()).collect();
        assert_eq!(counts, [30, 80, 10]);
        let rest = portal.json(&format!("/api/v1/documents/{id}/gathered?after=115")).await;
        assert_eq!((rest["chapters"][0]["heading"].as_str(), rest["chapters"][0]["documents"].as_array().unwrap().len()), (Some("年底"), 5));
        assert_eq!(portal.get(&format!("/api/v1/documents/{id}/gathered?page=2")).await.status, 400);
    }

    async fn issues_are_listed_by_year_and_number_where_a_column_has_any(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let first = desk.publish(site, &policy("清财〔2026〕12号", "专项资金管理办法")).await;
        for (year, number) in [("2026", "2"), ("2025", "4"), ("2026", "10")] {
            desk.publish(site, &gazette(year, number, &format!("# 文件\n/documents/{first}"))).await;
        }
        let draft = desk.begin(site, &gazette("2026", "11", "")).await;
        let column = portal.get("/elder/library/gazette").await.body;
        assert!(column.contains("href=\"/elder/library/gazette/issues\""), "{column}");
        let page = portal.get("/library/gazette/issues").await.body;
        let places: Vec<_> = ["<h2 id=\"year-2026\">", "第10期", "第2期", "<h2 id=\"year-2025\">", "第4期"].iter().map(|it| page.find(it).unwrap()).collect();
        assert!(places.is_sorted() && !page.contains("第11期"), "{page}");
        assert_eq!(portal.get("/library/policies/issues").await.status, 404);
        assert_eq!(portal.get("/library/gazette/issues?after=1_2").await.status, 400);
        assert!(!portal.get("/library/policies").await.body.contains("/issues\""));
        let of_draft = portal.get(&format!("/documents/{}", draft.document)).await;
        assert_eq!(of_draft.status, 404);
        let of_one = portal.json(&format!("/api/v1/documents/{first}")).await;
        let issues: Vec<_> = of_one["gathering"].as_array().unwrap().iter().map(|it| it["issue"]["number"].as_u64().unwrap()).collect();
        assert!(issues.len() == 3 && [2, 4, 10].iter().all(|it| issues.contains(it)), "{issues:?}");
    }

    async fn a_collection_that_is_not_public_is_nowhere_on_the_site(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let first = desk.publish(site, &policy("清财〔2026〕12号", "专项资金管理办法")).await;
        let secret = "未公开的专题名称";
        let draft = desk.begin(site, &topic(secret, &format!("# {secret}\n清财〔2026〕12号\n> {secret}"))).await;
        desk.bring_to_approval(site, draft.edition).await;
        let work = store::read!(site.store, |tx| publishing::queries::find_work(tx, draft.edition).await);
        assert_eq!(work.unwrap().unwrap().edition.state, EditionState::Approval);
        let more = [
            format!("/documents/{}", draft.document),
            format!("/documents/{}/chapters/1", draft.document),
            format!("/api/v1/documents/{}", draft.document),
            format!("/api/v1/documents/{}/gathered", draft.document),
            format!("/api/v1/documents/{first}"),
            "/library/topics".to_owned(),
        ];
        for (path, body) in crawl(&portal, more.to_vec()).await {
            assert!(!body.contains(secret), "{path}");
        }
    }
}
