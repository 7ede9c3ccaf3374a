//! SM2 keys with SM3 (GB/T 32918.2), under the distinguishing identifier that GM/T 0009 gives to everyone.
//!
//! A public key is an uncompressed point (65 bytes), a signature is r and s (64 bytes). The nonce is derived from key and
//! text, so that no bad randomness can give the key away.

use sm2::dsa::signature::{Signer as _, Verifier as _};
use sm2::dsa::{Signature, SigningKey, VerifyingKey};
use sm2::elliptic_curve::sec1::ToSec1Point as _;

use super::{Signer, Verifier, key_id, key_text, secret_text, typed};
use crate::error::LedgerError;
use crate::suite::Suite;

/// 0xff and a name, for C2SP has given SM2 no number.
pub(super) const TYPE: &[u8] = b"\xffGB/T 32918.2 SM2 with SM3\n";
/// GM/T 0009-2012 §10.
const IDENTIFIER: &str = "1234567812345678";

/// Signs.
pub(super) struct Sm2Signer {
    name: String,
    key: SigningKey,
}

impl Sm2Signer {
    pub(super) fn new(name: &str, seed: &[u8; 32]) -> Result<Self, LedgerError> {
        let key = SigningKey::from_slice(IDENTIFIER, seed).map_err(|_| LedgerError::BadKey)?;
        Ok(Self {
            name: name.to_owned(),
            key,
        })
    }
}

impl std::fmt::Debug for Sm2Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sm2Signer({})", self.name)
    }
}

impl Signer for Sm2Signer {
    fn name(&self) -> &str {
        &self.name
    }
    fn key_id(&self) -> u32 {
        key_id(&self.name, &typed_public(self.key.verifying_key()))
    }
    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, LedgerError> {
        let signature: Signature = self.key.try_sign(text).map_err(|_| LedgerError::BadKey)?;
        Ok(signature.to_bytes().to_vec())
    }
    fn verifier(&self) -> Box<dyn Verifier> {
        Box::new(Sm2Verifier {
            name: self.name.clone(),
            key: self.key.verifying_key().clone(),
        })
    }
    fn secret_text(&self) -> String {
        secret_text(
            &self.name,
            self.key_id(),
            &typed(TYPE, &self.key.to_bytes()),
        )
    }
}

/// Verifies.
#[derive(Debug)]
pub(super) struct Sm2Verifier {
    name: String,
    key: VerifyingKey,
}

impl Sm2Verifier {
    pub(super) fn new(name: &str, public: &[u8]) -> Result<Self, LedgerError> {
        let key = Some(public)
            .filter(|public| public.len() == 65)
            .and_then(|public| VerifyingKey::from_sec1_bytes(IDENTIFIER, public).ok())
            .ok_or(LedgerError::BadKey)?;
        Ok(Self {
            name: name.to_owned(),
            key,
        })
    }
}

impl Verifier for Sm2Verifier {
    fn name(&self) -> &str {
        &self.name
    }
    fn key_id(&self) -> u32 {
        key_id(&self.name, &typed_public(&self.key))
    }
    fn suite(&self) -> Suite {
        Suite::Sm2
    }
    fn is_signature(&self, text: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify(text, &signature).is_ok())
    }
    fn text(&self) -> String {
        key_text(&self.name, self.key_id(), &typed_public(&self.key))
    }
}

fn typed_public(key: &VerifyingKey) -> Vec<u8> {
    typed(TYPE, key.to_sec1_point(false).as_bytes())
}
