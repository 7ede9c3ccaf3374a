//! A body: clean HTML and what can be asked of it. The only ways to one are cleaning and plain text, so a body is always clean.

use std::collections::HashSet;
use std::ops::Range;

use crate::address;
use crate::block::{Align, Block, Piece, Style, Table, Words, text_of};
use crate::check::{self, Remark};
use crate::docx::{self, DocxError};
use crate::dropped::{Dropped, Tally};
use crate::error::{BodyError, LARGEST_BODY};
use crate::flow::Flow;
use crate::leaf::{Leaf, leaves, lines_mut};
use crate::passage::{self, Passage};
use crate::pasted::{self, PastedImage};
use crate::place::Place;
use crate::plain::PlainText;
use crate::replace;
use crate::settle;
use crate::split;
use crate::tree;
use crate::walk::{Context, Walk};
use crate::write::{self, HasAnchors};

/// The text of a published document as clean HTML.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    html: String,
    blocks: Vec<Block>,
}

/// A cleaned text, and what is to be told and stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The body.
    pub body: Body,
    /// What was left out, by kind.
    pub dropped: Vec<Dropped>,
    /// Pictures that came inside the text. The caller stores them and calls [`Body::with_images`].
    pub images: Vec<PastedImage>,
}

/// A heading, for a table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 4.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// The id that it carries in [`Body::with_anchors`].
    pub anchor: String,
}

/// A heading and what stands under it until the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading; `None` for what stands before the first.
    pub heading: Option<Heading>,
    /// The plain text under it: a line for each block.
    pub text: String,
}

/// A link in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub address: String,
    /// Its words.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

impl Body {
    /// Cleans HTML from anywhere: Word, WPS, an old site, an editor. Cleaning what is clean changes nothing.
    ///
    /// # Errors
    /// A limit of size, depth or number of cells.
    pub fn clean(html: &str) -> Result<Cleaned, BodyError> {
        if html.len() > LARGEST_BODY {
            return Err(BodyError::TooLarge);
        }
        let (html, images) = pasted::take_out(html);
        Self::clean_markup((&html, ""), images, Tally::default())
    }

    /// Cleans one part of a page: the first element whose id or class is `part`; the whole page where there is none. Pages of old sites have
    /// menus and footers around what they say.
    ///
    /// # Errors
    /// A limit of size, depth or number of cells.
    pub fn clean_part(html: &str, part: &str) -> Result<Cleaned, BodyError> {
        if html.len() > LARGEST_BODY {
            return Err(BodyError::TooLarge);
        }
        let (html, images) = pasted::take_out(html);
        Self::clean_markup((&html, part), images, Tally::default())
    }

    /// Reads a DOCX file: tracked changes count as accepted, automatic numbers become words.
    ///
    /// # Errors
    /// A file that is none or cannot be read, or a limit.
    pub fn from_docx(bytes: &[u8]) -> Result<Cleaned, DocxError> {
        let mut tally = Tally::default();
        let markup = docx::read(bytes, &mut tally)?;
        Ok(Self::clean_markup(
            (&markup.html, ""),
            markup.images,
            tally,
        )?)
    }

    fn clean_markup(
        (html, part): (&str, &str),
        mut images: Vec<PastedImage>,
        mut tally: Tally,
    ) -> Result<Cleaned, BodyError> {
        let page = tree::parse(html)?;
        let mut walk = Walk {
            tally: &mut tally,
            cells: 0,
        };
        let root = tree::find_part(&page, part).unwrap_or_else(|| page.tree.root());
        let mut blocks = walk.blocks(root, &Context::default())?;
        settle::levels(&mut blocks);
        let body = Self::of(blocks)?;
        let used: HashSet<&str> = body.list_images().into_iter().collect();
        images.retain(|image| used.contains(image.mark.as_str()));
        Ok(Cleaned {
            dropped: tally.into_list(),
            images,
            body,
        })
    }

    /// Plain text: each line is a paragraph.
    ///
    /// # Errors
    /// [`BodyError::TooLarge`].
    pub fn from_text(text: &str) -> Result<Self, BodyError> {
        if text.len() > LARGEST_BODY {
            return Err(BodyError::TooLarge);
        }
        let mut flow = Flow::default();
        for line in text.lines() {
            flow.writing.text(line, &Style::default());
            flow.close(Align::Start);
        }
        Self::of(flow.into_blocks(Align::Start))
    }

