//! Pictures of no pixels that matter.

/// An EXIF block: artist and place.
pub fn exif(artist: Option<&str>, has_place: bool, turn: Option<u16>) -> Vec<u8> {
    let mut fields: Vec<(u16, u16, Vec<u8>)> = Vec::new();
    if let Some(turn) = turn {
        fields.push((0x0112, 3, turn.to_be_bytes().to_vec()));
    }
    if let Some(artist) = artist {
        let mut words = artist.as_bytes().to_vec();
        words.push(0);
        fields.push((0x013B, 2, words));
    }
    let place = has_place.then(|| {
        let angle = |degrees: u32| {
            [degrees, 1, 30, 1, 15, 1]
                .iter()
                .flat_map(|it: &u32| it.to_be_bytes())
                .collect::<Vec<u8>>()
        };
        vec![
            (1, 2, b"N\0".to_vec()),
            (2, 5, angle(38)),
            (3, 2, b"E\0".to_vec()),
            (4, 5, angle(112)),
        ]
    });
    let count = fields.len() + usize::from(place.is_some());
    let mut out = b"MM\0*\0\0\0\x08".to_vec();
    let first = write(&mut out, &fields, count);
    if let Some(fields) = place {
        let at = u32::try_from(out.len()).unwrap();
        let count = fields.len();
        out.splice(first..first + 12, entry(0x8825, 4, 1, at.to_be_bytes()));
        write(&mut out, &fields, count);
    }
    out
}

fn entry(tag: u16, kind: u16, count: u32, value: [u8; 4]) -> Vec<u8> {
    let mut out = tag.to_be_bytes().to_vec();
    out.extend(kind.to_be_bytes());
    out.extend(count.to_be_bytes());
    out.extend(value);
    out
}

/// Writes a directory; gives the place of an entry that is left free at its end.
fn write(out: &mut Vec<u8>, fields: &[(u16, u16, Vec<u8>)], count: usize) -> usize {
    let start = out.len();
    let mut data = start + 2 + count * 12 + 4;
    let mut tail: Vec<u8> = Vec::new();
    out.extend(u16::try_from(count).unwrap().to_be_bytes());
    for (tag, kind, value) in fields {
        let size = match kind {
            3 => 2,
            5 => 8,
            _ => 1,
        };
        let number = u32::try_from(value.len() / size).unwrap();
        let mut place = [0; 4];
        if value.len() <= 4 {
            place[..value.len()].copy_from_slice(value);
        } else {
            place = u32::try_from(data).unwrap().to_be_bytes();
            data += value.len();
            tail.extend(value);
        }
        out.extend(entry(*tag, *kind, number, place));
    }
    let free = out.len();
    for _ in fields.len()..count {
        out.extend([0; 12]);
    }
    out.extend([0; 4]);
    out.extend(tail);
    free
}

/// A JPEG with these segments (marker, content) before its scan, and this after its end.
pub fn jpeg(segments: &[(u8, Vec<u8>)], tail: &[u8]) -> Vec<u8> {
    let mut out = b"\xFF\xD8".to_vec();
    let mut put = |marker: u8, content: &[u8]| {
        out.extend([0xFF, marker]);
        out.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
        out.extend(content);
    };
    for (marker, content) in segments {
        put(*marker, content);
    }
    put(0xC0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    put(0xDA, &[1, 1, 0, 0, 63, 0]);
    out.extend([0x12, 0x34, 0x56]);
    out.extend(b"\xFF\xD9");
    out.extend(tail);
    out
}

pub fn app1(exif: &[u8]) -> (u8, Vec<u8>) {
    (0xE1, [b"Exif\0\0", exif].concat())
}

pub fn xmp(words: &str) -> (u8, Vec<u8>) {
    let packet = format!("http://ns.adobe.com/xap/1.0/\0{}", packet(words));
    (0xE1, packet.into_bytes())
}

pub fn packet(words: &str) -> String {
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator><rdf:Seq><rdf:li>{words}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
}

/// A PNG with these chunks.
pub fn png(chunks: &[(&[u8; 4], Vec<u8>)], tail: &[u8]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let head: (&[u8; 4], Vec<u8>) = (b"IHDR", vec![0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let data: (&[u8; 4], Vec<u8>) = (b"IDAT", vec![0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1]);
    let end: (&[u8; 4], Vec<u8>) = (b"IEND", Vec::new());
    for (kind, content) in std::iter::once(&head).chain(chunks).chain([&data, &end]) {
        out.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        let body = [kind.as_slice(), content].concat();
        out.extend(&body);
        let mut sum = flate2::Crc::new();
        sum.update(&body);
        out.extend(sum.sum().to_be_bytes());
    }
    out.extend(tail);
    out
}
