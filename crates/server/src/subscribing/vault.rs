//! The site's key as the port of subscriptions asks for it.

use std::sync::Arc;

use accounts::SiteKey;
use kernel::Fault;
use subscriptions::Vault;

/// The site's key.
pub struct SiteVault(pub Arc<SiteKey>);

impl Vault for SiteVault {
    fn seal(&self, text: &str, owner: &str) -> Result<String, Fault> {
        self.0.seal(text.as_bytes(), owner)
    }

    fn open(&self, sealed: &str, owner: &str) -> Option<String> {
        String::from_utf8(self.0.open(sealed, owner)?).ok()
    }

    fn mark(&self, text: &str) -> String {
        self.0.mark(text)
    }
}
