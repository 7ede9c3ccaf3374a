//! Files as offices publish them, with much that looks like hiding and is not.

use rust_xlsxwriter::{Chart, ChartType, Color, DataValidation, Format, Formula};

use crate::files::craft::document::{of, paragraph, run, wrap};
use crate::files::craft::paper::{self, words};
use crate::files::craft::slides::{Slide, build, shape};
use crate::files::craft::workbook::{cell, plain, save};
use crate::files::craft::{photo, relations, unzip, zip};

pub fn clean() -> Vec<(String, Vec<u8>)> {
    let mut all = workbooks();
    all.extend(documents());
    all.extend(papers());
    all.extend(others());
    all.into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .chain(numbered())
        .collect()
}

fn workbooks() -> Vec<(&'static str, Vec<u8>)> {
    let head = Format::new()
        .set_font_color(Color::White)
        .set_background_color(Color::Navy);
    let mut empty_hidden = plain();
    let sheet = empty_hidden.worksheet_from_index(0).unwrap();
    sheet.set_row_hidden(40).unwrap();
    sheet.set_column_hidden(9).unwrap();
    let mut filter = plain();
    filter
        .worksheet_from_index(0)
        .unwrap()
        .autofilter(0, 0, 5, 2)
        .unwrap();
    let mut formula = plain();
    let sheet = formula.worksheet_from_index(0).unwrap();
    sheet
        .write_formula(6, 2, Formula::new("=SUM(C2:C6)").set_result("4500"))
        .unwrap();
    let mut merged = plain();
    let sheet = merged.worksheet_from_index(0).unwrap();
    sheet
        .merge_range(7, 0, 7, 2, "说明：咨询电话0350-3301234", &Format::new())
        .unwrap();
    let mut chart = plain();
    let mut bars = Chart::new(ChartType::Column);
    bars.add_series().set_values("名单!$C$2:$C$6");
    chart
        .worksheet_from_index(0)
        .unwrap()
        .insert_chart(1, 5, &bars)
        .unwrap();
    let mut listed = plain();
    let choice = DataValidation::new()
        .allow_list_strings(&["是", "否"])
        .unwrap();
    listed
        .worksheet_from_index(0)
        .unwrap()
        .add_data_validation(1, 3, 5, 3, &choice)
        .unwrap();
    let mut two = plain();
    two.add_worksheet()
        .set_name("说明")
        .unwrap()
        .write_string(0, 0, "公示期7天")
        .unwrap();
    let mut masked = plain();
    masked
        .worksheet_from_index(0)
        .unwrap()
        .write_string(1, 3, "140902********0021")
        .unwrap();
    let mut dates = plain();
    let format = Format::new().set_num_format("yyyy-mm-dd");
    dates
        .worksheet_from_index(0)
        .unwrap()
        .write_number_with_format(1, 3, 46000.0, &format)
        .unwrap();
    let mut narrow = plain();
    narrow
        .worksheet_from_index(0)
        .unwrap()
        .set_column_width(0, 1.5)
        .unwrap();
    let mut link = plain();
    link.worksheet_from_index(0)
        .unwrap()
        .write_url(1, 3, "https://www.yunxi.gov.cn/")
        .unwrap();
    vec![
        ("list", save(plain())),
        ("white heads on blue", cell("合计", &head)),
        ("hidden rows without content", save(empty_hidden)),
        ("filter that filters nothing", save(filter)),
        ("formula", save(formula)),
        ("merged", save(merged)),
        ("chart", save(chart)),
        ("choices", save(listed)),
        ("two sheets", save(two)),
        ("masked", save(masked)),
        ("dates", save(dates)),
        ("narrow column", save(narrow)),
        ("link", save(link)),
    ]
}

