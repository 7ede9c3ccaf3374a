//! One-time codes (TOTP, RFC 6238): six digits every half minute, from a secret that the telephone shares.
//!
//! Pure but for the chance of new secrets. That a code works once is held by whoever remembers the step it came from.

use kernel::{Fault, Moment};
use totp_rs::{Builder, Totp};

use crate::secret::{Secret, random_bytes};

/// Recovery codes handed out with a second factor.
pub const RECOVERY_CODES: usize = 10;

/// A new secret: 160 bits.
///
/// # Errors
/// Where the machine gives no chance.
pub fn new_secret() -> Result<Vec<u8>, Fault> {
    Ok(random_bytes::<20>()?.to_vec())
}

/// What the telephone needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The address that the QR code holds: `otpauth://totp/…`.
    pub url: String,
    /// The secret to type by hand, in groups of four.
    pub typed: Secret,
}

/// What the telephone needs to know of a secret.
///
/// # Errors
/// Where a name cannot stand in the address.
pub fn shared(secret: &[u8], (site, login): (&str, &str)) -> Result<Shared, Fault> {
    let site: String = site.chars().filter(|c| *c != ':').collect();
    let totp = totp(secret, Some((&site, login)))?;
    let url = totp
        .to_url()
        .map_err(|cause| Fault::new(format!("the address of a second factor: {cause}")))?;
    let typed = totp_rs::Secret::from(secret).to_base32();
    let groups: Vec<String> = typed
        .as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    Ok(Shared {
        url,
        typed: Secret::new(groups.join(" ")),
    })
}

/// The step of time that a code belongs to, where it is right now or half a minute before or after.
///
/// # Errors
/// Where the secret is none.
pub fn step_of(secret: &[u8], code: &str, now: Moment) -> Result<Option<i64>, Fault> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now.as_millisecond() / 1000).unwrap_or(0);
    let step = totp(secret, None)?.check(&digits, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// The code of that moment: for tests and for nobody else.
///
/// # Errors
/// Where the secret is none.
pub fn code_at(secret: &[u8], now: Moment) -> Result<String, Fault> {
    let seconds = u64::try_from(now.as_millisecond() / 1000).unwrap_or(0);
    Ok(totp(secret, None)?.generate(seconds).to_string())
}

fn totp(secret: &[u8], names: Option<(&str, &str)>) -> Result<Totp, Fault> {
    let (site, login) = names.unwrap_or(("gongkai", "account"));
    Builder::new()
        .with_secret(secret)
        .with_issuer(Some(site))
        .with_account_name(login)
        .build()
        .map_err(|cause| Fault::new(format!("a second factor: {cause}")))
}

/// Codes for when the telephone is lost: each works once.
///
/// # Errors
/// Where the machine gives no chance.
pub fn new_recovery_codes() -> Result<Vec<Secret>, Fault> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567892";
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let bytes = random_bytes::<12>()?;
        let letters: String = bytes
            .iter()
            .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
            .collect();
        codes.push(Secret::new(format!(
            "{}-{}-{}",
            &letters[..4],
            &letters[4..8],
            &letters[8..]
        )));
    }
    Ok(codes)
}

/// A recovery code as it is compared: without blanks, in lower case.
pub fn plain_recovery_code(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, the SHA-1 secret.
    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Moment {
        Moment::from_millisecond(seconds * 1000).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(code_at(SECRET, at(seconds)).unwrap(), code);
            assert_eq!(
                step_of(SECRET, code, at(seconds)).unwrap(),
                Some(seconds / 30)
            );
        }
    }

    #[test]
    fn a_code_is_right_for_half_a_minute_around_its_time() {
        let code = code_at(SECRET, at(1_000_000)).unwrap();
        assert!(step_of(SECRET, &code, at(1_000_030)).unwrap().is_some());
        assert!(step_of(SECRET, &code, at(1_000_090)).unwrap().is_none());
        assert!(step_of(SECRET, "abc", at(1_000_000)).unwrap().is_none());
        assert!(step_of(SECRET, "", at(1_000_000)).unwrap().is_none());
    }

    #[test]
    fn the_address_names_site_and_account() {
        let shared = shared(SECRET, ("云溪市政务公开", "wangmin")).unwrap();
        assert!(shared.url.starts_with("otpauth://totp/"), "{}", shared.url);
        assert!(shared.url.contains("wangmin") && shared.url.contains("secret=GEZDGNBVGY3TQOJQ"));
        assert!(shared.typed.reveal().starts_with("GEZD GNBV "));
    }

    #[test]
    fn recovery_codes_differ_and_are_read_as_typed() {
        let codes = new_recovery_codes().unwrap();
        let mut plain: Vec<String> = codes
            .iter()
            .map(|it| plain_recovery_code(&it.reveal().to_uppercase()))
            .collect();
        assert!(plain.iter().all(|it| it.len() == 12));
        plain.sort();
        plain.dedup();
        assert_eq!(plain.len(), RECOVERY_CODES);
    }
}
