//! XLSX sheets.

use gongwen::readers::ReadError;

use super::making::{cells, fixture, package, paragraphs, read_default, tables};

fn sheet(xml: &str) -> Vec<u8> {
    let ns = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        "<workbook {ns} xmlns:r=\"{rel}\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let rels = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{rel}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let sheet = format!("<worksheet {ns}>{xml}</worksheet>");
    let top = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{rel}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    package(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", &top),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &rels),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

fn cell(place: &str, words: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
}

#[test]
fn title_rows_are_paragraphs_and_each_sheet_a_table_with_iso_dates() {
    let source = read_default(&fixture("table.xlsx")).unwrap();
    assert_eq!(paragraphs(&source), ["云汀市2023年政务公开任务分解表"]);
    let second = cells(tables(&source)[1]);
    assert!(
        second.contains(&"1,1 1x1 2023-06-30".to_owned()),
        "{second:?}"
    );
    assert!(
        second.contains(&"2,1 1x1 2023-09-30 09:30".to_owned()),
        "{second:?}"
    );
    assert!(second.contains(&"2,3 1x1 ".to_owned()), "{second:?}");
}

#[test]
fn a_sheet_that_declares_the_whole_grid_but_holds_little_is_read() {
    let rows = format!(
        "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\">{}{}</row><row r=\"900000\">{}{}</row></sheetData>",
        cell("A1", "任务"),
        cell("B1", "单位"),
        cell("A900000", "公开"),
        cell("B900000", "财政局")
    );
    let source = read_default(&sheet(&rows)).unwrap();
    assert_eq!(
        cells(tables(&source)[0]),
        [
            "0,0 1x1 任务",
            "0,1 1x1 单位",
            "1,0 1x1 公开",
            "1,1 1x1 财政局"
        ]
    );
}

#[test]
fn a_stray_cell_far_to_the_right_is_refused_with_what_to_do() {
    let rows = format!(
        "<sheetData><row r=\"1\">{}{}</row><row r=\"2\">{}</row></sheetData>",
        cell("A1", "甲"),
        cell("B1", "乙"),
        cell("XFD2", "丙")
    );
    let error = read_default(&sheet(&rows)).unwrap_err();
    assert!(matches!(error, ReadError::TooManyCells { .. }), "{error:?}");
    assert!(error.to_string().contains("删去空白行列"));
}
