//! An XML part as a tree that can be changed and written again. Namespaces are left as they stand, names are compared without prefix;
//! no DTD, no external entities: an unknown entity is dropped, as are remarks and processing instructions.

use ooxml::{resolve, unescape};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::error::FileError;
use super::limits::Limits;

/// An element.
#[derive(Debug, Clone, Default)]
pub(crate) struct Element {
    /// With its prefix.
    pub name: String,
    /// Names with prefix, values unescaped.
    pub attributes: Vec<(String, String)>,
    /// What is inside.
    pub children: Vec<Item>,
}

/// What stands in an element.
#[derive(Debug, Clone)]
pub(crate) enum Item {
    /// An element.
    Element(Element),
    /// Words.
    Text(String),
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl Element {
    /// Name without prefix.
    pub fn local(&self) -> &str {
        local(&self.name)
    }

    /// Whether it is called so, without prefix.
    pub fn is(&self, name: &str) -> bool {
        self.local() == name
    }

    /// The attribute called so, without prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| local(key) == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The attribute as a number.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Whether an attribute says yes.
    pub fn says(&self, name: &str) -> bool {
        matches!(self.attribute(name), Some("1" | "true" | "on"))
    }

    /// Whether an on/off property is on: it is unless its `val` says otherwise.
    pub fn is_on(&self) -> bool {
        !matches!(self.attribute("val"), Some("0" | "false" | "off"))
    }

    /// Takes an attribute away.
    pub fn unset(&mut self, name: &str) {
        self.attributes.retain(|(key, _)| local(key) != name);
    }

    /// Gives an attribute a value, under the name as it stands.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.unset(name);
        self.attributes.push((name.to_owned(), value.into()));
    }

    /// The elements inside.
    pub fn elements(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.children.iter().filter_map(|it| match it {
            Item::Element(element) => Some(element),
            Item::Text(_) => None,
        })
    }

    /// The elements inside, to change.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        self.children.iter_mut().filter_map(|it| match it {
            Item::Element(element) => Some(element),
            Item::Text(_) => None,
        })
    }

    /// The first element inside that is called so.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|it| it.is(name))
    }

    /// The first element inside that is called so, to change.
    pub fn child_mut(&mut self, name: &str) -> Option<&mut Element> {
        self.elements_mut().find(|it| it.is(name))
    }

    /// The first element below, at any depth, that is called so.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.elements()
            .find_map(|it| if it.is(name) { Some(it) } else { it.find(name) })
    }

    /// Goes through all elements below, outer before inner.
    pub fn walk<'a>(&'a self, look: &mut dyn FnMut(&'a Element)) {
        for element in self.elements() {
            look(element);
            element.walk(look);
        }
    }

    /// Goes through all elements below to change them, inner before outer.
    pub fn walk_mut(&mut self, change: &mut dyn FnMut(&mut Element)) {
        for element in self.elements_mut() {
            element.walk_mut(change);
            change(element);
        }
    }

    /// Keeps of all elements below those that the question says yes to, outer before inner; says how many went.
    pub fn prune(&mut self, keeps: &mut dyn FnMut(&Element) -> bool) -> usize {
        let before = self.children.len();
        self.children.retain(|it| match it {
            Item::Element(element) => keeps(element),
            Item::Text(_) => true,
        });
        let gone = before - self.children.len();
        gone + self.elements_mut().map(|it| it.prune(keeps)).sum::<usize>()
    }

    /// All words below, one after the other.
    pub fn text(&self) -> String {
        let mut words = String::new();
        self.gather(&mut words);
        words
    }

    fn gather(&self, words: &mut String) {
        for it in &self.children {
            match it {
                Item::Element(element) => element.gather(words),
                Item::Text(text) => words.push_str(text),
            }
        }
    }

    /// Reads a part.
    pub fn parse(bytes: &[u8], part: &str, limits: &Limits) -> Result<Self, FileError> {
        let text = decode(bytes);
        let mut reader = Reader::from_str(&text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        let mut open: Vec<Element> = vec![Element::default()];
        let mut nodes = 0;
        loop {
            nodes += 1;
            if nodes > limits.nodes {
                return Err(FileError::TooMany {
                    part: part.to_owned(),
                    limit: limits.nodes,
                });
            }
            match reader
                .read_event()
                .map_err(|cause| FileError::malformed(part, cause))?
            {
                Event::Start(tag) if open.len() > limits.depth => {
                    let _ = tag;
                    return Err(FileError::TooDeep {
                        part: part.to_owned(),
                        limit: limits.depth,
                    });
                }
                Event::Start(tag) => open.push(begin(&tag)),
                Event::Empty(tag) => put(&mut open, Item::Element(begin(&tag))),
                Event::End(_) => close(&mut open),
                Event::Text(text) => put_text(&mut open, &text.into_inner()),
                Event::CData(text) => put_text(&mut open, &text.into_inner()),
                Event::GeneralRef(entity) => {
                    if let Some(c) = resolve(&entity.into_inner()) {
                        put_text(&mut open, c.encode_utf8(&mut [0; 4]));
                    }
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        while open.len() > 1 {
            close(&mut open);
        }
        let root = open.pop().and_then(|it| {
            it.children.into_iter().find_map(|it| match it {
                Item::Element(element) => Some(element),
                Item::Text(_) => None,
            })
        });
        root.ok_or_else(|| FileError::malformed(part, "没有内容"))
    }

    /// Writes a part.
    pub fn write(&self) -> Vec<u8> {
        let mut out =
            String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        self.write_into(&mut out);
        out.into_bytes()
    }

    fn write_into(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (key, value) in &self.attributes {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            escape(value, out);
            out.push('"');
        }
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for it in &self.children {
            match it {
                Item::Element(element) => element.write_into(out),
                Item::Text(text) => escape_text(text, out),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

fn begin(tag: &BytesStart<'_>) -> Element {
    let mut found = tag.attributes();
    let attributes = found.with_checks(false).flatten().map(|it| {
        let key: &str = it.key.as_ref();
        (key.to_owned(), unescape(&it.value))
    });
    Element {
        name: tag.name().0.to_owned(),
        attributes: attributes.collect(),
        children: Vec::new(),
    }
}

fn put(open: &mut [Element], item: Item) {
    if let Some(last) = open.last_mut() {
        last.children.push(item);
    }
}

fn put_text(open: &mut [Element], words: &str) {
    let Some(last) = open.last_mut() else { return };
    match last.children.last_mut() {
        Some(Item::Text(text)) => text.push_str(words),
        Some(Item::Element(_)) | None => last.children.push(Item::Text(words.to_owned())),
    }
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(done) = open.pop()
    {
        put(open, Item::Element(done));
    }
}

/// The words of a part in whatever encoding its byte order mark says, else UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into_owned(),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn escape_text(words: &str, out: &mut String) {
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            _ => out.push(c),
        }
    }
}

fn escape(words: &str, out: &mut String) {
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            _ => out.push(c),
        }
    }
}
