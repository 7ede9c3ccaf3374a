//! Files made to hurt: bombs, deep nesting, endless tables, broken bytes. Every one is refused or read, none panics.

use std::io::{Cursor, Write};

use gongwen::limits::Limits;
use gongwen::readers::{ReadError, read, read_docx, read_html, read_pdf, read_text, read_xlsx};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::making::{docx, fixture, p, read_default};

fn code(bytes: &[u8]) -> &'static str {
    read_default(bytes).unwrap_err().code()
}

#[test]
fn a_decompression_bomb_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let document = p("正文").into_bytes();
    zip.start_file("word/document.xml", SimpleFileOptions::default())
        .unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..170 {
        zip.write_all(&block).unwrap();
    }
    zip.write_all(&document).unwrap();
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 400_000);
    let error = read_default(&bomb).unwrap_err();
    assert_eq!(error.code(), "read.bomb");
    assert!(error.to_string().contains("word/document.xml"), "{error}");
    let limits = Limits {
        decompressed_bytes: 1000,
        ..Limits::default()
    };
    assert_eq!(
        read(&fixture("table.xlsx"), &limits).unwrap_err().code(),
        "read.bomb"
    );
}

#[test]
fn deep_nesting_is_refused() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(5_000) + &p("深");
    assert_eq!(code(&docx(&deep)), "read.too_deep");
    assert_eq!(
        code(("<html><body>".to_owned() + &"<div>".repeat(100_000) + "深").as_bytes()),
        "read.too_deep"
    );
    assert_eq!(
        code(("<html><body>".to_owned() + &"<b><i>".repeat(100_000) + "深").as_bytes()),
        "read.too_deep"
    );
}

#[test]
fn formatting_that_multiplies_itself_is_refused() {
    // Each paragraph opens all the unclosed elements anew.
    let seeds: String = (0..150).map(|i| format!("<font color={i}>")).collect();
    let page = format!("<html><body><p>{seeds}{}", "<p>一".repeat(10_000));
    let limits = Limits {
        nodes: 50_000,
        ..Limits::default()
    };
    assert_eq!(
        read(page.as_bytes(), &limits).unwrap_err().code(),
        "read.too_many_blocks"
    );
}

#[test]
fn a_tag_with_very_many_attributes_costs_little() {
    let attributes: String = (0..400_000).map(|i| format!(" a{i}=1")).collect();
    let source =
        read_default(format!("<html><body><p{attributes}>正文</p></body></html>").as_bytes())
            .unwrap();
    assert_eq!(source.blocks.len(), 1);
}

#[test]
fn tables_of_a_thousand_pages_are_refused() {
    let row = format!(
        "<w:tr>{}</w:tr>",
        format!("<w:tc>{}</w:tc>", p("格")).repeat(5)
    );
    let body = format!("<w:tbl>{}</w:tbl>", row.repeat(30_000));
    let error = read_default(&docx(&body)).unwrap_err();
    assert!(matches!(error, ReadError::TooManyCells { .. }), "{error:?}");
    let html = format!(
        "<table>{}</table>",
        "<tr><td>甲<td>乙<td>丙<td>丁".repeat(30_000)
    );
    assert_eq!(code(html.as_bytes()), "read.too_many_cells");
    let text = "甲|乙|丙|丁\n".repeat(30_000);
    assert_eq!(code(text.as_bytes()), "read.too_many_cells");
}

#[test]
fn spans_beyond_measure_cost_nothing() {
    let page = "<html><table><tr><td rowspan=99999999999 colspan=400>甲<td>乙<tr><td>丙</table>";
    assert!(read_default(page.as_bytes()).is_ok());
    let wide = format!(
        "<html><table><tr>{}</table>",
        "<td colspan=1000>甲".repeat(10_000)
    );
    assert_eq!(code(wide.as_bytes()), "read.too_many_cells");
}

#[test]
fn files_and_texts_beyond_the_limits_are_refused() {
    let limits = Limits {
        bytes: 10,
        ..Limits::default()
    };
    let error = read("超过十个字节".as_bytes(), &limits).unwrap_err();
    assert_eq!(
        error,
        ReadError::TooLarge {
            bytes: 18,
            limit: 10
        }
    );
    let limits = Limits {
        blocks: 3,
        ..Limits::default()
    };
    assert_eq!(
        read("一\n二\n三\n四\n".as_bytes(), &limits)
            .unwrap_err()
            .code(),
        "read.too_many_blocks"
    );
}

/// A small generator with a fixed seed: the same broken files on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }

    fn spoil(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut spoiled = bytes.to_vec();
        for _ in 0..1 + self.below(8) {
            let at = self.below(spoiled.len());
            match self.below(5) {
                0 => spoiled[at] ^= 1 << self.below(8),
                1 => spoiled[at] = [0, 0xFF, b'<', b'>', b'&', b'/', b'"'][self.below(7)],
                2 => spoiled.truncate(at + 1),
                3 => {
                    let end = (at + self.below(64)).min(spoiled.len());
                    let piece = spoiled[at..end].to_vec();
                    spoiled.splice(at..at, piece);
                }
                _ => {
                    let end = (at + self.below(64)).min(spoiled.len());
                    spoiled.drain(at..end);
                }
            }
            if spoiled.is_empty() {
                break;
            }
        }
        spoiled
    }
}

#[test]
fn broken_bytes_never_make_a_reader_panic() {
    type Reader = fn(&[u8], &Limits) -> Result<gongwen::blocks::Source, ReadError>;
    let readers: [(&str, Reader, usize); 6] = [
        ("plan.gb18030.txt", read_text, 300),
        ("plan.site.html", read_html, 300),
        ("table.docx", read_docx, 150),
        ("table.xlsx", read_xlsx, 150),
        ("table.writer.pdf", read_pdf, 25),
        ("plan.docx", read, 100),
    ];
    let limits = Limits::default();
    for (name, reader, rounds) in readers {
        let bytes = fixture(name);
        let mut dice = Dice(name.len() as u64 + 7);
        for _ in 0..rounds {
            if let Err(error) = reader(&dice.spoil(&bytes), &limits) {
                assert!(error.code().starts_with("read."), "{name}");
            }
        }
    }
}

#[test]
fn broken_markup_within_an_intact_package_never_makes_the_reader_panic() {
    let numbering = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
    let body = r#"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/><w:gridSpan w:val="3"/></w:tcPr><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>任务</w:t><w:fldChar w:fldCharType="begin"/></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"#;
    let mut dice = Dice(42);
    for _ in 0..500 {
        let body = String::from_utf8_lossy(&dice.spoil(body.as_bytes())).into_owned();
        let numbering = String::from_utf8_lossy(&dice.spoil(numbering.as_bytes())).into_owned();
        let bytes = super::making::docx_with(&body, &[("word/numbering.xml", &numbering)]);
        if let Err(error) = read_default(&bytes) {
            assert!(error.code().starts_with("read."));
        }
    }
}
