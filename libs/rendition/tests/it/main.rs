//! Files as pages: what is shown of each kind, and that nothing hidden is.

#[allow(dead_code, reason = "shared with the gate, which needs more of it")]
#[path = "../../../gate/tests/it/files/craft/mod.rs"]
mod craft;
mod files {
    pub(crate) use crate::craft;
}
mod kinds;
mod nowhere;
#[path = "../../../gate/tests/it/files/plants/mod.rs"]
mod plants;
