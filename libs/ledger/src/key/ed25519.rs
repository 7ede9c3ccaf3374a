//! Ed25519 keys (RFC 8032).
//!
//! Signatures are verified strictly: keys of small order and second ways of writing a signature are refused.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use super::{Signer, Verifier, key_id, key_text, secret_text, typed};
use crate::error::LedgerError;
use crate::suite::Suite;

/// The signature type of C2SP signed-note.
pub(super) const TYPE: &[u8] = &[0x01];

/// Signs.
pub(super) struct Ed25519Signer {
    name: String,
    key: SigningKey,
}

impl Ed25519Signer {
    pub(super) fn new(name: &str, seed: &[u8; 32]) -> Self {
        Self {
            name: name.to_owned(),
            key: SigningKey::from_bytes(seed),
        }
    }

    fn typed_public(&self) -> Vec<u8> {
        typed(TYPE, self.key.verifying_key().as_bytes())
    }
}

impl std::fmt::Debug for Ed25519Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ed25519Signer({})", self.name)
    }
}

impl Signer for Ed25519Signer {
    fn name(&self) -> &str {
        &self.name
    }
    fn key_id(&self) -> u32 {
        key_id(&self.name, &self.typed_public())
    }
    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, LedgerError> {
        Ok(self.key.sign(text).to_bytes().to_vec())
    }
    fn verifier(&self) -> Box<dyn Verifier> {
        Box::new(Ed25519Verifier {
            name: self.name.clone(),
            key: self.key.verifying_key(),
        })
    }
    fn secret_text(&self) -> String {
        secret_text(&self.name, self.key_id(), &typed(TYPE, self.key.as_bytes()))
    }
}

/// Verifies.
#[derive(Debug)]
pub(super) struct Ed25519Verifier {
    name: String,
    key: VerifyingKey,
}

impl Ed25519Verifier {
    pub(super) fn new(name: &str, public: &[u8]) -> Result<Self, LedgerError> {
        let bytes = public.try_into().map_err(|_| LedgerError::BadKey)?;
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| LedgerError::BadKey)?;
        Ok(Self {
            name: name.to_owned(),
            key,
        })
    }

    fn typed_public(&self) -> Vec<u8> {
        typed(TYPE, self.key.as_bytes())
    }
}

impl Verifier for Ed25519Verifier {
    fn name(&self) -> &str {
        &self.name
    }
    fn key_id(&self) -> u32 {
        key_id(&self.name, &self.typed_public())
    }
    fn suite(&self) -> Suite {
        Suite::Ed25519
    }
    fn is_signature(&self, text: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(text, &signature).is_ok())
    }
    fn text(&self) -> String {
        key_text(&self.name, self.key_id(), &self.typed_public())
    }
}
