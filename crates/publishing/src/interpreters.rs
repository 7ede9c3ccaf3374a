//! 主要负责人解读: how often somebody of a unit has interpreted in a year, against what the library's file demands.
//!
//! Counted are public interpretations by the year in which they first became public; a later edition moves nothing. Each counts for the unit that
//! publishes it.

use std::collections::HashMap;

use kernel::{Date, Fault, Moment, UnitId};
use store::{Tx, params};

use crate::library::Library;
use crate::sql;

/// How often each unit's interpreters have interpreted in a year; a unit that is not in it has not. Empty where the library demands nothing.
///
/// # Errors
/// The engine's fault.
pub async fn count_interpreted(
    tx: &mut Tx,
    library: &Library,
    year: i16,
) -> Result<HashMap<UnitId, u64>, Fault> {
    let Some((kind, yearly)) = library.find_yearly() else {
        return Ok(HashMap::new());
    };
    let (Some(from), Some(end)) = (begins(year), begins(year.saturating_add(1))) else {
        return Ok(HashMap::new());
    };
    let key = params![kind.code, yearly.interpreter().code(), from, end];
    let rows = tx.fetch_all(sql::COUNT_INTERPRETED, key).await?;
    rows.iter()
        .map(|row| Ok((row.get("unit_id")?, row.get("n")?)))
        .collect()
}

/// The first moment of a year in China.
pub(crate) fn begins(year: i16) -> Option<Moment> {
    let day = Date::new(year, 1, 1).ok()?;
    Moment::in_china(day.at(0, 0, 0, 0))
}
