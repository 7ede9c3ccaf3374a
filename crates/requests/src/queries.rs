//! What screens ask: a case whole, who asked it, the requests at a stage, and whoever holds a receipt.

use kernel::{Date, Fault, Moment, Page, PageAsk, PromiseId, RequestId, UnitId, Vault};
use missive::Missive;
use store::{Row, Tx, params};

use crate::actions::owner_of;
use crate::case::Case;
use crate::dispute::Visit;
use crate::letter::{LetterSlot, Office, compose};
use crate::model::{Identity, Request, Stage};
use crate::receipt::{Applicant, mark_of};
use crate::rows::{case_of, request_of, visit_of};
use crate::sql;

/// A request with all that happened to it.
///
/// # Errors
/// The engine's fault.
pub async fn find_case(tx: &mut Tx, id: RequestId) -> Result<Option<Case>, Fault> {
    let row = tx.fetch_optional(sql::FIND_REQUEST, params![id]).await?;
    match row.as_ref().map(request_of).transpose()? {
        Some(request) => case_of(tx, request).await.map(Some),
        None => Ok(None),
    }
}

/// A letter as it was made, or, where it is not made yet or is older than letters are kept, as the case has it. Whom it goes to is blank.
///
/// # Errors
/// The engine's fault.
pub async fn find_letter(
    tx: &mut Tx,
    (case, slot): (&Case, LetterSlot),
    office: &Office<'_>,
) -> Result<Option<Missive>, Fault> {
    let values = params![case.request.id, slot.to_string()];
    let row = tx.fetch_optional(sql::FIND_REQUEST_LETTER, values).await?;
    let Some(row) = row else {
        return Ok(compose(case, slot, office));
    };
    let text: String = row.get("text")?;
    let read = serde_json::from_str(&text);
    read.map(Some)
        .map_err(|cause| Fault::caused("reading a letter", cause))
}

/// Whom a letter goes to: opened with the site's key.
///
/// # Errors
/// The engine's fault, or where the key is another.
pub async fn open_addressee(
    tx: &mut Tx,
    (case, slot): (&Case, LetterSlot),
    vault: &dyn Vault,
) -> Result<String, Fault> {
    let id = case.request.id;
    let to = match slot {
        LetterSlot::Opinion(asked) => {
            let at = case.asked.iter().position(|it| it.id == asked);
            let parties = list_parties(tx, id, vault).await?;
            at.and_then(|at| parties.into_iter().nth(at))
        }
        LetterSlot::Supplement
        | LetterSlot::Fee
        | LetterSlot::Extension(_)
        | LetterSlot::Answer => open_identity(tx, id, vault).await?.map(|it| it.name),
    };
    Ok(to.unwrap_or_default())
}

/// Who asked: opened with the site's key. Whoever shows it notes that somebody looked.
///
/// # Errors
/// The engine's fault, or where the key is another.
pub async fn open_identity(
    tx: &mut Tx,
    id: RequestId,
    vault: &dyn Vault,
) -> Result<Option<Identity>, Fault> {
    let Some(row) = tx.fetch_optional(sql::FIND_REQUEST, params![id]).await? else {
        return Ok(None);
    };
    let sealed: String = row.get("asker")?;
    let plain = vault
        .open(&sealed, &owner_of(id))
        .ok_or_else(|| Fault::new("opening an identity: another key sealed it"))?;
    serde_json::from_str(&plain)
        .map(Some)
        .map_err(|cause| Fault::caused("reading an identity", cause))
}

/// Whoever holds the receipt with this number and this secret; `None` says nothing of which of them is wrong.
///
/// # Errors
/// The engine's fault.
pub async fn find_applicant(
    tx: &mut Tx,
    (number, secret): (&str, &str),
    vault: &dyn Vault,
) -> Result<Option<Applicant>, Fault> {
    let number = number.trim();
    let values = params![number, mark_of(vault, number, secret)];
    let row = tx.fetch_optional(sql::FIND_BY_RECEIPT, values).await?;
    let request = row.as_ref().map(request_of).transpose()?;
    Ok(request.map(|it| Applicant::new(it.id, it.unit)))
}

fn page_of(rows: &[Row], ask: &PageAsk) -> Result<Page<Request>, Fault> {
    let lines = rows.iter().map(request_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |it| it.id.to_string()))
}

/// Requests at a stage, of one unit or of all, the oldest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_at_stage(
    tx: &mut Tx,
    (unit, stage): (Option<UnitId>, Stage),
    ask: &PageAsk,
) -> Result<Page<Request>, Fault> {
    let after = ask.after.clone().unwrap_or_default();
    let most = ask.limit + 1;
    let rows = match unit {
        Some(unit) => {
            let values = params![unit, stage.code(), after, most];
            tx.fetch_all(sql::LIST_OF_UNIT_AT_STAGE, values).await?
        }
        None => {
            let values = params![stage.code(), after, most];
            tx.fetch_all(sql::LIST_AT_STAGE, values).await?
        }
    };
    page_of(&rows, ask)
}

/// A request whose answer, or whose confirmation, is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedLine {
    /// The request.
    pub request: Request,
    /// The promise.
    pub promise: PromiseId,
    /// By when.
    pub due_on: Date,
}

