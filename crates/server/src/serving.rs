//! Running the site until it is told to stop: listener, pages, health, metrics, the daily work.
//!
//! A stop signal ends the listening at once; running requests may finish within the configured time.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use calendar::Calendar;
use kernel::Moment;
use portal::Site;
use publishing::actions::publish::Outlet;
use search::Finder;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::watch;
use ui::PageCache;

use crate::config::Config;
use crate::failure::Failure;
use crate::indexing::{Indexing, Named, keep_index, place_of};
use crate::{
    clamd, delivery, desking, hosting, ledger_key, ledger_work, listening, opening, rendering,
    requesting, rewording, subscribing, ticking,
};

/// The clock of a running site.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// `gongkai serve`
pub async fn serve(config: &Config) -> Result<(), Failure> {
    let store = opening::store(config).await?;
    let calendar = opening::calendar(config)?;
    run(config, store, calendar, Arc::new(opening::now)).await
}

/// Runs the site on an open store until a signal.
pub async fn run(
    config: &Config,
    store: Store,
    calendar: Arc<Calendar>,
    clock: Clock,
) -> Result<(), Failure> {
    listening::start_logging(&config.log)?;
    let listener = bind(&config.serve.listen).await?;
    let cache = PageCache::new(config.serve.cache_mib << 20);
    let identity = config.identity();
    for flaw in identity.flaws() {
        tracing::warn!(field = flaw.field, message = %flaw.message, "site identity");
    }
    let in_force = Arc::clone(&calendar);
    let library = opening::library(config)?;
    let site = Site {
        store: store.clone(),
        calendar: Arc::new(move || Arc::clone(&in_force)),
        identity: Arc::new(identity),
        clock: Arc::clone(&clock),
        cache: cache.clone(),
        gate: config.gate(),
        library: Arc::clone(&library),
        finder: Finder::default(),
        vain: answers::Vain::default(),
        subsite: None,
        subscribing: subscribing::taking(config)?,
        requesting: requesting::taking(config)?,
        rewording: rewording::of(config)?,
    };
    let indexing = Indexing {
        store: store.clone(),
        library: Arc::clone(&library),
        clock: Arc::clone(&clock),
        place: place_of(config)?,
        finder: site.finder.clone(),
        synonyms: Named::of(config.search.synonyms.clone()),
    };
    opening::synonyms(config)?;
    let vain = site.vain.clone();
    let hosts = hosting::open(config, &site, clock()).await?;
    let signer: Arc<dyn ledger::Signer> = Arc::from(ledger_key::open(config, &store).await?);
    let shared = (Arc::clone(&calendar), Arc::clone(&clock));
    let desk = desking::desk(config, &store, shared, Arc::clone(&signer))?;
    let key = desk.accounts.key.clone();
    let desk = desking::app(desk);
    let mut app = listening::app(site, store.clone())?;
    let mut own_door = None;
    if config.desk.listen.is_empty() {
        app = app.merge(desk);
    } else {
        let listener = bind(&config.desk.listen).await?;
        own_door = Some((listener, desk.merge(listening::shared_assets())));
    }
    let app = hosting::by_host(app, hosts);
    let carrier = delivery::Carrier::of(config, &store, &clock, key)?;
    let telling = subscribing::Telling::of(config, &store, (&clock, &library, &indexing.finder))?;
    let keeping = ledger_work::Keeping {
        store: store.clone(),
        signer,
        clock: Arc::clone(&clock),
    };
    let (stop, stopped) = watch::channel(false);
    let keeper = tokio::spawn(ledger_work::keep_ledger(keeping, stopped.clone()));
    let work = ticking::Work {
        store: store.clone(),
        calendar: Arc::clone(&calendar),
        clock,
        cache,
        vain,
        has_mail: carrier.has_mail(),
        keep_days: config.audit.keep_days,
        outlet: Outlet {
            base_url: config.site.base_url.clone(),
            library,
            calendar: Arc::clone(&calendar),
            scanner: clamd::scanner(&config.gate),
            filing_desks: Arc::new(config.publishing.filing_desks.clone()),
        },
        clamd: clamd::Clamd::of(&config.gate),
    };
    let carrying = tokio::spawn(carrier.carry(stopped.clone()));
    let telling = telling.map(|it| tokio::spawn(it.tell(stopped.clone())));
    let ticker = tokio::spawn(ticking::tick(work.clone(), stopped.clone()));
    let renderer = tokio::spawn(rendering::keep_rendering(work.clone(), stopped.clone()));
    let follower = tokio::spawn(ticking::follow_log(work, stopped.clone()));
    let indexer = tokio::spawn(keep_index(indexing, stopped.clone()));
    tracing::info!(address = %config.serve.listen, engine = store.engine(), "listening");
    let mut heard = stopped.clone();
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        // An error means that the sender is gone, which is a reason to stop as well.
        let _ = heard.wait_for(|stop| *stop).await;
    });
    let desk = own_door.map(|door| tokio::spawn(open(door, stopped.clone())));
    let mut server = std::pin::pin!(std::future::IntoFuture::into_future(server));
    let ended = tokio::select! {
        ended = &mut server => ended,
        () = signal() => {
            tracing::info!("stopping");
            let _ = stop.send(true);
            let patience = Duration::from_secs(config.serve.stop_after_seconds);
            tokio::time::timeout(patience, &mut server).await.unwrap_or(Ok(()))
        }
    };
    let _ = stop.send(true);
    // Daily work ends between two transactions; what it did not reach is due still.
    let _ = tokio::join!(ticker, follower, carrying, keeper, renderer, indexer);
    if let Some(telling) = telling {
        let _ = telling.await;
    }
    if let Some(desk) = desk {
        let patience = Duration::from_secs(config.serve.stop_after_seconds);
        let _ = tokio::time::timeout(patience, desk).await;
    }
    store.close().await;
    tracing::info!("stopped");
    ended.map_err(|cause| kernel::Fault::caused("serving", cause).into())
}

/// The desk on an address of its own.
async fn open((listener, app): (TcpListener, axum::Router), mut stopped: watch::Receiver<bool>) {
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    });
    if let Err(cause) = server.await {
        tracing::error!(%cause, "the desk's listener failed");
    }
}

async fn bind(address: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|cause| {
        Failure::bad_input(
            "serve.cannot_listen",
            format!("无法监听 {address}:{cause}"),
            "请检查地址写法（如 127.0.0.1:8080），或换一个没有被占用的端口",
        )
    })
}

/// Waits for SIGINT or SIGTERM.
pub async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    ) else {
        // Without handlers the signals end the process by themselves.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}
