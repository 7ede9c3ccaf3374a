//! What may be done, one verb a file.

mod dismiss;
mod dismiss_sought;
mod note;
mod note_sought;
mod retire;
mod set;
mod take_up;

pub use dismiss::dismiss_asked;
pub use dismiss_sought::dismiss_sought;
pub use note::note_press;
pub use note_sought::note_sought;
pub use retire::retire_curated;
pub use set::{SetCurated, set_curated};
pub use take_up::{TakeUp, take_up};
