//! Automatic numbers: numbering.xml says how, the [`Counter`] counts through the document and writes what Word shows.
//! Bullets are not words; that there is one is told.

use std::collections::{HashMap, HashSet};

use crate::counting;
use crate::error::XmlError;
use crate::xml::{Node, Open, Xml};

const LEVELS: usize = 9;

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// Counts anew after a paragraph of this level or higher (1-based); `None` is the level above, 0 is never.
    restart: Option<u32>,
    is_legal: bool,
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            restart: None,
            is_legal: false,
            style: None,
        }
    }
}

#[derive(Debug, Default)]
struct Abstract {
    levels: HashMap<usize, Level>,
    style_link: Option<String>,
}

#[derive(Debug, Default)]
struct Num {
    abstract_id: String,
    start_overrides: HashMap<usize, u32>,
    level_overrides: HashMap<usize, Level>,
}

/// What numbering.xml says.
#[derive(Debug, Default)]
pub struct Numbering {
    abstracts: HashMap<String, Abstract>,
    nums: HashMap<String, Num>,
}

impl Numbering {
    /// Reads numbering.xml; `limit` is how deep its elements may stand in each other.
    ///
    /// # Errors
    /// Where it is no XML, or beyond the limit.
    pub fn parse(text: &str, limit: usize) -> Result<Self, XmlError> {
        let mut xml = Xml::new(text, "编号定义（numbering.xml）", limit);
        let mut numbering = Self::default();
        let mut at = Cursor::default();
        loop {
            match xml.next()? {
                Node::Open(open) => numbering.open(&open, &mut at),
                Node::Close(name) => at.close(&name, &mut numbering),
                Node::Text(_) => {}
                Node::End => return Ok(numbering),
            }
        }
    }

    fn open(&mut self, open: &Open<'_>, at: &mut Cursor) {
        let val = || open.find("val");
        match open.name() {
            "abstractNum" => at.abstract_id = open.find("abstractNumId"),
            "num" => at.num_id = open.find("numId"),
            "lvl" => at.level = Some((open.number("ilvl").unwrap_or(0) as usize, Level::default())),
            "lvlOverride" => at.override_level = open.number("ilvl").map(|l| l as usize),
            "startOverride" => {
                if let (Some(num), Some(level), Some(start)) =
                    (self.num(at), at.override_level, open.number("val"))
                {
                    num.start_overrides.insert(level, start);
                }
            }
            "abstractNumId" => {
                if let (Some(num), Some(id)) = (self.num(at), val()) {
                    num.abstract_id = id;
                }
            }
            "numStyleLink" => {
                if let Some(id) = &at.abstract_id {
                    self.abstracts.entry(id.clone()).or_default().style_link = val();
                }
            }
            name => at.level_property(name, open),
        }
    }

    fn num(&mut self, at: &Cursor) -> Option<&mut Num> {
        let id = at.num_id.clone()?;
        Some(self.nums.entry(id).or_default())
    }

    /// The level whose paragraphs have the style `style`, in the list `num_id`.
    pub fn find_level_of_style(&self, num_id: &str, style: &str) -> Option<usize> {
        let num = self.nums.get(num_id)?;
        let levels = &self.abstracts.get(&num.abstract_id)?.levels;
        levels
            .iter()
            .find(|(_, l)| l.style.as_deref() == Some(style))
            .map(|(ilvl, _)| *ilvl)
    }

    /// The style that the list `num_id` takes its levels from.
    pub fn find_style_link(&self, num_id: &str) -> Option<&str> {
        self.abstracts
            .get(&self.nums.get(num_id)?.abstract_id)?
            .style_link
            .as_deref()
    }

    fn find_level(&self, num_id: &str, ilvl: usize) -> Option<&Level> {
        let num = self.nums.get(num_id)?;
        num.level_overrides
            .get(&ilvl)
            .or_else(|| self.abstracts.get(&num.abstract_id)?.levels.get(&ilvl))
    }
}

/// Where the reader of numbering.xml stands.
#[derive(Default)]
struct Cursor {
    abstract_id: Option<String>,
    num_id: Option<String>,
    override_level: Option<usize>,
    level: Option<(usize, Level)>,
}

