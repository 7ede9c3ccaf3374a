//! 在线阅读: attachments as pages of the portal, each kind, in every variant; and what is not public or hidden in a file is nowhere.

use kernel::{BlobId, DocumentId};
use publishing::actions::{
    self, Correct, Withdraw, claim_rendition, keep_rendition, survey_renditions,
};
use publishing::model::Scale;
use rendition::{Limits, render};
use testkit::{TestSite, on_both};
use ui::Variant;

use crate::ask::{self, Portal};
use crate::craft::{document, paper, slides, workbook, zip};
use crate::library::{self, Desk, notice};

const SECRET: &str = "隐名底稿";
/// Bytes of a page: with style sheets and script 60 KB (the browser tests add them up).
const BUDGET: usize = 38_000;
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// A file of a kind, and words that can be read in it; none where it cannot be read.
struct Sample {
    name: &'static str,
    media_type: &'static str,
    bytes: Vec<u8>,
    words: &'static [&'static str],
}

fn samples() -> Vec<Sample> {
    let sample = |name, media_type, bytes, words| Sample {
        name,
        media_type,
        bytes,
        words,
    };
    vec![
        sample("办法.docx", DOCX, docx(), &["公示办法正文", "&lt;b&gt;"]),
        sample(
            "名单.xlsx",
            XLSX,
            xlsx(),
            &["<caption>名单</caption>", "<th>姓名</th>", "张某1"],
        ),
        sample(
            "报告.pptx",
            PPTX,
            pptx(),
            &["<h2>第1张幻灯片</h2>", "年度报告"],
        ),
        sample(
            "表.csv",
            "text/csv",
            "单位,金额\n市财政局,300\n市民政局,5\n".into(),
            &["<th>金额</th>", "市财政局"],
        ),
        sample(
            "说明.txt",
            "text/plain",
            "填报说明\n请逐项填写。\n".into(),
            &["请逐项填写。"],
        ),
        sample(
            "通知.pdf",
            "application/pdf",
            paper::of(&paper::words(72, 700, "Notice of 2026")).build(),
            &["<h2>第1页</h2>", "Notice of 2026"],
        ),
        sample(
            "全部.zip",
            "application/zip",
            zip(&[("附件/表.xlsx", &[1; 2000])]),
            &["附件/表.xlsx", "2 KB"],
        ),
        sample(
            "公文.ofd",
            "application/ofd",
            ofd(),
            &["<h2>第1页</h2>", "版式公文"],
        ),
        sample(
            "旧表.doc",
            "application/msword",
            [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 600]].concat(),
            &[],
        ),
        sample("扫描.pdf", "application/pdf", scan(), &[]),
    ]
}

fn docx() -> Vec<u8> {
    let body = format!(
        "{}{}<w:p><w:del w:id=\"1\" w:author=\"{SECRET}\"><w:r><w:delText>{SECRET}</w:delText></w:r></w:del></w:p>",
        document::paragraph("公示办法正文 &lt;b&gt;"),
        document::run("<w:vanish/>", SECRET)
    );
    document::of(&body).build()
}

fn xlsx() -> Vec<u8> {
    let mut book = workbook::plain();
    let sheet = book.worksheet_from_index(0).unwrap();
    sheet.write_string(3, 1, SECRET).unwrap();
    sheet.set_row_hidden(3).unwrap();
    let other = book.add_worksheet();
    other.set_name(SECRET).unwrap();
    other.write_string(0, 0, SECRET).unwrap();
    other.set_hidden(true);
    workbook::save(book)
}

fn pptx() -> Vec<u8> {
    slides::build(&[slides::Slide {
        words: "年度报告".to_owned(),
        notes: Some(SECRET.to_owned()),
        ..slides::Slide::default()
    }])
}

fn ofd() -> Vec<u8> {
    let page = format!(
        "<ofd:Page><ofd:Content><ofd:Layer><ofd:TextObject Boundary=\"1 1 9 9\"><ofd:TextCode>版式公文</ofd:TextCode></ofd:TextObject><ofd:TextObject Visible=\"false\"><ofd:TextCode>{SECRET}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"
    );
    zip(&[
        ("OFD.xml", b"<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"),
        ("Doc_0/Document.xml", b"<ofd:Document><ofd:Pages><ofd:Page BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>"),
        ("Doc_0/Pages/Page_0/Content.xml", page.as_bytes()),
    ])
}

fn scan() -> Vec<u8> {
    let mut scan = paper::of(&format!(
        "q 595 0 0 842 0 0 cm /Im1 Do Q 3 Tr {}",
        paper::words(72, 700, "SECRET")
    ));
    scan.resources = "/XObject << /Im1 10 0 R >>".to_owned();
    scan.objects = vec![(10, "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream".to_owned())];
    scan.build()
}

