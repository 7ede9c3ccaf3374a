//! The carrier of the outbox: claims deliveries, hands them to the mail server or the webhook, notes how it went.
//!
//! It decides nothing about what is told. Killed at any moment it loses nothing: what it held is claimed again, with the same
//! id, when the claim has run out.

use std::sync::Arc;
use std::time::Duration;

use accounts::SiteKey;
use kernel::{AccountId, Fault, Moment, WebhookId};
use store::Store;
use store::outbox::template::Filling;
use store::outbox::webhook::{self, Webhook};
use store::outbox::{Body, Claimed, DeliveryState, Failure, Trouble, Way};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::config::Config;
use crate::mail::{Letter, Mailer, Place};
use crate::serving::Clock;
use crate::webhook::Caller;

/// How often the outbox is looked at.
const EVERY: Duration = Duration::from_secs(2);
/// Deliveries of one batch; they leave at once, well within their claim.
const BATCH: u32 = 16;
/// Lines of a message that a webhook is told.
const MOST_LINES: usize = 12;

/// What carrying needs.
#[derive(Clone)]
pub struct Carrier {
    store: Store,
    clock: Clock,
    mailer: Option<Mailer>,
    caller: Caller,
    place: Place,
    key: Option<Arc<SiteKey>>,
}

impl Carrier {
    /// As the configuration says.
    ///
    /// # Errors
    /// Where the configuration cannot be meant.
    pub fn of(
        config: &Config,
        store: &Store,
        clock: &Clock,
        key: Option<Arc<SiteKey>>,
    ) -> Result<Self, crate::failure::Failure> {
        let place = place(config);
        let caller = Caller::of(&config.webhook).map_err(|range| {
            crate::failure::Failure::bad_input(
                "config.invalid",
                format!("配置项 webhook.allow_private 有误：“{range}”不是地址或网段"),
                "请改正；全部配置项见 gongkai config example",
            )
        })?;
        Ok(Self {
            store: store.clone(),
            clock: Arc::clone(clock),
            mailer: Mailer::of(&config.mail, place.clone())?,
            caller,
            place,
            key,
        })
    }

    /// Whether there is a mail server at all.
    pub fn has_mail(&self) -> bool {
        self.mailer.is_some()
    }

    /// Carries until told to stop.
    pub async fn carry(self, mut stopped: watch::Receiver<bool>) {
        let mut interval = tokio::time::interval(EVERY);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = interval.tick() => {}
                _ = stopped.wait_for(|stop| *stop) => return,
            }
            loop {
                match self.carry_batch().await {
                    Ok(0) => break,
                    Ok(_) if *stopped.borrow() => return,
                    Ok(_) => {}
                    Err(fault) => {
                        tracing::error!(%fault, "carrying the outbox");
                        break;
                    }
                }
            }
        }
    }

    /// Carries one batch; how many deliveries it held.
    async fn carry_batch(&self) -> Result<usize, Fault> {
        let claimed = self.store.claim_deliveries(BATCH, (self.clock)()).await?;
        let held = claimed.len();
        let mut running = JoinSet::new();
        for delivery in claimed {
            let carrier = self.clone();
            running.spawn(async move { carrier.carry_one(&delivery).await });
        }
        while let Some(ended) = running.join_next().await {
            ended.map_err(|cause| Fault::caused("carrying a delivery", cause))??;
        }
        Ok(held)
    }

    async fn carry_one(&self, held: &Claimed) -> Result<(), Fault> {
        let outcome = match held.way {
            Way::Mail(account) => self.mail(held, account).await?,
            Way::Webhook(webhook) => self.call(held, webhook).await?,
        };
        let now = (self.clock)();
        let channel = held.way.channel();
        match outcome {
            Ok(()) => {
                self.store.note_delivered(held, now).await?;
                metrics::counter!("deliveries_total", "channel" => channel, "outcome" => "delivered")
                    .increment(1);
            }
            Err(failure) => {
                let state = self.store.note_failed(held, &failure, now).await?;
                metrics::counter!("deliveries_total", "channel" => channel, "outcome" => state.code())
                    .increment(1);
                if state == DeliveryState::Dead {
                    tracing::warn!(delivery = %held.id, channel, reason = failure.reason, "a delivery was given up");
                }
            }
        }
        Ok(())
    }

    async fn mail(&self, held: &Claimed, account: AccountId) -> Result<Result<(), Failure>, Fault> {
        let Some(mailer) = &self.mailer else {
            return Ok(Err(nobody("未配置邮件服务器")));
        };
        let holder = store::read!(self.store, |tx| {
            accounts::holders::find_holder(tx, account).await
        })?;
        let Some(holder) = holder.filter(|it| !it.mail.is_empty()) else {
            return Ok(Err(nobody("账号已停用或没有邮件地址")));
        };
        let letter = Letter {
            id: held.id,
            name: &holder.name,
            address: &holder.mail,
            subject: &held.subject,
            body: &held.body,
            created_at: held.created_at,
        };
        Ok(mailer.send(&letter).await)
    }

    async fn call(&self, held: &Claimed, id: WebhookId) -> Result<Result<(), Failure>, Fault> {
        let known = store::read!(self.store, |tx| webhook::find(tx, id).await)?;
        let Some(known) = known else {
            return Ok(Err(nobody("该回调已删除")));
        };
        let Some(webhook) = self.opened(&known.webhook) else {
            return Ok(Err(Failure {
                trouble: Trouble::Lasting,
                reason: "回调地址解不开：站点密钥与保存时不同，请重新填写地址和密钥".to_owned(),
            }));
        };
        let filling = Filling {
            site: self.place.name.clone(),
            subject: held.subject.clone(),
            text: text_of(&held.body),
            link: format!("{}{}", self.place.base_url, held.body.path),
            topic: held.topic.code().to_owned(),
            id: held.id.to_string(),
            time: held.created_at.to_string(),
        };
        Ok(self.caller.call(&webhook, &filling, self.now()).await)
    }

    /// The webhook with its address and secret as they were typed.
    fn opened(&self, sealed: &Webhook) -> Option<Webhook> {
        let key = self.key.as_ref()?;
        let open = |sealed: &str, owner: &str| String::from_utf8(key.open(sealed, owner)?).ok();
        Some(Webhook {
            url: open(&sealed.url, webhook::URL_OWNER)?,
            secret: open(&sealed.secret, webhook::SECRET_OWNER)?,
            ..sealed.clone()
        })
    }

    fn now(&self) -> Moment {
        (self.clock)()
    }
}

/// Where letters and calls lead to.
pub fn place(config: &Config) -> Place {
    let identity = config.identity();
    Place {
        name: identity.name,
        domain: identity.domain,
        base_url: identity.base_url,
    }
}

fn nobody(reason: &str) -> Failure {
    Failure {
        trouble: Trouble::NobodyThere,
        reason: reason.to_owned(),
    }
}

/// A message in a few lines, for a group's chat.
fn text_of(body: &Body) -> String {
    let mut text = body.lead.clone();
    for line in body.lines.iter().take(MOST_LINES) {
        text.push_str("\n· ");
        text.push_str(&line.text);
    }
    if body.lines.len() > MOST_LINES {
        text.push_str(&format!("\n…… 共{}项", body.lines.len()));
    }
    text
}
