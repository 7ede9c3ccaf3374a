//! Nothing that a file hides is shown: the corpus of the gate, with one thing planted in each file, rendered.

use gate::file::Sort;
use rendition::{Limits, NoRendition, Rendition, render};
use rust_xlsxwriter::Workbook;

use crate::craft::{document, paper, slides, workbook, zip};
use crate::plants::{clean, planted};

/// What every planted number begins with.
const PLANTED: &str = "1409021988";

fn all_of(made: &Rendition) -> String {
    let pages = made.pages.iter();
    let pages: String = pages.map(|it| format!("{}{}", it.title, it.html)).collect();
    pages + &made.text
}

#[test]
fn nothing_planted_comes_out_of_any_file() {
    let (mut shown, mut refused) = (0, Vec::new());
    for it in planted() {
        match render(&it.bytes, &Limits::default()) {
            Ok(made) => {
                let all = all_of(&made);
                assert!(!all.contains(PLANTED), "{} {:?}: {all}", it.name, it.kind);
                shown += usize::from(it.holds_number);
            }
            Err(reason) => refused.push((it.name, reason)),
        }
    }
    // Otherwise refusing everything would pass.
    assert!(shown > 60, "{shown} shown, refused: {refused:?}");
    let hidden = refused.iter().filter(|it| it.1 == NoRendition::Hidden);
    assert_eq!(hidden.count(), 0, "{refused:?}");
}

#[test]
fn files_that_hide_nothing_are_rendered() {
    let mut count = 0;
    for (name, bytes) in clean() {
        let is_read = matches!(
            Sort::of(&bytes),
            Sort::Document | Sort::Workbook | Sort::Presentation | Sort::Pdf | Sort::Text
        );
        // What lies beside the text of a saved page is not told apart here.
        if !is_read || name == "page" {
            continue;
        }
        count += 1;
        let made = render(&bytes, &Limits::default());
        assert!(made.is_ok(), "{name}: {made:?}");
    }
    assert!(count >= 10, "{count}");
}

/// What is to be seen beside what is not, in each kind of file.
#[test]
fn what_is_shown_stays_where_something_beside_it_is_hidden() {
    let secret = "机密底稿";
    let body = format!(
        "{}<w:p><w:r><w:t>保留</w:t></w:r><w:del w:id=\"1\" w:author=\"张三\"><w:r><w:delText>{secret}</w:delText></w:r></w:del></w:p>{}{}",
        document::paragraph("公示名单"),
        document::run("<w:vanish/>", secret),
        document::run("<w:color w:val=\"FFFFFF\"/>", secret),
    );
    let docx = document::of(&body).core(&format!("<dc:creator>{secret}</dc:creator>"));
    let mut book: Workbook = workbook::plain();
    let sheet = book.worksheet_from_index(0).unwrap();
    sheet.write_string(2, 1, secret).unwrap();
    sheet.set_row_hidden(2).unwrap();
    sheet.write_string(0, 4, secret).unwrap();
    sheet.set_column_hidden(4).unwrap();
    let other = book.add_worksheet();
    other.set_name(secret).unwrap();
    other.write_string(0, 0, secret).unwrap();
    other.set_hidden(true);
    let slide = |words: &str| slides::Slide {
        words: words.to_owned(),
        ..slides::Slide::default()
    };
    let shown = slides::Slide {
        notes: Some(secret.to_owned()),
        comment: Some(secret.to_owned()),
        shapes: slides::shape(secret, "hidden=\"1\""),
        ..slide("年度报告")
    };
    let hidden = slides::Slide {
        attributes: "show=\"0\"",
        ..slide(secret)
    };
    let mut pdf = paper::of(&format!(
        "{}1 g {}",
        paper::words(72, 700, "Notice of 2026"),
        paper::words(72, 600, "SECRET")
    ));
    pdf.info = format!("/Author {}", paper::utf16(secret));
    let ofd = zip(&[
        ("OFD.xml", "<ofd:OFD><ofd:DocBody><ofd:DocInfo><ofd:Author>机密底稿</ofd:Author></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>".as_bytes()),
        ("Doc_0/Document.xml", "<ofd:Document><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>".as_bytes()),
        ("Doc_0/Pages/Page_0/Content.xml", "<ofd:Page><ofd:Content><ofd:Layer><ofd:TextObject Boundary=\"10 10 9 9\"><ofd:TextCode>版式</ofd:TextCode></ofd:TextObject><ofd:TextObject Boundary=\"20 10 9 9\"><ofd:TextCode>公文</ofd:TextCode></ofd:TextObject><ofd:TextObject Visible=\"false\" Boundary=\"10 30 9 9\"><ofd:TextCode>机密底稿</ofd:TextCode></ofd:TextObject><ofd:PageBlock Alpha=\"0\"><ofd:TextObject Boundary=\"10 40 9 9\"><ofd:TextCode>机密底稿</ofd:TextCode></ofd:TextObject></ofd:PageBlock><ofd:TextObject Boundary=\"10 50 9 9\"><ofd:FillColor Value=\"255 255 255\"/><ofd:TextCode>机密底稿</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>".as_bytes()),
        ("Doc_0/Annots/Annot_0.xml", "<ofd:Annot>机密底稿</ofd:Annot>".as_bytes()),
    ]);
    for (kind, bytes, words) in [
        ("docx", docx.build(), &["公示名单", "保留"][..]),
        ("xlsx", workbook::save(book), &["张某1", "张某3", "1200"]),
        (
            "pptx",
            slides::build(&[shown, hidden, slide("结语")]),
            &["年度报告", "第3张幻灯片", "结语"],
        ),
        ("pdf", pdf.build(), &["Notice of 2026", "第1页"]),
        ("ofd", ofd, &["版式公文", "第1页"]),
    ] {
        let made = render(&bytes, &Limits::default()).unwrap();
        let all = all_of(&made);
        for it in words {
            assert!(all.contains(it), "{kind}: {it} in {all}");
        }
        for gone in [secret, "SECRET", "张三"] {
            assert!(!all.contains(gone), "{kind}: {gone} in {all}");
        }
    }
}

#[test]
fn a_sheet_of_nothing_but_hidden_rows_is_not_told_of_by_its_number_of_rows() {
    let mut book = workbook::plain();
    let sheet = book.worksheet_from_index(0).unwrap();
    for row in 1..5 {
        sheet.set_row_hidden(row).unwrap();
    }
    let made = render(&workbook::save(book), &Limits::default()).unwrap();
    assert_eq!(
        made.pages[0].html.matches("<tr>").count(),
        2,
        "{:?}",
        made.pages
    );
}
