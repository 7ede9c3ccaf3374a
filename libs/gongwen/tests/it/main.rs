//! The tests of `gongwen` from outside, in one program: every program that is linked costs a minute of a cold check and its disk.

mod identity;
mod plans;
mod plans_gold;
mod plans_layouts;
mod plans_robust;
mod plans_score;
mod readers;
