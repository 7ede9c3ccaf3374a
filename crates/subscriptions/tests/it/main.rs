//! The tests of `subscriptions` from outside, in one program.

mod following;
mod letters;
mod readers;
mod searches;
