//! Archives of a site: every table goes along, both engines write and read the same bytes, what is not whole is refused with its place.

mod filled;
mod refused;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read as _, Seek as _};

use kernel::{Actor, Ids, Never, Stop};
use serde_json::json;
use store::archive::tables::{GROUND, LEFT_OUT, TABLES};
use store::archive::{ArchiveRefusal, Exported, Imported, Opened};
use store::check::SchemaFact;
use store::{EventDraft, Store, params};
use testkit::{TestSite, on_both};

use self::filled::{fill, references};

/// The archive of a site, and what was said of it.
async fn export(store: &Store) -> (Vec<u8>, Exported) {
    let mut file = tempfile::tempfile().unwrap();
    let exported = store.export(&file, &mut |_, _, _| {}).await.unwrap();
    let mut bytes = Vec::new();
    file.rewind().unwrap();
    file.read_to_end(&mut bytes).unwrap();
    (bytes, exported)
}

fn file_of(bytes: &[u8]) -> File {
    use std::io::Write as _;
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

async fn import(site: &TestSite, bytes: &[u8]) -> Result<Imported, Stop<ArchiveRefusal>> {
    let archive = Opened::of(file_of(bytes))?;
    site.store.import_archive(&archive, &mut |_, _, _| {}).await
}

/// An empty site on the engine that this one is not on.
async fn other_than(site: &TestSite) -> TestSite {
    match site.store.engine() {
        "sqlite" => TestSite::on_postgres().await,
        _ => TestSite::on_sqlite().await,
    }
}

async fn record(store: &Store, n: u32, now: kernel::Moment) {
    store::write!(store, |tx| -> Result<_, Stop<Never>> {
        let draft = EventDraft {
            chain: "site".to_owned(),
            kind: "unit.changed",
            subject: format!("test/{n}"),
            unit: None,
            body: json!({ "n": n }),
        };
        tx.record(draft, &Actor::system(), now).await?;
        Ok(())
    })
    .unwrap();
}

on_both! {
    async fn every_table_and_column_of_the_schema_is_declared_for_export(site: &TestSite) {
        let mut declared = BTreeSet::new();
        for table in TABLES {
            for column in table.columns {
                let fact = (table.name.to_owned(), column.name.to_owned(), column.kind.word().to_owned(), column.is_nullable);
                assert!(declared.insert(fact), "{}.{} is declared twice", table.name, column.name);
            }
        }
        let not_exported: BTreeSet<&str> =
            LEFT_OUT.iter().map(|(table, _)| *table).chain(GROUND.iter().copied()).collect();
        let mut actual = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for fact in site.store.list_schema_facts().await.unwrap() {
            if let SchemaFact::Column { table, column, kind, is_nullable } = fact {
                seen.insert(table.clone());
                if !not_exported.contains(table.as_str()) {
                    actual.insert((table, column, kind, is_nullable));
                }
            }
        }
        let undeclared: Vec<_> = actual.difference(&declared).collect();
        assert!(undeclared.is_empty(), "declare in crates/store/src/archive/tables.rs, or say why it stays behind: {undeclared:?}");
        let gone: Vec<_> = declared.difference(&actual).collect();
        assert!(gone.is_empty(), "declared, but not in the schema: {gone:?}");
        for table in not_exported {
            assert!(seen.contains(table), "{table} stays behind, but is not in the schema");
        }
    }

    async fn every_statement_of_the_export_can_be_prepared(site: &TestSite) {
        store::read!(site.store, |tx| {
            for statement in store::archive::list_statements(site.store.engine()) {
                tx.prepare(statement).await.unwrap_or_else(|fault| panic!("{statement}: {fault}"));
            }
            Ok(())
        })
        .unwrap();
    }

    async fn every_table_comes_back_byte_for_byte_by_way_of_the_other_engine(site: &TestSite) {
        fill(&site.store).await;
        let (bytes, exported) = export(&site.store).await;
        assert_eq!(exported.manifest.rows(), filled::ROWS * u64::try_from(TABLES.len()).unwrap());
        assert_eq!(exported.manifest.blobs.count, filled::ROWS);
        let there = other_than(site).await;
        let imported = import(&there, &bytes).await.unwrap();
        assert_eq!((imported.rows, imported.blobs), (exported.manifest.rows(), filled::ROWS));
        let (there_bytes, there_exported) = export(&there.store).await;
        assert_eq!(there_exported, exported);
        assert!(there_bytes == bytes, "the other engine writes other bytes");
        let back = other_than(&there).await;
        import(&back, &there_bytes).await.unwrap();
        assert!(export(&back.store).await.0 == bytes, "the way back changes bytes");
        there.end().await;
        back.end().await;
    }

    async fn an_empty_site_makes_an_archive_that_can_be_taken_in(site: &TestSite) {
        let (bytes, exported) = export(&site.store).await;
        assert_eq!((exported.manifest.rows(), exported.as_of), (0, None));
        assert_eq!(import(site, &bytes).await.unwrap(), Imported { rows: 0, blobs: 0 });
    }

    async fn an_export_while_others_write_is_of_one_moment(site: &TestSite) {
        for n in 0..40 {
            record(&site.store, n, site.now).await;
        }
        let (store, now) = (site.store.clone(), site.now);
        let writing = tokio::spawn(async move {
            for n in 100..160 {
                record(&store, n, now).await;
            }
        });
        let mut archives = Vec::new();
        while !writing.is_finished() {
            archives.push(export(&site.store).await.0);
        }
        writing.await.unwrap();
        let archive = &archives[archives.len() / 2];
        let there = other_than(site).await;
        import(&there, archive).await.unwrap();
        let report = there.store.check(&mut |_, _| {}).await.unwrap();
        assert_eq!(report.problems, []);
        assert!((40..=100).contains(&report.events), "{}", report.events);
        there.end().await;
    }

    async fn a_site_that_was_taken_in_goes_on(site: &TestSite) {
        record(&site.store, 1, site.now).await;
        let there = other_than(site).await;
        import(&there, &export(&site.store).await.0).await.unwrap();
        // Both test sites would make the same ids.
        record(&there.store.clone().with_ids(Ids::seeded(7)), 2, site.now).await;
        let report = there.store.check(&mut |_, _| {}).await.unwrap();
        assert_eq!((report.events, report.chains, report.problems), (2, 1, vec![]));
        there.end().await;
    }
}

#[tokio::test]
async fn keys_are_those_of_the_schema_and_tables_stand_behind_those_they_refer_to() {
    let site = TestSite::on_sqlite().await;
    let keys = store::read!(site.store, |tx| {
        let sql = "select m.name as table_name, p.name as column_name, p.pk as pk from sqlite_master m \
            join pragma_table_info(m.name) p where m.type = 'table' and p.pk > 0 order by m.name, p.pk";
        let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in tx.fetch_all(sql, params![]).await? {
            keys.entry(row.get("table_name")?).or_default().push(row.get("column_name")?);
        }
        Ok(keys)
    })
    .unwrap();
    for table in TABLES {
        assert_eq!(keys[table.name], table.key, "{}", table.name);
    }
    let place = |name: &str| TABLES.iter().position(|table| table.name == name).unwrap();
    for ((table, column), (referred, _)) in references(&site.store).await {
        if !TABLES.iter().any(|it| it.name == table) {
            continue;
        }
        let declared = TABLES[place(&table)]
            .columns
            .iter()
            .find(|it| it.name == column)
            .unwrap();
        if table == referred {
            assert!(
                declared.is_later,
                "{table}.{column} refers to its own table"
            );
        } else {
            assert!(
                place(&referred) < place(&table),
                "{referred} must stand before {table}"
            );
        }
    }
    site.end().await;
}

#[tokio::test]
async fn order_is_by_bytes_whatever_the_collation_of_the_database() {
    let site = TestSite::on_sqlite().await;
    fill(&site.store).await;
    let bytes = export(&site.store).await.0;
    let there = TestSite::on_postgres_ordering_like_people().await;
    import(&there, &bytes).await.unwrap();
    assert!(export(&there.store).await.0 == bytes);
    site.end().await;
    there.end().await;
}
