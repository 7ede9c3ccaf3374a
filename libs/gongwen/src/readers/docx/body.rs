//! Walks document.xml once, with stacks of its own instead of recursion, and hands paragraphs and tables to the
//! assembly. What is not shown on the page (deletions, hidden runs, field codes, notes) is passed over here.

use ooxml::{Counter, Label, Node, Numbering, Open, Xml};

use super::paragraph::{Draft, Fields};
use super::styles::{NumPr, Styles, outline};
use super::table::{DraftTable, Merge};
use crate::blocks::{Format, Source};
use crate::limits::Limits;
use crate::readers::assembly::{Assembly, Standing};
use crate::readers::error::ReadError;

/// The definitions that paragraphs refer to.
pub(super) struct Definitions {
    pub numbering: Numbering,
    pub styles: Styles,
}

/// Reads document.xml.
pub(super) fn read(
    document: &str,
    definitions: Definitions,
    limits: &Limits,
) -> Result<Source, ReadError> {
    let mut xml = Xml::new(document, "正文（document.xml）", limits.depth);
    let mut walk = Walk::new(definitions, limits);
    loop {
        match xml.next()? {
            Node::Open(open) => walk.open(&open)?,
            Node::Close(name) => walk.close(&name)?,
            Node::Text(text) => walk.text(&text),
            Node::End => return walk.finish(),
        }
    }
}

/// What the words of an element are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    /// Nothing that is shown.
    None,
    /// Text.
    Shown,
    /// Field code.
    Code,
}

struct Walk {
    definitions: Definitions,
    counter: Counter,
    assembly: Assembly,
    /// Prefix of the main namespace; `None` before the root.
    prefix: Option<String>,
    paragraphs: Vec<Draft>,
    tables: Vec<DraftTable>,
    fields: Fields,
    words: Words,
    /// Depth of elements within one that is passed over; 0 is outside.
    skipped: usize,
    /// For each open `AlternateContent` whether a choice was taken.
    choices: Vec<bool>,
    /// Open elements that hold properties (`pPr`, `rPr`, `trPr`), innermost last.
    properties: Vec<&'static str>,
    /// For each open content control whether it holds the table of contents.
    controls: Vec<bool>,
    /// Words of paragraphs whose mark was deleted.
    carried: String,
}

impl Walk {
    fn new(definitions: Definitions, limits: &Limits) -> Self {
        Self {
            definitions,
            counter: Counter::default(),
            assembly: Assembly::new(Format::Docx, limits),
            prefix: None,
            paragraphs: Vec::new(),
            tables: Vec::new(),
            fields: Fields::default(),
            words: Words::None,
            skipped: 0,
            choices: Vec::new(),
            properties: Vec::new(),
            controls: Vec::new(),
            carried: String::new(),
        }
    }

    fn open(&mut self, open: &Open<'_>) -> Result<(), ReadError> {
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        let name = open.name();
        let prefix = self.prefix.get_or_insert_with(|| open.prefix().to_owned());
        if open.prefix() != prefix {
            self.open_foreign(name, open.prefix());
            return Ok(());
        }
        match name {
            "del" | "moveFrom" | "rPrChange" | "pPrChange" | "tblPrChange" | "trPrChange"
            | "tcPrChange" | "sectPr" | "rt" | "footnote" | "endnote" | "comment" | "hdr"
            | "ftr" => self.open_passed_over(name),
            "p" => self.paragraphs.push(Draft::default()),
            "pPr" => self.properties.push("pPr"),
            "rPr" => self.properties.push("rPr"),
            "trPr" => self.properties.push("trPr"),
            "r" => {
                if let Some(draft) = self.paragraphs.last_mut() {
                    draft.is_run_hidden = false;
                }
            }
            "t" | "delText" => {
                self.words = if name == "t" {
                    Words::Shown
                } else {
                    Words::None
                }
            }
            "instrText" => self.words = Words::Code,
            "fldChar" => self
                .fields
                .mark(&open.find("fldCharType").unwrap_or_default()),
            "tbl" => self.open_table(),
            "sdt" => self.controls.push(false),
            "docPartGallery" => {
                if let Some(holds_contents) = self.controls.last_mut() {
                    *holds_contents = open.find("val").as_deref() == Some("Table of Contents");
                }
            }
            _ => self.open_detail(name, open),
        }
        Ok(())
    }

