//! Subscriptions of the public (公众订阅): whoever gives an address is told by letter what becomes of the things that they follow.
//!
//! Legal basis: 《政府信息公开条例》第五条、第六条 (openness as the rule, timely) and 《个人信息保护法》第六条、第十三条、第四十七条: the address
//! is kept by consent, for this alone, and deleted with the last subscription. States: waiting → confirmed; a reader is suspended where letters
//! are refused for good. Invariants: nobody is told anything before the link in the first letter was used; of one happening
//! one reader is told once ([`spread`]); a letter has one id however often it is carried ([`letters`]); addresses are sealed, and stand in no
//! log, event or export in the clear. What happened comes from whoever follows the public log: this crate knows places by their
//! names alone, and no mail server.

pub mod actions;
pub mod check;
pub mod events;
pub mod letters;
pub mod model;
pub mod queries;
pub mod refusal;
pub mod rules;
pub mod searches;
pub mod sought;
pub mod spread;
mod sql;
mod token;

pub use kernel::Vault;
pub use model::{Address, Followed, Happening, LetterKind, Pace, What};
pub use refusal::SubscriptionRefusal;
pub use sought::Sought;

/// Every statement of this crate, for the test that prepares them on both engines.
pub const ALL: &[(&str, &str)] = sql::ALL;
