//! The desk (办公端): the officers' screens, under `/desk/`.
//!
//! Server-rendered pages that work without script. The desk asks queries and calls actions of the capability crates; it decides
//! nothing itself. Whoever opens a page has signed in ([`Officer`]); whoever hands a form in shows that the form is theirs and
//! hands it in once ([`Posted`], [`Uploaded`]). Nothing here is kept by browsers or caches, and the portal cannot see any of it.

mod account;
mod answers;
mod assets;
mod audit;
mod batch;
mod calendar_feed;
mod dashboard;
mod documents;
pub mod expressions;
mod filings;
mod flash;
mod form;
mod home;
mod interpretations;
mod messages;
mod nav;
mod notices;
mod page;
mod people;
mod plans;
mod port;
mod promises;
mod provider;
mod requests;
mod session;
mod settings;
pub mod sheet;
mod sign_in;
mod site;
pub mod subsites;
mod trouble;
mod units;
mod upload;

pub use form::{Errors, Posted};
pub use page::{DeskFrame, html};
pub use port::{
    Cleaning, FileRead, Looked, Looking, ReadFile, ReadRefused, Reading, TextRead, TextReading,
};
pub use provider::{Arrival, Asking, Departure, Prompt, Provider, ProviderTrouble};
pub use session::{Cookies, Door, Officer, Visit};
pub use sign_in::provider::RETURN as PROVIDER_RETURN;
pub use site::{Desk, router};
pub use trouble::Snag;
pub use upload::{Uploaded, UploadedFile};
