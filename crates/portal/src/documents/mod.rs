//! Documents: lists, one document with its editions, its tombstone, its files and feeds.
//!
//! Everything is asked of [`publishing::public`], which knows published documents only; nothing here reads editions by another way.

pub(crate) mod attached;
pub(crate) mod chapters;
pub(crate) mod compare;
pub(crate) mod feed;
pub(crate) mod file;
pub(crate) mod filter;
pub(crate) mod gone;
mod linked;
pub(crate) mod list;
mod meta;
pub(crate) mod moved;
pub(crate) mod read;
pub(crate) mod rows;
pub(crate) mod scope;
mod scrolled;
pub(crate) mod show;
pub(crate) mod view;
