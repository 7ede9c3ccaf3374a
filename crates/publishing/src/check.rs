//! What `gongkai check` asks of publishing: whether everything public went all the way, and every public document shows an edition.

use kernel::{DocumentId, EditionId, Fault};
use store::{Tx, params};

use crate::digest::digest_of;
use crate::rows::find_edition;
use crate::sql;

/// What is wrong, in words for the operator.
///
/// # Errors
/// The engine's fault.
pub async fn find_flaws(tx: &mut Tx) -> Result<Vec<String>, Fault> {
    let mut flaws = Vec::new();
    for row in tx.fetch_all(sql::LIST_WITHOUT_EDITION, params![]).await? {
        let id: DocumentId = row.get("id")?;
        flaws.push(format!("信息 {id} 标为已公开，但没有已公开的版次"));
    }
    for row in tx.fetch_all(sql::LIST_UNSIGNED, params![]).await? {
        let id: EditionId = row.get("id")?;
        flaws.push(format!("版次 {id} 已公开，但没有保密审查签署或审批记录"));
    }
    let mut after = String::new();
    loop {
        let rows = tx
            .fetch_all(sql::LIST_PUBLIC_EDITIONS, params![after, 200])
            .await?;
        for row in &rows {
            let id: EditionId = row.get("id")?;
            after = id.to_string();
            if let Some(edition) = find_edition(tx, id).await?
                && edition.signed_digest.as_deref() != Some(digest_of(&edition).as_str())
            {
                flaws.push(format!("版次 {id} 的内容与保密审查签署的不一致"));
            }
        }
        if rows.len() < 200 {
            return Ok(flaws);
        }
    }
}
