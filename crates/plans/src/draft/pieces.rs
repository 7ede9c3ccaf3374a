//! A changed plan taken piece by piece: what an officer keeps as it was stays in the reading that takes effect.
//!
//! Pure.

use gongwen::reading::{Duty, PlanReading};
use kernel::DutyId;

use super::settings::{DutySettings, Settings};
use crate::diff::Diff;

/// A piece of a difference that does not take effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// A new duty, by its place in the new reading, is left out.
    Added(usize),
    /// A duty that is said no more stays.
    Dropped(DutyId),
    /// A duty that is said differently stays as it was.
    Changed(DutyId),
}

/// The new reading without the pieces that stay as they were, and its settings in the same order.
pub(crate) fn without(
    known: &[(DutyId, Duty)],
    (said, settings): (&PlanReading, &Settings),
    diff: &Diff,
    keep: &[Piece],
) -> (PlanReading, Settings) {
    // Places: a new duty stands at (n + 1, 0); a kept one that was dropped after the known duty before it.
    let mut placed: Vec<((usize, usize), Duty, DutySettings)> = Vec::new();
    let settings_of = |n: usize| settings.duties.get(n).cloned().unwrap_or_default();
    for (n, duty) in said.duties.iter().enumerate() {
        if keep.contains(&Piece::Added(n)) && diff.added.contains(&n) {
            continue;
        }
        let stays = diff
            .changed
            .iter()
            .find(|it| it.new == n && keep.contains(&Piece::Changed(it.id)))
            .and_then(|it| known.iter().find(|(id, _)| *id == it.id));
        match stays {
            Some((_, duty)) => placed.push(((n + 1, 0), elsewhere(duty), DutySettings::default())),
            None => placed.push(((n + 1, 0), duty.clone(), settings_of(n))),
        }
    }
    let mut before = 0;
    for (order, (id, duty)) in known.iter().enumerate() {
        if let Some((_, n)) = diff.paired().find(|(paired, _)| paired == id) {
            before = n + 1;
        } else if keep.contains(&Piece::Dropped(*id)) {
            placed.push((
                (before, order + 1),
                elsewhere(duty),
                DutySettings::default(),
            ));
        }
    }
    placed.sort_by_key(|(place, _, _)| *place);
    let mut merged = PlanReading {
        duties: Vec::with_capacity(placed.len()),
        ..said.clone()
    };
    let mut kept = Settings {
        duties: Vec::with_capacity(placed.len()),
        ..settings.clone()
    };
    for (_, duty, settings) in placed {
        merged.duties.push(duty);
        kept.duties.push(settings);
    }
    (merged, kept)
}

/// A duty whose words do not stand in the new file.
fn elsewhere(duty: &Duty) -> Duty {
    Duty {
        places: Vec::new(),
        ..duty.clone()
    }
}
