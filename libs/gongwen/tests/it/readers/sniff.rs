//! Formats are told by content, and what cannot be read is answered with what to do.

use gongwen::blocks::Format;
use gongwen::readers::ReadError;
use gongwen::sniff::{Foreign, Kind, sniff};

use super::making::{docx, fixture, p, package, read_default};

fn ole(stream: &str) -> Vec<u8> {
    let mut file = vec![0u8; 1536];
    file[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    for (index, unit) in stream.encode_utf16().enumerate() {
        file[1024 + index * 2..1026 + index * 2].copy_from_slice(&unit.to_le_bytes());
    }
    file
}

#[test]
fn formats_are_told_by_content() {
    let readable = |bytes: &[u8], format: Format| assert_eq!(sniff(bytes), Kind::Readable(format));
    readable("一、总体要求".as_bytes(), Format::Text);
    readable(b"\xEF\xBB\xBF  <!DOCTYPE html><p>x", Format::Html);
    readable(
        "<!-- saved from url=(0014)about:internet --><html><body>".as_bytes(),
        Format::Html,
    );
    readable(
        "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC><html>".as_bytes(),
        Format::Html,
    );
    readable(&docx(&p("正文")), Format::Docx);
    readable(&fixture("table.xlsx"), Format::Xlsx);
    readable(&fixture("plan.writer.pdf"), Format::Pdf);
    assert_eq!(sniff(b" \n\t"), Kind::Empty);
    assert_eq!(sniff(&[0, 1, 2, 3, 4, 5, 6, 7, 200, 201]), Kind::Unknown);
}

#[test]
fn legacy_office_files_are_answered_with_how_to_convert_them() {
    for (stream, kind, cure) in [
        ("WordDocument", Foreign::Doc, ".docx"),
        ("WpsDocument", Foreign::Wps, ".docx"),
        ("Workbook", Foreign::Xls, ".xlsx"),
    ] {
        let error = read_default(&ole(stream)).unwrap_err();
        assert_eq!(error, ReadError::LegacyOffice { kind });
        assert_eq!(error.code(), "read.legacy_office");
        assert!(
            error.to_string().contains(cure) && error.to_string().contains("另存为"),
            "{error}"
        );
    }
    assert_eq!(
        read_default(&ole("EncryptedPackage")).unwrap_err(),
        ReadError::Encrypted
    );
}

#[test]
fn a_word_file_written_by_wps_is_called_wps() {
    let mut file = ole("WordDocument");
    file.extend_from_slice(b"....WPS Office Writer....");
    assert_eq!(
        read_default(&file).unwrap_err(),
        ReadError::LegacyOffice { kind: Foreign::Wps }
    );
}

#[test]
fn other_known_formats_are_named() {
    let other = |bytes: &[u8]| match read_default(bytes).unwrap_err() {
        ReadError::OtherFormat { kind } => kind,
        error => panic!("{error:?}"),
    };
    assert_eq!(other(b"{\\rtf1\\ansi x}"), Foreign::Rtf);
    assert_eq!(other(b"\x89PNG\r\n\x1a\n"), Foreign::Image);
    assert_eq!(
        other(&package(&[
            ("OFD.xml", "<ofd/>"),
            ("Doc_0/Document.xml", "<d/>")
        ])),
        Foreign::Ofd
    );
    assert_eq!(
        other(&package(&[("ppt/presentation.xml", "<p/>")])),
        Foreign::Pptx
    );
    assert_eq!(other(&package(&[("a.txt", "x")])), Foreign::Archive);
    assert_eq!(
        other(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"),
        Foreign::Mht
    );
    assert_eq!(read_default(b"").unwrap_err(), ReadError::Empty);
}
