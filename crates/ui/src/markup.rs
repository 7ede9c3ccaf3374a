//! Text for HTML: escaping, and a type for what is markup already.
//!
//! Templates escape what they print; only a [`Markup`] passes as it is, and only code that escaped its parts makes
//! one.

use std::fmt;

/// HTML that was put together from escaped parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Takes HTML whose parts the caller has escaped.
    pub fn trusted(html: String) -> Self {
        Self(html)
    }

    /// Text, escaped.
    pub fn text(text: &str) -> Self {
        Self(escaped(text))
    }

    /// Text of a language, escaped, in an element that says which.
    pub fn text_in(text: &str, language: &str) -> Self {
        Self(format!(
            "<span lang=\"{language}\">{}</span>",
            escaped(text)
        ))
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Markup {}

/// Appends text with the five characters of HTML and XML escaped.
pub fn push_escaped(to: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\'' => to.push_str("&#39;"),
            // XML 1.0 has no place for other control characters, HTML calls them errors.
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => to.push(c),
        }
    }
}

/// The text with the five characters of HTML and XML escaped.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaping_leaves_no_way_out_of_text_or_attribute() {
        assert_eq!(
            escaped("<a href=\"x\" id='y'>&\u{0}\u{7}好"),
            "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;好"
        );
    }
}
