//! The tests of `ledger` from outside, in one program: every program that is linked costs a minute of a cold check and its disk.

mod notes;
mod tree;
mod worked_example;
