//! Pages of units: the ranking, one unit with its month and its promises.

pub(crate) mod list;
mod month;
pub(crate) mod order;
pub(crate) mod show;
