//! Tokens of links: 256 bits of the operating system's chance, sealed for the letters that carry them and kept as a hash to be known again.

use kernel::Fault;
use sha2::{Digest as _, Sha256};

use kernel::Vault;

/// A token as it is kept.
pub(crate) struct Kept {
    /// Sealed.
    pub sealed: String,
    /// SHA-256 of it.
    pub hash: String,
}

/// A new one for an owner.
pub(crate) fn new(vault: &dyn Vault, owner: &str) -> Result<Kept, Fault> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|cause| Fault::new(format!("random numbers of the machine: {cause}")))?;
    let token = hex::encode(bytes);
    Ok(Kept {
        sealed: vault.seal(&token, owner)?,
        hash: hash_of(&token),
    })
}

/// What is stored of a token: enough, for a token is chance already.
pub(crate) fn hash_of(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Whether a text can be a token at all.
pub(crate) fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|it| it.is_ascii_hexdigit())
}
