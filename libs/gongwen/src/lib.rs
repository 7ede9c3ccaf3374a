//! (being built) Reading official documents (公文) and work plans. Pure: bytes in, readings out.
pub mod blocks;
pub mod limits;
pub mod readers;
pub mod identity;
pub mod reading;
pub mod sniff;
pub mod outline;
pub mod units;
pub mod terms;
pub mod duties;
pub mod plan;
