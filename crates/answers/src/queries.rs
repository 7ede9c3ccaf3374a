//! What screens ask: entries, those asked alike, questions of visitors.

use kernel::{CuratedId, Date, DemandId, Fault, Page, PageAsk};
use store::{Row, Tx, Value, params};

use crate::model::{Asked, Curated, Demand, Sought, Wording};
use crate::rules::{LEAST_SOUGHT, MOST_GRAMS, MOST_WORDINGS, is_alike, likeness};
use crate::sql;

fn curated_of(row: &Row) -> Result<Curated, Fault> {
    let state: String = row.get("state")?;
    Ok(Curated {
        id: row.get("id")?,
        question: row.get("question")?,
        answer: row.get("answer")?,
        unit: row.get("unit_id")?,
        unit_name: row.get("unit_name")?,
        document: row.get("document_id")?,
        is_shown: state == "shown",
        review_by: row.get("review_by")?,
        revision: row.get("revision")?,
        set_by: row.get("set_by")?,
        set_at: row.get("set_at")?,
    })
}

fn asked_of(row: &Row) -> Result<Asked, Fault> {
    Ok(Asked {
        folded: row.get("folded")?,
        words: row.get("words")?,
        unanswered: row.get("unanswered")?,
        unhelpful: row.get("unhelpful")?,
        helpful: row.get("helpful")?,
        first_on: row.get("first_on")?,
        last_on: row.get("last_on")?,
    })
}

/// An entry.
///
/// # Errors
/// The engine's fault.
pub async fn find_curated(tx: &mut Tx, id: CuratedId) -> Result<Option<Curated>, Fault> {
    let row = tx.fetch_optional(sql::FIND_CURATED, params![id]).await?;
    row.as_ref().map(curated_of).transpose()
}

/// The ways of asking of an entry, the question itself first.
///
/// # Errors
/// The engine's fault.
pub async fn list_wordings(tx: &mut Tx, id: CuratedId) -> Result<Vec<String>, Fault> {
    let most = u32::try_from(MOST_WORDINGS).unwrap_or(u32::MAX);
    let rows = tx.fetch_all(sql::LIST_WORDINGS, params![id, most]).await?;
    rows.iter().map(|row| row.get("words")).collect()
}

/// Entries that are shown, or those retired, the oldest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_curated(tx: &mut Tx, state: &str, ask: &PageAsk) -> Result<Page<Curated>, Fault> {
    let after = ask.after.clone().unwrap_or_default();
    let rows = tx
        .fetch_all(sql::LIST_CURATED, params![state, after, ask.limit + 1])
        .await?;
    let lines = rows.iter().map(curated_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |it| it.id.to_string()))
}

/// Entries that are to be read again by that day, the most urgent first; `limit` at most.
///
/// # Errors
/// The engine's fault.
pub async fn list_due(tx: &mut Tx, today: Date, limit: u32) -> Result<Vec<Curated>, Fault> {
    let rows = tx.fetch_all(sql::LIST_DUE, params![today, limit]).await?;
    rows.iter().map(curated_of).collect()
}

/// Questions that are good to begin with.
///
/// # Errors
/// The engine's fault.
pub async fn list_examples(tx: &mut Tx, today: Date, limit: u32) -> Result<Vec<String>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_EXAMPLES, params![today, limit])
        .await?;
    rows.iter().map(|row| row.get("question")).collect()
}

/// The shown entry that asks the same, or nearly the same.
///
/// # Errors
/// The engine's fault.
pub async fn find_alike(tx: &mut Tx, asked: &Wording) -> Result<Option<Curated>, Fault> {
    if asked.folded.is_empty() {
        return Ok(None);
    }
    let equal = tx
        .fetch_optional(sql::FIND_EQUAL, params![asked.folded])
        .await?;
    if let Some(row) = equal {
        return find_curated(tx, row.get("curated_id")?).await;
    }
    let Some(last) = asked.grams.last() else {
        return Ok(None);
    };
    // The statement has so many places: the last gram fills what is left.
    let grams = asked.grams.iter().chain(std::iter::repeat(last));
    let values: Vec<Value> = grams
        .take(MOST_GRAMS)
        .flat_map(|it| params![it].to_vec())
        .collect();
    let size = asked.grams.len().min(MOST_GRAMS) as u64;
    let rows = tx.fetch_all(sql::LIST_ALIKE, &values).await?;
    let mut best: Option<(f64, CuratedId)> = None;
    for row in &rows {
        let (id, ordinal): (CuratedId, u64) = (row.get("curated_id")?, row.get("ordinal")?);
        let found = tx
            .fetch_optional(sql::FIND_SIZE, params![id, ordinal])
            .await?;
        let Some(found) = found else { continue };
        let alike = likeness(row.get("shared")?, size, found.get("size")?);
        if is_alike(alike) && best.is_none_or(|(most, _)| alike > most) {
            best = Some((alike, id));
        }
    }
    match best {
        Some((_, id)) => find_curated(tx, id).await,
        None => Ok(None),
    }
}

