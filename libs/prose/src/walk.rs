//! Goes through a parsed page and writes blocks. What has no place in a body is noted or passed over; its words stay unless the source
//! itself does not show them. Lists and tables have files of their own.

use std::sync::Arc;

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use crate::address;
use crate::block::{Align, Block, Figure, Image, Marks, Piece, Style, text_of};
use crate::dropped::{DroppedKind, Tally};
use crate::error::BodyError;
use crate::flow::Flow;
use crate::label;
use crate::looks::Looks;
use crate::settle;

/// The walk through one page.
pub(crate) struct Walk<'t> {
    pub tally: &'t mut Tally,
    /// Cells of all tables so far.
    pub cells: usize,
}

/// What an element inherits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    pub style: Style,
    pub align: Align,
    /// Lists around it.
    pub lists: usize,
    pub is_in_quote: bool,
    /// Line ends of the source are breaks.
    pub is_preformatted: bool,
}

pub(crate) type Page<'a> = NodeRef<'a, Node>;

impl Walk<'_> {
    /// Writes what stands in `node`.
    pub(crate) fn children(
        &mut self,
        node: Page<'_>,
        context: &Context,
        flow: &mut Flow,
    ) -> Result<(), BodyError> {
        for child in node.children() {
            match child.value() {
                Node::Text(text) if context.is_preformatted => {
                    for (index, line) in text.lines().enumerate() {
                        if index > 0 {
                            flow.writing.push_break();
                        }
                        flow.writing.text(line, &context.style);
                    }
                }
                Node::Text(text) => flow.writing.text(text, &context.style),
                Node::Element(element) => self.element(child, element, context, flow)?,
                _ => {}
            }
        }
        Ok(())
    }

    pub(crate) fn element(
        &mut self,
        node: Page<'_>,
        element: &Element,
        context: &Context,
        flow: &mut Flow,
    ) -> Result<(), BodyError> {
        let looks = Looks::of(element);
        let name = element.name();
        if self.is_left_out(node, element, &looks) {
            return Ok(());
        }
        if looks.is_list_mark {
            let mark = words_of(node);
            if !label::is_bullet(&mark) {
                flow.writing.label(mark.trim(), &context.style);
            }
            return Ok(());
        }
        let inner = context.under(name, &looks);
        match name {
            "br" => flow.writing.push_break(),
            "img" => self.image(element, &inner, flow),
            "a" => return self.link(node, element, inner, flow),
            "hr" => {
                flow.close(context.align);
                if !flow.is_single() {
                    flow.push(Block::Rule);
                }
            }
            _ if is_block(name) => {
                flow.close(context.align);
                self.block(node, (name, &looks), &inner, flow)?;
                flow.close(inner.align);
            }
            _ => return self.children(node, &inner, flow),
        }
        Ok(())
    }

    fn block(
        &mut self,
        node: Page<'_>,
        of: (&str, &Looks),
        inner: &Context,
        flow: &mut Flow,
    ) -> Result<(), BodyError> {
        let (name, looks) = of;
        if let Some(level) = level_of(name).or(looks.outline.filter(|_| name == "p")) {
            return self.heading(node, level, inner, flow);
        }
        match name {
            "p" if looks.is_listed && has_bullet(node) => {
                let item = self.blocks(node, inner)?;
                flow.push_item(settle::for_item(item));
                Ok(())
            }
            "ul" | "ol" | "menu" | "dir" => self.list(node, looks, inner, flow),
            "li" => {
                let item = self.blocks(node, inner)?;
                flow.push_item(settle::for_item(item));
                Ok(())
            }
            "table" => self.table(node, inner, flow),
            "blockquote" if !inner.is_in_quote => {
                let inner = Context {
                    is_in_quote: true,
                    ..inner.clone()
                };
                let blocks = self.blocks(node, &inner)?;
                flow.extend(settle::for_quote(blocks));
                Ok(())
            }
            "figure" => self.figure(node, inner, flow),
            _ => self.children(node, inner, flow),
        }
    }

    /// What stands in `node`, as blocks of their own.
    pub(crate) fn blocks(
        &mut self,
        node: Page<'_>,
        context: &Context,
    ) -> Result<Vec<Block>, BodyError> {
        let mut flow = Flow::default();
        self.children(node, context, &mut flow)?;
        Ok(flow.into_blocks(context.align))
    }

    /// What stands in `node` as one line, and blocks that cannot stay in a line.
    pub(crate) fn line(
        &mut self,
        node: Page<'_>,
        context: &Context,
    ) -> Result<(Vec<Piece>, Vec<Block>), BodyError> {
        let mut flow = Flow::single();
        self.children(node, context, &mut flow)?;
        Ok(flow.into_line())
    }

    fn heading(
        &mut self,
        node: Page<'_>,
        level: u8,
        context: &Context,
        flow: &mut Flow,
    ) -> Result<(), BodyError> {
        if flow.is_single() {
            return self.children(node, context, flow);
        }
        let (line, behind) = self.line(node, context)?;
        let line = settle::without(line, Marks::STRONG);
        if !line.is_empty() {
            flow.push(Block::Heading { level, line });
        }
        flow.extend(behind);
        Ok(())
    }

    fn figure(
        &mut self,
        node: Page<'_>,
        context: &Context,
        flow: &mut Flow,
    ) -> Result<(), BodyError> {
        let mut inside = Flow::default();
        let mut caption = Vec::new();
        let mut behind = Vec::new();
        for child in node.children() {
            match child.value() {
                Node::Element(e) if e.name() == "figcaption" && caption.is_empty() => {
                    (caption, behind) = self.line(child, context)?;
                }
                Node::Element(e) => self.element(child, e, context, &mut inside)?,
                Node::Text(text) => inside.writing.text(text, &context.style),
                _ => {}
            }
        }
        let mut blocks = inside.into_blocks(context.align);
        blocks.extend(behind);
        flow.extend(settle::for_figure(blocks, caption));
        Ok(())
    }

    fn link(
        &mut self,
        node: Page<'_>,
        element: &Element,
        mut context: Context,
        flow: &mut Flow,
    ) -> Result<(), BodyError> {
        if let Some(href) = element.attr("href") {
            let address = address::link(href);
            if address.is_none() && !href.trim().is_empty() {
                self.tally.note(DroppedKind::Link, href);
            }
            context.style.link = address.map(Arc::from);
        }
        self.children(node, &context, flow)
    }

    fn image(&mut self, element: &Element, context: &Context, flow: &mut Flow) {
        let raw = element.attr("src").unwrap_or("");
        let alt = element.attr("alt").unwrap_or("");
        let Some(src) = address::image(raw) else {
            let is_data = raw.trim_start().to_ascii_lowercase().starts_with("data:");
            let kind = if is_data {
                DroppedKind::BadImage
            } else {
                DroppedKind::RemoteImage
            };
            self.tally.note(kind, if is_data { alt } else { raw });
            return;
        };
        if let Some(link) = &context.style.link {
            self.tally.note(DroppedKind::Link, link);
        }
        let mut words = Flow::single();
        words.writing.text(alt, &Style::default());
        let image = Image {
            src,
            alt: text_of(&words.into_line().0),
        };
        if flow.is_single() {
            flow.push(Block::Figure(Figure {
                picture: vec![Piece::Image(image)],
                caption: Vec::new(),
            }));
        } else {
            flow.writing.image(image);
        }
    }

    /// Whether an element is left out with all its words, which is noted where somebody may miss them.
    pub(crate) fn is_left_out(&mut self, node: Page<'_>, element: &Element, looks: &Looks) -> bool {
        let name = element.name();
        let kind = match name {
            "head" | "style" | "title" | "meta" | "link" | "base" | "xml" | "colgroup" | "col"
            | "rp" | "wbr" | "param" | "source" | "track" => return true,
            "script" | "noscript" | "template" => DroppedKind::Script,
            "iframe" | "frame" | "frameset" | "object" | "embed" | "applet" | "video" | "audio"
            | "svg" | "math" | "canvas" | "map" | "bgsound" => DroppedKind::Embedded,
            "input" | "select" | "textarea" | "button" | "datalist" | "progress" | "meter" => {
                DroppedKind::Form
            }
            "del" | "s" | "strike" => DroppedKind::Struck,
            _ if looks.is_comment => DroppedKind::Comment,
            _ if looks.is_hidden => DroppedKind::Hidden,
            _ if looks.is_struck => DroppedKind::Struck,
            _ => return false,
        };
        let words = match kind {
            DroppedKind::Script => String::new(),
            _ => words_of(node),
        };
        let is_nothing = words.trim().is_empty();
        let matters_empty = matches!(
            kind,
            DroppedKind::Script | DroppedKind::Embedded | DroppedKind::Form
        );
        if matters_empty || !is_nothing {
            self.tally.note(kind, &words);
        }
        true
    }
}