fn documents() -> Vec<(&'static str, Vec<u8>)> {
    let text = paragraph("关于开展2026年城乡低保审核工作的公示");
    let table = format!(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val=\"clear\" w:fill=\"1F497D\"/></w:tcPr>{}</w:tc></w:tr></w:tbl>",
        run("<w:color w:val=\"FFFFFF\"/>", "序号")
    );
    let styled = format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Blue\"/></w:tblPr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
        run("<w:color w:val=\"FFFFFF\"/>", "序号")
    );
    let styles = "<w:style w:type=\"table\" w:styleId=\"Blue\"><w:tblStylePr w:type=\"firstRow\"><w:tcPr><w:shd w:val=\"clear\" w:fill=\"1F497D\"/></w:tcPr></w:tblStylePr></w:style>";
    let boxed = |words: &str| {
        format!(
            "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:wsp><wps:spPr><a:solidFill/></wps:spPr><wps:txbx>{words}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict>{words}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
    };
    let field = "<w:p><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>1</w:t></w:r></w:p>";
    vec![
        ("notice", of(&text).build()),
        ("white heads of a table", of(&table).build()),
        (
            "white heads by the table's style",
            of(&styled)
                .with("styles", "styles.xml", wrap("styles", styles))
                .build(),
        ),
        (
            "text box for two programs",
            of(&boxed(&paragraph("印章"))).build(),
        ),
        (
            "white text in a filled box",
            of(&boxed(&run("<w:color w:val=\"FFFFFF\"/>", "标题"))).build(),
        ),
        ("page number", of(field).build()),
        (
            "header",
            of(&text)
                .with(
                    "header",
                    "header1.xml",
                    wrap("hdr", &paragraph("云溪市民政局")),
                )
                .build(),
        ),
        (
            "title as property",
            of(&text)
                .core("<dc:title>公示</dc:title><dc:creator></dc:creator>")
                .build(),
        ),
        (
            "photograph",
            of(&text)
                .with("image", "media/image1.jpeg", photo::jpeg(&[], b""))
                .build(),
        ),
        (
            "highlighted",
            of(&run(
                "<w:highlight w:val=\"darkBlue\"/><w:color w:val=\"FFFFFF\"/>",
                "重要",
            ))
            .build(),
        ),
        (
            "link",
            of(&text)
                .outside("hyperlink", "https://www.yunxi.gov.cn/")
                .build(),
        ),
        (
            "numbers",
            of(&paragraph(
                "云政发〔2026〕18号，统一社会信用代码91110000600037341L",
            ))
            .build(),
        ),
        (
            "footnote",
            of(&text)
                .with(
                    "footnotes",
                    "footnotes.xml",
                    wrap(
                        "footnotes",
                        &format!("<w:footnote>{}</w:footnote>", paragraph("来源：统计局")),
                    ),
                )
                .build(),
        ),
        (
            "empty custom data",
            of(&text)
                .with("customXml", "../customXml/item1.xml", "")
                .loose("customXml/item1.xml", "<b:Sources xmlns:b=\"x\"/>")
                .build(),
        ),
        ("document with a thumbnail", thumbnailed(&of(&text).build())),
        ("slides with a picture", pictured()),
        (
            "slides",
            build(&[Slide {
                words: "政策解读".to_owned(),
                ..Slide::default()
            }]),
        ),
        (
            "slides with empty notes",
            build(&[Slide {
                words: "解读".to_owned(),
                notes: Some(String::new()),
                shapes: shape("图例", ""),
                ..Slide::default()
            }]),
        ),
    ]
}

/// A document with the small picture of it that some programs put in.
fn thumbnailed(bytes: &[u8]) -> Vec<u8> {
    let mut parts = unzip(bytes);
    let kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail";
    for (name, content) in &mut parts {
        if name == "_rels/.rels" {
            let text = String::from_utf8(content.clone()).unwrap();
            let more = format!(
                "<Relationship Id=\"rId9\" Type=\"{kind}\" Target=\"docProps/thumbnail.jpeg\"/></Relationships>"
            );
            *content = text.replace("</Relationships>", &more).into_bytes();
        }
    }
    parts.push(("docProps/thumbnail.jpeg".to_owned(), photo::jpeg(&[], b"")));
    pack(&parts)
}

fn pictured() -> Vec<u8> {
    let slide = Slide {
        words: "政策解读".to_owned(),
        ..Slide::default()
    };
    let mut parts = unzip(&build(&[slide]));
    for (name, content) in &mut parts {
        if name == "ppt/slides/_rels/slide1.xml.rels" {
            *content = relations(&[("rId1", "image", "../media/image1.jpeg")]).into_bytes();
        }
    }
    parts.push(("ppt/media/image1.jpeg".to_owned(), photo::jpeg(&[], b"")));
    pack(&parts)
}

fn pack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(n, c)| (n.as_str(), c.as_slice()))
        .collect();
    zip(&parts)
}

