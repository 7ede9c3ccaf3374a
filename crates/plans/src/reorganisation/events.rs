//! What happens to a unit that is reorganised, as its chain in the log keeps it and as people read it.

use kernel::{Actor, Date, Fault, Moment, UnitId};
use serde::{Deserialize, Serialize};
use store::{EventDraft, Tx};

use super::ReorganisationKind;

/// Something that happened to a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum UnitEvent {
    /// It was merged, split, renamed or ended.
    Reorganised {
        /// How: `merge`, `split`, `rename`, `end`.
        how: String,
        /// Its name before.
        name: String,
        /// Its name now, where it was renamed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        new_name: Option<String>,
        /// Who took over, by name, the main one first.
        successors: Vec<String>,
        /// The day from which it holds.
        from_on: Date,
        /// The document that it is based on.
        basis: String,
        /// Open promises that were handed over.
        promises: u64,
        /// Late ones among them.
        late: u64,
        /// What recurs and was handed over.
        recurrences: u64,
    },
    /// It took over the work of one that ended.
    TookOver {
        /// From whom.
        from: UnitId,
        /// That unit's name.
        from_name: String,
        /// The day from which it holds.
        from_on: Date,
        /// The document that it is based on.
        basis: String,
    },
}

impl UnitEvent {
    /// The kind that the log keeps.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Reorganised { .. } => "unit.reorganised",
            Self::TookOver { .. } => "unit.took_over",
        }
    }

    /// The event in words.
    pub fn describe(&self) -> String {
        match self {
            Self::Reorganised {
                how,
                name,
                new_name,
                successors,
                from_on,
                basis,
                promises,
                ..
            } => {
                let to = successors.join("、");
                let done = match (ReorganisationKind::from_code(how), new_name) {
                    (_, Some(new_name)) => format!("更名为{new_name}，原名{name}"),
                    (Some(ReorganisationKind::Merge), _) => format!("并入{to}"),
                    (Some(ReorganisationKind::Split), _) => format!("拆分，职责由{to}承接"),
                    _ => "撤销".to_owned(),
                };
                let handed = match promises {
                    0 => String::new(),
                    some => format!("，移交未结承诺{some}项"),
                };
                format!("自{from_on}起{done}{handed}。依据：{basis}")
            }
            Self::TookOver {
                from_name,
                from_on,
                basis,
                ..
            } => format!("自{from_on}起承接{from_name}的职责。依据：{basis}"),
        }
    }

    /// Reads the facts back; `None` where the event is of another kind.
    pub fn from_body(body: &str) -> Option<Self> {
        serde_json::from_str(body).ok()
    }

    /// Appends it to the unit's chain.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        unit: UnitId,
        (actor, now): (&Actor, Moment),
    ) -> Result<(), Fault> {
        let draft = EventDraft {
            chain: format!("unit/{unit}"),
            kind: self.kind(),
            subject: format!("unit/{unit}"),
            unit: Some(unit),
            body: serde_json::to_value(self)
                .map_err(|cause| Fault::caused("writing an event", cause))?,
        };
        tx.record(draft, actor, now).await?;
        Ok(())
    }
}
