//! Checkpoints: the head of a log at one size, as a signed note (C2SP tlog-checkpoint).
//!
//! Whether one continues another is told by a consistency proof, not here.

use crate::digits::parse_number;
use crate::error::{LedgerError, malformed};
use crate::hash::Hash;
use crate::key::{Signer, Verifier};
use crate::note::Note;

const WHAT: &str = "检查点";

/// The head of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: `example.gov.cn/log`.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root of its tree.
    pub root: Hash,
    /// Lines without meaning for this version; none in checkpoints of ours.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// A head without extension lines.
    pub fn new(origin: impl Into<String>, size: u64, root: Hash) -> Self {
        Self {
            origin: origin.into(),
            size,
            root,
            extensions: Vec::new(),
        }
    }

    /// Its text: what is signed.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, self.root);
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// Reads a text.
    ///
    /// # Errors
    /// Where it is not written as a checkpoint's.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let body = text
            .strip_suffix('\n')
            .ok_or_else(|| malformed(WHAT, "最后一行没有换行"))?;
        let mut lines = body.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(malformed(WHAT, "少于三行"));
        };
        let extensions: Vec<String> = lines.map(ToOwned::to_owned).collect();
        if origin.is_empty() || extensions.iter().any(String::is_empty) {
            return Err(malformed(WHAT, "含空行"));
        }
        Ok(Self {
            origin: origin.to_owned(),
            size: parse_number(size).ok_or_else(|| malformed(WHAT, "大小不是数字"))?,
            root: Hash::from_base64(root)
                .ok_or_else(|| malformed(WHAT, "根哈希不是 32 字节的 Base64"))?,
            extensions,
        })
    }

    /// Signs it.
    ///
    /// # Errors
    /// Where origin or extension lines cannot stand in a note.
    pub fn sign(&self, signer: &dyn Signer) -> Result<Note, LedgerError> {
        // What would be read back as something else is never signed.
        if Self::parse(&self.text())? != *self {
            return Err(malformed(WHAT, "内容含换行"));
        }
        Note::sign(&self.text(), signer)
    }

    /// Reads a signed checkpoint of the log whose key this is.
    ///
    /// # Errors
    /// Where it is not signed by the key, not a checkpoint, or one of another log.
    pub fn open(note: &str, verifier: &dyn Verifier) -> Result<Self, LedgerError> {
        let note = Note::parse(note)?;
        let checkpoint = Self::parse(note.check(verifier)?)?;
        if checkpoint.origin == verifier.name() {
            Ok(checkpoint)
        } else {
            Err(LedgerError::OtherLog {
                origin: checkpoint.origin,
                expected: verifier.name().to_owned(),
            })
        }
    }
}
