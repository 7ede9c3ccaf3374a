//! What can be done to accounts: one verb a file. Each loads, decides by the rules, saves and records in one transaction; a
//! refused act leaves no trace, except that a failure to sign in is itself what happened.

pub mod create;
pub mod grant;
pub mod session;
pub mod sign_in;

pub use create::{Create, create};
pub use grant::{Grant, grant};
pub use session::{see, sign_out, use_form};
pub use sign_in::{NewSession, SignIn, sign_in};
