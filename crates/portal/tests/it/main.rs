//! The tests of `portal` from outside, in one program: every program that is linked costs a minute of a cold check and its disk.

mod ask;
mod city;
mod documents;
mod filters;
mod library;
mod log;
mod moved;
mod portal;
mod visitors;
