//! The configuration: one `site.toml`, each value overridable by an environment variable.
//!
//! `GONGKAI_STORE__DATABASE=…` stands for `database` in `[store]`. A key that nobody knows is an error that names it: a typing
//! mistake must not become a default. Secrets belong in the environment, not in the file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use portal::Gate;
use publishing::files::FileLimits;
use publishing::filing::exchange::Partners;
use serde::{Deserialize, Deserializer, Serialize};
use ui::{Look, Network, Quota, SiteIdentity, Visitors};

pub use keeping::{AuditSection, LogFormat, LogSection};
pub use requests::RequestsSection;
pub use subsite::{SubsiteIdentity, SubsiteSection, host_of};

use crate::clamd::Address;
use crate::failure::Failure;
use crate::indexing::SearchSection;
use crate::mail::MailSection;
use crate::oidc::OidcSection;
use crate::rewording::AnswersSection;
use crate::webhook::WebhookSection;

/// All of `site.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Who runs the site.
    pub site: SiteSection,
    /// Where the data lies.
    pub store: StoreSection,
    /// Where the program listens.
    pub serve: ServeSection,
    /// The officers' desk.
    pub desk: DeskSection,
    /// The mail server.
    pub mail: MailSection,
    /// Single sign-on.
    pub oidc: OidcSection,
    /// Calls to chat robots and other programs.
    pub webhook: WebhookSection,
    /// The working-day calendar.
    pub calendar: CalendarSection,
    /// The library of documents.
    pub publishing: PublishingSection,
    /// The search.
    pub search: SearchSection,
    /// Answers to questions.
    pub answers: AnswersSection,
    /// Requests for information.
    pub requests: RequestsSection,
    /// How large files may be.
    pub uploads: UploadsSection,
    /// What looks files through.
    pub gate: GateSection,
    /// Sites beside the main one on the same platform.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subsites: Vec<SubsiteSection>,
    /// The public log.
    pub ledger: LedgerSection,
    /// How long traces are kept.
    pub audit: AuditSection,
    /// What the program says.
    pub log: LogSection,
}

/// `[site]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteSection {
    /// 网站名称.
    pub name: String,
    /// Its name in English; empty for none.
    pub english_name: String,
    /// English domain.
    pub domain: String,
    /// Address that people type, without a closing slash.
    pub base_url: String,
    /// 政府网站标识码.
    pub id_code: String,
    /// 主办单位.
    pub sponsor: String,
    /// 承办单位.
    pub operator: String,
    /// 联系方式.
    pub contact: String,
    /// ICP 备案号.
    pub icp: String,
    /// 公安机关备案号.
    pub police_record: String,
    /// Entry of 「我为政府网站找错」.
    pub error_report_url: String,
}

impl Default for SiteSection {
    fn default() -> Self {
        Self {
            name: "政务公开承诺公示平台".to_owned(),
            english_name: String::new(),
            domain: "localhost".to_owned(),
            base_url: "http://127.0.0.1:8080".to_owned(),
            id_code: String::new(),
            sponsor: String::new(),
            operator: String::new(),
            contact: String::new(),
            icp: String::new(),
            police_record: String::new(),
            error_report_url: String::new(),
        }
    }
}

impl SiteSection {
    /// As pages show it.
    fn identity(&self) -> SiteIdentity {
        let optional = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        SiteIdentity {
            name: self.name.clone(),
            english_name: optional(&self.english_name),
            domain: self.domain.clone(),
            id_code: self.id_code.clone(),
            sponsor: self.sponsor.clone(),
            operator: optional(&self.operator),
            contact: self.contact.clone(),
            icp: self.icp.clone(),
            police_record: optional(&self.police_record),
            error_report_url: optional(&self.error_report_url),
            base_url: self.base_url.trim_end_matches('/').to_owned(),
            look: Look::default(),
            platform: None,
        }
    }
}

/// `[store]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StoreSection {
    /// Data directory.
    pub data: PathBuf,
    /// Database address; empty for SQLite in the data directory.
    pub database: String,
    /// Connections.
    pub connections: u32,
}

impl Default for StoreSection {
    fn default() -> Self {
        Self {
            data: PathBuf::from("var"),
            database: String::new(),
            connections: 8,
        }
    }
}

