//! The store on both engines: statements, schema, transactions, events, schedules, check.

use kernel::{Actor, Fault, Moment, Never, Refusal, Stop, UploadId};
use serde_json::json;
use store::{EventDraft, Store, params};
use testkit::{TestSite, on_both};

#[derive(Debug, thiserror::Error)]
#[error("不行")]
struct No;

impl Refusal for No {
    fn code(&self) -> &'static str {
        "test.no"
    }
    fn message(&self) -> String {
        self.to_string()
    }
}

fn draft(chain: &str, n: u32) -> EventDraft {
    EventDraft {
        chain: chain.to_owned(),
        kind: "unit.changed",
        subject: format!("test/{n}"),
        unit: None,
        body: json!({ "n": n }),
    }
}

async fn record(store: &Store, chain: &str, n: u32, now: Moment) -> Result<(), Fault> {
    Ok(store::write!(store, |tx| -> Result<_, Stop<Never>> {
        tx.record(draft(chain, n), &Actor::system(), now).await?;
        Ok(())
    })?)
}

async fn tamper(site: &TestSite, sql: &'static str) {
    store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
        Ok(tx.execute(sql, params![]).await?)
    })
    .unwrap();
}

async fn problem_codes(site: &TestSite) -> Vec<&'static str> {
    let report = site.store.check(&mut |_, _| {}).await.unwrap();
    report.problems.iter().map(|problem| problem.code).collect()
}

