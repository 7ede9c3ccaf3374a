//! Disclosure on request (依申请公开): a request from its receipt to the answer, and what the law says of decisions, remedies, fees and figures.
//!
//! Legal basis: 《政府信息公开条例》 (711号令) 第二十七条至第四十五条; 《政府信息公开信息处理费管理办法》 (国办函〔2020〕109号); 国办公开办函〔2021〕30号 for the annual report;
//! 《行政复议法》第二十条、第二十三条, 《行政诉讼法》第四十五条、第四十六条 and the judicial interpretation of 2025 for remedies.
//! States: [`model::Stage`], moved by [`rules::RequestCommand`]; opinions that are asked for run beside them. Invariants: the due day follows from the days of the case ([`Case::reply_clock`])
//! and stands in the promise to answer, which moves with every act; from one [`Outcome`] follow the articles, the remedy and the row of the annual report; who asked is held sealed, and
//! stands in no event; whoever drafted an answer does not review it.

pub mod actions;
pub mod case;
pub mod clock;
pub mod dispute;
pub mod events;
pub mod fee;
pub mod letter;
pub mod model;
pub mod outcome;
pub mod queries;
pub mod receipt;
pub mod refusal;
pub mod remedy;
pub mod report;
mod rows;
pub mod rules;
mod sql;

pub use case::Case;
pub use dispute::{Dispute, Finding};
pub use fee::{Charging, FeeTable};
pub use letter::LetterSlot;
pub use model::{Channel, Delivery, Form, Identity, Request, Stage, Stance, Wish};
pub use outcome::Outcome;
pub use receipt::{Applicant, Receipt};
pub use refusal::RequestRefusal;
pub use remedy::Remedy;

/// Every statement of this crate, for the test that prepares them on both engines.
pub const ALL: &[(&str, &str)] = sql::ALL;
