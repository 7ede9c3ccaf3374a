//! The tests of `server` from outside, in one program: every program that is linked costs a minute of a cold check and its disk.

mod cli;
mod console;
mod delivery;
mod demo;
mod export;
mod filing;
mod gate;
mod import;
mod indexing;
mod ledger;
mod readers;
mod registers;
mod rendering;
mod serving;
