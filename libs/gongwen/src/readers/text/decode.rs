//! From bytes to characters: byte order marks, UTF-8, else GB18030; UTF-16 only with its mark. Does not handle charsets that a page declares; the
//! HTML reader asks for these itself.

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::readers::error::ReadError;

/// Decodes text of unknown charset.
///
/// # Errors
/// [`ReadError::UnknownFormat`] where the bytes are no text in any of the charsets.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return accept(
            encoding
                .decode_without_bom_handling(&bytes[mark..])
                .0
                .into_owned(),
        );
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return accept(text.to_owned());
    }
    let national = GB18030.decode_without_bom_handling(bytes).0;
    let universal = UTF_8.decode_without_bom_handling(bytes).0;
    // A UTF-8 file with a few broken bytes reads as GB18030 too, but then wrongly: fewer faults decide.
    let better = if faults(&universal) < faults(&national) {
        universal
    } else {
        national
    };
    accept(better.into_owned())
}

fn faults(text: &str) -> usize {
    text.chars()
        .filter(|c| *c == '\u{FFFD}' || is_private_or_control(*c))
        .count()
}

fn is_private_or_control(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}') || (c.is_control() && !c.is_whitespace())
}

/// Refuses text that is mostly not text.
fn accept(text: String) -> Result<String, ReadError> {
    if faults(&text) * 50 > text.chars().count() {
        return Err(ReadError::UnknownFormat);
    }
    Ok(text)
}
