//! The pictures that a page refers to: found in its text, and named anew by where they are kept here.
//!
//! Pure, and lexical on purpose: nothing is parsed. That a page shows no other picture of this site than its own is seen afterwards, in the
//! clean body.

use std::ops::Range;

/// Where a page refers to a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The bytes of the page that hold the address.
    place: Range<usize>,
    /// The address as the page writes it.
    pub written: String,
}

/// Pictures of one page at most; what is beyond is left out of the body.
const MOST: usize = 500;

/// Every picture that a page refers to by an address. Pictures within the page (`data:`) are none.
pub fn list_pictures(html: &str) -> Vec<Picture> {
    let bytes = html.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = next_tag(bytes, at) {
        let (end, source) = read_tag(bytes, begin);
        at = end;
        let Some(place) = source else { continue };
        let written = html[place.clone()].trim().replace("&amp;", "&");
        if !written.is_empty() && !written.starts_with("data:") && found.len() < MOST {
            found.push(Picture { place, written });
        }
    }
    found
}

/// The page with its pictures under other addresses; those without one stay as they are, and do not enter the body.
pub fn with_pictures(html: &str, named: &[(Picture, String)]) -> String {
    let mut text = String::with_capacity(html.len() + named.len() * 64);
    let mut at = 0;
    for (picture, address) in named {
        text.push_str(html.get(at..picture.place.start).unwrap_or_default());
        text.push_str(address);
        at = picture.place.end;
    }
    text.push_str(html.get(at..).unwrap_or_default());
    text
}

/// Where the attributes of the next `<img` begin.
fn next_tag(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let is_tag = |it: &[u8]| {
        it[..4].eq_ignore_ascii_case(b"<img") && (it[4].is_ascii_whitespace() || it[4] == b'/')
    };
    Some(from + rest.windows(5).position(is_tag)? + 4)
}

/// Where the tag ends, and where the address stands in it.
fn read_tag(bytes: &[u8], begin: usize) -> (usize, Option<Range<usize>>) {
    let mut at = begin;
    let mut source = None;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'>' {
            return (at + 1, source);
        }
        if byte.is_ascii_whitespace() || byte == b'/' {
            at += 1;
            continue;
        }
        let name = at..end_of(bytes, at, |it| {
            it.is_ascii_whitespace() || matches!(it, b'=' | b'>')
        });
        at = end_of(bytes, name.end, |it| !it.is_ascii_whitespace());
        if bytes.get(at) != Some(&b'=') {
            at = at.max(name.start + 1);
            continue;
        }
        at = end_of(bytes, at + 1, |it| !it.is_ascii_whitespace());
        let value = match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => at + 1..end_of(bytes, at + 1, |it| it == *quote),
            _ => at..end_of(bytes, at, |it| it.is_ascii_whitespace() || it == b'>'),
        };
        let is_quoted = value.start > at;
        at = value.end + usize::from(is_quoted);
        if source.is_none() && bytes[name].eq_ignore_ascii_case(b"src") {
            source = Some(value);
        }
    }
    (bytes.len(), source)
}

fn end_of(bytes: &[u8], from: usize, is_end: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|it| is_end(*it)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(html: &str) -> Vec<String> {
        list_pictures(html)
            .into_iter()
            .map(|it| it.written)
            .collect()
    }

    #[test]
    fn a_picture_is_found_however_the_page_writes_its_address() {
        let html = "<p><IMG alt='a>b' src=\"a/1.png\"><img src='2.jpg'/><img\nwidth=3 SRC=3.gif><img data-src=x src = \"4.png?a=1&amp;b=2\">";
        assert_eq!(
            sources(html),
            ["a/1.png", "2.jpg", "3.gif", "4.png?a=1&b=2"]
        );
        assert_eq!(
            sources("<imgx src=a><img><img src><img src=\"data:image/png;base64,AA\">"),
            Vec::<String>::new()
        );
        for broken in [
            "<img",
            "<img ",
            "<img src",
            "<img src=",
            "<img src=\"a",
            "<img =a>",
            "<img ==>",
            "<img / / >",
        ] {
            let _ = sources(broken);
        }
    }

    #[test]
    fn only_the_address_of_a_picture_is_replaced() {
        let html = "<p>图<img src=\"a.png\" alt=\"a.png\">和<img src=b.png></p>";
        let named: Vec<_> = list_pictures(html)
            .into_iter()
            .map(|it| {
                let to = format!("/files/{}", it.written);
                (it, to)
            })
            .collect();
        assert_eq!(
            with_pictures(html, &named),
            "<p>图<img src=\"/files/a.png\" alt=\"a.png\">和<img src=/files/b.png></p>"
        );
        assert_eq!(
            with_pictures(html, &named[1..]),
            "<p>图<img src=\"a.png\" alt=\"a.png\">和<img src=/files/b.png></p>"
        );
    }
}
