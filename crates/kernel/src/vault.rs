//! The port to the site's key: what seals addresses and tokens. The key lies beside the database, not in it.

use crate::refusal::Fault;

/// Whoever holds the site's key.
pub trait Vault: Send + Sync {
    /// Seals a text for one owner, another way each time.
    ///
    /// # Errors
    /// Where the machine gives no chance.
    fn seal(&self, text: &str, owner: &str) -> Result<String, Fault>;

    /// Opens what was sealed for that owner; `None` where it was changed, is another's, or another key's.
    fn open(&self, sealed: &str, owner: &str) -> Option<String>;

    /// The keyed hash of a text: the same for the same text, and telling nothing of it to whoever has no key.
    fn mark(&self, text: &str) -> String;
}
