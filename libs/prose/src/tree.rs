//! The parsed page, grown piece by piece so that hostile markup is refused while it grows. Judges nothing.

use std::borrow::Cow;

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use html5ever::tendril::TendrilSink as _;
use scraper::{Html, HtmlTreeSink, Node, StrTendril};

use crate::error::{BodyError, DEEPEST, MOST_NODES};

/// Bytes fed to the parser between two looks at the tree.
const PIECE: usize = 4 * 1024;
/// A tag longer than this carries data in its attributes; these are cut off.
const LONGEST_TAG: usize = 4 * 1024;

/// Parses a page or a part of one.
pub(crate) fn parse(text: &str) -> Result<Html, BodyError> {
    let text = cut_long_tags(text);
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser =
        html5ever::driver::parse_document(sink, html5ever::driver::ParseOpts::default());
    let mut rest: &str = &text;
    while !rest.is_empty() {
        let mut end = rest.len().min(PIECE);
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        parser.process(StrTendril::from_slice(&rest[..end]));
        rest = &rest[end..];
        let mut html = parser.tokenizer.sink.sink.0.borrow_mut();
        html.errors.clear();
        check_growth(&html)?;
    }
    let html = parser.finish();
    check_depth(&html)?;
    Ok(html)
}

/// The first element whose id or class has that name.
pub(crate) fn find_part<'a>(page: &'a Html, name: &str) -> Option<NodeRef<'a, Node>> {
    if name.is_empty() {
        return None;
    }
    let mut nodes = page.tree.root().descendants();
    nodes.find(|node| {
        node.value().as_element().is_some_and(|it| {
            let has_class = || it.classes().any(|class| class == name);
            it.id() == Some(name) || has_class()
        })
    })
}

fn check_growth(html: &Html) -> Result<(), BodyError> {
    let mut nodes = html.tree.nodes();
    if nodes.len() > MOST_NODES {
        return Err(BodyError::TooManyNodes);
    }
    let depth = nodes
        .next_back()
        .map_or(0, |n| n.ancestors().take(DEEPEST + 1).count());
    if depth > DEEPEST {
        return Err(BodyError::TooDeep);
    }
    Ok(())
}

fn check_depth(html: &Html) -> Result<(), BodyError> {
    let mut depth = 0usize;
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(_) => depth += 1,
            Edge::Close(_) => depth -= 1,
        }
        if depth > DEEPEST {
            return Err(BodyError::TooDeep);
        }
    }
    Ok(())
}

/// The parser compares each attribute of a tag with all others, so tags with thousands of them are cut to their name.
fn cut_long_tags(text: &str) -> Cow<'_, str> {
    let mut cut = String::new();
    let mut kept = 0;
    let mut from = 0;
    let bytes = text.as_bytes();
    while let Some(at) = text[from..].find('<').map(|at| from + at) {
        let after = &bytes[at + 1..];
        let is_tag = after
            .first()
            .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/');
        let length = after
            .iter()
            .position(|b| matches!(b, b'>' | b'<'))
            .unwrap_or(after.len());
        from = at + 1 + length;
        if is_tag && length > LONGEST_TAG {
            let name = after
                .iter()
                .take(32)
                .take_while(|b| b.is_ascii_alphanumeric() || **b == b'/')
                .count();
            cut.push_str(&text[kept..at + 1 + name]);
            kept = from;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    cut.push_str(&text[kept..]);
    Cow::Owned(cut)
}
