//! HTML tables: which of them hold data and which only lay out the page, and the cells of the former. A table within a
//! cell is flattened into the words of the cell.

use std::collections::HashSet;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

use super::tree::is_block;
use super::walk::push_collapsed;
use crate::limits::Limits;
use crate::readers::assembly::Grid;
use crate::readers::error::ReadError;
use crate::readers::words;

/// Letters from which on one cell can be a whole article.
const ARTICLE: usize = 300;

/// Whether the table holds data. Layout tables hold other tables, or one cell with an article.
pub(super) fn is_data(table: NodeRef<'_, Node>, dropped: &HashSet<NodeId>) -> bool {
    if element(table).is_some_and(|e| matches!(e.attr("role"), Some("presentation" | "none"))) {
        return false;
    }
    let census = Census::take(table, dropped);
    if census.widest_row < 2 || census.cells < 2 {
        return false;
    }
    let holds_article = census.largest_cell >= ARTICLE
        && census.largest_cell * 10 >= census.letters * 7
        && census.largest_cell_paragraphs >= 5;
    let holds_tables =
        census.letters_in_nested * 2 >= census.letters && census.letters_in_nested > 0;
    !holds_article && !holds_tables && !census.has_heading
}

/// What a table consists of.
#[derive(Default)]
struct Census {
    cells: usize,
    widest_row: usize,
    letters: usize,
    letters_in_nested: usize,
    largest_cell: usize,
    largest_cell_paragraphs: usize,
    has_heading: bool,
}

impl Census {
    fn take(table: NodeRef<'_, Node>, dropped: &HashSet<NodeId>) -> Self {
        let mut census = Self::default();
        let (mut depth, mut in_row) = (0usize, 0usize);
        let (mut letters, mut paragraphs) = (0usize, 0usize);
        let mut skipping: Option<NodeId> = None;
        for edge in table.traverse() {
            let (node, opens) = match edge {
                Edge::Open(node) => (node, true),
                Edge::Close(node) => (node, false),
            };
            if let Some(id) = skipping {
                skipping = (opens || id != node.id()).then_some(id);
                continue;
            }
            if opens && dropped.contains(&node.id()) {
                skipping = Some(node.id());
                continue;
            }
            if let (Node::Text(text), true) = (node.value(), opens) {
                let count = text.chars().filter(|c| !c.is_whitespace()).count();
                census.letters += count;
                letters += count;
                census.letters_in_nested += if depth > 1 { count } else { 0 };
            }
            let Some(name) = element(node).map(Element::name) else {
                continue;
            };
            match (name, opens, depth) {
                ("table", true, _) => depth += 1,
                ("table", false, _) => depth -= 1,
                ("tr", true, 1) => in_row = 0,
                ("td" | "th", true, 1) => {
                    census.cells += 1;
                    in_row += 1;
                    census.widest_row = census.widest_row.max(in_row);
                    (letters, paragraphs) = (0, 0);
                }
                ("td" | "th", false, 1) if letters > census.largest_cell => {
                    census.largest_cell = letters;
                    census.largest_cell_paragraphs = paragraphs;
                }
                ("h1" | "h2", true, _) => census.has_heading = true,
                ("p" | "div" | "br" | "li", true, _) => paragraphs += 1,
                _ => {}
            }
        }
        census
    }
}

/// Reads the cells.
pub(super) fn read(
    table: NodeRef<'_, Node>,
    dropped: &HashSet<NodeId>,
    limits: &Limits,
) -> Result<Grid, ReadError> {
    let mut grid = Grid::new(limits);
    let mut depth = 0usize;
    let mut in_row = false;
    let mut skipping: Option<NodeId> = None;
    for edge in table.traverse() {
        match edge {
            Edge::Open(node) if skipping.is_none() => {
                let Some(element) = element(node) else {
                    continue;
                };
                match element.name() {
                    _ if dropped.contains(&node.id()) => skipping = Some(node.id()),
                    "table" => depth += 1,
                    "tr" if depth == 1 => in_row = true,
                    "td" | "th" if depth == 1 => {
                        grid.cell(words_of(node, dropped), spans(element))?;
                        skipping = Some(node.id());
                    }
                    _ => {}
                }
            }
            Edge::Close(node) if skipping.is_some() => {
                if skipping == Some(node.id()) {
                    skipping = None;
                }
            }
            Edge::Close(node) => match element(node).map(Element::name) {
                Some("table") => depth -= 1,
                Some("tr") if depth == 1 && std::mem::take(&mut in_row) => grid.end_row(),
                _ => {}
            },
            Edge::Open(_) => {}
        }
    }
    Ok(grid)
}

fn element(node: NodeRef<'_, Node>) -> Option<&Element> {
    node.value().as_element()
}

fn spans(cell: &Element) -> (u32, u32) {
    let number = |name: &str| {
        cell.attr(name)
            .and_then(|v| v.trim().parse::<u32>().ok())
            .unwrap_or(1)
    };
    let down = match number("rowspan") {
        0 => 65_534,
        rows => rows.min(65_534),
    };
    (down, number("colspan").clamp(1, 1000))
}

/// The words of a cell, its paragraphs on lines of their own.
fn words_of(cell: NodeRef<'_, Node>, dropped: &HashSet<NodeId>) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut skipping: Option<NodeId> = None;
    let mut end = |line: &mut String| {
        let text = words::clean(line).into_owned();
        line.clear();
        if !text.is_empty() {
            lines.push(text);
        }
    };
    for edge in cell.traverse() {
        match edge {
            Edge::Open(node) if skipping.is_none() => match node.value() {
                Node::Text(text) => push_collapsed(&mut line, text),
                Node::Element(_) if dropped.contains(&node.id()) => skipping = Some(node.id()),
                Node::Element(e) if is_block(e.name()) || e.name() == "br" => end(&mut line),
                _ => {}
            },
            Edge::Close(node) if skipping.is_some() => {
                if skipping == Some(node.id()) {
                    skipping = None;
                }
            }
            Edge::Close(node) if element(node).is_some_and(|e| is_block(e.name())) => {
                end(&mut line)
            }
            Edge::Open(_) | Edge::Close(_) => {}
        }
    }
    end(&mut line);
    lines.join("\n")
}
