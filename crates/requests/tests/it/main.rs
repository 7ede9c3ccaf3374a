//! The tests of `requests` from outside, in one program.

mod clocks;
mod fees;
mod remedies;
mod report;
