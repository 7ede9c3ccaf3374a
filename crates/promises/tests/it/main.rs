//! The tests of `promises` from outside, in one program: every program that is linked costs a minute of a cold check and its disk.

mod boards;
mod city;
mod desk;
mod keeping;
mod queues;
mod statements;
mod working;
