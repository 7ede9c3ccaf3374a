//! What `gongkai check` asks of publishing: whether everything public went all the way, and every public document shows an edition.

use kernel::{DocumentId, EditionId, Fault};
use store::check::Problem;
use store::{Store, Tx, params};

use crate::digest::digest_of;
use crate::rows::find_edition;
use crate::sql;

/// Editions read at once.
const BLOCK: usize = 200;

/// What is wrong.
///
/// # Errors
/// The engine's fault.
pub async fn check(store: &Store) -> Result<Vec<Problem>, Fault> {
    let mut problems = store::read!(store, |tx| find_gaps(tx).await)?;
    let mut after = String::new();
    loop {
        let (last, found) = store::read!(store, |tx| compare(tx, &after).await)?;
        problems.extend(found);
        match last {
            Some(id) => after = id.to_string(),
            None => return Ok(problems),
        }
    }
}

async fn find_gaps(tx: &mut Tx) -> Result<Vec<Problem>, Fault> {
    let mut problems = Vec::new();
    for row in tx.fetch_all(sql::LIST_WITHOUT_EDITION, params![]).await? {
        problems.push(Problem {
            code: "document.without_edition",
            place: format!("document/{}", row.get::<DocumentId>("id")?),
            message: "标为已公开，但没有已公开的版次，请从备份核对".to_owned(),
        });
    }
    for row in tx.fetch_all(sql::LIST_UNSIGNED, params![]).await? {
        problems.push(Problem {
            code: "edition.unsigned",
            place: format!("edition/{}", row.get::<EditionId>("id")?),
            message: "已公开，但没有保密审查签署或审批记录，请立即核查".to_owned(),
        });
    }
    Ok(problems)
}

/// A block of public editions against what was signed; the last one's id where there may be more.
async fn compare(tx: &mut Tx, after: &str) -> Result<(Option<EditionId>, Vec<Problem>), Fault> {
    let rows = tx
        .fetch_all(sql::LIST_PUBLIC_EDITIONS, params![after, BLOCK])
        .await?;
    let mut problems = Vec::new();
    let mut last = None;
    for row in &rows {
        let id: EditionId = row.get("id")?;
        last = Some(id);
        let Some(edition) = find_edition(tx, id).await? else {
            continue;
        };
        if edition.signed_digest.as_deref() != Some(digest_of(&edition).as_str()) {
            problems.push(Problem {
                code: "edition.differs",
                place: format!("edition/{id}"),
                message: "已公开的内容与保密审查签署的不一致，请立即核查".to_owned(),
            });
        }
    }
    Ok((last.filter(|_| rows.len() == BLOCK), problems))
}
