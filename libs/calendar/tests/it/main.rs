//! The tests of `calendar` from outside, in one program: every program that is linked costs a minute of a cold check and its disk.

mod calendar;
mod clock;
mod edge_cases;
mod properties;
mod source_facts;
