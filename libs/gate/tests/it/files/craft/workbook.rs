//! Workbooks, by the library that writes them, with what it does not write put in by hand.

use rust_xlsxwriter::{Format, Workbook};

use super::edit;

/// A list as offices publish it.
pub fn plain() -> Workbook {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("名单").unwrap();
    for (column, head) in ["序号", "姓名", "金额"].iter().enumerate() {
        sheet.write_string(0, column as u16, *head).unwrap();
    }
    for row in 1..6_u32 {
        sheet.write_number(row, 0, f64::from(row)).unwrap();
        sheet.write_string(row, 1, format!("张某{row}")).unwrap();
        sheet.write_number(row, 2, f64::from(row * 300)).unwrap();
    }
    book
}

pub fn save(mut book: Workbook) -> Vec<u8> {
    book.save_to_buffer().unwrap()
}

/// One sheet whose cell D2 holds words in a format.
pub fn cell(words: &str, format: &Format) -> Vec<u8> {
    let mut book = plain();
    let sheet = book.worksheet_from_index(0).unwrap();
    sheet.write_string_with_format(1, 3, words, format).unwrap();
    save(book)
}

/// Adds a part that the workbook refers to.
pub fn attach(bytes: &[u8], kind: &str, name: &str, content: &str) -> Vec<u8> {
    let relation = format!(
        "<Relationship Id=\"rX{}\" Type=\"{}/{kind}\" Target=\"{name}\"/></Relationships>",
        name.len(),
        super::RELS
    );
    let part = format!("xl/{name}");
    edit(
        bytes,
        &[
            ("xl/_rels/workbook.xml.rels", &|it| {
                it.replace("</Relationships>", &relation)
            }),
            (&part, &|_| content.to_owned()),
        ],
    )
}
