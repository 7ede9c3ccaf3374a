//! The tests of `plans` from outside, in one program: every program that is linked costs a minute of a cold check and its disk.

mod catalogue;
mod city;
mod drafts;
mod granted;
mod intake;
mod killed;
mod late_register;
mod lateness;
mod real_plans;
mod reorganise;
