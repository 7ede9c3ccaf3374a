//! 脱敏: what the gate can mask in title, summary, body and what a draft says of what it gathers is masked at once, and the result is read again.
//!
//! Files are not touched here: a masked file is a new file.

use gate::{Finding, Gate, Remedy, shown};
use kernel::{EditionId, Moment, Stop, UnitOfficer};
use store::Store;

use super::gate_of;
use super::rewrite::{keep_words, load_current, rewritten};
use crate::DocumentRefusal;
use crate::model::Edition;

/// Masks a draft; how many places.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn mask(
    store: &Store,
    (edition, revision): (EditionId, u32),
    officer: &UnitOfficer,
    now: Moment,
) -> Result<u64, Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let edition = load_current(tx, (edition, revision), officer).await?;
        let gate = gate_of(tx, now.date()).await?;
        let (masked, count) = masked(&gate, &edition).map_err(Stop::Refused)?;
        keep_words(tx, &masked, officer, now).await?;
        Ok(count)
    })
}

fn masked(gate: &Gate, edition: &Edition) -> Result<(Edition, u64), DocumentRefusal> {
    let (masked, count) = rewritten(edition, |text| {
        let stretch = |it: Finding| {
            let mask = shown(it.kind, &text[it.place.clone()]);
            (it.place, mask)
        };
        maskable(gate, text).into_iter().map(stretch).collect()
    })?;
    let is_left = |text: &str| !maskable(gate, text).is_empty();
    // What a field said as a whole must not be readable in it either.
    let mut fields = edition.metadata.words().into_iter();
    let survives = fields.any(|it| gate.mask(it, &maskable(gate, it)).is_err());
    if survives || masked.metadata.words().into_iter().any(is_left) || is_left(&masked.body.text())
    {
        return Err(DocumentRefusal::MaskSurvives);
    }
    Ok((masked, count))
}

fn maskable(gate: &Gate, text: &str) -> Vec<Finding> {
    let found = gate.examine(text).into_iter();
    found.filter(|it| it.remedy == Remedy::Mask).collect()
}
