//! Files that a browser saves or plays: their names in headers, and the part of them that a request asks for (RFC 9110 §14).
//!
//! What was handed in is never shown inside a page and never runs under the site's address. Bytes are not read here: whoever answers asks
//! [`Download::plan`] which are wanted, and gives just those.

use std::future::Future;
use std::ops::Range;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use futures_util::stream::try_unfold;
use kernel::Fault;

/// `Content-Disposition` of a file to be saved under its name (RFC 6266, RFC 8187).
pub fn saved_as(file_name: &str) -> String {
    format!(
        "attachment; filename*=UTF-8''{}",
        percent_encoded(file_name)
    )
}

/// `Content-Disposition` of a file that browsers show, and save under a title: `ending` behind it, and `fallback` in ASCII for programs that cannot read the title.
pub fn shown_as(title: &str, (ending, fallback): (&str, &str)) -> String {
    /// Characters of a title: file systems take 255 bytes, of which a character needs three.
    const LONGEST: usize = 70;
    // What no file's name may hold somewhere, and what turns the direction of writing or is not seen.
    let is_unfit = |it: char| {
        it.is_control()
            || "/\\:*?\"<>|%".contains(it)
            || matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let fit: String = title
        .chars()
        .map(|it| if is_unfit(it) { ' ' } else { it })
        .collect();
    let fit = fit.split_whitespace().collect::<Vec<_>>().join(" ");
    let fit: String = fit.chars().take(LONGEST).collect();
    let fit = fit.trim_matches(['.', ' ']);
    if fit.is_empty() {
        return format!("inline; filename=\"{fallback}\"");
    }
    let name = percent_encoded(&format!("{fit}{ending}"));
    format!("inline; filename=\"{fallback}\"; filename*=UTF-8''{name}")
}

/// A name as RFC 8187 wants it.
fn percent_encoded(file_name: &str) -> String {
    let mut name = String::new();
    for byte in file_name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("%{byte:02X}"));
        }
    }
    name
}

/// A file whose address names its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// Bytes.
    pub length: u64,
    /// Its media type.
    pub media_type: String,
    /// The digest of its bytes.
    pub digest: String,
    /// How it is shown; empty for within a page.
    pub disposition: String,
    /// Who may keep it: `Cache-Control`.
    pub kept: &'static str,
}

/// Which bytes a request is answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// None: whoever asks has them.
    Known,
    /// None: it is asked about, not for (HEAD).
    Told,
    /// All.
    Whole,
    /// These.
    Of(Range<u64>),
    /// None: those that are asked for are not there.
    Beyond,
}

impl Download {
    /// Which bytes a request wants.
    pub fn plan(&self, method: &Method, asked: &HeaderMap) -> Plan {
        let etag = self.etag();
        let text = |name: HeaderName| asked.get(name).and_then(|it| it.to_str().ok());
        let names = |list: &str| {
            list.split(',')
                .any(|it| matches!(it.trim(), "*") || it.trim().trim_start_matches("W/") == etag)
        };
        if text(header::IF_NONE_MATCH).is_some_and(names) {
            return Plan::Known;
        }
        // A range is defined for GET alone (§14.2).
        if *method == Method::HEAD {
            return Plan::Told;
        }
        // Only a strong comparison lets a range be joined to what is there already (§13.1.5); a date is never ours.
        let is_same = text(header::IF_RANGE).is_none_or(|it| it.trim() == etag);
        let mut ranges = asked.get_all(header::RANGE).iter();
        match (ranges.next().and_then(|it| it.to_str().ok()), ranges.next()) {
            (Some(range), None) if is_same => part_of(range, self.length),
            _ => Plan::Whole,
        }
    }

