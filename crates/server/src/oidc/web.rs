//! Asking the provider over HTTP: with patience that ends, without redirects, and never more than an answer can be long.
//!
//! What is asked and what an answer means is not known here.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::time::Duration;

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use reqwest::Url;

use crate::webhook::Choice;

/// Most bytes of an answer: documents and keys of large providers have some ten thousand.
const MOST: usize = 512 * 1024;

/// Whoever asks.
#[derive(Debug, Clone)]
pub struct Web {
    client: reqwest::Client,
    allow_http: Choice,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum WebTrouble {
    /// The address may not be asked.
    #[error("地址不是 https")]
    NotSecure,
    /// It did not answer in time.
    #[error("超时未回答")]
    Slow,
    /// It cannot be reached.
    #[error("连不上（地址、端口、证书或网络）")]
    Unreachable,
    /// The answer broke off or cannot be read.
    #[error("回答不完整")]
    Broken,
    /// It answers that it cannot.
    #[error("对方回答 {0}")]
    Failing(http::StatusCode),
    /// The answer is longer than it may be.
    #[error("回答过长")]
    TooLong,
}

impl From<reqwest::Error> for WebTrouble {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::Slow
        } else if error.is_connect() {
            Self::Unreachable
        } else {
            Self::Broken
        }
    }
}

/// Whether an address may be asked: with TLS, or within the own machine, or where the site says that it may do without.
pub fn may_ask(url: &Url, allow_http: Choice) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let is_own = host == "localhost" || address.is_some_and(|it| it.is_loopback());
    let may_do_without = is_own || allow_http == Choice::Yes;
    url.scheme() == "https" || (url.scheme() == "http" && may_do_without)
}

impl Web {
    /// Whoever asks with that patience.
    pub fn of(patience: Duration, allow_http: Choice) -> Result<Self, WebTrouble> {
        // Whoever came first set the same provider.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(patience)
            .user_agent(concat!("gongkai/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, allow_http })
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, WebTrouble> {
        let request = reqwest::Request::try_from(request).map_err(|_| WebTrouble::Broken)?;
        if !may_ask(request.url(), self.allow_http) {
            return Err(WebTrouble::NotSecure);
        }
        let mut answer = self.client.execute(request).await?;
        if answer.status().is_server_error() {
            return Err(WebTrouble::Failing(answer.status()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > MOST {
                return Err(WebTrouble::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = http::Response::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        Ok(response)
    }
}

impl<'c> AsyncHttpClient<'c> for Web {
    type Error = WebTrouble;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, WebTrouble>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
