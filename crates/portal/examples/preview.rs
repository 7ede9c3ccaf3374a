//! The public site over a made-up county in a temporary folder, for looking at it: `cargo run -p portal --example preview`.
//!
//! Listens on 127.0.0.1, at the port that `PORT` names (8137 unless set). The clock stands at 2026-11-21 10:00 in China.

#[path = "../tests/it/city/mod.rs"]
mod city;

use std::sync::Arc;

use calendar::Calendar;
use portal::{Site, router};
use testkit::TestSite;
use ui::PageCache;

#[tokio::main]
async fn main() {
    let port: u16 = std::env::var("PORT")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(8137);
    let base = format!("http://127.0.0.1:{port}");
    let test = TestSite::on_sqlite().await;
    let calendar = Calendar::national();
    let plan = city::build(&test.store, &calendar, test.now).await;
    let now = test.now;
    let site = Site {
        store: test.store.clone(),
        calendar: Arc::new(Calendar::national),
        identity: city::identity(&base),
        clock: Arc::new(move || now),
        subsite: None,
        finder: search::Finder::default(),
        vain: answers::Vain::default(),
        subscribing: None,
        requesting: None,
        rewording: None,
        gate: None,
        cache: PageCache::new(64_000_000),
        library: Arc::new(publishing::Library::built_in()),
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
        .await
        .expect("the port is free");
    println!("{base}/plans/{plan}");
    axum::serve(listener, router(site))
        .await
        .expect("the server runs until it is ended");
}
