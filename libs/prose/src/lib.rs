//! The body (正文) of a published document: a small, clean HTML that everything else can rely on.
//!
//! Pure: what was pasted or uploaded goes in, a [`Body`] comes out, with a list of what was left out and the pictures that the caller is to
//! store. A body knows its text with places, so that findings can be told as 第3段 and masked where they stand. What is not in the closed
//! list of `block` cannot be written. It reads no file, follows no address, and says nothing about who may publish.

mod address;
mod block;
mod body;
mod check;
mod diff;
mod docx;
mod dropped;
mod error;
mod flow;
mod grid;
mod label;
mod leaf;
mod line;
mod list;
mod looks;
mod passage;
mod pasted;
mod place;
mod plain;
mod replace;
mod settle;
mod split;
mod stretch;
mod table;
mod tree;
mod unit;
mod walk;
mod write;

pub use body::{Body, Cleaned, Heading, Link, Section};
pub use check::{Flaw, Remark};
pub use diff::{Change, Diff, diff};
pub use docx::DocxError;
pub use dropped::{Dropped, DroppedKind};
pub use error::{BodyError, LARGEST_BODY};
pub use passage::{Passage, PassageCell, Stand};
pub use pasted::{PastedImage, media_type};
pub use place::{Place, Spot};
pub use plain::PlainText;
pub use stretch::Stretch;
pub use unit::{Unit, UnitKind};
pub use write::escape;
