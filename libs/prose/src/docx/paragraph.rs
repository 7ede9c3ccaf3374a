//! One paragraph in the making: its HTML, its properties, what begins it. Does not decide where it goes.

use super::run::RunLooks;
use super::styles::NumPr;
use crate::block::Align;
use crate::label::collides;
use crate::write::escape;
use ooxml::Label;

/// A paragraph whose end has not been met.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The HTML so far.
    pub html: String,
    /// The first character that shows.
    pub first: Option<char>,
    /// Whether anything stands in it.
    pub is_filled: bool,
    /// Style id.
    pub style: Option<String>,
    /// Its own number.
    pub number: NumPr,
    /// Its own outline level.
    pub outline: Option<u8>,
    /// Its own alignment.
    pub align: Option<Align>,
    /// Its mark was deleted: it goes on in the next paragraph.
    pub is_mark_deleted: bool,
}

impl Draft {
    /// The paragraph behind one whose mark was deleted: the words of both, the properties of the latter.
    pub(super) fn go_on(self) -> Self {
        Self {
            html: self.html,
            first: self.first,
            is_filled: self.is_filled,
            ..Self::default()
        }
    }

    /// Appends words of a run.
    pub(super) fn push(&mut self, text: &str, looks: RunLooks, link: Option<&str>) {
        if self.first.is_none() {
            self.first = text.chars().find(|c| !c.is_whitespace());
        }
        self.is_filled |= !text.trim().is_empty();
        if let Some(link) = link {
            self.html.push_str("<a href=\"");
            escape(&mut self.html, link);
            self.html.push_str("\">");
        }
        let elements: Vec<_> = looks.elements().collect();
        for (open, _) in &elements {
            self.html.push_str(open);
        }
        if looks.is_underlined() && text.chars().all(|c| matches!(c, ' ' | '\t' | '\u{a0}')) {
            // Underlined blanks are to be filled in by hand.
            let blanks = text.replace('\t', "    ").replace(' ', "\u{a0}");
            escape(&mut self.html, &blanks);
        } else {
            escape(&mut self.html, text);
        }
        for (_, close) in elements.iter().rev() {
            self.html.push_str(close);
        }
        if link.is_some() {
            self.html.push_str("</a>");
        }
    }

    /// Appends a break.
    pub(super) fn push_break(&mut self) {
        self.html.push_str("<br>");
    }

    /// Appends a picture.
    pub(super) fn push_image(&mut self, src: &str, alt: &str) {
        self.is_filled = true;
        self.html.push_str("<img src=\"");
        escape(&mut self.html, src);
        self.html.push_str("\" alt=\"");
        escape(&mut self.html, alt);
        self.html.push_str("\">");
    }

    /// The HTML of the whole paragraph.
    pub(super) fn finish(self, label: Option<Label>, level: Option<u8>, align: Align) -> String {
        let mut words = String::new();
        if let Some(Label::Number(number)) = &label {
            escape(&mut words, number);
            if collides(number.chars().next_back(), self.first) {
                words.push(' ');
            }
        }
        words.push_str(&self.html);
        let class = align.class().unwrap_or("");
        match (label, level) {
            (_, Some(level)) => {
                let level = level.min(6);
                format!("<h{level}>{words}</h{level}>")
            }
            (Some(Label::Bullet), None) => format!("<li>{words}</li>"),
            (Some(Label::Number(_)) | None, None) => format!("<p class=\"{class}\">{words}</p>"),
        }
    }
}
