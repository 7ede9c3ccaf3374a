//! One paragraph in the making: its words, its properties, its fields. Does not decide where it goes.

use super::styles::NumPr;

/// A paragraph whose end has not been met.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The words so far; a line feed is a break within the paragraph.
    pub text: String,
    /// Style id.
    pub style: Option<String>,
    /// Its own number.
    pub number: NumPr,
    /// Its own outline level.
    pub outline: Option<u8>,
    /// Its mark was deleted: it goes on in the next paragraph.
    pub is_mark_deleted: bool,
    /// The current run is hidden.
    pub is_run_hidden: bool,
}

/// One field (PAGE, TOC, REF …): its code stands before the separator, its result after.
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

    /// Meets a piece of field code.
    pub(super) fn code(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|f| f.code.len() < 256) {
            field.code.push_str(text);
        }
    }

    /// Whether words that stand here are shown as part of the text.
    pub(super) fn shows_text(&self) -> bool {
        self.open.iter().all(|f| {
            f.has_separator && !f.code.trim_start().to_ascii_uppercase().starts_with("TOC")
        })
    }
}

impl Draft {
    /// Appends words of a run.
    pub(super) fn push(&mut self, text: &str) {
        if !self.is_run_hidden {
            self.text.push_str(text);
        }
    }

    /// The words with the automatic number before them.
    pub(super) fn with_label(&self, label: &str) -> String {
        // `1.` and `2017年` must not run into `1.2017年`.
        let first = self.text.trim_start().chars().next();
        let collides = label.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.')
            && first.is_some_and(|c| c.is_ascii_alphanumeric());
        let blank = if collides { " " } else { "" };
        format!("{label}{blank}{}", self.text.trim_start())
    }
}
