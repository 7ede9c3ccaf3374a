//! 脱敏: what the gate can mask in title, summary, body and what a draft says of what it gathers is masked at once, and the result is read again.
//!
//! Files are not touched here: a masked file is a new file.

use gate::{Finding, Gate, Remedy, shown};
use kernel::{EditionId, Moment, Stop, UnitOfficer};
use store::{Store, Tx, params};

use super::gate_of;
use super::save::load_for_edit;
use super::submit::examine_anew;
use crate::model::Edition;
use crate::{DocumentRefusal, sql};

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
        let (masked, count) = masked(&gate, &edition)?;
        keep_text(tx, &masked, officer, now).await?;
        Ok(count)
    })
}

/// A draft, as whoever changes it has seen it.
pub(super) async fn load_current(
    tx: &mut Tx,
    (edition, revision): (EditionId, u32),
    officer: &UnitOfficer,
) -> Result<Edition, Stop<DocumentRefusal>> {
    let (_, edition) = load_for_edit(tx, edition, officer).await?;
    if edition.revision != revision {
        return Err(Stop::Refused(DocumentRefusal::Stale {
            mine: revision,
            theirs: edition.revision,
        }));
    }
    Ok(edition)
}

/// Keeps title, summary, keywords, text and the words about what is gathered as they are now, and has the gate look anew.
pub(super) async fn keep_text(
    tx: &mut Tx,
    changed: &Edition,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let it = &changed.metadata;
    tx.execute(
        sql::SET_MASKED,
        params![
            changed.id,
            it.title,
            it.summary,
            it.keywords,
            officer.actor().name(),
            now
        ],
    )
    .await?;
    tx.execute(sql::SET_BODY, params![changed.id, changed.body.html()])
        .await?;
    let gathered = (changed.id, changed.gathered.as_slice());
    super::gather::keep_words(tx, gathered, &it.gathered).await?;
    examine_anew(tx, changed, now).await?;
    Ok(())
}

fn masked(gate: &Gate, edition: &Edition) -> Result<(Edition, u64), Stop<DocumentRefusal>> {
    let mut masked = edition.clone();
    let mut count = 0;
    for field in masked.metadata.words_mut() {
        let found = maskable(gate, field);
        if found.is_empty() {
            continue;
        }
        count += found.len() as u64;
        let result = gate.mask(field, &found);
        let result = result.map_err(|_| Stop::Refused(DocumentRefusal::MaskSurvives))?;
        *field = result.text;
    }
    let text = edition.body.text();
    let found = maskable(gate, &text);
    count += found.len() as u64;
    let ranges: Vec<_> = found
        .iter()
        .map(|it| (it.place.clone(), shown(it.kind, &text[it.place.clone()])))
        .collect();
    let body = edition.body.replaced(&ranges);
    masked.body =
        body.map_err(|cause| Stop::Refused(DocumentRefusal::BodyRefused(cause.to_string())))?;
    if maskable(gate, &masked.body.text()).is_empty() {
        Ok((masked, count))
    } else {
        Err(Stop::Refused(DocumentRefusal::MaskSurvives))
    }
}

fn maskable(gate: &Gate, text: &str) -> Vec<Finding> {
    let found = gate.examine(text).into_iter();
    found.filter(|it| it.remedy == Remedy::Mask).collect()
}
