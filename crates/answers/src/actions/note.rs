//! 有帮助、没解决: what a visitor presses is added up by question. No event: a stranger did it.

use kernel::{Fault, Moment, Never, Stop};
use store::{Store, params};

use crate::model::{Press, Wording};
use crate::rules::MOST_ASKED;
use crate::sql;

/// Adds it up. The caller has looked the question through for personal data. What was asked longest ago goes where there would be too many.
///
/// # Errors
/// The engine's fault.
pub async fn note_press(
    store: &Store,
    asked: &Wording,
    press: Press,
    now: Moment,
) -> Result<(), Fault> {
    if asked.folded.is_empty() {
        return Ok(());
    }
    let one = |it: Press| i64::from(it == press);
    Ok(store::write!(store, |tx| -> Result<(), Stop<Never>> {
        let values = params![
            asked.folded,
            asked.words,
            one(Press::Unanswered),
            one(Press::Unhelpful),
            one(Press::Helpful),
            now.date()
        ];
        tx.execute(sql::NOTE_ASKED, values).await?;
        let count: u64 = tx.fetch_one(sql::COUNT_ASKED, params![]).await?.get("n")?;
        if count > MOST_ASKED {
            tx.execute(sql::DROP_OLDEST_ASKED, params![count - MOST_ASKED])
                .await?;
        }
        Ok(())
    })?)
}