impl Context {
    /// What holds within an element of this name.
    pub(crate) fn under(&self, name: &str, looks: &Looks) -> Self {
        let mut inner = self.clone();
        let own = match name {
            "b" | "strong" | "dt" => Marks::STRONG,
            "i" | "em" => Marks::EM,
            "u" => Marks::UNDERLINE,
            "sub" => Marks::SUB,
            "sup" => Marks::SUP,
            _ => Marks::default(),
        };
        inner.style.marks = inner
            .style
            .marks
            .with(own)
            .with(looks.marks)
            .without(looks.unmarks);
        inner.is_preformatted |= name == "pre";
        match name {
            "center" => inner.align = Align::Centre,
            // On these `align` says where the whole box stands, or how a picture floats.
            "table" => inner.align = Align::Start,
            "img" | "hr" | "span" | "font" => {}
            _ => inner.align = looks.align.unwrap_or(inner.align),
        }
        inner
    }
}

/// The level that an element's name says.
fn level_of(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Whether a paragraph of Word's has a bullet for its label.
fn has_bullet(node: Page<'_>) -> bool {
    node.descendants()
        .find(|n| {
            n.value()
                .as_element()
                .is_some_and(|e| Looks::of(e).is_list_mark)
        })
        .is_some_and(|mark| label::is_bullet(&words_of(mark)))
}

/// All words below a node.
fn words_of(node: Page<'_>) -> String {
    node.descendants()
        .filter_map(|n| n.value().as_text().map(|text| text.to_string()))
        .collect()
}

/// Whether an element stands on lines of its own.
fn is_block(name: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ucapcontent",
        "ucaptitle",
        "ul",
    ];
    BLOCKS.contains(&name)
}
