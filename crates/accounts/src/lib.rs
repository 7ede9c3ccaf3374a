//! Accounts (账号): who may sign in, and as what.
//!
//! An account belongs to a unit and holds posts (任职): roles in units, with dates. Signing in makes a session, and a session
//! makes the [`kernel::Actor`] that every action asks for its rights. Passwords, sessions, the second factor and delegations
//! live here; what a role may do is the kernel's table, and no screen is drawn here.
//!
//! Legal basis: 《网络安全等级保护基本要求》 (identification, access control, separation of the three administrators).
//!
//! Invariants: a password, a session token or a recovery code is never stored, only what can check it; the three administrators
//! hold nothing else; at least one security administrator stays; a refused act leaves no trace.

pub mod actions;
pub mod events;
pub mod holders;
pub mod model;
pub mod one_time;
pub mod password;
pub mod policy;
pub mod queries;
pub mod refusal;
pub mod rules;
pub mod seal;
pub mod secret;
mod sql;
mod strangers;

pub use model::{Account, AccountStatus, Session, SessionStage};
pub use policy::Policy;
pub use refusal::AccountRefusal;
pub use seal::SiteKey;
pub use secret::{Secret, Token};
pub use strangers::Strangers;

/// Every statement of this crate, for the test that prepares them on both engines.
pub const ALL: &[(&str, &str)] = sql::ALL;
