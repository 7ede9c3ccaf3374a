//! 简体 to 繁體 over a rendered page: its text and the attributes that people read, never addresses or values.
//!
//! Words are converted by OpenCC's tables (`s2t` for characters people outside the mainland know from print, with
//! the regional forms of `data/hant-overrides.txt`). Elements marked `translate="no"` stay as they are.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// The converter with the words that it must not be asked about.
struct Converter {
    opencc: OpenCC,
    /// Longest first, so that a long word wins over its beginning.
    overrides: Vec<(&'static str, &'static str)>,
}

static CONVERTER: LazyLock<Converter> = LazyLock::new(|| {
    let mut overrides: Vec<_> = include_str!("../data/hant-overrides.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect();
    overrides.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
    Converter {
        opencc: OpenCC::from_config(BuiltinConfig::S2tw)
            .expect("the tables are embedded in the program"),
        overrides,
    }
});

/// Attributes whose value people read.
const READ_ATTRIBUTES: [&str; 7] = [
    "alt",
    "title",
    "aria-label",
    "placeholder",
    "content",
    "label",
    "data-label",
];

/// Converts words.
pub fn text(simplified: &str) -> String {
    if simplified.is_ascii() {
        return simplified.to_owned();
    }
    let converter = &*CONVERTER;
    let mut out = String::with_capacity(simplified.len());
    let mut plain = 0;
    let mut at = 0;
    while at < simplified.len() {
        let rest = &simplified[at..];
        let hit = converter
            .overrides
            .iter()
            .find(|(from, _)| rest.starts_with(from));
        match hit {
            Some((from, to)) => {
                out.push_str(&converter.opencc.convert(&simplified[plain..at]));
                out.push_str(to);
                at += from.len();
                plain = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    out.push_str(&converter.opencc.convert(&simplified[plain..]));
    out
}

/// Converts a rendered page. The HTML is our own, so tags are well formed and `<` in text is escaped.
pub fn page(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // The name of the element that is left alone, and how many of that name are open within it.
    let mut kept: Option<(String, u32)> = None;
    while let Some(open) = rest.find('<') {
        let (words, from_tag) = rest.split_at(open);
        push_words(&mut out, words, kept.is_some());
        let end = tag_end(from_tag);
        let (tag, after) = from_tag.split_at(end);
        match &mut kept {
            Some((name, depth)) => {
                out.push_str(tag);
                if is_closing(tag, name) {
                    *depth -= 1;
                    if *depth == 0 {
                        kept = None;
                    }
                } else if is_opening(tag, name) {
                    *depth += 1;
                }
            }
            None => {
                push_tag(&mut out, tag);
                if is_left_alone(tag) {
                    kept = Some((tag_name(tag).to_owned(), 1));
                }
            }
        }
        rest = after;
    }
    push_words(&mut out, rest, kept.is_some());
    out
}

fn push_words(out: &mut String, words: &str, is_kept: bool) {
    if is_kept || words.is_ascii() {
        out.push_str(words);
    } else {
        out.push_str(&text(words));
    }
}

/// Byte after the tag's `>`, which may not stand inside quotes.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn tag_name(tag: &str) -> &str {
    let body = tag.trim_start_matches(['<', '/']);
    let end = body
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(body.len());
    &body[..end]
}

fn is_opening(tag: &str, name: &str) -> bool {
    !tag.starts_with("</") && !tag.ends_with("/>") && tag_name(tag) == name
}

fn is_closing(tag: &str, name: &str) -> bool {
    tag.starts_with("</") && tag_name(tag) == name
}

fn is_left_alone(tag: &str) -> bool {
    const VOID: [&str; 5] = ["meta", "link", "input", "br", "img"];
    let name = tag_name(tag);
    let is_code = matches!(name, "script" | "style");
    let is_marked = tag.contains(" translate=\"no\"") && !VOID.contains(&name);
    !tag.starts_with("</") && !tag.ends_with("/>") && (is_code || is_marked)
}

/// Copies a tag, converting the values of the attributes that people read.
fn push_tag(out: &mut String, tag: &str) {
    if tag.is_ascii() || tag.contains(" translate=\"no\"") {
        out.push_str(tag);
        return;
    }
    let mut rest = tag;
    while let Some(eq) = rest.find("=\"") {
        let (before, value) = rest.split_at(eq + 2);
        let Some(close) = value.find('"') else { break };
        out.push_str(before);
        let name = before[..eq].rsplit([' ', '\n', '\t']).next().unwrap_or("");
        if READ_ATTRIBUTES.contains(&name) {
            out.push_str(&text(&value[..close]));
        } else {
            out.push_str(&value[..close]);
        }
        rest = &value[close..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_converted_and_one_to_many_characters_by_their_phrase() {
        for (from, to) in [
            ("政务公开工作要点", "政務公開工作要點"),
            ("发展和改革委员会", "發展和改革委員會"),
            ("征集意见", "徵集意見"),
            ("行政复议", "行政復議"),
            ("台州市", "台州市"),
            ("截止后三日", "截止後三日"),
            ("里程", "里程"),
            ("责任单位为市财政局", "責任單位為市財政局"),
            ("干部", "幹部"),
            ("制定办法", "制定辦法"),
            ("逾期完成", "逾期完成"),
            ("周一", "週一"),
            ("按照职责分工", "按照職責分工"),
            ("信息", "信息"),
        ] {
            assert_eq!(text(from), to, "{from}");
        }
    }

    #[test]
    fn addresses_values_and_marked_elements_stay_and_read_attributes_follow() {
        let html = "<a href=\"/x?词=发\" title=\"发展\">发展</a><input value=\"发\" placeholder=\"发\">\
                    <b translate=\"no\">简<b>发</b>体</b><i>简</i><script src=\"/发.js\">发</script>";
        assert_eq!(
            page(html),
            "<a href=\"/x?词=发\" title=\"發展\">發展</a><input value=\"发\" placeholder=\"發\">\
             <b translate=\"no\">简<b>发</b>体</b><i>簡</i><script src=\"/发.js\">发</script>"
        );
    }

    #[test]
    fn a_quoted_greater_than_sign_does_not_end_a_tag() {
        assert_eq!(
            page("<p title=\"大于>发\">发</p>后"),
            "<p title=\"大於>發\">發</p>後"
        );
    }
}
