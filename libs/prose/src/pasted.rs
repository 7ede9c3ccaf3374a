//! Pictures that came inside the text (`data:` addresses): taken out before anything is parsed, and replaced by a mark that names them by
//! their content. Told by their first bytes, never by what they are called. Stores nothing.

use std::collections::HashSet;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use sha2::{Digest as _, Sha256};

const MARK: &str = "pasted:";
const MARK_LETTERS: usize = 32;
const BEGINNING: &str = "data:image/";

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A picture that the caller is to store, and then to name by [`crate::Body::with_images`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedImage {
    /// What stands in the body as its `src` until it is stored.
    pub mark: String,
    /// `image/png`, `image/jpeg` or `image/gif`, told by the bytes.
    pub media_type: &'static str,
    /// The picture.
    pub bytes: Vec<u8>,
}

impl PastedImage {
    /// A picture; `None` where the bytes are not one of the three formats.
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        let media_type = media_type(&bytes)?;
        let mut mark = MARK.to_owned();
        mark.push_str(&hex::encode(Sha256::digest(&bytes))[..MARK_LETTERS]);
        Some(Self {
            mark,
            media_type,
            bytes,
        })
    }
}

/// The media type of a picture that a body may show, by its first bytes: `image/png`, `image/jpeg` or `image/gif`.
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        _ => None,
    }
}

/// Whether an address is the mark of a picture that is not stored yet.
pub(crate) fn is_mark(address: &str) -> bool {
    address.strip_prefix(MARK).is_some_and(|rest| {
        rest.len() == MARK_LETTERS && rest.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// Replaces every picture within `html` by its mark. What is not a picture stays as it is, and is refused as an address later.
pub(crate) fn take_out(html: &str) -> (String, Vec<PastedImage>) {
    let mut rest = html;
    let mut text = String::with_capacity(html.len().min(1 << 20));
    let mut images: Vec<PastedImage> = Vec::new();
    let mut known = HashSet::new();
    while let Some(at) = rest.find(BEGINNING) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match read(rest) {
            Some((image, length)) => {
                text.push_str(&image.mark);
                if known.insert(image.mark.clone()) {
                    images.push(image);
                }
                rest = &rest[length..];
            }
            None => {
                text.push_str(BEGINNING);
                rest = &rest[BEGINNING.len()..];
            }
        }
    }
    text.push_str(rest);
    (text, images)
}

/// The picture at the beginning of `text` and how many bytes of the text it takes.
fn read(text: &str) -> Option<(PastedImage, usize)> {
    const LABEL: &str = ";base64,";
    let head = text.as_bytes().iter().take(64).position(|b| *b == b',')? + 1;
    if !text[..head].to_ascii_lowercase().ends_with(LABEL) {
        return None;
    }
    let is_part =
        |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'\n' | b'\r');
    let body = &text.as_bytes()[head..];
    let length = body.iter().position(|b| !is_part(b)).unwrap_or(body.len());
    let letters: Vec<u8> = body[..length]
        .iter()
        .copied()
        .filter(|b| !b.is_ascii_whitespace())
        .collect();
    let bytes = LENIENT.decode(letters).ok()?;
    Some((PastedImage::read(bytes)?, head + length))
}
