//! A site as one file: everything that the tables and the blobs hold, in an open format that either engine takes in again, byte for byte the same.
//!
//! The archive is a plain tar: what it is (`README.txt`, `about.json`, `schema/`), the rows of each table as JSON Lines (`tables/`), the files by their
//! digest (`blobs/`), and at the end what must be in it (`manifest.json`). The same data make the same bytes, whichever engine they lie on and
//! whenever they are written. Format: docs/export.md. Keys and configuration are no data of the site and stay where they are; where
//! files lie, how they are named, and what is told to whom is for the command line.

mod export;
mod import;
mod line;
mod manifest;
mod opened;
mod refusal;
mod sql;
pub mod table;
pub mod tables;
mod window;

pub use export::Exported;
pub use import::Imported;
pub use manifest::{BlobCount, Manifest, PartDigest};
pub use opened::Opened;
pub use refusal::{ArchiveRefusal, Place};

/// What an archive calls itself.
pub const FORMAT: &str = "gongkai-site";
/// The version of the format that this program writes and reads.
pub const FORMAT_VERSION: u32 = 1;

const README: &str = "README.txt";
const ABOUT: &str = "about.json";
const MANIFEST: &str = "manifest.json";
const BLOBS: &str = "blobs/";

/// What people read first.
const README_TEXT: &str = include_str!("../data/README.txt");

/// Bytes of a line at most. PostgreSQL keeps no longer text.
const LONGEST_LINE: u64 = 1 << 30;

/// What is being done, for progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Rows are written.
    WritingRows,
    /// Files are written.
    WritingBlobs,
    /// Digests are compared.
    Comparing,
    /// Files are taken in.
    TakingBlobs,
    /// Rows are taken in.
    TakingRows,
}

/// Hears what is being done: the stage, how many items of it, and of how many.
pub type Listener<'a> = &'a mut (dyn FnMut(Stage, u64, u64) + Send);

/// Every statement for an engine (`sqlite` or `postgres`), for the test that prepares them.
pub fn list_statements(engine: &str) -> Vec<&'static str> {
    sql::all(engine)
}

/// Where a migration lies in an archive: the schema in its own words, for whoever reads the tables without us.
fn schema_name(migration: &crate::migration::Migration) -> String {
    format!("schema/{:04}_{}.sql", migration.version, migration.name)
}

/// Where a blob lies in an archive.
fn blob_name(id: &kernel::BlobId) -> String {
    format!("{BLOBS}{}/{id}", &id.as_str()[..2])
}
