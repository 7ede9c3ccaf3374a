//! What may be done, one verb a file.

mod act;
mod approve;
mod ask_fee;
mod ask_supplement;
mod confirm;
mod consult;
mod draft;
mod end;
mod extend;
mod hand_over;
mod note_search;
mod open_identity;
mod open_letter;
mod review;
mod send;
mod submit;
mod withdraw;

pub use act::{Hand, Seen};
pub use approve::approve;
pub use ask_fee::{AskFee, ask_fee, note_payment};
pub use ask_supplement::{AskSupplement, Supply, ask_supplement, supply};
pub use confirm::{accept, confirm};
pub use consult::{Opinion, consult, serve_consultation, take_opinion};
pub use draft::draft;
pub use end::{end_unpaid, end_unsupplied};
pub use extend::{Extend, extend};
pub use hand_over::hand_over;
pub use note_search::{NoteSearch, note_search};
pub use open_identity::open_identity;
pub use open_letter::open_letter;
pub use review::{Reviewer, pass, return_draft, sign};
pub use send::{Sending, Serving, send, serve};
pub(crate) use submit::owner_of;
pub use submit::{Enter, Submit, enter, submit};
pub use withdraw::withdraw;
