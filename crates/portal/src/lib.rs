//! The public site: the board of promises, the library of documents, plans, units, feeds, lists as CSV and JSON, and the open API.
//!
//! It only reads, but for `subscribe`, `answers::press` and `requests`. Every page exists in four variants (see `ui::variant`), is kept as bytes until something it shows
//! changes or the day ends, and carries no cookie. What a promise is and whether it is late is the promises
//! crate's business; this crate shows it.
//!
//! Legal basis: 《政府信息公开条例》第六条、第二十三条 (timely publication, by website); 《政府网站发展指引》 (page rules).

mod about;
mod answers;
mod api;
mod ask;
mod board;
mod calendars;
mod columns;
mod documents;
mod english;
mod error;
mod export;
mod feed;
mod gate;
mod kiosk;
mod library;
mod listing;
mod log;
mod params;
mod parts;
mod plans;
mod promises;
mod requests;
mod search;
mod serve;
mod setting;
mod site;
mod sitemap;
mod subscribe;
mod subsite;
mod tags;
mod units;
mod verify;
mod words;

pub use answers::reword::{NotReworded, Reword, Rewording, ToReword, UnderWay};
pub use api::openapi::document as openapi_document;
pub use gate::Gate;
pub use requests::Requesting;
pub use site::{Site, router};
pub use subscribe::{Subscribing, naming};
pub use subsite::Subsite;
pub use tags::{rendition as tag_of_rendition, tags_of};
