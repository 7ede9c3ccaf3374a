//! Answers that an office wrote itself (人工整理的问答), and what visitors asked or sought in vain.
//!
//! An entry rests on a public document or on the statement of the unit in charge, and its page says which and when it was read last. Entries go first where a
//! question is asked alike: equal without marks, or with most of the same grams ([`queries::find_alike`]). Whether the document still holds is the caller's to ask, for this crate knows no document.
//! States: shown → retired, and back by an edit. Of visitors nothing is kept but the question, how often and when; whoever takes it in has looked it through for personal data.
//!
//! What several visitors sought in vain may be taken up ([`actions::take_up`]): it becomes a promise of the unit in charge, whose origin is the demand.
//!
//! Legal basis: 《政府网站发展指引》 (智能问答、常见问题); 《个人信息保护法》第六条.

pub mod actions;
pub mod events;
pub mod model;
pub mod queries;
pub mod refusal;
pub mod rules;
mod sql;
mod vain;

pub use model::{Asked, Channel, Curated, Demand, Press, Sought, Wording};
pub use refusal::AnswerRefusal;
pub use vain::{Vain, Waiting};

/// Every statement of this crate, for the test that prepares them on both engines.
pub const ALL: &[(&str, &str)] = sql::ALL;
