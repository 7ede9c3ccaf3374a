//! The outbox (发件箱): what people and programs are to be told, as rows written in the transaction of what they are told of.
//!
//! A message is told once: its key is unique. It leaves by deliveries, each claimed for a while by whoever carries it, so that
//! a carrier who dies loses nothing; whoever is told twice by that sees the same id twice. Nothing here talks to a mail
//! server or a webhook, and no request waits for one.

mod carrying;
mod forgetting;
mod parts;
mod preference;
mod reading;
mod sql;
pub mod template;
pub mod webhook;

use kernel::{AccountId, DeliveryId, Fault, MessageId, Moment, UnitId, WebhookId};
use serde::{Deserialize, Serialize};

use crate::params;
use crate::transaction::Tx;

pub use carrying::{Claimed, Failure, LEASE_MILLIS, MOST_ATTEMPTS, Trouble, revive, wait_after};
pub use parts::{Part, add_part, list_part_owners, take_parts};
pub use preference::{keep_wants_mail, wants_mail};
pub use reading::{
    DeliveryLine, MessageLine, Shown, count_deliveries, count_unread, find_message,
    list_deliveries, list_messages, note_all_read, note_read,
};
pub use sql::ALL;

kernel::coded_enum! {
    /// What a message is about.
    Topic {
        /// 催办提醒: what is owed soon, today, or late.
        Reminders = "reminders", "催办提醒";
        /// 督办单: issued, answered, returned, closed.
        Notices = "notices", "督办单";
        /// 信息审核: what waits for review, came back, or came out.
        Documents = "documents", "信息审核";
        /// 备案: sent, registered, returned, objected to.
        Filings = "filings", "备案";
        /// 测试: somebody tries whether messages arrive.
        Test = "test", "测试消息";
    }
}

kernel::coded_enum! {
    /// What has become of a delivery.
    DeliveryState {
        /// On its way, or to be tried again.
        Waiting = "waiting", "待投递";
        /// Handed over.
        Delivered = "delivered", "已投递";
        /// Given up.
        Dead = "dead", "投递失败";
        /// Nobody to hand it to: no address, or not wanted any more.
        Dropped = "dropped", "无需投递";
    }
}

/// A way by which a message leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// By mail to the address that the account has when it is carried.
    Mail(AccountId),
    /// To a webhook.
    Webhook(WebhookId),
}

impl Way {
    /// The word that the database keeps.
    pub fn channel(self) -> &'static str {
        match self {
            Self::Mail(_) => "mail",
            Self::Webhook(_) => "webhook",
        }
    }

    fn target(self) -> String {
        match self {
            Self::Mail(account) => account.to_string(),
            Self::Webhook(webhook) => webhook.to_string(),
        }
    }

    fn from_columns(channel: &str, target: &str) -> Result<Self, Fault> {
        let wrong = || Fault::new(format!("a delivery by {channel:?} to {target:?}"));
        match channel {
            "mail" => Ok(Self::Mail(target.parse().map_err(|_| wrong())?)),
            "webhook" => Ok(Self::Webhook(target.parse().map_err(|_| wrong())?)),
            _ => Err(wrong()),
        }
    }
}

/// One line of a message: what, and where to look at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The heading under which it stands; lines of one heading follow each other.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub heading: String,
    /// The words.
    pub text: String,
    /// The path of its page, `/desk/…`; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
}

/// What a message says. It holds no address and no secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The first sentence.
    pub lead: String,
    /// What it is about, one by one.
    #[serde(default)]
    pub lines: Vec<Line>,
    /// The path of the page to begin with.
    #[serde(default)]
    pub path: String,
}

/// A message about to be told.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// What it is about, for whom and when: `reminders/ACCOUNT/2026-11-23`. The same key is never told twice.
    pub key: String,
    /// Its topic.
    pub topic: Topic,
    /// Who is told; `None` for webhooks only.
    pub account: Option<AccountId>,
    /// The unit that it concerns.
    pub unit: Option<UnitId>,
    /// The subject.
    pub subject: String,
    /// What it says.
    pub body: Body,
    /// How it leaves, besides standing in the desk of its account.
    pub ways: Vec<Way>,
}

/// Puts a message into the outbox; `None` where its key was told before.
///
/// # Errors
/// The engine's fault.
pub async fn enqueue(
    tx: &mut Tx,
    new: &NewMessage,
    now: Moment,
) -> Result<Option<MessageId>, Fault> {
    let id: MessageId = tx.new_id(now);
    let body = serde_json::to_string(&new.body)
        .map_err(|cause| Fault::caused("writing a message", cause))?;
    let added = tx
        .execute(
            sql::ADD_MESSAGE,
            params![
                id,
                new.key,
                new.topic.code(),
                new.account,
                new.unit,
                new.subject,
                body,
                now
            ],
        )
        .await?;
    if added == 0 {
        return Ok(None);
    }
    for way in &new.ways {
        let delivery: DeliveryId = tx.new_id(now);
        tx.execute(
            sql::ADD_DELIVERY,
            params![delivery, id, way.channel(), way.target(), now],
        )
        .await?;
    }
    Ok(Some(id))
}
