//! Telling the public what it follows: the public log is followed, what is due becomes letters, letters go to the mail server.
//!
//! All of it are rows, so that a process that is killed anywhere goes on where it was: an act is spread by one node or by two, and each
//! reader gets one row of it; a letter is claimed before it is sent and has one id for ever.

mod searching;
mod telling;
#[cfg(test)]
mod tests;
mod vault;
mod words;

use std::sync::Arc;
use std::time::Duration;

use kernel::{DocumentId, Fault, Moment};
use lettre::message::Mailbox;
use portal::{Subscribing, naming};
use publishing::Library;
use publishing::public::find_public_title;
use search::Finder;
use store::outbox::{DeliveryState, Failure, Trouble};
use store::{RecordedEvent, Store};
use subscriptions::letters::{self, Held};
use subscriptions::model::KnownHappening;
use subscriptions::spread::{self, Course, Leaf, Told};
use subscriptions::{LetterKind, Vault, What, actions, rules};
use tokio::sync::watch;
use tokio::task::JoinSet;
use ui::Quota;

use crate::config::Config;
use crate::failure;
use crate::mail::{Mailer, Place, Post};
use crate::serving::Clock;
use crate::{delivery, secrets};

pub use vault::SiteVault;
use words::{Way, Words};

/// How often is looked whether there is something to tell.
const EVERY: Duration = Duration::from_secs(2);
/// Public acts that are read at once.
const ACTS: u32 = 100;
/// Letters of one batch; they leave at once, well within their claim.
const BATCH: u32 = 16;
/// What is older is no news: after a long standstill nobody is flooded.
const STALE_DAYS: i64 = 7;
/// What is over is cleared away once an hour.
const LAPSE: &str = "subscriptions.lapse";
const LAPSE_MILLIS: i64 = 60 * 60 * 1000;

/// What telling needs.
#[derive(Clone)]
pub struct Telling {
    store: Store,
    clock: Clock,
    library: Arc<Library>,
    /// Where other names of the same things are found.
    finder: Finder,
    vault: Arc<dyn Vault>,
    mailer: Mailer,
    place: Place,
}

/// How the portal takes subscriptions; `None` where there is no mail server, or the operator wants none.
///
/// # Errors
/// Where the site's key cannot be read.
pub fn taking(config: &Config) -> Result<Option<Subscribing>, failure::Failure> {
    let times = config.mail.subscriptions_per_hour;
    let Some(quota) = Quota::of(times, Duration::from_secs(60 * 60), times.min(10)) else {
        return Ok(None);
    };
    if config.mail.host.is_empty() {
        return Ok(None);
    }
    let vault = SiteVault(secrets::site_key(config)?);
    let gate = config.gate_of(quota);
    Ok(Some(Subscribing::new(Arc::new(vault), gate)))
}

impl Telling {
    /// As the configuration says; `None` where there is no mail server.
    ///
    /// # Errors
    /// Where the configuration cannot be meant.
    pub fn of(
        config: &Config,
        store: &Store,
        (clock, library, finder): (&Clock, &Arc<Library>, &Finder),
    ) -> Result<Option<Self>, failure::Failure> {
        let place = delivery::place(config);
        let Some(mailer) = Mailer::of(&config.mail, place.clone())? else {
            return Ok(None);
        };
        Ok(Some(Self {
            store: store.clone(),
            clock: Arc::clone(clock),
            library: Arc::clone(library),
            finder: finder.clone(),
            vault: Arc::new(SiteVault(secrets::site_key(config)?)),
            mailer,
            place,
        }))
    }

