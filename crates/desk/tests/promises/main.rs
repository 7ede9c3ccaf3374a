//! Promises on the desk, over the real router: queues, each act as a form, signatures and decisions, orders for many, figures.

#[path = "../site/mod.rs"]
mod site;

mod acts;
mod batch;
mod owed;
mod queue;
mod receipts;
