//! Reading official documents (公文) and work plans: bytes in, readings out. Knows no register of units, no calendar of
//! working days, no network and no clock.

pub mod blocks;
pub mod duties;
pub mod identity;
pub mod limits;
pub mod outline;
pub mod plan;
pub mod readers;
pub mod reading;
pub mod sniff;
pub mod terms;
pub mod units;
