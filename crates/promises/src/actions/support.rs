//! Who assists: the supporting units of a duty or catalogue item, seen beside each of its promises.

use kernel::{Fault, UnitId};
use store::{Tx, params};

use crate::model::Origin;
use crate::sql;

/// Says anew who assists.
///
/// # Errors
/// The engine's fault.
pub async fn set_supporters(tx: &mut Tx, origin: Origin, units: &[UnitId]) -> Result<(), Fault> {
    tx.execute(sql::CLEAR_SUPPORTERS, params![origin.id()])
        .await?;
    for (ordinal, unit) in units.iter().enumerate() {
        tx.execute(sql::ADD_SUPPORTER, params![origin.id(), unit, ordinal])
            .await?;
    }
    Ok(())
}
