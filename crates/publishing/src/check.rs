//! What `gongkai check` asks of publishing: whether everything public went all the way, and every public document shows an edition.

use std::collections::BTreeSet;

use kernel::{BlobId, Date, DocumentId, EditionId, Fault, UploadId};
use store::check::Problem;
use store::{Row, Store, Tx, params};

use crate::digest::digest_of;
use crate::rows::{find_edition, force_of};
use crate::sql;
use crate::subsites::{self, queries::SubsiteState};
use crate::tally::{Place, SitesAbove, list_places, places_of, told_on};

/// Editions read at once.
const BLOCK: usize = 200;

/// What is wrong.
///
/// # Errors
/// The engine's fault.
pub async fn check(store: &Store) -> Result<Vec<Problem>, Fault> {
    let mut problems = store::read!(store, |tx| find_gaps(tx).await)?;
    problems.extend(store::read!(store, |tx| find_miscounts(tx).await)?);
    problems.extend(find_unsettled(store).await?);
    problems.extend(find_misplaced(store).await?);
    problems.extend(find_lost_parts(store).await?);
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

/// Parts of uploads that were acknowledged and are not on the disk, or not all of them.
async fn find_lost_parts(store: &Store) -> Result<Vec<Problem>, Fault> {
    let mut problems = Vec::new();
    let mut after = String::new();
    loop {
        let uploads = store::read!(store, |tx| {
            tx.fetch_all(sql::LIST_UPLOAD_IDS, params![after, BLOCK])
                .await
        })?;
        if uploads.is_empty() {
            return Ok(problems);
        }
        for row in &uploads {
            let upload: UploadId = row.get("id")?;
            after = upload.to_string();
            if has_lost_part(store, upload).await? {
                problems.push(Problem {
                    code: "upload.part_lost",
                    place: format!("upload/{upload}"),
                    message: "上传中的文件有一部分不在磁盘上，请上传者取消后重新上传".to_owned(),
                });
            }
        }
    }
}

async fn has_lost_part(store: &Store, upload: UploadId) -> Result<bool, Fault> {
    let parts = store::read!(store, |tx| {
        tx.fetch_all(sql::LIST_UPLOAD_PARTS, params![upload]).await
    })?;
    for row in &parts {
        let (name, size): (String, u64) = (row.get("name")?, row.get("size")?);
        if store.blobs().find_part_size(&name).await? != Some(size) {
            return Ok(true);
        }
    }
    Ok(false)
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
    for row in tx.fetch_all(sql::LIST_BROKEN_RENDITIONS, params![]).await? {
        problems.push(Problem {
            code: "rendition.broken",
            place: format!("rendition/{}", row.get::<BlobId>("blob_id")?),
            message: "附件的在线阅读版本没有内容，或没有待生成的时间；请从备份核对".to_owned(),
        });
    }
    Ok(problems)
}

/// The counts of the library, each pattern of choices by itself: as it is, and with every choice left open or made.
async fn find_miscounts(tx: &mut Tx) -> Result<Vec<Problem>, Fault> {
    let mut problems = Vec::new();
    for pattern in 0_u32..64 {
        let keeps = |bit: u32| i64::from(pattern >> bit & 1);
        let key = params![keeps(0), keeps(1), keeps(2), keeps(3), keeps(4), keeps(5)];
        for row in tx.fetch_all(sql::LIST_MISCOUNTED, key).await? {
            let mut place = "shelf_tally".to_owned();
            for column in [
                "site",
                "unit_id",
                "column_code",
                "kind",
                "theme",
                "validity",
                "year",
            ] {
                place.push('/');
                place.push_str(&row.get::<String>(column)?);
            }
            let off: i64 = row.get("off")?;
            problems.push(Problem {
                code: "library.miscounted",
                place,
                message: format!("公开信息的分类计数与实际相差 {off} 件，请从备份核对"),
            });
        }
    }
    Ok(problems)
}

/// Documents that do not stand in lists where they should, or stand where they should not. Sites that are being filled are left out: they
/// are right when that has ended.
async fn find_misplaced(store: &Store) -> Result<Vec<Problem>, Fault> {
    let mut problems = Vec::new();
    let problem = |id: DocumentId, site: &str| Problem {
        code: "document.misplaced",
        place: format!("document/{id}/{site}"),
        message: "信息在清单中的位置与其发布单位、栏目或引用不符，请从备份核对".to_owned(),
    };
    let (unsettled, stray) = store::read!(store, |tx| {
        let sites = subsites::queries::list(tx).await?;
        let unsettled = sites
            .into_iter()
            .filter(|it| it.state != SubsiteState::Filled);
        let unsettled: Vec<String> = unsettled.map(|it| it.code).collect();
        let stray = tx.fetch_all(sql::LIST_STRAY_PLACES, params![]).await?;
        Ok::<_, Fault>((unsettled, stray))
    })?;
    for row in &stray {
        let site: String = row.get("site")?;
        problems.push(problem(row.get("document_id")?, &site));
    }
    let mut after = String::new();
    let mut sites = SitesAbove::default();
    loop {
        let rows = store::read!(store, |tx| tx
            .fetch_all(sql::LIST_SETTLED, params![after, BLOCK])
            .await)?;
        for row in &rows {
            let id: DocumentId = row.get("id")?;
            after = id.to_string();
            let wrong = store::read!(store, |tx| compare_places(tx, (id, row), &mut sites).await)?;
            let wrong = wrong.into_iter().filter(|it| !unsettled.contains(it));
            problems.extend(wrong.map(|site| problem(id, &site)));
        }
        if rows.len() < BLOCK {
            return Ok(problems);
        }
    }
}

/// The sites on which a document stands otherwise than it should, by code.
async fn compare_places(
    tx: &mut Tx,
    (id, row): (DocumentId, &Row),
    sites: &mut SitesAbove,
) -> Result<BTreeSet<String>, Fault> {
    let told: String = row.get("validity_now")?;
    let wanted: BTreeSet<Place> = places_of(tx, (id, row, &told), sites)
        .await?
        .into_iter()
        .collect();
    let there: BTreeSet<Place> = list_places(tx, id).await?.into_iter().collect();
    let wrong = wanted.symmetric_difference(&there);
    Ok(wrong.map(|it| it.site().to_owned()).collect())
}

/// Public documents whose kept validity is not what their dates and decisions say.
async fn find_unsettled(store: &Store) -> Result<Vec<Problem>, Fault> {
    let mut problems = Vec::new();
    let mut after = String::new();
    loop {
        let rows = store::read!(store, |tx| tx
            .fetch_all(sql::LIST_SETTLED, params![after, BLOCK])
            .await)?;
        for row in &rows {
            let id: DocumentId = row.get("id")?;
            after = id.to_string();
            if !is_settled(row)? {
                problems.push(Problem {
                    code: "document.unsettled",
                    place: format!("document/{id}"),
                    message: "清单筛选所用的效力与施行、失效日期和认定不符，请从备份核对"
                        .to_owned(),
                });
            }
        }
        if rows.len() < BLOCK {
            return Ok(problems);
        }
    }
}

/// Whether a document's kept validity held on the days before the one on which it is looked at again, which the ticker may not have come
/// to yet. No clock is needed: between its own days nothing about it changes.
fn is_settled(row: &Row) -> Result<bool, Fault> {
    let told: String = row.get("validity_now")?;
    let again: Option<Date> = row.get("settle_on")?;
    let days: Vec<Date> = force_of(row)?.days().collect();
    let held_on = match again {
        // Counted by the migration, never settled yet.
        Some(day) if day.year() == 1 => return Ok(told.is_empty()),
        Some(day) if !days.contains(&day) => return Ok(false),
        Some(day) => day.yesterday().unwrap_or(day),
        None => days.into_iter().max().unwrap_or(Date::MAX),
    };
    Ok(told == told_on(row, held_on)?)
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
