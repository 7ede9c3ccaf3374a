//! Writes blocks as HTML, in one way only: the same blocks give the same bytes, and these bytes give the same blocks again.

use std::fmt::Write as _;

use crate::block::{Align, Block, Cell, Image, Line, List, Marks, Piece, Row, Style, Table};

/// The HTML of a body. With anchors, the headings carry ids `s1`, `s2` …, and header cells say what they head: a page shows it so, what is kept and signed stays bare.
pub(crate) fn html(blocks: &[Block], has_anchors: HasAnchors) -> String {
    let mut writer = Writer {
        out: String::new(),
        headings: matches!(has_anchors, HasAnchors::Yes).then_some(0),
    };
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            writer.out.push('\n');
        }
        writer.block(block);
    }
    writer.out
}

/// Whether headings carry ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HasAnchors {
    Yes,
    No,
}

/// The id of heading `number`, counted from 1.
pub(crate) fn anchor(number: usize) -> String {
    format!("s{number}")
}

struct Writer {
    out: String,
    /// Headings so far, where they are to carry ids.
    headings: Option<usize>,
}

/// An open element within a line.
#[derive(PartialEq)]
enum Tag<'a> {
    Link(&'a str),
    Mark(&'static str),
}

impl Writer {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(p) => {
                self.open("p", p.align);
                self.line(&p.line);
                self.out.push_str("</p>");
            }
            Block::Heading { level, line } => self.heading(*level, line),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Quote(blocks) => {
                self.out.push_str("<blockquote>");
                for block in blocks {
                    self.block(block);
                }
                self.out.push_str("</blockquote>");
            }
            Block::Figure(figure) => {
                self.out.push_str("<figure>");
                self.line(&figure.picture);
                if !figure.caption.is_empty() {
                    self.out.push_str("<figcaption>");
                    self.line(&figure.caption);
                    self.out.push_str("</figcaption>");
                }
                self.out.push_str("</figure>");
            }
            Block::Rule => self.out.push_str("<hr>"),
        }
    }

    fn open(&mut self, name: &str, align: Align) {
        self.put("<", name);
        if let Some(class) = align.class() {
            self.put(" class=\"", class);
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn put(&mut self, before: &str, words: &str) {
        self.out.push_str(before);
        self.out.push_str(words);
    }

    fn heading(&mut self, level: u8, line: &Line) {
        match &mut self.headings {
            Some(count) => {
                *count += 1;
                let id = anchor(*count);
                self.format(format_args!("<h{level} id=\"{id}\">"));
            }
            None => self.format(format_args!("<h{level}>")),
        }
        self.line(line);
        self.format(format_args!("</h{level}>"));
    }

    fn format(&mut self, words: std::fmt::Arguments<'_>) {
        self.out
            .write_fmt(words)
            .expect("writing into a string does not fail");
    }

    fn list(&mut self, list: &List) {
        let name = if list.is_ordered { "ol" } else { "ul" };
        self.put("<", name);
        self.out.push('>');
        for item in &list.items {
            self.out.push_str("\n<li>");
            self.inside(item);
            self.out.push_str("</li>");
        }
        self.put("\n</", name);
        self.out.push('>');
    }

    /// What stands in an item: an only paragraph at its beginning needs no element of its own.
    fn inside(&mut self, blocks: &[Block]) {
        let paragraphs = blocks
            .iter()
            .filter(|b| matches!(b, Block::Paragraph(_)))
            .count();
        let mut rest = blocks;
        if let [Block::Paragraph(first), behind @ ..] = blocks
            && paragraphs == 1
            && first.align == Align::Start
        {
            self.line(&first.line);
            rest = behind;
        }
        for block in rest {
            self.block(block);
        }
    }

    fn table(&mut self, table: &Table) {
        self.out.push_str("<table>");
        if !table.caption.is_empty() {
            self.out.push_str("\n<caption>");
            self.line(&table.caption);
            self.out.push_str("</caption>");
        }
        for (name, rows) in [("thead", &table.head), ("tbody", &table.body)] {
            if rows.is_empty() {
                continue;
            }
            self.put("\n<", name);
            self.out.push('>');
            for row in rows {
                self.row(row, name == "thead");
            }
            self.put("\n</", name);
            self.out.push('>');
        }
        self.out.push_str("\n</table>");
    }

    fn row(&mut self, row: &Row, is_head: bool) {
        self.out.push_str("\n<tr>");
        for cell in row {
            self.cell(cell, is_head);
        }
        self.out.push_str("</tr>");
    }

    /// The alignment of an only paragraph is the cell's.
    fn cell(&mut self, cell: &Cell, is_head: bool) {
        let name = if cell.is_header { "th" } else { "td" };
        self.put("<", name);
        if cell.is_header && self.headings.is_some() {
            let scope = match (is_head, cell.columns > 1, cell.rows > 1) {
                (true, false, _) => "col",
                (true, true, _) => "colgroup",
                (false, _, false) => "row",
                (false, _, true) => "rowgroup",
            };
            self.format(format_args!(" scope=\"{scope}\""));
        }
        for (attribute, span) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
            if span > 1 {
                self.format(format_args!(" {attribute}=\"{span}\""));
            }
        }
        if let [Block::Paragraph(only)] = cell.blocks.as_slice() {
            if let Some(class) = only.align.class() {
                self.format(format_args!(" class=\"{class}\""));
            }
            self.out.push('>');
            self.line(&only.line);
        } else {
            self.out.push('>');
            self.inside(&cell.blocks);
        }
        self.put("</", name);
        self.out.push('>');
    }

    fn line(&mut self, line: &Line) {
        let mut open: Vec<Tag<'_>> = Vec::new();
        for piece in line {
            match piece {
                Piece::Words(words) => {
                    self.change(&mut open, tags(&words.style));
                    escape(&mut self.out, &words.text);
                }
                Piece::Break => {
                    self.change(&mut open, Vec::new());
                    self.out.push_str("<br>");
                }
                Piece::Image(image) => {
                    self.change(&mut open, Vec::new());
                    self.image(image);
                }
            }
        }
        self.change(&mut open, Vec::new());
    }

    /// Closes what does not go on and opens what begins.
    fn change<'a>(&mut self, open: &mut Vec<Tag<'a>>, wanted: Vec<Tag<'a>>) {
        let shared = open.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
        for tag in open.drain(shared..).rev() {
            match tag {
                Tag::Link(_) => self.out.push_str("</a>"),
                Tag::Mark(name) => {
                    self.put("</", name);
                    self.out.push('>');
                }
            }
        }
        for tag in wanted.into_iter().skip(shared) {
            match &tag {
                Tag::Link(address) => {
                    self.out.push_str("<a href=\"");
                    escape(&mut self.out, address);
                    self.out.push_str("\">");
                }
                Tag::Mark(name) => {
                    self.put("<", name);
                    self.out.push('>');
                }
            }
            open.push(tag);
        }
    }

    fn image(&mut self, image: &Image) {
        self.out.push_str("<img src=\"");
        escape(&mut self.out, &image.src);
        self.out.push_str("\" alt=\"");
        escape(&mut self.out, &image.alt);
        self.out.push_str("\">");
    }
}

fn tags(style: &Style) -> Vec<Tag<'_>> {
    let link = style.link.as_deref().map(Tag::Link);
    let marks = Marks::ELEMENTS
        .into_iter()
        .filter(|(mark, _)| style.marks.has(*mark))
        .map(|(_, name)| Tag::Mark(name));
    link.into_iter().chain(marks).collect()
}

/// Words as they may stand between tags and in quoted attributes. Words about a `data:` address do not look like a pasted picture when they
/// are read again.
pub fn escape(out: &mut String, words: &str) {
    for c in words.chars() {
        match c {
            ':' if out.ends_with("data") => out.push_str("&#58;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{a0}' => out.push_str("&nbsp;"),
            c => out.push(c),
        }
    }
}
