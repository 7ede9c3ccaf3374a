//! Receipts: a signed note that something was received, when, and what it was.
//!
//! A receipt is given before its act stands in a checkpoint; the act's number is how the proof is asked for later. It names
//! no person. Its second line is JSON, which no checkpoint has there: one key may sign both.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::error::{LedgerError, malformed};
use crate::key::{Signer, Verifier};
use crate::note::Note;

const WHAT: &str = "回执";
const FIRST_LINE: &str = "gongkai receipt v1";

/// What was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The number of the act, by which its proof is found.
    pub number: String,
    /// What was received, in words: `兑现证据`.
    pub what: String,
    /// What it is about: `promise/ID`.
    pub subject: String,
    /// `sha256:` or `sm3:` and the digest of what was received, in hexadecimal.
    pub digest: String,
    /// When: `2026-03-01T08:00:00.000Z`.
    pub received_at: String,
}

impl Receipt {
    /// Signs it.
    ///
    /// # Errors
    /// Where it cannot be written as a note.
    pub fn sign(&self, signer: &dyn Signer) -> Result<Note, LedgerError> {
        let body = serde_json::to_string(self).map_err(|_| malformed(WHAT, "内容无法写成 JSON"))?;
        Note::sign(&format!("{FIRST_LINE}\n{body}\n"), signer)
    }

    /// Reads a receipt that this key signed.
    ///
    /// # Errors
    /// Where it is not one.
    pub fn open(note: &str, verifier: &dyn Verifier) -> Result<Self, LedgerError> {
        let note = Note::parse(note)?;
        let body = note
            .check(verifier)?
            .strip_prefix(FIRST_LINE)
            .and_then(|rest| rest.strip_prefix('\n'))
            .ok_or_else(|| malformed(WHAT, "第一行应为 gongkai receipt v1"))?;
        serde_json::from_str(body).map_err(|_| malformed(WHAT, "内容不是所需的 JSON"))
    }

    /// What the QR code of a signed receipt says: the address of the site's page that verifies it, with all of the receipt in
    /// it, so that it can also be verified without the site.
    pub fn address(base_url: &str, note: &Note) -> String {
        format!(
            "{}/log/receipt?note={}",
            base_url.trim_end_matches('/'),
            URL_SAFE_NO_PAD.encode(note.to_string())
        )
    }

    /// The note in what such an address carries after `note=`.
    ///
    /// # Errors
    /// Where it is none.
    pub fn note_of_address(parameter: &str) -> Result<String, LedgerError> {
        if parameter.len() > 8 * 1024 {
            return Err(LedgerError::TooLong {
                what: WHAT,
                most: 8 * 1024,
            });
        }
        URL_SAFE_NO_PAD
            .decode(parameter)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .ok_or_else(|| malformed(WHAT, "二维码内容不完整"))
    }
}