    fn of(blocks: Vec<Block>) -> Result<Self, BodyError> {
        let html = write::html(&blocks, HasAnchors::No);
        if html.len() > LARGEST_BODY {
            return Err(BodyError::TooLarge);
        }
        Ok(Self { html, blocks })
    }

    /// The HTML, to be stored and shown as it is.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// The HTML with an id on every heading, as [`Body::outline`] names them.
    pub fn with_anchors(&self) -> String {
        write::html(&self.blocks, HasAnchors::Yes)
    }

    /// Whether there is nothing to read or see.
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| matches!(block, Block::Rule))
    }

    /// The plain text with its places. Ask this where more than one place is wanted.
    pub fn plain(&self) -> PlainText {
        PlainText::of(&self.blocks)
    }

    /// The plain text: a line for each block, cells of a row between tabs, pictures by what is said instead of them. Addresses of links
    /// are not in it ([`Body::links`]).
    pub fn text(&self) -> String {
        self.plain().into_text()
    }

    /// Where the byte at `offset` of [`Body::text`] stands.
    pub fn place(&self, offset: usize) -> Place {
        self.plain().place(offset)
    }

    /// The headings in reading order.
    pub fn outline(&self) -> Vec<Heading> {
        let headings = self.blocks.iter().filter_map(|block| match block {
            Block::Heading { level, line } => Some((*level, text_of(line))),
            _ => None,
        });
        headings
            .zip(1..)
            .map(|((level, text), number)| Heading {
                level,
                text,
                anchor: write::anchor(number),
            })
            .collect()
    }

    /// The text in sections, each under its heading, whatever the level; empty ones without a heading are left out.
    pub fn sections(&self) -> Vec<Section> {
        let mut headings = self.outline().into_iter();
        let mut sections = Vec::new();
        let mut heading = None;
        for part in self
            .blocks
            .split_inclusive(|block| matches!(block, Block::Heading { .. }))
        {
            let is_closed = matches!(part.last(), Some(Block::Heading { .. }));
            let under = &part[..part.len() - usize::from(is_closed)];
            let text = PlainText::of(under).into_text();
            let before = std::mem::replace(&mut heading, headings.next().filter(|_| is_closed));
            if before.is_some() || !text.is_empty() {
                sections.push(Section {
                    heading: before,
                    text,
                });
            }
        }
        if heading.is_some() {
            let text = String::new();
            sections.push(Section { heading, text });
        }
        sections
    }

    /// The beginning of what is said, at most `chars` characters: paragraphs from the left, or whatever words there are.
    pub fn summary(&self, chars: usize) -> String {
        let lines = self.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(p) if p.align == Align::Start => Some(text_of(&p.line)),
            _ => None,
        });
        let mut words = lines.collect::<Vec<_>>().join(" ");
        if words.trim().is_empty() {
            words = self.text();
        }
        shorten(&words, chars)
    }

    /// Every link, in reading order.
    pub fn links(&self) -> Vec<Link> {
        leaves(&self.blocks).iter().flat_map(links_of).collect()
    }

    /// What readers, and programs that read aloud, will stumble over, in reading order.
    pub fn check(&self) -> Vec<Remark> {
        check::check(&self.blocks)
    }

    /// The passages in reading order, to be set on paper.
    pub fn passages(&self) -> Vec<Passage> {
        passage::passages(&self.blocks)
    }

    pub(crate) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The addresses of all pictures, each once: of this site, or marks of pictures that are not stored yet.
    pub fn list_images(&self) -> Vec<&str> {
        let mut known = HashSet::new();
        let mut found = Vec::new();
        for leaf in leaves(&self.blocks) {
            for piece in leaf.line {
                if let Piece::Image(image) = piece
                    && known.insert(image.src.as_str())
                {
                    found.push(image.src.as_str());
                }
            }
        }
        found
    }

    /// The body with each pasted picture under the address where it was stored (`/files/…`). A picture without an address is left out.
    ///
    /// # Errors
    /// [`BodyError::TooLarge`].
    pub fn with_images(
        &self,
        mut address_of: impl FnMut(&str) -> Option<String>,
    ) -> Result<Self, BodyError> {
        let mut blocks = self.blocks.clone();
        for line in lines_mut(&mut blocks) {
            line.retain_mut(|piece| {
                let Piece::Image(image) = piece else {
                    return true;
                };
                if !pasted::is_mark(&image.src) {
                    return true;
                }
                let address = address_of(&image.src).filter(|a| address::is_stored_image(a));
                if let Some(address) = &address {
                    image.src.clone_from(address);
                }
                address.is_some()
            });
        }
        Self::again(&blocks)
    }

    /// The body with the first row of a table as its header; `table` counts from 1, as in [`crate::Spot::Table`]. Without such a table
    /// nothing changes.
    ///
    /// # Errors
    /// [`BodyError::TooLarge`].
    pub fn with_header_row(&self, table: usize) -> Result<Self, BodyError> {
        let mut blocks = self.blocks.clone();
        let mut tables = tables_mut(&mut blocks);
        if let Some(table) = table.checked_sub(1).and_then(|at| tables.get_mut(at))
            && table.head.is_empty()
        {
            for cell in table.body.iter_mut().take(1).flatten() {
                cell.is_header = true;
            }
        }
        Self::again(&blocks)
    }

    /// The body with stretches of [`Body::text`] replaced, wherever they stand. A link whose address holds what was replaced goes; its
    /// words stay.
    ///
    /// # Errors
    /// [`BodyError::NoSuchRange`] where a range is empty, not in the text, cuts a character or overlaps another.
    pub fn replaced(&self, ranges: &[(Range<usize>, String)]) -> Result<Self, BodyError> {
        let mut blocks = self.blocks.clone();
        replace::replace(&mut blocks, ranges)?;
        Self::again(&blocks)
    }

    /// The body in parts of about so many bytes of HTML at most, for pages that are not too heavy. A paragraph and a row of a table stay whole; a
    /// table that is cut has its caption and head in each part.
    ///
    /// # Errors
    /// [`BodyError::TooLarge`].
    pub fn split(&self, most: usize) -> Result<Vec<Self>, BodyError> {
        if self.html.len() <= most {
            return Ok(vec![self.clone()]);
        }
        let parts = split::parts(&self.blocks, most);
        parts.iter().map(|part| Self::again(part)).collect()
    }

    /// The body without pictures: what is said instead of each stands in its place, between brackets.
    ///
    /// # Errors
    /// [`BodyError::TooLarge`].
    pub fn without_pictures(&self) -> Result<Self, BodyError> {
        let mut blocks = self.blocks.clone();
        for line in lines_mut(&mut blocks) {
            for piece in line {
                if let Piece::Image(image) = piece {
                    // Old programs put the path of the file where the description belongs.
                    let alt = image.alt.trim();
                    let text = match alt.is_empty() || alt.contains(['\\', '/']) {
                        true => "［图片］".to_owned(),
                        false => format!("［图片：{alt}］"),
                    };
                    *piece = Piece::Words(Words {
                        text,
                        style: Style::default(),
                    });
                }
            }
        }
        Self::again(&blocks)
    }

    /// Changed blocks are cleaned again: they may have become empty, or have got blanks that do not stay.
    fn again(blocks: &[Block]) -> Result<Self, BodyError> {
        Ok(Self::clean(&write::html(blocks, HasAnchors::No))?.body)
    }
}