/// Renders what is due, as the server does.
async fn render_due(site: &TestSite, portal: &Portal) {
    while let Some(claimed) = claim_rendition(&site.store, site.now).await.unwrap() {
        let bytes = site
            .store
            .blobs()
            .find(&claimed.blob)
            .await
            .unwrap()
            .unwrap();
        let made = render(&bytes, &Limits::default());
        keep_rendition(&site.store, &claimed.blob, made, site.now)
            .await
            .unwrap();
        portal
            .site
            .cache
            .drop_tagged(&[portal::tag_of_rendition(&claimed.blob)]);
    }
}

fn path_of(document: DocumentId, edition: u32, blob: &BlobId) -> String {
    format!("/documents/{document}/read/{edition}/{blob}")
}

on_both! {
    async fn every_kind_can_be_read_in_every_variant_or_says_why_not(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let begun = desk.begin(site, &notice("附件齐全的公示")).await;
        let mut files = Vec::new();
        for it in samples() {
            let blob = desk.attach(site, begun.edition, (it.name, it.media_type, &it.bytes)).await;
            files.push((it, blob));
        }
        let picture = desk.attach(site, begun.edition, ("图.png", "image/png", library::PICTURE)).await;
        desk.bring_out(site, begun.edition).await;
        let address = format!("/documents/{}", begun.document);
        let before = portal.get(&address).await.body;
        assert_eq!(before.matches("在线阅读版本正在生成").count(), files.len());
        render_due(site, &portal).await;
        let shown = portal.get(&address).await.body;
        assert!(!shown.contains("正在生成"), "what said so was not kept");
        let record = portal.json(&format!("/api/v1{address}")).await;
        for (at, (it, blob)) in files.iter().enumerate() {
            let path = path_of(begun.document, 1, blob);
            let reading = &record["attachments"][at]["reading"];
            for variant in Variant::ALL {
                let page = portal.get(&variant.address(&path)).await;
                assert_eq!(page.status, 200, "{}", it.name);
                let body = &page.body;
                assert!(body.contains(&format!("<html lang=\"{}\"", variant.language())), "{}", it.name);
                assert!(body.contains(&format!("href=\"{}\"", variant.address(&address))), "{}: the way back", it.name);
                assert!(body.contains(&format!("href=\"{address}/files/1/{blob}\" download")), "{}", it.name);
                assert!(body.contains("class=\"skip\"") && body.matches("<h1").count() == 1, "{}", it.name);
                assert!(body.len() < BUDGET);
                assert!(!body.contains(SECRET) && !body.contains("SECRET") && !body.contains("隱名"), "{}", it.name);
            }
            let page = portal.get(&path).await.body;
            let canonical = format!("<link rel=\"canonical\" href=\"{}{address}\">", ask::BASE);
            assert!(page.contains(&canonical) && !page.contains("noindex"), "{}", it.name);
            for words in it.words {
                assert!(page.contains(words), "{}: {words} in {page}", it.name);
            }
            if it.words.is_empty() {
                assert_eq!(reading["state"], "none");
                assert!(page.contains(reading["note"].as_str().unwrap()), "{}", it.name);
                assert!(shown.contains(reading["note"].as_str().unwrap()), "{}", it.name);
                assert!(!page.contains("本页由附件自动转换"));
            } else {
                assert_eq!((&reading["state"], &reading["pages"]), (&"made".into(), &1.into()));
                assert_eq!(reading["page"], format!("{}{path}", ask::BASE));
                assert!(page.contains("本页由附件自动转换，以原文件为准。"), "{}", it.name);
                assert!(shown.contains(&format!("href=\"{path}\">在线阅读<span class=\"vh\">：{}</span>", it.name)));
            }
        }
        assert!(shown.contains("扫描的图片") && shown.contains("旧版办公软件"));
        assert_eq!(portal.get(&path_of(begun.document, 1, &picture)).await.status, 404, "a picture is looked at");
        assert_eq!(record["attachments"][files.len()]["reading"], serde_json::Value::Null);
        let seen = library::crawl(&portal, vec![address]).await;
        assert!(seen.iter().filter(|(path, _)| path.contains("/read/1/")).count() > 8, "the crawl finds them");
        // The files themselves are what was approved, with all that is in them.
        for (path, body) in seen.iter().filter(|(path, _)| !path.contains("/files/")) {
            for word in [SECRET, "隱名", "SECRET"] {
                assert!(!body.contains(word), "{path} shows {word}");
            }
        }
    }

    async fn a_long_file_is_paged_within_the_budget(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let begun = desk.begin(site, &notice("长名单公示")).await;
        let lines: String = (0..60_000).map(|n| format!("第{n}户，云溪路{n}号，发放补助。\n\n")).collect();
        let blob = desk.attach(site, begun.edition, ("名单.txt", "text/plain", lines.as_bytes())).await;
        desk.bring_out(site, begun.edition).await;
        render_due(site, &portal).await;
        let path = path_of(begun.document, 1, &blob);
        let first = portal.get(&path).await;
        assert_eq!(first.status, 200);
        assert!(first.body.contains("href=\"?page=2\"") && first.body.contains("下一页") && !first.body.contains("上一页"));
        assert!(first.body.contains("第0户") && !first.body.contains("文件还有内容没有显示"));
        for page in [1, 2, 60, 100] {
            for variant in [Variant::ALL[0], Variant::ALL[3]] {
                let answer = portal.get(&variant.address(&format!("{path}?page={page}"))).await;
                assert_eq!(answer.status, 200, "{page}");
                assert!(answer.body.len() < BUDGET, "{page}: {}", answer.body.len());
            }
        }
        let last = portal.get(&format!("{path}?page=100")).await.body;
        assert!(last.contains("文件还有内容没有显示") && last.contains("第100页，共100页") && !last.contains("rel=\"next\""));
        assert_eq!(portal.get(&format!("{path}?page=101")).await.status, 404);
        for wrong in ["0", "x", "-1", "01", "1.5"] {
            assert_eq!(portal.get(&format!("{path}?page={wrong}")).await.status, 400, "{wrong}");
        }
    }

    async fn it_is_served_exactly_as_long_as_its_edition_is(site: &TestSite) {
        let portal = Portal::over(site).await;
        let desk = Desk::of(site).await;
        let begun = desk.begin(site, &notice("名单公示")).await;
        let blob = desk.attach(site, begun.edition, ("名单.txt", "text/plain", "张三".as_bytes())).await;
        keep_rendition(&site.store, &blob, render("张三".as_bytes(), &Limits::default()), site.now).await.unwrap();
        let path = path_of(begun.document, 1, &blob);
        assert_eq!(portal.get(&path).await.status, 404, "a draft");
        desk.bring_out(site, begun.edition).await;
        render_due(site, &portal).await;
        assert!(portal.get(&path).await.body.contains("张三"));
        let command = Correct { document: begun.document, scale: Scale::Major, change_note: "更正。".to_owned() };
        let second = actions::correct(&site.store, &command, &desk.clerk(), site.now).await.unwrap();
        desk.rewrite(site, second, &notice("名单公示（更正）")).await;
        let secret = desk.attach(site, second, ("新名单.txt", "text/plain", "李四".as_bytes())).await;
        keep_rendition(&site.store, &secret, render("李四".as_bytes(), &Limits::default()), site.now).await.unwrap();
        for ordinal in [1, 2] {
            let answer = portal.get(&path_of(begun.document, ordinal, &secret)).await;
            assert_eq!(answer.status, 404, "the draft's file");
            assert!(!answer.body.contains("李四"));
        }
        desk.bring_out(site, second).await;
        desk.drop_pages(site, &portal).await;
        let old = portal.get(&path).await.body;
        assert!(old.contains("这是第1版的附件，该版已被第2版取代。") && old.contains("name=\"robots\" content=\"noindex\""), "{old}");
        assert!(old.contains(&format!("href=\"/documents/{}/editions/1\"", begun.document)));
        assert_eq!(portal.get(&path_of(begun.document, 2, &blob)).await.status, 200, "it is the second edition's, too");
        assert_eq!(portal.get(&path_of(begun.document, 3, &blob)).await.status, 404);
        let command = Withdraw { document: begun.document, reason: "名单有误，已撤下。".to_owned(), successor: None };
        actions::withdraw(&site.store, &command, &desk.leader(), site.now).await.unwrap();
        desk.drop_pages(site, &portal).await;
        for path in [path, path_of(begun.document, 2, &secret)] {
            let gone = portal.get(&path).await;
            assert_eq!(gone.status, 410, "{path}");
            assert!(gone.body.contains("名单有误，已撤下。") && !gone.body.contains("张三") && !gone.body.contains("李四"));
        }
        for missing in ["x/read/1/y", "0190a6f2-0000-7000-8000-000000000001/read/x/y"] {
            assert_eq!(portal.get(&format!("/documents/{missing}")).await.status, 404, "{missing}");
        }
        assert_eq!(survey_renditions(&site.store, site.now).await.unwrap(), 0);
    }
}
