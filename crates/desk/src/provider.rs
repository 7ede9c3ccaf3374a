//! The port through which the desk asks an outside provider (统一身份认证, OpenID Connect) who somebody is.
//!
//! The server talks to the provider over HTTP and checks what it signs; the desk sends browsers there and takes them back. What becomes
//! of an answer is decided by `accounts`.

use std::future::Future;
use std::pin::Pin;

use accounts::model::Vouched;
use kernel::{Moment, Refusal};

/// Somebody about to leave for the provider.
#[derive(Debug, Clone)]
pub struct Departure {
    /// What the provider gives back as it is.
    pub state: String,
    /// What stands inside its answer.
    pub nonce: String,
    /// The verifier of PKCE; the provider sees its SHA-256 first.
    pub verifier: String,
    /// Whether who is signed in there already must show themselves once more.
    pub prompt: Prompt,
    /// When.
    pub now: Moment,
}

/// Whether the provider asks somebody who is signed in there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// As it likes.
    Usual,
    /// It does: at a machine that several people use, an identity must not be linked by who sat there before.
    Always,
}

/// Somebody back from the provider.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The code that the provider gave, good for one answer.
    pub code: String,
    /// What must stand inside its answer.
    pub nonce: String,
    /// The verifier of PKCE.
    pub verifier: String,
    /// When.
    pub now: Moment,
}

/// A question on its way to the provider.
pub type Asking<T> = Pin<Box<dyn Future<Output = Result<T, ProviderTrouble>> + Send>>;

/// An outside provider.
pub trait Provider: Send + Sync {
    /// Its name, as its answers and the links of accounts carry it.
    fn issuer(&self) -> &str;

    /// What the button says that leads there.
    fn label(&self) -> &str;

    /// The address that a browser is sent to.
    fn depart(&self, departure: Departure) -> Asking<String>;

    /// For whom the provider vouches.
    fn vouch(&self, arrival: Arrival) -> Asking<Vouched>;

    /// The address at which the provider ends its own session; `None` where it offers none.
    fn end(&self, now: Moment) -> Asking<Option<String>>;
}

/// Why the provider's way led nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProviderTrouble {
    /// It does not answer, or answers nothing that can be used.
    #[error("统一身份认证暂时连接不上，请稍后再试")]
    Unreachable,
    /// Site and provider do not agree on how they talk.
    #[error("统一身份认证的接入设置有误，请联系系统管理员")]
    Misset,
    /// It did not let the person through, or they turned round.
    #[error("统一身份认证没有放行，可能是您取消了登录，或没有登录本站的许可。请重新登录")]
    Denied,
    /// What it gave does not stand up to the check.
    #[error("统一身份认证返回的凭据没有通过核验，没有登录。请重新登录；多次如此请联系系统管理员")]
    Untrue,
    /// The person showed less than the site asks for.
    #[error("本站要求更强的认证方式。请重新登录，并在统一身份认证中使用更强的方式")]
    TooWeak,
    /// The way was not begun in this browser, took too long, or was gone before.
    #[error("这次登录已超时、已用过，或不是在这个浏览器中开始的，请重新登录")]
    Lost,
}

impl Refusal for ProviderTrouble {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "provider.unreachable",
            Self::Misset => "provider.misset",
            Self::Denied => "provider.denied",
            Self::Untrue => "provider.untrue",
            Self::TooWeak => "provider.too_weak",
            Self::Lost => "provider.lost",
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }
}
