//! How fast public acts enter the log durably: `cargo bench -p store`; with PostgreSQL where `GONGKAI_TEST_POSTGRES` names a server.
//! Limits: 10,000 leaves a second, from the mark in the database to the signed head, on each engine.
//!
//! Each act is an event of the database; recording it belongs to the act and is not measured here.

use std::time::{Duration, Instant};

use kernel::{Actor, Never, Stop};
use ledger::{Suite, signer_of};
use serde_json::json;
use store::EventDraft;
use testkit::TestSite;

/// Acts that wait when the clock starts.
const ACTS: u32 = 40_000;
/// They may take this long: 10,000 a second.
const LONGEST_APPENDING: Duration = Duration::from_secs(4);
/// A proof read from the database and verified, signature and all.
const LONGEST_PROOF: Duration = Duration::from_millis(5);
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
    let took = begun.elapsed();
    let on = format!("{}, {}", site.store.engine(), suite.code());
    println!("  {size} leaves under {heads} heads in {took:?}");
    judge(
        &format!("{ACTS} leaves made durable, {on}"),
        LONGEST_APPENDING,
        vec![took],
    );
    let events =
        store::read!(site.store, |tx| store::event::list_newest(tx, 1000).await).expect("events");
    let mut proofs = Vec::new();
    for event in events.iter().step_by(10) {
        let begun = Instant::now();
        store::read!(site.store, |tx| store::ledger::prove(tx, event.id).await)
            .expect("a proof")
            .expect("it stands in the log");
        proofs.push(begun.elapsed());
    }
    judge(
        &format!("a proof from the database, verified, {on}"),
        LONGEST_PROOF,
        proofs,
    );
}

fn judge(name: &str, limit: Duration, mut runs: Vec<Duration>) {
    runs.sort();
    let (median, worst) = (runs[runs.len() / 2], runs[runs.len() - 1]);
    let verdict = if median <= limit { "ok" } else { "TOO SLOW" };
    println!(
        "{name}: median {median:?}, worst {worst:?} of {} (limit {limit:?}) {verdict}",
        runs.len()
    );
}
