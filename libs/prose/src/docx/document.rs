//! Walks document.xml once, with stacks of its own instead of recursion, and writes HTML. What is not shown on the page (deletions, field
//! codes) is passed over here.

use std::collections::HashMap;

use ooxml::{Counter, Label, Node, Numbering, Open, Xml};

use super::Markup;
use super::error::{DEEPEST_XML, DocxError};
use super::package::{Package, Relations};
use super::paragraph::Draft;
use super::run::{Fields, RunLooks};
use super::styles::{NumPr, Styles, align, outline};
use super::table::{DraftTable, Merge};
use crate::dropped::{DroppedKind, Tally};
use crate::error::{BodyError, LARGEST_BODY};
use crate::pasted::PastedImage;

/// What paragraphs refer to.
pub(super) struct Definitions {
    pub numbering: Numbering,
    pub styles: Styles,
    pub relations: Relations,
}

/// Reads document.xml.
pub(super) fn read(
    document: &str,
    definitions: Definitions,
    package: &mut Package<'_>,
    tally: &mut Tally,
) -> Result<Markup, DocxError> {
    let mut xml = Xml::new(document, "正文", DEEPEST_XML);
    let mut walk = Walk {
        definitions,
        package,
        tally,
        counter: Counter::default(),
        html: String::new(),
        images: Vec::new(),
        marks: HashMap::new(),
        prefix: None,
        paragraphs: Vec::new(),
        tables: Vec::new(),
        fields: Fields::default(),
        links: Vec::new(),
        runs: Vec::new(),
        words: Words::None,
        skipped: 0,
        choices: Vec::new(),
        properties: Vec::new(),
        controls: Vec::new(),
        alt: String::new(),
        carried: None,
    };
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

/// A run that is open.
#[derive(Debug, Default)]
struct Run {
    looks: RunLooks,
    style: Option<String>,
}

impl Run {
    fn read(&mut self, open: &Open<'_>) {
        match open.name() {
            "rStyle" => self.style = open.find("val"),
            _ => self.looks.read(open),
        }
    }
}

struct Walk<'p, 'b, 't> {
    definitions: Definitions,
    package: &'p mut Package<'b>,
    tally: &'t mut Tally,
    counter: Counter,
    html: String,
    images: Vec<PastedImage>,
    /// For each reference to a picture its mark, where it is one that can be shown.
    marks: HashMap<String, Option<String>>,
    /// Prefix of the main namespace; `None` before the root.
    prefix: Option<String>,
    paragraphs: Vec<Draft>,
    tables: Vec<DraftTable>,
    fields: Fields,
    /// For each open `hyperlink` where it leads.
    links: Vec<Option<String>>,
    /// Open runs: a text box stands within one.
    runs: Vec<Run>,
    words: Words,
    /// Depth of elements within one that is passed over; 0 is outside.
    skipped: usize,
    /// For each open `AlternateContent` whether a choice was taken.
    choices: Vec<bool>,
    /// Open elements that hold properties (`pPr`, `rPr`, `trPr`), innermost last.
    properties: Vec<&'static str>,
    /// For each open content control whether it holds the table of contents, or words that only ask for words.
    controls: Vec<bool>,
    /// What is said instead of the picture to come.
    alt: String,
    /// A paragraph whose mark was deleted: it goes on.
    carried: Option<Draft>,
}