/// What one unit, or all of them, owe on requests, the most urgent first.
///
/// # Errors
/// The engine's fault.
pub async fn list_owed(
    tx: &mut Tx,
    unit: Option<UnitId>,
    ask: &PageAsk,
) -> Result<Page<OwedLine>, Fault> {
    let key = ask.after.as_deref().and_then(|it| it.split_once('_'));
    let (day, id) = key.unwrap_or(("", ""));
    let most = ask.limit + 1;
    let rows = match unit {
        Some(unit) => {
            let values = params![day, id, most, unit];
            tx.fetch_all(sql::LIST_OWED_BY_UNIT, values).await?
        }
        None => tx.fetch_all(sql::LIST_OWED, params![day, id, most]).await?,
    };
    let line = |row: &Row| -> Result<OwedLine, Fault> {
        Ok(OwedLine {
            request: request_of(row)?,
            promise: row.get("promise_id")?,
            due_on: row.get("due_on")?,
        })
    };
    let lines = rows.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |it| {
        format!("{}_{}", it.due_on, it.promise)
    }))
}

/// The most urgent promise of a request, and by when it is owed.
///
/// # Errors
/// The engine's fault.
pub async fn find_owed(tx: &mut Tx, id: RequestId) -> Result<Option<(PromiseId, Date)>, Fault> {
    let row = tx.fetch_optional(sql::FIND_OWED, params![id]).await?;
    row.map(|row| Ok((row.get("promise_id")?, row.get("due_on")?)))
        .transpose()
}

/// How many requests stand at each stage but the last, of one unit or of all.
///
/// # Errors
/// The engine's fault.
pub async fn count_by_stage(tx: &mut Tx, unit: Option<UnitId>) -> Result<Vec<(Stage, u64)>, Fault> {
    let rows = match unit {
        Some(unit) => {
            tx.fetch_all(sql::COUNT_BY_STAGE_OF_UNIT, params![unit])
                .await?
        }
        None => tx.fetch_all(sql::COUNT_BY_STAGE, params![]).await?,
    };
    let mut counts = Vec::with_capacity(rows.len());
    for row in &rows {
        let code: String = row.get("stage")?;
        if let Some(stage) = Stage::from_code(&code) {
            counts.push((stage, row.get("n")?));
        }
    }
    Ok(counts)
}

/// Whom a letter went to: opened with the site's key.
///
/// # Errors
/// The engine's fault, or where the key is another.
pub async fn list_parties(
    tx: &mut Tx,
    id: RequestId,
    vault: &dyn Vault,
) -> Result<Vec<String>, Fault> {
    let rows = tx.fetch_all(sql::LIST_CONSULTATIONS, params![id]).await?;
    let owner = owner_of(id);
    let party = |row: &Row| -> Result<String, Fault> {
        let sealed: String = row.get("party")?;
        let opened = vault.open(&sealed, &owner);
        opened.ok_or_else(|| Fault::new("opening a party: another key sealed it"))
    };
    rows.iter().map(party).collect()
}

/// The how many-th request of its asker to the same organ a request is in the calendar month of its receipt: what fees by item count. 0 while it was not received.
///
/// # Errors
/// The engine's fault.
pub async fn find_place_in_month(tx: &mut Tx, id: RequestId) -> Result<u64, Fault> {
    let Some(row) = tx.fetch_optional(sql::FIND_REQUEST, params![id]).await? else {
        return Ok(0);
    };
    let Some(day) = row.get::<Option<Date>>("received_on")? else {
        return Ok(0);
    };
    let (mark, unit): (String, UnitId) = (row.get("asker_mark")?, row.get("unit_id")?);
    let number: String = row.get("number")?;
    let values = params![mark, unit, day.first_of_month(), day, number];
    tx.fetch_one(sql::COUNT_OF_ASKER, values).await?.get("n")
}

/// What askers said when they were asked after the answer (回访), the last first.
///
/// # Errors
/// The engine's fault.
pub async fn list_visits(tx: &mut Tx, id: RequestId, most: u32) -> Result<Vec<Visit>, Fault> {
    let rows = tx.fetch_all(sql::LIST_VISITS, params![id, most]).await?;
    rows.iter().map(visit_of).collect()
}

/// A line of a case's history, for the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepLine {
    /// 1, 2, 3.
    pub ordinal: u32,
    /// What was done.
    pub command: String,
    /// In whose words.
    pub words: String,
    /// As what somebody acted.
    pub acted_as: String,
    /// Who, for colleagues.
    pub actor: String,
    /// When.
    pub happened_at: Moment,
}

/// What was done to a request, the first first.
///
/// # Errors
/// The engine's fault.
pub async fn list_steps(
    tx: &mut Tx,
    id: RequestId,
    ask: &PageAsk,
) -> Result<Page<StepLine>, Fault> {
    let after: u32 = ask
        .after
        .as_deref()
        .and_then(|it| it.parse().ok())
        .unwrap_or(0);
    let values = params![id, after, ask.limit + 1];
    let rows = tx.fetch_all(sql::LIST_STEPS, values).await?;
    let line = |row: &Row| -> Result<StepLine, Fault> {
        Ok(StepLine {
            ordinal: row.get("ordinal")?,
            command: row.get("command")?,
            words: row.get("words")?,
            acted_as: row.get("acted_as")?,
            actor: row.get("actor")?,
            happened_at: row.get("happened_at")?,
        })
    };
    let lines = rows.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |it| it.ordinal.to_string()))
}