    /// Deletions are passed over, except as marks among properties, where they say that the whole was deleted.
    fn open_passed_over(&mut self, name: &str) {
        if name == "del" {
            match self.properties.as_slice() {
                [.., "pPr", "rPr"] => {
                    if let Some(draft) = self.paragraphs.last_mut() {
                        draft.is_mark_deleted = true;
                    }
                }
                [.., "trPr"] => {
                    if let Some(table) = self.tables.last_mut() {
                        table.delete_row();
                    }
                }
                _ => {}
            }
        }
        self.skipped = 1;
    }

    /// Elements of other namespaces: formula text is kept, of alternatives one is taken.
    fn open_foreign(&mut self, name: &str, prefix: &str) {
        match (prefix, name) {
            (_, "AlternateContent") => self.choices.push(false),
            (_, "Choice" | "Fallback") => match self.choices.last_mut() {
                Some(taken) if *taken => self.skipped = 1,
                Some(taken) => *taken = true,
                None => {}
            },
            ("m", "t") => self.words = Words::Shown,
            _ => {}
        }
    }

    fn open_table(&mut self) {
        self.tables.push(DraftTable::new(self.assembly.grid()));
    }

    fn open_detail(&mut self, name: &str, open: &Open<'_>) {
        let breaks = match name {
            "tab" | "ptab" if self.properties.is_empty() => Some(" "),
            "br" | "cr" => Some("\n"),
            "noBreakHyphen" => Some("-"),
            _ => None,
        };
        if let Some(words) = breaks {
            self.push_words(words);
        } else if self.paragraphs.is_empty() || self.is_table_property(name) {
            self.table_detail(name, open);
        } else {
            self.paragraph_detail(name, open);
        }
    }

    fn is_table_property(&self, name: &str) -> bool {
        matches!(
            name,
            "tr" | "tc" | "gridSpan" | "vMerge" | "hMerge" | "gridBefore"
        )
    }

