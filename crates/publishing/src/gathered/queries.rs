//! What an edition gathers, and where a document is gathered.

use kernel::{DocumentId, EditionId, Fault};
use store::{Row, Tx, params};

use super::{Chapter, Entry, Gathering, Shown, ShownLine, sql};
use crate::issue::Issue;
use crate::model::DocumentState;
use crate::public::line_of;
use crate::rows::coded;

/// What an edition gathers, whole.
pub(crate) async fn load(tx: &mut Tx, edition: EditionId) -> Result<Vec<Chapter>, Fault> {
    let headings = tx.fetch_all(sql::LIST_CHAPTERS, params![edition]).await?;
    if headings.is_empty() {
        return Ok(Vec::new());
    }
    let mut chapters = Vec::with_capacity(headings.len());
    for row in &headings {
        chapters.push(Chapter {
            heading: row.get("heading")?,
            entries: Vec::new(),
        });
    }
    for row in tx.fetch_all(sql::LIST_GATHERED, params![edition]).await? {
        let at = usize::try_from(row.get::<u32>("chapter")?).unwrap_or(usize::MAX);
        let chapter = chapters.get_mut(at.saturating_sub(1));
        let chapter = chapter.ok_or_else(|| Fault::new("a gathered document without chapter"))?;
        chapter.entries.push(entry_of(&row)?);
    }
    Ok(chapters)
}

fn entry_of(row: &Row) -> Result<Entry, Fault> {
    let index_number: Option<String> = row.get("index_number")?;
    Ok(Entry {
        document: row.get("document_id")?,
        words: row.get("words")?,
        index_number: index_number.unwrap_or_default(),
        title: row.get("title")?,
        is_public: is_public(row)?,
    })
}

fn is_public(row: &Row) -> Result<bool, Fault> {
    let state = coded(row, "state", DocumentState::from_code)?;
    Ok(state == DocumentState::Published)
}

/// A part of what an edition gathers, after a place, as the public sees it today.
///
/// # Errors
/// The engine's fault.
pub async fn list_shown(
    tx: &mut Tx,
    edition: EditionId,
    (after, most): (u32, u32),
) -> Result<Shown, Fault> {
    let key = params![edition, after, most + 1];
    let rows = tx.fetch_all(sql::LIST_SHOWN, key).await?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut shown = Shown::default();
    for row in rows.iter().take(most) {
        let place = row.get("place")?;
        if rows.len() > most {
            shown.next = Some(place);
        }
        if !is_public(row)? {
            shown.withdrawn += 1;
            continue;
        }
        shown.lines.push(ShownLine {
            place,
            chapter: row.get("chapter")?,
            words: row.get("words")?,
            line: line_of(row)?,
        });
    }
    Ok(shown)
}

/// The public collections in which a document stands, the newest first; twenty at most.
///
/// # Errors
/// The engine's fault.
pub async fn list_gathering(tx: &mut Tx, document: DocumentId) -> Result<Vec<Gathering>, Fault> {
    let rows = tx.fetch_all(sql::LIST_GATHERING, params![document]).await?;
    rows.iter()
        .map(|row| {
            Ok(Gathering {
                id: row.get("id")?,
                kind: row.get("kind")?,
                title: row.get("title")?,
                unit_name: row.get("short_name")?,
                issue: row.get::<Option<i64>>("issue")?.and_then(Issue::of_key),
                published_at: row.get("published_at")?,
            })
        })
        .collect()
}
