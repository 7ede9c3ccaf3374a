//! What must not leave a government's site by mistake: personal data, secrecy marks, expressions that a site does not use.
//!
//! Pure: text goes in, [`Finding`]s with place, reason and remedy come out; masking makes a new text and a certificate that nothing
//! masked survives in it. It reads no file and knows no day: both are the caller's. The formats are those of the national
//! standards (居民身份证 GB 11643, 银行卡 ISO/IEC 7812, 机动车号牌 GA 36) and of custom; masking follows the custom that keeps what tells people apart and
//! hides what identifies them (《条例》第十五条, 《个人信息保护法》第二十八条).
//!
//! A finding is a reason to look, not a verdict: who keeps one says why. What is hidden inside files is the matter of [`mod@file`].

mod address;
mod certificate;
pub mod file;
mod finding;
mod fold;
mod mail;
mod marks;
mod mask;
mod number;
mod passport;
mod person;
mod plate;
mod run;
mod scan;

pub use certificate::{Certificate, Survives};
pub use finding::{Finding, Kind, Remedy, Severity};
pub use mask::{Masked, shown};
pub use scan::{Expression, Gate, GateError, Rules, Words};
