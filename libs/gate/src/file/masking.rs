//! 脱敏 of what everybody sees in an office file: a number may stand in several runs of a paragraph, in a cell as a number, in the address of a
//! link. All of a file is examined as one text, so that a name found once is hidden everywhere.

use std::ops::Range;

use super::error::FileError;
use super::limits::Limits;
use super::package::Package;
use super::proof::Tally;
use super::tree::{Element, Item};
use super::xlsx;
use crate::finding::{Finding, Kind, Remedy};
use crate::mask::shown;
use crate::scan::Gate;

/// A piece of a line.
#[derive(Debug)]
pub(crate) enum Leaf<'a> {
    /// Words that can be changed.
    Text(&'a mut String),
    /// What stands between words.
    Gap(&'static str),
}

/// What is shown lines of leaves, one line after the other.
pub(crate) type Visit<'v> = &'v mut dyn FnMut(&mut [Leaf<'_>]);

/// Between two lines: nothing that is looked for can stand across it.
const BETWEEN: &str = "\n\u{0}\n";

/// Between two texts that are looked at together and belong to different cells or shapes: their digits are no one number.
pub(crate) const APART: &str = "；\n";

/// Attributes with words that people read.
fn is_wordy(element: &Element, key: &str) -> bool {
    let key = key.rsplit_once(':').map_or(key, |(_, local)| local);
    match key {
        "descr" | "title" | "tooltip" | "display" | "prompt" | "promptTitle" | "error"
        | "errorTitle" | "alt" => true,
        "name" => element.is("cNvPr") || element.is("docPr"),
        "val" => element.is("alias") || element.is("tag") || element.is("docVar"),
        "Target" => element.attribute("TargetMode") == Some("External"),
        _ => false,
    }
}

/// Shows a visitor all texts of a tree: paragraphs and strings as lines, other words each as a line of their own.
pub(crate) fn visit_texts(tree: &mut Element, visit: Visit<'_>) {
    let mut attributes = std::mem::take(&mut tree.attributes);
    for (key, value) in &mut attributes {
        if is_wordy(tree, key) || key == "Target" && is_outside(value) {
            visit(&mut [Leaf::Text(value)]);
        }
    }
    tree.attributes = attributes;
    if matches!(tree.local(), "p" | "si" | "is" | "text") {
        let mut leaves = Vec::new();
        gather(tree, &mut leaves);
        if leaves.iter().any(|it| matches!(it, Leaf::Text(_))) {
            visit(&mut leaves);
        }
        visit_inner(tree, visit);
        return;
    }
    for it in &mut tree.children {
        match it {
            Item::Element(element) => visit_texts(element, visit),
            Item::Text(words) if words.trim().is_empty() => {}
            Item::Text(words) => visit(&mut [Leaf::Text(words)]),
        }
    }
}

fn is_outside(target: &str) -> bool {
    target.contains(':')
}

/// Paragraphs within a paragraph (text boxes), and attributes of what is in it.
fn visit_inner(paragraph: &mut Element, visit: Visit<'_>) {
    for element in paragraph.elements_mut() {
        if element.is("p") {
            visit_texts(element, visit);
            continue;
        }
        let mut attributes = std::mem::take(&mut element.attributes);
        for (key, value) in &mut attributes {
            if is_wordy(element, key) {
                visit(&mut [Leaf::Text(value)]);
            }
        }
        element.attributes = attributes;
        visit_inner(element, visit);
    }
}

fn gather<'a>(element: &'a mut Element, leaves: &mut Vec<Leaf<'a>>) {
    let is_text = matches!(element.local(), "t" | "delText" | "v" | "text");
    let is_code = matches!(element.local(), "instrText" | "delInstrText");
    if is_code {
        leaves.push(Leaf::Gap(" \u{0} "));
    }
    for it in &mut element.children {
        match it {
            Item::Text(words) if is_text || is_code => leaves.push(Leaf::Text(words)),
            Item::Text(_) => {}
            Item::Element(inner) => match inner.local() {
                "p" => leaves.push(Leaf::Gap(BETWEEN)),
                "tab" | "ptab" => leaves.push(Leaf::Gap("\t")),
                "br" | "cr" => leaves.push(Leaf::Gap("\n")),
                "noBreakHyphen" => leaves.push(Leaf::Gap("-")),
                "rPh" => {
                    leaves.push(Leaf::Gap(BETWEEN));
                    gather(inner, leaves);
                }
                // Whether a tab is a sign or a property, its place in the properties says.
                "pPr" | "rPr" => {}
                _ => gather(inner, leaves),
            },
        }
    }
    if is_code {
        leaves.push(Leaf::Gap(" \u{0} "));
    }
}

fn line_of(leaves: &[Leaf<'_>]) -> String {
    let mut line = String::new();
    for leaf in leaves {
        match leaf {
            Leaf::Text(words) => line.push_str(words),
            Leaf::Gap(words) => line.push_str(words),
        }
    }
    line
}

/// The lines of a tree.
pub(crate) fn texts_of(tree: &Element) -> Vec<String> {
    let mut lines = Vec::new();
    // Lines are lent for changing; looking takes a copy of the one element.
    visit_texts(&mut tree.clone(), &mut |leaves| lines.push(line_of(leaves)));
    lines
}

/// What was masked in a package: kinds with the words as they stood.
pub(crate) type Words = Vec<(Kind, String)>;

/// Masks what everybody sees in all parts.
pub(crate) fn mask(
    package: &mut Package,
    gate: &Gate,
    tally: &mut Tally,
    limits: &Limits,
) -> Result<Words, FileError> {
    let mut trees = Vec::new();
    for (name, bytes) in &package.parts {
        let is_xml = [".xml", ".rels", ".vml"]
            .iter()
            .any(|it| name.ends_with(it));
        if is_xml && name != "[Content_Types].xml" {
            trees.push((name.clone(), Element::parse(bytes, name, limits)?));
        }
    }
    let mut all = String::new();
    let mut starts = Vec::new();
    for (_, tree) in &mut trees {
        visit(tree, &mut |leaves| {
            starts.push(all.len());
            all.push_str(&line_of(leaves));
            all.push_str(BETWEEN);
        });
    }
    let found: Vec<Finding> = gate
        .examine(&all)
        .into_iter()
        .filter(|it| it.remedy == Remedy::Mask)
        .collect();
    let mut words = Vec::new();
    for it in &found {
        tally.masked(it.kind);
        words.push((it.kind, all[it.place.clone()].to_owned()));
    }
    let mut line = 0;
    for (name, tree) in &mut trees {
        let mut is_changed = false;
        visit(tree, &mut |leaves| {
            let start = starts.get(line).copied().unwrap_or(all.len());
            let end = starts.get(line + 1).copied().unwrap_or(all.len());
            line += 1;
            let from = found.partition_point(|it| it.place.start < start);
            let here: Vec<&Finding> = found[from..]
                .iter()
                .take_while(|it| it.place.start < end)
                .collect();
            is_changed |= !here.is_empty();
            hide(leaves, &here, start);
        });
        if is_changed {
            package.put(name, tree);
        }
    }
    Ok(words)
}

fn visit(tree: &mut Element, visit: Visit<'_>) {
    if tree.is("worksheet") {
        xlsx::visit_cells(tree, visit);
    } else {
        visit_texts(tree, visit);
    }
}

/// Puts the mask where a finding begins, and takes its rest out of the leaves that follow.
fn hide(leaves: &mut [Leaf<'_>], findings: &[&Finding], start: usize) {
    let line = line_of(leaves);
    let mut at = 0;
    for leaf in leaves {
        let words = match leaf {
            Leaf::Text(words) => words,
            Leaf::Gap(words) => {
                at += words.len();
                continue;
            }
        };
        let range = at..at + words.len();
        at = range.end;
        let mut masked = String::with_capacity(words.len());
        let mut done = range.start;
        for it in findings {
            let place = it.place.start - start..it.place.end - start;
            let here = overlap(&place, &range);
            if here.is_empty() {
                continue;
            }
            masked.push_str(line.get(done..here.start).unwrap_or_default());
            if here.start == place.start {
                masked.push_str(&shown(it.kind, line.get(place).unwrap_or_default()));
            }
            done = here.end;
        }
        masked.push_str(line.get(done..range.end).unwrap_or_default());
        **words = masked;
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    a.start.max(b.start)..a.end.min(b.end).max(a.start.max(b.start))
}