fn papers() -> Vec<(&'static str, Vec<u8>)> {
    let text = words(72, 600, "Notice of 2026");
    let of = |content: &str| paper::of(content).build();
    let with = |content: &str, change: &dyn Fn(&mut paper::Paper)| {
        let mut it = paper::of(content);
        change(&mut it);
        it.build()
    };
    let highlight = |it: &mut paper::Paper| {
        it.page = "/Annots [10 0 R]".to_owned();
        it.objects = vec![
            (
                10,
                "<< /Type /Annot /Subtype /Highlight /Rect [60 590 300 620] /AP << /N 11 0 R >> >>"
                    .to_owned(),
            ),
            (
                11,
                paper::stream(
                    "/Type /XObject /Subtype /Form /BBox [60 590 300 620] /Resources << /ExtGState << /G1 << /BM /Multiply >> >> >>",
                    "/G1 gs 1 1 0 rg 60 590 240 30 re f",
                ),
            ),
        ];
    };
    vec![
        ("text", of(&text)),
        (
            "white on a dark box",
            of(&format!("0 0 1 rg 60 590 240 30 re f 1 g {text}")),
        ),
        (
            "box beside text",
            of(&format!("{text} 0.5 g 300 100 50 50 re f")),
        ),
        (
            "white page under text",
            of(&format!("1 g 0 0 595 842 re f 0 g {text}")),
        ),
        (
            "line under text",
            of(&format!("{text} 1 w 72 598 m 200 598 l S")),
        ),
        (
            "thin box under text",
            of(&format!("{text} 0 g 72 597 100 0.5 re f")),
        ),
        ("highlight", with(&text, &highlight)),
        (
            "half transparent box",
            with(&format!("{text} /G1 gs 0 g 60 590 240 30 re f"), &|it| {
                it.resources = "/ExtGState << /G1 << /ca 0.3 >> >>".to_owned()
            }),
        ),
        (
            "box clipped away",
            of(&format!("{text} q 0 0 10 10 re W n 0 g 0 0 595 842 re f Q")),
        ),
        (
            "text written again above its cover",
            of(&format!("{text} 0.9 g 60 590 240 30 re f 0 g {text}")),
        ),
        (
            "visible layer",
            with(&format!("/OC /L1 BDC {text} EMC"), &|it| {
                it.resources = "/Properties << /L1 10 0 R >>".to_owned();
                it.catalog = "/OCProperties << /OCGs [10 0 R] /D << /ON [10 0 R] >> >>".to_owned();
                it.objects = vec![(10, "<< /Type /OCG /Name (map) >>".to_owned())];
            }),
        ),
        (
            "opens at a page",
            with(&text, &|it| {
                it.catalog = "/OpenAction [3 0 R /Fit]".to_owned()
            }),
        ),
        (
            "title",
            with(&text, &|it| {
                it.info = format!("/Title {} /Producer (WPS)", paper::utf16("公示"))
            }),
        ),
        (
            "link",
            with(&text, &|it| {
                it.page = "/Annots [10 0 R]".to_owned();
                it.objects = vec![(10, "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://www.yunxi.gov.cn/) >> >>".to_owned())];
            }),
        ),
        (
            "white text over a picture",
            with(
                "q 300 0 0 50 60 590 cm /I1 Do Q 1 g BT /F1 12 Tf 72 600 Td (Title) Tj ET",
                &|it| {
                    it.resources = "/XObject << /I1 10 0 R >>".to_owned();
                    it.objects = vec![(
                        10,
                        paper::stream(
                            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
                            "A",
                        ),
                    )];
                },
            ),
        ),
    ]
}

fn others() -> Vec<(&'static str, Vec<u8>)> {
    let document = of(&paragraph("公示")).build();
    vec![
        ("picture", photo::jpeg(&[], b"")),
        (
            "picture that says how to turn it",
            photo::jpeg(&[photo::app1(&photo::exif(None, false, Some(6)))], b""),
        ),
        ("padded picture", photo::jpeg(&[], &[0; 16])),
        ("png", photo::png(&[], b"")),
        (
            "package",
            zip(&[("a.docx", &document), ("b.txt", "公示".as_bytes())]),
        ),
        ("text", "关于公示的通知".as_bytes().to_vec()),
        ("page", "<html><body>公示</body></html>".as_bytes().to_vec()),
        (
            "ofd",
            zip(&[
                ("OFD.xml", b"<ofd:OFD xmlns:ofd=\"x\"/>"),
                (
                    "Doc_0/Page.xml",
                    "<p><TextObject><TextCode>公示</TextCode></TextObject></p>".as_bytes(),
                ),
            ]),
        ),
    ]
}

/// Lists, notices and pages with figures of all sizes.
fn numbered() -> Vec<(String, Vec<u8>)> {
    (0_u32..60)
        .map(|n| match n % 3 {
            0 => (format!("list {n}"), list(n)),
            1 => (format!("notice {n}"), notice(n)),
            _ => (format!("page {n}"), page(n)),
        })
        .collect()
}

fn list(n: u32) -> Vec<u8> {
    let mut book = plain();
    let sheet = book.worksheet_from_index(0).unwrap();
    for row in 1..9_u32 {
        sheet
            .write_number(row, 3, f64::from(n * 7_919 + row * 104_729) / 100.0)
            .unwrap();
        sheet
            .write_string(row, 4, format!("云环许〔2026〕{:04}号", n * 10 + row))
            .unwrap();
        sheet
            .write_string(row, 5, format!("2026-{:02}-{:02}", n % 12 + 1, row))
            .unwrap();
    }
    save(book)
}

fn notice(n: u32) -> Vec<u8> {
    let lines = (1..6).map(|line| {
        paragraph(&format!(
            "{line}．云政发〔{}〕{}号，补助{}元，面积{}.{:02}平方米。",
            2008 + n % 18,
            n + line,
            n * 104_729 + line,
            n * 7_919,
            n % 100
        ))
    });
    of(&lines.collect::<String>()).build()
}

fn page(n: u32) -> Vec<u8> {
    let mut content = String::from("0.9 g 60 560 480 40 re f 0 g\n");
    for line in 0..8 {
        content.push_str(&words(
            72,
            700 - line * 20,
            &format!(
                "{}.{line} CNY {}.00 CNY {}.50",
                n,
                n * 1_003 + line,
                n * 15_485 + line
            ),
        ));
        content.push_str(&format!(
            "0.5 w 60 {} m 540 {} l S\n",
            696 - line * 20,
            696 - line * 20
        ));
    }
    paper::of(&content).build()
}