/// `[serve]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServeSection {
    /// Address to listen on.
    pub listen: String,
    /// Memory for kept pages, MiB.
    pub cache_mib: u64,
    /// Requests a second that one visitor may make in the long run; 0 for no limit.
    pub visitor_requests_per_second: u32,
    /// Requests that one visitor may make at once after a rest.
    pub visitor_burst: u32,
    /// Reverse proxies whose `X-Forwarded-For` is believed: addresses or ranges, as a list or separated by commas.
    #[serde(deserialize_with = "listed")]
    pub trusted_proxies: Vec<String>,
    /// How long running requests may take to end after a stop signal, seconds.
    pub stop_after_seconds: u64,
}

impl Default for ServeSection {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            cache_mib: 64,
            visitor_requests_per_second: 50,
            visitor_burst: 200,
            trusted_proxies: vec!["127.0.0.0/8".to_owned(), "::1".to_owned()],
            stop_after_seconds: 10,
        }
    }
}

/// A list, or one text with commas, as the environment gives it.
pub fn listed<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Listed {
        Text(String),
        List(Vec<String>),
    }
    let items = match Listed::deserialize(from)? {
        Listed::Text(text) => text.split(',').map(str::to_owned).collect(),
        Listed::List(items) => items,
    };
    let trimmed = items.iter().map(|item| item.trim().to_owned());
    Ok(trimmed.filter(|item| !item.is_empty()).collect())
}

/// `[desk]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DeskSection {
    /// An address of the desk's own to listen on; empty for the portal's.
    pub listen: String,
    /// Addresses or ranges from which the desk may be used; empty for all.
    #[serde(deserialize_with = "listed")]
    pub allow_from: Vec<String>,
    /// Minutes without a request after which a session ends.
    pub idle_minutes: u32,
    /// Hours after which a session ends in any case.
    pub absolute_hours: u32,
    /// Failures in a row after which an account locks.
    pub lock_after: u32,
}

impl Default for DeskSection {
    fn default() -> Self {
        Self {
            listen: String::new(),
            allow_from: Vec::new(),
            idle_minutes: 30,
            absolute_hours: 12,
            lock_after: 5,
        }
    }
}

/// `[calendar]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CalendarSection {
    /// A calendar file that replaces the embedded one; empty for the embedded.
    pub file: PathBuf,
    /// A file of the region's own holidays; empty for none.
    pub overlay: PathBuf,
}

/// `[publishing]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PublishingSection {
    /// A file of columns and kinds that replaces the embedded one; empty for the embedded.
    pub library: PathBuf,
    /// Which unit looks through what is put on file with another (备案审查机构): code of the one, code of the other.
    pub filing_desks: BTreeMap<String, String>,
    /// Sites whose filings are taken in: a name for people, and the site's verification key.
    pub filing_senders: BTreeMap<String, String>,
    /// Organs elsewhere whose answers to filings count: the organ's name, and the verification key of its site.
    pub filing_receivers: BTreeMap<String, String>,
}

impl PublishingSection {
    /// The sites that filings are exchanged with.
    pub fn partners(&self) -> Partners {
        Partners {
            senders: self.filing_senders.clone(),
            receivers: self.filing_receivers.clone(),
        }
    }
}

/// `[uploads]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UploadsSection {
    /// Megabytes of one attachment at most.
    pub largest_mb: u32,
    /// Files that one officer may have under way.
    pub open_per_officer: u32,
    /// Megabytes that one officer may have under way.
    pub staged_mb_per_officer: u32,
    /// Hours for which what is under way waits to go on.
    pub keep_hours: u32,
}

impl Default for UploadsSection {
    fn default() -> Self {
        Self {
            largest_mb: 500,
            open_per_officer: 5,
            staged_mb_per_officer: 2048,
            keep_hours: 24,
        }
    }
}

impl UploadsSection {
    /// As publishing wants them.
    pub fn limits(&self) -> FileLimits {
        FileLimits {
            largest: u64::from(self.largest_mb) << 20,
            uploads: self.open_per_officer,
            staged: u64::from(self.staged_mb_per_officer) << 20,
            keep_hours: self.keep_hours,
        }
    }

    /// What cannot be meant.
    fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if !(20..=10_240).contains(&self.largest_mb) {
            return Err(("uploads.largest_mb", "应在 20 至 10240 之间"));
        }
        if !(1..=100).contains(&self.open_per_officer) {
            return Err(("uploads.open_per_officer", "应在 1 至 100 之间"));
        }
        if self.staged_mb_per_officer < self.largest_mb {
            let says = "不应小于 uploads.largest_mb，否则最大的文件传不上来";
            return Err(("uploads.staged_mb_per_officer", says));
        }
        if !(1..=720).contains(&self.keep_hours) {
            return Err(("uploads.keep_hours", "应在 1 至 720 之间"));
        }
        Ok(())
    }
}

