//! Each kind of file as pages.

use std::io::Cursor;

use rendition::{Limits, NoRendition, render, render_file};
use rust_xlsxwriter::{Format, Workbook};

use crate::craft::{document, paper, workbook, zip};

fn limits() -> Limits {
    Limits::default()
}

#[test]
fn a_document_keeps_headings_tables_and_what_is_said_instead_of_pictures() {
    let body = "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>第一章 总则</w:t></w:r></w:p>\
        <w:p><w:r><w:t>1 &lt; 2 &amp; &lt;script&gt;</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>金额</w:t></w:r></w:p></w:tc></w:tr>\
        <w:tr><w:tc><w:p><w:r><w:t>道路</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>300</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let made = render(&document::of(body).build(), &limits()).unwrap();
    let html = &made.pages[0].html;
    assert!(
        html.contains("<table>") && html.contains("<td>道路</td>"),
        "{html}"
    );
    assert!(
        html.contains("&lt;script&gt;") && !html.contains("<script"),
        "{html}"
    );
    assert!(made.text.contains("1 < 2 & <script>"));
    assert!(!made.is_cut);
}

#[test]
fn a_workbook_is_a_page_for_each_sheet_with_caption_and_heads() {
    let mut book = workbook::plain();
    let sheet = book.add_worksheet();
    sheet.set_name("支出<表>").unwrap();
    let centred = Format::new();
    sheet
        .merge_range(0, 0, 0, 2, "2026年支出表", &centred)
        .unwrap();
    for (column, head) in ["类", "款", "金额"].into_iter().enumerate() {
        sheet
            .write_string(1, u16::try_from(column).unwrap(), head)
            .unwrap();
    }
    sheet.merge_range(2, 0, 3, 0, "公共服务", &centred).unwrap();
    for row in 2..4 {
        sheet.write_string(row, 1, format!("款{row}")).unwrap();
        sheet.write_number(row, 2, f64::from(row) * 1.5).unwrap();
    }
    let made = render(&workbook::save(book), &limits()).unwrap();
    let titles: Vec<_> = made.pages.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["工作表“名单”", "工作表“支出<表>”"]);
    let html = &made.pages[1].html;
    assert!(html.contains("<caption>支出&lt;表&gt;</caption>"), "{html}");
    assert!(
        html.contains("<th>金额</th>") && html.contains("<td rowspan=\"2\">公共服务</td>"),
        "{html}"
    );
    assert!(
        html.contains("2026年支出表") && html.contains("4.5"),
        "{html}"
    );
}

#[test]
fn a_long_sheet_is_paged_under_its_head_and_what_spans_is_said_again() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("明细").unwrap();
    for (column, head) in ["单位", "序号", "事项"].into_iter().enumerate() {
        sheet
            .write_string(0, u16::try_from(column).unwrap(), head)
            .unwrap();
    }
    sheet
        .merge_range(1, 0, 3000, 0, "市财政局", &Format::new())
        .unwrap();
    for row in 1..=3000_u32 {
        sheet.write_number(row, 1, f64::from(row)).unwrap();
        sheet
            .write_string(row, 2, format!("第{row}项公开内容"))
            .unwrap();
    }
    let made = render(&workbook::save(book), &limits()).unwrap();
    assert!(made.pages.len() > 3, "{}", made.pages.len());
    for page in &made.pages {
        assert!(
            page.html.len() < 30_000,
            "{}: {}",
            page.title,
            page.html.len()
        );
        assert!(page.html.contains("<caption>明细</caption>"));
        assert!(page.html.contains("<th>事项</th>"));
        assert!(
            page.html.contains("市财政局"),
            "what spans into the page is said in it"
        );
    }
    assert_eq!(made.pages[1].title, "工作表“明细”（续1）");
    let rows: usize = made
        .pages
        .iter()
        .map(|it| it.html.matches("<tr>").count() - it.html.matches("<table>").count())
        .sum();
    assert_eq!(rows, 3000, "every row once");
    assert!(!made.is_cut);
}

#[test]
fn more_pages_than_are_made_are_cut_and_it_is_said() {
    let text: String = (0..200_000)
        .map(|n| format!("第{n}段，公开内容。\n\n"))
        .collect();
    let made = render(text.as_bytes(), &limits()).unwrap();
    assert!(made.is_cut);
    assert_eq!(made.pages.len(), limits().pages);
    let whole = render("只有一段。\n".as_bytes(), &limits()).unwrap();
    assert!(!whole.is_cut);
}

