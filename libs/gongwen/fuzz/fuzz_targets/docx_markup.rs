//! Any markup as the text and the numbering of an intact DOCX package: deeper than bytes of a package ever get.
#![no_main]

use std::io::{Cursor, Write};

use gongwen::limits::Limits;
use libfuzzer_sys::fuzz_target;
use zip::write::{SimpleFileOptions, ZipWriter};

fuzz_target!(|markup: (&str, &str)| {
    let (body, numbering) = markup;
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("word/document.xml", document.as_str()),
        ("word/numbering.xml", numbering),
    ] {
        zip.start_file(name, SimpleFileOptions::default())
            .expect("a part begins in memory");
        zip.write_all(text.as_bytes())
            .expect("memory takes the bytes");
    }
    let bytes = zip
        .finish()
        .expect("the package ends in memory")
        .into_inner();
    let _ = gongwen::readers::read_docx(&bytes, &Limits::default());
});
