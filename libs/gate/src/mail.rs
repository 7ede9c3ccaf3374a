//! 电子邮箱: a name, an at sign in either width, a host.

use std::ops::Range;

use crate::fold::plain;

/// The address around the at sign at a byte.
pub(crate) fn find(text: &str, at: usize) -> Option<Range<usize>> {
    let sign = text[at..].chars().next()?;
    let of_name = |c: char| {
        let c = plain(c);
        c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%')
    };
    let start = text[..at]
        .char_indices()
        .rev()
        .take_while(|(_, c)| of_name(*c))
        .last()?
        .0;
    let after = at + sign.len_utf8();
    let host: Vec<(usize, char)> = text[after..]
        .char_indices()
        .map(|(place, c)| (after + place + c.len_utf8(), plain(c)))
        .take_while(|(_, c)| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        .collect();
    // A full stop at its end ends the sentence.
    let last = host.iter().rposition(|(_, c)| c.is_ascii_alphanumeric())?;
    let host = &host[..=last];
    let top = host.iter().rposition(|(_, c)| *c == '.')?;
    let is_host =
        host[top + 1..].len() >= 2 && host[top + 1..].iter().all(|(_, c)| c.is_ascii_alphabetic());
    is_host.then(|| start..host.last().map_or(after, |it| it.0))
}

/// The host of an address, in small letters.
pub(crate) fn host(address: &str) -> String {
    let plain: String = address.chars().map(plain).collect();
    plain.rsplit('@').next().unwrap_or_default().to_lowercase()
}
