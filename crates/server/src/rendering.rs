//! Making attachments readable: a child process with the limits of [`crate::reading`] turns one file after the other into pages, after they became public.
//!
//! What is to be done are rows (`publishing::actions::render`): whoever claims one has put it off before the file is touched, so that neither a
//! killed process nor a file that breaks its reader loses or blocks the rest. Nobody waits for it.

use std::fs::File;
use std::os::fd::AsFd as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use kernel::{Fault, Moment};
use publishing::actions::render::MOST_ATTEMPTS;
use publishing::actions::{Claimed, claim_rendition, keep_rendition, survey_renditions};
use publishing::renditions::{Standing, count_waiting};
use rendition::{Limits, NoRendition, Rendition};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::reading;
use crate::ticking::Work;

const SURVEY: &str = "renditions.survey";
/// How often what lacks a rendition is looked for: files of before, of a site that was taken in, of an older renderer.
const SURVEY_MILLIS: i64 = 60 * 60 * 1000;
/// How often due rows are looked for.
const LOOK: Duration = Duration::from_secs(2);

/// What the child prints.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Rendered(Rendition),
    None(String),
}

/// Renders what is due, until told to stop.
pub async fn keep_rendering(work: Work, mut stopped: watch::Receiver<bool>) {
    let mut interval = tokio::time::interval(LOOK);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut told = stopped.clone();
    loop {
        tokio::select! {
            _ = interval.tick() => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        tokio::select! {
            done = render_due(&work) => if let Err(fault) = done {
                tracing::error!(%fault, "attachments were not rendered; they stay due");
            },
            // The child ends with the one who asked; what it was about is due again.
            _ = told.wait_for(|stop| *stop) => return,
        }
    }
}

async fn render_due(work: &Work) -> Result<(), Fault> {
    survey_if_due(work).await?;
    while let Some(claimed) = claim_rendition(&work.store, (work.clock)()).await? {
        render_one(work, &claimed).await?;
    }
    let waiting = store::read!(work.store, |tx| count_waiting(tx).await)?;
    #[allow(clippy::cast_precision_loss)]
    metrics::gauge!("renditions_waiting").set(waiting as f64);
    Ok(())
}

async fn survey_if_due(work: &Work) -> Result<(), Fault> {
    let now = (work.clock)();
    if !work.store.claim_schedule(SURVEY, now).await? {
        return Ok(());
    }
    let found = survey_renditions(&work.store, now).await?;
    if found > 0 {
        tracing::info!(found, "found attachments that are to be rendered");
    }
    let next = now.plus_millis(SURVEY_MILLIS);
    let outcome = format!("found {found}");
    work.store
        .finish_schedule(SURVEY, next, now, &outcome)
        .await
}

async fn render_one(work: &Work, claimed: &Claimed) -> Result<(), Fault> {
    let began = Instant::now();
    let blob = &claimed.blob;
    let outcome = match work.store.blobs().open_file(blob).await? {
        Some(file) => ask(file).await,
        // `gongkai check` tells of it.
        None => Some(Err(NoRendition::Broken)),
    };
    let seconds = began.elapsed().as_secs_f64();
    metrics::histogram!("rendition_seconds").record(seconds);
    let Some(outcome) = outcome else {
        let attempt = claimed.attempt;
        metrics::counter!("renditions_total", "outcome" => "died").increment(1);
        tracing::warn!(%blob, attempt, of = MOST_ATTEMPTS, seconds, "the reader of an attachment died over it");
        return Ok(());
    };
    let now: Moment = (work.clock)();
    let (outcome, pages) = match keep_rendition(&work.store, blob, outcome, now).await? {
        Standing::Made { pages } => ("made", pages),
        Standing::None(reason) => (reason.code(), 0),
        Standing::Waiting => ("waiting", 0),
    };
    metrics::counter!("renditions_total", "outcome" => outcome).increment(1);
    tracing::info!(%blob, outcome, pages, seconds, "rendered an attachment");
    work.cache.drop_tagged(&[portal::tag_of_rendition(blob)]);
    Ok(())
}

/// What a child makes of a file; `None` where it died over it.
async fn ask(file: File) -> Option<Result<Rendition, NoRendition>> {
    let answer = reading::ask_about("rendition-worker", file).await.ok()?;
    match serde_json::from_slice(&answer).ok()? {
        Answer::Rendered(made) => Some(Ok(made)),
        Answer::None(code) => Some(Err(NoRendition::find(&code)?)),
    }
}

/// The child's side: limits itself, reads the file that is its standard input, prints the answer.
pub fn work() -> ExitCode {
    if reading::limit_one().is_none() {
        return ExitCode::from(3);
    }
    let Ok(input) = std::io::stdin().as_fd().try_clone_to_owned() else {
        return ExitCode::from(3);
    };
    match rendition::render_file(File::from(input), &Limits::default()) {
        Ok(Ok(made)) => reading::give_out(&Answer::Rendered(made)),
        Ok(Err(reason)) => reading::give_out(&Answer::None(reason.code().to_owned())),
        Err(_) => ExitCode::from(3),
    }
}
