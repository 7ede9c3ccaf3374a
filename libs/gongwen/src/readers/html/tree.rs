//! The parsed page, built piece by piece so that hostile markup is refused while it grows, and what each element holds:
//! letters, letters in links, number of links. Does not judge the elements.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use html5ever::tendril::TendrilSink;
use scraper::node::Element;
use scraper::{Html, HtmlTreeSink, Node, StrTendril};

use crate::limits::Limits;
use crate::readers::error::ReadError;

/// Bytes fed to the parser between two looks at the tree.
const PIECE: usize = 4 * 1024;
/// A tag longer than this carries data in its attributes; these are cut off.
const LONGEST_TAG: usize = 2 * 1024;

/// A parsed page.
pub(super) struct Page {
    html: Html,
}

/// What an element holds, without what is dropped.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Holding {
    /// Characters that show.
    pub letters: usize,
    /// Of these, in links.
    pub linked: usize,
    /// Links.
    pub links: usize,
    /// Sentence marks outside links.
    pub marks: usize,
}

impl Holding {
    fn add(&mut self, other: Self) {
        self.letters += other.letters;
        self.linked += other.linked;
        self.links += other.links;
        self.marks += other.marks;
    }
}

/// Parses `text`.
pub(super) fn parse(text: &str, limits: &Limits) -> Result<Page, ReadError> {
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
        check(&html, limits)?;
    }
    Ok(Page {
        html: parser.finish(),
    })
}

fn check(html: &Html, limits: &Limits) -> Result<(), ReadError> {
    let part = || "网页".to_owned();
    let mut nodes = html.tree.nodes();
    if nodes.len() > limits.nodes {
        return Err(ReadError::TooManyBlocks {
            part: part(),
            limit: limits.nodes,
        });
    }
    let deepest = nodes
        .next_back()
        .map_or(0, |n| n.ancestors().take(limits.depth + 1).count());
    if deepest > limits.depth {
        return Err(ReadError::TooDeep {
            part: part(),
            limit: limits.depth,
        });
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
        if from >= text.len() {
            break;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    cut.push_str(&text[kept..]);
    Cow::Owned(cut)
}

impl Page {
    /// The root of the tree.
    pub(super) fn root(&self) -> NodeRef<'_, Node> {
        self.html.tree.root()
    }

    /// What every element holds; elements in `dropped` and below count as empty.
    pub(super) fn weigh(&self, dropped: &HashSet<NodeId>) -> HashMap<NodeId, Holding> {
        let mut holdings = HashMap::new();
        let mut open: Vec<Holding> = vec![Holding::default()];
        let mut link_depth = 0usize;
        let mut skipping: Option<NodeId> = None;
        for edge in self.root().traverse() {
            match edge {
                Edge::Open(node) if skipping.is_none() => {
                    if dropped.contains(&node.id()) {
                        skipping = Some(node.id());
                        continue;
                    }
                    match node.value() {
                        Node::Text(text) => {
                            if let Some(top) = open.last_mut() {
                                top.add(weigh_text(text, link_depth > 0));
                            }
                        }
                        Node::Element(element) => {
                            let is_link = element.name() == "a";
                            link_depth += usize::from(is_link);
                            open.push(Holding {
                                links: usize::from(is_link),
                                ..Holding::default()
                            });
                        }
                        _ => {}
                    }
                }
                Edge::Open(_) => {}
                Edge::Close(node) => {
                    if skipping.is_some() {
                        if skipping == Some(node.id()) {
                            skipping = None;
                        }
                        continue;
                    }
                    if let Node::Element(element) = node.value() {
                        link_depth -= usize::from(element.name() == "a");
                        let holding = open.pop().unwrap_or_default();
                        holdings.insert(node.id(), holding);
                        if let Some(top) = open.last_mut() {
                            top.add(holding);
                        }
                    }
                }
            }
        }
        holdings
    }
}

fn weigh_text(text: &str, in_link: bool) -> Holding {
    let letters = text.chars().filter(|c| !c.is_whitespace()).count();
    let marks = text.chars().filter(|c| matches!(c, '。' | '；')).count();
    Holding {
        letters,
        linked: if in_link { letters } else { 0 },
        links: 0,
        marks: if in_link { 0 } else { marks },
    }
}

/// Whether an element is never shown.
pub(super) fn is_hidden(element: &Element) -> bool {
    const NEVER_SHOWN: &[&str] = &[
        "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg",
        "canvas", "audio", "video", "select", "textarea", "datalist", "map", "title", "math", "rt",
        "rp",
    ];
    if NEVER_SHOWN.contains(&element.name()) || element.attr("hidden").is_some() {
        return true;
    }
    if element.name() == "input" {
        return true;
    }
    let Some(style) = element.attr("style") else {
        return false;
    };
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// Whether an element stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "ucapcontent",
        "ucaptitle",
    ];
    BLOCKS.contains(&name)
}
