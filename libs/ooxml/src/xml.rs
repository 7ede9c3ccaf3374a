//! A pull reader of XML that knows nesting, resolves entities and compares local names, so that the transitional and
//! the strict namespaces read alike. No DTD, no external entities: an unknown entity is dropped.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::error::XmlError;

/// What comes next.
pub enum Node<'a> {
    /// An element begins. An empty one is also followed by its [`Node::Close`].
    Open(Open<'a>),
    /// An element ends: its local name.
    Close(String),
    /// Words.
    Text(String),
    /// The end of the part.
    End,
}

/// The beginning of an element.
pub struct Open<'a> {
    tag: BytesStart<'a>,
}

impl Open<'_> {
    /// Name without prefix.
    pub fn name(&self) -> &str {
        let full = self.full();
        full.rsplit_once(':').map_or(full, |(_, name)| name)
    }

    /// Prefix of the name, empty where there is none.
    pub fn prefix(&self) -> &str {
        self.full().split_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// The attribute whose local name is `name`.
    pub fn find(&self, name: &str) -> Option<String> {
        self.tag
            .attributes()
            .with_checks(false)
            .flatten()
            .find_map(|a| {
                let key: &str = a.key.as_ref();
                let local = key.rsplit_once(':').map_or(key, |(_, local)| local);
                (local == name).then(|| unescape(&a.value))
            })
    }

    /// The attribute as a number.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.find(name)?.trim().parse().ok()
    }

    /// Whether an on/off property is on: it is unless its `val` says otherwise.
    pub fn is_on(&self) -> bool {
        !matches!(self.find("val").as_deref(), Some("0" | "false" | "off"))
    }

    fn full(&self) -> &str {
        self.tag.name().0
    }
}

/// The reader of one part.
pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    part: &'static str,
    depth: usize,
    limit: usize,
}

impl<'a> Xml<'a> {
    /// Reads `text`; `part` names it in refusals, `limit` is how deep elements may stand in each other.
    pub fn new(text: &'a str, part: &'static str, limit: usize) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Self {
            reader,
            part,
            depth: 0,
            limit,
        }
    }

    /// The next node.
    ///
    /// # Errors
    /// Where the part is no XML, or beyond the limit of depth.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator would go on after an error and has no node for the end"
    )]
    pub fn next(&mut self) -> Result<Node<'a>, XmlError> {
        loop {
            let event = self
                .reader
                .read_event()
                .map_err(|cause| XmlError::Malformed {
                    part: self.part,
                    detail: cause.to_string(),
                })?;
            return Ok(match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > self.limit {
                        return Err(XmlError::TooDeep {
                            part: self.part,
                            limit: self.limit,
                        });
                    }
                    Node::Open(Open { tag })
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    let name = tag.local_name();
                    let name: &str = name.as_ref();
                    Node::Close(name.to_owned())
                }
                Event::Text(text) => Node::Text(text.into_inner().into_owned()),
                Event::CData(text) => Node::Text(text.into_inner().into_owned()),
                Event::GeneralRef(entity) => match resolve(&entity.into_inner()) {
                    Some(c) => Node::Text(c.to_string()),
                    None => continue,
                },
                Event::Eof => Node::End,
                _ => continue,
            });
        }
    }
}

/// The character that an entity's name stands for; `None` for one that XML does not know.
pub fn resolve(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // No XML holds it, escaped or not.
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// The value of an attribute with its entities resolved; unknown ones are dropped.
pub fn unescape(value: &str) -> String {
    let mut words = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        words.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.find(';').filter(|end| *end <= 10) {
            Some(end) => {
                words.extend(resolve(&rest[..end]));
                rest = &rest[end + 1..];
            }
            None => words.push('&'),
        }
    }
    words.push_str(rest);
    words
}