    /// The answer with the bytes of the plan.
    pub fn answer(self, plan: &Plan, body: Body) -> Response {
        let length = self.length;
        let (status, of_range, sent) = match plan {
            Plan::Known => (StatusCode::NOT_MODIFIED, None, None),
            Plan::Told | Plan::Whole => (StatusCode::OK, None, Some(length)),
            Plan::Of(range) => (
                StatusCode::PARTIAL_CONTENT,
                Some(format!("bytes {}-{}/{length}", range.start, range.end - 1)),
                Some(range.end - range.start),
            ),
            Plan::Beyond => (
                StatusCode::RANGE_NOT_SATISFIABLE,
                Some(format!("bytes */{length}")),
                Some(0),
            ),
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        let set = [
            (header::ETAG, self.etag()),
            (header::ACCEPT_RANGES, "bytes".to_owned()),
            (header::CACHE_CONTROL, self.kept.to_owned()),
            (header::CONTENT_TYPE, self.media_type),
            (header::CONTENT_DISPOSITION, self.disposition),
            (header::CONTENT_RANGE, of_range.unwrap_or_default()),
            (
                header::CONTENT_LENGTH,
                sent.map(|it| it.to_string()).unwrap_or_default(),
            ),
        ];
        for (name, value) in set.into_iter().filter(|(_, value)| !value.is_empty()) {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }

    fn etag(&self) -> String {
        format!("\"{}\"", self.digest)
    }
}

impl Plan {
    /// The bytes to be read of a file of that length; `None` where there are none to be sent.
    pub fn bytes(&self, length: u64) -> Option<Range<u64>> {
        match self {
            Self::Whole => Some(0..length),
            Self::Of(range) => Some(range.clone()),
            Self::Known | Self::Told | Self::Beyond => None,
        }
    }
}

/// A body of pieces, each read only when the one before has been sent. A piece that cannot be read ends the connection, so that nobody takes
/// what came for the whole.
pub fn body_of<P, N, F>(pieces: P, mut next: N) -> Body
where
    P: Send + 'static,
    N: FnMut(P) -> F + Send + 'static,
    F: Future<Output = Result<Option<(Vec<u8>, P)>, Fault>> + Send + 'static,
{
    Body::from_stream(try_unfold(pieces, move |pieces| {
        let piece = next(pieces);
        async move {
            let piece = piece.await;
            piece.inspect_err(|fault| tracing::error!(%fault, "a file was cut short"))
        }
    }))
}

/// One range is answered; one that cannot be read, and several at once, which may be answered with the whole (§14.2), give the whole.
fn part_of(asked: &str, length: u64) -> Plan {
    let Some((first, last)) = asked
        .trim()
        .strip_prefix("bytes=")
        .and_then(|it| it.split_once('-'))
    else {
        return Plan::Whole;
    };
    let number = |text: &str| match text.trim() {
        "" => Ok(None),
        digits if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(Some(digits.parse().unwrap_or(u64::MAX)))
        }
        _ => Err(()),
    };
    match (number(first), number(last)) {
        (Ok(Some(from)), Ok(last)) => {
            if last.is_some_and(|last| last < from) {
                return Plan::Whole;
            }
            let until = last.map_or(length, |last| last.saturating_add(1).min(length));
            if from < until {
                Plan::Of(from..until)
            } else {
                Plan::Beyond
            }
        }
        (Ok(None), Ok(Some(0))) => Plan::Beyond,
        (Ok(None), Ok(Some(count))) if length > 0 => Plan::Of(length.saturating_sub(count)..length),
        (Ok(None), Ok(Some(_))) => Plan::Beyond,
        (Ok(None), Ok(None)) | (Err(()), _) | (_, Err(())) => Plan::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Download {
        Download {
            length: 10,
            media_type: "video/mp4".to_owned(),
            digest: "abc".to_owned(),
            disposition: saved_as("a.mp4"),
            kept: "no-store",
        }
    }

    fn plan(headers: &[(HeaderName, &'static str)]) -> Plan {
        let mut asked = HeaderMap::new();
        for (name, value) in headers {
            asked.append(name.clone(), HeaderValue::from_static(value));
        }
        file().plan(&Method::GET, &asked)
    }

    #[test]
    fn one_range_is_answered_and_what_cannot_be_read_gives_the_whole() {
        for (asked, part) in [
            ("bytes=0-3", Plan::Of(0..4)),
            ("bytes=4-", Plan::Of(4..10)),
            ("bytes=-3", Plan::Of(7..10)),
            ("bytes=-30", Plan::Of(0..10)),
            ("bytes=8-99", Plan::Of(8..10)),
            ("bytes=8-99999999999999999999999", Plan::Of(8..10)),
            ("bytes=10-", Plan::Beyond),
            ("bytes=-0", Plan::Beyond),
            ("bytes=5-4", Plan::Whole),
            ("bytes=0-1,4-5", Plan::Whole),
            ("bytes=-", Plan::Whole),
            ("bytes=a-b", Plan::Whole),
            ("lines=0-1", Plan::Whole),
        ] {
            assert_eq!(plan(&[(header::RANGE, asked)]), part, "{asked}");
        }
        assert_eq!(part_of("bytes=0-", 0), Plan::Beyond);
    }

    #[test]
    fn a_range_is_of_this_very_file_or_it_is_the_whole() {
        let range = (header::RANGE, "bytes=0-3");
        for (condition, part) in [
            ("\"abc\"", Plan::Of(0..4)),
            ("\"abd\"", Plan::Whole),
            ("W/\"abc\"", Plan::Whole),
            ("Sun, 22 Nov 2026 00:00:00 GMT", Plan::Whole),
        ] {
            let asked = [range.clone(), (header::IF_RANGE, condition)];
            assert_eq!(plan(&asked), part, "{condition}");
        }
        // §13.2.2: whoever has it is told so before any range is looked at.
        let asked = [range.clone(), (header::IF_NONE_MATCH, "\"x\", \"abc\"")];
        assert_eq!(plan(&asked), Plan::Known);
        assert_eq!(plan(&[range.clone(), range]), Plan::Whole, "two headers");
    }

    #[test]
    fn whoever_asks_about_a_file_learns_its_length_whatever_range_is_named() {
        let mut asked = HeaderMap::new();
        asked.insert(header::RANGE, HeaderValue::from_static("bytes=0-3"));
        let plan = file().plan(&Method::HEAD, &asked);
        assert_eq!(plan, Plan::Told);
        assert_eq!(plan.bytes(10), None);
        let answer = file().answer(&plan, Body::empty());
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[header::CONTENT_LENGTH], "10");
        assert!(!answer.headers().contains_key(header::CONTENT_RANGE));
    }

    #[test]
    fn the_answer_says_which_bytes_it_holds() {
        for (plan, status, range, length) in [
            (Plan::Of(4..10), 206, Some("bytes 4-9/10"), Some("6")),
            (Plan::Beyond, 416, Some("bytes */10"), Some("0")),
            (Plan::Whole, 200, None, Some("10")),
            (Plan::Known, 304, None, None),
        ] {
            let answer = file().answer(&plan, Body::empty());
            assert_eq!(answer.status(), status);
            let said = |name| answer.headers().get(name).map(|it| it.to_str().unwrap());
            assert_eq!(said(header::CONTENT_RANGE), range);
            assert_eq!(said(header::CONTENT_LENGTH), length);
            assert_eq!(said(header::ACCEPT_RANGES), Some("bytes"));
            assert_eq!(said(header::ETAG), Some("\"abc\""));
        }
    }

    #[test]
    fn a_title_becomes_a_name_that_every_disk_takes() {
        let fallback = (".pdf", "edition.pdf");
        assert_eq!(
            shown_as("名 a", fallback),
            "inline; filename=\"edition.pdf\"; filename*=UTF-8''%E5%90%8D%20a.pdf"
        );
        assert_eq!(
            shown_as("../a\"b\r\n\u{202e}c:d", fallback),
            "inline; filename=\"edition.pdf\"; filename*=UTF-8''a%20b%20c%20d.pdf"
        );
        for empty in ["", " . ", "///"] {
            assert_eq!(
                shown_as(empty, fallback),
                "inline; filename=\"edition.pdf\""
            );
        }
        let long = shown_as(&"长".repeat(500), fallback);
        assert!(long.matches("%E9%95%BF").count() == 70 && long.ends_with(".pdf"));
    }

    #[test]
    fn a_name_leaves_no_way_out_of_its_header() {
        assert_eq!(
            saved_as("a\"b\r\n名.pdf"),
            "attachment; filename*=UTF-8''a%22b%0D%0A%E5%90%8D.pdf"
        );
    }
}
