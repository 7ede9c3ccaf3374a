//! Single sign-on by OpenID Connect (统一身份认证): what `[oidc]` says, and the provider that it names.
//!
//! What becomes of an answer is decided by `accounts`; browsers are sent and taken back by the desk. The site starts while the provider is
//! down: nothing is asked before somebody wants to sign in.

mod answer;
mod provider;
mod web;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use accounts::policy::{FirstUse, Passwords};
use desk::Provider;
use reqwest::Url;
use serde::{Deserialize, Serialize};

use crate::config::{Config, listed};
use crate::failure::Failure;
use crate::secrets::{self, Hidden};
use crate::webhook::Choice;

pub use provider::Oidc;

/// `[oidc]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OidcSection {
    /// The provider's name (issuer), exactly as it calls itself; empty for no single sign-on.
    pub issuer: String,
    /// The site's name at the provider.
    pub client_id: String,
    /// The site's secret at the provider; better in the environment. Empty for a public client.
    pub client_secret: Hidden,
    /// A file that holds the secret; empty for none.
    pub client_secret_file: PathBuf,
    /// What the button says.
    pub label: String,
    /// What is asked for besides `openid`.
    #[serde(deserialize_with = "listed")]
    pub scopes: Vec<String>,
    /// The claim of the ID token that tells somebody's login.
    pub login_claim: String,
    /// What becomes of an identity that opens no account yet.
    pub first_use: First,
    /// The strengths of authentication (`acr`) of which one is demanded; empty for none.
    #[serde(deserialize_with = "listed")]
    pub acr: Vec<String>,
    /// The means of authentication (`amr`) of which one is demanded; empty for none.
    #[serde(deserialize_with = "listed")]
    pub amr: Vec<String>,
    /// Values of `acr` or `amr` that stand for a second factor, so that ours is not asked for; empty for none.
    #[serde(deserialize_with = "listed")]
    pub second_factor: Vec<String>,
    /// Whether passwords open sessions too: `yes` or `no`.
    pub passwords: Choice,
    /// The desk's address as browsers type it, without a closing slash; empty for the site's.
    pub desk_url: String,
    /// Whether the provider may be asked without TLS: `yes` or `no`. The own machine may always be.
    pub allow_http: Choice,
    /// How far the provider's clock may be from ours, seconds.
    pub leeway_seconds: u32,
    /// How long one answer of the provider may take, seconds.
    pub timeout_seconds: u32,
}

/// What becomes of an identity that opens no account yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum First {
    /// Somebody must link it.
    Refuse,
    /// It is linked to the account whose login the claim tells.
    Link,
}

impl Default for OidcSection {
    fn default() -> Self {
        Self {
            issuer: String::new(),
            client_id: String::new(),
            client_secret: Hidden::default(),
            client_secret_file: PathBuf::new(),
            label: "统一身份认证登录".to_owned(),
            scopes: Vec::new(),
            login_claim: "sub".to_owned(),
            first_use: First::Refuse,
            acr: Vec::new(),
            amr: Vec::new(),
            second_factor: Vec::new(),
            passwords: Choice::Yes,
            desk_url: String::new(),
            allow_http: Choice::No,
            leeway_seconds: 60,
            timeout_seconds: 10,
        }
    }
}

impl OidcSection {
    /// What is well-formed but cannot be meant: the key and why.
    ///
    /// # Errors
    /// The first that is found.
    pub fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if self.issuer.is_empty() {
            return match self.passwords {
                Choice::Yes => Ok(()),
                Choice::No => Err(("oidc.passwords", "没有填写 oidc.issuer 时不能停用密码登录")),
            };
        }
        let issuer = Url::parse(&self.issuer).ok();
        let issuer =
            issuer.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let Some(issuer) = issuer else {
            return Err(("oidc.issuer", "应为 https:// 开头的网址"));
        };
        if !web::may_ask(&issuer, self.allow_http) {
            return Err((
                "oidc.issuer",
                "应使用 https；确需使用 http 请把 oidc.allow_http 设为 yes",
            ));
        }
        if self.client_id.is_empty() {
            return Err(("oidc.client_id", "不能为空"));
        }
        if self.label.trim().is_empty() {
            return Err(("oidc.label", "不能为空"));
        }
        if self.login_claim.trim().is_empty() {
            return Err(("oidc.login_claim", "不能为空"));
        }
        let is_web = |it: &str| it.starts_with("https://") || it.starts_with("http://");
        if !self.desk_url.is_empty() && !is_web(&self.desk_url) {
            return Err(("oidc.desk_url", "应为 https:// 或 http:// 开头的网址"));
        }
        if self.leeway_seconds > 300 {
            return Err(("oidc.leeway_seconds", "应在 0 至 300 之间"));
        }
        if !(1..=60).contains(&self.timeout_seconds) {
            return Err(("oidc.timeout_seconds", "应在 1 至 60 之间"));
        }
        Ok(())
    }

    /// Whether passwords open sessions.
    pub fn passwords(&self) -> Passwords {
        match self.passwords {
            Choice::Yes => Passwords::Open,
            Choice::No => Passwords::Closed,
        }
    }

    /// What becomes of an identity that opens no account yet.
    pub fn first_use(&self) -> FirstUse {
        match self.first_use {
            First::Refuse => FirstUse::Refuse,
            First::Link => FirstUse::LinkByLogin,
        }
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds.into())
    }
}

/// The provider that the configuration names; `None` where it names none.
///
/// # Errors
/// Where the secret cannot be read.
pub fn provider(config: &Config) -> Result<Option<Arc<dyn Provider>>, Failure> {
    Ok(open(config)?.map(|oidc| Arc::new(oidc) as Arc<dyn Provider>))
}

/// The same, for the command that tries it.
///
/// # Errors
/// Where the secret cannot be read.
pub fn open(config: &Config) -> Result<Option<Oidc>, Failure> {
    let section = &config.oidc;
    if section.issuer.is_empty() {
        return Ok(None);
    }
    let given = ("oidc.client_secret_file", section.client_secret.reveal());
    let secret = secrets::read(given, &section.client_secret_file)?;
    let base = match section.desk_url.as_str() {
        "" => &config.site.base_url,
        own => own,
    };
    let site = base.trim_end_matches('/');
    Oidc::of(section, &secret, site).map(Some)
}

#[cfg(test)]
mod tests;
