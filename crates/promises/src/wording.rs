//! Words that people hand in for the public to read: notes, reasons, bases. Takes out what cannot be seen and could mislead.
//!
//! Pure. It does not judge what the words say; whether they are too short or too long is for the rules.

/// The words without control characters (but line feeds) and without marks that turn the direction of writing, for these
/// make a line read otherwise than it is kept; blanks around them are dropped, a tab is a blank.
pub fn cleaned(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| *c == '\n' || !(c.is_control() || turns_direction(*c)))
        .collect();
    kept.trim().to_owned()
}

/// Whether the character only turns the direction of writing.
pub fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a text is an address that a citizen can open: http or https, a host, nothing that breaks a line or a page. How long it may
/// be is for the rules.
pub fn is_web_address(link: &str) -> bool {
    let Some((scheme, rest)) = link.split_once("://") else {
        return false;
    };
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    // A name before the host (https://gov.example@evil.example) shows one site and opens another.
    let has_host = !host.is_empty() && !host.starts_with(':') && !host.contains('@');
    let is_odd = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || turns_direction(c)
            || matches!(c, '<' | '>' | '"' | '\\' | '`')
    };
    is_web && has_host && !link.contains(is_odd)
}

#[cfg(test)]
mod tests;
