//! What is said where: headings, paragraphs, tables and figures as a tree that programs which read aloud follow (PDF/UA-1, ISO 14289-1).
//! Not here: where anything stands on the page.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::tagging::{Identifier, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

/// What a part of a page is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The title of the whole, which it names.
    Title(String),
    /// A heading below the title, which it names.
    Heading(String),
    /// A heading at a level of its own, 2 or deeper.
    Deeper(u16, String),
    /// A paragraph.
    Paragraph,
    /// A picture, with what it shows in words.
    Figure(String),
    /// A table, which holds rows alone.
    Table,
    /// A row, which holds cells alone.
    Row,
    /// A cell that heads its column.
    Head,
    /// A cell.
    Cell,
    /// A cell that takes several columns or rows, and whether it heads what is below or beside it.
    Wide {
        /// Whether it heads others.
        is_head: bool,
        /// Columns and rows.
        spans: (u32, u32),
    },
}

impl Role {
    /// Whether text stands in it; what is drawn elsewhere is ornament.
    fn holds_text(&self) -> bool {
        !matches!(self, Self::Table | Self::Row)
    }

    /// Whether it says nothing when nothing stands in it; an empty cell keeps the others under their heads.
    fn needs_text(&self) -> bool {
        !matches!(self, Self::Head | Self::Cell | Self::Wide { .. })
    }

    fn tag(&self) -> TagKind {
        let heading = |level, title: &String| match title.trim() {
            "" => Tag::P.into(),
            _ => Tag::Hn(level, Some(title.clone())).into(),
        };
        match self {
            Self::Title(title) => heading(NonZeroU16::MIN, title),
            Self::Heading(title) => heading(NonZeroU16::MIN.saturating_add(1), title),
            Self::Deeper(level, title) => {
                heading(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), title)
            }
            Self::Paragraph => Tag::P.into(),
            Self::Figure(words) => Tag::Figure(Some(words.clone())).into(),
            Self::Table => Tag::Table.into(),
            Self::Row => Tag::TR.into(),
            Self::Head => Tag::TH(TableHeaderScope::Column).into(),
            Self::Cell => Tag::TD.into(),
            Self::Wide { is_head, spans } => {
                let (columns, rows) = (NonZeroU32::new(spans.0), NonZeroU32::new(spans.1));
                match is_head {
                    true => Tag::TH(TableHeaderScope::Both)
                        .with_col_span(columns)
                        .with_row_span(rows)
                        .into(),
                    false => Tag::TD.with_col_span(columns).with_row_span(rows).into(),
                }
            }
        }
    }
}

/// The number of a part in the tree.
pub(crate) type Part = usize;

#[derive(Debug)]
struct Piece {
    role: Role,
    within: Option<Part>,
    /// What stands on the pages, filled in when they are written.
    marked: Vec<Identifier>,
}

/// The tree as it grows.
#[derive(Debug, Default)]
pub(crate) struct Structure {
    pieces: Vec<Piece>,
    /// The innermost part that has not ended.
    open: Option<Part>,
}

impl Structure {
    /// Begins a part within the one that has not ended.
    pub fn begin(&mut self, role: Role) {
        let within = self.open;
        self.open = Some(self.pieces.len());
        self.pieces.push(Piece {
            role,
            within,
            marked: Vec::new(),
        });
    }

    /// Goes on with a part that ended, as a cell does on the next page.
    pub fn resume(&mut self, part: Part) {
        self.open = Some(part);
    }

    /// The innermost part that has not ended.
    pub fn innermost(&self) -> Option<Part> {
        self.open
    }

    /// Ends the innermost part.
    pub fn end(&mut self) {
        self.open = self.role().and_then(|piece| piece.within);
    }

    fn role(&self) -> Option<&Piece> {
        self.open.and_then(|part| self.pieces.get(part))
    }

    /// The part that text drawn now belongs to.
    pub fn of_text(&self) -> Option<Part> {
        let piece = self.role()?;
        self.open.filter(|_| piece.role.holds_text())
    }

    /// The part that shapes drawn now belong to: a picture, or none, where they are ornament.
    pub fn of_shapes(&self) -> Option<Part> {
        let piece = self.role()?;
        self.open.filter(|_| matches!(piece.role, Role::Figure(_)))
    }

    /// Notes what stands on a page for a part.
    pub fn mark(&mut self, part: Part, marked: Identifier) {
        if let Some(piece) = self.pieces.get_mut(part) {
            piece.marked.push(marked);
        }
    }

    /// The tree as the file keeps it.
    pub fn tree(self) -> TagTree {
        let mut tree = TagTree::new();
        let mut grown: Vec<TagGroup> = self
            .pieces
            .iter()
            .map(|piece| TagGroup::new(piece.role.tag()))
            .collect();
        // A part stands behind the one that holds it, so that going backwards each is whole before it is hung up.
        for piece in self.pieces.iter().rev() {
            let Some(mut group) = grown.pop() else { break };
            // Its own marks come first; the parts within were hung up last one first.
            group.children.reverse();
            let marks = piece.marked.iter().copied().map(Node::Leaf);
            group.children.splice(0..0, marks);
            if group.children.is_empty() && piece.role.needs_text() {
                continue;
            }
            match piece.within.and_then(|within| grown.get_mut(within)) {
                Some(holder) => holder.children.push(group.into()),
                None => tree.push(group),
            }
        }
        tree.children.reverse();
        tree
    }
}
