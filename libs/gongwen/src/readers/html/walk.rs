//! From the tree to blocks: words between block elements and `<br>` are paragraphs, data tables are tables. Lines of
//! furniture that carry no hint in their markup are left out here, by their words and their place.

use std::collections::HashSet;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

use super::phrases;
use super::table;
use super::tree::{Page, is_block};
use crate::blocks::{Format, Source};
use crate::limits::Limits;
use crate::readers::assembly::{Assembly, Grid, Standing};
use crate::readers::error::ReadError;
use crate::readers::words;
use crate::readers::wrap::starts_with_label;

/// Reads the page without the `dropped` elements.
pub(super) fn read(
    page: &Page,
    dropped: &HashSet<NodeId>,
    limits: &Limits,
) -> Result<Source, ReadError> {
    let main = find_main(page, dropped);
    let mut walk = Walk {
        dropped,
        limits,
        line: Line::default(),
        zone: if main.is_some() {
            Zone::Before
        } else {
            Zone::Within
        },
        lists: Vec::new(),
        levels: Vec::new(),
        pieces: Vec::new(),
    };
    walk.walk(page.root(), main)?;
    assemble(walk.pieces, limits)
}

/// Where a piece stands relative to the element that holds most of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Before,
    Within,
    After,
}

enum Piece {
    Gap,
    Text {
        text: String,
        level: Option<u8>,
        zone: Zone,
        is_linked: bool,
    },
    Table {
        grid: Grid,
    },
}

/// The line in the making.
#[derive(Default)]
struct Line {
    text: String,
    linked: usize,
    in_link: usize,
    preformatted: usize,
    /// Number of the list item that begins here.
    label: Option<String>,
}

/// An ordered or unordered list that is open.
struct List {
    is_numbered: bool,
    kind: String,
    next: u32,
}

struct Walk<'a> {
    dropped: &'a HashSet<NodeId>,
    limits: &'a Limits,
    line: Line,
    zone: Zone,
    lists: Vec<List>,
    levels: Vec<u8>,
    pieces: Vec<Piece>,
}

/// A page with fewer letters than this has no main element to tell from the rest.
const LITTLE: usize = 150;

/// The smallest element that holds at least three fifths of the words.
fn find_main(page: &Page, dropped: &HashSet<NodeId>) -> Option<NodeId> {
    let holdings = page.weigh(dropped);
    let letters = |n: &NodeRef<'_, Node>| holdings.get(&n.id()).map_or(0, |h| h.letters - h.linked);
    let mut at = page.root();
    let total: usize = at.children().map(|c| letters(&c)).sum();
    if total < LITTLE {
        return None;
    }
    while let Some(child) = at
        .children()
        .find(|c| letters(c) * 5 >= total * 3 && total > 0)
    {
        // Where a table is most of the article, title and signature stand beside it.
        let name = child.value().as_element().map_or("", Element::name);
        if matches!(name, "p" | "span" | "tr" | "tbody")
            || name == "table" && table::is_data(child, dropped)
        {
            break;
        }
        at = child;
    }
    at.value().is_element().then(|| at.id())
}

