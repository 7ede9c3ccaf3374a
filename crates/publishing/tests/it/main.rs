//! The tests of `publishing` from outside, in one program: every program that is linked costs a minute of a cold check and its disk.

mod city;
mod exchange;
mod expressions;
mod filing;
mod filters;
mod gathered;
mod import;
mod joint;
mod keep_rule;
mod publish;
mod publish_first;
mod remark;
mod renditions;
mod subsites;
mod ties;
mod walks;
mod yearly;
