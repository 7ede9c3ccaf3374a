//! Addresses of old sites in a normal form, so that a link that somebody kept finds what became of it however it is written.
//!
//! Pure. Host and fragment count for nothing, the order of parameters neither; letters that need no escape are written without one.

/// Bytes of an address at most; a longer one is nobody's link.
pub const LONGEST: usize = 1000;

/// An address of an old site, with or without its host, in its normal form: `/path?a=1&b=2`. `None` where it is none, or the front page.
pub fn normal(written: &str) -> Option<String> {
    let written = written.trim();
    let path = match written.split_once("://") {
        Some((scheme, rest)) if scheme.chars().all(|c| c.is_ascii_alphabetic()) => {
            let at = rest.find(['/', '?'])?;
            &rest[at..]
        }
        Some(_) | None => written,
    };
    // `//host/path` and `/\host` lead to other sites.
    let is_local =
        path.starts_with(['/', '?']) && !path.starts_with("//") && !path.starts_with("/\\");
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    is_local.then(|| normal_of(path, query)).flatten()
}

/// The same for a request: its path and its query.
pub fn normal_of(path: &str, query: &str) -> Option<String> {
    if path.len() + query.len() > LONGEST {
        return None;
    }
    let query = query.split('#').next().unwrap_or_default();
    let path = path.split('#').next().unwrap_or_default();
    let mut normal = plain(path.trim_end_matches('/'), "/:@!$'()*,;=+");
    let mut parameters: Vec<String> = query
        .split('&')
        .filter(|it| !it.is_empty())
        .map(|it| plain(it, "/:@!$'()*,;=+"))
        .collect();
    parameters.sort_unstable();
    if !parameters.is_empty() {
        if normal.is_empty() {
            normal.push('/');
        }
        normal.push('?');
        normal.push_str(&parameters.join("&"));
    }
    (!normal.is_empty() && normal.len() <= LONGEST).then_some(normal)
}

/// Every byte that must be escaped as `%XX`, and no other.
fn plain(text: &str, also: &str) -> String {
    use std::fmt::Write as _;

    let mut plain = String::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = escape_at(bytes, at);
        let is_plain =
            |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.' | b'_' | b'~');
        match escaped {
            // What separates parts stays escaped where it was.
            Some(value) if is_plain(value) => plain.push(char::from(value)),
            Some(value) => {
                let _ = write!(plain, "%{value:02X}");
            }
            None if is_plain(byte) || also.as_bytes().contains(&byte) => {
                plain.push(char::from(byte));
            }
            None => {
                let _ = write!(plain, "%{byte:02X}");
            }
        }
        at += if escaped.is_some() { 3 } else { 1 };
    }
    plain
}

/// The byte that `%XX` stands for.
fn escape_at(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |offset: usize| {
        let byte = bytes.get(at + offset)?;
        u8::try_from(char::from(*byte).to_digit(16)?).ok()
    };
    (bytes.get(at) == Some(&b'%')).then_some(())?;
    Some(digit(1)? * 16 + digit(2)?)
}

/// The bytes behind `%XX`.
pub(super) fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut found = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = escape_at(bytes, at);
        found.push(escaped.unwrap_or(byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_writing_of_an_address_has_one_normal_form() {
        let same = |one: &str, other: &str| {
            assert!(normal(one).is_some(), "{one}");
            assert_eq!(normal(one), normal(other), "{one} {other}");
        };
        same("http://www.old.example/art/1.html", "/art/1.html");
        same(
            "https://old.example:8080/a.asp?b=2&a=1#top",
            "/a.asp?a=1&b=2",
        );
        same("/2019/03/通知/", "/2019/03/%e9%80%9a%E7%9F%A5");
        same("/%61rt/1.html", "/art/1.html");
        same("/a%2Fb", "/a%2fb");
        assert_ne!(normal("/a%2Fb"), normal("/a/b"));
        assert_ne!(normal("/a?id=1"), normal("/a?id=2"));
        assert_eq!(
            normal("http://old.example/?p=12").as_deref(),
            Some("/?p=12")
        );
    }

    #[test]
    fn what_leads_to_another_site_or_to_the_front_page_is_no_old_address() {
        for text in [
            "//evil.example/a",
            "/\\evil.example",
            "/",
            "http://old.example/",
            "http://old.example",
            "javascript:alert(1)",
            "art/1.html",
            "",
        ] {
            assert_eq!(normal(text), None, "{text}");
        }
        assert_eq!(normal(&format!("/{}", "a".repeat(1000))), None);
    }

    #[test]
    fn a_normal_form_is_its_own_normal_form() {
        for text in [
            "/a b?c=d e&中=1",
            "/%zz?%",
            "/a%00b",
            "/?p=1",
            "/a?b=%26&a=%3D",
        ] {
            let once = normal(text).unwrap();
            assert_eq!(normal(&once), Some(once.clone()), "{text}");
        }
    }
}
