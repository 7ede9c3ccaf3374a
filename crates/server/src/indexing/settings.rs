//! `[search]`: other names, and whether the program keeps the index itself or a search engine outside does.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use search::outside::is_index_name;
use search::{Outside, OutsideError, OutsideSettings};
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;

use super::Place;
use crate::config::Config;
use crate::failure::Failure;
use crate::secrets::{self, Hidden};
use crate::webhook::is_public;

/// Who keeps the index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EngineName {
    /// The program itself, in a folder beside its data.
    #[default]
    Embedded,
    /// A service that speaks OpenSearch's protocol.
    OpenSearch,
}

/// `[search]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SearchSection {
    /// File of other names of the same things; empty for the built-in ones alone.
    pub synonyms: PathBuf,
    /// Who keeps the index.
    pub engine: EngineName,
    /// Base address of the engine.
    pub engine_url: String,
    /// What the names of its indexes begin with.
    pub engine_index: String,
    /// User; empty where it wants none.
    pub engine_user: String,
    /// The user's password.
    pub engine_password: Hidden,
    /// A file that holds the password; empty for none.
    pub engine_password_file: PathBuf,
    /// Certificates (PEM) that are believed beside those of the system; empty for none.
    pub engine_ca_file: PathBuf,
    /// Milliseconds that a search may take.
    pub engine_timeout_ms: u32,
}

impl Default for SearchSection {
    fn default() -> Self {
        Self {
            synonyms: PathBuf::new(),
            engine: EngineName::Embedded,
            engine_url: String::new(),
            engine_index: "gongkai".to_owned(),
            engine_user: String::new(),
            engine_password: Hidden::default(),
            engine_password_file: PathBuf::new(),
            engine_ca_file: PathBuf::new(),
            engine_timeout_ms: 3_000,
        }
    }
}

impl SearchSection {
    /// What cannot be meant.
    pub fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if self.engine == EngineName::Embedded {
            return Ok(());
        }
        if base_of(&self.engine_url).is_none() {
            let says = "应为 https:// 开头的网址，不含用户名、密码、? 和 #；同一内部网络中的引擎可用 http:// 加 IP 地址或 localhost";
            return Err(("search.engine_url", says));
        }
        if !is_index_name(&self.engine_index) {
            let says = "应以小写字母开头，只含小写字母、数字、- 和 _，不超过 60 个字符";
            return Err(("search.engine_index", says));
        }
        let has_password = !self.engine_password.reveal().is_empty()
            || !self.engine_password_file.as_os_str().is_empty();
        if self.engine_user.is_empty() == has_password {
            return Err(("search.engine_user", "用户名与密码应同时填写，或者都不填写"));
        }
        if !(200..=30_000).contains(&self.engine_timeout_ms) {
            return Err(("search.engine_timeout_ms", "应在 200 至 30000 之间"));
        }
        Ok(())
    }
}

/// The address of an engine without a closing slash; `None` for what is no such address. Without TLS only an address of the own network is called.
fn base_of(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/');
    let url = Url::parse(text).ok()?;
    let host = url.host_str()?;
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let is_near = host == "localhost" || address.is_ok_and(|it| !is_public(it));
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_near);
    let is_plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    (is_safe && is_plain).then(|| text.to_owned())
}

/// A fault of the engine, as operators read it.
pub fn told(error: &OutsideError) -> Failure {
    let (message, cure) = error.told();
    Failure::bad_input("search.engine", format!("{message}（{error}）"), cure)
}

/// Where the configuration has the index.
///
/// # Errors
/// Where the password or the certificates cannot be read, or are none.
pub fn place_of(config: &Config) -> Result<Place, Failure> {
    let section = &config.search;
    if section.engine == EngineName::Embedded {
        return Ok(Place::Folder(config.store.data.join("index")));
    }
    let given = (
        "search.engine_password_file",
        section.engine_password.reveal(),
    );
    let password = secrets::read(given, &section.engine_password_file)?;
    let authorities = secrets::read(("search.engine_ca_file", ""), &section.engine_ca_file)?;
    let user = section.engine_user.clone();
    let settings = OutsideSettings {
        url: base_of(&section.engine_url).unwrap_or_default(),
        index: section.engine_index.clone(),
        login: (!user.is_empty()).then_some((user, password)),
        authorities: authorities.into_bytes(),
        patience: Duration::from_millis(u64::from(section.engine_timeout_ms)),
        wait: Duration::from_millis(200),
    };
    let outside = Outside::of(settings, Handle::current()).map_err(|error| told(&error))?;
    Ok(Place::Outside(Arc::new(outside)))
}
