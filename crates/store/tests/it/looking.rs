//! A store opened for looking: whoever may only read can verify it, and nothing changes by it.

use std::path::Path;

use kernel::{Actor, Never, Stop};
use serde_json::json;
use sqlx::{Connection, Executor};
use store::{EventDraft, Store, StoreConfig, params};
use testkit::{TestSite, on_both};

async fn record(site: &TestSite) {
    let draft = EventDraft {
        chain: "site".to_owned(),
        kind: "unit.changed",
        subject: "test/1".to_owned(),
        unit: None,
        body: json!({}),
    };
    store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
        tx.record(draft.clone(), &Actor::system(), site.now).await?;
        Ok(())
    })
    .unwrap();
}

/// Names and contents of all files of a folder.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

async fn assert_clean(config: &StoreConfig) {
    let store = Store::look(config).await.unwrap();
    assert_eq!(store::migration::count_missing(&store).await.unwrap(), 0);
    let report = store.check(&mut |_, _| {}).await.unwrap();
    assert_eq!(report.problems, []);
    assert_eq!(report.events, 1);
    store.close().await;
}

on_both! {
    async fn a_store_opened_for_looking_can_be_verified_and_not_be_written_to(site: &TestSite) {
        record(site).await;
        assert_clean(&site.config()).await;
        let store = Store::look(&site.config()).await.unwrap();
        let written = store::write!(store, |tx| -> Result<_, Stop<Never>> {
            Ok(tx.execute("delete from event", params![]).await?)
        });
        assert!(written.is_err());
        store.close().await;
    }

    async fn a_database_that_is_behind_is_told_and_left_as_it_is(site: &TestSite) {
        store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
            Ok(tx.execute("delete from schema_migration where version = 2", params![]).await?)
        })
        .unwrap();
        let store = Store::look(&site.config()).await.unwrap();
        assert_eq!(store::migration::count_missing(&store).await.unwrap(), 1);
        assert_eq!(store::migration::count_missing(&store).await.unwrap(), 1);
        store.close().await;
    }
}

#[tokio::test]
async fn a_folder_that_may_only_be_read_is_verified_and_stays_as_it_was() {
    let site = TestSite::on_sqlite().await;
    record(&site).await;
    site.store.close().await;
    let config = site.config();
    let folder = config.blobs.parent().unwrap();
    let before = files(folder);
    set_writable(folder, Writable::No);
    assert_clean(&config).await;
    set_writable(folder, Writable::Yes);
    assert_eq!(files(folder), before);
    site.end().await;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writable {
    Yes,
    No,
}

/// For whoever is not root; root may always write, and is still to change nothing.
fn set_writable(folder: &Path, writable: Writable) {
    use std::os::unix::fs::PermissionsExt as _;
    let (for_folder, for_files) = match writable {
        Writable::Yes => (0o700, 0o600),
        Writable::No => (0o500, 0o400),
    };
    for (name, _) in files(folder) {
        let mode = std::fs::Permissions::from_mode(for_files);
        std::fs::set_permissions(folder.join(name), mode).unwrap();
    }
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(for_folder)).unwrap();
}

#[tokio::test]
async fn a_database_user_who_may_only_select_can_verify_and_one_who_may_not_is_told() {
    let site = TestSite::on_postgres().await;
    record(&site).await;
    let config = site.config();
    let (base, database) = config.database.rsplit_once('/').unwrap();
    let reader = format!("reader_{}", database.trim_start_matches("test_"));
    let (_, host) = base.rsplit_once('@').unwrap();
    let as_reader = StoreConfig {
        database: format!("postgres://{reader}:reader@{host}/{database}"),
        ..config.clone()
    };
    let mut owner = sqlx::PgConnection::connect(&config.database).await.unwrap();
    let mut run = async |statement: String| {
        owner.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
    };
    run(format!("create role {reader} login password 'reader'")).await;
    let store = Store::look(&as_reader).await.unwrap();
    let fault = store.check(&mut |_, _| {}).await.unwrap_err().to_string();
    assert!(fault.contains("select 权限"), "{fault}");
    store.close().await;
    run(format!(
        "grant select on all tables in schema public to {reader}"
    ))
    .await;
    assert_clean(&as_reader).await;
    run(format!("drop owned by {reader}")).await;
    run(format!("drop role {reader}")).await;
    site.end().await;
}
