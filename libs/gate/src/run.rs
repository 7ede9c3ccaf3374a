//! A run of digits: groups with single joints between them, as numbers are written (`138 1234 5678`, `6222-0212-…`).

use std::ops::Range;

use crate::fold::Sign;

/// Digits kept of one run; the rest of a longer one begins a new run, overlapping by the longest number.
const MOST: usize = 256;
/// The longest number that anybody looks for, less one.
const OVERLAP: usize = 18;

/// A run under way.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// 0..=9, or 10 for X.
    pub digits: Vec<u8>,
    /// Where each digit stands.
    pub places: Vec<(usize, usize)>,
    /// Whether a group begins with the digit.
    begins: Vec<bool>,
    /// What joins the digit to the one before it.
    joined: Vec<Joint>,
    joint: Joint,
}

/// What stands between two digits of a run: nothing within a group, else one character or two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Joint([Option<char>; 2]);

impl Joint {
    fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// One character more; `None` where there are two already.
    fn and(self, c: char) -> Option<Self> {
        match self.0 {
            [None, _] => Some(Self([Some(c), None])),
            [first, None] => Some(Self([first, Some(c)])),
            [Some(_), Some(_)] => None,
        }
    }

    /// Whether it is the end of a line.
    pub fn is_line_end(self) -> bool {
        self.0.contains(&Some('\n')) || self.0.contains(&Some('\r'))
    }
}

/// What became of a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Took {
    /// The run goes on.
    On,
    /// The run is over; the sign does not belong to it.
    Over,
    /// The run is full; look, then [`Run::carry_on`].
    Full,
}

impl Run {
    /// Takes the next sign.
    pub fn take(&mut self, c: char, sign: Sign, place: (usize, usize)) -> Took {
        let value = match sign {
            Sign::Digit(value) => value,
            Sign::Ten if self.digits.len() >= 17 && self.joint.is_empty() => 10,
            Sign::Unseen if !self.digits.is_empty() => return Took::On,
            // A line's end is two characters in some files.
            Sign::Joint if !self.digits.is_empty() => {
                let Some(longer) = self.joint.and(c) else {
                    return Took::Over;
                };
                self.joint = longer;
                return Took::On;
            }
            Sign::Ten | Sign::Unseen | Sign::Joint | Sign::Other => return Took::Over,
        };
        self.begins
            .push(self.digits.is_empty() || !self.joint.is_empty());
        self.joined.push(std::mem::take(&mut self.joint));
        self.digits.push(value);
        self.places.push(place);
        if self.digits.len() >= MOST {
            Took::Full
        } else {
            Took::On
        }
    }

    /// Forgets all of it.
    pub fn clear(&mut self) {
        self.digits.clear();
        self.places.clear();
        self.begins.clear();
        self.joined.clear();
        self.joint = Joint::default();
    }

    /// Forgets all but its last digits.
    pub fn carry_on(&mut self) {
        let from = self.digits.len().saturating_sub(OVERLAP);
        self.digits.drain(..from);
        self.places.drain(..from);
        self.begins.drain(..from);
        self.joined.drain(..from);
    }

    /// How many digits it has.
    pub fn len(&self) -> usize {
        self.digits.len()
    }

    /// Whether a group begins here, or the run ends.
    pub fn is_border(&self, at: usize) -> bool {
        at == self.len() || self.begins.get(at).copied().unwrap_or(false)
    }

    /// What stands between the groups of some digits.
    pub fn joints(&self, digits: Range<usize>) -> impl Iterator<Item = Joint> {
        let inner = self.joined.get(digits.start + 1..digits.end);
        let inner = inner.unwrap_or_default().iter().copied();
        inner.filter(|it| !it.is_empty())
    }

    /// The lengths of the groups between two borders.
    pub fn groups(&self, digits: Range<usize>) -> Vec<usize> {
        let mut lengths = Vec::new();
        for at in digits.clone() {
            if at == digits.start || self.begins[at] {
                lengths.push(0);
            }
            if let Some(last) = lengths.last_mut() {
                *last += 1;
            }
        }
        lengths
    }

    /// The bytes that some digits stand in.
    pub fn place(&self, digits: Range<usize>) -> Range<usize> {
        let first = self.places.get(digits.start).map_or(0, |it| it.0);
        let last = digits.end.checked_sub(1).and_then(|at| self.places.get(at));
        first..last.map_or(first, |it| it.1)
    }
}
