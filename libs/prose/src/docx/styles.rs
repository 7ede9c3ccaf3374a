//! Styles: what they say of numbers, outline levels, alignment and runs, inheritance included. Ignores fonts, colours and sizes.

use std::collections::HashMap;

use ooxml::{Node, Xml};

use super::error::{DEEPEST_XML, DocxError};
use super::run::RunLooks;
use crate::block::Align;

/// What a style, or a paragraph itself, says of its number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NumPr {
    /// The list; `0` takes the number away.
    pub num_id: Option<String>,
    /// The level, 0-based.
    pub ilvl: Option<usize>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    number: NumPr,
    outline: Option<u8>,
    align: Option<Align>,
    run: RunLooks,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    default: Option<String>,
}

impl Styles {
    /// Reads styles.xml.
    pub(super) fn parse(text: &str) -> Result<Self, DocxError> {
        let mut xml = Xml::new(text, "样式定义（styles.xml）", DEEPEST_XML);
        let mut styles = Self::default();
        let mut current: Option<(String, Style)> = None;
        loop {
            match xml.next()? {
                Node::Open(open) if open.name() == "style" => {
                    let id = open.find("styleId").unwrap_or_default();
                    let is_default = matches!(open.find("default").as_deref(), Some("1" | "true"));
                    if is_default && open.find("type").as_deref() == Some("paragraph") {
                        styles.default = Some(id.clone());
                    }
                    current = Some((id, Style::default()));
                }
                Node::Open(open) => {
                    let Some((_, style)) = &mut current else {
                        continue;
                    };
                    match open.name() {
                        "name" => style.name = open.find("val").unwrap_or_default().to_lowercase(),
                        "basedOn" => style.based_on = open.find("val"),
                        "numId" => style.number.num_id = open.find("val"),
                        "ilvl" => style.number.ilvl = open.number("val").map(|l| l as usize),
                        "outlineLvl" => style.outline = outline(open.number("val")),
                        "jc" => style.align = align(open.find("val").as_deref()),
                        _ => style.run.read(&open),
                    }
                }
                Node::Close(name) if name == "style" => {
                    if let Some((id, style)) = current.take() {
                        styles.by_id.insert(id, style);
                    }
                }
                Node::Close(_) | Node::Text(_) => {}
                Node::End => return Ok(styles),
            }
        }
    }

    /// The number that the style `id` gives, and the style that says so.
    pub(super) fn find_number(&self, id: Option<&str>) -> Option<(NumPr, String)> {
        self.chain(id).find_map(|(id, s)| {
            let number = s.number.clone();
            number.num_id.is_some().then(|| (number, id.to_owned()))
        })
    }

    /// Outline level 1..=9 that the style `id` gives.
    pub(super) fn find_level(&self, id: Option<&str>) -> Option<u8> {
        self.chain(id).find_map(|(_, s)| {
            let named = s
                .name
                .strip_prefix("heading ")
                .or_else(|| s.name.strip_prefix("标题 "));
            s.outline
                .or_else(|| named?.trim().parse().ok().filter(|l| (1..=9).contains(l)))
        })
    }

    /// The alignment that the style `id` gives.
    pub(super) fn find_align(&self, id: Option<&str>) -> Option<Align> {
        self.chain(id).find_map(|(_, s)| s.align)
    }

    /// What the style `id` says of runs.
    pub(super) fn run_looks(&self, id: Option<&str>) -> RunLooks {
        self.chain(id)
            .fold(RunLooks::default(), |looks, (_, s)| looks.or(s.run))
    }

    /// What the style `id` of characters says of runs; none is no style.
    pub(super) fn character_looks(&self, id: Option<&str>) -> RunLooks {
        id.map_or_else(RunLooks::default, |id| self.run_looks(Some(id)))
    }

    /// Whether the style is one of a table of contents.
    pub(super) fn is_contents(&self, id: Option<&str>) -> bool {
        self.chain(id)
            .any(|(_, s)| s.name.starts_with("toc ") || s.name.starts_with("目录 "))
    }

    /// The style and those it is based on; breaks off where they go in a circle.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let first = id.or(self.default.as_deref());
        let find = |id: &'a str| self.by_id.get_key_value(id).map(|(id, s)| (id.as_str(), s));
        std::iter::successors(first.and_then(find), move |(_, s)| {
            s.based_on.as_deref().and_then(find)
        })
        .take(16)
    }
}

/// `outlineLvl` counts from 0; 9 is body text.
pub(super) fn outline(value: Option<u32>) -> Option<u8> {
    u8::try_from(value?).ok().filter(|l| *l < 9).map(|l| l + 1)
}

/// Where `jc` puts a paragraph.
pub(super) fn align(value: Option<&str>) -> Option<Align> {
    match value? {
        "center" => Some(Align::Centre),
        "right" | "end" => Some(Align::Right),
        _ => Some(Align::Start),
    }
}
