//! What may be done, one verb a file.

mod dismiss;
mod note;
mod note_sought;
mod retire;
mod set;
mod take_up;

pub use dismiss::dismiss;
pub use note::note_press;
pub use note_sought::note_sought;
pub use retire::retire_curated;
pub use set::{SetCurated, set_curated};
pub use take_up::{TakeUp, take_up};
