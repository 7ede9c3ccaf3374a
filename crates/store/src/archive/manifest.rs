//! The two papers of an archive: what it is (`about.json`, at its beginning) and what must be in it (`manifest.json`, at its end).
//!
//! Neither says when or by which engine it was written, so that the same data make the same archive.

use kernel::Moment;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::table::Column;
use super::tables::{LEFT_OUT, TABLES};
use super::{FORMAT, FORMAT_VERSION};
use crate::migration;

/// What an archive is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct About {
    pub format: String,
    pub format_version: u32,
    pub program: String,
    pub schema_version: u32,
    pub schema_sha256: String,
    /// The moment of the newest event in it.
    pub as_of: Option<String>,
    /// For whoever reads the archive: what its tables and columns are.
    pub tables: Vec<TableWords>,
    pub left_out: Vec<LeftOut>,
}

/// The beginning of [`About`], which every version of the format has.
#[derive(Debug, Deserialize)]
pub(crate) struct Format {
    pub format: String,
    pub format_version: u32,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableWords {
    table: String,
    about: String,
    key: Vec<String>,
    columns: Vec<ColumnWords>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnWords {
    column: String,
    r#type: String,
    is_nullable: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeftOut {
    table: String,
    reason: String,
}

/// What must be in an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Its parts but the blobs and this one, in order.
    pub parts: Vec<PartDigest>,
    /// The blobs: each is named by its digest, and `tables/blob.jsonl` lists them.
    pub blobs: BlobCount,
}

/// A part of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartDigest {
    /// Its name.
    pub path: String,
    /// How many rows it has, where it is a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// How long it is.
    pub bytes: u64,
    /// SHA-256 of it, in hexadecimal.
    pub sha256: String,
}

/// The blobs of an archive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlobCount {
    /// How many.
    pub count: u64,
    /// How long they are, all together.
    pub bytes: u64,
}

impl About {
    /// What an archive of this program is.
    pub fn of_this_program(as_of: Option<Moment>) -> Self {
        let tables = TABLES.iter().map(|table| TableWords {
            table: table.name.to_owned(),
            about: table.about.to_owned(),
            key: table.key.iter().map(|&column| column.to_owned()).collect(),
            columns: table.columns.iter().map(words_of).collect(),
        });
        let left_out = LEFT_OUT.iter().map(|&(table, reason)| LeftOut {
            table: table.to_owned(),
            reason: reason.to_owned(),
        });
        Self {
            format: FORMAT.to_owned(),
            format_version: FORMAT_VERSION,
            program: format!("gongkai {}", env!("CARGO_PKG_VERSION")),
            schema_version: schema_version(),
            schema_sha256: schema_digest(),
            as_of: as_of.map(|at| at.to_string()),
            tables: tables.collect(),
            left_out: left_out.collect(),
        }
    }
}

impl Manifest {
    /// The rows of all tables.
    pub fn rows(&self) -> u64 {
        self.parts.iter().filter_map(|part| part.rows).sum()
    }

    /// The bytes of all parts but the blobs.
    pub fn bytes(&self) -> u64 {
        self.parts.iter().map(|part| part.bytes).sum()
    }
}

fn words_of(column: &Column) -> ColumnWords {
    ColumnWords {
        column: column.name.to_owned(),
        r#type: column.kind.word().to_owned(),
        is_nullable: column.is_nullable,
    }
}

/// The number of the newest migration.
pub(crate) fn schema_version() -> u32 {
    migration::ALL.last().map_or(0, |newest| newest.version)
}

/// SHA-256 over all migrations: two programs with the same number may still differ.
pub(crate) fn schema_digest() -> String {
    let mut digest = Sha256::new();
    for migration in migration::ALL {
        let (version, name) = (migration.version, migration.name);
        digest.update(format!("{version} {name} {}\n", migration.checksum()));
    }
    hex::encode(digest.finalize())
}

/// A paper as it is written: JSON for people, with a line's end.
pub(crate) fn paper(paper: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(paper)
        .expect("texts, numbers and lists of them can always be written as JSON");
    text.push(b'\n');
    text
}
