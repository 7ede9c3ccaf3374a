//! The answer to a filing from another site: a signed note whose second line is JSON, as a receipt's is.
//!
//! Pure. It names the filing, which sending of it, and the digest of what was sent: put with another it says nothing.

use kernel::{Date, Moment};
use ledger::{LedgerError, Note, Signer};
use serde::{Deserialize, Serialize};

use super::believe;
use super::refusal::PackageRefusal;

/// The first line: no other note of a site begins so.
const FIRST_LINE: &str = "gongkai filing answer v1";

/// What became of a filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The verification key of the site that answers.
    pub key: String,
    /// The site's name.
    pub site: String,
    /// Who answers.
    pub receiver: String,
    /// The filing, by the sender's id.
    pub filing: String,
    /// Which sending of it.
    pub round: u32,
    /// The digest of the edition that was sent.
    pub digest: String,
    /// What was done: `register`, `return`, `object`, `decline`.
    pub command: String,
    /// The opinion.
    pub words: String,
    /// 备案登记号; empty where it was not registered.
    pub register_number: String,
    /// The day of it.
    pub registered_on: Option<Date>,
    /// When.
    pub answered_at: Moment,
}

impl Answer {
    /// Signs it.
    ///
    /// # Errors
    /// Where it cannot be written as a note.
    pub fn sign(&self, signer: &dyn Signer) -> Result<Note, LedgerError> {
        let body = serde_json::to_string(self).unwrap_or_default();
        Note::sign(&format!("{FIRST_LINE}\n{body}\n"), signer)
    }

    /// Reads an answer that this key signed.
    ///
    /// # Errors
    /// Where it is none, was altered, or another key signed it.
    pub fn open(bytes: &[u8], key: Option<&str>) -> Result<Self, PackageRefusal> {
        let text = std::str::from_utf8(bytes).map_err(|_| PackageRefusal::NotAnAnswer)?;
        if !text.starts_with("gongkai filing answer ") {
            return Err(PackageRefusal::NotAnAnswer);
        }
        let note = Note::parse(text).map_err(|_| PackageRefusal::Altered)?;
        let lines = note.text().strip_prefix(FIRST_LINE);
        let body = lines.and_then(|it| it.strip_prefix('\n'));
        let body = body.ok_or_else(|| {
            let version = text.lines().next().unwrap_or_default();
            PackageRefusal::UnknownSchema(version.chars().take(40).collect())
        })?;
        let answer: Self = serde_json::from_str(body).map_err(|_| PackageRefusal::Altered)?;
        believe(&note, key.map(str::to_owned).into_iter(), &answer.key)?;
        Ok(answer)
    }
}
