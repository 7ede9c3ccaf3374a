//! Signed notes: a text and signatures under it (C2SP signed-note).
//!
//! Reading a note believes nothing: ask [`Note::check`] with a key that is trusted before using the text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::{LedgerError, malformed};
use crate::key::{Signer, Verifier};

/// Bytes that a note may have.
pub const LONGEST_NOTE: usize = 128 * 1024;
/// Signatures that a note may carry.
const MOST_SIGNATURES: usize = 64;
const WHAT: &str = "签名文本";

/// A note as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// The key's name.
    pub name: String,
    /// The key's id.
    pub key_id: u32,
    /// The signature's bytes.
    pub signature: Vec<u8>,
}

impl Note {
    /// Signs a text that ends with a newline.
    ///
    /// # Errors
    /// Where the text cannot be a note's.
    pub fn sign(text: &str, signer: &dyn Signer) -> Result<Self, LedgerError> {
        check_text(text)?;
        let signature = NoteSignature {
            name: signer.name().to_owned(),
            key_id: signer.key_id(),
            signature: signer.sign(text.as_bytes())?,
        };
        Ok(Self {
            text: text.to_owned(),
            signatures: vec![signature],
        })
    }

    /// Reads a note.
    ///
    /// # Errors
    /// Where it is longer than [`LONGEST_NOTE`] or not written as a note is.
    pub fn parse(note: &str) -> Result<Self, LedgerError> {
        if note.len() > LONGEST_NOTE {
            return Err(LedgerError::TooLong {
                what: WHAT,
                most: LONGEST_NOTE,
            });
        }
        let blank = note
            .rfind("\n\n")
            .ok_or_else(|| malformed(WHAT, "缺少签名前的空行"))?;
        let (text, below) = note.split_at(blank + 1);
        check_text(text)?;
        let lines = below
            .strip_prefix('\n')
            .and_then(|lines| lines.strip_suffix('\n'))
            .ok_or_else(|| malformed(WHAT, "最后一行没有换行"))?;
        let signatures = lines
            .split('\n')
            .map(NoteSignature::parse)
            .collect::<Result<Vec<_>, _>>()?;
        if signatures.len() > MOST_SIGNATURES {
            return Err(malformed(WHAT, "签名过多"));
        }
        Ok(Self {
            text: text.to_owned(),
            signatures,
        })
    }

    /// The text, its last newline included. Not to be believed before [`Note::check`].
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signature lines.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// The text, once the key is found to have signed it. Signatures of other keys are ignored.
    ///
    /// # Errors
    /// Where the key did not sign, or a line that names it is not its signature.
    pub fn check(&self, verifier: &dyn Verifier) -> Result<&str, LedgerError> {
        let mut is_signed = false;
        for line in &self.signatures {
            if line.name != verifier.name() || line.key_id != verifier.key_id() {
                continue;
            }
            if !verifier.is_signature(self.text.as_bytes(), &line.signature) {
                return Err(LedgerError::BadSignature {
                    name: line.name.clone(),
                });
            }
            is_signed = true;
        }
        if is_signed {
            Ok(&self.text)
        } else {
            Err(LedgerError::NotSigned {
                name: verifier.name().to_owned(),
            })
        }
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.text)?;
        for line in &self.signatures {
            let mut bytes = line.key_id.to_be_bytes().to_vec();
            bytes.extend_from_slice(&line.signature);
            writeln!(f, "— {} {}", line.name, STANDARD.encode(bytes))?;
        }
        Ok(())
    }
}

impl NoteSignature {
    fn parse(line: &str) -> Result<Self, LedgerError> {
        let (name, signature) = line
            .strip_prefix("— ")
            .and_then(|rest| rest.split_once(' '))
            .ok_or_else(|| malformed(WHAT, "签名行应为“— 密钥名 签名”"))?;
        if !is_key_name(name) {
            return Err(malformed(WHAT, "签名行的密钥名无效"));
        }
        let bytes = STANDARD
            .decode(signature)
            .map_err(|_| malformed(WHAT, "签名不是 Base64"))?;
        let (id, signature) = bytes
            .split_first_chunk::<4>()
            .filter(|(_, signature)| !signature.is_empty())
            .ok_or_else(|| malformed(WHAT, "签名过短"))?;
        Ok(Self {
            name: name.to_owned(),
            key_id: u32::from_be_bytes(*id),
            signature: signature.to_vec(),
        })
    }
}

/// Whether a key may have that name.
pub(crate) fn is_key_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 255
        && !name
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

fn check_text(text: &str) -> Result<(), LedgerError> {
    if !text.ends_with('\n') || text.len() > LONGEST_NOTE {
        return Err(malformed(WHAT, "正文应以换行结束"));
    }
    if text.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
        return Err(malformed(WHAT, "正文含控制字符"));
    }
    Ok(())
}
