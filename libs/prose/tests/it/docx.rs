//! DOCX files: what Word and WPS write becomes a body, and hostile files are refused.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use prose::{Body, BodyError, Cleaned, DocxError, DroppedKind};
use zip::write::{SimpleFileOptions, ZipWriter};

const PNG: &[u8] = &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3];

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("in memory");
        zip.write_all(bytes).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="wp" xmlns:a="a" xmlns:pic="pic" xmlns:m="m" xmlns:mc="mc" xmlns:wps="wps" xmlns:v="v""#;

const STYLES: &str = r#"<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/></w:style>
<w:style w:type="paragraph" w:styleId="luo"><w:name w:val="落款"/><w:basedOn w:val="a"/><w:pPr><w:jc w:val="right"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>"#;

const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"#;

const RELATIONS: &str = r#"<Relationships xmlns="r"><Relationship Id="rId1" Type="t/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="t/numbering" Target="/word/numbering.xml"/>
<Relationship Id="rId3" Type="t/image" Target="media/image1.png"/><Relationship Id="rId4" Type="t/image" Target="media/image2.emf"/>
<Relationship Id="rId5" Type="t/hyperlink" Target="https://www.gov.cn/zhengce" TargetMode="External"/>
<Relationship Id="rId6" Type="t/hyperlink" Target="javascript:alert(1)" TargetMode="External"/></Relationships>"#;

fn docx(body: &str) -> Vec<u8> {
    let wrap = |name: &str, inside: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:{name} {NAMESPACES}>{inside}</w:{name}>"
        )
    };
    package(&[
        ("_rels/.rels", br#"<Relationships><Relationship Id="r" Type="t/officeDocument" Target="word/document.xml"/></Relationships>"#),
        ("word/document.xml", wrap("document", &format!("<w:body>{body}<w:sectPr/></w:body>")).as_bytes()),
        ("word/styles.xml", wrap("styles", STYLES).as_bytes()),
        ("word/numbering.xml", wrap("numbering", NUMBERING).as_bytes()),
        ("word/_rels/document.xml.rels", RELATIONS.as_bytes()),
        ("word/media/image1.png", PNG),
        ("word/media/image2.emf", b"EMF"),
    ])
}

fn read(body: &str) -> Cleaned {
    Body::from_docx(&docx(body)).expect("a DOCX file")
}

fn html(body: &str) -> String {
    read(body).body.html().to_owned()
}

fn p(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn numbered(num: u32, level: u32, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num}\"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
    )
}

#[test]
fn headings_come_from_styles_and_outline_levels_and_the_signature_from_its_alignment() {
    let page = "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr><w:r><w:t>总则</w:t></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val=\"2\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>范围</w:t></w:r></w:p>\
        <w:p><w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr><w:r><w:t>细目</w:t></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val=\"luo\"/></w:pPr><w:r><w:t>云溪市人民政府</w:t></w:r></w:p>\
        <w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:t>（此件公开发布）</w:t></w:r></w:p>";
    assert_eq!(
        html(page),
        "<h2>总则</h2>\n<h3>范围</h3>\n<h4>细目</h4>\n<p class=\"right\">云溪市人民政府</p>\n<p class=\"centre\">（此件公开发布）</p>"
    );
}

#[test]
fn automatic_numbers_become_words_and_bullets_become_a_list() {
    let page = [
        numbered(1, 0, "目标"),
        numbered(1, 1, "近期"),
        numbered(1, 2, "2026年底前完成"),
        numbered(1, 1, "远期"),
        numbered(1, 0, "任务"),
        numbered(2, 0, "水库"),
        numbered(2, 0, "河道"),
        p("完"),
    ];
    assert_eq!(
        html(&page.concat()),
        "<p>一、目标</p>\n<p>（一）近期</p>\n<p>1. 2026年底前完成</p>\n<p>（二）远期</p>\n<p>二、任务</p>\n\
         <ul>\n<li>水库</li>\n<li>河道</li>\n</ul>\n<p>完</p>"
    );
}

