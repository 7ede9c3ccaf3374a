//! Table 4 counted from the disputes: any period, any unit with all below it; and the disputes behind each number. Calls after the answer are counted here too; no table has them.
//!
//! A dispute counts by the day of its result, and as pending where it was filed by the last day and had no result then. The form does not say more. What was struck as wrong counts nowhere.

use kernel::{Date, DisputeId, Fault, Page, PageAsk};
use store::{Row as Stored, Tx, params};

use super::{Branch, Decided, Period, Table4};
use crate::dispute::{Finding, Satisfaction};
use crate::model::Request;
use crate::rows::{coded, request_of};
use crate::sql;

/// Counts the table.
///
/// # Errors
/// The engine's fault.
pub async fn count_table4(tx: &mut Tx, period: Period) -> Result<Table4, Fault> {
    let Period {
        unit,
        from,
        through,
    } = period;
    let values = params![from, through, unit];
    let mut table = Table4::default();
    for row in tx.fetch_all(sql::COUNT_RULED, values).await? {
        let finding = coded(&row, "decided", Finding::from_code)?;
        let branch = coded(&row, "branch", Branch::from_code)?;
        table.set(branch, finding.column(), row.get("n")?);
    }
    for row in tx.fetch_all(sql::COUNT_PENDING, values).await? {
        let branch = coded(&row, "branch", Branch::from_code)?;
        table.set(branch, Decided::Pending, row.get("n")?);
    }
    Ok(table)
}

/// A dispute behind a number, with its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeLine {
    /// Which one.
    pub id: DisputeId,
    /// Over which request.
    pub request: Request,
    /// 复议机关 or court.
    pub body: String,
    /// The number of the case there.
    pub number: String,
    /// When it was filed.
    pub filed_on: Date,
    /// When it was decided, as is known now: what was pending in the period may have ended since.
    pub decided_on: Option<Date>,
}

fn line_of(row: &Stored) -> Result<DisputeLine, Fault> {
    Ok(DisputeLine {
        id: row.get("dispute_id")?,
        request: request_of(row)?,
        body: row.get("body")?,
        number: row.get("case_number")?,
        filed_on: row.get("filed_on")?,
        decided_on: row.get("decided_on")?,
    })
}

/// The disputes behind a number, the first noted first.
///
/// # Errors
/// The engine's fault.
pub async fn list_disputes_behind(
    tx: &mut Tx,
    period: Period,
    (branch, decided): (Branch, Decided),
    ask: &PageAsk,
) -> Result<Page<DisputeLine>, Fault> {
    let Period {
        unit,
        from,
        through,
    } = period;
    let after = ask.after.clone().unwrap_or_default();
    let mut values = params![from, through, unit, branch.code(), after, ask.limit + 1].to_vec();
    let statement = match decided {
        Decided::Pending => sql::LIST_PENDING,
        Decided::Upheld | Decided::Corrected | Decided::Otherwise => {
            values.extend_from_slice(params![decided.code()]);
            sql::LIST_RULED
        }
    };
    let rows = tx.fetch_all(statement, &values).await?;
    let lines = rows.iter().map(line_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |it| it.id.to_string()))
}

/// How many calls after the answer there were, by what the askers think; those that there were none of are left out.
///
/// # Errors
/// The engine's fault.
pub async fn count_visits(tx: &mut Tx, period: Period) -> Result<Vec<(Satisfaction, u64)>, Fault> {
    let values = params![period.from, period.through, period.unit];
    let rows = tx.fetch_all(sql::COUNT_VISITS, values).await?;
    let counted = |row: &Stored| -> Result<(Satisfaction, u64), Fault> {
        let satisfaction = coded(row, "satisfaction", Satisfaction::from_code)?;
        Ok((satisfaction, row.get("n")?))
    };
    let mut counts = rows.iter().map(counted).collect::<Result<Vec<_>, _>>()?;
    counts.sort_by_key(|it| it.0 as usize);
    Ok(counts)
}
