//! What may be done, one verb a file.

mod dismiss;
mod note;
mod retire;
mod set;

pub use dismiss::dismiss_asked;
pub use note::note_press;
pub use retire::retire_curated;
pub use set::{SetCurated, set_curated};
