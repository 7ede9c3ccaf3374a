//! A WordPress export (WXR): each post and page is a row with its text; whatever is no document (menus, pictures, comments) is passed over.
//! What was not public there is refused. No DTD and no entity of the file's own is expanded.

use std::io::BufRead;
use std::ops::ControlFlow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::LARGEST_ROW;
use crate::import::heading::Heading;
use crate::import::refusal::ImportRefusal;
use crate::import::row::{Place, RawRow};

/// An item as far as it was read.
#[derive(Default)]
struct Item {
    title: String,
    link: String,
    posted: String,
    mailed: String,
    content: String,
    excerpt: String,
    category: String,
    sort: String,
    status: String,
    password: String,
}

impl Item {
    /// Where the words of an element go.
    fn field(&mut self, element: &str) -> Option<&mut String> {
        match element {
            "title" => Some(&mut self.title),
            "link" => Some(&mut self.link),
            "pubDate" => Some(&mut self.mailed),
            "wp:post_date" => Some(&mut self.posted),
            "content:encoded" => Some(&mut self.content),
            "excerpt:encoded" => Some(&mut self.excerpt),
            "category" => Some(&mut self.category),
            "wp:post_type" => Some(&mut self.sort),
            "wp:status" => Some(&mut self.status),
            "wp:post_password" => Some(&mut self.password),
            _ => None,
        }
    }

    /// The row; `None` for what is no document.
    fn into_row(self, item: u64) -> Option<RawRow> {
        if !matches!(self.sort.trim(), "" | "post" | "page") {
            return None;
        }
        let is_public = matches!(self.status.trim(), "" | "publish");
        let flaw = match (is_public, self.password.trim().is_empty()) {
            (true, true) => None,
            (false, _) => Some(ImportRefusal::NotPublic(self.status.trim().to_owned())),
            (true, false) => Some(ImportRefusal::NotPublic("有密码".to_owned())),
        };
        let posted = match self.posted.trim() {
            "" | "0000-00-00 00:00:00" => self.mailed,
            _ => self.posted,
        };
        Some(RawRow {
            place: Place::Item(item),
            cells: vec![
                (Heading::Title, self.title),
                (Heading::OldUrl, self.link),
                (Heading::PublishedOn, posted),
                (Heading::Content, self.content),
                (Heading::Summary, self.excerpt),
                (Heading::Column, self.category),
            ],
            flaw,
        })
    }
}

pub(super) fn read(
    list: impl BufRead,
    take: &mut dyn FnMut(RawRow) -> ControlFlow<()>,
) -> Result<(), ImportRefusal> {
    let mut reader = Reader::from_reader(list);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let mut posts = Posts::default();
    loop {
        buffer.clear();
        let event = reader
            .read_event_into(&mut buffer)
            .map_err(|cause| unreadable(&cause.to_string(), posts.count))?;
        let row = match event {
            Event::Eof => return Ok(()),
            Event::Start(tag) => posts.open(&tag),
            Event::End(tag) => posts.close(tag.name().0),
            Event::Text(text) => posts.add(&text.into_inner())?,
            Event::CData(text) => posts.add(&text.into_inner())?,
            Event::GeneralRef(entity) => posts.add(&spoken(&entity.into_inner()))?,
            _ => None,
        };
        if let Some(row) = row
            && take(row).is_break()
        {
            return Ok(());
        }
    }
}

/// The items of an export, one after the other.
#[derive(Default)]
struct Posts {
    count: u64,
    weight: usize,
    item: Option<Item>,
    element: String,
}

impl Posts {
    fn open(&mut self, tag: &BytesStart<'_>) -> Option<RawRow> {
        let name: &str = tag.name().0;
        if name == "item" {
            self.count += 1;
            self.weight = 0;
            self.item = Some(Item::default());
        }
        let Some(item) = &self.item else {
            return None;
        };
        // The first category of a post is where it stands; tags are none.
        let is_tag = name == "category" && (!item.category.is_empty() || !is_category(tag));
        self.element = if is_tag { "" } else { name }.to_owned();
        None
    }

    fn close(&mut self, name: &str) -> Option<RawRow> {
        self.element.clear();
        let is_over = name == "item";
        let item = is_over.then(|| self.item.take()).flatten()?;
        item.into_row(self.count)
    }

    fn add(&mut self, words: &str) -> Result<Option<RawRow>, ImportRefusal> {
        self.weight += words.len();
        if self.weight > LARGEST_ROW {
            let words = format!("第{}件超过{}兆字节", self.count, LARGEST_ROW >> 20);
            return Err(unreadable(&words, self.count));
        }
        let field = self.item.as_mut().and_then(|it| it.field(&self.element));
        if let Some(field) = field {
            field.push_str(words);
        }
        Ok(None)
    }
}

fn is_category(tag: &BytesStart<'_>) -> bool {
    let mut attributes = tag.attributes();
    let domain = attributes.with_checks(false).flatten().find(|it| {
        let key: &str = it.key.as_ref();
        key == "domain"
    });
    domain.is_none_or(|it| *it.value == *"category")
}

/// What an entity stands for; one that is not of XML itself stands for nothing.
fn spoken(name: &str) -> String {
    let number = name.strip_prefix('#').and_then(|it| {
        let code = match it.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => it.parse(),
        };
        code.ok().and_then(char::from_u32)
    });
    let known = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    };
    number
        .or(known)
        .map(|it| it.to_string())
        .unwrap_or_default()
}

fn unreadable(detail: &str, item: u64) -> ImportRefusal {
    ImportRefusal::Unreadable {
        line: 0,
        detail: format!("第{item}件之后：{detail}"),
    }
}
