//! The tests of `prose` from outside, in one program: every program that is linked costs a minute of a cold check and its disk.

mod clean;
mod diff;
mod docx;
mod pieces;
mod places;
mod property;
mod remarks;
