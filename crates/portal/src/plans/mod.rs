//! Pages of plans: the list, a plan's outline beside its source, one duty with its promises.

pub(crate) mod duty;
pub(crate) mod list;
mod mention;
pub(crate) mod show;
mod source;
pub(crate) mod taken;
