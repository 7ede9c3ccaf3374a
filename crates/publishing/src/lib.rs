//! Publishing (信息发布): documents with editions, their review, what the gate found in them, and whether they are in force.
//!
//! Legal basis: 《政府信息公开条例》第十七条 (reviewed before it is public), 第二十条 and 第二十一条 (what is public), 第二十六条 (by when);
//! 《保守国家秘密法实施条例》 on review item by item. States of an edition: draft → first review → secrecy review → approval → scheduled →
//! published → superseded; see [`rules::verdict`]. Invariants: what is not published is served to nobody; a published edition is
//! never edited, a correction is a new edition; whoever drafted does not review; what the secrecy officer signed is what becomes public, byte
//! for byte ([`digest`]); a 索引号 is given once. Pages and addresses are not known here.

pub mod actions;
pub mod check;
pub mod choices;
pub mod days;
pub mod digest;
pub mod events;
pub mod examine;
pub mod expressions;
pub mod files;
pub mod filing;
pub mod fixture;
pub mod gathered;
pub mod import;
pub mod interpreters;
pub mod issue;
pub mod library;
pub mod metadata;
pub mod model;
pub mod public;
pub mod queries;
pub mod refusal;
pub mod renditions;
mod rows;
pub mod rules;
pub mod scan;
mod site_gate;
mod sql;
pub mod subsites;
mod tally;
pub mod telling;
pub mod ties;
pub mod yearly;

pub use library::Library;
pub use metadata::Metadata;
pub use model::{DocumentState, EditionState, Validity};
pub use refusal::DocumentRefusal;

/// Every statement of this crate, for the test that prepares them on both engines.
pub const ALL: &[&[(&str, &str)]] = &[
    sql::ALL,
    filing::sql::ALL,
    filing::received::sql::ALL,
    gathered::sql::ALL,
    subsites::sql::ALL,
    yearly::sql::ALL,
];
