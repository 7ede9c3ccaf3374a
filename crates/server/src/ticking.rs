//! Recurring work while the site runs: the daily sweep, reminding, and following the log so that caches forget what changed.
//!
//! The sweep is a schedule's row: whichever node claims it does it, and what was due while nobody ran is due still.

use std::sync::Arc;
use std::time::Duration;

use calendar::Calendar;
use kernel::{EventId, Fault, Moment};
use publishing::actions::publish::Outlet;
use store::Store;
use tokio::sync::watch;
use ui::PageCache;

use crate::clamd::Clamd;
use crate::reminding::Reminding;
use crate::serving::Clock;

/// What the work needs.
#[derive(Clone)]
pub struct Work {
    /// The store.
    pub store: Store,
    /// The calendar.
    pub calendar: Arc<Calendar>,
    /// The clock.
    pub clock: Clock,
    /// The kept pages.
    pub cache: PageCache,
    /// What visitors sought in vain.
    pub vain: answers::Vain,
    /// Whether there is a mail server.
    pub has_mail: bool,
    /// Days for which messages are kept.
    pub keep_days: u32,
    /// Where documents appear.
    pub outlet: Outlet,
    /// The virus scanner, to be asked now and then whether it is there.
    pub clamd: Option<Clamd>,
}

const SWEEP: &str = "promises.sweep";
const FORGET: &str = "messages.forget";
const SURVEY: &str = "subsites.survey";
/// How long it may take until a site has noticed that units were put under another.
const SURVEY_MILLIS: i64 = 10 * 60 * 1000;
/// Blocks of documents that one tick puts where they belong.
const BLOCKS_A_TICK: u32 = 25;
const CALENDAR_SETTING: &str = "calendar.version";
/// How often the ticker looks for due work.
const TICK: Duration = Duration::from_secs(5);
/// How often the log is looked at: the longest that a page shows what another process has changed.
const FOLLOW: Duration = Duration::from_secs(1);
/// Events of other nodes may come to light a little out of order.
const SLACK_MILLIS: i64 = 10_000;

/// Claims and does what is due, until told to stop.
pub async fn tick(work: Work, mut stopped: watch::Receiver<bool>) {
    let mut interval = tokio::time::interval(TICK);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = interval.tick() => {}
            _ = told_to_stop(&mut stopped) => return note_sought(&work).await,
        }
        note_sought(&work).await;
        if let Err(fault) = sweep_if_due(&work).await {
            tracing::error!(%fault, "the daily sweep failed; it stays due");
        }
        if let Err(fault) = reminding(&work).remind_if_due((work.clock)()).await {
            tracing::error!(%fault, "reminding failed; what was not told is due still");
        }
        if let Err(fault) = forget_if_due(&work).await {
            tracing::error!(%fault, "old messages were not cleared away; they stay due");
        }
        if let Err(fault) = publish_if_due(&work).await {
            tracing::error!(%fault, "documents were not published or taken down; they stay due");
        }
        if let Err(fault) = fill_subsites(&work).await {
            tracing::error!(%fault, "sites were not filled; they go on where they were");
        }
        if let Err(fault) = clear_uploads(&work).await {
            tracing::error!(%fault, "abandoned uploads were not cleared away; they stay due");
        }
        if let Some(clamd) = &work.clamd {
            clamd.tell_whether_it_answers().await;
        }
        let clock = || (work.clock)();
        if let Err(fault) =
            promises::actions::work_batches(&work.store, &work.calendar, &clock).await
        {
            tracing::error!(%fault, "an order for many stopped; the rest of it waits");
        }
    }
}

/// Ends when it is time to stop.
async fn told_to_stop(stopped: &mut watch::Receiver<bool>) {
    // Where nobody can say it any more, it is time as well.
    stopped.wait_for(|stop| *stop).await.ok();
}

/// Writes what visitors sought in vain since it was last written.
async fn note_sought(work: &Work) {
    let taken = work.vain.take();
    if taken.is_empty() {
        return;
    }
    let noted = answers::actions::note_sought(&work.store, &taken, (work.clock)()).await;
    if let Err(fault) = noted {
        tracing::error!(%fault, "what was sought in vain was not written; it waits");
        work.vain.put_back(taken);
    }
}

/// Puts documents on the sites on which they belong, as far as that is not done.
async fn fill_subsites(work: &Work) -> Result<(), Fault> {
    let now = (work.clock)();
    if work.store.claim_schedule(SURVEY, now).await? {
        let changed = publishing::subsites::survey(&work.store).await?;
        let outcome = format!("sites with other units {changed}");
        let next = now.plus_millis(SURVEY_MILLIS);
        work.store
            .finish_schedule(SURVEY, next, now, &outcome)
            .await?;
    }
    let filled = publishing::subsites::fill(&work.store, BLOCKS_A_TICK, now).await?;
    if filled.looked_at > 0 {
        let done = (filled.looked_at, filled.changed);
        tracing::info!(looked_at = done.0, changed = done.1, "filling sites");
    }
    Ok(())
}

/// Clears away what was begun and never finished, and tells how much is under way.
async fn clear_uploads(work: &Work) -> Result<(), Fault> {
    let cleared = publishing::actions::clear_uploads(&work.store, (work.clock)()).await?;
    if cleared > 0 {
        tracing::info!(cleared, "cleared away uploads whose time was over");
    }
    let (open, staged) = store::read!(work.store, |tx| {
        publishing::queries::count_staged(tx).await
    })?;
    #[allow(clippy::cast_precision_loss)]
    {
        metrics::gauge!("uploads_open").set(open as f64);
        metrics::gauge!("uploads_staged_bytes").set(staged as f64);
    }
    Ok(())
}

