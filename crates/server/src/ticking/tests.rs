//! What recurs costs nothing while nothing is due.

use ledger::{Signer, Suite, signer_of};
use store::params;
use testkit::TestSite;

use super::*;

/// Everything that looks for work by itself, once.
async fn look_everywhere(work: &Work, signer: &dyn Signer, now: Moment) {
    sweep_if_due(work).await.unwrap();
    forget_if_due(work).await.unwrap();
    publish_if_due(work).await.unwrap();
    reminding(work).remind_if_due(now).await.unwrap();
    let clock = || now;
    promises::actions::work_batches(&work.store, &work.calendar, &clock)
        .await
        .unwrap();
    work.store.append_to_ledger(signer, now).await.unwrap();
    work.store.claim_deliveries(16, now).await.unwrap();
    look(work, None).await.unwrap();
}

/// What SQLite counts up whenever somebody else has committed a change.
async fn data_version(bystander: &Store) -> i64 {
    let row = store::read!(bystander, |tx| tx
        .fetch_one("pragma data_version", params![])
        .await);
    row.unwrap().get("data_version").unwrap()
}

#[tokio::test]
async fn an_idle_site_writes_nothing_and_asks_for_no_writer() {
    let site = TestSite::on_sqlite().await;
    let now = site.now;
    let work = Work {
        store: site.store.clone(),
        calendar: Arc::clone(&site.calendar),
        clock: Arc::new(move || now),
        cache: PageCache::new(1 << 20),
        vain: answers::Vain::default(),
        has_mail: true,
        keep_days: 400,
        outlet: Outlet {
            base_url: String::new(),
            library: Arc::new(publishing::Library::built_in()),
            calendar: Arc::clone(&site.calendar),
            scanner: None,
            filing_desks: Arc::default(),
        },
        clamd: None,
    };
    let signer = signer_of(Suite::Ed25519, "yunxi.gov.cn/log", &[7; 32]).unwrap();
    look_everywhere(&work, &*signer, now).await;
    // One connection only, so that the versions are of one and the same.
    let config = store::StoreConfig {
        connections: 1,
        ..site.config()
    };
    let bystander = Store::connect(&config).await.unwrap();
    let before = data_version(&bystander).await;
    for _ in 0..5 {
        look_everywhere(&work, &*signer, now).await;
    }
    assert_eq!(data_version(&bystander).await, before);
    // While somebody else writes, whoever asked for the writer would wait in vain.
    let held: Result<(), kernel::Stop<kernel::Never>> = store::write!(bystander, |tx| {
        tx.keep_setting("tests.held", "1", now).await?;
        look_everywhere(&work, &*signer, now).await;
        Ok(())
    });
    held.unwrap();
    let written: Result<(), kernel::Stop<kernel::Never>> = store::write!(site.store, |tx| {
        Ok(tx.keep_setting("tests.written", "1", now).await?)
    });
    written.unwrap();
    assert_ne!(
        data_version(&bystander).await,
        before,
        "it would have shown"
    );
    bystander.close().await;
    site.end().await;
}
