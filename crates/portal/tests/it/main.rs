//! The tests of `portal` from outside, in one program: every program that is linked costs a minute of a cold check and its disk.

mod answers;
mod ask;
mod calendars;
mod city;
#[allow(dead_code, reason = "shared with the gate, which needs more of it")]
#[path = "../../../../libs/gate/tests/it/files/craft/mod.rs"]
mod craft;
mod documents;
mod english;
mod filters;
mod gathered;
mod library;
mod log;
mod moved;
mod portal;
mod printed;
mod reading;
#[allow(dead_code, reason = "shared with the requests, which need more of it")]
#[path = "../../../requests/tests/it/city.rs"]
mod request_city;
mod request_figures;
mod requesting;
mod search;
mod subscribing;
mod subsites;
mod visitors;
