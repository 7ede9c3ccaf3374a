//! The store: database, migrations, events, schedules, blobs and the register of units.
//!
//! The only crate that names a database driver. One SQL text serves SQLite and PostgreSQL; [`write!`] means
//! the same on both (one writer at a time, or serializable with retries), so that "load, decide, save, record"
//! is safe without locks in anyone's code. It holds no business rule: those live in the capability crates.

pub mod archive;
pub mod attempt;
pub mod audit;
pub mod blob;
pub mod check;
pub mod database;
mod digesting;
pub mod directory;
mod engine;
pub mod event;
pub mod ledger;
pub mod migration;
pub mod outbox;
pub mod row;
pub mod schedule;
pub mod setting;
mod sql;
pub mod staging;
pub mod statement;
pub mod transaction;
pub mod value;

pub use blob::{BlobReader, Blobs, StoredBlob};
pub use database::{Store, StoreConfig};
pub use event::{EventDraft, RecordedEvent};
pub use row::Row;
pub use staging::{Joined, Part};
pub use transaction::Tx;
pub use value::{Bind, Value};

/// Every statement of this crate but those of [`ledger`], [`outbox`] and [`audit`], for the test that prepares them on both engines.
pub const ALL: &[(&str, &str)] = sql::ALL;
