//! The same plan in all formats gives the same paragraphs and the same table.

use gongwen::blocks::{Block, Format};

use super::making::{cells, fixture, paragraphs, read_default, tables};

#[test]
fn the_same_plan_in_every_format_gives_the_same_paragraphs() {
    let expected = paragraphs(&read_default(&fixture("plan.txt")).unwrap());
    assert_eq!(expected.len(), 16);
    for (name, format) in [
        ("plan.gb18030.txt", Format::Text),
        ("plan.docx", Format::Docx),
        ("plan.writer.pdf", Format::Pdf),
    ] {
        let source = read_default(&fixture(name)).unwrap();
        assert_eq!(source.format, format, "{name}");
        assert_eq!(paragraphs(&source), expected, "{name}");
    }
}

#[test]
fn a_saved_page_gives_its_facts_and_its_article_and_nothing_else() {
    let expected = paragraphs(&read_default(&fixture("plan.txt")).unwrap());
    let source = read_default(&fixture("plan.site.html")).unwrap();
    let read = paragraphs(&source);
    assert!(
        read[0].starts_with("发布时间：2023-04-28 10:20　来源：市政府办公室"),
        "{}",
        read[0]
    );
    assert_eq!(read[1..], expected);
    let facts = cells(tables(&source)[0]);
    assert_eq!(facts[0], "0,0 1x1 索 引 号：");
    assert_eq!(facts[1], "0,1 1x1 YT010-2023-0018");
    assert_eq!(facts.len(), 8);
}

#[test]
fn a_table_with_merged_cells_is_the_same_in_docx_html_and_a_pdf_over_three_pages() {
    let docx = read_default(&fixture("table.docx")).unwrap();
    let html = read_default(&fixture("table.html")).unwrap();
    let pdf = read_default(&fixture("table.writer.pdf")).unwrap();
    let expected = cells(tables(&docx)[0]);
    assert!(
        expected.contains(&"1,0 3x1 一、推进决策公开".to_owned()),
        "{expected:#?}"
    );
    assert!(
        expected.contains(&"6,2 2x1 市委编办".to_owned()),
        "{expected:#?}"
    );
    assert_eq!(cells(tables(&html)[0]), expected);
    // Whether a wrapped cell broke its line by will cannot be seen where the line is full.
    let joined = |cells: &[String]| {
        cells
            .iter()
            .map(|c| c.replace("、/", "、"))
            .collect::<Vec<_>>()
    };
    assert_eq!(joined(&cells(tables(&pdf)[0])), joined(&expected));
    assert_eq!(paragraphs(&pdf), paragraphs(&docx));
    let pages: Vec<_> = pdf
        .blocks
        .iter()
        .map(|b| match b {
            Block::Paragraph(p) => p.origin.page,
            Block::Table(t) => t.origin.page,
        })
        .collect();
    assert_eq!(
        pages,
        [Some(1), Some(1), Some(3)],
        "the table begins on the first page, the note stands on the third"
    );
}

#[test]
fn the_sheet_with_the_same_table_gives_the_same_cells() {
    let docx = read_default(&fixture("table.docx")).unwrap();
    let xlsx = read_default(&fixture("table.xlsx")).unwrap();
    assert_eq!(cells(tables(&xlsx)[0]), cells(tables(&docx)[0]));
}
