//! What the attributes of an element say of how it looks, as far as looks carry meaning: alignment, weight, hidden, outline level, Word's own
//! notes (`mso-*`). Fonts, colours and sizes are passed over.

use scraper::node::Element;

use crate::block::{Align, Marks};

/// What an element says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Looks {
    /// `None` where it says nothing.
    pub align: Option<Align>,
    /// Marks that it sets.
    pub marks: Marks,
    /// Marks that it takes away.
    pub unmarks: Marks,
    pub is_hidden: bool,
    pub is_struck: bool,
    /// A reviewer's note.
    pub is_comment: bool,
    /// 1..=9 where a paragraph is declared a heading.
    pub outline: Option<u8>,
    /// A paragraph of a list that Word wrote as a paragraph.
    pub is_listed: bool,
    /// The number or bullet of such a paragraph.
    pub is_list_mark: bool,
    /// How a list counts, where it is not by 1, 2, 3.
    pub counts: Option<Counts>,
}

/// How the items of an ordered list are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    Chinese,
    LowerLetters,
    UpperLetters,
    LowerRoman,
    UpperRoman,
}

impl Looks {
    /// Reads the attributes of an element.
    pub(crate) fn of(element: &Element) -> Self {
        let mut looks = Self::default();
        if let Some(align) = element.attr("align") {
            looks.align = align_of(align);
        }
        if let Some(class) = element.attr("class") {
            looks.read_class(class.trim());
        }
        looks.is_hidden = element.attr("hidden").is_some();
        if let Some(kind) = element.attr("type") {
            looks.counts = counts_of_type(kind.trim());
        }
        for declaration in element.attr("style").unwrap_or("").split(';') {
            if let Some((name, value)) = declaration.split_once(':') {
                let value = value.trim().to_ascii_lowercase();
                let value = value.trim_end_matches("!important").trim_end();
                looks.read(&name.trim().to_ascii_lowercase(), value);
            }
        }
        looks
    }

    fn read_class(&mut self, class: &str) {
        match class {
            "right" => self.align = Some(Align::Right),
            "centre" => self.align = Some(Align::Centre),
            _ => {}
        }
        let lower = class.to_ascii_lowercase();
        self.is_comment = lower.starts_with("msocom") || lower == "msocommenttext";
    }

    fn read(&mut self, name: &str, value: &str) {
        match name {
            "text-align" => self.align = align_of(value).or(self.align),
            "display" => self.is_hidden |= value == "none",
            "visibility" => self.is_hidden |= matches!(value, "hidden" | "collapse"),
            "mso-hide" => self.is_hidden |= value == "all",
            "font-weight" => self.set(Marks::STRONG, is_bold(value)),
            "font-style" => {
                self.set(
                    Marks::EM,
                    matches!(value, "italic" | "oblique").then_some(true),
                );
                self.set(Marks::EM, (value == "normal").then_some(false));
            }
            "text-decoration" | "text-decoration-line" => {
                self.set(
                    Marks::UNDERLINE,
                    value.contains("underline").then_some(true),
                );
                self.is_struck |= value.contains("line-through");
            }
            "vertical-align" if value == "super" => self.set(Marks::SUP, Some(true)),
            "vertical-align" if value == "sub" => self.set(Marks::SUB, Some(true)),
            "mso-outline-level" => {
                self.outline = value.parse().ok().filter(|l| (1..=9).contains(l));
            }
            "mso-list" if value == "ignore" => self.is_list_mark = true,
            "mso-list" => self.is_listed = value != "none" && value != "skip",
            "mso-element" => {
                self.is_comment |= matches!(value, "comment" | "comment-list");
            }
            "mso-special-character" => self.is_comment |= value == "comment",
            "list-style-type" | "list-style" => self.counts = counts_of_style(value),
            _ => {}
        }
    }

    fn set(&mut self, mark: Marks, is_on: Option<bool>) {
        match is_on {
            Some(true) => {
                self.marks = self.marks.with(mark);
                self.unmarks = self.unmarks.without(mark);
            }
            Some(false) => {
                self.unmarks = self.unmarks.with(mark);
                self.marks = self.marks.without(mark);
            }
            None => {}
        }
    }
}

fn align_of(value: &str) -> Option<Align> {
    match value.trim().to_ascii_lowercase().as_str() {
        "center" | "centre" | "-webkit-center" | "middle" => Some(Align::Centre),
        "right" | "end" | "-webkit-right" => Some(Align::Right),
        "left" | "start" | "justify" | "both" | "-webkit-left" => Some(Align::Start),
        _ => None,
    }
}

fn is_bold(value: &str) -> Option<bool> {
    match value {
        "bold" | "bolder" => Some(true),
        "normal" | "lighter" => Some(false),
        number => number.parse::<u16>().ok().map(|weight| weight >= 600),
    }
}

fn counts_of_type(kind: &str) -> Option<Counts> {
    match kind {
        "a" => Some(Counts::LowerLetters),
        "A" => Some(Counts::UpperLetters),
        "i" => Some(Counts::LowerRoman),
        "I" => Some(Counts::UpperRoman),
        _ => None,
    }
}

fn counts_of_style(value: &str) -> Option<Counts> {
    match value.split_whitespace().next().unwrap_or("") {
        "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" | "cjk-decimal" => {
            Some(Counts::Chinese)
        }
        "lower-alpha" | "lower-latin" => Some(Counts::LowerLetters),
        "upper-alpha" | "upper-latin" => Some(Counts::UpperLetters),
        "lower-roman" => Some(Counts::LowerRoman),
        "upper-roman" => Some(Counts::UpperRoman),
        _ => None,
    }
}
