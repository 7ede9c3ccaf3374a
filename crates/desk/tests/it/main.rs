//! The tests of `desk` from outside, in one program: every program that is linked costs a minute of a cold check and its disk.

mod account;
mod annual;
mod answers;
mod attempts;
mod audit;
mod disputes;
mod documents;
mod matrix;
mod notices;
mod owed;
mod people;
mod plans;
mod promises;
#[allow(dead_code, reason = "shared with the requests, which need more of it")]
#[path = "../../../requests/tests/it/city.rs"]
mod request_city;
mod requests;
mod settings;
mod sign_in;
mod site;
mod units;
