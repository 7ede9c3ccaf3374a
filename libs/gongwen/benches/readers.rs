//! How fast files are read: a DOCX of 200 pages (goal: 300 ms), a long text, a saved page, a PDF.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use divan::{Bencher, black_box, counter::BytesCount};
use gongwen::limits::Limits;
use gongwen::readers::{read_docx, read_html, read_pdf, read_text};
use zip::write::{SimpleFileOptions, ZipWriter};

fn main() {
    divan::main();
}

const SENTENCE: &str = "各级各部门要加强组织领导，明确专人负责，把政务公开列入重要议事日程，定期研究推进，确保按时完成各项任务。";

/// 200 pages at about 700 letters each: numbered paragraphs, and on every tenth page a table of 20 rows.
fn docx_of_200_pages() -> Vec<u8> {
    let mut body = String::new();
    for page in 0..200 {
        for item in 0..7 {
            let _ = write!(
                body,
                "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t>{SENTENCE}</w:t></w:r><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>",
                item % 3
            );
        }
        if page % 10 == 0 {
            let row = format!(
                "<w:tr>{}</w:tr>",
                "<w:tc><w:tcPr/><w:p><w:r><w:t>市发展改革委</w:t></w:r></w:p></w:tc>".repeat(5)
            );
            let _ = write!(body, "<w:tbl>{}</w:tbl>", row.repeat(20));
        }
    }
    let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let level = |ilvl: u32, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{ilvl}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering xmlns:w=\"{word}\"><w:abstractNum w:abstractNumId=\"0\">{}{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
        level(0, "%1、"),
        level(1, "（%2）"),
        level(2, "%3.")
    );
    let document = format!("<w:document xmlns:w=\"{word}\"><w:body>{body}</w:body></w:document>");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("word/document.xml", document),
        ("word/numbering.xml", numbering),
    ] {
        zip.start_file(name, SimpleFileOptions::default())
            .expect("a part begins in memory");
        zip.write_all(text.as_bytes())
            .expect("memory takes the bytes");
    }
    zip.finish()
        .expect("the package ends in memory")
        .into_inner()
}

#[divan::bench(sample_count = 20)]
fn docx_200_pages(bencher: Bencher<'_, '_>) {
    let bytes = docx_of_200_pages();
    bencher.bench(|| read_docx(black_box(&bytes), &Limits::default()));
}

#[divan::bench(sample_count = 20)]
fn text_of_10_megabytes(bencher: Bencher<'_, '_>) {
    let text = format!("一、{SENTENCE}\n").repeat(10 * 1024 * 1024 / 160);
    let limits = Limits {
        blocks: usize::MAX,
        ..Limits::default()
    };
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| read_text(black_box(text.as_bytes()), &limits));
}

#[divan::bench(sample_count = 20)]
fn page_of_1_megabyte(bencher: Bencher<'_, '_>) {
    let paragraphs = format!("<p style=\"text-indent:2em\"><span>{SENTENCE}</span></p>\n")
        .repeat(1024 * 1024 / 210);
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=utf-8></head><body><div class=content>{paragraphs}</div></body></html>"
    );
    bencher
        .counter(BytesCount::of_str(&page))
        .bench(|| read_html(black_box(page.as_bytes()), &Limits::default()));
}

#[divan::bench(sample_count = 20)]
fn pdf_of_two_pages(bencher: Bencher<'_, '_>) {
    let path = format!(
        "{}/tests/fixtures/plan.writer.pdf",
        env!("CARGO_MANIFEST_DIR")
    );
    let bytes = std::fs::read(path).expect("the fixture is part of the repository");
    bencher.bench(|| read_pdf(black_box(&bytes), &Limits::default()));
}
