//! Promises on the desk, over the real router: queues, each act as a form, signatures and decisions, orders for many, figures.

mod acts;
mod batch;
mod queue;
mod receipts;