/// Questions of visitors that wait for somebody, those asked last first.
///
/// # Errors
/// The engine's fault.
pub async fn list_asked(tx: &mut Tx, ask: &PageAsk) -> Result<Page<Asked>, Fault> {
    let key = ask.after.as_deref().and_then(|it| it.split_once('_'));
    let (day, folded) = key.unwrap_or(("9999-12-31", ""));
    let rows = tx
        .fetch_all(sql::LIST_ASKED, params![day, folded, ask.limit + 1])
        .await?;
    let lines = rows.iter().map(asked_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |it| {
        format!("{}_{}", it.last_on, it.folded)
    }))
}

/// A question of visitors that waits.
///
/// # Errors
/// The engine's fault.
pub async fn find_asked(tx: &mut Tx, folded: &str) -> Result<Option<Asked>, Fault> {
    let row = tx.fetch_optional(sql::FIND_ASKED, params![folded]).await?;
    row.as_ref().map(asked_of).transpose()
}

fn sought_of(row: &Row) -> Result<Sought, Fault> {
    Ok(Sought {
        folded: row.get("folded")?,
        words: row.get("words")?,
        times: row.get("times")?,
        first_on: row.get("first_on")?,
        last_on: row.get("last_on")?,
    })
}

/// What several visitors sought in vain, the most sought first.
///
/// # Errors
/// The engine's fault.
pub async fn list_sought(tx: &mut Tx, ask: &PageAsk) -> Result<Page<Sought>, Fault> {
    let key = ask.after.as_deref().and_then(|it| it.split_once('_'));
    let key = key.and_then(|(times, folded)| Some((times.parse::<u32>().ok()?, folded)));
    let (times, folded) = key.unwrap_or((u32::MAX, ""));
    let values = params![LEAST_SOUGHT, times, folded, ask.limit + 1];
    let rows = tx.fetch_all(sql::LIST_SOUGHT, values).await?;
    let lines = rows.iter().map(sought_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |it| {
        format!("{}_{}", it.times, it.folded)
    }))
}

/// What was sought in vain and waits; `None` also where fewer sought it than an officer may see.
///
/// # Errors
/// The engine's fault.
pub async fn find_sought(tx: &mut Tx, folded: &str) -> Result<Option<Sought>, Fault> {
    let row = tx.fetch_optional(sql::FIND_SOUGHT, params![folded]).await?;
    let found = row.as_ref().map(sought_of).transpose()?;
    Ok(found.filter(|it| it.times >= LEAST_SOUGHT))
}

/// What the office took up.
///
/// # Errors
/// The engine's fault.
pub async fn find_demand(tx: &mut Tx, id: DemandId) -> Result<Option<Demand>, Fault> {
    let row = tx.fetch_optional(sql::FIND_DEMAND, params![id]).await?;
    let of = |row: &Row| {
        Ok(Demand {
            id: row.get("id")?,
            title: row.get("title")?,
            times: row.get("times")?,
            since: row.get("since")?,
            taken_at: row.get("taken_at")?,
        })
    };
    row.as_ref().map(of).transpose()
}

/// The ids of the entries that are shown, in order, behind one: for whoever goes through all of them.
///
/// # Errors
/// The engine's fault.
pub async fn list_shown_ids(tx: &mut Tx, after: &str, limit: u32) -> Result<Vec<CuratedId>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_SHOWN_IDS, params![after, limit])
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}