on_both! {
    async fn every_statement_can_be_prepared(site: &TestSite) {
        store::read!(site.store, |tx| {
                for &(name, text) in store::ALL {
                    tx.prepare(text).await.unwrap_or_else(|fault| panic!("{name}: {fault}"));
                }
                Ok(())
            })
            .unwrap();
    }

    async fn a_refused_write_leaves_no_trace(site: &TestSite) {
        let outcome: Result<(), Stop<No>> = store::write!(site.store, |tx| {
                tx.keep_setting("colour", "red", site.now).await?;
                tx.record(draft("site", 1), &Actor::system(), site.now).await?;
                Err(Stop::Refused(No))
            });
        assert!(matches!(outcome, Err(Stop::Refused(No))));
        let (setting, events) = store::read!(site.store, |tx| {
                Ok((tx.find_setting("colour").await?, store::event::list_newest(tx, 10).await?))
            })
            .unwrap();
        assert_eq!(setting, None);
        assert!(events.is_empty());
    }

    async fn writers_at_once_lose_nothing(site: &TestSite) {
        let tasks: Vec<_> = (0..8)
            .map(|n| {
                let (store, now) = (site.store.clone(), site.now);
                // Spawning proves as well that the futures are Send.
                tokio::spawn(async move {
                    for step in 0..10 {
                        record(&store, "site", n * 100 + step, now).await.unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let report = site.store.check(&mut |_, _| {}).await.unwrap();
        assert_eq!((report.events, report.chains), (80, 1));
        assert_eq!(report.problems, []);
    }

    async fn a_changed_event_is_found(site: &TestSite) {
        for n in 1..=4 {
            record(&site.store, "site", n, site.now).await.unwrap();
        }
        tamper(site, "update event set body = '{\"n\":7}' where seq = 2").await;
        assert_eq!(problem_codes(site).await, ["chain.altered"]);
    }

    async fn a_dropped_event_is_found_in_the_middle_and_at_the_end(site: &TestSite) {
        for chain in ["a", "b"] {
            for n in 1..=3 {
                record(&site.store, chain, n, site.now).await.unwrap();
            }
        }
        tamper(site, "delete from event where chain = 'a' and seq = 2").await;
        assert_eq!(problem_codes(site).await, ["chain.gap"]);
        tamper(site, "delete from event where chain = 'b' and seq = 3").await;
        let codes = problem_codes(site).await;
        assert!(codes.contains(&"chain.head_differs"), "{codes:?}");
    }

    async fn an_event_rewritten_with_a_fitting_hash_breaks_the_next(site: &TestSite) {
        for n in 1..=3 {
            record(&site.store, "site", n, site.now).await.unwrap();
        }
        let mut event = store::read!(site.store, |tx| store::event::list_newest(tx, 3).await)
            .unwrap()
            .remove(1);
        event.body = "{\"n\":9}".to_owned();
        let hash = event.computed_hash();
        store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
                let sql = "update event set body = $1, hash = $2 where seq = 2";
                Ok(tx.execute(sql, params![event.body, hash]).await?)
            })
            .unwrap();
        assert_eq!(problem_codes(site).await, ["chain.broken"]);
    }

    async fn a_schema_that_differs_is_found(site: &TestSite) {
        assert!(problem_codes(site).await.is_empty());
        tamper(site, "create table stray (id text not null primary key)").await;
        tamper(site, "drop index event_by_subject").await;
        assert_eq!(problem_codes(site).await, ["schema.differs", "schema.differs"]);
    }

    async fn a_claimed_schedule_is_not_claimed_twice_and_heals_when_its_holder_died(site: &TestSite) {
        let store = &site.store;
        assert!(store.list_schedules().await.unwrap().is_empty(), "what was never claimed is due at once");
        assert!(store.claim_schedule("sweep", site.now).await.unwrap());
        assert!(!store.claim_schedule("sweep", site.now).await.unwrap());
        let later = site.now.plus_millis(11 * 60 * 1000);
        assert!(store.claim_schedule("sweep", later).await.unwrap());
        let next = later.plus_millis(1000);
        store.finish_schedule("sweep", next, later, "ok").await.unwrap();
        assert!(!store.claim_schedule("sweep", later).await.unwrap());
        assert!(store.claim_schedule("sweep", next).await.unwrap());
        assert_eq!(store.list_schedules().await.unwrap()[0].outcome.as_deref(), Some("ok"));
    }

    async fn migrating_again_changes_nothing_and_a_changed_file_is_told(site: &TestSite) {
        assert_eq!(store::migration::migrate(&site.store).await.unwrap(), 0);
        tamper(site, "update schema_migration set checksum = 'x' where version = 1").await;
        let fault = store::migration::migrate(&site.store).await.unwrap_err();
        assert!(fault.to_string().contains("0001_ground"), "{fault}");
    }

    async fn a_database_newer_than_the_program_is_refused(site: &TestSite) {
        tamper(site, "insert into schema_migration (version, name, checksum, applied_at) values (9999, 'future', 'x', '')").await;
        let fault = store::migration::migrate(&site.store).await.unwrap_err();
        assert!(fault.to_string().contains("9999"), "{fault}");
    }
}

#[tokio::test]
async fn both_engines_have_the_same_schema() {
    let (sqlite, postgres) = (TestSite::on_sqlite().await, TestSite::on_postgres().await);
    assert_eq!(
        sqlite.store.list_schema_facts().await.unwrap(),
        postgres.store.list_schema_facts().await.unwrap(),
    );
    sqlite.end().await;
    postgres.end().await;
}

#[tokio::test]
async fn a_blob_is_kept_once_and_damage_is_found() {
    let site = TestSite::on_sqlite().await;
    let bytes = "政务公开".as_bytes().to_vec();
    let id = site.store.blobs().put(bytes.clone()).await.unwrap();
    assert_eq!(site.store.blobs().put(bytes.clone()).await.unwrap(), id);
    assert_eq!(site.store.blobs().find(&id).await.unwrap(), Some(bytes));
    let blob = store::StoredBlob {
        id: id.clone(),
        size: 12,
        media_type: "text/plain".to_owned(),
        file_name: "要点.txt".to_owned(),
        is_public: false,
    };
    store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
        Ok(tx.note_blob(&blob, site.now).await?)
    })
    .unwrap();
    assert!(problem_codes(&site).await.is_empty());
    let path = site
        .config()
        .blobs
        .join(&id.as_str()[..2])
        .join(id.as_str());
    std::fs::write(&path, "别的").unwrap();
    assert_eq!(problem_codes(&site).await, ["blob.damaged"]);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(problem_codes(&site).await, ["blob.missing"]);
    site.end().await;
}

#[tokio::test]
async fn a_file_in_parts_becomes_one_blob_and_nothing_of_it_waits() {
    let site = TestSite::on_sqlite().await;
    let blobs = site.store.blobs();
    let upload: UploadId = kernel::Ids::seeded(7).next(site.now);
    let bytes: Vec<u8> = (0..600_000_u32)
        .map(|at| u8::try_from(at % 253).unwrap())
        .collect();
    let mut names = Vec::new();
    for piece in bytes.chunks(250_000) {
        let mut part = blobs.begin_part(upload).await.unwrap();
        for some in piece.chunks(1000) {
            part.write(some).await.unwrap();
        }
        let written = part.finish().await.unwrap();
        assert_eq!(written.size, u64::try_from(piece.len()).unwrap());
        names.push(written.name);
    }
    // A part that is given up leaves nothing.
    let mut dropped = blobs.begin_part(upload).await.unwrap();
    dropped.write(b"x").await.unwrap();
    drop(dropped);
    let folder = site.config().blobs.join("staging");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3);

    let joined = blobs.join(upload, names.clone()).await.unwrap();
    assert_eq!(
        (joined.size, &joined.blob),
        (600_000, &store::Blobs::id_of(&bytes))
    );
    assert_eq!(joined.head(5).await.unwrap(), bytes[..5]);
    let id = blobs.adopt(joined).await.unwrap();
    assert_eq!(blobs.measure(&id).await.unwrap(), Some(600_000));
    let again = blobs.join(upload, names).await.unwrap();
    assert_eq!(
        blobs.adopt(again).await.unwrap(),
        id,
        "the same bytes are one blob"
    );
    assert_eq!(blobs.list_staged().await.unwrap(), [upload]);
    blobs.clear_staged(upload).await.unwrap();
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);

    let mut reader = blobs
        .read(&id, (300_000..600_000, 600_000))
        .await
        .unwrap()
        .unwrap();
    let mut read = Vec::new();
    while let Some(piece) = reader.next().await.unwrap() {
        assert!(piece.len() <= 256 * 1024, "little of it is in memory");
        read.extend(piece);
    }
    assert_eq!(read, bytes[300_000..]);
    assert!(
        blobs.read(&id, (0..5, 5)).await.is_err(),
        "its size is another"
    );
    assert!(
        blobs
            .join(upload, vec!["not there".to_owned()])
            .await
            .is_err()
    );
    site.end().await;
}
