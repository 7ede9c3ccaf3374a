//! Disclosure on request (依申请公开): what the law says of decisions, remedies, fees and figures.
//!
//! Legal basis: 《政府信息公开条例》 (711号令) 第二十七条至第四十五条; 《政府信息公开信息处理费管理办法》 (国办函〔2020〕109号); 国办公开办函〔2021〕30号 for the annual report;
//! 《行政复议法》第二十条、第二十三条, 《行政诉讼法》第四十五条、第四十六条 and the judicial interpretation of 2025 for remedies.
//! Invariants: from one [`Outcome`] follow the articles, the remedy and the row of the annual report; what each depends on stands in one place. Everything here is pure: cases, clocks and
//! letters are built on it.

pub mod clock;
pub mod fee;
pub mod outcome;
pub mod remedy;
pub mod report;

pub use fee::{Charging, FeeTable};
pub use outcome::Outcome;
pub use remedy::Remedy;
