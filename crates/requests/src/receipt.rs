//! The receipt (受理回执): a number that anybody may see and a secret that only the asker has. Both together open the asker's page.

use kernel::{Actor, Fault, RequestId, UnitId, Vault};

/// Signs of a secret: none that is taken for another on paper or over the telephone.
const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Signs of a secret. 60 bits: a thousand guesses a second find one among a million receipts in a thousand years.
const LENGTH: usize = 12;

/// What the asker is given.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The request.
    pub request: RequestId,
    /// 受理编号.
    pub number: String,
    /// 查询码, in groups of four. It is shown once and kept nowhere.
    pub secret: String,
}

impl std::fmt::Debug for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Receipt({}, …)", self.number)
    }
}

/// Proof that somebody holds the receipt of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    request: RequestId,
    actor: Actor,
}

impl Applicant {
    pub(crate) fn new(request: RequestId, unit: UnitId) -> Self {
        Self {
            request,
            actor: Actor::applicant(unit),
        }
    }

    /// Of which request.
    pub fn request(&self) -> RequestId {
        self.request
    }

    /// Whom the log names: an applicant.
    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }
}

/// A new secret.
pub(crate) fn new_secret() -> Result<String, Fault> {
    let mut bytes = [0_u8; LENGTH];
    getrandom::fill(&mut bytes)
        .map_err(|cause| Fault::new(format!("random numbers of the machine: {cause}")))?;
    let signs = bytes.iter().enumerate().flat_map(|(at, byte)| {
        let sign = char::from(SIGNS[usize::from(byte % 32)]);
        let gap = (at > 0 && at % 4 == 0).then_some('-');
        gap.into_iter().chain([sign])
    });
    Ok(signs.collect())
}

/// The keyed hash of a secret, however it was typed.
pub(crate) fn mark_of(vault: &dyn Vault, number: &str, secret: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric().then(|| it.to_ascii_uppercase());
    let secret: String = secret.chars().take(100).filter_map(plain).collect();
    vault.mark(&format!("receipt/{number}/{secret}"))
}
