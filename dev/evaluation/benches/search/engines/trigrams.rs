//! SQLite FTS5 with its own tokenizer of trigrams, the text as it stands.
//!
//! It finds any three characters in a row; words of two it cannot see, and it knows nothing of 繁體.

use std::path::Path;

use search::Item;

use super::sqlite::{Database, joined};
use super::{Engine, body_of, head_of};

const TABLES: &str =
    "create virtual table docs using fts5(key unindexed, title, head, body, tokenize = 'trigram');
    insert into docs(docs, rank) values ('rank', 'bm25(0.0, 10.0, 5.0, 1.0)');";
const ADD: &str = "insert into docs(key, title, head, body) values (?, ?, ?, ?)";
const FIND: &str = "select key from docs where docs match ? order by rank limit ?";

/// The engine.
pub struct Trigrams(Database);

impl Trigrams {
    pub fn open(folder: &Path) -> Self {
        Self(Database::make(folder, TABLES))
    }
}

impl Engine for Trigrams {
    fn add(&mut self, items: &[Item]) {
        let Database {
            runtime,
            connection,
            ..
        } = &mut self.0;
        runtime.block_on(async {
            for item in items {
                let add = sqlx::query(ADD).bind(&item.key).bind(&item.title);
                let add = add.bind(head_of(item)).bind(body_of(item));
                add.execute(&mut *connection).await.expect("added");
            }
        });
    }

    fn finish(&mut self) {
        self.0
            .run("insert into docs(docs) values ('optimize'); commit");
    }

    fn find(&mut self, typed: &str, limit: usize) -> Vec<String> {
        let parts = typed.split_whitespace();
        let seen = parts.filter(|it| it.chars().count() >= 3);
        let every = joined(seen.clone().map(str::to_owned), " AND ");
        let trigrams = seen.flat_map(|it| {
            let signs: Vec<char> = it.chars().collect();
            let windows = signs.windows(3).map(|it| it.iter().collect::<String>());
            windows.collect::<Vec<_>>()
        });
        self.0.find(FIND, [every, joined(trigrams, " OR ")], limit)
    }

    fn size(&mut self) -> u64 {
        self.0.size()
    }
}