/// Publishes what was approved for a time that has come, takes down what was to be shown until yesterday, and settles the validity of what comes
/// into force or goes out of it today. All are rows: what was due while nobody ran is due still.
async fn publish_if_due(work: &Work) -> Result<(), Fault> {
    let now = (work.clock)();
    let done = publishing::actions::publish_due(&work.store, &work.outlet, now).await?;
    if done.published + done.returned > 0 {
        tracing::info!(
            published = done.published,
            returned = done.returned,
            "published what was due"
        );
    }
    if done.waiting > 0 {
        tracing::warn!(
            waiting = done.waiting,
            "what is due waits for the virus scanner"
        );
    }
    let taken = publishing::actions::take_down_due(&work.store, now).await?;
    if taken > 0 {
        tracing::info!(taken, "took down what was shown to its last day");
    }
    // Every node hears of it by its event, and drops the lists that it keeps.
    let settled = publishing::actions::settle_due(&work.store, now).await?;
    if settled > 0 {
        tracing::info!(settled, "settled the validity of documents whose day came");
    }
    Ok(())
}

fn reminding(work: &Work) -> Reminding {
    Reminding {
        store: work.store.clone(),
        calendar: Arc::clone(&work.calendar),
        has_mail: work.has_mail,
    }
}

async fn sweep_if_due(work: &Work) -> Result<(), Fault> {
    let now = (work.clock)();
    if !work.store.claim_schedule(SWEEP, now).await? {
        return Ok(());
    }
    let outcome = sweep(work, now).await?;
    work.store
        .finish_schedule(SWEEP, next_midnight(now), now, &outcome)
        .await?;
    work.cache.drop_all();
    tracing::info!(outcome, "swept");
    Ok(())
}

/// The sweep; before it, due days are derived anew where the calendar is another than last time.
pub async fn sweep(work: &Work, now: Moment) -> Result<String, Fault> {
    let known = store::read!(work.store, |tx| tx.find_setting(CALENDAR_SETTING).await)?;
    let version = format!("{} {}", work.calendar.version(), work.calendar.digest());
    let mut outcome = String::new();
    if known.as_deref() != Some(&version) {
        let office = kernel::Actor::system()
            .open_government_office()
            .map_err(|cause| Fault::caused("the system acts for the office", cause))?;
        let done =
            promises::actions::recompute_due_dates(&work.store, &work.calendar, &office, now)
                .await?;
        store::write!(
            work.store,
            |tx| -> Result<(), kernel::Stop<kernel::Never>> {
                Ok(tx.keep_setting(CALENDAR_SETTING, &version, now).await?)
            }
        )?;
        outcome = format!("moved {} of {}; ", done.moved, done.looked_at);
    }
    let swept = promises::actions::sweep(&work.store, &work.calendar, now).await?;
    oversight::actions::follow_successors(&work.store, &kernel::Actor::system(), now).await?;
    Ok(format!(
        "{outcome}late {}, opened {}",
        swept.became_late, swept.opened
    ))
}

/// Deletes messages that are older than the configuration keeps them.
async fn forget_if_due(work: &Work) -> Result<(), Fault> {
    let now = (work.clock)();
    if !work.store.claim_schedule(FORGET, now).await? {
        return Ok(());
    }
    let before = now.plus_millis(-i64::from(work.keep_days) * 24 * 60 * 60 * 1000);
    let mut forgotten = 0;
    loop {
        match work.store.forget_messages(before, now).await? {
            0 => break,
            batch => forgotten += batch,
        }
    }
    let outcome = format!("forgotten {forgotten}");
    work.store
        .finish_schedule(FORGET, next_midnight(now), now, &outcome)
        .await
}

/// The next midnight in China.
fn next_midnight(now: Moment) -> Moment {
    now.date()
        .tomorrow()
        .ok()
        .and_then(|day| Moment::in_china(day.at(0, 0, 0, 0)))
        .unwrap_or(now)
}

/// Follows the log and drops the pages that its events touch, until told to stop.
pub async fn follow_log(work: Work, mut stopped: watch::Receiver<bool>) {
    let mut newest: Option<EventId> = None;
    let mut interval = tokio::time::interval(FOLLOW);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = interval.tick() => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        match look(&work, newest).await {
            Ok(seen) => newest = seen,
            Err(fault) => tracing::warn!(%fault, "following the log"),
        }
    }
}

/// Drops what has changed since; returns how far the log was seen.
async fn look(work: &Work, since: Option<EventId>) -> Result<Option<EventId>, Fault> {
    let newest = store::read!(work.store, |tx| store::event::list_newest(tx, 1).await)?;
    let Some(newest) = newest.into_iter().next() else {
        return Ok(since);
    };
    if since == Some(newest.id) {
        return Ok(since);
    }
    // An event of a time to come (a clock was set back; the demo's day begins with acts of its noon) must not hide those of now.
    let seen = newest.id.min(EventId::least_at((work.clock)()));
    let Some(since) = since else {
        return Ok(Some(seen));
    };
    let from = since.earlier_by(SLACK_MILLIS);
    let events = store::read!(work.store, |tx| store::event::list_after(
        tx,
        Some(from),
        1000
    )
    .await)?;
    if events.len() == 1000 {
        work.cache.drop_all();
        return Ok(Some(seen));
    }
    for event in &events {
        work.cache.drop_tagged(&portal::tags_of(event));
    }
    Ok(Some(seen.max(since)))
}

#[cfg(test)]
mod tests;
