//! A site for tests: a real store on either engine, a frozen clock, seeded ids.
//!
//! `on_both!` runs a test on SQLite and on PostgreSQL. PostgreSQL is the server that `GONGKAI_TEST_POSTGRES` names (a URL
//! under which databases can be made); without it the test fails: nothing is skipped in silence. There are no
//! mocks of the store here.

mod vault;

use std::sync::Arc;

use calendar::Calendar;
use kernel::{Actor, Ids, Moment, OpenGovernmentOffice};
use sqlx::{Connection, Executor};
use store::{Store, StoreConfig};

pub use vault::Glass;

/// The moment at which every test begins: 2026-11-21 10:00 in China, a Saturday.
pub const NOW: &str = "2026-11-21T02:00:00.000Z";

/// A site of one test.
#[derive(Debug)]
pub struct TestSite {
    /// The store, migrated and empty.
    pub store: Store,
    /// The frozen clock.
    pub now: Moment,
    /// The national calendar.
    pub calendar: Arc<Calendar>,
    folder: tempfile::TempDir,
    database: Database,
}

#[derive(Debug)]
enum Database {
    Sqlite,
    Postgres { server: String, name: String },
}

impl TestSite {
    /// A site on a fresh SQLite file.
    ///
    /// # Panics
    /// Where the disk refuses.
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let url = format!("sqlite:{}", folder.path().join("gongkai.db").display());
        Self::open(folder, url, Database::Sqlite).await
    }

    /// A site on a fresh PostgreSQL database.
    ///
    /// # Panics
    /// Where `GONGKAI_TEST_POSTGRES` is not set or the server refuses.
    pub async fn on_postgres() -> Self {
        Self::on_postgres_with("").await
    }

    /// A site on a fresh PostgreSQL database that orders texts as dictionaries do, not by their bytes.
    ///
    /// # Panics
    /// As [`TestSite::on_postgres`], and where the server is older than PostgreSQL 15 or was built without ICU.
    pub async fn on_postgres_ordering_like_people() -> Self {
        Self::on_postgres_with(" template template0 locale_provider icu icu_locale 'en' locale 'C'")
            .await
    }

    async fn on_postgres_with(options: &str) -> Self {
        let server = std::env::var("GONGKAI_TEST_POSTGRES").expect(
            "GONGKAI_TEST_POSTGRES must name a PostgreSQL server; script/test starts one, or: eval \"$(script/postgres)\"",
        );
        let name = format!("test_{}", uuid_text());
        administer(&server, format!("create database {name}{options}")).await;
        let folder = tempfile::tempdir().expect("a folder for the test");
        let url = url_of(&server, &name);
        Self::open(folder, url, Database::Postgres { server, name }).await
    }

    async fn open(folder: tempfile::TempDir, url: String, database: Database) -> Self {
        let config = StoreConfig {
            database: url,
            blobs: folder.path().join("blobs"),
            connections: 4,
        };
        let store = Store::open(&config)
            .await
            .expect("a fresh store opens")
            .with_ids(Ids::seeded(2026));
        Self {
            store,
            now: Moment::parse(NOW).expect("the constant is a moment"),
            calendar: Calendar::national(),
            folder,
            database,
        }
    }

    /// How another process would open the same store.
    pub fn config(&self) -> StoreConfig {
        let database = match &self.database {
            Database::Sqlite => {
                format!("sqlite:{}", self.folder.path().join("gongkai.db").display())
            }
            Database::Postgres { server, name } => url_of(server, name),
        };
        StoreConfig {
            database,
            blobs: self.folder.path().join("blobs"),
            connections: 4,
        }
    }

    /// An officer of the open-government office.
    pub fn office(&self) -> OpenGovernmentOffice {
        Actor::operator("公开办 陈静")
            .open_government_office()
            .expect("the operator has the right")
    }

    /// Ends the test: closes the store and drops its database.
    pub async fn end(self) {
        self.store.close().await;
        if let Database::Postgres { server, name } = &self.database {
            administer(server, format!("drop database {name} with (force)")).await;
        }
    }
}

fn uuid_text() -> String {
    let id: kernel::EventId = Ids::random().next(Moment::parse(NOW).expect("a moment"));
    id.to_string().replace('-', "")
}

fn url_of(server: &str, database: &str) -> String {
    let (base, _) = server.rsplit_once('/').expect("the URL names a database");
    format!("{base}/{database}")
}

async fn administer(server: &str, statement: String) {
    let mut connection = sqlx::PgConnection::connect(server)
        .await
        .expect("the PostgreSQL server of GONGKAI_TEST_POSTGRES answers");
    // Many tests create databases at once: the template may be in use for a moment.
    for attempt in 0..50 {
        match connection
            .execute(sqlx::AssertSqlSafe(statement.clone()))
            .await
        {
            Ok(_) => return,
            Err(cause) if attempt == 49 => panic!("{statement}: {cause}"),
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(40)).await,
        }
    }
}

/// Runs one test on both engines: `on_both! { async fn a_sentence(site: &TestSite) { … } }`.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($site:ident: &TestSite) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn run($site: &$crate::TestSite) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let site = $crate::TestSite::on_sqlite().await;
                run(&site).await;
                site.end().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let site = $crate::TestSite::on_postgres().await;
                run(&site).await;
                site.end().await;
            }
        }
    )*};
}
