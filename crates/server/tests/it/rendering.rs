//! The child process that turns a file into pages: it gets the file as its standard input and answers in words, whatever the file is.

use std::fs::File;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::console::Console;

fn ask(bytes: &[u8]) -> Value {
    let console = Console::new();
    console.write("file", bytes);
    let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .arg("rendition-worker")
        .stdin(Stdio::from(File::open(console.path("file")).unwrap()))
        .env_clear()
        .output()
        .unwrap();
    assert!(output.status.success(), "{:?}", output.status);
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_file_comes_back_as_pages() {
    let answer = ask("单位,金额\n市财政局,<300>\n".as_bytes());
    let page = &answer["Rendered"]["pages"][0];
    let html = page["html"].as_str().unwrap();
    assert!(html.contains("<td>&lt;300&gt;</td>"), "{html}");
    assert_eq!(answer["Rendered"]["is_cut"], false);
}

#[test]
fn what_is_hostile_comes_back_as_a_reason() {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["[Content_Types].xml", "word/document.xml"] {
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        for _ in 0..200 {
            writer.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
    }
    let bomb = writer.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert_eq!(ask(&bomb)["None"], "too_large");
    assert_eq!(ask(b"%PDF-1.7\nnothing")["None"], "broken");
    assert_eq!(ask(b"")["None"], "empty");
}
