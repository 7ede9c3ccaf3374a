//! What the demo's units put on file with the unit above, and how it was registered.

use kernel::{Date, Role};
use publishing::filing::model::Papers;
use publishing::filing::queries::list_of_document;
use publishing::filing::{self, JudgeFiling, SendFiling};
use serde::Deserialize;

use super::documents::{House, flawed, person, refused};
use crate::failure::Failure;

/// What is put on file with the unit above, and how it was registered; without a number it still waits.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    title: String,
    pub on: Date,
    explanation: String,
    legal_review: String,
    contact: String,
    #[serde(default)]
    register_number: String,
    #[serde(default)]
    pub registered_on: Option<Date>,
}

impl House<'_> {
    /// Puts a document on file.
    pub async fn file(&self, it: &Filed) -> Result<(), Failure> {
        let (document, unit) = self.find(&it.title).await?;
        let clerk = person(unit, Role::Clerk)
            .unit_officer(unit)
            .map_err(refused)?;
        let command = SendFiling {
            papers: Papers {
                explanation: it.explanation.clone(),
                legal_review: it.legal_review.clone(),
                contact: it.contact.clone(),
            },
            ..SendFiling::default()
        };
        let when = (&self.outlet(), self.now);
        filing::send(&self.city.store, (document, &command), &clerk, when).await?;
        Ok(())
    }

    /// The unit above registers it.
    pub async fn register(&self, it: &Filed) -> Result<(), Failure> {
        let store = &self.city.store;
        let (document, _) = self.find(&it.title).await?;
        let known = store::read!(store, |tx| list_of_document(tx, document).await)?;
        let sent = known
            .first()
            .and_then(|it| Some((it.id, it.receiver_unit?)));
        let (filing, receiver) = sent.ok_or_else(|| flawed("没有报送备案"))?;
        let officer = person(receiver, Role::Clerk)
            .unit_officer(receiver)
            .map_err(refused)?;
        let command = JudgeFiling {
            filing,
            words: String::new(),
            register_number: it.register_number.clone(),
        };
        let when = (&self.outlet(), self.now);
        Ok(filing::register(store, &command, &officer, when).await?)
    }
}
