//! Ties between documents as the desk and the public see them, and citations that are to be looked at again.
//!
//! The public sees published documents only; the desk sees the newest edition of whatever is tied.

use kernel::{DocumentId, EditionId, Fault, Moment, UnitId};
use store::{Row, Tx, params};

use crate::metadata::number_key;
use crate::model::{DocumentState, EditionState, Force, Validity};
use crate::rows::{coded, force_of};
use crate::sql;

/// A tied document as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TiedLine {
    /// Its id.
    pub document: DocumentId,
    /// What has become of it.
    pub document_state: DocumentState,
    /// Whose it is.
    pub unit: UnitId,
    /// That unit's name.
    pub unit_name: String,
    /// Its newest edition.
    pub edition: EditionId,
    /// Where that stands.
    pub state: EditionState,
    /// That edition's title.
    pub title: String,
}

/// A tied document as the public sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicTie {
    /// Its id.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub unit_name: String,
    /// When it first became public.
    pub published_at: Moment,
    /// Whether it holds, and when.
    pub force: Force,
}

/// A citation of what is no longer in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationReview {
    /// What is cited.
    pub cited: DocumentId,
    /// Its title.
    pub title: String,
    /// Its number.
    pub number: String,
    /// What was decided about it.
    pub validity: Validity,
    /// Whether it is still to be looked at.
    pub is_open: bool,
    /// Since when.
    pub opened_at: Moment,
    /// Who looked at it, and what they said.
    pub done: Option<(String, String)>,
}

/// A document of a unit with a citation to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitingLine {
    /// The public edition of the document that cites.
    pub edition: EditionId,
    /// Its title.
    pub title: String,
    /// The title of what it cites.
    pub cited_title: String,
    /// Whose it is.
    pub unit_name: String,
    /// Since when.
    pub opened_at: Moment,
}

/// What interprets a document.
///
/// # Errors
/// The engine's fault.
pub async fn list_interpreting(tx: &mut Tx, id: DocumentId) -> Result<Vec<TiedLine>, Fault> {
    list_tied(tx, sql::LIST_INTERPRETING, id).await
}

/// What a document interprets.
///
/// # Errors
/// The engine's fault.
pub async fn list_interpreted(tx: &mut Tx, id: DocumentId) -> Result<Vec<TiedLine>, Fault> {
    list_tied(tx, sql::LIST_INTERPRETED, id).await
}

async fn list_tied(
    tx: &mut Tx,
    statement: &'static str,
    id: DocumentId,
) -> Result<Vec<TiedLine>, Fault> {
    let rows = tx.fetch_all(statement, params![id]).await?;
    rows.iter()
        .map(|row| {
            Ok(TiedLine {
                document: row.get("id")?,
                document_state: coded(row, "document_state", DocumentState::from_code)?,
                unit: row.get("unit_id")?,
                unit_name: row.get("short_name")?,
                edition: row.get("edition_id")?,
                state: coded(row, "state", EditionState::from_code)?,
                title: row.get("title")?,
            })
        })
        .collect()
}

/// What interprets a document and what it interprets, as far as it is public.
///
/// # Errors
/// The engine's fault.
pub(crate) async fn list_public_ties(
    tx: &mut Tx,
    id: DocumentId,
) -> Result<(Vec<PublicTie>, Vec<PublicTie>), Fault> {
    let interpreting = tx.fetch_all(sql::LIST_INTERPRETING, params![id]).await?;
    let interpreted = tx.fetch_all(sql::LIST_INTERPRETED, params![id]).await?;
    Ok((public_of(&interpreting)?, public_of(&interpreted)?))
}

fn public_of(rows: &[Row]) -> Result<Vec<PublicTie>, Fault> {
    let mut ties = Vec::new();
    for row in rows {
        let state: DocumentState = coded(row, "document_state", DocumentState::from_code)?;
        if state != DocumentState::Published {
            continue;
        }
        ties.push(PublicTie {
            id: row.get("id")?,
            title: row.get("public_title")?,
            unit_name: row.get("short_name")?,
            published_at: row.get("first_published_at")?,
            force: force_of(row)?,
        });
    }
    Ok(ties)
}

/// The citations of a document that are or were to be looked at again.
///
/// # Errors
/// The engine's fault.
pub async fn list_citation_reviews(
    tx: &mut Tx,
    id: DocumentId,
) -> Result<Vec<CitationReview>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_CITATION_REVIEWS, params![id])
        .await?;
    rows.iter()
        .map(|row| {
            let by: Option<String> = row.get("done_by")?;
            let words: String = row.get("words")?;
            Ok(CitationReview {
                cited: row.get("cited_id")?,
                title: row.get("title")?,
                number: row.get("number")?,
                validity: coded(row, "validity", Validity::from_code)?,
                is_open: row.get::<String>("state")? == "open",
                opened_at: row.get("opened_at")?,
                done: by.map(|by| (by, words)),
            })
        })
        .collect()
}

/// Public documents of a unit with citations to be looked at; those that wait longest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_open_reviews(tx: &mut Tx, unit: UnitId) -> Result<Vec<CitingLine>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_OPEN_REVIEWS_OF, params![unit])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(CitingLine {
                edition: row.get("published_edition_id")?,
                title: row.get("title")?,
                cited_title: row.get("cited_title")?,
                unit_name: row.get("short_name")?,
                opened_at: row.get("opened_at")?,
            })
        })
        .collect()
}

/// The document that somebody means by an address, a 索引号 or a 发文字号. What is not public is found within the unit only.
///
/// # Errors
/// The engine's fault.
pub async fn find_meant(
    tx: &mut Tx,
    (typed, unit): (&str, UnitId),
) -> Result<Option<DocumentId>, Fault> {
    let typed = typed.trim().trim_end_matches('/');
    let last = typed.rsplit('/').next().unwrap_or(typed);
    if let Ok(id) = last.parse::<DocumentId>() {
        let row = tx
            .fetch_optional(sql::FIND_MEANT_BY_ID, params![id, unit])
            .await?;
        return row.map(|it| it.get("id")).transpose();
    }
    let by_index = tx
        .fetch_optional(sql::FIND_MEANT_BY_INDEX, params![typed])
        .await?;
    if let Some(row) = by_index {
        return Ok(Some(row.get("id")?));
    }
    let Some(key) = number_key(typed) else {
        return Ok(None);
    };
    let row = tx
        .fetch_optional(sql::FIND_MEANT_BY_NUMBER, params![key, unit, typed])
        .await?;
    row.map(|it| it.get("id")).transpose()
}
