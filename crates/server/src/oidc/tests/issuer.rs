//! A provider for tests: real HTTP on loopback, real keys (ES256 by ring), and answers that a test twists.
//!
//! None of the code under test is used to sign. People need no pages here: a test signs them in by hand and gets the address that
//! their browser would be sent back to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use reqwest::Url;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub const CLIENT: &str = "gongkai-test";
pub const SECRET: &str = "客户端密钥-2026";

/// A provider on loopback.
#[derive(Clone)]
pub struct Issuer {
    pub address: String,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    address: String,
    keys: Vec<Key>,
    grants: HashMap<String, Grant>,
    twist: Twist,
    now_seconds: i64,
    discoveries: usize,
}

struct Key {
    id: String,
    pair: EcdsaKeyPair,
}

/// What a code stands for.
#[derive(Debug, Clone)]
struct Grant {
    challenge: String,
    nonce: String,
    back: String,
    claims: Value,
}

/// How the provider's answer is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twist {
    /// It is right.
    None,
    /// One bit of the signature.
    Signature,
    /// One claim after signing.
    Payload,
    /// No signature at all.
    Unsigned,
    /// Signed with the secret that both know.
    SharedSecret,
    /// Signed with a key that is not published.
    ForeignKey,
    /// The number used once.
    Nonce,
    /// Without it.
    NoNonce,
    /// For another client.
    Audience,
    /// For us and another.
    TwoAudiences,
    /// The party that it was made for.
    Party,
    /// From another provider.
    Issuer,
    /// Over.
    Expired,
    /// Not yet.
    Future,
    /// Of another access token.
    AccessHash,
    /// Of nobody.
    NoSubject,
    /// No ID token.
    NoToken,
    /// Not JSON.
    Garbage,
    /// Longer than any answer.
    Endless,
    /// Elsewhere.
    Redirected,
    /// Not now.
    Failing,
}

impl Issuer {
    /// Starts one whose clock stands at that second.
    pub async fn start(now_seconds: i64) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let inner = Inner {
            address: address.clone(),
            keys: vec![Key::new("first")],
            grants: HashMap::new(),
            twist: Twist::None,
            now_seconds,
            discoveries: 0,
        };
        let issuer = Self {
            address,
            inner: Arc::new(Mutex::new(inner)),
        };
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(document))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(issuer.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        issuer
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner
            .lock()
            .expect("no test panics while it holds the provider")
    }

    /// From now on answers are wrong in that way.
    pub fn twist(&self, twist: Twist) {
        self.inner().twist = twist;
    }

    /// Replaces the key that signs.
    pub fn change_keys(&self) {
        self.inner().keys = vec![Key::new("second")];
    }

    /// How often its document was fetched.
    pub fn count_discoveries(&self) -> usize {
        self.inner().discoveries
    }

    /// Somebody signs in at the address that their browser was sent to; returns the path with query that it is sent back to.
    pub fn sign_in(&self, sent_to: &str, claims: Value) -> String {
        let url = Url::parse(sent_to).unwrap();
        assert!(
            sent_to.starts_with(&format!("{}/authorize?", self.address)),
            "{sent_to}"
        );
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["code_challenge_method"], "S256");
        let mut inner = self.inner();
        let code = format!("code-{}", inner.grants.len() + 1);
        let grant = Grant {
            challenge: asked["code_challenge"].clone(),
            nonce: asked["nonce"].clone(),
            back: asked["redirect_uri"].clone(),
            claims,
        };
        inner.grants.insert(code.clone(), grant);
        let back = Url::parse(&asked["redirect_uri"]).unwrap();
        format!("{}?code={code}&state={}", back.path(), asked["state"])
    }
}

impl Key {
    fn new(id: &str) -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        Self {
            id: id.to_owned(),
            pair,
        }
    }

    fn public(&self) -> Value {
        // An uncompressed point: 04, x, y.
        let point = self.pair.public_key().as_ref();
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id,
            "x": URL_SAFE_NO_PAD.encode(&point[1..33]),
            "y": URL_SAFE_NO_PAD.encode(&point[33..]),
        })
    }

    fn sign(&self, text: &str) -> Vec<u8> {
        let signed = self.pair.sign(&SystemRandom::new(), text.as_bytes());
        signed.unwrap().as_ref().to_vec()
    }
}

