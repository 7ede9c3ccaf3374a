//! Asking the site without a network.

use std::collections::HashMap;
use std::io::Read;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderName, Request};
use calendar::Calendar;
use kernel::Moment;
use portal::{Site, router};
use testkit::TestSite;
use tower::ServiceExt;
use ui::PageCache;

use crate::city;

/// Where the site believes it stands.
pub const BASE: &str = "https://www.qingshui.example";

/// The site of a test.
pub struct Portal {
    /// Its parts.
    pub site: Site,
    router: Router,
    now: Arc<Mutex<Moment>>,
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body as text; empty where it is compressed.
    pub body: String,
    headers: HashMap<String, String>,
    bytes: Vec<u8>,
}

impl Portal {
    /// The site over the made-up county.
    pub async fn over(test: &TestSite) -> Self {
        city::build(&test.store, &test.calendar, test.now).await;
        let now = Arc::new(Mutex::new(test.now));
        let clock = Arc::clone(&now);
        let site = Site {
            store: test.store.clone(),
            calendar: Arc::new(Calendar::national),
            identity: city::identity(BASE),
            clock: Arc::new(move || *clock.lock().unwrap()),
            subsite: None,
            finder: search::Finder::default(),
            vain: answers::Vain::default(),
            subscribing: None,
            requesting: None,
            rewording: None,
            gate: None,
            cache: PageCache::new(16_000_000),
            library: Arc::new(publishing::Library::built_in()),
        };
        Self {
            router: router(site.clone()),
            site,
            now,
        }
    }

    /// A site beside this one, with the same store and kept pages.
    pub fn beside(&self, change: impl FnOnce(&mut Site)) -> Self {
        let mut site = self.site.clone();
        change(&mut site);
        Self {
            router: router(site.clone()),
            site,
            now: Arc::clone(&self.now),
        }
    }

    /// Moves the clock.
    pub fn set_clock(&mut self, at: &str) {
        *self.now.lock().unwrap() = Moment::parse(at).unwrap();
    }

    /// Asks plainly.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(path, &[]).await
    }

    /// Asks with headers.
    pub async fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer(request.body(Body::empty()).unwrap()).await
    }

    /// Asks with headers by another method.
    pub async fn ask_by(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer(request.body(Body::empty()).unwrap()).await
    }

    /// Whether an answer ends before it is whole.
    pub async fn is_cut_short(&self, path: &str) -> bool {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        to_bytes(response.into_body(), 10_000_000).await.is_err()
    }

    /// Asks by another method, with nothing in hand.
    pub async fn send(&self, method: &str, path: &str) -> Answer {
        let request = Request::builder().method(method).uri(path);
        self.answer(request.body(Body::empty()).unwrap()).await
    }

    /// Hands a form in, with headers.
    pub async fn post(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = form(path, fields);
        for (name, value) in headers {
            let (name, value) = (name.parse::<HeaderName>(), value.parse());
            request.headers_mut().insert(name.unwrap(), value.unwrap());
        }
        self.answer(request).await
    }

    /// Hands a form in from an address.
    pub async fn post_from(&self, peer: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut request = form(path, fields);
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        self.answer(request).await
    }

    async fn answer(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let bytes = to_bytes(response.into_body(), 10_000_000)
            .await
            .unwrap()
            .to_vec();
        Answer {
            status,
            body: String::from_utf8(bytes.clone()).unwrap_or_default(),
            headers,
            bytes,
        }
    }

    /// Asks for JSON.
    pub async fn json(&self, path: &str) -> serde_json::Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    /// The first item of a list.
    pub async fn first(&self, path: &str) -> serde_json::Value {
        self.json(path).await["items"][0].clone()
    }
}

/// A form as browsers send it.
fn form(path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let encoded = |text: &str| -> String {
        text.bytes()
            .map(|it| match it.is_ascii_alphanumeric() {
                true => char::from(it).to_string(),
                false => format!("%{it:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(pairs.join("&")))
        .unwrap()
}

impl Answer {
    /// A header, or nothing.
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).cloned().unwrap_or_default()
    }

    /// The body as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The body, decompressed.
    pub fn unzipped(&self) -> String {
        let mut text = String::new();
        flate2::read::GzDecoder::new(&self.bytes[..])
            .read_to_string(&mut text)
            .unwrap();
        text
    }
}
