//! The charset of a page: byte order mark, then what the page declares where that can be true, then a guess.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::readers::error::ReadError;
use crate::readers::text;

/// Decodes a page.
pub(super) fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return text::decode(bytes);
    }
    match declared(bytes) {
        Some(encoding) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => {
            // Pages that declare gb2312 use characters of GB18030 all the time.
            let national = encoding.name().starts_with("GB");
            let encoding = if national { GB18030 } else { encoding };
            Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
        }
        _ => text::decode(bytes),
    }
}

/// The charset named in a `meta` element or an XML declaration near the beginning.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes
        .iter()
        .take(4096)
        .map(|b| if b.is_ascii() { *b as char } else { '?' })
        .collect();
    let head = head.to_ascii_lowercase();
    let at = head
        .find("charset=")
        .map(|at| at + 8)
        .or_else(|| head.find("encoding=").map(|at| at + 9))?;
    let name: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    Encoding::for_label(name.as_bytes())
}