/// All tables, in the order in which places count them.
fn tables_mut(blocks: &mut [Block]) -> Vec<&mut Table> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Table(table) => found.push(table),
            Block::List(list) => {
                for item in &mut list.items {
                    found.extend(tables_mut(item));
                }
            }
            Block::Quote(inner) => found.extend(tables_mut(inner)),
            Block::Paragraph(_) | Block::Heading { .. } | Block::Figure(_) | Block::Rule => {}
        }
    }
    found
}

/// The links of one line; a link over several runs is one.
pub(crate) fn links_of(leaf: &Leaf<'_>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut goes_on = false;
    for piece in leaf.line {
        let address = match piece {
            Piece::Words(words) => words.style.link.as_deref(),
            Piece::Break | Piece::Image(_) => None,
        };
        match (address, links.last_mut()) {
            (Some(address), Some(last)) if goes_on && last.address == address => {
                last.text.push_str(piece.words());
            }
            (Some(address), _) => links.push(Link {
                address: address.to_owned(),
                text: piece.words().to_owned(),
                place: leaf.place,
            }),
            (None, _) => {}
        }
        goes_on = address.is_some();
    }
    links
}

/// At most `chars` characters, on one line, with an ellipsis where something is missing.
fn shorten(words: &str, chars: usize) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= chars {
        return words;
    }
    let mut short: String = words.chars().take(chars.saturating_sub(1)).collect();
    if chars > 0 {
        short.push('…');
    }
    short
}
