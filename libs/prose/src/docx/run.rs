//! One run of words: how it looks, as far as looks carry meaning, and the fields that it may be the result of.

use ooxml::Open;

/// What is said of a run; `None` where nothing is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RunLooks {
    bold: Option<bool>,
    italic: Option<bool>,
    underline: Option<bool>,
    struck: Option<bool>,
    hidden: Option<bool>,
    raised: Option<Raised>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Raised {
    Up,
    Down,
    Not,
}

impl RunLooks {
    /// Reads a property of a run; others are passed over.
    pub(super) fn read(&mut self, open: &Open<'_>) {
        match open.name() {
            "b" => self.bold = Some(open.is_on()),
            "i" => self.italic = Some(open.is_on()),
            "u" => self.underline = Some(open.find("val").is_some_and(|v| v != "none")),
            "strike" | "dstrike" => {
                self.struck = Some(self.struck == Some(true) || open.is_on());
            }
            "vanish" => self.hidden = Some(open.is_on()),
            "vertAlign" => {
                self.raised = Some(match open.find("val").as_deref() {
                    Some("superscript") => Raised::Up,
                    Some("subscript") => Raised::Down,
                    _ => Raised::Not,
                });
            }
            _ => {}
        }
    }

    /// These, and where nothing is said those of `other`.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            bold: self.bold.or(other.bold),
            italic: self.italic.or(other.italic),
            underline: self.underline.or(other.underline),
            struck: self.struck.or(other.struck),
            hidden: self.hidden.or(other.hidden),
            raised: self.raised.or(other.raised),
        }
    }

    /// Of a paragraph's style only what takes words away: how its text looks is the style sheet's.
    pub(super) fn only_hiding(self) -> Self {
        Self {
            struck: self.struck,
            hidden: self.hidden,
            ..Self::default()
        }
    }

    pub(super) fn is_underlined(self) -> bool {
        self.underline == Some(true)
    }

    /// The elements around words that look so, outermost first.
    pub(super) fn elements(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        [
            (self.hidden == Some(true), ("<span hidden>", "</span>")),
            (self.struck == Some(true), ("<s>", "</s>")),
            (self.bold == Some(true), ("<b>", "</b>")),
            (self.italic == Some(true), ("<i>", "</i>")),
            (self.underline == Some(true), ("<u>", "</u>")),
            (self.raised == Some(Raised::Up), ("<sup>", "</sup>")),
            (self.raised == Some(Raised::Down), ("<sub>", "</sub>")),
        ]
        .into_iter()
        .filter_map(|(is_so, element)| is_so.then_some(element))
    }
}

/// One field (PAGE, TOC, HYPERLINK …): its code stands before the separator, its result after.
#[derive(Debug, Default)]
struct Field {
    code: String,
    has_separator: bool,
}

/// The fields that are open, over paragraphs.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
}

/// Fields within fields beyond this are no field codes that Word writes.
const DEEPEST: usize = 64;

impl Fields {
    /// Meets a `fldChar`.
    pub(super) fn mark(&mut self, kind: &str) {
        match kind {
            "begin" if self.open.len() < DEEPEST => self.open.push(Field::default()),
            "separate" => {
                if let Some(field) = self.open.last_mut() {
                    field.has_separator = true;
                }
            }
            "end" => {
                self.open.pop();
            }
            _ => {}
        }
    }

    /// Meets a field whose result stands within it.
    pub(super) fn begin_simple(&mut self, code: String) {
        self.open.push(Field {
            code,
            has_separator: true,
        });
    }

    pub(super) fn end_simple(&mut self) {
        self.open.pop();
    }

    /// Meets a piece of field code.
    pub(super) fn code(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|f| f.code.len() < 4096) {
            field.code.push_str(text);
        }
    }

    /// Whether words that stand here are shown as part of the text.
    pub(super) fn shows_text(&self) -> bool {
        self.open.iter().all(|f| {
            f.has_separator && !f.code.trim_start().to_ascii_uppercase().starts_with("TOC")
        })
    }

    /// The address that the innermost `HYPERLINK` leads to; places within the document are none.
    pub(super) fn link(&self) -> Option<&str> {
        self.open.iter().rev().find_map(|field| {
            let code = field.code.trim_start();
            let rest = code
                .get(..9)
                .filter(|name| name.eq_ignore_ascii_case("HYPERLINK"))
                .map(|_| code[9..].trim_start())?;
            rest.strip_prefix('"')?.split('"').next()
        })
    }
}
