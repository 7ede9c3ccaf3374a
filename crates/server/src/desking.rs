//! The desk as this program runs it: from the configuration to its router, and files read in a child process.

use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

use accounts::Policy;
use axum::Router;
use axum::http::StatusCode;
use axum::middleware;
use calendar::Calendar;
use desk::{
    Cleaning, Cookies, Desk, Door, FileRead, Looked, Looking, ReadFile, ReadRefused, Reading,
    TextRead, TextReading,
};
use ledger::Signer;
use store::Store;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::config::Config;
use crate::failure::Failure;
use crate::importing::{self, Task};
use crate::serving::Clock;
use crate::subscribing::SiteVault;
use crate::{clamd, gating, listening, oidc, opening, reading, secrets};

/// Reading a large plan in the child process may take that long.
const LONGEST_REQUEST: Duration = Duration::from_secs(120);

/// What the desk works with.
///
/// # Errors
/// Where the site's key or the provider's secret cannot be read.
pub fn desk(
    config: &Config,
    store: &Store,
    (calendar, clock): (Arc<Calendar>, Clock),
    signer: Arc<dyn Signer>,
) -> Result<Desk, Failure> {
    let identity = config.identity();
    let networks = |texts: &[String]| texts.iter().filter_map(|text| text.parse().ok()).collect();
    Ok(Desk {
        store: store.clone(),
        calendar: Arc::new(move || Arc::clone(&calendar)),
        clock,
        cookies: Cookies::for_base(&identity.base_url),
        identity: Arc::new(identity),
        accounts: Policy {
            key: Some(secrets::site_key(config)?),
            ..policy(config)
        },
        library: opening::library(config)?,
        read_file: Arc::new(InChild),
        scanner: clamd::scanner(&config.gate),
        filing_desks: Arc::new(config.publishing.filing_desks.clone()),
        partners: Arc::new(config.publishing.partners()),
        files: config.uploads.limits(),
        provider: oidc::provider(config)?,
        signer,
        vault: Arc::new(SiteVault(secrets::site_key(config)?)),
        door: Door::open(networks(&config.desk.allow_from), config.visitors()),
    })
}

/// What the configuration decides about signing in.
pub fn policy(config: &Config) -> Policy {
    Policy {
        idle_minutes: config.desk.idle_minutes,
        absolute_hours: config.desk.absolute_hours,
        lock_after: config.desk.lock_after,
        passwords: config.oidc.passwords(),
        first_use: config.oidc.first_use(),
        ..Policy::usual()
    }
}

/// The desk's pages with what stands around them.
pub fn app(desk: Desk) -> Router {
    desk::router(desk)
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            LONGEST_REQUEST,
        ))
        .layer(CatchPanicLayer::custom(listening::panicked))
        .layer(middleware::from_fn(listening::observe))
}

/// Reads files in a child process of this program.
struct InChild;

impl ReadFile for InChild {
    fn read(&self, bytes: Vec<u8>) -> Reading {
        Box::pin(async move {
            match reading::read_bytes(bytes).await {
                Ok(read) => Ok(FileRead {
                    source: read.source,
                    reading: read.reading,
                }),
                Err(failure) => Err(refused(&failure)),
            }
        })
    }

    fn text(&self, bytes: Vec<u8>, name: &str) -> TextReading {
        let task = Task::of(name);
        Box::pin(async move {
            match importing::Reader::default().read(task, &bytes).await {
                Ok(read) => Ok(TextRead {
                    html: read.html,
                    pictures: read.pictures.into_iter().map(|(_, it)| it).collect(),
                }),
                Err(failure) => Err(refused(&failure)),
            }
        })
    }

    fn look(&self, file: File) -> Looking {
        Box::pin(async move {
            match gating::look_into(file).await {
                Ok(looked) => Ok(Looked {
                    visible: looked.visible,
                    hidden: looked.hidden,
                }),
                Err(failure) => Err(refused(&failure)),
            }
        })
    }

    fn clean(&self, bytes: Vec<u8>, rules: gate::Rules) -> Cleaning {
        Box::pin(async move {
            match gating::clean(&bytes, &rules).await {
                Ok(clean) => Ok(gate::file::Cleaned {
                    bytes: clean.bytes,
                    proof: clean.proof,
                }),
                Err(failure) => Err(refused(&failure)),
            }
        })
    }
}

fn refused(failure: &Failure) -> ReadRefused {
    ReadRefused {
        code: failure.code().to_owned(),
        message: failure.message().to_owned(),
    }
}