impl Walk<'_, '_, '_> {
    fn open(&mut self, open: &Open<'_>) -> Result<(), DocxError> {
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        let name = open.name();
        let prefix = self.prefix.get_or_insert_with(|| open.prefix().to_owned());
        if open.prefix() != prefix {
            return self.open_foreign(name, open);
        }
        match name {
            "del" | "moveFrom" | "rPrChange" | "pPrChange" | "tblPrChange" | "trPrChange"
            | "tcPrChange" | "sectPr" | "rt" => self.open_passed_over(name),
            "commentReference" => self.tally.note(DroppedKind::Comment, ""),
            "footnoteReference" | "endnoteReference" => {
                self.tally.note(DroppedKind::Footnote, "");
            }
            "altChunk" => self.tally.note(DroppedKind::Embedded, ""),
            "p" => {
                let carried = self.carried.take().unwrap_or_default();
                self.paragraphs.push(carried.go_on());
            }
            "pPr" => self.properties.push("pPr"),
            "rPr" => self.properties.push("rPr"),
            "trPr" => self.properties.push("trPr"),
            "r" => self.runs.push(Run::default()),
            "t" => self.words = Words::Shown,
            "instrText" => self.words = Words::Code,
            "fldChar" => self
                .fields
                .mark(&open.find("fldCharType").unwrap_or_default()),
            "fldSimple" => self
                .fields
                .begin_simple(open.find("instr").unwrap_or_default()),
            "hyperlink" => self.open_hyperlink(open),
            "tbl" => self.tables.push(DraftTable::default()),
            "sdt" => self.controls.push(false),
            "showingPlcHdr" if open.is_on() => {
                if let Some(is_left_out) = self.controls.last_mut() {
                    *is_left_out = true;
                }
            }
            "docPartGallery" => {
                if let Some(is_left_out) = self.controls.last_mut() {
                    *is_left_out |= open.find("val").as_deref() == Some("Table of Contents");
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

    fn open_hyperlink(&mut self, open: &Open<'_>) {
        let id = open.find("id");
        let address = id.and_then(|id| self.definitions.relations.find_outside(&id));
        self.links.push(address.map(str::to_owned));
    }

    /// Elements of other namespaces: pictures; of alternatives one is taken; formulas and charts are noted.
    fn open_foreign(&mut self, name: &str, open: &Open<'_>) -> Result<(), DocxError> {
        match name {
            "AlternateContent" => self.choices.push(false),
            "Choice" | "Fallback" => match self.choices.last_mut() {
                Some(taken) if *taken => self.skipped = 1,
                Some(taken) => *taken = true,
                None => {}
            },
            "oMath" | "chart" | "relIds" => {
                self.tally.note(DroppedKind::Embedded, "");
                self.skipped = 1;
            }
            "docPr" => self.alt = open.find("descr").unwrap_or_default(),
            "shape" => self.alt = open.find("alt").unwrap_or_default(),
            "blip" => {
                if let Some(id) = open.find("embed").or_else(|| open.find("link")) {
                    self.image(&id)?;
                }
            }
            "imagedata" => {
                if let Some(id) = open.find("id") {
                    self.image(&id)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn image(&mut self, id: &str) -> Result<(), DocxError> {
        if !self.marks.contains_key(id) {
            let mark = self.take_image(id)?;
            self.marks.insert(id.to_owned(), mark);
        }
        let mark = self.marks.get(id).cloned().flatten();
        let alt = std::mem::take(&mut self.alt);
        if let (Some(mark), Some(draft)) = (mark, self.paragraphs.last_mut())
            && self.fields.shows_text()
        {
            draft.push_image(&mark, &alt);
        }
        Ok(())
    }

    /// Unpacks a picture, once; its mark, or `None` where it cannot be shown.
    fn take_image(&mut self, id: &str) -> Result<Option<String>, DocxError> {
        let Some(name) = self.definitions.relations.find_part(id) else {
            let address = self.definitions.relations.find_outside(id);
            self.tally
                .note(DroppedKind::RemoteImage, address.unwrap_or(""));
            return Ok(None);
        };
        let bytes = self.package.find_bytes(&name)?;
        let Some(image) = bytes.and_then(PastedImage::read) else {
            self.tally.note(DroppedKind::BadImage, &self.alt);
            return Ok(None);
        };
        let mark = image.mark.clone();
        if self.images.iter().all(|known| known.mark != mark) {
            self.images.push(image);
        }
        Ok(Some(mark))
    }

    fn open_detail(&mut self, name: &str, open: &Open<'_>) {
        let is_outside_properties = self.properties.is_empty();
        match name {
            "tab" | "ptab" if is_outside_properties => self.push_words("\t"),
            "noBreakHyphen" => self.push_words("-"),
            "sym" => {
                let sign = symbol(open);
                self.push_words(sign);
            }
            "br" | "cr" => {
                let is_in_line = !matches!(open.find("type").as_deref(), Some("page" | "column"));
                if let Some(draft) = self.paragraphs.last_mut().filter(|_| is_in_line) {
                    draft.push_break();
                }
            }
            "tr" | "tc" | "gridSpan" | "vMerge" | "hMerge" | "gridBefore" | "tblHeader" => {
                self.table_detail(name, open);
            }
            _ => self.paragraph_detail(name, open),
        }
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
            "tblHeader" if open.is_on() => table.make_header(),
            _ => {}
        }
    }

    fn paragraph_detail(&mut self, name: &str, open: &Open<'_>) {
        let Some(draft) = self.paragraphs.last_mut() else {
            return;
        };
        match (self.properties.as_slice(), name) {
            ([.., "pPr"], "pStyle") => draft.style = open.find("val"),
            ([.., "pPr"], "outlineLvl") => draft.outline = outline(open.number("val")),
            ([.., "pPr"], "numId") => draft.number.num_id = open.find("val"),
            ([.., "pPr"], "ilvl") => draft.number.ilvl = open.number("val").map(|l| l as usize),
            ([.., "pPr"], "jc") => draft.align = align(open.find("val").as_deref()),
            // Properties of the mark say nothing of the words.
            ([.., "pPr", "rPr"], _) => {}
            ([.., "rPr"], _) => {
                if let Some(run) = self.runs.last_mut() {
                    run.read(open);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> Result<(), DocxError> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match name {
            "t" | "instrText" => self.words = Words::None,
            "pPr" | "rPr" | "trPr" => {
                self.properties.pop();
            }
            "AlternateContent" => {
                self.choices.pop();
            }
            "r" => {
                self.runs.pop();
            }
            "hyperlink" => {
                self.links.pop();
            }
            "fldSimple" => self.fields.end_simple(),
            "sdt" => {
                self.controls.pop();
            }
            "p" => self.close_paragraph()?,
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    self.emit(&table.finish())?;
                }
            }
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
        let Some(draft) = self.paragraphs.last_mut() else {
            return;
        };
        if !self.fields.shows_text() || self.controls.contains(&true) {
            return;
        }
        let styles = &self.definitions.styles;
        let run = self.runs.last();
        let looks = run
            .map(|run| run.looks)
            .unwrap_or_default()
            .or(styles.character_looks(run.and_then(|run| run.style.as_deref())))
            .or(styles.run_looks(draft.style.as_deref()).only_hiding());
        let link = self.links.iter().rev().flatten().next();
        let link = link.map(String::as_str).or_else(|| self.fields.link());
        draft.push(words, looks, link);
    }

    fn close_paragraph(&mut self) -> Result<(), DocxError> {
        let Some(mut draft) = self.paragraphs.pop() else {
            return Ok(());
        };
        if std::mem::take(&mut draft.is_mark_deleted) {
            self.carried = Some(draft);
            return Ok(());
        }
        let styles = &self.definitions.styles;
        let style = draft.style.as_deref();
        // A table of contents repeats the headings.
        if self.controls.contains(&true) || styles.is_contents(style) {
            return Ok(());
        }
        let level = draft.outline.or_else(|| styles.find_level(style));
        let align = draft.align.or_else(|| styles.find_align(style));
        let label = self.label(&draft);
        if !draft.is_filled {
            return Ok(());
        }
        let html = draft.finish(label, level, align.unwrap_or_default());
        self.emit(&html)
    }

    /// The automatic number, counted even where the paragraph is empty, as Word does.
    fn label(&mut self, draft: &Draft) -> Option<Label> {
        let Definitions {
            numbering, styles, ..
        } = &self.definitions;
        let style = draft.style.as_deref();
        let (number, origin) = match (&draft.number.num_id, styles.find_number(style)) {
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
        let label = self.counter.label(numbering, &num_id, ilvl);
        label.filter(|it| !matches!(it, Label::Number(words) if words.is_empty()))
    }

    /// Writes a block where it stands: in the cell that is open, or in the text.
    fn emit(&mut self, html: &str) -> Result<(), DocxError> {
        match self.tables.last_mut() {
            Some(table) => table.push(html),
            None => self.html.push_str(html),
        }
        if self.html.len() > LARGEST_BODY * 4 {
            return Err(BodyError::TooLarge.into());
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Markup, DocxError> {
        // A part that was cut short still gives what it held.
        self.paragraphs.extend(self.carried.take());
        while !self.paragraphs.is_empty() {
            self.close_paragraph()?;
        }
        while let Some(table) = self.tables.pop() {
            self.emit(&table.finish())?;
        }
        Ok(Markup {
            html: self.html,
            images: self.images,
        })
    }
}

/// Signs of Word's fonts of pictures that forms use: boxes, ticked and not.
fn symbol(open: &Open<'_>) -> &'static str {
    let font = open.find("font").unwrap_or_default().to_lowercase();
    let code = open.find("char").unwrap_or_default().to_lowercase();
    let code = code.trim_start_matches("f0").trim_start_matches("00");
    match (font.as_str(), code) {
        ("wingdings", "fe") | ("wingdings 2", "52") => "☑",
        ("wingdings", "fd" | "78") | ("wingdings 2", "51" | "53") => "☒",
        ("wingdings", "a8" | "6f") | ("wingdings 2", "a3" | "2a") => "□",
        ("wingdings", "fc") | ("wingdings 2", "50") => "✓",
        ("wingdings", "fb") | ("wingdings 2", "4f") => "✗",
        _ => "",
    }
}