async fn document(State(issuer): State<Issuer>) -> Response {
    let mut inner = issuer.inner();
    inner.discoveries += 1;
    let at = |path: &str| format!("{}/{path}", inner.address);
    match inner.twist {
        Twist::Redirected => return Redirect::to(&at("elsewhere")).into_response(),
        Twist::Failing => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Twist::Endless => return " ".repeat(600 * 1024).into_response(),
        _ => {}
    }
    Json(json!({
        "issuer": inner.address,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "jwks_uri": at("keys"),
        "end_session_endpoint": at("end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    }))
    .into_response()
}

async fn keys(State(issuer): State<Issuer>) -> Json<Value> {
    let keys: Vec<Value> = issuer.inner().keys.iter().map(Key::public).collect();
    Json(json!({ "keys": keys }))
}

async fn token(
    State(issuer): State<Issuer>,
    headers: HeaderMap,
    Form(asked): Form<HashMap<String, String>>,
) -> Response {
    let refused = |code: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": code })));
    if headers["authorization"] != basic() {
        return refused("invalid_client").into_response();
    }
    let mut inner = issuer.inner();
    let Some(grant) = inner.grants.remove(&asked["code"]) else {
        return refused("invalid_grant").into_response();
    };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&asked["code_verifier"]));
    if challenge != grant.challenge || asked["redirect_uri"] != grant.back {
        return refused("invalid_grant").into_response();
    }
    match inner.twist {
        Twist::Garbage => return "<html>".into_response(),
        Twist::Failing => return StatusCode::BAD_GATEWAY.into_response(),
        _ => {}
    }
    let mut answer = json!({ "access_token": "opaque", "token_type": "Bearer", "expires_in": 60 });
    if inner.twist != Twist::NoToken {
        answer["id_token"] = json!(inner.id_token(&grant));
    }
    Json(answer).into_response()
}

/// RFC 6749, section 2.3.1: both are percent-encoded first.
fn basic() -> String {
    let encoded = |text: &str| {
        let mut url = Url::parse("http://a/").unwrap();
        url.query_pairs_mut().append_pair("", text);
        url.query()
            .unwrap_or_default()
            .trim_start_matches('=')
            .to_owned()
    };
    let pair = format!("{}:{}", encoded(CLIENT), encoded(SECRET));
    format!("Basic {}", STANDARD.encode(pair))
}

impl Inner {
    fn id_token(&self, grant: &Grant) -> String {
        let twist = self.twist;
        let claims = self.claims(grant);
        let algorithm = match twist {
            Twist::Unsigned => "none",
            Twist::SharedSecret => "HS256",
            _ => "ES256",
        };
        let key = &self.keys[0];
        let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = json!({ "alg": algorithm, "kid": key.id, "typ": "JWT" });
        let head = encoded(&header);
        let text = format!("{head}.{}", encoded(&claims));
        let mut signature = match twist {
            Twist::Unsigned => Vec::new(),
            Twist::SharedSecret => {
                let secret = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
                ring::hmac::sign(&secret, text.as_bytes()).as_ref().to_vec()
            }
            Twist::ForeignKey => Key::new(&key.id).sign(&text),
            _ => key.sign(&text),
        };
        if twist == Twist::Signature {
            signature[10] ^= 1;
        }
        let text = if twist == Twist::Payload {
            let mut claims = claims;
            claims["sub"] = json!("u-admin");
            format!("{head}.{}", encoded(&claims))
        } else {
            text
        };
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn claims(&self, grant: &Grant) -> Value {
        let now = self.now_seconds;
        let hash = Sha256::digest("opaque");
        let mut claims = json!({
            "iss": self.address,
            "aud": CLIENT,
            "azp": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": grant.nonce,
            "at_hash": URL_SAFE_NO_PAD.encode(&hash[..16]),
        });
        let own = grant.claims.as_object().expect("claims are an object");
        for (name, value) in own {
            claims[name] = value.clone();
        }
        let (name, value) = match self.twist {
            Twist::Nonce => ("nonce", json!("another")),
            Twist::NoNonce => ("nonce", Value::Null),
            Twist::Audience => ("aud", json!("another")),
            Twist::TwoAudiences => ("aud", json!([CLIENT, "another"])),
            Twist::Party => ("azp", json!("another")),
            Twist::Issuer => ("iss", json!("https://another.example")),
            // Beyond what clocks may differ.
            Twist::Expired => ("exp", json!(now - 61)),
            Twist::Future => ("iat", json!(now + 61)),
            Twist::AccessHash => ("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA")),
            Twist::NoSubject => ("sub", json!(" ")),
            _ => return claims,
        };
        claims[name] = value;
        claims
    }
}
