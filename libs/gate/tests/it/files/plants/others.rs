//! Pictures, packages, OFD and what cannot be looked into.

use gate::file::HiddenKind;

use super::Planted;
use crate::files::craft::document::{of, run};
use crate::files::craft::{photo, resident, zip};

pub fn planted() -> Vec<Planted> {
    let mut all = pictures();
    all.extend(packages());
    all.extend(recordings());
    all
}

fn recordings() -> Vec<Planted> {
    let boxed = |kind: &[u8; 4], inside: &[u8]| {
        let size = u32::try_from(inside.len() + 8).unwrap().to_be_bytes();
        [size.as_slice(), kind, inside].concat()
    };
    let said = |kind: &[u8; 4], text: &str| {
        let size = u16::try_from(text.len()).unwrap().to_be_bytes();
        let head = [size.as_slice(), &[0x15, 0xc7]].concat();
        boxed(
            b"moov",
            &boxed(b"udta", &boxed(kind, &[&head, text.as_bytes()].concat())),
        )
    };
    let film = |moov: Vec<u8>| {
        let begin = boxed(b"ftyp", b"isom\0\0\x02\0isom");
        [begin, boxed(b"mdat", &[7; 300]), moov].concat()
    };
    vec![
        Planted::wordless("film", HiddenKind::Footage, film(Vec::new())),
        Planted::wordless(
            "film in a package",
            HiddenKind::Footage,
            zip(&[("会议.mp4", &film(Vec::new()))]),
        ),
        Planted::wordless(
            "place of a film",
            HiddenKind::Location,
            film(said(b"\xa9xyz", "+28.1127+120.9645/")),
        ),
        Planted::new(
            "author of a film",
            HiddenKind::Metadata,
            film(said(b"\xa9ART", &resident(15))),
        ),
    ]
}

fn pictures() -> Vec<Planted> {
    let text = |order: u32| [b"Comment\0".as_slice(), resident(order).as_bytes()].concat();
    let webp = {
        let xmp = photo::packet(&resident(8)).into_bytes();
        let chunk = |id: &[u8; 4], content: &[u8]| {
            let mut out = id.to_vec();
            out.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
            out.extend(content);
            out.extend(vec![0; content.len() % 2]);
            out
        };
        let body = [
            b"WEBP".to_vec(),
            chunk(b"VP8L", &[0x2f, 0, 0, 0, 0, 0x88, 0x88, 8]),
            chunk(b"XMP ", &xmp),
        ]
        .concat();
        let mut out = b"RIFF".to_vec();
        out.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
        out.extend(body);
        out
    };
    vec![
        Planted::wordless(
            "place",
            HiddenKind::Location,
            photo::jpeg(&[photo::app1(&photo::exif(None, true, Some(6)))], b""),
        ),
        Planted::wordless(
            "place in a TIFF",
            HiddenKind::Location,
            photo::exif(None, true, None),
        ),
        Planted::new(
            "artist",
            HiddenKind::PictureData,
            photo::jpeg(
                &[photo::app1(&photo::exif(Some(&resident(5)), false, None))],
                b"",
            ),
        ),
        Planted::new(
            "packet",
            HiddenKind::PictureData,
            photo::jpeg(&[photo::xmp(&resident(6))], b""),
        ),
        Planted::new(
            "remark in a JPEG",
            HiddenKind::PictureData,
            photo::jpeg(&[(0xFE, resident(7).into_bytes())], b""),
        ),
        Planted::new(
            "text in a PNG",
            HiddenKind::PictureData,
            photo::png(&[(b"tEXt", text(9))], b""),
        ),
        Planted::new("packet in a WebP", HiddenKind::PictureData, webp),
        Planted::new(
            "appended to a JPEG",
            HiddenKind::Leftover,
            photo::jpeg(&[], resident(10).as_bytes()),
        ),
        Planted::new(
            "appended to a PNG",
            HiddenKind::Leftover,
            photo::png(&[], resident(11).as_bytes()),
        ),
    ]
}

fn ofd(page: &str, properties: &str) -> Vec<u8> {
    let page = format!("<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\">{page}</ofd:Page>");
    let root = format!(
        "<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:DocBody><ofd:DocInfo>{properties}</ofd:DocInfo></ofd:DocBody></ofd:OFD>"
    );
    zip(&[
        ("OFD.xml", root.as_bytes()),
        ("Doc_0/Pages/Page_0/Content.xml", page.as_bytes()),
    ])
}

fn packages() -> Vec<Planted> {
    let inner = of(&run("<w:vanish/>", &resident(12))).build();
    let unseen = format!(
        "<ofd:TextObject Visible=\"false\"><ofd:TextCode>{}</ofd:TextCode></ofd:TextObject>",
        resident(14)
    );
    vec![
        Planted::new(
            "hidden text of a document in a package",
            HiddenKind::HiddenText,
            zip(&[("a/b.docx", &inner)]),
        ),
        Planted::new(
            "package in a package",
            HiddenKind::HiddenText,
            zip(&[("a.zip", &zip(&[("b.docx", &inner)]))]),
        ),
        Planted::wordless(
            "files in a package",
            HiddenKind::Enclosed,
            zip(&[("a.txt", b"a"), ("b.txt", b"b")]),
        ),
        Planted::wordless(
            "file in a package",
            HiddenKind::Enclosed,
            zip(&[("a.txt", "公示".as_bytes())]),
        ),
        Planted::new(
            "author of an OFD",
            HiddenKind::Metadata,
            ofd("", &format!("<ofd:Author>{}</ofd:Author>", resident(13))),
        ),
        Planted::new(
            "text of an OFD that is not shown",
            HiddenKind::InvisibleText,
            ofd(&unseen, ""),
        ),
        Planted::wordless(
            "old document",
            HiddenKind::Unseen,
            [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 512]].concat(),
        ),
        Planted::wordless("rich text", HiddenKind::Unseen, b"{\\rtf1 a}".to_vec()),
        Planted::wordless(
            "old document in a package",
            HiddenKind::Unseen,
            zip(&[("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")]),
        ),
    ]
}
