//! The figures of the annual report: tables 3 and 4 in the form of 国办公开办函〔2021〕30号, with the identities that hold between their cells.

mod annual;
mod check;
mod disputes;
mod figures;
mod statistics;
mod table3;
mod table4;

pub use annual::{Annual, FIRST_YEAR, Normative, draft};
pub use check::{Flaw, check, check_carried_over};
pub use disputes::{DisputeLine, count_table4, count_visits, list_disputes_behind};
pub use figures::{Period, count_table3, list_behind, sum_fees};
pub use statistics::{
    Band, Ending, ReplyDays, Statistics, UnitCount, Waiting, count_statistics, find_years,
};
pub use table3::{AskerKind, Row, Table3};
pub use table4::{Branch, Decided, Table4};
