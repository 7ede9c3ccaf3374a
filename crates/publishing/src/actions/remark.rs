//! 批注: a reviewer says at which words of the text something is to be changed; those who draft say what became of it.
//!
//! A remark keeps the words that it is about as they stood, so that it can be understood when they are changed.

use kernel::{Actor, EditionId, Moment, Stop, UnitOfficer};
use store::{Store, params};

use super::review::stage_holder;
use super::save::load_for_edit;
use super::{digest_of_words, load, record};
use crate::events::DocumentEvent;
use crate::model::Edition;
use crate::rules::{self, Demand, check_not_drafter};
use crate::{DocumentRefusal, sql};

/// Characters of the words that a remark is about at most.
pub const MOST_QUOTE: usize = 200;
/// Remarks of one edition at most.
const MOST_REMARKS: u64 = 200;

/// What a reviewer remarks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// On which edition.
    pub edition: EditionId,
    /// The words of title, summary or text that it is about; empty where it is about the whole.
    pub quote: String,
    /// What is to be done.
    pub words: String,
}

/// Remarks on an edition under review, by whoever holds the stage at which it stands.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn remark(
    store: &Store,
    command: &Remark,
    actor: &Actor,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let words = rules::check_words(&command.words, Demand::Required).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let (document, edition) = load(tx, command.edition).await?;
        let acting = stage_holder(actor, (&document, &edition))?;
        check_not_drafter(&acting, &edition.drafter)
            .map_err(|it| Stop::Refused(DocumentRefusal::from(it)))?;
        let (quote, place) = placed(&edition, &command.quote).map_err(Stop::Refused)?;
        let count = tx
            .fetch_one(sql::COUNT_REMARKS, params![edition.id])
            .await?;
        let count: u64 = count.get("n")?;
        if count >= MOST_REMARKS {
            return Err(Stop::Refused(DocumentRefusal::TooManyRemarks));
        }
        tx.execute(
            sql::ADD_REMARK,
            params![
                edition.id,
                count + 1,
                quote,
                place,
                words,
                acting.title(),
                acting.name(),
                acting.account(),
                now
            ],
        )
        .await?;
        let event = DocumentEvent::Remarked {
            edition: edition.ordinal,
            words_digest: digest_of_words(&words),
        };
        record(tx, &document, &event, (&acting, now)).await?;
        Ok(())
    })
}

/// The words that are meant, as they stand, and where that is.
fn placed(edition: &Edition, typed: &str) -> Result<(String, String), DocumentRefusal> {
    // What is selected over several paragraphs is meant from its first on.
    let first = typed.trim().lines().next().unwrap_or_default();
    let quote: String = first.trim().chars().take(MOST_QUOTE).collect();
    if quote.is_empty() {
        return Ok((quote, "全文".to_owned()));
    }
    let it = &edition.metadata;
    let place = if let Some(at) = edition.body.text().find(&quote) {
        edition.body.place(at).to_string()
    } else if it.title.contains(&quote) {
        "标题".to_owned()
    } else if it.summary.contains(&quote) {
        "内容概述".to_owned()
    } else {
        return Err(DocumentRefusal::QuoteUnknown);
    };
    Ok((quote, place))
}

/// What became of a remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRemark {
    /// On which edition.
    pub edition: EditionId,
    /// Which: 1, 2, 3.
    pub ordinal: u32,
    /// What was done; may be empty.
    pub answer: String,
}

/// Those who draft say that a remark is dealt with.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn answer_remark(
    store: &Store,
    command: &AnswerRemark,
    officer: &UnitOfficer,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let answer = rules::check_words(&command.answer, Demand::Optional).map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let (document, edition) = load_for_edit(tx, command.edition, officer).await?;
        let actor = officer.actor();
        let done = tx
            .execute(
                sql::CLOSE_REMARK,
                params![edition.id, command.ordinal, answer, actor.name(), now],
            )
            .await?;
        if done == 0 {
            return Err(Stop::Refused(DocumentRefusal::RemarkUnknown));
        }
        let event = DocumentEvent::RemarkAnswered {
            edition: edition.ordinal,
            remark: command.ordinal,
            words_digest: digest_of_words(&answer),
        };
        record(tx, &document, &event, (actor, now)).await?;
        Ok(())
    })
}
