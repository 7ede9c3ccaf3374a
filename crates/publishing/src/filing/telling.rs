//! Steps of filings that wait to be told: taken in the transaction that hands them to their people.
//!
//! Who the people are is not known here, only which unit it is for.

use kernel::{Fault, FilingId, Moment, UnitId};
use store::{Tx, params};

use super::rules::FilingCommand;
use super::sql;
use crate::rows::coded;

/// Of one transaction.
const AT_A_TIME: u32 = 100;

/// A step that somebody is to be told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UntoldFiling {
    /// The filing.
    pub filing: FilingId,
    /// The step's place in it.
    pub ordinal: u32,
    /// What was done.
    pub command: FilingCommand,
    /// The document's title.
    pub title: String,
    /// Who puts it on file.
    pub unit: UnitId,
    /// Its short name.
    pub unit_name: String,
    /// The receiver's name.
    pub receiver: String,
    /// The receiver, where it is on this site.
    pub receiver_unit: Option<UnitId>,
}

impl UntoldFiling {
    /// The unit that is told: of what was sent the receiver, of what was answered the sender. `None` where that unit is elsewhere, or told
    /// itself what it noted.
    pub fn audience(&self) -> Option<UnitId> {
        match self.command {
            FilingCommand::Send | FilingCommand::Supplement | FilingCommand::Answer => {
                self.receiver_unit
            }
            FilingCommand::Register
            | FilingCommand::Return
            | FilingCommand::Object
            | FilingCommand::Decline => self.receiver_unit.map(|_| self.unit),
        }
    }
}

/// Whether any step waits.
///
/// # Errors
/// The engine's fault.
pub async fn has_untold_filing(tx: &mut Tx) -> Result<bool, Fault> {
    let row = tx.fetch_optional(sql::HAS_UNTOLD_STEP, params![]).await?;
    Ok(row.is_some())
}

/// Takes waiting steps, a hundred at a time: none where none waits.
///
/// # Errors
/// The engine's fault.
pub async fn take_untold_filings(tx: &mut Tx, now: Moment) -> Result<Vec<UntoldFiling>, Fault> {
    let rows = tx
        .fetch_all(sql::LIST_UNTOLD_STEPS, params![AT_A_TIME])
        .await?;
    let mut steps = Vec::with_capacity(rows.len());
    for row in &rows {
        let step = UntoldFiling {
            filing: row.get("filing_id")?,
            ordinal: row.get("ordinal")?,
            command: coded(row, "command", FilingCommand::from_code)?,
            title: row.get("title")?,
            unit: row.get("unit_id")?,
            unit_name: row.get("short_name")?,
            receiver: row.get("receiver")?,
            receiver_unit: row.get("receiver_id")?,
        };
        tx.execute(sql::NOTE_STEP_TOLD, params![step.filing, step.ordinal, now])
            .await?;
        steps.push(step);
    }
    Ok(steps)
}
