//! What happened to a unit, in words; and what a field of it is called and says.

use kernel::unit::{UnitKind, UnitLevel};
use kernel::{Fault, Moment, UnitId};
use plans::reorganisation::UnitEvent;
use serde_json::Value;
use store::directory::export::Difference;
use store::directory::register::{OPTIONAL_UNIT_COLUMNS, UNIT_COLUMNS, label_of};
use store::event::RecordedEvent;
use store::{Tx, directory};

/// Events that a page shows at most.
const MOST: u32 = 200;

/// One line of a unit's history.
#[derive(Debug)]
pub(super) struct Told {
    pub at: Moment,
    pub who: String,
    pub what: String,
}

/// What happened to a unit, newest first.
pub(super) async fn list_history(tx: &mut Tx, unit: UnitId) -> Result<Vec<Told>, Fault> {
    let mut events = directory::list_history(tx, unit, MOST).await?;
    // Ids of one millisecond are in no order; places in the chain are.
    events.sort_by_key(|it| std::cmp::Reverse(it.seq));
    Ok(events.iter().map(told).collect())
}

fn told(event: &RecordedEvent) -> Told {
    let what = UnitEvent::from_body(&event.body).map(|it| it.describe());
    Told {
        at: event.happened_at,
        who: event.actor.clone(),
        what: what.unwrap_or_else(|| entry(event)),
    }
}

/// An event of the register itself.
fn entry(event: &RecordedEvent) -> String {
    let facts = event.facts().unwrap_or(Value::Null);
    let changes = facts["changes"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let words: Vec<String> = changes
        .iter()
        .map(|it| {
            let (field, from, to) = (text(&it["field"]), text(&it["from"]), text(&it["to"]));
            format!(
                "{}由“{}”改为“{}”",
                label(&field),
                said(&field, &from),
                said(&field, &to)
            )
        })
        .collect();
    match (event.kind.as_str(), words.is_empty()) {
        ("unit.added", _) => "加入名录".to_owned(),
        (_, true) => "修改资料".to_owned(),
        (_, false) => words.join("；"),
    }
}

fn label(field: &str) -> &str {
    // Labels are looked up by the columns' own names.
    let mut columns = UNIT_COLUMNS.iter().chain(OPTIONAL_UNIT_COLUMNS);
    let found = columns.find(|column| **column == field);
    found.map_or(field, |column| label_of(column))
}

/// What a field holds, as people read it.
pub(super) fn said(field: &str, text: &str) -> String {
    let label = match field {
        "kind" => UnitKind::from_code(text).map(UnitKind::label),
        "level" => UnitLevel::from_code(text).map(UnitLevel::label),
        _ => None,
    };
    match (label, text) {
        (Some(label), _) => label.to_owned(),
        (None, "") => "空".to_owned(),
        (None, text) => text.replace(';', "、"),
    }
}

/// A field that two versions fill otherwise, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Differs {
    pub label: &'static str,
    pub before: String,
    pub after: String,
}

impl From<Difference> for Differs {
    fn from(it: Difference) -> Self {
        Self {
            label: label_of(it.column),
            before: said(it.column, &it.before),
            after: said(it.column, &it.after),
        }
    }
}