    fn table_detail(&mut self, name: &str, open: &Open<'_>) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let merge = || match open.find("val").as_deref() {
            Some("restart") => Merge::Start,
            _ => Merge::Continue,
        };
        match name {
            "tr" => table.open_row(),
            "tc" => table.open_cell(),
            "gridSpan" => table.span(open.number("val").unwrap_or(1)),
            "vMerge" => table.merge_down(merge()),
            "hMerge" => table.merge_across(merge()),
            "gridBefore" => table.skip_columns(open.number("val").unwrap_or(0)),
            _ => {}
        }
    }

    fn paragraph_detail(&mut self, name: &str, open: &Open<'_>) {
        let Some(draft) = self.paragraphs.last_mut() else {
            return;
        };
        match (self.properties.last().copied(), name) {
            (Some("pPr"), "pStyle") => draft.style = open.find("val"),
            (Some("pPr"), "outlineLvl") => draft.outline = outline(open.number("val")),
            (Some("pPr"), "numId") => draft.number.num_id = open.find("val"),
            (Some("pPr"), "ilvl") => draft.number.ilvl = open.number("val").map(|l| l as usize),
            (Some("rPr"), "vanish") if self.properties.len() == 1 => {
                draft.is_run_hidden = open.is_on()
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> Result<(), ReadError> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match name {
            "t" | "delText" | "instrText" => self.words = Words::None,
            "pPr" | "rPr" | "trPr" => {
                self.properties.pop();
            }
            "AlternateContent" => {
                self.choices.pop();
            }
            "sdt" => {
                self.controls.pop();
            }
            "p" => self.close_paragraph()?,
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.close_row()?;
                }
            }
            "tbl" => self.close_table()?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        match self.words {
            Words::None => {}
            Words::Shown => self.push_words(text),
            Words::Code => self.fields.code(text),
        }
    }

    fn push_words(&mut self, words: &str) {
        if self.fields.shows_text()
            && let Some(draft) = self.paragraphs.last_mut()
        {
            draft.push(words);
        }
    }

    fn close_paragraph(&mut self) -> Result<(), ReadError> {
        let Some(mut draft) = self.paragraphs.pop() else {
            return Ok(());
        };
        if !self.carried.is_empty() {
            draft.text = std::mem::take(&mut self.carried) + &draft.text;
        }
        if draft.is_mark_deleted {
            self.carried = draft.text;
            return Ok(());
        }
        let style = draft.style.as_deref();
        // A table of contents repeats the headings.
        if self.controls.contains(&true) || self.definitions.styles.is_contents(style) {
            return Ok(());
        }
        let level = draft
            .outline
            .or_else(|| self.definitions.styles.find_level(style));
        let text = match self.label(&draft) {
            Some(label) if !draft.text.trim().is_empty() => draft.with_label(&label),
            _ => draft.text,
        };
        self.emit(&text, level)
    }

    /// The automatic number, counted even where the paragraph is empty, as Word does.
    fn label(&mut self, draft: &Draft) -> Option<String> {
        let Definitions { numbering, styles } = &self.definitions;
        let style = draft.style.as_deref();
        let inherited = styles.find_number(style);
        let (number, origin) = match (&draft.number.num_id, inherited) {
            (Some(_), _) => (draft.number.clone(), None),
            (None, Some((number, origin))) => (
                NumPr {
                    ilvl: draft.number.ilvl.or(number.ilvl),
                    ..number
                },
                Some(origin),
            ),
            (None, None) => return None,
        };
        let mut num_id = number.num_id.filter(|id| id != "0")?;
        if let Some(link) = numbering.find_style_link(&num_id)
            && let Some(linked) = styles.find_number(Some(link)).and_then(|(n, _)| n.num_id)
        {
            num_id = linked;
        }
        let by_style = || numbering.find_level_of_style(&num_id, origin.as_deref().or(style)?);
        let ilvl = number.ilvl.or_else(by_style).unwrap_or(0);
        let label = self.counter.label(numbering, &num_id, ilvl)?;
        Some(match label {
            Label::Number(words) => words,
            // A bullet is no word.
            Label::Bullet => String::new(),
        })
    }

    /// A break within the paragraph makes two of it; the words of a cell stay together.
    fn emit(&mut self, text: &str, level: Option<u8>) -> Result<(), ReadError> {
        if let Some(table) = self.tables.last_mut() {
            table.push(text);
            return Ok(());
        }
        let standing = Standing {
            level,
            ..Standing::default()
        };
        let mut lines = text.split('\n').filter(|l| !l.trim().is_empty()).peekable();
        if lines.peek().is_none() {
            self.assembly.gap();
        }
        for line in lines {
            self.assembly.paragraph(line, standing)?;
        }
        Ok(())
    }

    fn close_table(&mut self) -> Result<(), ReadError> {
        let Some(table) = self.tables.pop() else {
            return Ok(());
        };
        let grid = table.finish();
        match self.tables.last_mut() {
            Some(outer) => {
                for text in grid.texts() {
                    outer.push(text);
                }
                Ok(())
            }
            None => self.assembly.table(grid, Standing::default()),
        }
    }

    fn finish(mut self) -> Result<Source, ReadError> {
        // A part that was cut short still gives what it held.
        while !self.paragraphs.is_empty() {
            self.close_paragraph()?;
        }
        while let Some(table) = self.tables.last_mut() {
            table.close_row()?;
            self.close_table()?;
        }
        let carried = std::mem::take(&mut self.carried);
        self.assembly.paragraph(&carried, Standing::default())?;
        self.assembly.finish()
    }
}
