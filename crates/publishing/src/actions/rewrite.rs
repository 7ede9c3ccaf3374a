//! What masking and replacing share: the words of a draft are changed where they stand, by whoever has seen them as they are.
//!
//! Number, dates and files are not touched.

use std::ops::Range;

use kernel::{EditionId, Moment, Stop, UnitOfficer};
use store::{Tx, params};

use super::save::load_for_edit;
use super::submit::examine_anew;
use crate::model::Edition;
use crate::{DocumentRefusal, sql};

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

/// An edition with other words in title, summary, keywords, text and what it says of what it gathers, and how many stretches were changed. `find` says which of a text, in order, and
/// what stands there instead.
///
/// # Errors
/// Where the text with the other words is none that can be kept.
pub(super) fn rewritten(
    edition: &Edition,
    find: impl Fn(&str) -> Vec<(Range<usize>, String)>,
) -> Result<(Edition, u64), DocumentRefusal> {
    let mut rewritten = edition.clone();
    let mut count = 0;
    for field in rewritten.metadata.words_mut() {
        // From the end on, so that what stands before keeps its place.
        for (place, words) in find(field).into_iter().rev() {
            field.replace_range(place, &words);
            count += 1;
        }
    }
    let found = find(&edition.body.text());
    count += found.len() as u64;
    let body = edition.body.replaced(&found);
    rewritten.body = body.map_err(|cause| DocumentRefusal::BodyRefused(cause.to_string()))?;
    Ok((rewritten, count))
}

/// Keeps title, summary, keywords, text and the words about what is gathered as they are now, and has the gate look anew.
pub(super) async fn keep_words(
    tx: &mut Tx,
    changed: &Edition,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let it = &changed.metadata;
    tx.execute(
        sql::SET_WORDS,
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
