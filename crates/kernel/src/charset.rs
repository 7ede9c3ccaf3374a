//! From the bytes of a CSV or JSON file to text: UTF-8 with or without its mark, UTF-16 with its mark, else GB18030.
//!
//! Excel on a Chinese Windows writes CSV in GB18030 unless told otherwise. Strict, unlike the readers of documents: a
//! register with a damaged byte is refused at its line, for a name that was guessed would stay in the database.

mod stream;

use encoding_rs::{Encoding, GB18030, UTF_8};

pub use stream::{Decoding, tell};

/// Bytes that are no text, with the first line that shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("第 {line} 行有无法识别的字节，文件既不是 UTF-8 也不是 GB18030（GBK）编码的文本")]
pub struct NotText {
    /// The line, from 1.
    pub line: usize,
}

/// Decodes a whole file.
///
/// # Errors
/// Where it is text in none of these charsets.
pub fn decode(bytes: &[u8]) -> Result<String, NotText> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]).ok_or_else(|| flaw(encoding, &bytes[mark..]));
    }
    if let Some(text) = strict(UTF_8, bytes) {
        return Ok(text);
    }
    // UTF-8 with a broken byte reads as GB18030 without a fault, and says nonsense.
    if is_broken_utf8(bytes) {
        return Err(flaw(UTF_8, bytes));
    }
    strict(GB18030, bytes).ok_or_else(|| flaw(GB18030, bytes))
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    (!text.chars().any(is_no_text)).then(|| text.into_owned())
}

/// Whether more of the foreign characters are whole in UTF-8 than broken.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let text = UTF_8.decode_without_bom_handling(bytes).0;
    let broken = text.chars().filter(|c| *c == '\u{FFFD}').count();
    let whole = text.chars().filter(|c| !c.is_ascii()).count() - broken;
    whole > broken
}

/// The first line that does not decode.
fn flaw(encoding: &'static Encoding, bytes: &[u8]) -> NotText {
    let text = encoding.decode_without_bom_handling(bytes).0;
    let is_flaw = |line: &str| line.chars().any(|c| c == '\u{FFFD}' || is_no_text(c));
    NotText {
        line: text.lines().position(is_flaw).map_or(1, |at| at + 1),
    }
}

/// Control characters that no text file holds: a picture or a program that happens to decode is full of them.
fn is_no_text(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "code,name\r\nczj,云溪市财政局\r\nls,㙍塬镇人民政府\r\n";

    #[test]
    fn the_same_register_reads_the_same_in_every_charset_that_office_programs_write() {
        let utf16: Vec<u8> = "\u{feff}"
            .encode_utf16()
            .chain(TEXT.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let marked = format!("\u{feff}{TEXT}").into_bytes();
        let national = GB18030.encode(TEXT).0.into_owned();
        assert!(
            std::str::from_utf8(&national).is_err(),
            "it is not UTF-8 too"
        );
        for bytes in [TEXT.as_bytes().to_vec(), marked, national, utf16] {
            assert_eq!(decode(&bytes).as_deref(), Ok(TEXT));
        }
    }

    #[test]
    fn a_register_with_a_damaged_byte_is_refused_at_its_line_and_never_guessed() {
        let mut damaged = TEXT.as_bytes().to_vec();
        let at = TEXT.find('财').unwrap();
        damaged[at + 1] = b'?';
        assert_eq!(decode(&damaged), Err(NotText { line: 2 }));
        let mut damaged = GB18030.encode(TEXT).0.into_owned();
        let end = damaged.len() - 3;
        damaged[end] = 0xff;
        assert_eq!(decode(&damaged), Err(NotText { line: 3 }));
    }

    #[test]
    fn a_picture_is_no_text() {
        assert!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0").is_err());
        assert!(decode(b"code,name\n\0\0\0").is_err());
        assert_eq!(decode(b"").as_deref(), Ok(""));
    }
}
