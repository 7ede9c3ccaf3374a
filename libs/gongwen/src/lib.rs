//! (being built) Reading official documents (公文) and work plans. Pure: bytes in, readings out.
pub mod blocks;
pub mod reading;
pub mod limits;
pub mod readers;
pub mod sniff;