#[test]
fn tracked_changes_count_as_accepted() {
    let page = "<w:p><w:r><w:t>自</w:t></w:r><w:del><w:r><w:delText>印发</w:delText></w:r></w:del><w:ins><w:r><w:t>发布</w:t></w:r></w:ins><w:r><w:t>之日起</w:t></w:r></w:p>\
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半，</w:t></w:r></w:p><w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr><w:r><w:t>后半。</w:t></w:r></w:p>\
        <w:moveFrom><w:p><w:r><w:t>旧处</w:t></w:r></w:p></w:moveFrom>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc/></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    assert_eq!(
        html(page),
        "<p>自发布之日起</p>\n<p class=\"right\">前半，后半。</p>\n<table>\n<tbody>\n<tr><td>甲</td><td></td></tr>\n</tbody>\n</table>"
    );
}

#[test]
fn hidden_words_comments_and_notes_go_and_are_told() {
    let page = "<w:p><w:r><w:t>公开</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"Secret\"/></w:rPr><w:t>绝密</w:t></w:r>\
        <w:r><w:rPr><w:strike/></w:rPr><w:t>删去</w:t></w:r><w:r><w:commentReference w:id=\"0\"/></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r>\
        <m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>";
    let cleaned = read(page);
    assert_eq!(cleaned.body.html(), "<p>公开</p>");
    let told: Vec<_> = cleaned.dropped.iter().map(|d| (d.kind, d.count)).collect();
    assert_eq!(
        told,
        [
            (DroppedKind::Embedded, 1),
            (DroppedKind::Hidden, 2),
            (DroppedKind::Struck, 1),
            (DroppedKind::Comment, 1),
            (DroppedKind::Footnote, 1)
        ]
    );
}

#[test]
fn looks_that_carry_meaning_stay() {
    let run = |properties: &str, words: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>")
    };
    let page = format!(
        "<w:p>{}{}{}{}{}{}</w:p>",
        run("<w:b/>", "粗"),
        run("<w:b w:val=\"0\"/>", "常"),
        run("<w:rStyle w:val=\"Strong\"/>", "强"),
        run("<w:i/><w:u w:val=\"single\"/>", "斜"),
        run("<w:vertAlign w:val=\"superscript\"/>", "2"),
        run(
            "<w:u w:val=\"none\"/><w:color w:val=\"FF0000\"/>",
            "红&lt;b&gt;"
        ),
    );
    assert_eq!(
        html(&page),
        "<p><strong>粗</strong>常<strong>强</strong><em><u>斜</u></em><sup>2</sup>红&lt;b&gt;</p>"
    );
}

#[test]
fn underlined_blanks_of_a_form_stay() {
    let page = "<w:p><w:r><w:t>姓名：</w:t></w:r><w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t xml:space=\"preserve\">  </w:t><w:tab/></w:r><w:r><w:t>（签字）</w:t></w:r></w:p>";
    assert_eq!(
        read(page).body.text(),
        "姓名：\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}（签字）"
    );
}

#[test]
fn links_lead_where_they_led_if_that_is_allowed() {
    let page = "<w:p><w:hyperlink r:id=\"rId5\"><w:r><w:t>政策</w:t></w:r></w:hyperlink><w:hyperlink r:id=\"rId6\"><w:r><w:t>坏</w:t></w:r></w:hyperlink>\
        <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"https://www.gov.cn/a\" </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\
        <w:r><w:t>公报</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:fldSimple w:instr=\"HYPERLINK \\l &quot;_Toc1&quot;\"><w:r><w:t>目录</w:t></w:r></w:fldSimple></w:p>";
    assert_eq!(
        html(page),
        "<p><a href=\"https://www.gov.cn/zhengce\">政策</a>坏<a href=\"https://www.gov.cn/a\">公报</a>目录</p>"
    );
}

