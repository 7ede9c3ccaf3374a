//! The text operators: where each letter of a string comes to stand.

use std::rc::Rc;

use lopdf::Object;

use super::font::Font;
use super::geometry::Matrix;
use super::paint::{Ink, Mark, State};

/// The state of text.
#[derive(Clone)]
pub(crate) struct Text<'a> {
    font: Option<Rc<Font<'a>>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    mode: i64,
    matrix: Matrix,
    line: Matrix,
}

impl Default for Text<'_> {
    fn default() -> Self {
        Self {
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            matrix: Matrix::SAME,
            line: Matrix::SAME,
        }
    }
}

impl<'a> Text<'a> {
    /// Takes a font.
    pub fn set_font(&mut self, font: Option<Rc<Font<'a>>>, size: f64) {
        self.font = font;
        self.size = size;
    }

    /// Takes back all but the place.
    pub fn restore(&mut self, saved: Self) {
        *self = Self {
            matrix: self.matrix,
            line: self.line,
            ..saved
        };
    }

    /// Runs an operator; the letters that it writes.
    pub fn write(
        &mut self,
        operator: &str,
        operands: &[Object],
        numbers: &[f64],
        state: &State,
    ) -> Vec<Mark> {
        let first = numbers.first().copied().unwrap_or(0.0);
        let second = numbers.get(1).copied().unwrap_or(0.0);
        match operator {
            "BT" => (self.matrix, self.line) = (Matrix::SAME, Matrix::SAME),
            "Td" => self.next(first, second),
            "TD" => {
                self.leading = -second;
                self.next(first, second);
            }
            "Tm" => {
                if let Some(matrix) = Matrix::of(numbers) {
                    (self.matrix, self.line) = (matrix, matrix);
                }
            }
            "T*" => self.next(0.0, -self.leading),
            "Tc" => self.char_space = first,
            "Tw" => self.word_space = first,
            "Tz" => self.stretch = first / 100.0,
            "TL" => self.leading = first,
            "Ts" => self.rise = first,
            "Tr" => self.mode = first as i64,
            "Tj" => return self.show(operands.first(), state),
            "'" => {
                self.next(0.0, -self.leading);
                return self.show(operands.first(), state);
            }
            "\"" => {
                (self.word_space, self.char_space) = (first, second);
                self.next(0.0, -self.leading);
                return self.show(operands.get(2), state);
            }
            "TJ" => {
                let mut marks = Vec::new();
                let list = operands.first().and_then(|it| it.as_array().ok());
                for it in list.map(Vec::as_slice).unwrap_or_default() {
                    match it.as_float() {
                        Ok(gap) => {
                            self.advance(-f64::from(gap) / 1000.0 * self.size * self.stretch);
                        }
                        Err(_) => marks.extend(self.show(Some(it), state)),
                    }
                }
                return marks;
            }
            _ => {}
        }
        Vec::new()
    }

    fn next(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.matrix = self.line;
    }

    fn advance(&mut self, by: f64) {
        self.matrix = Matrix::shift(by, 0.0).then(self.matrix);
    }

    fn show(&mut self, string: Option<&Object>, state: &State) -> Vec<Mark> {
        let bytes = string.and_then(|it| it.as_str().ok()).unwrap_or_default();
        let Some(font) = self.font.clone() else {
            return Vec::new();
        };
        let letters = font.letters(bytes);
        letters
            .into_iter()
            .map(|letter| {
                let width = letter.width / 1000.0 * self.size;
                let mark = self.mark(letter.words, width, state);
                let word_space = if letter.is_space {
                    self.word_space
                } else {
                    0.0
                };
                self.advance((width + self.char_space + word_space) * self.stretch);
                mark
            })
            .collect()
    }

    fn mark(&self, words: String, width: f64, state: &State) -> Mark {
        let place = self.matrix.then(state.matrix);
        let wide = width * self.stretch;
        let (left, base) = place.put(0.0, self.rise);
        let (right, _) = place.put(wide, self.rise);
        let at = place.put(wide / 2.0, self.rise + self.size * 0.3);
        let (is_filled, is_stroked) = (
            matches!(self.mode, 0 | 2 | 4 | 6),
            matches!(self.mode, 1 | 2 | 5 | 6),
        );
        let ink = match (is_filled, is_stroked) {
            (true, false) => state.fill,
            (false, true) => state.stroke,
            (true, true) if state.fill == state.stroke => state.fill,
            _ => Ink::Other,
        };
        Mark {
            words,
            at,
            line: (base, left, right),
            size: self.size.abs() * place.scale(),
            order: 0,
            ink,
            is_unpainted: matches!(self.mode, 3 | 7) || state.alpha < 0.02,
            is_off: false,
            is_clipped: !state.clip.grown(1.0).holds(at),
        }
    }
}
