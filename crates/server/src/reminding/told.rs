//! Something that happened in one unit's matter, told to the people concerned and to the groups that hear of it.

use kernel::{AccountId, Fault, Moment, UnitId};
use store::Tx;
use store::outbox::webhook::list_active;
use store::outbox::{self, Body, NewMessage, Topic, Way};

use super::Reminding;
use super::recipients::ways_of;

/// What is told.
pub(super) struct Told {
    /// What it is known by: told once to each.
    pub(super) key: String,
    pub(super) topic: Topic,
    pub(super) unit: UnitId,
    pub(super) subject: String,
    pub(super) body: Body,
}

impl Reminding {
    /// Tells people and groups; how many messages.
    pub(super) async fn tell_of(
        &self,
        tx: &mut Tx,
        (told, people): (&Told, Vec<AccountId>),
        now: Moment,
    ) -> Result<u64, Fault> {
        let mut messages = 0;
        for account in people {
            let new = NewMessage {
                key: format!("{}/{account}", told.key),
                account: Some(account),
                ways: ways_of(tx, account, self.has_mail).await?,
                ..told.message()
            };
            messages += u64::from(outbox::enqueue(tx, &new, now).await?.is_some());
        }
        let hooks = list_active(tx).await?;
        let heard = hooks
            .iter()
            .filter(|it| it.hears(told.topic, Some(told.unit)));
        let ways: Vec<Way> = heard.map(|it| Way::Webhook(it.id)).collect();
        if ways.is_empty() {
            return Ok(messages);
        }
        let message = told.message();
        let new = NewMessage {
            key: format!("{}/webhooks", told.key),
            // A group's chat learns that something happened and where to look, not the words of it.
            body: Body {
                lines: Vec::new(),
                ..message.body
            },
            ways,
            ..message
        };
        messages += u64::from(outbox::enqueue(tx, &new, now).await?.is_some());
        Ok(messages)
    }
}

impl Told {
    /// The message before it is anybody's.
    fn message(&self) -> NewMessage {
        NewMessage {
            key: String::new(),
            topic: self.topic,
            account: None,
            unit: Some(self.unit),
            subject: self.subject.clone(),
            body: self.body.clone(),
            ways: Vec::new(),
        }
    }
}
