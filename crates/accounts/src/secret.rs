//! Secrets of chance: session tokens, form tokens, recovery codes; and words that must not be printed.
//!
//! A token is 256 bits of the operating system's chance; only its SHA-256 is stored. Nothing here can be logged by accident.

use std::fmt;

use kernel::Fault;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A word that nobody should see: a password as typed.
#[derive(Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a word.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The word, for whoever checks it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A token that opens something to whoever has it: 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// Where the operating system has no chance to give.
    pub fn random() -> Result<Self, Fault> {
        Ok(Self(hex::encode(random_bytes::<32>()?)))
    }

    /// Reads one from a cookie or an address; `None` where it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let is_token = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        is_token.then(|| Self(text.to_owned()))
    }

    /// Its text, for the cookie or the link.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    pub fn digest(&self) -> String {
        digest(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// SHA-256 in hexadecimal: enough for secrets that are chance already.
pub fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// So many bytes of chance.
///
/// # Errors
/// Where the operating system has none to give.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|cause| Fault::new(format!("random numbers of the machine: {cause}")))?;
    Ok(bytes)
}

/// Whether two texts are the same, in a time that does not tell where they differ.
pub fn is_same(a: &str, b: &str) -> bool {
    a.len() == b.len() && bool::from(a.as_bytes().ct_eq(b.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_and_a_token_do_not_show_themselves() {
        assert_eq!(format!("{:?}", Secret::new("听泉大道")), "Secret(…)");
        let token = Token::random().unwrap();
        assert!(!format!("{token:?}").contains(token.reveal()));
        assert_ne!(token, Token::random().unwrap());
    }

    #[test]
    fn a_token_is_64_hexadecimal_digits() {
        assert!(Token::parse(&"a1".repeat(32)).is_some());
        for bad in ["", "a1", &"zz".repeat(32), &"a1".repeat(33)] {
            assert!(Token::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn only_equal_texts_are_the_same() {
        assert!(is_same("abc", "abc"));
        assert!(!is_same("abc", "abd") && !is_same("abc", "ab"));
    }
}
