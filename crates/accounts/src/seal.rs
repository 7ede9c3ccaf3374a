//! The site's key, and secrets under it: what the database holds of a second factor is of no use without the key file.
//!
//! ChaCha20-Poly1305 with a nonce of chance; whose secret it is goes in as associated data, so that one account's cannot be put
//! into another's row. Where the key lies is the server's business; it is never logged and never in the database.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::Fault;
use sha2::Sha256;

use crate::secret::random_bytes;

/// What the key of keyed hashes is made for.
const MARKS: &[u8] = b"gongkai-mark-1";

/// Bytes of a nonce.
const NONCE: usize = 12;

/// The site's key: 256 bits.
#[derive(Clone)]
pub struct SiteKey {
    cipher: ChaCha20Poly1305,
    /// Of keyed hashes: made of the key, and not the key itself.
    hash: Hmac<Sha256>,
}

impl fmt::Debug for SiteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SiteKey(…)")
    }
}

impl SiteKey {
    /// From its 64 hexadecimal digits, as the key file has them; `None` where they are no key.
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = hex::decode(text.trim()).ok()?.try_into().ok()?;
        let derived = Hmac::<Sha256>::new_from_slice(&bytes).ok()?;
        let derived = derived.chain_update(MARKS).finalize().into_bytes();
        Some(Self {
            cipher: ChaCha20Poly1305::new(&Key::from(bytes)),
            hash: Hmac::new_from_slice(&derived).ok()?,
        })
    }

    /// The digits of a new key, for the key file.
    ///
    /// # Errors
    /// Where the machine gives no chance.
    pub fn new_hex() -> Result<String, Fault> {
        Ok(hex::encode(random_bytes::<32>()?))
    }

    /// Seals a secret for one owner.
    ///
    /// # Errors
    /// Where the machine gives no chance.
    pub fn seal(&self, secret: &[u8], owner: &str) -> Result<String, Fault> {
        let nonce = random_bytes::<NONCE>()?;
        let payload = Payload {
            msg: secret,
            aad: owner.as_bytes(),
        };
        let sealed = self
            .cipher
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| Fault::new("sealing a secret"))?;
        Ok(format!("1:{}{}", hex::encode(nonce), hex::encode(sealed)))
    }

    /// The keyed hash of a text (HMAC-SHA256), in hexadecimal: by it what is sealed is found again, and who has no key learns nothing of it.
    pub fn mark(&self, text: &str) -> String {
        let mac = self.hash.clone().chain_update(text.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }

    /// Opens what was sealed for that owner; `None` where it was changed, is another's, or another key's.
    pub fn open(&self, sealed: &str, owner: &str) -> Option<Vec<u8>> {
        let bytes = hex::decode(sealed.strip_prefix("1:")?).ok()?;
        let nonce: [u8; NONCE] = bytes.get(..NONCE)?.try_into().ok()?;
        let payload = Payload {
            msg: bytes.get(NONCE..)?,
            aad: owner.as_bytes(),
        };
        self.cipher.decrypt(&Nonce::from(nonce), payload).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_for_its_owner_and_its_key_alone() {
        let key = SiteKey::from_hex(&"1f".repeat(32)).unwrap();
        let other = SiteKey::from_hex(&SiteKey::new_hex().unwrap()).unwrap();
        let sealed = key.seal(b"secret", "account/1").unwrap();
        assert_eq!(
            key.open(&sealed, "account/1").as_deref(),
            Some(&b"secret"[..])
        );
        assert_eq!(key.open(&sealed, "account/2"), None);
        assert_eq!(other.open(&sealed, "account/1"), None);
        let changed = sealed.replace('a', "b");
        assert!(changed == sealed || key.open(&changed, "account/1").is_none());
        assert_eq!(key.open("1:00", "account/1"), None);
        assert_ne!(sealed, key.seal(b"secret", "account/1").unwrap());
    }

    #[test]
    fn a_mark_is_the_same_for_the_same_text_and_key_alone() {
        let key = SiteKey::from_hex(&"1f".repeat(32)).unwrap();
        let other = SiteKey::from_hex(&"2f".repeat(32)).unwrap();
        assert_eq!(key.mark("li@example.cn"), key.mark("li@example.cn"));
        assert_ne!(key.mark("li@example.cn"), key.mark("zhang@example.cn"));
        assert_ne!(key.mark("li@example.cn"), other.mark("li@example.cn"));
    }

    #[test]
    fn a_key_is_64_hexadecimal_digits() {
        for bad in ["", "1f", &"1f".repeat(31), &"zz".repeat(32)] {
            assert!(SiteKey::from_hex(bad).is_none(), "{bad}");
        }
        assert!(!format!("{:?}", SiteKey::from_hex(&"1f".repeat(32))).contains("1f"));
    }
}
