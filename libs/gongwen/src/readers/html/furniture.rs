//! Which elements of a page are furniture: told by their kind, by the hints in their class and id, and by how much of
//! them is links. What holds most of the page's words is never furniture, whatever it is called.

use std::collections::{HashMap, HashSet};

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

use super::phrases;
use super::tree::{Holding, Page, is_block, is_hidden};

/// Class and id words of what is always furniture.
const SURE: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "share",
    "bdsharebuttonbox",
    "bdshare",
    "bshare",
    "jiathis",
    "login",
    "qrcode",
    "ewm",
    "erweima",
    "footer",
    "copyright",
    "sidebar",
    "toolbar",
    "pager",
    "pagination",
    "friendlink",
    "friendlinks",
    "dqwz",
    "weizhi",
    "topbar",
    "toplink",
    "backtop",
    "gotop",
    "fontsize",
    "print",
    "slidebar",
    "curpos",
    "currentpos",
    "location",
    "mianbaoxie",
    "fenxiang",
    "daohang",
    "yqlj",
    "saoyisao",
    "comment",
    "comments",
];

/// Class and id words of what is furniture unless it holds facts or sentences.
const LIKELY: &[&str] = &[
    "head",
    "header",
    "foot",
    "top",
    "bottom",
    "position",
    "related",
    "relate",
    "relevant",
    "side",
    "search",
    "banner",
    "logo",
    "hot",
    "recommend",
    "links",
    "link",
    "tool",
    "tools",
    "ad",
    "adv",
    "xgwz",
    "xgxx",
    "xgzc",
    "xgjd",
    "wza",
    "old",
    "close",
    "path",
    "site",
    "left",
    "right",
    "aside",
    "bar",
];

/// Elements to leave out, with all below them.
pub(super) fn find(page: &Page) -> HashSet<NodeId> {
    let mut dropped = hidden(page);
    let holdings = page.weigh(&dropped);
    let total = page
        .root()
        .children()
        .filter_map(|c| holdings.get(&c.id()))
        .map(|h| h.letters)
        .sum::<usize>();
    let mut skipping: Option<NodeId> = None;
    for edge in page.root().traverse() {
        match edge {
            Edge::Open(node) if skipping.is_none() => {
                if dropped.contains(&node.id()) {
                    skipping = Some(node.id());
                } else if let Node::Element(element) = node.value()
                    && is_furniture(
                        node,
                        element,
                        &Scale {
                            holdings: &holdings,
                            total,
                        },
                    )
                {
                    dropped.insert(node.id());
                    skipping = Some(node.id());
                }
            }
            Edge::Close(node) if skipping == Some(node.id()) => skipping = None,
            Edge::Open(_) | Edge::Close(_) => {}
        }
    }
    dropped
}

struct Scale<'a> {
    holdings: &'a HashMap<NodeId, Holding>,
    total: usize,
}

fn hidden(page: &Page) -> HashSet<NodeId> {
    page.root()
        .descendants()
        .filter(|n| n.value().as_element().is_some_and(is_hidden))
        .map(|n| n.id())
        .collect()
}

fn is_furniture(node: NodeRef<'_, Node>, element: &Element, scale: &Scale<'_>) -> bool {
    let holding = scale.holdings.get(&node.id()).copied().unwrap_or_default();
    if matches!(element.name(), "html" | "body" | "main" | "article")
        || holding.letters * 10 > scale.total * 4
    {
        return false;
    }
    let is_quiet = holding.marks < 3;
    match element.name() {
        "nav" | "button" | "aside" => return true,
        "footer" | "form" if is_quiet => return true,
        "header" if is_quiet && !holds_heading(node) => return true,
        _ => {}
    }
    let hints = hints(element);
    if hints.iter().any(|h| SURE.contains(&h.as_str())) && is_quiet && !holds_fact(node, &holding) {
        return true;
    }
    let is_likely = hints.iter().any(|h| LIKELY.contains(&h.as_str()));
    if is_likely
        && holding.marks == 0
        && !holds_fact(node, &holding)
        && !holds_heading(node)
        && !in_table(element)
    {
        return holding.links > 0 || holding.letters < 40;
    }
    is_list_of_links(node, element, &holding)
}

fn in_table(element: &Element) -> bool {
    matches!(
        element.name(),
        "table" | "tbody" | "thead" | "tr" | "td" | "th" | "p" | "span" | "font"
    )
}

/// Many links and little else; a list of attachments is no furniture.
fn is_list_of_links(node: NodeRef<'_, Node>, element: &Element, holding: &Holding) -> bool {
    if !matches!(element.name(), "ul" | "ol" | "dl" | "div" | "section") || holding.links < 4 {
        return false;
    }
    holding.linked * 10 >= holding.letters * 8
        && holding.marks == 0
        && !text_of(node, 400).contains("附件")
}

fn holds_heading(node: NodeRef<'_, Node>) -> bool {
    node.descendants().take(2_000).any(|n| {
        n.value()
            .as_element()
            .is_some_and(|e| matches!(e.name(), "h1" | "h2"))
    })
}

fn holds_fact(node: NodeRef<'_, Node>, holding: &Holding) -> bool {
    holding.letters < 2_000 && phrases::is_fact(&text_of(node, 2_000))
}

/// The first words of an element, at most about `most` bytes.
fn text_of(node: NodeRef<'_, Node>, most: usize) -> String {
    let mut text = String::new();
    for below in node.descendants() {
        match below.value() {
            Node::Text(words) => text.extend(words.chars().take(most)),
            Node::Element(e) if is_block(e.name()) => text.push(' '),
            _ => {}
        }
        if text.len() > most {
            break;
        }
    }
    text
}

/// The words of class and id, split at signs, digits and capitals, in lower case.
fn hints(element: &Element) -> Vec<String> {
    let mut hints = Vec::new();
    for value in [
        element.attr("class"),
        element.attr("id"),
        element.attr("role"),
    ]
    .into_iter()
    .flatten()
    {
        let mut word = String::new();
        for c in value.chars().take(200) {
            if !c.is_ascii_alphabetic()
                || (c.is_ascii_uppercase() && word.ends_with(|p: char| p.is_ascii_lowercase()))
            {
                hints.push(std::mem::take(&mut word));
            }
            if c.is_ascii_alphabetic() {
                word.push(c);
            }
        }
        hints.push(word);
        hints.push(value.to_owned());
    }
    hints.retain(|h| !h.is_empty());
    for hint in &mut hints {
        hint.make_ascii_lowercase();
    }
    hints
}
