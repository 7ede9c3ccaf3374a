//! Running the operators of a page: what is painted where, in which order, in which colour. Patterns and shadings are painted grounds of
//! unknown colour; type 3 fonts are letters like others.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, ObjectId};

use super::font::Font;
use super::geometry::{Frame, Matrix, box_of};
use super::objects::unpack;
use super::text::Text;
use super::{Pdf, as_dictionary};
use crate::file::error::FileError;
use crate::file::inspection::Inspection;

/// A colour, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Of red, green and blue.
    Plain([u8; 3]),
    /// None of the three is known.
    Other,
}

/// White.
pub(crate) const WHITE: Ink = Ink::Plain([255; 3]);

/// A letter on the page.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    /// What it means.
    pub words: String,
    /// Its middle.
    pub at: (f64, f64),
    /// Where its line stands and where it begins and ends on it.
    pub line: (f64, f64, f64),
    /// Its height.
    pub size: f64,
    /// When it was painted.
    pub order: usize,
    /// In which colour.
    pub ink: Ink,
    /// Painted with nothing (Tr 3, Tr 7).
    pub is_unpainted: bool,
    /// On a layer that is off.
    pub is_off: bool,
    /// Outside the clip.
    pub is_clipped: bool,
}

/// A ground that was painted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ground {
    /// Where.
    pub frame: Frame,
    /// When.
    pub order: usize,
    /// In which colour.
    pub ink: Ink,
    /// A picture.
    pub is_picture: bool,
}

/// What a page comes to.
#[derive(Debug, Default)]
pub(crate) struct Canvas {
    /// Letters in order.
    pub marks: Vec<Mark>,
    /// Grounds in order.
    pub grounds: Vec<Ground>,
    order: usize,
}

impl Canvas {
    /// Paints a box above all that is there.
    pub fn cover(&mut self, frame: Frame) {
        self.order += 1;
        self.grounds.push(Ground {
            frame,
            order: self.order,
            ink: Ink::Other,
            is_picture: false,
        });
    }
}

/// What an operator finds set.
#[derive(Clone, Copy)]
pub(crate) struct State {
    /// From the stream's places to the page's.
    pub matrix: Matrix,
    /// What can be painted on.
    pub clip: Frame,
    /// Colour of fills.
    pub fill: Ink,
    /// Colour of lines.
    pub stroke: Ink,
    fill_space: Space,
    stroke_space: Space,
    /// How much covers of fills: 1 all, 0 nothing.
    pub alpha: f64,
    is_blended: bool,
    line_width: f64,
}

/// How the numbers of a colour are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Plain,
    Special,
}

/// Letters with strokes at least so thick hide what is under them.
const THICK: f64 = 4.0;
/// Forms within forms.
const DEPTH: usize = 8;

/// What taking up a font costs, in operations.
const FONT_COST: usize = 50;

/// The runner of one page.
pub(crate) struct Runner<'a, 'i, 'l> {
    /// The document.
    pub pdf: &'a Pdf,
    /// The inspection.
    pub it: &'i mut Inspection<'l>,
    /// Operations that are left.
    pub left: &'i mut usize,
    /// What was painted.
    pub canvas: Canvas,
    /// Whether the marked contents that are open are off.
    pub layers: Vec<bool>,
    /// Fonts in use.
    pub fonts: BTreeMap<ObjectId, Option<Rc<Font<'a>>>>,
}

/// One content stream under way.
pub(crate) struct Run<'a> {
    resources: Option<&'a Dictionary>,
    state: State,
    text: Text<'a>,
    saved: Vec<(State, Text<'a>)>,
    path: Vec<Vec<(f64, f64)>>,
    is_clipping: bool,
    depth: usize,
}

impl<'a> Runner<'a, '_, '_> {
    /// Runs a content stream.
    pub fn run(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        (matrix, clip, depth): (Matrix, Frame, usize),
    ) -> Result<(), FileError> {
        let mut run = Run {
            resources,
            state: State {
                matrix,
                clip,
                fill: Ink::Plain([0; 3]),
                stroke: Ink::Plain([0; 3]),
                fill_space: Space::Plain,
                stroke_space: Space::Plain,
                alpha: 1.0,
                is_blended: false,
                line_width: 1.0,
            },
            text: Text::default(),
            saved: Vec::new(),
            path: Vec::new(),
            is_clipping: false,
            depth,
        };
        let layers = self.layers.len();
        // What stands after a break cannot be told apart into operators, by readers either.
        for operation in Content::<Vec<Operation>>::decode_iter(content).map_while(Result::ok) {
            self.spend(1)?;
            self.operate(&mut run, &operation)?;
        }
        self.layers.truncate(layers);
        Ok(())
    }

