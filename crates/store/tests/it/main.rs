//! The tests of `store` from outside, in one program: every program that is linked costs a minute of a cold check and its disk.

mod archive;
mod audit;
mod ground;
mod ledger;
mod looking;
mod outbox;
mod units;