#[test]
fn merged_cells_and_repeated_header_rows_are_kept() {
    let cell = |properties: &str, words: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(words))
    };
    let page = format!(
        "<w:tbl><w:tblPr><w:jc w:val=\"center\"/></w:tblPr><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("", "单位"),
        cell("<w:gridSpan w:val=\"2\"/>", "任务"),
        cell("<w:vMerge w:val=\"restart\"/>", "水利局"),
        cell("", "排查"),
        cell("", "5月"),
        cell("<w:vMerge/>", ""),
        cell("<w:hMerge w:val=\"restart\"/>", "通报"),
        cell("<w:hMerge/>", ""),
        cell("", "应急局"),
        cell("<w:gridSpan w:val=\"2\"/>", "演练"),
    );
    assert_eq!(
        html(&page),
        "<table>\n<thead>\n<tr><th>单位</th><th colspan=\"2\">任务</th></tr>\n</thead>\n<tbody>\n\
         <tr><td rowspan=\"2\">水利局</td><td>排查</td><td>5月</td></tr>\n<tr><td colspan=\"2\">通报</td></tr>\n\
         <tr><td>应急局</td><td colspan=\"2\">演练</td></tr>\n</tbody>\n</table>"
    );
}

#[test]
fn pictures_are_handed_out_with_what_is_said_instead_of_them() {
    let drawing = |id: &str| {
        format!(
            "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" descr=\"办理流程\"/><a:graphic><pic:pic><a:blip r:embed=\"{id}\"/></pic:pic></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )
    };
    let cleaned = read(&format!(
        "{}{}{}{}",
        p("见图"),
        drawing("rId3"),
        drawing("rId4"),
        drawing("rId9")
    ));
    assert_eq!(
        (cleaned.images.len(), cleaned.images[0].media_type),
        (1, "image/png")
    );
    assert_eq!(cleaned.images[0].bytes, PNG);
    let stored = cleaned
        .body
        .with_images(|_| Some("/files/1.png".to_owned()))
        .expect("short");
    assert_eq!(
        stored.html(),
        "<p>见图</p>\n<figure><img src=\"/files/1.png\" alt=\"办理流程\"></figure>"
    );
    let told: Vec<_> = cleaned.dropped.iter().map(|d| d.kind).collect();
    assert_eq!(told, [DroppedKind::RemoteImage, DroppedKind::BadImage]);
}

#[test]
fn the_table_of_contents_and_words_that_ask_for_words_are_left_out() {
    let page = format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>\
         <w:p><w:pPr><w:pStyle w:val=\"10\"/></w:pPr><w:r><w:t>一、总则 1</w:t></w:r></w:p>\
         <w:p><w:r><w:t>姓名：</w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处输入文字</w:t></w:r></w:sdtContent></w:sdt>\
         <w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:t>同意</w:t></w:r></w:p>",
        p("目录")
    );
    assert_eq!(html(&page), "<p>姓名：☑同意</p>");
}

#[test]
fn a_text_box_is_read_once_and_does_not_disturb_the_run_around_it() {
    let page = format!(
        "<w:p><w:r><w:rPr><w:b/></w:rPr><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></mc:Choice>\
         <mc:Fallback><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent><w:t>外</w:t></w:r></w:p>",
        p("框内")
    );
    assert_eq!(html(&page), "<p>框内</p>\n<p><strong>外</strong></p>");
}

#[test]
fn words_that_look_like_markup_or_like_a_picture_stay_words() {
    let page = p("&lt;script&gt;alert(1)&lt;/script&gt; data:image/png;base64,iVBORw0KGgo=");
    let cleaned = read(&page);
    assert_eq!(
        cleaned.body.text(),
        "<script>alert(1)</script> data:image/png;base64,iVBORw0KGgo="
    );
    let again = Body::clean(cleaned.body.html()).expect("short");
    assert_eq!(again.body, cleaned.body);
}

