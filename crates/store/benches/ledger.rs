//! How fast public acts enter the log durably: `cargo bench -p store`; with PostgreSQL where `GONGKAI_TEST_POSTGRES` names a server.
//! Limits: 10,000 leaves a second, from the mark in the database to the signed head, on each engine.
//!
//! Each act is an event of the database; recording it belongs to the act and is not measured here.

use std::time::Instant;

use kernel::{Actor, Never, Stop};
use ledger::{Suite, signer_of};
use serde_json::json;
use store::EventDraft;
use testkit::TestSite;

/// Acts that wait when the clock starts.
const ACTS: u32 = 40_000;
/// Acts recorded in one transaction while making ready.
const AT_ONCE: u32 = 2_000;

fn main() {
    // `cargo test` runs benches once with this flag: there is nothing to test here.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        for suite in [Suite::Ed25519, Suite::Sm2] {
            let site = TestSite::on_sqlite().await;
            measure(&site, suite).await;
            site.end().await;
            if std::env::var_os("GONGKAI_TEST_POSTGRES").is_some() {
                let site = TestSite::on_postgres().await;
                measure(&site, suite).await;
                site.end().await;
            }
        }
    });
}

async fn measure(site: &TestSite, suite: Suite) {
    for batch in 0..ACTS / AT_ONCE {
        store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
            for n in 0..AT_ONCE {
                let draft = EventDraft {
                    chain: format!("plan/{batch}"),
                    kind: "promise.waived",
                    subject: format!("promise/{batch}-{n}"),
                    unit: None,
                    body: json!({ "reason": "机构改革后职能划转至市数据局，由其继续履行", "basis": "市编委会议纪要〔2026〕3号" }),
                };
                tx.record(draft, &Actor::system(), site.now).await?;
            }
            Ok(())
        })
        .expect("the acts are recorded");
    }
    let signer = signer_of(suite, "yunxi.gov.cn/log", &[7; 32]).expect("a key");
    let begun = Instant::now();
    let mut heads = 0;
    let size = loop {
        let done = site
            .store
            .append_to_ledger(&*signer, site.now)
            .await
            .expect("appending");
        if done.leaves == 0 {
            break done.size;
        }
        heads += 1;
    };
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{:8} {:8} {size} leaves in {seconds:.2} s under {heads} heads: {:.0} leaves/s",
        site.store.engine(),
        suite.code(),
        f64::from(ACTS) / seconds,
    );
    let begun = Instant::now();
    let events =
        store::read!(site.store, |tx| store::event::list_newest(tx, 1000).await).expect("events");
    for event in events.iter().step_by(10) {
        store::read!(site.store, |tx| store::ledger::prove(tx, event.id).await)
            .expect("a proof")
            .expect("it stands in the log");
    }
    let each = begun.elapsed().as_secs_f64() * 1000.0 / 100.0;
    println!(
        "{:8} {:8} a proof from the database, verified: {each:.2} ms",
        site.store.engine(),
        suite.code()
    );
}
