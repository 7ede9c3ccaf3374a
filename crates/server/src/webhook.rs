//! Webhooks: a delivery becomes a signed POST to an address that the administrator entered.
//!
//! The address is resolved here once, checked, and connected to as resolved: an address within the own network is refused unless
//! `[webhook]` allows it, and no redirect is followed, so that nobody reaches through us what they cannot reach
//! themselves.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::Moment;
use reqwest::Url;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use store::outbox::template::{self, Filling};
use store::outbox::webhook::{Signing, Webhook};
use store::outbox::{Failure, Trouble};
use ui::Network;

/// `[webhook]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebhookSection {
    /// Addresses or ranges of the own network that may be called all the same, separated by commas.
    pub allow_private: String,
    /// Whether addresses without TLS may be called: `yes` or `no`.
    pub allow_http: Choice,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choice {
    /// Yes.
    Yes,
    /// No.
    #[default]
    No,
}

/// The header of a signature of ours: `t=MILLISECONDS,v1=HEX`, HMAC-SHA256 over `MILLISECONDS.BODY`.
pub const SIGNATURE: &str = "gongkai-signature";
/// The header that names the delivery: the same however often it comes.
pub const DELIVERY: &str = "gongkai-delivery";

/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// How much of an answer is read.
const MOST_ANSWER: usize = 16 * 1024;

/// Whoever calls webhooks.
#[derive(Debug, Clone)]
pub struct Caller {
    allowed: Vec<Network>,
    allow_http: bool,
}

fn passing(reason: impl Into<String>) -> Failure {
    Failure {
        trouble: Trouble::Passing,
        reason: reason.into(),
    }
}

fn lasting(reason: impl Into<String>) -> Failure {
    Failure {
        trouble: Trouble::Lasting,
        reason: reason.into(),
    }
}

impl Caller {
    /// As the configuration says; `Err` holds what is no range of addresses.
    pub fn of(section: &WebhookSection) -> Result<Self, String> {
        let ranges = section.allow_private.split(',').map(str::trim);
        let allowed = ranges
            .filter(|text| !text.is_empty())
            .map(|text| text.parse().map_err(|_| text.to_owned()))
            .collect::<Result<_, _>>()?;
        // Whoever came first set the same provider.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self {
            allowed,
            allow_http: section.allow_http == Choice::Yes,
        })
    }

    /// Calls a webhook.
    ///
    /// # Errors
    /// Why not, and whether it may pass. The reason never holds the address: it may be the password.
    pub async fn call(
        &self,
        webhook: &Webhook,
        filling: &Filling,
        now: Moment,
    ) -> Result<(), Failure> {
        let body =
            template::fill(&webhook.template, filling).map_err(|flaw| lasting(flaw.to_string()))?;
        let millis = now.as_millisecond();
        let mut url = self.checked(&webhook.url)?;
        if webhook.signing == Signing::Dingtalk {
            let sign = dingtalk_sign(&webhook.secret, millis)?;
            url.query_pairs_mut()
                .append_pair("timestamp", &millis.to_string())
                .append_pair("sign", &sign);
        }
        let (host, addresses) = self.resolve(&url).await?;
        let client = reqwest::Client::builder()
            .resolve_to_addrs(&host, &addresses)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .build()
            .map_err(|_| passing("无法建立连接客户端"))?;
        let mut request = client
            .post(url)
            .header("content-type", "application/json; charset=utf-8")
            .header("user-agent", concat!("gongkai/", env!("CARGO_PKG_VERSION")))
            .header(DELIVERY, &filling.id);
        if webhook.signing == Signing::Gongkai {
            request = request.header(SIGNATURE, signature(&webhook.secret, millis, &body)?);
        }
        let response = request
            .body(body)
            .send()
            .await
            .map_err(|error| passing(words_of(&error)))?;
        judge(response).await
    }

    fn checked(&self, address: &str) -> Result<Url, Failure> {
        let url = Url::parse(address)
            .ok()
            .filter(|_| template::is_address(address))
            .ok_or_else(|| lasting("回调地址不是有效的网址"))?;
        if url.scheme() == "http" && !self.allow_http {
            return Err(lasting("回调地址应使用 https"));
        }
        Ok(url)
    }

    /// The addresses behind the host, those that may not be called left out.
    async fn resolve(&self, url: &Url) -> Result<(String, Vec<SocketAddr>), Failure> {
        let host = url.host_str().unwrap_or_default().to_owned();
        let port = url.port_or_known_default().unwrap_or(443);
        let name = host.trim_matches(['[', ']']);
        let found = tokio::net::lookup_host((name, port))
            .await
            .map_err(|_| passing("回调地址的主机名解析不到"))?;
        let all: Vec<SocketAddr> = found.collect();
        let may: Vec<SocketAddr> = all
            .iter()
            .copied()
            .filter(|it| self.may_call(it.ip()))
            .collect();
        if may.is_empty() {
            return Err(if all.is_empty() {
                passing("回调地址的主机名解析不到")
            } else {
                lasting(
                    "回调地址在内部网络中，已拒绝；确需使用请在配置 webhook.allow_private 中列出",
                )
            });
        }
        Ok((host, may))
    }

    fn may_call(&self, address: IpAddr) -> bool {
        is_public(address) || self.allowed.iter().any(|range| range.contains(address))
    }
}