impl Walk<'_> {
    fn walk(&mut self, root: NodeRef<'_, Node>, main: Option<NodeId>) -> Result<(), ReadError> {
        let mut skipping: Option<NodeId> = None;
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) if skipping.is_none() => {
                    if main == Some(node.id()) {
                        self.end_line();
                        self.zone = Zone::Within;
                    }
                    if self.dropped.contains(&node.id()) || self.open(node)? {
                        skipping = Some(node.id());
                    }
                }
                Edge::Close(node) => {
                    if skipping == Some(node.id()) {
                        skipping = None;
                    } else if skipping.is_none() {
                        self.close(node);
                    }
                    if main == Some(node.id()) {
                        self.end_line();
                        self.zone = Zone::After;
                    }
                }
                Edge::Open(_) => {}
            }
        }
        self.end_line();
        Ok(())
    }

    /// Returns whether the node was dealt with, all below it included.
    fn open(&mut self, node: NodeRef<'_, Node>) -> Result<bool, ReadError> {
        let element = match node.value() {
            Node::Text(text) => {
                self.words(text);
                return Ok(false);
            }
            Node::Element(element) => element,
            _ => return Ok(false),
        };
        match element.name() {
            "br" => self.break_line(),
            "table" if table::is_data(node, self.dropped) => {
                self.end_line();
                let grid = table::read(node, self.dropped, self.limits)?;
                self.pieces.push(Piece::Table { grid });
                return Ok(true);
            }
            "a" => self.line.in_link += 1,
            "pre" => self.line.preformatted += 1,
            "ol" | "ul" => self.lists.push(List::of(element)),
            "li" => {
                self.end_line();
                self.line.label = self.lists.last_mut().and_then(|l| l.label(element));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line();
                self.levels.push(element.name().as_bytes()[1] - b'0');
            }
            // Cells of a flattened layout table that stand on one row are kept apart.
            "td" | "th" => self.end_line(),
            _ => {}
        }
        if is_block(element.name()) && element.name() != "li" {
            self.end_line();
        }
        Ok(false)
    }

    fn close(&mut self, node: NodeRef<'_, Node>) {
        let Some(element) = node.value().as_element() else {
            return;
        };
        if is_block(element.name()) {
            let was_empty = words::trim(&self.line.text).is_empty();
            self.end_line();
            if was_empty
                && matches!(element.name(), "p" | "hr")
                && node.children().all(|c| !holds_block(c))
            {
                self.pieces.push(Piece::Gap);
            }
        }
        match element.name() {
            "a" => self.line.in_link = self.line.in_link.saturating_sub(1),
            "pre" => self.line.preformatted = self.line.preformatted.saturating_sub(1),
            "ol" | "ul" => {
                self.lists.pop();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.levels.pop();
            }
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if self.line.preformatted > 0 {
            for (index, line) in text.split('\n').enumerate() {
                if index > 0 {
                    self.break_line();
                }
                self.line.text.push_str(line);
            }
            return;
        }
        let before = self.line.text.len();
        push_collapsed(&mut self.line.text, text);
        if self.line.in_link > 0 {
            self.line.linked += self.line.text.len() - before;
        }
    }

    /// `<br>`: the end of a line, or a gap where nothing stood on it.
    fn break_line(&mut self) {
        if words::trim(&self.line.text).is_empty() {
            self.pieces.push(Piece::Gap);
        }
        self.end_line();
    }

    fn end_line(&mut self) {
        let text = words::clean(&std::mem::take(&mut self.line.text)).into_owned();
        let linked = std::mem::take(&mut self.line.linked);
        if text.is_empty() {
            return;
        }
        let label = self.line.label.take().filter(|_| !starts_with_label(&text));
        let is_linked = linked * 2 > text.len();
        self.pieces.push(Piece::Text {
            text: label.unwrap_or_default() + &text,
            level: self.levels.last().copied(),
            zone: self.zone,
            is_linked,
        });
    }
}

fn holds_block(node: NodeRef<'_, Node>) -> bool {
    node.value()
        .as_element()
        .is_some_and(|e| is_block(e.name()) || matches!(e.name(), "br" | "img"))
}

impl List {
    fn of(element: &Element) -> Self {
        let style = element.attr("style").unwrap_or_default().replace(' ', "");
        Self {
            is_numbered: element.name() == "ol"
                && !style.contains("list-style:none")
                && !style.contains("list-style-type:none"),
            kind: element.attr("type").unwrap_or("1").to_owned(),
            next: element
                .attr("start")
                .and_then(|s| s.trim().parse().ok())
                .unwrap_or(1),
        }
    }

    /// The number that a browser shows before the item.
    fn label(&mut self, item: &Element) -> Option<String> {
        if !self.is_numbered {
            return None;
        }
        let number = item
            .attr("value")
            .and_then(|v| v.trim().parse().ok())
            .unwrap_or(self.next);
        self.next = number.saturating_add(1);
        let letter = |first: u8| {
            char::from(first + u8::try_from(number.saturating_sub(1) % 26).unwrap_or(0))
        };
        Some(match self.kind.as_str() {
            "a" => format!("{}.", letter(b'a')),
            "A" => format!("{}.", letter(b'A')),
            _ => format!("{number}."),
        })
    }
}

/// Appends `text` with each run of ordinary white space as one blank.
pub(super) fn push_collapsed(line: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\u{0C}' => {
                if !line.is_empty() && !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            '\u{A0}' => line.push(' '),
            c if words::is_invisible(c) => {}
            c => line.push(c),
        }
    }
}

fn assemble(pieces: Vec<Piece>, limits: &Limits) -> Result<Source, ReadError> {
    let mut assembly = Assembly::new(Format::Html, limits);
    let mut after_position = false;
    for piece in pieces {
        match piece {
            Piece::Gap => assembly.gap(),
            Piece::Table { grid } => assembly.table(grid, Standing::default())?,
            Piece::Text {
                text,
                level,
                zone,
                is_linked,
            } => {
                // 当前位置：首页 / > 政务公开 > …: the second line goes with the first.
                let goes_on = after_position && text.starts_with(['>', '»', '›', '＞']);
                after_position = goes_on || phrases::is_furniture(&text);
                if after_position || !belongs(&text, zone, is_linked) {
                    continue;
                }
                let standing = Standing {
                    level,
                    ..Standing::default()
                };
                assembly.paragraph(&text, standing)?;
            }
        }
    }
    assembly.finish()
}

/// Whether a line outside the main element belongs to the document.
fn belongs(text: &str, zone: Zone, is_linked: bool) -> bool {
    match zone {
        Zone::Within => true,
        Zone::Before => {
            phrases::is_fact(text)
                || !is_linked && (words::han(text) >= 4 || phrases::is_code(text))
        }
        Zone::After => {
            phrases::is_fact(text)
                || text.starts_with("附件")
                || !is_linked && text.contains(['。', '年'])
        }
    }
}
