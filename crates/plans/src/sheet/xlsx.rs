//! A duty sheet as XLSX: the same table, made to print: A4 landscape, one page wide, the heads repeated.

use kernel::Fault;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use super::{COLUMNS, DutySheet};

/// Characters of a cell at most, as the format has it.
const LONGEST: usize = 32_000;

pub(super) fn write(sheet: &DutySheet) -> Result<Vec<u8>, Fault> {
    book(sheet).map_err(|cause| Fault::caused("writing a workbook", cause))
}

fn book(sheet: &DutySheet) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("任务分解表")?;
    page.set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(2, 2)?;
    let plain = Format::new()
        .set_font_name("仿宋_GB2312")
        .set_font_size(11)
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter);
    let head = plain
        .clone()
        .set_font_name("黑体")
        .set_align(FormatAlign::Center);
    let title = Format::new()
        .set_font_name("方正小标宋简体")
        .set_font_size(18)
        .set_align(FormatAlign::Center);
    let note = Format::new()
        .set_font_name("仿宋_GB2312")
        .set_font_size(12)
        .set_align(FormatAlign::Right);
    let last = u16::try_from(COLUMNS.len() - 1).unwrap_or(u16::MAX);
    page.merge_range(0, 0, 0, last, &sheet.title, &title)?;
    page.merge_range(1, 0, 1, last, &sheet.note, &note)?;
    for (at, (name, share)) in (0_u16..).zip(COLUMNS) {
        page.write_string_with_format(2, at, name, &head)?;
        page.set_column_width(at, f64::from(share) * 0.14)?;
    }
    page.set_freeze_panes(3, 0)?;
    for (down, row) in (3_u32..).zip(&sheet.rows) {
        for (at, text) in (0_u16..).zip(row.cells()) {
            if at == 0 {
                page.write_number_with_format(down, at, f64::from(row.number), &head)?;
            } else {
                let text: String = text.chars().take(LONGEST).collect();
                page.write_string_with_format(down, at, text, &plain)?;
            }
        }
    }
    book.save_to_buffer()
}