/// `[gate]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GateSection {
    /// Where clamd listens: the path of its socket, or `host:port`; empty for no virus scan.
    pub clamd: String,
    /// Seconds that a scan may take.
    pub clamd_timeout_seconds: u32,
}

impl Default for GateSection {
    fn default() -> Self {
        Self {
            clamd: String::new(),
            clamd_timeout_seconds: 100,
        }
    }
}

impl GateSection {
    /// What cannot be meant.
    fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if !self.clamd.is_empty() && Address::parse(&self.clamd).is_none() {
            let says = "应为 clamd 套接字的绝对路径（/run/clamav/clamd.ctl）或 主机:端口";
            return Err(("gate.clamd", says));
        }
        // The desk gives a request up after two minutes.
        if !(5..=110).contains(&self.clamd_timeout_seconds) {
            return Err(("gate.clamd_timeout_seconds", "应在 5 至 110 之间"));
        }
        Ok(())
    }
}

/// `[ledger]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerSection {
    /// The log's name; empty for the site's domain with `/log`. It cannot change once the log has begun.
    pub origin: String,
    /// `ed25519` (with SHA-256) or `sm2` (with SM3). It cannot change once the log has begun.
    pub algorithm: String,
    /// The signing key; empty for `secrets/ledger.key` in the data directory.
    pub key_file: PathBuf,
}

impl Default for LedgerSection {
    fn default() -> Self {
        Self {
            origin: String::new(),
            algorithm: "ed25519".to_owned(),
            key_file: PathBuf::new(),
        }
    }
}

/// The file that `config example` prints; the test reads it back and compares it with the defaults.
pub const EXAMPLE: &str = include_str!("../site.example.toml");

