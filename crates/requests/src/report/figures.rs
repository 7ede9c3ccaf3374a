//! Table 3 counted from the cases: any period, any unit with all below it; and the cases behind each number.
//!
//! A request counts by its day of receipt and by the day of its answer (or of its end without one). What was never received counts nowhere.

use kernel::{Date, Fault, Page, PageAsk, UnitId};
use store::{Row as Stored, Tx, params};

use super::{AskerKind, Row, Table3};
use crate::model::Request;
use crate::outcome::Outcome;
use crate::rows::request_of;
use crate::sql;

/// Of whom and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The unit; all below it count with it.
    pub unit: UnitId,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub through: Date,
}

fn kind_of(row: &Stored) -> Result<AskerKind, Fault> {
    let code: String = row.get("asker_kind")?;
    AskerKind::from_code(&code)
        .ok_or_else(|| Fault::new(format!("column asker_kind holds {code:?}")))
}

/// Counts the table.
///
/// # Errors
/// The engine's fault.
pub async fn count_table3(tx: &mut Tx, period: Period) -> Result<Table3, Fault> {
    let Period {
        unit,
        from,
        through,
    } = period;
    let values = params![from, through, unit];
    let mut table = Table3::default();
    for (row, statement) in [
        (Row::Received, sql::COUNT_RECEIVED),
        (Row::CarriedOver, sql::COUNT_CARRIED_OVER),
        (Row::LeftOver, sql::COUNT_LEFT_OVER),
    ] {
        for counted in tx.fetch_all(statement, values).await? {
            table.set(row, kind_of(&counted)?, counted.get("n")?);
        }
    }
    for counted in tx.fetch_all(sql::COUNT_ENDED, values).await? {
        let code: String = counted.get("outcome")?;
        let outcome = Outcome::from_code(&code)
            .ok_or_else(|| Fault::new(format!("column outcome holds {code:?}")))?;
        let (row, kind) = (outcome.row(), kind_of(&counted)?);
        // Several ways of ending stand in one row.
        let count = table.cell(row, kind) + counted.get::<u64>("n")?;
        table.set(row, kind, count);
    }
    Ok(table)
}

/// The fees that were paid: how many times, and how much in fen.
///
/// # Errors
/// The engine's fault.
pub async fn sum_fees(tx: &mut Tx, period: Period) -> Result<(u64, u64), Fault> {
    let values = params![period.from, period.through, period.unit];
    let row = tx.fetch_one(sql::SUM_FEES, values).await?;
    Ok((row.get("n")?, row.get("fee_fen")?))
}

/// The cases behind a number, the oldest first.
///
/// # Errors
/// The engine's fault.
pub async fn list_behind(
    tx: &mut Tx,
    period: Period,
    (row, kind): (Row, AskerKind),
    ask: &PageAsk,
) -> Result<Page<Request>, Fault> {
    let Period {
        unit,
        from,
        through,
    } = period;
    let after = ask.after.clone().unwrap_or_default();
    let mut values = params![from, through, unit, kind.code(), after, ask.limit + 1].to_vec();
    let statement = match row {
        Row::Received => sql::LIST_RECEIVED,
        Row::CarriedOver => sql::LIST_CARRIED_OVER,
        Row::LeftOver => sql::LIST_LEFT_OVER,
        _ => {
            // No row has more than two ways of ending; a test counts them.
            let mut ends = Outcome::ALL.iter().filter(|it| it.row() == row);
            let first = ends.next().map_or("", |it| it.code());
            let second = ends.next().map_or(first, |it| it.code());
            values.extend_from_slice(params![first, second]);
            sql::LIST_ENDED
        }
    };
    let rows = tx.fetch_all(statement, &values).await?;
    let lines = rows.iter().map(request_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(lines, ask, |it| it.id.to_string()))
}
