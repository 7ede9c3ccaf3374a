//! How the portal takes requests for information, by the configuration.

use std::sync::Arc;
use std::time::Duration;

use portal::Requesting;
use ui::Quota;

use crate::config::Config;
use crate::failure::Failure;
use crate::secrets;
use crate::subscribing::SiteVault;

/// Looks at a request with number and secret that one visitor may take an hour: many for people, few for guesses.
const LOOKS_PER_HOUR: u32 = 120;

/// `None` where the operator wants none online.
///
/// # Errors
/// Where the site's key cannot be read.
pub fn taking(config: &Config) -> Result<Option<Requesting>, Failure> {
    let hour = Duration::from_secs(60 * 60);
    let times = config.requests.per_hour;
    let (Some(handed), Some(looked)) = (
        Quota::of(times, hour, times.min(10)),
        Quota::of(LOOKS_PER_HOUR, hour, 30),
    ) else {
        return Ok(None);
    };
    let vault = SiteVault(secrets::site_key(config)?);
    let gates = (config.gate_of(handed), config.gate_of(looked));
    Ok(Some(Requesting::new(Arc::new(vault), gates)))
}