#[test]
fn files_that_are_none_or_too_large_are_refused_in_words() {
    assert_eq!(Body::from_docx(b"no zip"), Err(DocxError::NotDocx));
    assert_eq!(
        Body::from_docx(&package(&[("a.txt", b"a")])),
        Err(DocxError::NotDocx)
    );
    assert_eq!(
        Body::from_docx(&[0xd0, 0xcf, 0x11, 0xe0, 0]),
        Err(DocxError::Encrypted)
    );
    let deep = "<w:sdt>".repeat(600);
    assert_eq!(
        Body::from_docx(&docx(&deep)),
        Err(DocxError::Body(BodyError::TooDeep))
    );
    let wide = format!(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"4000000000\"/></w:tcPr>{0}</w:tc><w:tc>{0}</w:tc></w:tr></w:tbl>",
        p("a")
    );
    assert_eq!(
        Body::from_docx(&docx(&wide)),
        Err(DocxError::Body(BodyError::TooManyCells))
    );
}

#[test]
fn a_decompression_bomb_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(
        "word/document.xml",
        SimpleFileOptions::default().compression_level(Some(1)),
    )
    .expect("in memory");
    let block = vec![b' '; 1 << 20];
    for _ in 0..65 {
        zip.write_all(&block).expect("in memory");
    }
    let bomb = zip.finish().expect("in memory").into_inner();
    assert!(bomb.len() < 1_000_000);
    assert_eq!(Body::from_docx(&bomb), Err(DocxError::TooLarge));
}

#[test]
fn a_part_that_was_cut_short_gives_what_it_held() {
    let cut = package(&[(
        "word/document.xml",
        format!(
            "<w:document {NAMESPACES}><w:body>{}<w:tbl><w:tr><w:tc><w:p><w:r><w:t>乙",
            p("甲")
        )
        .as_bytes(),
    )]);
    assert_eq!(
        Body::from_docx(&cut).expect("readable").body.text(),
        "甲\n乙"
    );
}

/// Pieces of WordprocessingML, as they might be put together wrongly.
const PIECES: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>甲</w:t>",
    "<w:t>",
    "</w:t>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:pPr>",
    "</w:pPr>",
    "<w:rPr>",
    "</w:rPr>",
    "<w:b/>",
    "<w:vanish/>",
    "<w:vMerge/>",
    "<w:vMerge w:val=\"restart\"/>",
    "<w:gridSpan w:val=\"3\"/>",
    "<w:gridBefore w:val=\"2\"/>",
    "<w:hMerge/>",
    "<w:del>",
    "</w:del>",
    "<w:del/>",
    "<w:br/>",
    "<w:tab/>",
    "<w:numPr><w:numId w:val=\"1\"/></w:numPr>",
    "<w:numId w:val=\"2\"/>",
    "<w:ilvl w:val=\"99\"/>",
    "<w:outlineLvl w:val=\"1\"/>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<w:fldChar w:fldCharType=\"separate\"/>",
    "<w:fldChar w:fldCharType=\"end\"/>",
    "<w:instrText>HYPERLINK \"</w:instrText>",
    "<w:fldSimple w:instr=\"HYPERLINK\">",
    "</w:fldSimple>",
    "<w:hyperlink r:id=\"rId5\">",
    "</w:hyperlink>",
    "<w:sdt>",
    "</w:sdt>",
    "<mc:AlternateContent>",
    "<mc:Choice>",
    "<mc:Fallback>",
    "</mc:AlternateContent>",
    "<a:blip r:embed=\"rId3\"/>",
    "<w:sym/>",
    "<w:trPr>",
    "</w:trPr>",
    "<w:tblHeader/>",
    "<w:jc w:val=\"right\"/>",
    "<m:oMath>",
    "</m:oMath>",
    "&lt;p&gt;",
    "&#0;",
    "&x;",
    "<",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn markup_in_any_order_never_breaks_the_reader(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)) {
        if let Ok(cleaned) = Body::from_docx(&docx(&pieces.concat())) {
            let again = Body::clean(cleaned.body.html()).expect("what is clean is within the limits");
            prop_assert_eq!(again.body.html(), cleaned.body.html());
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0usize..2000) {
        let _ = Body::from_docx(&bytes);
        let mut broken = docx(&p("甲"));
        let at = at % broken.len();
        broken.splice(at..at, bytes);
        let _ = Body::from_docx(&broken);
    }
}
