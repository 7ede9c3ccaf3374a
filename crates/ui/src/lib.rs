//! What every screen of Gongkai shares: the page frame, the variants of each page, assets, headers, cached pages.
//!
//! A page is an askama template that extends `frame.html` and owns a [`Frame`]. It exists in four variants (简 and
//! 繁, standard and 适老), each at its own address ([`Variant`]). Rendered pages are kept as bytes in a [`PageCache`],
//! tagged with what they show. [`Limits`] counts how often a visitor asks. This crate knows no domain noun, reads no
//! database and never asks what day it is.

pub mod aids;
pub mod assets;
pub mod cache;
pub mod csv;
pub mod dates;
pub mod download;
pub mod frame;
pub mod hant;
pub mod headers;
pub mod ical;
pub mod identity;
pub mod limits;
pub mod look;
pub mod markup;
pub mod qr;
pub mod reply;
pub mod trouble;
pub mod variant;
pub mod visitor;
pub mod words;

pub use cache::{CachedPage, PageCache, Tag};
pub use download::{Download, saved_as, shown_as};
pub use frame::{Article, Column, Crumb, Frame};
pub use identity::{IdentityFlaw, Platform, SiteIdentity};
pub use limits::{Limits, Quota, TooOften};
pub use look::Look;
pub use markup::Markup;
pub use reply::Wish;
pub use trouble::{Hint, Trouble};
pub use variant::{Layout, Script, Variant};
pub use visitor::{Network, Visitors};
