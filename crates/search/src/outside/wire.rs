//! HTTP to the engine: one address, bounded in time and size. What is asked and what comes back is never logged: queries are what visitors typed.
//!
//! Readers ask once and are told at once where the engine did not answer a moment ago; whoever writes tries again, each time later.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Certificate, Client, Method, Response};
use serde_json::Value;
use thiserror::Error;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

/// Bytes of an answer at most.
const MOST_ANSWER: usize = 64 << 20;

/// How long nobody asks an engine that did not answer.
const REST: Duration = Duration::from_secs(2);

/// Readers that may wait for it at once: others are told at once that it does not answer.
const MOST_WAITING: usize = 64;

/// How often a write is tried, and the longest wait between two tries.
const TRIES: u32 = 6;
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Where the engine is and who asks.
#[derive(Clone)]
pub struct OutsideSettings {
    /// Its base address, without a closing slash.
    pub url: String,
    /// What the names of all its indexes begin with: small letters, digits, `-` and `_`.
    pub index: String,
    /// User and password, where it wants any.
    pub login: Option<(String, String)>,
    /// Certificates (PEM) that are believed beside those of the system.
    pub authorities: Vec<u8>,
    /// How long one search may take.
    pub patience: Duration,
    /// The first wait before a write is tried again; doubled each time.
    pub wait: Duration,
}

impl std::fmt::Debug for OutsideSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("OutsideSettings");
        shown
            .field("url", &self.url)
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}

