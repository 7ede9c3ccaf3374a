//! Keys: what signs notes and what verifies them, and how both are written (C2SP signed-note).
//!
//! Ed25519 keys are written as golang.org/x/mod/sumdb/note writes them. SM2 has no number of its own in C2SP: its keys begin
//! with the byte 0xff and a name, as C2SP asks of types without a number. Randomness for new keys comes from the caller.

mod ed25519;
mod sm2;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::error::{LedgerError, malformed};
use crate::note::is_key_name;
use crate::suite::Suite;

/// Something that signs texts.
pub trait Signer: std::fmt::Debug + Send + Sync {
    /// The key's name.
    fn name(&self) -> &str;
    /// The key's id.
    fn key_id(&self) -> u32;
    /// The signature of a text.
    ///
    /// # Errors
    /// Where the algorithm fails, which keys that were read do not do.
    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, LedgerError>;
    /// What verifies its signatures.
    fn verifier(&self) -> Box<dyn Verifier>;
    /// The key as it is kept in a file. Secret.
    fn secret_text(&self) -> String;
}

/// Something that tells signatures from forgeries.
pub trait Verifier: std::fmt::Debug + Send + Sync {
    /// The key's name.
    fn name(&self) -> &str;
    /// The key's id.
    fn key_id(&self) -> u32;
    /// Its suite, which also says how the log hashes.
    fn suite(&self) -> Suite;
    /// Whether these bytes are the key's signature of the text.
    fn is_signature(&self, text: &[u8], signature: &[u8]) -> bool;
    /// The key as it is handed out: `name+id+Base64`.
    fn text(&self) -> String;
}

const SECRET: &str = "PRIVATE+KEY+";
const WHAT: &str = "验证密钥";
const WHAT_SECRET: &str = "签名密钥";

/// A signing key from 32 random bytes.
///
/// # Errors
/// Where the name cannot be a key's, or (once in 2^32 tries with SM2) the bytes are no key: take others.
pub fn signer_of(
    suite: Suite,
    name: &str,
    seed: &[u8; 32],
) -> Result<Box<dyn Signer>, LedgerError> {
    if !is_key_name(name) {
        return Err(malformed(WHAT_SECRET, "名称不能为空，不能含空格和加号"));
    }
    match suite {
        Suite::Ed25519 => Ok(Box::new(ed25519::Ed25519Signer::new(name, seed))),
        Suite::Sm2 => Ok(Box::new(sm2::Sm2Signer::new(name, seed)?)),
    }
}

/// Reads a signing key as [`Signer::secret_text`] writes it.
///
/// # Errors
/// Where it is not one; the message never shows what was read.
pub fn parse_signer(text: &str) -> Result<Box<dyn Signer>, LedgerError> {
    let rest = text
        .trim()
        .strip_prefix(SECRET)
        .ok_or_else(|| malformed(WHAT_SECRET, "应以 PRIVATE+KEY+ 开头"))?;
    let parts = KeyText::parse(rest, WHAT_SECRET)?;
    let (suite, seed) = suite_of(&parts.bytes, WHAT_SECRET)?;
    let seed: &[u8; 32] = seed.try_into().map_err(|_| LedgerError::BadKey)?;
    let signer = signer_of(suite, parts.name, seed)?;
    if signer.key_id() == parts.key_id {
        Ok(signer)
    } else {
        Err(malformed(WHAT_SECRET, "编号与密钥不符"))
    }
}

/// Reads a verifier's key as [`Verifier::text`] writes it.
///
/// # Errors
/// Where it is not one.
pub fn parse_verifier(text: &str) -> Result<Box<dyn Verifier>, LedgerError> {
    let parts = KeyText::parse(text.trim(), WHAT)?;
    if key_id(parts.name, &parts.bytes) != parts.key_id {
        return Err(malformed(WHAT, "编号与密钥不符"));
    }
    let (suite, public) = suite_of(&parts.bytes, WHAT)?;
    match suite {
        Suite::Ed25519 => Ok(Box::new(ed25519::Ed25519Verifier::new(parts.name, public)?)),
        Suite::Sm2 => Ok(Box::new(sm2::Sm2Verifier::new(parts.name, public)?)),
    }
}

/// `name+id+Base64`, taken apart.
struct KeyText<'t> {
    name: &'t str,
    key_id: u32,
    bytes: Vec<u8>,
}

impl<'t> KeyText<'t> {
    fn parse(text: &'t str, what: &'static str) -> Result<Self, LedgerError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(bytes)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(malformed(what, "应为“名称+编号+Base64”"));
        };
        let is_id = id.len() == 8
            && id
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let key_id = u32::from_str_radix(id, 16).ok().filter(|_| is_id);
        let bytes = Some(bytes)
            .filter(|bytes| bytes.len() <= 400)
            .and_then(|bytes| STANDARD.decode(bytes).ok());
        match (key_id, bytes) {
            (Some(key_id), Some(bytes)) if is_key_name(name) => Ok(Self {
                name,
                key_id,
                bytes,
            }),
            _ => Err(malformed(what, "名称、编号或 Base64 无效")),
        }
    }
}

/// The suite that a key's first bytes name, and what follows them.
fn suite_of<'b>(bytes: &'b [u8], what: &'static str) -> Result<(Suite, &'b [u8]), LedgerError> {
    [(Suite::Ed25519, ed25519::TYPE), (Suite::Sm2, sm2::TYPE)]
        .into_iter()
        .find_map(|(suite, prefix)| Some((suite, bytes.strip_prefix(prefix)?)))
        .ok_or_else(|| malformed(what, "算法未知"))
}

/// The id of a key: the first four bytes of SHA-256 over name, newline, type and public key.
fn key_id(name: &str, typed: &[u8]) -> u32 {
    let digest = Sha256::new()
        .chain_update(name)
        .chain_update(b"\n")
        .chain_update(typed)
        .finalize();
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

/// Type and key in one.
fn typed(prefix: &[u8], key: &[u8]) -> Vec<u8> {
    [prefix, key].concat()
}

fn key_text(name: &str, id: u32, typed: &[u8]) -> String {
    format!("{name}+{id:08x}+{}", STANDARD.encode(typed))
}

fn secret_text(name: &str, id: u32, typed: &[u8]) -> String {
    format!("{SECRET}{}", key_text(name, id, typed))
}