    fn spend(&mut self, operations: usize) -> Result<(), FileError> {
        let left = self.left.checked_sub(operations);
        *self.left = left.ok_or_else(|| FileError::TooMany {
            part: "PDF 的绘制指令".to_owned(),
            limit: self.it.limits.operations,
        })?;
        Ok(())
    }

    fn font(&mut self, object: &'a Object) -> Result<Option<Rc<Font<'a>>>, FileError> {
        let id = object.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Ok(known.clone());
        }
        self.spend(FONT_COST)?;
        let font = Font::of(self.pdf, object).map(Rc::new);
        if let Some(id) = id {
            self.fonts.insert(id, font.clone());
        }
        Ok(font)
    }

    fn operate(&mut self, run: &mut Run<'a>, operation: &Operation) -> Result<(), FileError> {
        let numbers: Vec<f64> = operation
            .operands
            .iter()
            .filter_map(|it| it.as_float().ok().map(f64::from))
            .collect();
        let name = operation.operands.last().and_then(|it| it.as_name().ok());
        match operation.operator.as_str() {
            "q" if run.saved.len() < 256 => run.saved.push((run.state, run.text.clone())),
            "Q" => {
                if let Some((state, text)) = run.saved.pop() {
                    run.state = state;
                    run.text.restore(text);
                }
            }
            "cm" => {
                if let Some(matrix) = Matrix::of(&numbers) {
                    run.state.matrix = matrix.then(run.state.matrix);
                }
            }
            "w" => run.state.line_width = numbers.first().copied().unwrap_or(1.0),
            "gs" => self.set_state(run, name.unwrap_or_default())?,
            "Tf" => {
                let name = operation.operands.first().and_then(|it| it.as_name().ok());
                let font = match run.font(self.pdf, name.unwrap_or_default()) {
                    Some(object) => self.font(object)?,
                    None => None,
                };
                run.text
                    .set_font(font, numbers.last().copied().unwrap_or(1.0));
            }
            "Do" => self.draw(run, name.unwrap_or_default())?,
            "BI" | "EI" => self.picture(run, true),
            "sh" => self.ground(run.state.clip, Ink::Other, run),
            "BDC" => self.begin_layer(run, &operation.operands),
            "BMC" => self.layers.push(false),
            "EMC" => {
                self.layers.pop();
            }
            operator => {
                let is_known = run.set_ink(self.pdf, operator, &numbers, name)
                    || run.trace(operator, &numbers);
                if !is_known && !self.paint(run, operator) {
                    self.write(run, operation, &numbers);
                }
            }
        }
        Ok(())
    }

    fn set_state(&mut self, run: &mut Run<'a>, name: &[u8]) -> Result<(), FileError> {
        let Some(found) = run
            .find(self.pdf, "ExtGState", name)
            .and_then(as_dictionary)
        else {
            return Ok(());
        };
        if let Some(alpha) = self
            .pdf
            .entry(found, "ca")
            .and_then(|it| it.as_float().ok())
        {
            run.state.alpha = f64::from(alpha);
        }
        if let Some(mode) = self.pdf.name(found, "BM") {
            run.state.is_blended = !matches!(mode, b"Normal" | b"Compatible");
        }
        if let [font, size] = self.pdf.list(found, "Font") {
            let size = size.as_float().map_or(1.0, f64::from);
            let font = self.font(font)?;
            run.text.set_font(font, size);
        }
        Ok(())
    }

    /// Whether something with this entry is on a layer that is off.
    pub fn is_off(&self, layer: Option<&Object>) -> bool {
        let Some(layer) = layer else { return false };
        let off = &self.pdf.layers_off;
        if layer.as_reference().is_ok_and(|id| off.contains(&id)) {
            return true;
        }
        let Some(group) = as_dictionary(self.pdf.follow(layer)) else {
            return false;
        };
        let members: Vec<_> = match group.get(b"OCGs") {
            Ok(Object::Reference(id)) if off.contains(id) => return true,
            Ok(it) => match self.pdf.follow(it) {
                Object::Array(list) => list
                    .iter()
                    .filter_map(|it| it.as_reference().ok())
                    .collect(),
                _ => Vec::new(),
            },
            Err(_) => Vec::new(),
        };
        !members.is_empty() && members.iter().all(|it| off.contains(it))
    }

    fn begin_layer(&mut self, run: &Run<'a>, operands: &[Object]) {
        let is_layer = operands.first().and_then(|it| it.as_name().ok()) == Some(b"OC");
        let named = operands.get(1).and_then(|it| it.as_name().ok());
        let properties = run
            .resources
            .and_then(|it| self.pdf.dictionary(it, "Properties"));
        let layer = named.and_then(|name| properties?.get(name).ok());
        self.layers.push(is_layer && self.is_off(layer));
    }

