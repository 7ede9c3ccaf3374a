//! Taking over what an old site has published: its list of documents is read row by row, in its own words, and each row is brought into
//! ours or refused with what to do.
//!
//! Pure: bytes, texts, the directory and the moment come from the caller; files are found and read by `gongkai import documents`. What is
//! written is in [`mod@crate::actions::import`]. A word of the old site is never guessed: it is one of ours, or the mapping says which.

pub mod address;
mod date;
mod heading;
mod mapping;
mod page;
mod path;
mod picture;
mod proposal;
mod reading;
mod refusal;
mod resolve;
mod row;

pub use heading::Heading;
pub use mapping::Mapping;
pub use page::{decode_page, page_of};
pub use path::{beside, relative};
pub use picture::{Picture, list_pictures, with_pictures};
pub use proposal::Proposal;
pub use reading::{Sort, read_rows, sort_of};
pub use refusal::ImportRefusal;
pub use resolve::Resolver;
pub use row::{Place, RawRow, Row};