impl Cursor {
    fn level_property(&mut self, name: &str, open: &Open<'_>) {
        let Some((_, level)) = &mut self.level else {
            return;
        };
        match name {
            "start" => level.start = open.number("val").unwrap_or(1),
            "numFmt" => {
                if let Some(format) = open.find("val").filter(|f| f != "custom") {
                    level.format = format;
                }
            }
            "lvlText" => level.text = open.find("val").unwrap_or_default(),
            "lvlRestart" => level.restart = open.number("val"),
            "isLgl" => level.is_legal = open.is_on(),
            "pStyle" => level.style = open.find("val"),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, numbering: &mut Numbering) {
        match name {
            "abstractNum" => self.abstract_id = None,
            "num" => self.num_id = None,
            "lvlOverride" => self.override_level = None,
            "lvl" => {
                let Some((ilvl, level)) = self.level.take() else {
                    return;
                };
                if let Some(id) = &self.num_id {
                    numbering
                        .nums
                        .entry(id.clone())
                        .or_default()
                        .level_overrides
                        .insert(ilvl, level);
                } else if let Some(id) = &self.abstract_id {
                    numbering
                        .abstracts
                        .entry(id.clone())
                        .or_default()
                        .levels
                        .insert(ilvl, level);
                }
            }
            _ => {}
        }
    }
}

/// What Word shows before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    /// A number in words; empty where the list shows none.
    Number(String),
    /// A bullet.
    Bullet,
}

/// Counts the numbered paragraphs of one document.
#[derive(Debug, Default)]
pub struct Counter {
    /// By abstract list, since lists of one definition count on.
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    overridden: HashSet<(String, usize)>,
}

impl Counter {
    /// Counts one paragraph of list `num_id` at level `ilvl` and gives the label that Word shows.
    pub fn label(&mut self, numbering: &Numbering, num_id: &str, ilvl: usize) -> Option<Label> {
        let num = numbering.nums.get(num_id)?;
        let ilvl = ilvl.min(LEVELS - 1);
        let level = numbering.find_level(num_id, ilvl)?;
        let start_of = |l: usize| {
            let own = numbering
                .find_level(num_id, l)
                .map_or(1, |level| level.start);
            num.start_overrides.get(&l).copied().unwrap_or(own)
        };
        let counts = self.counts.entry(num.abstract_id.clone()).or_default();
        for reset in num.start_overrides.keys().copied().filter(|l| *l <= ilvl) {
            // An override counts anew where the list is first met, and only there.
            if self.overridden.insert((num_id.to_owned(), reset)) {
                counts[reset..].fill(None);
            }
        }
        counts[ilvl] = Some(counts[ilvl].map_or_else(|| start_of(ilvl), |n| n.saturating_add(1)));
        for (below, count) in counts.iter_mut().enumerate().skip(ilvl + 1) {
            let restart = numbering.find_level(num_id, below).and_then(|l| l.restart);
            if restart.is_none_or(|r| r > 0 && ilvl < r as usize) {
                *count = None;
            }
        }
        for (above, count) in counts.iter_mut().enumerate().take(ilvl) {
            count.get_or_insert_with(|| start_of(above));
        }
        let counts = *counts;
        if level.format == "bullet" {
            return Some(Label::Bullet);
        }
        let label = write_label(numbering, (num_id, level), &counts);
        Some(Label::Number(label))
    }
}

/// Puts the counts into `%1`, `%2` … of the level's text.
fn write_label(
    numbering: &Numbering,
    of: (&str, &Level),
    counts: &[Option<u32>; LEVELS],
) -> String {
    let (num_id, level) = of;
    let mut label = String::new();
    let mut chars = level.text.chars().peekable();
    while let Some(c) = chars.next() {
        let place = chars
            .peek()
            .and_then(|d| d.to_digit(10))
            .filter(|d| c == '%' && (1..=9).contains(d));
        let Some(place) = place else {
            label.push(c);
            continue;
        };
        chars.next();
        let index = place as usize - 1;
        let format = numbering
            .find_level(num_id, index)
            .map_or("decimal", |l| l.format.as_str());
        let format = if level.is_legal { "decimal" } else { format };
        label.push_str(&counting::write(counts[index].unwrap_or(1), format));
    }
    label.trim().to_owned()
}
