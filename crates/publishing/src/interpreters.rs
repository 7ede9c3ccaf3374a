//! 主要负责人解读: how often somebody of a unit has interpreted in a year, against what the library's file demands.
//!
//! Counted are public interpretations by the year in which they first became public; a later edition moves nothing. Each counts for the unit that
//! publishes it.

use std::collections::HashMap;

use kernel::unit::Unit;
use kernel::{Date, Fault, Moment, UnitId};
use store::{Tx, Value, params};

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
    let Some(key) = key_of(library, year) else {
        return Ok(HashMap::new());
    };
    let rows = tx.fetch_all(sql::COUNT_INTERPRETED, &key).await?;
    rows.iter()
        .map(|row| Ok((row.get("unit_id")?, row.get("n")?)))
        .collect()
}

/// The same of one unit; `None` where nothing is demanded of it.
///
/// # Errors
/// The engine's fault.
pub async fn count_interpreted_of(
    tx: &mut Tx,
    library: &Library,
    (unit, year): (&Unit, i16),
) -> Result<Option<u64>, Fault> {
    let asks = library
        .find_yearly()
        .is_some_and(|(_, it)| it.asks(unit.kind));
    let Some(mut key) = key_of(library, year).filter(|_| asks) else {
        return Ok(None);
    };
    key.extend(params![unit.id].to_vec());
    let row = tx.fetch_one(sql::COUNT_INTERPRETED_OF, &key).await?;
    row.get("n").map(Some)
}

/// Kind, interpreter, and the moments between which a year lies.
fn key_of(library: &Library, year: i16) -> Option<Vec<Value>> {
    let (kind, yearly) = library.find_yearly()?;
    let (from, end) = (begins(year)?, begins(year.checked_add(1)?)?);
    let key = params![kind.code, yearly.interpreter().code(), from, end];
    Some(key.to_vec())
}

/// The first moment of a year in China.
pub(crate) fn begins(year: i16) -> Option<Moment> {
    let day = Date::new(year, 1, 1).ok()?;
    Moment::in_china(day.at(0, 0, 0, 0))
}
