//! The file itself: objects, their places, and the table that finds them (ISO 32000-1, 7.5).

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// The number of an object.
pub(crate) type Number = usize;

/// A file as it grows.
#[derive(Debug, Default)]
pub(crate) struct File {
    /// The objects' bodies, by number less one; empty where one was promised and not written yet.
    objects: Vec<Vec<u8>>,
}

impl File {
    /// A number for an object that is written later.
    pub fn promise(&mut self) -> Number {
        self.objects.push(Vec::new());
        self.objects.len()
    }

    /// Writes an object under a number that was promised.
    pub fn write(&mut self, number: Number, body: impl Into<Vec<u8>>) {
        if let Some(object) = self.objects.get_mut(number - 1) {
            *object = body.into();
        }
    }

    /// Adds an object.
    pub fn add(&mut self, body: impl Into<Vec<u8>>) -> Number {
        let number = self.promise();
        self.write(number, body);
        number
    }

    /// Adds a stream, packed; `entries` stand in its dictionary beside length and filter.
    pub fn add_stream(&mut self, entries: &str, bytes: &[u8]) -> Number {
        let packed = pack(bytes);
        let mut body = format!(
            "<<{entries} /Length {} /Filter /FlateDecode>>\nstream\n",
            packed.len()
        )
        .into_bytes();
        body.extend_from_slice(&packed);
        body.extend_from_slice(b"\nendstream");
        self.add(body)
    }

    /// The file, whose pages begin at `root`.
    pub fn bytes(self, root: Number, info: Number) -> Vec<u8> {
        // The second line tells programs that the file is not text.
        let mut out = b"%PDF-1.7\n%\xe4\xbd\xa0\xe5\xa5\xbd\n".to_vec();
        let mut places = Vec::with_capacity(self.objects.len());
        for (n, object) in self.objects.iter().enumerate() {
            places.push(out.len());
            out.extend_from_slice(format!("{} 0 obj\n", n + 1).as_bytes());
            out.extend_from_slice(object);
            out.extend_from_slice(b"\nendobj\n");
        }
        let table = out.len();
        out.extend_from_slice(
            format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).as_bytes(),
        );
        for place in &places {
            out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
        }
        let size = places.len() + 1;
        out.extend_from_slice(
            format!("trailer\n<</Size {size} /Root {root} 0 R /Info {info} 0 R>>\nstartxref\n{table}\n%%EOF\n")
                .as_bytes(),
        );
        out
    }
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    let _ = packer.write_all(bytes);
    packer.finish().unwrap_or_default()
}

/// A text as PDF keeps it outside of pages: UTF-16 with its mark, in hexadecimal.
pub(crate) fn text(text: &str) -> String {
    let digits: String = text
        .encode_utf16()
        .map(|unit| format!("{unit:04X}"))
        .collect();
    format!("<FEFF{digits}>")
}
