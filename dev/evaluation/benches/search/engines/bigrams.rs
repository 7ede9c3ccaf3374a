//! SQLite FTS5 over text that was cut into pairs before: by our own folding and cutting, so that 繁體 and brackets do not matter to it.

use std::path::Path;

use search::Item;
use search::grams::grams_of;

use super::sqlite::{Database, joined};
use super::{Engine, body_of, head_of};

const TABLES: &str =
    "create virtual table docs using fts5(title, head, body, content = '', tokenize = 'unicode61 remove_diacritics 0');
    insert into docs(docs, rank) values ('rank', 'bm25(10.0, 5.0, 1.0)');
    create table kept(id integer primary key, key text, title text, body text);";
const ADD: &str = "insert into docs(rowid, title, head, body) values (?, ?, ?, ?)";
const KEEP: &str = "insert into kept(id, key, title, body) values (?, ?, ?, ?)";
const FIND: &str = "select kept.key from docs join kept on kept.id = docs.rowid \
    where docs match ? order by rank limit ?";

/// The engine.
pub struct Bigrams {
    database: Database,
    count: i64,
}

impl Bigrams {
    pub fn open(folder: &Path) -> Self {
        Self {
            database: Database::make(folder, TABLES),
            count: 0,
        }
    }
}

fn cut(text: &str) -> String {
    grams_of(text).join(" ")
}

impl Engine for Bigrams {
    fn add(&mut self, items: &[Item]) {
        let Database {
            runtime,
            connection,
            ..
        } = &mut self.database;
        for item in items {
            self.count += 1;
            let body = body_of(item);
            let add = sqlx::query(ADD).bind(self.count).bind(cut(&item.title));
            let add = add.bind(cut(&head_of(item))).bind(cut(&body));
            // The text for showing, which a real site would need.
            let keep = sqlx::query(KEEP).bind(self.count).bind(&item.key);
            let keep = keep.bind(&item.title).bind(body);
            runtime.block_on(async {
                add.execute(&mut *connection).await.expect("added");
                keep.execute(&mut *connection).await.expect("kept");
            });
        }
    }

    fn finish(&mut self) {
        self.database
            .run("insert into docs(docs) values ('optimize'); commit");
    }

    fn find(&mut self, typed: &str, limit: usize) -> Vec<String> {
        let parts = typed.split_whitespace().map(cut);
        let every = joined(parts.filter(|it| !it.is_empty()), " AND ");
        let any = joined(grams_of(typed).into_iter(), " OR ");
        self.database.find(FIND, [every, any], limit)
    }

    fn size(&mut self) -> u64 {
        self.database.size()
    }
}
