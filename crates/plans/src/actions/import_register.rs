//! 导入单位名录: a units file and a classes file are kept in one transaction, and what plans could not tell before is asked again.
//!
//! A file may not end a unit that still owes something: nobody would owe it any more. That is what a reorganisation is for.

use kernel::{Fault, Stop};
use promises::actions::find_holding;
use store::directory::import::{Imported, import_classes, import_units};
use store::directory::register::{ClassRecord, RegisterRefusal, UnitRecord};
use store::{Store, Tx, directory};

use crate::actions::{Authority, settle_units};
use crate::reconcile::Effect;

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RegisterImported {
    /// To the units.
    pub units: Imported,
    /// To the classes.
    pub classes: Imported,
    /// To promises, because names are known now.
    pub effect: Effect,
}

/// Keeps both files.
///
/// # Errors
/// [`RegisterRefusal`], or the engine's fault.
pub async fn import_register(
    store: &Store,
    (units, classes): (&[UnitRecord], &[ClassRecord]),
    authority: &Authority<'_>,
) -> Result<RegisterImported, Stop<RegisterRefusal>> {
    let (office, now) = (authority.office, authority.now);
    let (units, classes) = store::write!(store, |tx| {
        check_endings(tx, units).await?;
        let units = import_units(tx, units, office, now).await?;
        let classes = import_classes(tx, classes, office, now).await?;
        Ok((units, classes))
    })?;
    let effect = settle_units(store, authority).await;
    Ok(RegisterImported {
        units,
        classes,
        effect: effect.map_err(|stop| match stop {
            Stop::Failed(fault) => Stop::Failed(fault),
            Stop::Refused(refusal) => {
                Stop::Failed(Fault::new(format!("settling units: {refusal}")))
            }
        })?,
    })
}

/// No row ends a unit that lives and still owes something.
async fn check_endings(tx: &mut Tx, units: &[UnitRecord]) -> Result<(), Stop<RegisterRefusal>> {
    let known = directory::load(tx).await?;
    for record in units.iter().filter(|it| it.valid_to.is_some()) {
        let Some(unit) = known.find_by_code(&record.code) else {
            continue;
        };
        if unit.valid_to.is_some() {
            continue;
        }
        let holding = find_holding(tx, unit.id).await?;
        if !holding.is_empty() {
            return Err(Stop::Refused(RegisterRefusal::EndsOwing {
                line: record.line,
                name: unit.short_name.clone(),
                promises: holding.promises.len() as u64,
            }));
        }
    }
    Ok(())
}
