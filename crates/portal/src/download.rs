//! Files that a browser saves: their names in headers, and the part of them that a request asks for.
//!
//! What was handed in is never shown inside a page and never runs under the site's address.

use std::ops::Range;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

/// `Content-Disposition` of a file to be saved under its name (RFC 6266, RFC 8187).
pub(crate) fn saved_as(file_name: &str) -> String {
    let mut name = String::new();
    for byte in file_name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename*=UTF-8''{name}")
}

/// Kept by whoever likes, and asked for each time whether it is public still: what is withdrawn today is gone today. The answer to
/// whoever has it is 304, without the bytes.
const ASKED_EACH_TIME: &str = "public, no-cache";

/// A file whose address names its content.
#[derive(Debug)]
pub(crate) struct Download {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: String,
    /// The digest of its bytes.
    pub digest: String,
    /// How it is shown; empty for within a page.
    pub disposition: String,
}

impl Download {
    /// The answer: all of it, one range of it (RFC 9110 §14), or that it is known.
    pub fn answer(self, asked: &HeaderMap) -> Response {
        let etag = format!("\"{}\"", self.digest);
        let text = |name| asked.get(name).and_then(|it| it.to_str().ok());
        let length = self.bytes.len();
        let names = |list: &str| {
            list.split(',')
                .any(|it| matches!(it.trim(), "*") || it.trim().trim_start_matches("W/") == etag)
        };
        let is_same = text(header::IF_RANGE).is_none_or(|it| it.trim() == etag);
        let part = text(header::RANGE)
            .filter(|_| is_same)
            .map(|it| part_of(it, length));
        let mut of_range = None;
        let (status, body) = if text(header::IF_NONE_MATCH).is_some_and(names) {
            (StatusCode::NOT_MODIFIED, Vec::new())
        } else {
            match part {
                None | Some(Part::Whole) => (StatusCode::OK, self.bytes),
                Some(Part::Of(range)) => {
                    of_range = Some(format!("bytes {}-{}/{length}", range.start, range.end - 1));
                    let bytes = self.bytes.get(range).unwrap_or_default().to_vec();
                    (StatusCode::PARTIAL_CONTENT, bytes)
                }
                Some(Part::Beyond) => {
                    of_range = Some(format!("bytes */{length}"));
                    (StatusCode::RANGE_NOT_SATISFIABLE, Vec::new())
                }
            }
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let set = [
            (header::ETAG, etag),
            (header::ACCEPT_RANGES, "bytes".to_owned()),
            (header::CACHE_CONTROL, ASKED_EACH_TIME.to_owned()),
            (header::CONTENT_TYPE, self.media_type),
            (header::CONTENT_DISPOSITION, self.disposition),
            (header::CONTENT_RANGE, of_range.unwrap_or_default()),
        ];
        for (name, value) in set.into_iter().filter(|(_, value)| !value.is_empty()) {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// What a `Range` asks for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// All of it: no range of bytes, one that cannot be read, or several at once, which may be answered with the whole.
    Whole,
    /// These bytes.
    Of(Range<usize>),
    /// Bytes that are not there.
    Beyond,
}

fn part_of(asked: &str, length: usize) -> Part {
    let Some((first, last)) = asked
        .trim()
        .strip_prefix("bytes=")
        .and_then(|it| it.split_once('-'))
    else {
        return Part::Whole;
    };
    let number = |text: &str| match text.trim() {
        "" => Ok(None),
        digits if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(Some(digits.parse().unwrap_or(usize::MAX)))
        }
        _ => Err(()),
    };
    match (number(first), number(last)) {
        (Ok(Some(from)), Ok(last)) => {
            if last.is_some_and(|last| last < from) {
                return Part::Whole;
            }
            let until = last.map_or(length, |last| last.saturating_add(1).min(length));
            if from < until {
                Part::Of(from..until)
            } else {
                Part::Beyond
            }
        }
        (Ok(None), Ok(Some(0))) => Part::Beyond,
        (Ok(None), Ok(Some(count))) if length > 0 => Part::Of(length.saturating_sub(count)..length),
        (Ok(None), Ok(Some(_))) => Part::Beyond,
        (Ok(None), Ok(None)) | (Err(()), _) | (_, Err(())) => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_answered_and_what_cannot_be_read_gives_the_whole() {
        for (asked, part) in [
            ("bytes=0-3", Part::Of(0..4)),
            ("bytes=4-", Part::Of(4..10)),
            ("bytes=-3", Part::Of(7..10)),
            ("bytes=-30", Part::Of(0..10)),
            ("bytes=8-99", Part::Of(8..10)),
            ("bytes=8-99999999999999999999999", Part::Of(8..10)),
            ("bytes=10-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=5-4", Part::Whole),
            ("bytes=0-1,4-5", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("lines=0-1", Part::Whole),
        ] {
            assert_eq!(part_of(asked, 10), part, "{asked}");
        }
        assert_eq!(part_of("bytes=0-", 0), Part::Beyond);
    }

    #[test]
    fn a_name_leaves_no_way_out_of_its_header() {
        assert_eq!(
            saved_as("a\"b\r\n名.pdf"),
            "attachment; filename*=UTF-8''a%22b%0D%0A%E5%90%8D.pdf"
        );
    }
}
