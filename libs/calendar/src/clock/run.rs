//! One run of a clock: from a start or restart to the next restart, with its pauses and extensions.
//! It only sorts segments; `due` counts.

use jiff::civil::DateTime;

use super::{LastDay, Segment};
use crate::span::Span;

/// A stretch without counting: `(from, to]`; `to` is open while it lasts.
pub(super) struct Pause<'a> {
    pub from: DateTime,
    pub to: Option<DateTime>,
    pub basis: &'a str,
    pub resume_basis: &'a str,
}

pub(super) struct GrantedExtension<'a> {
    pub by: Span,
    pub told_at: DateTime,
    pub basis: &'a str,
}

pub(super) struct Run<'a> {
    pub at: DateTime,
    pub span: Span,
    pub last_day: LastDay,
    pub basis: &'a str,
    pub is_restart: bool,
    pub pauses: Vec<Pause<'a>>,
    pub extensions: Vec<GrantedExtension<'a>>,
    /// Moment of the newest segment.
    pub latest: DateTime,
}

impl<'a> Run<'a> {
    /// All runs in order; none for a fixed date.
    pub fn list(segments: &'a [Segment]) -> Vec<Self> {
        let mut runs: Vec<Self> = Vec::new();
        for segment in segments {
            match segment {
                Segment::Fixed { .. } => {}
                Segment::Start {
                    at,
                    span,
                    last_day,
                    basis,
                } => {
                    runs.push(Self::new(*at, (*span, *last_day), basis));
                }
                Segment::Restart { at, basis } => {
                    if let Some(run) = runs.last() {
                        let mut next = Self::new(*at, (run.span, run.last_day), basis);
                        next.is_restart = true;
                        runs.push(next);
                    }
                }
                Segment::Pause { at, basis } => {
                    if let Some(run) = runs.last_mut() {
                        run.latest = *at;
                        run.pauses.push(Pause {
                            from: *at,
                            to: None,
                            basis,
                            resume_basis: "",
                        });
                    }
                }
                Segment::Resume { at, basis } => {
                    if let Some(run) = runs.last_mut() {
                        run.latest = *at;
                        if let Some(pause) = run.pauses.last_mut() {
                            pause.to = Some(*at);
                            pause.resume_basis = basis;
                        }
                    }
                }
                Segment::Extend { by, told_at, basis } => {
                    if let Some(run) = runs.last_mut() {
                        run.latest = *told_at;
                        let (by, told_at) = (*by, *told_at);
                        run.extensions.push(GrantedExtension { by, told_at, basis });
                    }
                }
            }
        }
        runs
    }

    /// The run that counts; `None` for a fixed date.
    pub fn last_of(segments: &'a [Segment]) -> Option<Self> {
        Self::list(segments).pop()
    }

    pub fn open_pause(&self) -> Option<DateTime> {
        let last = self.pauses.last()?;
        last.to.is_none().then_some(last.from)
    }

    /// The spans to walk one after the other: neighbours of one unit are added up, so that
    /// 60 days and 30 days are 90 days and not two ends.
    pub fn legs(&self) -> Vec<Span> {
        let mut legs = vec![self.span];
        for extension in &self.extensions {
            let last = legs.len() - 1;
            match legs[last].plus(extension.by) {
                Some(sum) => legs[last] = sum,
                None => legs.push(extension.by),
            }
        }
        legs
    }

    fn new(at: DateTime, (span, last_day): (Span, LastDay), basis: &'a str) -> Self {
        Self {
            at,
            span,
            last_day,
            basis,
            is_restart: false,
            pauses: Vec::new(),
            extensions: Vec::new(),
            latest: at,
        }
    }
}
