//! Pages of promises: the list with its filter, one promise with its proof.

pub(crate) mod evidence;
pub(crate) mod list;
pub(crate) mod proof;
pub(crate) mod show;
