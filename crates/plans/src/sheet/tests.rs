//! The files read back as they were written, by readers that did not write them.

use gongwen::blocks::Block;
use gongwen::limits::Limits;

use super::*;

fn sheet() -> DutySheet {
    let row = |number: u32| SheetRow {
        number,
        heading: "推进<财政>公开".to_owned(),
        text: "公开预算、决算 & 收支。\n公开到项级科目。\u{1}".to_owned(),
        lead: "市财政局".to_owned(),
        support: "各镇街".to_owned(),
        times: "每季度".to_owned(),
        evidence: "=HYPERLINK(1)".to_owned(),
    };
    DutySheet {
        title: "云溪市2026年政务公开工作要点任务分解表".to_owned(),
        note: "制表日期：2026-11-21".to_owned(),
        rows: (1..=60).map(row).collect(),
    }
}

fn cells_of(bytes: &[u8]) -> Vec<Vec<String>> {
    let source = gongwen::readers::read(bytes, &Limits::default()).unwrap();
    let table = source.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    let table = table.unwrap();
    let mut rows = vec![Vec::new(); table.rows as usize];
    for cell in &table.cells {
        rows[cell.row as usize].push(cell.text.clone());
    }
    rows
}

#[test]
fn a_document_holds_the_whole_table_with_nothing_lost() {
    let rows = cells_of(&sheet().docx().unwrap());
    assert_eq!(rows.len(), 61);
    assert_eq!(rows[0], COLUMNS.map(|(name, _)| name));
    assert_eq!(rows[60][0], "60");
    assert_eq!(rows[60][1], "推进<财政>公开");
    assert_eq!(rows[60][2], "公开预算、决算 & 收支。\n公开到项级科目。");
    assert_eq!(sheet().docx().unwrap(), sheet().docx().unwrap());
}

#[test]
fn a_workbook_holds_it_too_and_no_formula() {
    let rows = cells_of(&sheet().xlsx().unwrap());
    let last = rows.last().unwrap();
    assert_eq!(last[1], "推进<财政>公开");
    assert_eq!(last[6], "=HYPERLINK(1)");
}

#[test]
fn what_is_handed_out_is_read_back_as_the_same_duties() {
    let source = gongwen::readers::read(&sheet().docx().unwrap(), &Limits::default()).unwrap();
    let reading = gongwen::plan::read(&source);
    assert_eq!(reading.duties.len(), 60);
    assert_eq!(reading.duties[0].lead, ["市财政局"]);
    assert_eq!(reading.duties[0].cadence, ["quarterly"]);
}
