//! The rules of reminding as the site keeps them; without any, the ones that the program comes with.
//!
//! What they mean is in `rules`.

use kernel::{Fault, Moment, Stop, SystemAdministrator};
use store::{EventDraft, Store, Tx};

use super::rules::{ReminderRules, RulesRefusal};

const SETTING: &str = "reminders.rules";

/// The rules in force.
///
/// # Errors
/// The engine's fault, or a setting that is none of ours.
pub async fn find_rules(tx: &mut Tx) -> Result<ReminderRules, Fault> {
    match tx.find_setting(SETTING).await? {
        Some(text) => serde_json::from_str(&text)
            .map_err(|cause| Fault::caused("reading the rules of reminding", cause)),
        None => Ok(ReminderRules::default()),
    }
}

/// Keeps new rules.
///
/// # Errors
/// [`RulesRefusal`], or the engine's fault.
pub async fn keep_rules(
    store: &Store,
    rules: ReminderRules,
    administrator: &SystemAdministrator,
    now: Moment,
) -> Result<ReminderRules, Stop<RulesRefusal>> {
    let rules = rules.checked().map_err(Stop::Refused)?;
    store::write!(store, |tx| {
        let before = find_rules(tx).await?;
        if before != rules {
            let text = text_of(&rules)?;
            tx.keep_setting(SETTING, &text, now).await?;
            let draft = EventDraft {
                chain: "site".to_owned(),
                kind: "settings.reminders_changed",
                subject: "setting/reminders".to_owned(),
                unit: None,
                body: serde_json::json!({ "before": before, "after": rules }),
            };
            tx.record(draft, administrator.actor(), now).await?;
        }
        Ok(rules.clone())
    })
}

fn text_of(rules: &ReminderRules) -> Result<String, Fault> {
    serde_json::to_string(rules).map_err(|cause| Fault::caused("writing the rules", cause))
}
