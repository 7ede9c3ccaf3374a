//! The tests of `requests` from outside, in one program.

mod cases;
mod city;
mod clocks;
mod disputes;
mod fees;
mod figures;
mod letters;
mod matrix;
mod remedies;
mod report;