    fn draw(&mut self, run: &mut Run<'a>, name: &[u8]) -> Result<(), FileError> {
        let Some(Object::Stream(form)) = run.find(self.pdf, "XObject", name) else {
            return Ok(());
        };
        let is_off = self.is_off(form.dict.get(b"OC").ok());
        if self.pdf.name(&form.dict, "Subtype") == Some(b"Image") {
            let is_clear = ["SMask", "Mask"]
                .iter()
                .any(|key| form.dict.has(key.as_bytes()))
                || matches!(
                    self.pdf.entry(&form.dict, "ImageMask"),
                    Some(Object::Boolean(true))
                );
            if !is_off {
                self.picture(run, !is_clear);
            }
            return Ok(());
        }
        if run.depth >= DEPTH {
            return Ok(());
        }
        let own = Matrix::of(&self.pdf.numbers(self.pdf.list(&form.dict, "Matrix")));
        let matrix = own.unwrap_or(Matrix::SAME).then(run.state.matrix);
        let clip = match Frame::of(&self.pdf.numbers(self.pdf.list(&form.dict, "BBox"))) {
            Some(frame) => run.state.clip.within(placed(frame, matrix)),
            None => run.state.clip,
        };
        let resources = self
            .pdf
            .dictionary(&form.dict, "Resources")
            .or(run.resources);
        let content = unpack(form, "PDF", self.it)?;
        self.layers.push(is_off);
        let done = self.run(&content, resources, (matrix, clip, run.depth + 1));
        self.layers.pop();
        done
    }

    fn picture(&mut self, run: &Run<'a>, is_opaque: bool) {
        let unit = Frame {
            left: 0.0,
            bottom: 0.0,
            right: 1.0,
            top: 1.0,
        };
        self.canvas.order += 1;
        if is_opaque && run.is_opaque() && !self.is_layer_off() {
            self.canvas.grounds.push(Ground {
                frame: placed(unit, run.state.matrix).within(run.state.clip),
                order: self.canvas.order,
                ink: Ink::Other,
                is_picture: true,
            });
        }
    }

    fn is_layer_off(&self) -> bool {
        self.layers.contains(&true)
    }

    fn ground(&mut self, frame: Frame, ink: Ink, run: &Run<'a>) {
        let frame = frame.within(run.state.clip);
        self.canvas.order += 1;
        if run.is_opaque() && frame.area() > 0.0 && !self.is_layer_off() {
            self.canvas.grounds.push(Ground {
                frame,
                order: self.canvas.order,
                ink,
                is_picture: false,
            });
        }
    }

    /// Paints the path that was traced; says whether the operator is one that ends a path.
    fn paint(&mut self, run: &mut Run<'a>, operator: &str) -> bool {
        let (fills, strokes) = match operator {
            "f" | "F" | "f*" => (true, false),
            "B" | "B*" | "b" | "b*" => (true, true),
            "S" | "s" => (false, true),
            "n" => (false, false),
            _ => return false,
        };
        let path = std::mem::take(&mut run.path);
        if fills {
            for part in &path {
                if let Some(frame) = box_of(part) {
                    self.ground(frame, run.state.fill, run);
                }
            }
        }
        let width = run.state.line_width * run.state.matrix.scale();
        if strokes && width >= THICK {
            for pair in path.iter().flat_map(|part| part.windows(2)) {
                let is_straight = (pair[0].1 - pair[1].1).abs() < 1.0;
                if let Some(frame) = Frame::around(pair).filter(|_| is_straight) {
                    let mut frame = frame.grown(width / 2.0);
                    frame.left += width / 2.0;
                    frame.right -= width / 2.0;
                    self.ground(frame, run.state.stroke, run);
                }
            }
        }
        if std::mem::take(&mut run.is_clipping) {
            let points: Vec<_> = path.concat();
            if let Some(frame) = Frame::around(&points) {
                run.state.clip = run.state.clip.within(frame);
            }
        }
        true
    }

    fn write(&mut self, run: &mut Run<'a>, operation: &Operation, numbers: &[f64]) {
        let is_off = self.is_layer_off();
        let order = &mut self.canvas.order;
        let marks = run.text.write(
            &operation.operator,
            &operation.operands,
            numbers,
            &run.state,
        );
        for mut mark in marks {
            *order += 1;
            mark.order = *order;
            mark.is_off = is_off;
            self.canvas.marks.push(mark);
        }
    }
}