#[test]
fn values_between_commas_are_a_table_and_prose_is_not() {
    let (national, ..) = encoding("单位,金额\n\"市,财政局\",300\n市民政局,<b>\n");
    for bytes in [
        "单位,金额\n\"市,财政局\",300\n市民政局,<b>\n".as_bytes(),
        &national,
    ] {
        let made = render(bytes, &limits()).unwrap();
        let html = &made.pages[0].html;
        assert!(
            html.contains("<th>金额</th>") && html.contains("<td>市,财政局</td>"),
            "{html}"
        );
        assert!(html.contains("&lt;b&gt;"));
    }
    let prose = render(
        "各单位:\n请于3月1日前,报送计划。\n特此通知。\n".as_bytes(),
        &limits(),
    )
    .unwrap();
    assert!(
        !prose.pages[0].html.contains("<table>"),
        "{:?}",
        prose.pages
    );
    assert!(prose.text.contains("报送计划"));
}

fn encoding(text: &str) -> (Vec<u8>, bool) {
    let (bytes, _, has_failed) = encoding_rs::GB18030.encode(text);
    (bytes.into_owned(), has_failed)
}

#[test]
fn a_line_without_end_is_told_in_pieces() {
    let text = "公开是常态，不公开是例外。".repeat(20_000);
    let made = render(text.as_bytes(), &limits()).unwrap();
    assert!(made.pages.len() > 10);
    assert!(made.pages.iter().all(|it| it.html.len() < 30_000));
    assert_eq!(made.text.matches("不公开是例外").count(), 20_000);
}

#[test]
fn a_pdf_is_told_page_by_page() {
    let made = render(
        &paper::of(&paper::words(72, 700, "Notice 2026")).build(),
        &limits(),
    )
    .unwrap();
    assert!(
        made.pages[0].html.contains("<h2>第1页</h2>"),
        "{:?}",
        made.pages
    );
    assert!(made.text.contains("Notice 2026"));
    let picture = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream";
    let mut scan = paper::of("q 595 0 0 842 0 0 cm /Im1 Do Q");
    scan.resources = "/XObject << /Im1 10 0 R >>".to_owned();
    scan.objects = vec![(10, picture.to_owned())];
    assert_eq!(render(&scan.build(), &limits()), Err(NoRendition::Scan));
    let mut recognised = paper::of(&format!(
        "q 595 0 0 842 0 0 cm /Im1 Do Q 3 Tr {}",
        paper::words(72, 700, "covered words")
    ));
    recognised.resources = scan.resources.clone();
    recognised.objects = scan.objects.clone();
    assert_eq!(
        render(&recognised.build(), &limits()),
        Err(NoRendition::Scan),
        "nobody has compared it with the picture"
    );
}

#[test]
fn an_archive_is_its_list_of_files_however_large_it_is() {
    let package = zip(&[
        ("说明.txt", b"abc"),
        ("__MACOSX/._x", b"y"),
        ("大<>.pdf", &[7; 3000]),
    ]);
    let made = render(&package, &limits()).unwrap();
    let html = &made.pages[0].html;
    for words in [
        "<td>说明.txt</td><td>3 字节</td>",
        "大&lt;&gt;.pdf",
        "3 KB",
        "共2个",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    let few = Limits {
        bytes: 100,
        ..limits()
    };
    let large = render_file(Cursor::new(&package), &few).unwrap().unwrap();
    assert_eq!(large.pages, made.pages, "only the directory is read");
    let office = document::of(&document::paragraph("一")).build();
    assert_eq!(
        render_file(Cursor::new(&office), &few).unwrap(),
        Err(NoRendition::TooLarge)
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let legacy = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 600]].concat();
    for (bytes, reason) in [
        (legacy, NoRendition::Legacy),
        (b"\x89PNG\r\n\x1a\n".to_vec(), NoRendition::Kind),
        (b"7z\xBC\xAF\x27\x1C".to_vec(), NoRendition::Kind),
        (b"%PDF-1.7 broken".to_vec(), NoRendition::Broken),
        (b"PK\x03\x04broken".to_vec(), NoRendition::Broken),
        (
            b"<!DOCTYPE html><html><body><p>a</p></body></html>".to_vec(),
            NoRendition::Kind,
        ),
        (b"   \n".to_vec(), NoRendition::Empty),
    ] {
        let made = render(&bytes, &limits());
        assert_eq!(
            made,
            Err(reason),
            "{:?}",
            String::from_utf8_lossy(&bytes[..8.min(bytes.len())])
        );
        assert_eq!(NoRendition::find(reason.code()), Some(reason));
        assert!(reason.words().ends_with('。'));
    }
}
