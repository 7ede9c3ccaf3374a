//! Webhooks as the site knows them: robots of chat groups (企业微信、钉钉) and other programs that are told by HTTPS.
//!
//! What is sent, and whether an address may be called at all, is the carrier's business. Address and secret come and go as
//! whoever keeps them sealed them: a robot's address is its password.

use kernel::{Fault, Moment, SystemAdministrator, UnitId, WebhookId};

use super::{Topic, sql};
use crate::event::EventDraft;
use crate::params;
use crate::row::Row;
use crate::transaction::Tx;

/// What an address is sealed for.
pub const URL_OWNER: &str = "webhook/url";

/// What a secret is sealed for.
pub const SECRET_OWNER: &str = "webhook/secret";

/// Webhooks of one site at most.
pub const MOST_WEBHOOKS: u32 = 100;

kernel::coded_enum! {
    /// How a webhook knows that it is us.
    Signing {
        /// The secret is in the address (企业微信群机器人).
        None = "none", "不签名（密钥在地址中）";
        /// HMAC-SHA256 over moment and body, in a header.
        Gongkai = "gongkai", "HMAC-SHA256 请求头";
        /// 钉钉 加签: HMAC-SHA256 over moment and secret, in the address.
        Dingtalk = "dingtalk", "钉钉加签";
    }
}

/// What is kept of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its name.
    pub name: String,
    /// Its address, sealed.
    pub url: String,
    /// Its secret, sealed; may be empty.
    pub secret: String,
    /// How it knows us.
    pub signing: Signing,
    /// The JSON that is sent, with placeholders in its texts.
    pub template: String,
    /// What it is told of.
    pub topics: Vec<Topic>,
    /// Whose matters it is told; `None` for the whole site.
    pub unit: Option<UnitId>,
    /// Whether it is told anything at all.
    pub is_active: bool,
}

/// A webhook with its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownWebhook {
    /// Its id.
    pub id: WebhookId,
    /// What is kept of it.
    pub webhook: Webhook,
    /// Since when.
    pub created_at: Moment,
}

impl KnownWebhook {
    /// Whether it is told of a topic in a unit; `None` is the whole site.
    pub fn hears(&self, topic: Topic, unit: Option<UnitId>) -> bool {
        let is_its_place = self.webhook.unit.is_none() || self.webhook.unit == unit;
        self.webhook.is_active && self.webhook.topics.contains(&topic) && is_its_place
    }
}

/// Enters a webhook. Words and address are the caller's to have checked.
///
/// # Errors
/// The engine's fault.
pub async fn add(
    tx: &mut Tx,
    webhook: &Webhook,
    administrator: &SystemAdministrator,
    now: Moment,
) -> Result<WebhookId, Fault> {
    let id: WebhookId = tx.new_id(now);
    tx.execute(
        sql::ADD_WEBHOOK,
        params![
            id,
            webhook.name,
            webhook.url,
            webhook.secret,
            webhook.signing.code(),
            webhook.template,
            topics_text(&webhook.topics),
            webhook.unit,
            webhook.is_active,
            now
        ],
    )
    .await?;
    tx.record(
        draft("settings.webhook_added", id, webhook),
        administrator.actor(),
        now,
    )
    .await?;
    Ok(id)
}

/// Changes a webhook.
///
/// # Errors
/// The engine's fault.
pub async fn change(
    tx: &mut Tx,
    (id, webhook): (WebhookId, &Webhook),
    administrator: &SystemAdministrator,
    now: Moment,
) -> Result<bool, Fault> {
    let changed = tx
        .execute(
            sql::CHANGE_WEBHOOK,
            params![
                id,
                webhook.name,
                webhook.url,
                webhook.secret,
                webhook.signing.code(),
                webhook.template,
                topics_text(&webhook.topics),
                webhook.unit,
                webhook.is_active
            ],
        )
        .await?;
    if changed == 1 {
        tx.record(
            draft("settings.webhook_changed", id, webhook),
            administrator.actor(),
            now,
        )
        .await?;
    }
    Ok(changed == 1)
}

/// A webhook.
///
/// # Errors
/// The engine's fault.
pub async fn find(tx: &mut Tx, id: WebhookId) -> Result<Option<KnownWebhook>, Fault> {
    let row = tx.fetch_optional(sql::FIND_WEBHOOK, params![id]).await?;
    row.as_ref().map(webhook_of).transpose()
}

/// Every webhook, by name; at most [`MOST_WEBHOOKS`].
///
/// # Errors
/// The engine's fault.
pub async fn list(tx: &mut Tx) -> Result<Vec<KnownWebhook>, Fault> {
    list_by(tx, sql::LIST_WEBHOOKS).await
}

/// Those that are told something.
///
/// # Errors
/// The engine's fault.
pub async fn list_active(tx: &mut Tx) -> Result<Vec<KnownWebhook>, Fault> {
    list_by(tx, sql::LIST_ACTIVE_WEBHOOKS).await
}

async fn list_by(tx: &mut Tx, statement: &'static str) -> Result<Vec<KnownWebhook>, Fault> {
    let rows = tx.fetch_all(statement, params![MOST_WEBHOOKS]).await?;
    rows.iter().map(webhook_of).collect()
}

/// The event keeps name and kind: address and secret are no matter of the log.
fn draft(kind: &'static str, id: WebhookId, webhook: &Webhook) -> EventDraft {
    EventDraft {
        chain: "site".to_owned(),
        kind,
        subject: format!("webhook/{id}"),
        unit: webhook.unit,
        body: serde_json::json!({
            "name": webhook.name,
            "signing": webhook.signing.code(),
            "topics": topics_text(&webhook.topics),
            "is_active": webhook.is_active,
        }),
    }
}

fn topics_text(topics: &[Topic]) -> String {
    let codes: Vec<&str> = topics.iter().map(|topic| topic.code()).collect();
    codes.join(" ")
}

fn webhook_of(row: &Row) -> Result<KnownWebhook, Fault> {
    let (signing, topics): (String, String) = (row.get("signing")?, row.get("topics")?);
    Ok(KnownWebhook {
        id: row.get("id")?,
        webhook: Webhook {
            name: row.get("name")?,
            url: row.get("url")?,
            secret: row.get("secret")?,
            signing: Signing::from_code(&signing)
                .ok_or_else(|| Fault::new(format!("column signing holds {signing:?}")))?,
            template: row.get("template")?,
            topics: topics
                .split_whitespace()
                .filter_map(Topic::from_code)
                .collect(),
            unit: row.get("unit_id")?,
            is_active: row.get("is_active")?,
        },
        created_at: row.get("created_at")?,
    })
}