/// Whether an address belongs to the public internet (IANA special-purpose registries).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_public_v4(mapped),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = match (a, b, c) {
        (0 | 10 | 127, _, _)
        | (169, 254, _)
        | (192, 168, _)
        | (192, 0, 0 | 2)
        | (192, 88, 99)
        | (198, 51, 100)
        | (203, 0, 113) => true,
        (100, b, _) => (64..128).contains(&b),
        (172, b, _) => (16..32).contains(&b),
        (198, b, _) => b == 18 || b == 19,
        (a, _, _) => a >= 224,
    };
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Only 2000::/3 is given out; within it, what leads to IPv4 hosts or to nobody is left out.
    let is_global = (first & 0xe000) == 0x2000;
    let is_special = match (first, second) {
        (0x2001, second) => second < 0x0200 || second == 0x0db8,
        (0x2002, _) => true,
        _ => false,
    };
    is_global && !is_special
}

fn hmac(secret: &str, text: &str) -> Result<Vec<u8>, Failure> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| lasting("签名密钥无效"))?;
    mac.update(text.as_bytes());
    Ok(mac.finalize().into_bytes().to_vec())
}

fn signature(secret: &str, millis: i64, body: &str) -> Result<String, Failure> {
    let digest = hmac(secret, &format!("{millis}.{body}"))?;
    Ok(format!("t={millis},v1={}", hex::encode(digest)))
}

/// 钉钉: HMAC-SHA256 over `timestamp\nsecret` with the secret, in base64.
fn dingtalk_sign(secret: &str, millis: i64) -> Result<String, Failure> {
    let digest = hmac(secret, &format!("{millis}\n{secret}"))?;
    Ok(STANDARD.encode(digest))
}

/// A status of 2xx is an arrival, unless the robot's own answer says otherwise (`errcode` of 企业微信 and 钉钉).
async fn judge(mut response: reqwest::Response) -> Result<(), Failure> {
    let status = response.status();
    let mut answer = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        answer.extend_from_slice(&chunk);
        if answer.len() > MOST_ANSWER {
            break;
        }
    }
    if !status.is_success() {
        let reason = format!("对方回答 {status}");
        let may_pass = status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429);
        return Err(if may_pass {
            passing(reason)
        } else {
            lasting(reason)
        });
    }
    let said: Option<serde_json::Value> = serde_json::from_slice(&answer).ok();
    let code = said.as_ref().and_then(|it| it.get("errcode")?.as_i64());
    match code {
        None | Some(0) => Ok(()),
        Some(code) => {
            let words = said
                .as_ref()
                .and_then(|it| it.get("errmsg")?.as_str())
                .unwrap_or_default();
            Err(passing(format!("机器人回答 {code} {words}")))
        }
    }
}

/// What went wrong, without the address.
fn words_of(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        "对方超时未回答".to_owned()
    } else if error.is_connect() {
        "连不上对方（地址、端口、证书或网络）".to_owned()
    } else {
        "请求未能完成".to_owned()
    }
}

#[cfg(test)]
mod tests;
