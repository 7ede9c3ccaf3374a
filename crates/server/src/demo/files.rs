//! Files that the demo city's documents come with, made from a few lines of text: DOCX, XLSX, PDF, CSV. Small, and the same for the same text.
//!
//! A line that begins with `# ` is a heading or begins a sheet, one with bars is a row of a table, any other is a paragraph.

use std::io::{Cursor, Write as _};

use paper::Report;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use zip::write::{SimpleFileOptions, ZipWriter};

/// A line of the text.
enum Line<'t> {
    Heading(&'t str),
    Row(Vec<&'t str>),
    Paragraph(&'t str),
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    lines.map(|line| match line.strip_prefix("# ") {
        Some(heading) => Line::Heading(heading),
        None if line.contains('|') => Line::Row(line.split('|').map(str::trim).collect()),
        None => Line::Paragraph(line),
    })
}

/// The media type and the bytes of a file of that name; `None` for a kind that is not made here, or where one cannot be.
pub fn make(name: &str, text: &str) -> Option<(&'static str, Vec<u8>)> {
    let (stem, ending) = name.rsplit_once('.')?;
    match ending {
        "docx" => Some((
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            docx(text)?,
        )),
        "xlsx" => Some((
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            xlsx(text).ok()?,
        )),
        "pdf" => Some(("application/pdf", pdf(stem, text)?)),
        "csv" => Some(("text/csv", csv(text))),
        _ => None,
    }
}

fn xlsx(text: &str) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    // The hour at which it is made is not in it: the same day gives the same city.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    let mut at = 0;
    for line in lines(text) {
        if let Line::Heading(name) = line {
            book.add_worksheet().set_name(name)?;
            at = 0;
            continue;
        }
        let Some(sheet) = book.worksheets_mut().last_mut() else {
            continue;
        };
        let cells = match line {
            Line::Row(cells) => cells,
            Line::Heading(words) | Line::Paragraph(words) => vec![words],
        };
        for (column, words) in (0..).zip(cells) {
            match words.parse::<f64>() {
                Ok(number) => sheet.write_number(at, column, number)?,
                Err(_) if at == 0 => sheet.write_string_with_format(at, column, words, &bold)?,
                Err(_) => sheet.write_string(at, column, words)?,
            };
        }
        at += 1;
    }
    book.save_to_buffer()
}

fn csv(text: &str) -> Vec<u8> {
    let mut out = String::new();
    for line in lines(text) {
        if let Line::Row(cells) = line {
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        }
    }
    out.into_bytes()
}

fn pdf(title: &str, text: &str) -> Option<Vec<u8>> {
    let mut report = Report::new(title, "").ok()?;
    for line in lines(text) {
        match line {
            Line::Heading(words) => report.heading(words),
            Line::Paragraph(words) => report.paragraph(words),
            Line::Row(cells) => report.paragraph(&cells.join("　")),
        }
    }
    report.finish().ok()
}

fn docx(text: &str) -> Option<Vec<u8>> {
    const MAIN: &str =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    const NAMES: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let mut body = String::new();
    let mut is_in_table = false;
    for line in lines(text) {
        let is_row = matches!(line, Line::Row(_));
        if is_row != is_in_table {
            body.push_str(if is_row { "<w:tbl>" } else { "</w:tbl>" });
            is_in_table = is_row;
        }
        match line {
            Line::Heading(words) => body.push_str(&paragraph(
                "<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>",
                words,
            )),
            Line::Paragraph(words) => body.push_str(&paragraph("", words)),
            Line::Row(cells) => {
                let cells = cells.iter().map(|it| paragraph("", it));
                let cells = cells.map(|it| format!("<w:tc>{it}</w:tc>"));
                body.push_str(&format!("<w:tr>{}</w:tr>", cells.collect::<String>()));
            }
        }
    }
    if is_in_table {
        body.push_str("</w:tbl>");
    }
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{MAIN}\"/></Types>"
    );
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
         Target=\"word/document.xml\"/></Relationships>";
    let document =
        format!("<w:document xmlns:w=\"{NAMES}\"><w:body>{body}<w:sectPr/></w:body></w:document>");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", types.as_str()),
        ("_rels/.rels", relations),
        ("word/document.xml", &document),
    ] {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
        let options = SimpleFileOptions::default();
        writer.start_file(name, options).ok()?;
        writer.write_all(head.as_bytes()).ok()?;
        writer.write_all(text.as_bytes()).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

fn paragraph(properties: &str, words: &str) -> String {
    let mut text = String::new();
    prose::escape(&mut text, words);
    format!("<w:p>{properties}<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

#[cfg(test)]
mod tests {
    use rendition::{Limits, render};

    use super::*;

    #[test]
    fn each_kind_can_be_read_and_is_the_same_each_time() {
        let text = "# 收入\n项目|金额\n税收 & 收费|82.4\n说明一句。\n# 支出\n项目|金额\n教育|30\n";
        for name in ["表.docx", "表.xlsx", "表.pdf", "表.csv"] {
            let (_, bytes) = make(name, text).unwrap();
            assert_eq!(bytes, make(name, text).unwrap().1, "{name}");
            let made = render(&bytes, &Limits::default()).unwrap();
            assert!(made.text.contains("税收 & 收费"), "{name}: {}", made.text);
            assert!(made.text.contains("教育"), "{name}: {}", made.text);
        }
        assert_eq!(make("表.doc", text), None);
    }
}
