//! Places on a page, in points from the bottom left.

/// A matrix as PDF writes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matrix(pub [f64; 6]);

impl Matrix {
    /// Leaves all where it is.
    pub const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Of six numbers.
    pub fn of(numbers: &[f64]) -> Option<Self> {
        let numbers: [f64; 6] = numbers.get(..6)?.try_into().ok()?;
        let is_sound = numbers.iter().all(|it| it.is_finite());
        is_sound.then_some(Self(numbers))
    }

    /// A move.
    pub fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this, then the other.
    pub fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, other.0);
        Self([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }

    /// Where a point comes to lie.
    pub fn put(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// How much longer a length becomes.
    pub fn scale(self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }
}

/// A rectangle along the axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    /// Left.
    pub left: f64,
    /// Bottom.
    pub bottom: f64,
    /// Right.
    pub right: f64,
    /// Top.
    pub top: f64,
}

impl Frame {
    /// All there is.
    pub const ALL: Self = Self {
        left: f64::MIN,
        bottom: f64::MIN,
        right: f64::MAX,
        top: f64::MAX,
    };

    /// Around points.
    pub fn around(points: &[(f64, f64)]) -> Option<Self> {
        let (first, rest) = points.split_first()?;
        let mut frame = Self {
            left: first.0,
            right: first.0,
            bottom: first.1,
            top: first.1,
        };
        for (x, y) in rest {
            frame.left = frame.left.min(*x);
            frame.right = frame.right.max(*x);
            frame.bottom = frame.bottom.min(*y);
            frame.top = frame.top.max(*y);
        }
        Some(frame)
    }

    /// Of four numbers, in whatever order the corners are.
    pub fn of(numbers: &[f64]) -> Option<Self> {
        let [a, b, c, d] = *numbers.get(..4)? else {
            return None;
        };
        Self::around(&[(a, b), (c, d)])
    }

    /// What is in both.
    pub fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        }
    }

    /// Whether a point is inside.
    pub fn holds(self, (x, y): (f64, f64)) -> bool {
        (self.left..=self.right).contains(&x) && (self.bottom..=self.top).contains(&y)
    }

    /// Its area; none where it is turned inside out.
    pub fn area(self) -> f64 {
        (self.right - self.left).max(0.0) * (self.top - self.bottom).max(0.0)
    }

    /// Larger on all sides.
    pub fn grown(self, by: f64) -> Self {
        Self {
            left: self.left - by,
            bottom: self.bottom - by,
            right: self.right + by,
            top: self.top + by,
        }
    }
}

/// The rectangle that a closed shape is, or nearly is (round corners).
pub(crate) fn box_of(points: &[(f64, f64)]) -> Option<Frame> {
    if points.len() < 3 {
        return None;
    }
    let frame = Frame::around(points)?;
    let next = points.iter().cycle().skip(1);
    let double: f64 = points
        .iter()
        .zip(next)
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum();
    (double.abs() / 2.0 >= frame.area() * 0.85).then_some(frame)
}
