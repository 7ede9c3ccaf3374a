//! Which addresses may stand in a body: links that lead to a page, a mailbox or a telephone; pictures that this site keeps.
//!
//! Looks at the address alone, never at what lies behind it.

use crate::pasted;

/// An address longer than this is none that a person wrote.
const LONGEST: usize = 2048;

/// The address of a link as it may stand in a body; `None` where it may not.
pub(crate) fn link(raw: &str) -> Option<String> {
    let mut address = tidy(raw)?;
    if let Some(rest) = address.strip_prefix("//") {
        address = format!("https://{rest}");
    }
    let is_allowed = match scheme(&address) {
        Some("http" | "https") => has_host(&address),
        Some("mailto" | "tel") => address.split_once(':').is_some_and(|(_, r)| !r.is_empty()),
        Some(_) => false,
        None => is_local(&address),
    };
    is_allowed.then_some(address)
}

/// The address of a picture as it may stand in a body.
pub(crate) fn image(raw: &str) -> Option<String> {
    let address = tidy(raw)?;
    (is_stored_image(&address) || pasted::is_mark(&address)).then_some(address)
}

/// Whether an address is that of a picture that this site keeps.
pub(crate) fn is_stored_image(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("/files/") else {
        return false;
    };
    !rest.is_empty()
        && !rest.contains(['\\', '%', '<', '>', '"'])
        && rest.split('/').all(|part| part != "..")
}

/// Without blanks around, and without what address parsers of browsers pass over.
fn tidy(raw: &str) -> Option<String> {
    let address: String = raw
        .trim()
        .chars()
        .filter(|c| !c.is_control() && !is_unseen(*c))
        .collect();
    let address = address.trim().replace(char::is_whitespace, "%20");
    (!address.is_empty() && address.len() <= LONGEST).then_some(address)
}

/// The scheme, where letters and a colon begin the address. Case counts for nothing.
fn scheme(address: &str) -> Option<&'static str> {
    let (name, _) = address.split_once(':')?;
    if name.contains(['/', '?', '#']) {
        return None;
    }
    let known = ["http", "https", "mailto", "tel"];
    let found = known.into_iter().find(|k| name.eq_ignore_ascii_case(k));
    Some(found.unwrap_or("other"))
}

fn has_host(address: &str) -> bool {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
}

/// A path from the root, or a place in the page. A browser reads `/\` as the beginning of another site.
fn is_local(address: &str) -> bool {
    match address.as_bytes() {
        [b'#', _, ..] => true,
        [b'/'] => true,
        [b'/', next, ..] => *next != b'/' && *next != b'\\',
        _ => false,
    }
}

/// Characters that nobody sees and that only serve to deceive.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
