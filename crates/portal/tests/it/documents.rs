//! The library and its documents, asked as a browser would ask: pages in all variants, tombstones, files, feeds, data; and nothing that
//! was not published.

use crate::ask;
use crate::library;

use crate::ask::Portal;
use crate::library::{Desk, PICTURE, notice, policy};
use publishing::actions::{Correct, DecideValidity, Withdraw};
use publishing::model::Scale;
use publishing::{Validity, actions};
use testkit::on_both;
use ui::Variant;

on_both! {
    async fn the_library_is_shown_in_every_variant_with_its_fixed_columns_in_order(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let id = desk.publish(site, &policy("清财〔2026〕12号", "专项资金管理办法")).await;
        for variant in Variant::ALL {
            for path in ["/", "/library", "/library/content", "/library/policies", "/library/news", "/documents", "/sitemap"] {
                let address = variant.address(path);
                let page = portal.get(&address).await;
                assert_eq!(page.status, 200, "{address}");
                assert!(page.body.contains(&format!("<html lang=\"{}\"", variant.language())), "{address}");
                assert!(page.body.len() < 60_000, "{address}: {} bytes", page.body.len());
            }
            let page = portal.get(&variant.address(&format!("/documents/{id}"))).await;
            assert_eq!(page.status, 200);
            let link = format!("href=\"{}\"", variant.address("/library/policies"));
            assert!(page.body.contains(&link), "its column is a link in the same variant");
        }
        let page = portal.get("/library").await.body;
        let side = page.split("class=\"side\"").nth(1).unwrap();
        let fixed = ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报"];
        let places: Vec<_> = fixed.iter().map(|it| side.find(it).unwrap()).collect();
        assert!(places.is_sorted(), "{places:?}");
        let shelf = page.split("class=\"shelf\"").nth(1).unwrap();
        let places: Vec<_> = fixed.iter().map(|it| shelf.find(&format!("\">{it}</a></h2>")).unwrap()).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(page.contains("《条例》第二十条第（一）项") && page.contains("专项资金管理办法"));
        assert!(page.contains("href=\"/requests\"") && page.contains("依申请公开"), "the entry beside them");
        let column = portal.get("/library/policies").await.body;
        assert!(column.contains("<meta name=\"ColumnName\" content=\"规范性文件和政策文件\">"));
        assert!(column.contains("<a href=\"/library/content\">法定主动公开内容</a>"));
        assert!(column.contains("○</i>尚未施行"), "validity is a word and a shape");
        let hant = portal.get("/hant/library").await.body;
        assert!(hant.contains("政府資訊公開") || hant.contains("政府信息公開"), "converted");
        let root = portal.get("/library/platform").await;
        assert_eq!((root.status, root.header("location").as_str()), (308, "/library"));
    }

    async fn a_document_tells_all_that_the_law_wants_of_it(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let promise = desk.owes(&portal).await;
        let old = desk.publish(site, &policy("清财〔2026〕12号", "专项资金管理办法")).await;
        let mut newer = policy("清财〔2026〕20号", "专项资金管理办法（新）");
        newer.metadata.keywords = "专项资金 \"预算\"".to_owned();
        newer.body = library::clean("<h2>一、总则</h2><p>《专项资金管理办法》（清财〔2026〕12号）同时废止。</p><h2>二、申请</h2><table><tr><th>项目</th><th>金额</th></tr><tr><td>道路</td><td>3</td></tr></table><h2>三、附则</h2>");
        let begun = desk.begin(site, &newer).await;
        desk.link(site, begun.document, promise).await;
        desk.bring_out(site, begun.edition).await;
        let decide = DecideValidity {
            document: old,
            validity: Validity::Repealed,
            basis: "《专项资金管理办法（新）》（清财〔2026〕20号）".to_owned(),
            effective_on: "2026-11-21".parse().unwrap(),
            words: "由新办法取代。".to_owned(),
        };
        actions::decide_validity(&site.store, &decide, &desk.leader(), (&desk.outlet(site), site.now)).await.unwrap();

        let page = portal.get(&format!("/documents/{}", begun.document)).await.body;
        let picture = format!("/documents/{}/citations.svg", begun.document);
        assert!(page.contains(&format!("<img src=\"{picture}\" alt=\"本文件引用1件文件")), "{page}");
        let drawn = portal.get(&picture).await;
        assert_eq!((drawn.status, drawn.header("content-type").as_str()), (200, "image/svg+xml"));
        assert!(drawn.body.contains("清财〔2026〕12号") && drawn.body.contains("已废止"), "{}", drawn.body);
        let of_old = portal.get(&format!("/hant/documents/{old}/citations.svg")).await.body;
        assert!(of_old.contains("專項資金管理辦法（新）"), "what cites it, and what repealed it: {of_old}");
        assert_eq!(portal.get(&format!("/documents/{promise}/citations.svg")).await.status, 404);
        for words in [
            "<meta name=\"ArticleTitle\" content=\"专项资金管理办法（新）\">",
            "<meta name=\"PubDate\" content=\"2026-11-21 10:00\">",
            "<meta name=\"ContentSource\" content=\"清水县财政局\">",
            "<meta name=\"Keywords\" content=\"专项资金,&quot;预算&quot;\">",
            "<meta name=\"Description\" content=\"规定专项资金的申请、分配和公开。\">",
            "<meta name=\"ColumnName\" content=\"规范性文件和政策文件\">",
            "<meta name=\"SiteIDCode\"",
            "qs-czj/2026-00002",
            "财政、金融、审计",
            "清财〔2026〕20号",
            "本文件尚未施行，自2026年12月1日起施行。",
            "<nav class=\"toc\"",
            "href=\"#s1\"",
            "tabindex=\"0\" role=\"group\" aria-label=\"正文中的表格\"><table>",
            "由此兑现的承诺",
            "入账证明",
        ] {
            assert!(page.contains(words), "{words}");
        }
        assert!(page.contains(&format!("href=\"/promises/{promise}\"")));
        assert!(page.contains(&format!("href=\"/documents/{old}\"")) && page.contains("×</i>已废止"), "what it cites");
        let kept = portal.get(&format!("/promises/{promise}")).await.body;
        assert!(kept.contains(&format!("href=\"/documents/{}\"", begun.document)));
        let repealed = portal.get(&format!("/documents/{old}")).await.body;
        assert!(repealed.contains("本文件自2026年11月21日起已废止。") && repealed.contains("由新办法取代。"));
        assert!(repealed.contains(&format!("依据：<a href=\"/documents/{}\">", begun.document)));
        assert!(repealed.contains("引用本文件的信息"));
        let unit = portal.get(&format!("/units/{}", desk.unit)).await.body;
        assert!(unit.contains("最新公开信息") && unit.contains(&format!("/documents?unit={}", desk.unit)));
        let record = portal.json(&format!("/api/v1/documents/{}", begun.document)).await;
        assert_eq!(record["cited"][0]["id"], old.to_string());
        assert_eq!(record["validity"], "not_yet");
        assert_eq!(record["promises"][0]["id"], promise.to_string());
    }

    async fn an_older_edition_says_so_and_names_the_newest_as_the_one_to_keep(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let id = desk.publish(site, &notice("公示一")).await;
        let path = format!("/documents/{id}");
        let first = portal.get(&path).await;
        assert!(!first.body.contains("取代") && !first.body.contains("版次"));
        let command = Correct { document: id, scale: Scale::Minor, change_note: "更正日期。".to_owned() };
        let second = actions::correct(&site.store, &command, &desk.clerk(), site.now).await.unwrap();
        desk.rewrite(site, second, &notice("公示一（更正）")).await;
        for event in desk.bring_out(site, second).await {
            portal.site.cache.drop_tagged(&portal::tags_of(&event));
        }
        let newest = portal.get(&path).await.body;
        assert!(newest.contains("公示一（更正）") && newest.contains("更正日期。"), "the kept page was dropped");
        let old = portal.get(&format!("{path}/editions/1")).await;
        assert_eq!(old.status, 200);
        assert!(old.body.contains("这是第1版，已被第2版取代。") && old.body.contains("name=\"robots\" content=\"noindex\""));
        assert!(old.body.contains(&format!("<link rel=\"canonical\" href=\"{}{path}\">", ask::BASE)));
        for missing in ["3", "0", "x", "-1", "99999999999"] {
            assert_eq!(portal.get(&format!("{path}/editions/{missing}")).await.status, 404, "{missing}");
        }
        assert!(newest.contains(&format!("href=\"{path}/compare/1/2\"")), "{newest}");
        let compared = portal.get(&format!("{path}/compare/1/2")).await;
        assert_eq!(compared.status, 200);
        assert!(compared.body.contains("<ins><span class=\"vh\">增加：</span>公示一（更正）</ins>"), "{}", compared.body);
        assert!(compared.body.contains("更正日期。"));
        for missing in ["2/1", "1/1", "1/3", "0/2", "x/2"] {
            assert_eq!(portal.get(&format!("{path}/compare/{missing}")).await.status, 404, "{missing}");
        }
    }

    async fn a_withdrawn_document_is_gone_with_its_reason_at_every_address(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let begun = desk.begin(site, &notice("名单公示")).await;
        let blob = desk.attach(site, begun.edition, ("名单.txt", "text/plain", "张三".as_bytes())).await;
        desk.bring_out(site, begun.edition).await;
        let successor = desk.publish(site, &notice("名单公示（修订）")).await;
        let path = format!("/documents/{}", begun.document);
        let file = format!("{path}/files/1/{blob}");
        let addresses = [path.clone(), format!("{path}/editions/1"), file];
        for address in &addresses {
            assert_eq!(portal.get(address).await.status, 200, "{address}");
        }
        let command = Withdraw { document: begun.document, reason: "名单有误，已重新公示。".to_owned(), successor: Some(successor) };
        actions::withdraw(&site.store, &command, &desk.leader(), site.now).await.unwrap();
        desk.drop_pages(site, &portal).await;
        for address in &addresses {
            let gone = portal.get(address).await;
            assert_eq!(gone.status, 410, "{address}");
            for words in ["名单公示", "qs-czj/2026-00001", "名单有误，已重新公示。", "2026年11月21日"] {
                assert!(gone.body.contains(words), "{address}: {words}");
            }
            assert!(gone.body.contains(&format!("href=\"/documents/{successor}\"")));
            assert!(!gone.body.contains("张三"));
        }
        for variant in Variant::ALL {
            let gone = portal.get(&variant.address(&path)).await;
            assert_eq!(gone.status, 410);
            assert!(gone.body.contains(&format!("<html lang=\"{}\"", variant.language())));
        }
        let problem = portal.get(&format!("/api/v1{path}")).await;
        assert_eq!(problem.status, 410);
        assert!(problem.body.contains("名单有误") && problem.header("content-type").starts_with("application/problem+json"));
        for list in ["/documents", "/library/notices", "/documents.csv", "/documents/feed.atom", "/sitemap.xml", "/"] {
            assert!(!portal.get(list).await.body.contains(&begun.document.to_string()), "{list}");
        }
    }

    async fn lists_are_paged_narrowed_and_refuse_what_they_do_not_know(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        for n in 0..32 {
            desk.publish(site, &notice(&format!("公示第{n}号"))).await;
        }
        let policy = desk.publish(site, &policy("清财〔2026〕12号", "管理办法")).await;
        let mut names = Vec::new();
        let mut address = "/api/v1/documents?limit=7".to_owned();
        loop {
            let page = portal.json(&address).await;
            names.extend(page["items"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => address = next.trim_start_matches(ask::BASE).to_owned(),
                None => break,
            }
        }
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 33, "every document once");
        let first = portal.get("/library/notices").await.body;
        let next = first.split("<nav class=\"pager\"").nth(1).unwrap().split("href=\"").nth(1).unwrap();
        let next = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let second = portal.get(&next).await.body;
        assert_eq!(first.matches("<th scope=\"row\">").count() + second.matches("<th scope=\"row\">").count(), 32);
        assert!(second.contains("回到第一页"));
        let count = async |query: &str| portal.json(&format!("/documents.json?{query}")).await["items"].as_array().unwrap().len();
        assert_eq!(count("kind=normative").await, 1);
        assert_eq!(count("column=notices").await, 32);
        assert_eq!(count(&format!("unit={}", desk.unit)).await, 33);
        assert_eq!(count(&format!("unit={}&column=policies", desk.unit)).await, 1);
        assert_eq!(count(&format!("unit={policy}")).await, 0, "no such unit has any");
        let csv = portal.get("/documents.csv?kind=normative").await;
        assert_eq!(csv.header("content-disposition"), "attachment; filename=\"documents.csv\"");
        assert!(csv.body.contains("清财〔2026〕12号") && csv.body.contains("尚未施行"));
        let id = "0190a6f2-0000-7000-8000-000000000001";
        for (path, status) in [
            ("/library/nothing".to_owned(), 404),
            ("/library/nothing/feed.atom".to_owned(), 404),
            ("/library/Policies".to_owned(), 404),
            ("/documents/7".to_owned(), 404),
            (format!("/documents/{id}"), 404),
            (format!("/api/v1/documents/{id}"), 404),
            (format!("/documents/{id}/files/1/{}", "ab".repeat(32)), 404),
            (format!("/documents/{policy}/files/1/{}", "ab".repeat(32)), 404),
            (format!("/documents/{policy}/files/x/..%2f..%2fetc"), 404),
            (format!("/files/{}", "ab".repeat(32)), 404),
            ("/files/x".to_owned(), 404),
            ("/documents?after=x".to_owned(), 400),
            ("/library/news?after=9999_g".to_owned(), 400),
            ("/library/news?unit=7".to_owned(), 400),
            ("/documents?kind=none".to_owned(), 400),
            ("/documents?kind=news&column=news".to_owned(), 200),
            ("/documents.csv?colour=red".to_owned(), 400),
            ("/api/v1/documents?limit=0".to_owned(), 400),
        ] {
            assert_eq!(portal.get(&path).await.status, status, "{path}");
        }
    }

    async fn files_are_saved_in_parts_and_only_pictures_are_shown(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let picture = desk.picture(site, "image/png", PICTURE).await;
        let drawing = desk.picture(site, "image/svg+xml", b"<svg/>").await;
        let mut command = notice("附件公示");
        command.body = library::clean(&format!("<p>见图</p><figure><img src=\"/files/{picture}\" alt=\"图\"></figure><p><img src=\"/files/{drawing}\" alt=\"画\"></p>"));
        let begun = desk.begin(site, &command).await;
        let blob = desk.attach(site, begun.edition, ("名单 \"一\".html", "text/html", b"0123456789")).await;
        let path = format!("/documents/{}/files/1/{blob}", begun.document);
        let shown = format!("/files/{picture}");
        assert_eq!(portal.get(&path).await.status, 404, "a draft's file");
        assert_eq!(portal.get(&shown).await.status, 404, "a draft's picture");
        desk.bring_out(site, begun.edition).await;
        let whole = portal.get(&path).await;
        assert_eq!((whole.status, whole.body.as_str()), (200, "0123456789"));
        assert_eq!(whole.header("content-type"), "application/octet-stream", "what could run is bytes");
        assert_eq!(whole.header("x-content-type-options"), "nosniff");
        assert_eq!(whole.header("content-disposition"), "attachment; filename*=UTF-8''%E5%90%8D%E5%8D%95%20%22%E4%B8%80%22.html");
        assert_eq!(whole.header("etag"), format!("\"{blob}\""));
        assert_eq!(whole.header("cache-control"), "public, no-cache", "what is withdrawn is not read from a cache");
        let part = portal.ask(&path, &[("range", "bytes=2-4")]).await;
        assert_eq!((part.status, part.body.as_str(), part.header("content-range").as_str()), (206, "234", "bytes 2-4/10"));
        let tail = portal.ask(&path, &[("range", "bytes=-2"), ("if-range", &format!("\"{blob}\""))]).await;
        assert_eq!((tail.status, tail.body.as_str()), (206, "89"));
        let changed = portal.ask(&path, &[("range", "bytes=-2"), ("if-range", "\"other\"")]).await;
        assert_eq!((changed.status, changed.body.len()), (200, 10));
        let beyond = portal.ask(&path, &[("range", "bytes=10-")]).await;
        assert_eq!((beyond.status, beyond.header("content-range").as_str()), (416, "bytes */10"));
        let known = portal.ask(&path, &[("if-none-match", &whole.header("etag"))]).await;
        assert_eq!((known.status, known.body.as_str()), (304, ""));
        let image = portal.get(&shown).await;
        assert_eq!((image.status, image.header("content-type").as_str()), (200, "image/png"));
        assert_eq!(image.header("content-disposition"), "");
        assert_eq!(portal.get(&format!("/files/{drawing}")).await.status, 404, "a drawing could run");
        assert_eq!(portal.get(&format!("/files/{blob}")).await.status, 404, "an attachment is no picture");
        let page = portal.get(&format!("/documents/{}", begun.document)).await;
        assert!(page.body.contains(&format!("href=\"{path}\"")) && page.body.contains("HTML，1 KB"));
        let again = portal.ask(&format!("/documents/{}", begun.document), &[("if-none-match", &page.header("etag"))]).await;
        assert_eq!(again.status, 304);
    }

    async fn a_recording_is_played_by_parts_with_its_captions_and_its_text(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let begun = desk.begin(site, &notice("新闻发布会")).await;
        // Larger than one piece of what is read at once.
        let bytes: Vec<u8> = (0..700_000_u32).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let film = desk.attach(site, begun.edition, ("发布会.mp4", "video/mp4", &bytes)).await;
        let captions = desk.attach(site, begun.edition, ("发布会.vtt", "text/vtt", b"WEBVTT\n")).await;
        let text = desk.attach(site, begun.edition, ("发布会.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK")).await;
        let sound = desk.attach(site, begun.edition, ("录音.mp3", "audio/mpeg", b"ID3")).await;
        let path = format!("/documents/{}/files/1/{film}", begun.document);
        for method in ["GET", "HEAD"] {
            let draft = portal.ask_by(method, &path, &[("range", "bytes=0-1")]).await;
            assert_eq!(draft.status, 404, "{method}: a draft is served to nobody");
        }
        desk.bring_out(site, begun.edition).await;
        let page = portal.get(&format!("/documents/{}", begun.document)).await;
        let base = format!("/documents/{}/files/1", begun.document);
        for part in [
            "<video controls preload=\"none\"".to_owned(),
            format!("<source src=\"{path}\" type=\"video/mp4\">"),
            format!("<track kind=\"captions\" src=\"{base}/{captions}\""),
            format!("文字稿：<a href=\"{base}/{text}\" download>发布会.docx</a>"),
            format!("<source src=\"{base}/{sound}\" type=\"audio/mpeg\">"),
        ] {
            assert!(page.body.contains(&part), "{part}: {}", page.body);
        }
        assert!(page.header("content-security-policy").contains("media-src 'self'"));
        assert!(!page.body.contains("autoplay"));

        let whole = portal.get(&path).await;
        assert_eq!(whole.bytes(), bytes);
        assert_eq!((whole.header("content-type").as_str(), whole.header("content-length").as_str()), ("video/mp4", "700000"));
        assert_eq!(whole.header("x-content-type-options"), "nosniff");
        let part = portal.ask(&path, &[("range", "bytes=250000-600000")]).await;
        assert_eq!((part.status, part.header("content-range").as_str()), (206, "bytes 250000-600000/700000"));
        assert_eq!((part.bytes(), part.header("content-length").as_str()), (&bytes[250_000..=600_000], "350001"));
        let told = portal.ask_by("HEAD", &path, &[("range", "bytes=0-1")]).await;
        assert_eq!((told.status, told.header("content-length").as_str(), told.bytes().len()), (200, "700000", 0));
        assert_eq!(portal.get(&format!("{base}/{captions}")).await.header("content-type"), "text/vtt");
        let beyond = portal.ask(&path, &[("range", "bytes=700000-")]).await;
        assert_eq!((beyond.status, beyond.bytes().len()), (416, 0));
    }

    async fn a_file_that_was_damaged_is_never_sent_as_whole(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let begun = desk.begin(site, &notice("附件损坏")).await;
        let bytes = vec![7; 600_000];
        let blob = desk.attach(site, begun.edition, ("表.csv", "text/csv", &bytes)).await;
        desk.bring_out(site, begun.edition).await;
        let file = site.config().blobs.join(&blob.as_str()[..2]).join(blob.as_str());
        std::fs::write(&file, vec![8; 600_000]).unwrap();
        let path = format!("/documents/{}/files/1/{blob}", begun.document);
        assert!(portal.is_cut_short(&path).await);
        let report = site.store.check(&mut |_, _| {}).await.unwrap();
        assert!(report.problems.iter().any(|it| it.code == "blob.damaged"), "{report:?}");
    }

    async fn what_a_title_says_is_never_markup(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let evil = "<script>alert(1)</script>\"><meta name=\"description\" x='&";
        let mut command = notice(evil);
        command.metadata.summary = format!("{evil}</head>");
        command.metadata.keywords = "\"><u>".to_owned();
        let id = desk.publish(site, &command).await;
        for path in [format!("/documents/{id}"), format!("/hant/documents/{id}"), "/".to_owned(), "/library".to_owned(), "/library/notices".to_owned(), "/documents".to_owned(), "/documents/feed.atom".to_owned(), format!("/units/{}", desk.unit)] {
            let page = portal.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(!page.body.contains("<script>") && !page.body.contains("\"><u>"), "{path}");
            assert!(page.body.matches("<meta name=\"description\"").count() <= 1, "{path}");
        }
    }

    async fn machines_read_of_a_page_what_people_do(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let evil = "</script><script>alert(1)</script><!--";
        let mut command = notice(&format!("关于{evil}的公告"));
        command.metadata.keywords = "预算 公开".to_owned();
        let id = desk.publish(site, &command).await;
        let page = portal.get(&format!("/documents/{id}")).await;
        let (_, rest) = page.body.split_once("<script type=\"application/ld+json\">").unwrap();
        let facts: serde_json::Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
        assert_eq!(facts["name"], format!("关于{evil}的公告"));
        assert_eq!((facts["@type"].as_str(), facts["keywords"].as_str()), (Some("Article"), Some("预算,公开")));
        assert!(facts["publisher"][0]["name"].as_str().unwrap().starts_with("清水县"), "{facts}");
        assert!(facts["url"].as_str().unwrap().ends_with(&format!("/documents/{id}")));
        assert!(facts.get("legislationIdentifier").is_none() && facts.get("expires").is_none(), "{facts}");
    }

    async fn nothing_unpublished_can_be_reached(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let draft = desk.begin(site, &notice("甲隐名起草稿")).await;
        let waiting = desk.begin(site, &notice("乙隐名送审稿")).await;
        desk.bring_to_approval(site, waiting.edition).await;
        let mut filed = notice("丙隐名存档稿");
        filed.metadata.disclosure = "withheld".to_owned();
        filed.metadata.disclosure_ground = "丙隐名理由".to_owned();
        filed.metadata.review_again_on = "2027-11-21".to_owned();
        let filed = desk.begin(site, &filed).await;
        let secret = desk.attach(site, filed.edition, ("丙隐名附件.txt", "text/plain", "丙隐名内容".as_bytes())).await;
        desk.bring_out(site, filed.edition).await;
        let mut gone = notice("丁公示");
        gone.body = library::clean("<p>丁隐名正文</p>");
        let gone = desk.publish(site, &gone).await;
        let command = Withdraw { document: gone, reason: "有误。".to_owned(), successor: None };
        actions::withdraw(&site.store, &command, &desk.leader(), site.now).await.unwrap();
        let public = desk.publish(site, &notice("戊公示")).await;
        let command = Correct { document: public, scale: Scale::Major, change_note: "戊隐名说明".to_owned() };
        let second = actions::correct(&site.store, &command, &desk.clerk(), site.now).await.unwrap();
        let mut changed = notice("戊隐名新稿");
        changed.body = library::clean("<p>身份证号11010519491231002X</p>");
        desk.rewrite(site, second, &changed).await;

        let hidden = ["隐名", "11010519491231002X"];
        let mut addresses = vec!["/sitemap.xml".to_owned(), "/robots.txt".to_owned(), "/documents.csv".to_owned(), "/documents.json".to_owned(), "/api/v1/documents".to_owned(), format!("/api/v1/documents/{public}")];
        for id in [draft.document, waiting.document, filed.document] {
            for path in [format!("/documents/{id}"), format!("/documents/{id}/editions/1"), format!("/api/v1/documents/{id}"), format!("/documents/{id}/files/1/{secret}")] {
                let answer = portal.get(&path).await;
                assert_eq!(answer.status, 404, "{path}");
                assert!(!hidden.iter().any(|it| answer.body.contains(it)), "{path}");
            }
        }
        assert_eq!(portal.get(&format!("/documents/{public}/editions/2")).await.status, 404);
        assert_eq!(portal.get(&format!("/documents/{public}/compare/1/2")).await.status, 404);
        addresses.push(format!("/documents/{gone}"));
        let seen = library::crawl(&portal, addresses).await;
        assert!(seen.len() > 60, "{} addresses", seen.len());
        assert!(seen.iter().any(|(path, _)| *path == format!("/documents/{public}")), "the crawl finds documents");
        for (path, body) in &seen {
            for word in hidden {
                assert!(!body.contains(word), "{path} shows {word}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_midnight_a_document_comes_into_force_without_anyone_writing() {
    let test = testkit::TestSite::on_sqlite().await;
    let mut portal = Portal::over(&test).await;
    let desk = Desk::of(&test).await;
    let id = desk
        .publish(&test, &policy("清财〔2026〕12号", "管理办法"))
        .await;
    let path = format!("/documents/{id}");
    portal.set_clock("2026-11-30T15:59:59.999Z");
    assert!(portal.get(&path).await.body.contains("尚未施行"));
    portal.set_clock("2026-11-30T16:00:00.000Z");
    for path in [path.as_str(), "/library/policies", "/documents"] {
        let page = portal.get(path).await.body;
        assert!(
            page.contains("✓</i>有效") && !page.contains("尚未施行"),
            "{path}"
        );
    }
    portal.set_clock("2031-11-30T16:00:00.000Z");
    let page = portal.get(&path).await.body;
    assert!(page.contains("本文件自2031年12月1日起已失效。"));
    test.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn feeds_name_the_newest_documents_and_the_interface_describes_them() {
    let test = testkit::TestSite::on_sqlite().await;
    let portal = Portal::over(&test).await;
    let desk = Desk::of(&test).await;
    let id = desk
        .publish(&test, &policy("清财〔2026〕12号", "管理办法"))
        .await;
    for path in ["/documents/feed.atom", "/library/policies/feed.atom"] {
        let feed = portal.get(path).await;
        assert!(
            feed.header("content-type")
                .starts_with("application/atom+xml")
        );
        assert!(feed.body.contains(&format!("/documents/{id}\"")), "{path}");
        assert!(feed.body.contains("清财〔2026〕12号"), "{path}");
    }
    for path in ["/documents/feed.json", "/library/policies/feed.json"] {
        let feed = portal.get(path).await;
        assert!(
            feed.header("content-type")
                .starts_with("application/feed+json")
        );
        let feed: serde_json::Value = serde_json::from_str(&feed.body).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["feed_url"], format!("{}{path}", ask::BASE));
        let item = &feed["items"][0];
        assert_eq!(item["url"], format!("{}/documents/{id}", ask::BASE));
        assert!(
            item["content_text"]
                .as_str()
                .unwrap()
                .starts_with("清财〔2026〕12号")
        );
    }
    let other = portal.get("/library/news/feed.atom").await;
    assert_eq!(other.status, 200);
    assert!(!other.body.contains("<entry>"));
    let map = portal.get("/sitemap.xml").await.body;
    for path in [
        "/library",
        "/library/policies",
        "/documents",
        &format!("/hant/documents/{id}"),
    ] {
        assert!(
            map.contains(&format!("<loc>{}{path}</loc>", ask::BASE)),
            "{path}"
        );
    }
    let openapi = portal.get("/api/v1/openapi.json").await.body;
    assert!(openapi.contains("/api/v1/documents/{id}") && openapi.contains("listDocuments"));
    test.end().await;
}