impl Config {
    /// Reads the file (or the defaults where none is named and no `site.toml` lies here), then the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, Failure> {
        Self::load_with(file, std::env::vars())
    }

    fn load_with(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Failure> {
        let here = Path::new("site.toml");
        let path = file.or_else(|| here.exists().then_some(here));
        let text = match path {
            Some(path) => std::fs::read_to_string(path).map_err(|cause| {
                Failure::bad_input(
                    "config.unreadable",
                    format!("配置文件 {} 读不了：{cause}", path.display()),
                    "请检查路径与读取权限；用 gongkai config example 可打印一份样例",
                )
                .in_file(path)
            })?,
            None => String::new(),
        };
        let mut table: toml::Table = text
            .parse()
            .map_err(|cause: toml::de::Error| flaw(path, &cause, "请按 TOML 语法改正"))?;
        let mut names = Vec::new();
        let defaults = toml::Table::try_from(Self::default()).expect("the defaults are a table");
        for (name, value) in environment {
            if let Some(rest) = name.strip_prefix("GONGKAI_")
                && let Some((section, key)) = rest.split_once("__")
            {
                let place = (section.to_lowercase(), key.to_lowercase());
                let value = value_of(
                    value,
                    defaults.get(&place.0).and_then(|it| it.get(&place.1)),
                );
                put(&mut table, place, value);
                names.push(name);
            }
        }
        let from_file: Result<Self, _> = toml::from_str(&text);
        if let Err(cause) = from_file {
            return Err(flaw(
                path,
                &cause,
                "请改正或删去该项；全部配置项见 gongkai config example",
            ));
        }
        let config = Self::deserialize(table).map_err(|cause: toml::de::Error| {
            Failure::bad_input(
                "config.environment",
                format!("环境变量中的配置有误：{}", cause.message()),
                format!("请检查 {}", names.join("、")),
            )
        })?;
        config.check()?;
        Ok(config)
    }

    /// What is well-formed but cannot be meant.
    fn check(&self) -> Result<(), Failure> {
        let wrong = |key: &str, message: &str| {
            Err(Failure::bad_input(
                "config.invalid",
                format!("配置项 {key} 有误：{message}"),
                "请改正；全部配置项见 gongkai config example",
            ))
        };
        let base = &self.site.base_url;
        let host = base
            .strip_prefix("https://")
            .or_else(|| base.strip_prefix("http://"));
        if host.is_none_or(|host| host.is_empty() || host.contains(char::is_whitespace)) {
            return wrong("site.base_url", "应为 https:// 或 http:// 开头的网址");
        }
        if self.site.name.trim().is_empty() {
            return wrong("site.name", "网站名称不能为空");
        }
        if self.store.connections == 0 || self.store.connections > 1000 {
            return wrong("store.connections", "应在 1 至 1000 之间");
        }
        for (key, networks) in [
            ("serve.trusted_proxies", &self.serve.trusted_proxies),
            ("desk.allow_from", &self.desk.allow_from),
        ] {
            for network in networks {
                if let Err(cause) = network.parse::<Network>() {
                    return wrong(key, &format!("「{network}」{cause}"));
                }
            }
        }
        let desk = &self.desk;
        if !(1..=24 * 60).contains(&desk.idle_minutes) {
            return wrong("desk.idle_minutes", "应在 1 至 1440 之间");
        }
        if !(1..=24 * 7).contains(&desk.absolute_hours) {
            return wrong("desk.absolute_hours", "应在 1 至 168 之间");
        }
        let days = AuditSection::LEAST..=AuditSection::MOST;
        if !days.contains(&self.audit.keep_days) {
            return wrong("audit.keep_days", "应在 400 至 36500 之间，不得少于 400 天");
        }
        if !(3..=100).contains(&desk.lock_after) {
            return wrong("desk.lock_after", "应在 3 至 100 之间");
        }
        if let Err((at, key, message)) = subsite::check(&self.subsites, base) {
            return wrong(&format!("subsites（第{at}个）{key}"), &message);
        }
        if let Some(name) = self.publishing.partners().find_bad_key() {
            let says = format!("“{name}”的验证密钥读不懂，应与对方 gongkai log key 的输出一致");
            return wrong("publishing.filing_senders、filing_receivers", &says);
        }
        let files = self.uploads.check().and_then(|()| self.gate.check());
        let oidc = files.and_then(|()| self.oidc.check());
        let answers = oidc
            .and_then(|()| self.answers.check())
            .and_then(|()| self.search.check());
        answers.or_else(|(key, message)| wrong(key, message))
    }

    /// The database address.
    pub fn database(&self) -> String {
        if self.store.database.is_empty() {
            format!("sqlite:{}", self.store.data.join("gongkai.db").display())
        } else {
            self.store.database.clone()
        }
    }

    /// How often one visitor may ask; `None` where the operator sets no limit.
    pub fn gate(&self) -> Option<Gate> {
        let serve = &self.serve;
        let quota = Quota::of(
            serve.visitor_requests_per_second,
            Duration::from_secs(1),
            serve.visitor_burst,
        )?;
        Some(self.gate_of(quota))
    }

    /// A gate with another quota.
    pub fn gate_of(&self, quota: Quota) -> Gate {
        Gate::new(self.visitors(), quota)
    }

    /// How visitors are told apart behind the proxies that are believed.
    pub fn visitors(&self) -> Visitors {
        let trusted = self.serve.trusted_proxies.iter();
        Visitors::behind(trusted.filter_map(|network| network.parse().ok()).collect())
    }

    /// Who runs the site, as pages show it.
    pub fn identity(&self) -> SiteIdentity {
        self.site.identity()
    }
}

/// An environment's text as the value that it stands for: a number where the default is one. A password of digits stays a text.
fn value_of(text: String, default: Option<&toml::Value>) -> toml::Value {
    match (default, text.parse::<i64>()) {
        (Some(toml::Value::Integer(_)), Ok(number)) => toml::Value::Integer(number),
        _ => toml::Value::String(text),
    }
}

/// Puts a value where the key is.
fn put(table: &mut toml::Table, (section, key): (String, String), value: toml::Value) {
    let entry = table
        .entry(section)
        .or_insert_with(|| toml::Value::Table(toml::Table::new()));
    if let toml::Value::Table(section) = entry {
        section.insert(key, value);
    }
}

fn flaw(path: Option<&Path>, cause: &toml::de::Error, cure: &str) -> Failure {
    let failure = Failure::bad_input("config.invalid", format!("配置有误：{cause}"), cure);
    match path {
        Some(path) => failure.in_file(path),
        None => failure,
    }
}

mod keeping;
mod requests;
mod subsite;
#[cfg(test)]
mod tests;
