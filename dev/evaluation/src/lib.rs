//! How well and how fast the search finds: an archive of a made-up city, queries with judged answers, measures.
//!
//! Three parts. [`archive`] composes about 1,400 documents in every kind of the library, [`asking`] reads 400 and more queries whose
//! answers were judged by rules that are stated there, [`measure`] compares what an engine answers. [`large`] makes as many documents as
//! are wanted where only speed and size count. Engines beside ours live in `benches/search`; nothing here knows them.

pub mod archive;
pub mod asking;
pub mod chance;
pub mod large;
pub mod measure;
pub mod ours;
pub mod remembered;
