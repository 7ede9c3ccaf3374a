//! A duty sheet as DOCX (Office Open XML): one table, A4 landscape, 仿宋, the heads repeated on every page.
//!
//! Pure: the same sheet gives the same bytes.

use std::io::{Cursor, Write as _};

use kernel::Fault;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{COLUMNS, DutySheet};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>"#;
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
/// A4 lying down: 297 × 210 mm in twentieths of a point, margins of 20 mm.
const TAIL: &str = r#"<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>"#;
/// The width between the margins.
const WIDTH: u32 = 16838 - 2 * 1134;

pub(super) fn write(sheet: &DutySheet) -> Result<Vec<u8>, Fault> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let document = document(sheet);
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS),
        ("word/styles.xml", STYLES),
        ("word/document.xml", &document),
    ];
    let failed = |cause| Fault::caused("writing a document", cause);
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default())
            .map_err(failed)?;
        zip.write_all(text.as_bytes())
            .map_err(|cause| Fault::caused("writing a document", cause))?;
    }
    Ok(zip.finish().map_err(failed)?.into_inner())
}

fn document(sheet: &DutySheet) -> String {
    let mut xml = String::from(HEAD);
    xml.push_str(&paragraph(&sheet.title, &Look::TITLE));
    xml.push_str(&paragraph(&sheet.note, &Look::NOTE));
    xml.push_str(&format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#,
        ["top", "left", "bottom", "right", "insideH", "insideV"]
            .map(|side| format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#))
            .concat()
    ));
    let widths = COLUMNS.map(|(_, share)| WIDTH * share / 1000);
    for width in widths {
        xml.push_str(&format!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    xml.push_str("</w:tblGrid>");
    let heads = COLUMNS.map(|(name, _)| name.to_owned());
    row(&mut xml, (&heads, &widths), Kind::Head);
    for it in &sheet.rows {
        row(&mut xml, (&it.cells(), &widths), Kind::Duty);
    }
    // A table needs a paragraph after it.
    xml.push_str("</w:tbl><w:p/>");
    xml.push_str(TAIL);
    xml
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Repeated on every page.
    Head,
    Duty,
}

fn row(xml: &mut String, (cells, widths): (&[String; 7], &[u32; 7]), kind: Kind) {
    let mark = match kind {
        Kind::Head => "<w:tblHeader/>",
        Kind::Duty => "",
    };
    xml.push_str(&format!("<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>"));
    for (n, (text, width)) in cells.iter().zip(widths).enumerate() {
        let look = match (kind, n) {
            (Kind::Head, _) => Look::HEAD,
            (Kind::Duty, 0) => Look::NUMBER,
            (Kind::Duty, _) => Look::CELL,
        };
        xml.push_str(&format!(
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>"#
        ));
        for line in text.split('\n') {
            xml.push_str(&paragraph(line, &look));
        }
        xml.push_str("</w:tc>");
    }
    xml.push_str("</w:tr>");
}

/// How a paragraph looks: font, half points, justification.
struct Look {
    font: &'static str,
    size: u32,
    align: &'static str,
}

impl Look {
    const TITLE: Self = Self {
        font: "方正小标宋简体",
        size: 36,
        align: "center",
    };
    const NOTE: Self = Self {
        font: "仿宋_GB2312",
        size: 24,
        align: "right",
    };
    const HEAD: Self = Self {
        font: "黑体",
        size: 22,
        align: "center",
    };
    const NUMBER: Self = Self {
        font: "仿宋_GB2312",
        size: 21,
        align: "center",
    };
    const CELL: Self = Self {
        font: "仿宋_GB2312",
        size: 21,
        align: "left",
    };
}

fn paragraph(text: &str, look: &Look) -> String {
    let Look { font, size, align } = look;
    format!(
        r#"<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia="{font}"/><w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#,
        escaped(text)
    )
}

/// Text for XML: what it forbids is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