/// The rectangle around a rectangle that was put somewhere.
pub(crate) fn placed(frame: Frame, matrix: Matrix) -> Frame {
    let corners = [
        matrix.put(frame.left, frame.bottom),
        matrix.put(frame.right, frame.bottom),
        matrix.put(frame.left, frame.top),
        matrix.put(frame.right, frame.top),
    ];
    Frame::around(&corners).unwrap_or(frame)
}

impl<'a> Run<'a> {
    fn is_opaque(&self) -> bool {
        self.state.alpha > 0.95 && !self.state.is_blended
    }

    /// A font of the resources, as it is referred to.
    fn font(&self, pdf: &'a Pdf, name: &[u8]) -> Option<&'a Object> {
        pdf.dictionary(self.resources?, "Font")?.get(name).ok()
    }

    /// A named thing of the resources.
    fn find(&self, pdf: &'a Pdf, kind: &str, name: &[u8]) -> Option<&'a Object> {
        let list = pdf.dictionary(self.resources?, kind)?;
        Some(pdf.follow(list.get(name).ok()?))
    }

    /// Sets a colour; says whether the operator is one that does.
    fn set_ink(
        &mut self,
        pdf: &'a Pdf,
        operator: &str,
        numbers: &[f64],
        name: Option<&[u8]>,
    ) -> bool {
        let is_fill = operator.starts_with(|c: char| c.is_ascii_lowercase());
        let state = &mut self.state;
        let (ink, space) = if is_fill {
            (&mut state.fill, &mut state.fill_space)
        } else {
            (&mut state.stroke, &mut state.stroke_space)
        };
        match operator {
            "g" | "G" | "rg" | "RG" | "k" | "K" => {
                *space = Space::Plain;
                *ink = ink_of(numbers);
            }
            "sc" | "SC" | "scn" | "SCN" => {
                *ink = match (*space, name) {
                    (Space::Plain, None) => ink_of(numbers),
                    _ => Ink::Other,
                };
            }
            "cs" | "CS" => {
                let name = name.unwrap_or_default();
                let is_plain = is_plain_space(pdf, self.resources, name);
                *space = if is_plain {
                    Space::Plain
                } else {
                    Space::Special
                };
                *ink = Ink::Plain([0; 3]);
            }
            _ => return false,
        }
        true
    }

    /// Goes on with a path; says whether the operator is one that does.
    fn trace(&mut self, operator: &str, numbers: &[f64]) -> bool {
        let matrix = self.state.matrix;
        let point = |at: usize| match (numbers.get(at), numbers.get(at + 1)) {
            (Some(x), Some(y)) => Some(matrix.put(*x, *y)),
            _ => None,
        };
        match operator {
            "m" => self.path.push(point(0).into_iter().collect()),
            "l" | "c" | "v" | "y" => {
                let points = (0..numbers.len() / 2).filter_map(|it| point(it * 2));
                if let Some(part) = self.path.last_mut() {
                    part.extend(points);
                }
            }
            "h" => {}
            "re" => {
                if let [x, y, width, height, ..] = *numbers {
                    let corners = [
                        (x, y),
                        (x + width, y),
                        (x + width, y + height),
                        (x, y + height),
                    ];
                    let corners = corners.map(|(x, y)| matrix.put(x, y));
                    self.path.push(corners.to_vec());
                }
            }
            "W" | "W*" => self.is_clipping = true,
            _ => return false,
        }
        true
    }
}

fn is_plain_space(pdf: &Pdf, resources: Option<&Dictionary>, name: &[u8]) -> bool {
    if name.starts_with(b"Device") {
        return true;
    }
    let spaces = resources.and_then(|it| pdf.dictionary(it, "ColorSpace"));
    let Some(space) = spaces.and_then(|it| it.get(name).ok()) else {
        return false;
    };
    let kind = match pdf.follow(space) {
        Object::Array(list) => list.first().and_then(|it| it.as_name().ok()),
        other => other.as_name().ok(),
    };
    kind.is_some_and(|it| {
        it.starts_with(b"Device") || matches!(it, b"ICCBased" | b"CalRGB" | b"CalGray")
    })
}

fn ink_of(numbers: &[f64]) -> Ink {
    let byte = |it: f64| (it.clamp(0.0, 1.0) * 255.0).round() as u8;
    match *numbers {
        [gray] => Ink::Plain([byte(gray); 3]),
        [red, green, blue] => Ink::Plain([byte(red), byte(green), byte(blue)]),
        [c, m, y, k] => Ink::Plain([c, m, y].map(|it| byte((1.0 - it) * (1.0 - k)))),
        _ => Ink::Other,
    }
}
