//! What a comparison of two bodies goes by: paragraphs, headings, items, rows of tables, pictures. A unit knows its words by cell, and its
//! form, so that a link led elsewhere is not overlooked.

use crate::block::{Block, Line, text_of};
use crate::leaf::{Frame, Joint, leaves};
use crate::place::Place;

/// One line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// What it is.
    pub kind: UnitKind,
    /// Where it stands, in the body that it is of: the old one for what was removed, else the new one.
    pub place: Place,
    /// Its words: of a row by cell, of anything else one.
    pub cells: Vec<String>,
}

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// A paragraph.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
    /// The caption of a table or a picture.
    Caption,
    /// A picture; its words are what is said instead of it.
    Picture,
}

/// A unit with its form, while two bodies are compared.
pub(crate) struct Part<'a> {
    pub unit: Unit,
    pub form: Vec<(Frame, &'a Line)>,
}

/// The units of a body in reading order.
pub(crate) fn parts(blocks: &[Block]) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for leaf in leaves(blocks) {
        let text = text_of(leaf.line).replace('\n', " ");
        let form = (leaf.frame, leaf.line);
        match (leaf.joint, parts.last_mut()) {
            (Joint::Cell, Some(row)) => {
                row.unit.cells.push(text);
                row.form.push(form);
            }
            (Joint::Within, Some(row)) => {
                if let Some(cell) = row.unit.cells.last_mut() {
                    cell.push(' ');
                    cell.push_str(&text);
                }
                row.form.push(form);
            }
            (Joint::Line, _) if leaf.line.is_empty() => {}
            (Joint::Line | Joint::Row | Joint::Cell | Joint::Within, _) => parts.push(Part {
                unit: Unit {
                    kind: kind_of(leaf.frame),
                    place: leaf.place,
                    cells: vec![text],
                },
                form: vec![form],
            }),
        }
    }
    parts
}

fn kind_of(frame: Frame) -> UnitKind {
    match frame {
        Frame::Paragraph(_) => UnitKind::Paragraph,
        Frame::Heading(_) => UnitKind::Heading,
        Frame::Item { .. } => UnitKind::Item,
        Frame::Caption => UnitKind::Caption,
        Frame::Picture => UnitKind::Picture,
        Frame::Cell(_) => UnitKind::Row,
    }
}
