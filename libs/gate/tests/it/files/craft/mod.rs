//! Files made by code: packages, office files, PDFs, pictures. Each holds only what its test says.

pub mod document;
pub mod paper;
pub mod photo;
pub mod slides;
pub mod workbook;

use std::io::{Cursor, Read as _, Write as _};

use gate::{Gate, Rules};
use zip::write::{SimpleFileOptions, ZipWriter};

pub const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
pub const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub fn gate() -> Gate {
    Gate::new(Rules {
        today: jiff::civil::date(2026, 11, 22),
        own_phones: vec!["0350-3301234".to_owned()],
        own_mail_hosts: vec!["yunxi.gov.cn".to_owned()],
        ..Rules::default()
    })
    .unwrap()
}

/// The resident number of the person of that order, with its check digit.
pub fn resident(order: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!(
        "1409021988{:02}{:02}{:03}",
        order % 12 + 1,
        order % 28 + 1,
        order % 999
    );
    let digits = body.bytes().map(|b| u32::from(b - b'0'));
    let sum: u32 = digits
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    format!("{body}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn unzip(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            (entry.name().unwrap().into_owned(), content)
        })
        .collect()
}

/// The package with parts changed or added; a change of a part that is there must change it.
pub fn edit(bytes: &[u8], changes: &[(&str, &dyn Fn(String) -> String)]) -> Vec<u8> {
    let mut parts = unzip(bytes);
    for (name, change) in changes {
        match parts.iter_mut().find(|(it, _)| it == name) {
            Some((_, content)) => {
                let before = String::from_utf8(content.clone()).unwrap();
                let after = change(before.clone());
                assert_ne!(before, after, "{name} was not changed");
                *content = after.into_bytes();
            }
            None => parts.push(((*name).to_owned(), change(String::new()).into_bytes())),
        }
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(n, c)| (n.as_str(), c.as_slice()))
        .collect();
    zip(&parts)
}

/// A list of relations: id, type, target; a target with a colon is outside.
pub fn relations(list: &[(&str, &str, &str)]) -> String {
    let entries: String = list
        .iter()
        .map(|(id, kind, target)| {
            let kind = if kind.contains(':') {
                (*kind).to_owned()
            } else {
                format!("{RELS}/{kind}")
            };
            let mode = if target.contains("://")
                || target.starts_with("mailto:")
                || target.starts_with("tel:")
            {
                r#" TargetMode="External""#
            } else {
                ""
            };
            format!(r#"<Relationship Id="{id}" Type="{kind}" Target="{target}"{mode}/>"#)
        })
        .collect();
    format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{entries}</Relationships>"
    )
}

pub fn types(main: (&str, &str)) -> String {
    format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/{}\" ContentType=\"{}\"/></Types>",
        main.0, main.1
    )
}