/// A fault of the engine outside, or of the way to it.
#[derive(Debug, Error)]
pub enum OutsideError {
    /// It cannot be reached, or does not answer in time.
    #[error("the search engine does not answer: {0}")]
    Unreachable(&'static str),
    /// It has too much to do, or is not well.
    #[error("the search engine has too much to do (status {0})")]
    Busy(u16),
    /// User or password are wrong, or the user may not do this.
    #[error("the search engine does not let this user in (status {0})")]
    Forbidden(u16),
    /// It does not do what was asked; the word is its own kind of error.
    #[error("the search engine refuses (status {status}, {kind})")]
    Refused {
        /// The status of its answer.
        status: u16,
        /// Its word for the kind of error.
        kind: String,
    },
    /// Its answer is none of this protocol.
    #[error("the answer of the search engine cannot be read: {0}")]
    Malformed(&'static str),
    /// The index under our name is not one that this program wrote.
    #[error("the index {0} is not one of this program's format")]
    Foreign(String),
    /// Another process writes the index.
    #[error("another process writes the index")]
    Taken,
    /// The configuration names nothing that can be asked.
    #[error("the settings of the search engine cannot be used: {0}")]
    Settings(&'static str),
}

impl OutsideError {
    /// Whether it passes by itself.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Busy(_))
    }

    /// What operators are told, and what they can do.
    pub fn told(&self) -> (&'static str, &'static str) {
        match self {
            Self::Unreachable(_) => (
                "检索引擎没有应答",
                "请检查 search.engine_url 的地址、端口与证书，以及检索引擎是否在运行",
            ),
            Self::Busy(_) => (
                "检索引擎过于繁忙或暂时不可用",
                "请稍后再试；经常如此的，请为检索引擎增加资源",
            ),
            Self::Forbidden(_) => (
                "检索引擎拒绝了用户名或密码，或者该用户权限不足",
                "请检查 search.engine_user 与密码；该用户须能建立、读写、删除以 search.engine_index 开头的索引和别名",
            ),
            Self::Refused { .. } | Self::Malformed(_) => (
                "检索引擎的应答不符合约定的接口",
                "请确认它是 OpenSearch 1.x、2.x 或接口兼容的引擎，地址没有填错",
            ),
            Self::Foreign(_) => (
                "检索引擎中的同名索引不是本程序的格式",
                "请换一个 search.engine_index，或者删除该索引后重新启动，网站会自动重建",
            ),
            Self::Taken => ("另一个进程正在写入索引", "请稍后再试"),
            Self::Settings(_) => ("检索引擎的配置无法使用", "请检查 [search] 的各项配置"),
        }
    }
}

/// What is sent.
pub(super) enum Sent {
    Nothing,
    Json(Value),
    /// One JSON text a line.
    Lines(String),
}

/// What comes back: nothing that a caller need not look at is an error.
pub(super) struct Reply {
    pub status: u16,
    pub body: Value,
}

impl Reply {
    /// The body of an answer that says that it was done.
    pub fn done(self) -> Result<Value, OutsideError> {
        match self.status {
            200..=299 => Ok(self.body),
            status => Err(refused(status, &self.body)),
        }
    }
}

/// An error as the engine tells it, without its reason: that may hold what was typed.
pub(super) fn refused(status: u16, body: &Value) -> OutsideError {
    match status {
        429 | 500.. => OutsideError::Busy(status),
        401 | 403 => OutsideError::Forbidden(status),
        _ => {
            let kind = body.pointer("/error/type").or_else(|| body.get("type"));
            let kind = kind.and_then(Value::as_str).unwrap_or("unknown");
            OutsideError::Refused {
                status,
                kind: kind
                    .chars()
                    .filter(|it| it.is_ascii_alphanumeric() || *it == '_')
                    .take(80)
                    .collect(),
            }
        }
    }
}

/// The way to the engine.
pub(super) struct Wire {
    client: Client,
    settings: OutsideSettings,
    handle: Handle,
    /// Until when nobody asks.
    resting: Mutex<Option<Instant>>,
    places: Semaphore,
}

impl Wire {
    pub fn of(settings: OutsideSettings, handle: Handle) -> Result<Self, OutsideError> {
        // Whoever came first set the same provider.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("gongkai/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(settings.patience);
        if !settings.authorities.is_empty() {
            let certificates = Certificate::from_pem_bundle(&settings.authorities)
                .map_err(|_| OutsideError::Settings("the certificates are no PEM"))?;
            if certificates.is_empty() {
                return Err(OutsideError::Settings("the file holds no certificate"));
            }
            builder = builder.tls_certs_merge(certificates);
        }
        let client = builder
            .build()
            .map_err(|_| OutsideError::Settings("no client can be made of them"))?;
        Ok(Self {
            client,
            settings,
            handle,
            resting: Mutex::new(None),
            places: Semaphore::new(MOST_WAITING),
        })
    }

    /// What it was made of.
    pub fn parts(&self) -> (OutsideSettings, Handle) {
        (self.settings.clone(), self.handle.clone())
    }

    pub fn patience(&self) -> Duration {
        self.settings.patience
    }

    /// Asks on behalf of a reader, on a thread that may block.
    pub fn ask(&self, path: &str, sent: Sent, until: Instant) -> Result<Value, OutsideError> {
        let now = Instant::now();
        let left = until.saturating_duration_since(now);
        if left.is_zero() {
            return Err(OutsideError::Unreachable("the time is over"));
        }
        let Ok(_place) = self.places.try_acquire() else {
            return Err(OutsideError::Unreachable("too many wait for it"));
        };
        if !self.may_try(now, left) {
            return Err(OutsideError::Unreachable("it did not a moment ago"));
        }
        let answer = self
            .handle
            .block_on(self.call(Method::POST, path, &sent, left));
        let is_away = matches!(answer, Err(OutsideError::Unreachable(_)));
        *self.resting() = is_away.then(|| Instant::now() + REST);
        let done = answer.and_then(Reply::done);
        if let Err(error) = &done {
            tracing::error!(%error, "a search was not answered");
        }
        done
    }

    /// Whether the engine answered last, or one should try whether it does again: only one at a time.
    fn may_try(&self, now: Instant, left: Duration) -> bool {
        let mut resting = self.resting();
        match *resting {
            Some(until) if now < until => false,
            Some(_) => {
                *resting = Some(now + left);
                true
            }
            None => true,
        }
    }

    fn resting(&self) -> MutexGuard<'_, Option<Instant>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks once.
    pub async fn once(
        &self,
        method: Method,
        path: &str,
        sent: Sent,
    ) -> Result<Reply, OutsideError> {
        const LONG: u32 = 10;
        self.call(method, path, &sent, self.settings.patience * LONG)
            .await
    }

    /// Asks until the engine has time, some seconds long.
    pub async fn patiently(
        &self,
        method: Method,
        path: &str,
        sent: Sent,
    ) -> Result<Reply, OutsideError> {
        let mut wait = self.settings.wait;
        let mut tried = 1;
        loop {
            let answer = self
                .call(method.clone(), path, &sent, self.settings.patience * 10)
                .await;
            match answer {
                Err(error) if error.is_passing() && tried < TRIES => {
                    tracing::warn!(%error, tried, "the search engine is asked again");
                }
                answer => return answer,
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
            tried += 1;
        }
    }

    pub fn wait(&self) -> Duration {
        self.settings.wait
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        sent: &Sent,
        within: Duration,
    ) -> Result<Reply, OutsideError> {
        let url = format!("{}{path}", self.settings.url);
        let mut request = self.client.request(method, url).timeout(within);
        if let Some((user, password)) = &self.settings.login {
            request = request.basic_auth(user, Some(password));
        }
        request = match sent {
            Sent::Nothing => request,
            Sent::Json(body) => request
                .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
                .body(body.to_string()),
            Sent::Lines(body) => request
                .header(
                    CONTENT_TYPE,
                    HeaderValue::from_static("application/x-ndjson"),
                )
                .body(body.clone()),
        };
        let response = request.send().await.map_err(|error| why(&error))?;
        let status = response.status().as_u16();
        match status {
            401 | 403 => return Err(OutsideError::Forbidden(status)),
            429 | 500.. => return Err(OutsideError::Busy(status)),
            _ => {}
        }
        let body = read(response).await?;
        let body =
            serde_json::from_slice(&body).map_err(|_| OutsideError::Malformed("it is no JSON"))?;
        Ok(Reply { status, body })
    }
}

fn why(error: &reqwest::Error) -> OutsideError {
    OutsideError::Unreachable(match (error.is_timeout(), error.is_connect()) {
        (true, _) => "too slow",
        (_, true) => "no connection",
        _ => "the connection broke",
    })
}

/// The body, no more than may come.
async fn read(mut response: Response) -> Result<Vec<u8>, OutsideError> {
    let mut answer = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| why(&error))? {
        answer.extend_from_slice(&chunk);
        if answer.len() > MOST_ANSWER {
            return Err(OutsideError::Malformed("it is too long"));
        }
    }
    Ok(answer)
}
