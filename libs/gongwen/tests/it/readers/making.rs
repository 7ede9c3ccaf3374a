//! Making files in memory and looking at what was read. Knows no expectations.

use std::io::{Cursor, Write};

use gongwen::blocks::{Block, Source, Table};
use gongwen::limits::Limits;
use gongwen::readers::{ReadError, read};
use zip::write::{SimpleFileOptions, ZipWriter};

pub fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

pub fn read_default(bytes: &[u8]) -> Result<Source, ReadError> {
    read(bytes, &Limits::default())
}

/// The words of all paragraphs, tables left out.
pub fn paragraphs(source: &Source) -> Vec<String> {
    let words = |b: &Block| match b {
        Block::Paragraph(p) => Some(p.text.clone()),
        Block::Table(_) => None,
    };
    source.blocks.iter().filter_map(words).collect()
}

pub fn tables(source: &Source) -> Vec<&Table> {
    let mut tables = Vec::new();
    for block in &source.blocks {
        if let Block::Table(table) = block {
            tables.push(table);
        }
    }
    tables
}

/// Cells as `row,column rows x columns words`, easy to compare.
pub fn cells(table: &Table) -> Vec<String> {
    let line = |c: &gongwen::blocks::Cell| {
        format!(
            "{},{} {}x{} {}",
            c.row,
            c.column,
            c.row_span,
            c.column_span,
            c.text.replace('\n', "/")
        )
    };
    table.cells.iter().map(line).collect()
}

pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A DOCX with this body and further parts.
pub fn docx_with(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>"#
    );
    let mut all = vec![
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", document.as_str()),
    ];
    all.extend_from_slice(parts);
    package(&all)
}

pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// One run of words as a paragraph.
pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A PDF whose pages show lines at given places in a Chinese font that is not embedded. A line is (x, y, size, words).
pub fn pdf(pages: &[Vec<(f32, f32, f32, &str)>]) -> Vec<u8> {
    let shown = |lines: &Vec<(f32, f32, f32, &str)>| {
        let line = |(x, y, size, words): &(f32, f32, f32, &str)| {
            let hex: String = words.encode_utf16().map(|u| format!("{u:04X}")).collect();
            format!("BT /F1 {size} Tf {x} {y} Td <{hex}> Tj ET\n")
        };
        lines.iter().map(line).collect::<String>()
    };
    pdf_of(&pages.iter().map(shown).collect::<Vec<_>>())
}

/// A PDF of these content streams.
pub fn pdf_of(contents: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        String::new(),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/FontDescriptor 5 0 R>>".to_owned(),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>".to_owned(),
    ];
    let mut kids = String::new();
    for content in contents {
        let page = objects.len() + 1;
        kids.push_str(&format!("{page} 0 R "));
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
            page + 1
        ));
        objects.push(format!(
            "<</Length {}>>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count {}>>", contents.len());
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let start = file.len();
    file.push_str(&format!(
        "xref\n0 {}\n0000000000 65535 f \n",
        objects.len() + 1
    ));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer <</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    file.into_bytes()
}