    /// Tells until told to stop.
    pub async fn tell(self, mut stopped: watch::Receiver<bool>) {
        let mut interval = tokio::time::interval(EVERY);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = interval.tick() => {}
                _ = stopped.wait_for(|stop| *stop) => return,
            }
            if let Err(fault) = self.round(&stopped).await {
                tracing::error!(%fault, "telling readers; what is not told is due still");
            }
        }
    }

    async fn round(&self, stopped: &watch::Receiver<bool>) -> Result<(), Fault> {
        self.follow(Course::Places).await?;
        // Whatever is wrong with searches, all else is told.
        if let Err(fault) = self.follow(Course::Searches).await {
            tracing::error!(%fault, "holding what is new against searches; what is not told is due still");
        }
        while letters::compose_due(&self.store, self.now()).await? > 0 && !*stopped.borrow() {}
        while self.carry_batch().await? > 0 && !*stopped.borrow() {}
        self.lapse_if_due().await
    }

    fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Spreads what stands in the public log since the last time, as far as it can be; how many rows were written. Whoever begins, begins at its
    /// end.
    async fn follow(&self, course: Course) -> Result<u64, Fault> {
        let (next, head) = store::read!(self.store, |tx| {
            let next = spread::find_next(tx, course).await?;
            let head = store::ledger::find_checkpoint(tx).await?;
            Ok((next, head.map_or(0, |it| it.size)))
        })?;
        let Some(mut next) = next else {
            spread::go_on_at(&self.store, course, head, self.now()).await?;
            return Ok(0);
        };
        let mut written = 0;
        while next < head {
            let acts = store::read!(self.store, |tx| {
                store::ledger::list_leaves(tx, next, ACTS).await
            })?;
            if acts.is_empty() {
                break;
            }
            for (index, act) in (next..).zip(&acts) {
                let oldest = self.now().plus_millis(-rules::days(STALE_DAYS));
                if !telling::is_told(act) || act.happened_at < oldest {
                    continue;
                }
                let Some(told) = self.told_of(course, act).await? else {
                    return Ok(written);
                };
                let leaf = Leaf {
                    course,
                    index,
                    at: act.happened_at,
                };
                let rows = spread::spread(&self.store, leaf, &told, self.now()).await?;
                metrics::counter!("subscription_items_total").increment(rows);
                written += rows;
            }
            next += acts.len() as u64;
            spread::go_on_at(&self.store, course, next, self.now()).await?;
        }
        Ok(written)
    }

    /// What is told of an act; `None` where that cannot be said yet.
    async fn told_of(
        &self,
        course: Course,
        act: &RecordedEvent,
    ) -> Result<Option<Vec<Told>>, Fault> {
        match course {
            Course::Places => {
                let library = self.library.as_ref();
                let told = store::read!(self.store, |tx| telling::of(tx, library, act).await)?;
                Ok(Some(told))
            }
            Course::Searches => self.told_to_searches(act).await,
        }
    }

    /// Carries one batch; how many letters it held.
    async fn carry_batch(&self) -> Result<usize, Fault> {
        let held = letters::claim(&self.store, self.vault.as_ref(), BATCH, self.now()).await?;
        let many = held.len();
        let mut running = JoinSet::new();
        for letter in held {
            let telling = self.clone();
            running.spawn(async move { telling.carry_one(&letter).await });
        }
        while let Some(ended) = running.join_next().await {
            ended.map_err(|cause| Fault::caused("carrying a letter", cause))??;
        }
        Ok(many)
    }

    async fn carry_one(&self, held: &Held) -> Result<(), Fault> {
        let outcome = self.send(held).await?;
        let now = self.now();
        let state = match &outcome {
            Ok(()) => {
                letters::note_delivered(&self.store, held, now).await?;
                DeliveryState::Delivered
            }
            Err(failure) => letters::note_failed(&self.store, held, failure, now).await?,
        };
        metrics::counter!("reader_letters_total", "kind" => held.kind.code(), "outcome" => state.code())
            .increment(1);
        Ok(())
    }

    /// Sends a letter. One that has nothing to say any more is dropped.
    async fn send(&self, held: &Held) -> Result<Result<(), Failure>, Fault> {
        let (Some(address), Some(key)) = (&held.address, &held.key) else {
            return Ok(Err(nothing("地址解不开：站点密钥与保存时不同")));
        };
        let way = Way {
            site: &self.place.name,
            base: &self.place.base_url,
            key,
        };
        let Some(words) = self.word(held, &way).await? else {
            return Ok(Err(nothing("要告知的内容已不需要或已不公开")));
        };
        let Ok(email) = address.reveal().parse() else {
            return Ok(Err(nothing("邮件地址无效")));
        };
        // Who has confirmed nothing yet has nothing to leave.
        let is_own = held.kind != LetterKind::Confirm;
        let post = Post {
            id: held.id.to_string(),
            to: Mailbox::new(None, email),
            subject: &words.subject,
            text: words.text(way.site),
            html: words.html(way.site),
            created_at: held.created_at,
            leave: is_own.then(|| way.leave()),
        };
        Ok(self.mailer.post(post).await)
    }

    /// What a letter says; `None` for nothing.
    async fn word(&self, held: &Held, way: &Way<'_>) -> Result<Option<Words>, Fault> {
        let name = match &held.about {
            None => None,
            // What a stranger may have typed is sent to nobody: the page that confirms shows it.
            Some(about)
                if held.kind == LetterKind::Confirm && about.followed.kind() == "search" =>
            {
                Some(words::UNNAMED_SEARCH.to_owned())
            }
            Some(about) => store::read!(self.store, |tx| {
                naming::find(tx, &self.library, &about.followed).await
            })?
            .map(|it| it.name),
        };
        Ok(match held.kind {
            LetterKind::Items => {
                let told = self.list_told(held).await?;
                (!told.is_empty()).then(|| words::items(way, &told))
            }
            LetterKind::Full => Some(words::full(way)),
            LetterKind::Known => name.map(|it| words::known(way, &it)),
            LetterKind::Confirm => {
                let asked = held.about.as_ref().zip(name);
                asked.and_then(|(about, name)| {
                    let key = about.key.as_deref()?;
                    Some(words::confirm(way, (about, &name), key))
                })
            }
        })
    }

    /// What a letter tells, without what is not public any more: of a document that was taken off the site only that, as its tombstone says it.
    async fn list_told(&self, held: &Held) -> Result<Vec<KnownHappening>, Fault> {
        store::read!(self.store, |tx| {
            let mut told = Vec::new();
            for known in letters::list_told(tx, held.id).await? {
                let it = &known.happening;
                let is_document = it.path.strip_prefix("/documents/");
                let document = is_document.and_then(|id| id.parse::<DocumentId>().ok());
                let is_public = match document {
                    Some(id) if it.what != What::Withdrawn => {
                        find_public_title(tx, id).await?.is_some()
                    }
                    Some(_) | None => true,
                };
                if is_public {
                    told.push(known);
                }
            }
            Ok(told)
        })
    }

    /// Clears away what is over: unconfirmed, suspended for long, told long ago.
    async fn lapse_if_due(&self) -> Result<(), Fault> {
        let now = self.now();
        if !self.store.claim_schedule(LAPSE, now).await? {
            return Ok(());
        }
        let done = actions::lapse(&self.store, now).await?;
        let outcome = format!(
            "unconfirmed {}, suspended {}, letters {}",
            done.unconfirmed, done.suspended, done.letters
        );
        let next = now.plus_millis(LAPSE_MILLIS);
        self.store.finish_schedule(LAPSE, next, now, &outcome).await
    }
}

fn nothing(reason: &str) -> Failure {
    Failure {
        trouble: Trouble::NobodyThere,
        reason: reason.to_owned(),
    }
}
