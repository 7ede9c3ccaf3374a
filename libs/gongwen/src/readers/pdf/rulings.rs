//! The straight rulings of a page: strokes, edges of stroked boxes, and filled boxes so thin that they are lines. Curves,
//! slants and filled areas are no rulings.

use pdf_oxide::elements::{PathContent, PathOperation};

/// A box thinner than this is a line.
const THIN: f32 = 3.0;
/// Lines shorter than this rule nothing.
const SHORT: f32 = 4.0;
/// Rulings nearer than this are one.
pub(super) const NEAR: f32 = 2.0;

/// A horizontal (`at` is y) or vertical (`at` is x) line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ruling {
    pub at: f32,
    pub from: f32,
    pub to: f32,
}

/// The rulings of a page.
#[derive(Debug, Default)]
pub(super) struct Rulings {
    pub across: Vec<Ruling>,
    pub down: Vec<Ruling>,
}

/// Collects the rulings and joins the pieces of each.
pub(super) fn collect(paths: &[PathContent]) -> Rulings {
    let mut rulings = Rulings::default();
    for path in paths {
        add_path(path, &mut rulings);
    }
    rulings.across = join(std::mem::take(&mut rulings.across));
    rulings.down = join(std::mem::take(&mut rulings.down));
    rulings
}

fn add_path(path: &PathContent, rulings: &mut Rulings) {
    let is_box = path
        .operations
        .iter()
        .all(|op| !matches!(op, PathOperation::CurveTo(..)));
    let thin = path.bbox.width.abs() < THIN || path.bbox.height.abs() < THIN;
    if is_box && thin && (path.has_fill() || path.has_stroke()) {
        let b = &path.bbox;
        return add_box((b.x, b.y, b.width, b.height), rulings);
    }
    let mut start = (0.0, 0.0);
    let mut at = (0.0, 0.0);
    for operation in &path.operations {
        match *operation {
            PathOperation::MoveTo(x, y) => (start, at) = ((x, y), (x, y)),
            PathOperation::LineTo(x, y) => {
                add_stroke(path, (at, (x, y)), rulings);
                at = (x, y);
            }
            PathOperation::ClosePath => {
                add_stroke(path, (at, start), rulings);
                at = start;
            }
            PathOperation::CurveTo(_, _, _, _, x, y) => at = (x, y),
            PathOperation::Rectangle(x, y, width, height) => {
                if width.abs() < THIN || height.abs() < THIN {
                    add_box((x, y, width, height), rulings);
                } else if path.has_stroke() {
                    let (right, top) = (x + width, y + height);
                    for edge in [
                        ((x, y), (right, y)),
                        ((x, top), (right, top)),
                        ((x, y), (x, top)),
                        ((right, y), (right, top)),
                    ] {
                        add_line(edge, rulings);
                    }
                }
            }
        }
    }
}

fn add_stroke(path: &PathContent, line: ((f32, f32), (f32, f32)), rulings: &mut Rulings) {
    if path.has_stroke() {
        add_line(line, rulings);
    }
}

/// A thin box is the line through its middle.
fn add_box(area: (f32, f32, f32, f32), rulings: &mut Rulings) {
    let (x, y, width, height) = area;
    if width.abs() >= height.abs() {
        let middle = y + height / 2.0;
        add_line(((x, middle), (x + width, middle)), rulings);
    } else {
        let middle = x + width / 2.0;
        add_line(((middle, y), (middle, y + height)), rulings);
    }
}

fn add_line(line: ((f32, f32), (f32, f32)), rulings: &mut Rulings) {
    let ((x0, y0), (x1, y1)) = line;
    if ![x0, y0, x1, y1].iter().all(|v| v.is_finite()) {
        return;
    }
    if (y0 - y1).abs() < 0.8 {
        rulings.across.push(Ruling {
            at: (y0 + y1) / 2.0,
            from: x0.min(x1),
            to: x0.max(x1),
        });
    } else if (x0 - x1).abs() < 0.8 {
        rulings.down.push(Ruling {
            at: (x0 + x1) / 2.0,
            from: y0.min(y1),
            to: y0.max(y1),
        });
    }
}

/// Pieces of one line, drawn cell by cell, become the line.
fn join(mut pieces: Vec<Ruling>) -> Vec<Ruling> {
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    // Lines at nearly the same place take the place of the first, so that their pieces meet.
    let mut place = f32::NEG_INFINITY;
    for piece in &mut pieces {
        if piece.at - place > NEAR {
            place = piece.at;
        }
        piece.at = place;
    }
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut joined: Vec<Ruling> = Vec::new();
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if last.at == piece.at && piece.from <= last.to + NEAR => {
                last.to = last.to.max(piece.to)
            }
            _ => joined.push(piece),
        }
    }
    joined.retain(|r| r.to - r.from >= SHORT);
    joined
}
