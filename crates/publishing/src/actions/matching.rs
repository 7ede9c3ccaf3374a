//! 自动兑现: which promises a publication keeps by the office's rules.
//!
//! A promise is kept by itself only where nothing is in doubt: the rule says so, and there is one open promise of the unit whose time has begun, or one
//! whose period the title names. Everything else is proposed to the unit, and a person decides.

use kernel::{Date, DocumentId, Moment, PromiseId, Stop, UnitOfficer};
use store::{Row, Store, Tx, params};

use super::publish::{Outlet, Proof, keep_promise};
use super::{check_unit, load_document};
use crate::model::{Document, DocumentState, Edition};
use crate::{DocumentRefusal, sql};

/// Open promises of one duty that are looked at: a unit that owes more periods than these is asked which is meant.
const MOST_PERIODS: usize = 12;

/// Keeps or proposes the promises of the unit that a publication fits.
pub(super) async fn keep_what_fits(
    tx: &mut Tx,
    (document, edition): (&Document, &Edition),
    proof: &Proof<'_>,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    let rules = tx
        .fetch_all(sql::LIST_RULES_OF_COLUMN, params![edition.metadata.column])
        .await?;
    for rule in &rules {
        let words: String = rule.get("words")?;
        if !words.split(' ').all(|it| proof.title.contains(it)) {
            continue;
        }
        let origin: String = rule.get("origin_id")?;
        let open = tx
            .fetch_all(
                sql::LIST_OPEN_OF_ORIGIN,
                params![origin, document.unit, now.date(), MOST_PERIODS],
            )
            .await?;
        let is_certain = rule.get::<u32>("is_certain")? == 1;
        let meant = meant(&open, proof.title)?;
        for (promise, is_alone) in meant {
            let state = if is_certain && is_alone {
                "waiting"
            } else {
                "proposed"
            };
            let added = tx
                .execute(
                    sql::LINK_BY_RULE,
                    params![document.id, promise, state, "系统", now],
                )
                .await?;
            if added == 1 && state == "waiting" {
                keep_promise(tx, promise, proof, (outlet, now)).await?;
            }
        }
    }
    Ok(())
}

/// Which of the open promises are meant, and whether that is beyond doubt.
fn meant(open: &[Row], title: &str) -> Result<Vec<(PromiseId, bool)>, kernel::Fault> {
    let mut all = Vec::new();
    let mut named = Vec::new();
    for row in open {
        let promise: PromiseId = row.get("id")?;
        let period: Option<String> = row.get("period_label")?;
        if period.is_some_and(|it| !it.is_empty() && title.contains(&it)) {
            named.push(promise);
        }
        all.push(promise);
    }
    Ok(match (named.as_slice(), all.as_slice()) {
        ([one], _) => vec![(*one, true)],
        ([], [one]) => vec![(*one, true)],
        _ => all.into_iter().map(|it| (it, false)).collect(),
    })
}

/// Whoever drafts for the unit says that a publication keeps a promise that was proposed.
///
/// # Errors
/// [`DocumentRefusal`], or the engine's fault.
pub async fn confirm_promise(
    store: &Store,
    (document, promise): (DocumentId, PromiseId),
    officer: &UnitOfficer,
    (outlet, now): (&Outlet, Moment),
) -> Result<(), Stop<DocumentRefusal>> {
    store::write!(store, |tx| {
        let document = load_document(tx, document).await?;
        check_unit(officer.unit(), document.unit)?;
        let published_on = published_on(&document)?;
        let row = tx
            .fetch_optional(sql::FIND_PROPOSED, params![document.id, promise])
            .await?;
        let row = row.ok_or(Stop::Refused(DocumentRefusal::PromiseUnknown))?;
        let title: String = row.get("title")?;
        let proof = Proof {
            document: document.id,
            title: &title,
            index_number: document.index_number.as_deref().unwrap_or_default(),
            published_on: row
                .get::<Option<Moment>>("published_at")?
                .map_or(published_on, Moment::date),
            said: "",
        };
        keep_promise(tx, promise, &proof, (outlet, now)).await
    })
}

fn published_on(document: &Document) -> Result<Date, Stop<DocumentRefusal>> {
    match (document.state, document.first_published_at) {
        (DocumentState::Published, Some(at)) => Ok(at.date()),
        _ => Err(Stop::Refused(DocumentRefusal::NotPublished)),
    }
}
