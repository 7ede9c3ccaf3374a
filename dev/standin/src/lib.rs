//! A small server in the place of a search engine, for tests: it speaks the part of OpenSearch's protocol that `search::outside` uses, and refuses the rest.
//!
//! It is none: everything is in memory, a search looks at every document, scores are near those of Lucene and not the same. It was written from the public
//! reference of the REST interface, not compared with a running engine. It is strict where an engine is: an unknown parameter, clause or field is an error,
//! what was written shows after a refresh, and nothing is made that was not asked for.

mod clause;
mod indexes;
mod requests;
mod searching;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use serde_json::{Value, json};

use indexes::Indexes;

/// Something that goes wrong with the next request.
#[derive(Debug, Clone)]
pub enum Trouble {
    /// It is answered with this status and nothing else.
    Status(u16),
    /// It is answered so much later.
    Slow(Duration),
    /// It is answered with a text that is no JSON.
    Garbage,
    /// Of a batch this many documents are refused for want of time (429), the first ones.
    FullQueue(usize),
}

/// The server, as tests hold it.
#[derive(Debug, Clone)]
pub struct Standin {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    indexes: Mutex<Indexes>,
    troubles: Mutex<VecDeque<(&'static str, Trouble)>>,
    heard: Mutex<Vec<String>>,
    login: Mutex<Option<String>>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Standin {
    /// Listens on a free port of the own machine, as long as the runtime lives.
    ///
    /// # Panics
    /// Where no port is free.
    pub async fn listen() -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free port");
        let standin = Self {
            address: listener.local_addr().expect("a bound port"),
            shared: Arc::default(),
        };
        let app = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&standin.shared));
        tokio::spawn(async move { axum::serve(listener, app).await });
        standin
    }

    /// Its base address.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Wants user and password from now on.
    pub fn want_login(&self, user: &str, password: &str) {
        let pair = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        *lock(&self.shared.login) = Some(format!("Basic {pair}"));
    }

    /// The next requests whose path ends so go wrong, one after the other.
    pub fn trouble(&self, path: &'static str, troubles: impl IntoIterator<Item = Trouble>) {
        lock(&self.shared.troubles).extend(troubles.into_iter().map(|it| (path, it)));
    }

    /// Whatever is asked goes wrong from now on, until [`Self::recover`].
    pub fn fall_ill(&self) {
        self.trouble("", std::iter::repeat_n(Trouble::Status(503), 100_000));
    }

    /// Nothing goes wrong any more.
    pub fn recover(&self) {
        lock(&self.shared.troubles).clear();
    }

    /// Whether all troubles have happened.
    pub fn is_well(&self) -> bool {
        lock(&self.shared.troubles).is_empty()
    }

    /// The requests since it was asked last, as `POST /index/_search`.
    pub fn heard(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.shared.heard))
    }

    /// The names of its indexes.
    pub fn index_names(&self) -> Vec<String> {
        lock(&self.shared.indexes).names()
    }

    /// Deletes an index, as an operator does.
    pub fn delete_index(&self, name: &str) {
        lock(&self.shared.indexes).delete(name);
    }

    /// Asks it without a network.
    pub fn ask(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let text = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        lock(&self.shared.indexes).answer(method, path, &text)
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts
        .uri
        .path_and_query()
        .map_or("/", |it| it.as_str())
        .to_owned();
    lock(&shared.heard).push(format!("{} {path}", parts.method));
    let given = parts
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|it| it.to_str().ok());
    if lock(&shared.login)
        .as_deref()
        .is_some_and(|it| Some(it) != given)
    {
        return reply(401, "Unauthorized".to_owned());
    }
    let body = to_bytes(body, 100 << 20).await.unwrap_or_default();
    let mut refused = 0;
    match next_trouble(&shared, parts.uri.path()) {
        Some(Trouble::Status(status)) => {
            return reply(status, error(status, "made_up_exception").to_string());
        }
        Some(Trouble::Garbage) => return reply(200, "<html>".to_owned()),
        Some(Trouble::Slow(time)) => tokio::time::sleep(time).await,
        Some(Trouble::FullQueue(documents)) => refused = documents,
        None => {}
    }
    let text = String::from_utf8_lossy(&body);
    let mut indexes = lock(&shared.indexes);
    indexes.refuse_next(refused);
    let (status, body) = indexes.answer(parts.method.as_str(), &path, &text);
    reply(status, body.to_string())
}

fn next_trouble(shared: &Shared, path: &str) -> Option<Trouble> {
    let mut troubles = lock(&shared.troubles);
    let is_next = troubles.front().is_some_and(|it| path.ends_with(it.0));
    is_next
        .then(|| troubles.pop_front())
        .flatten()
        .map(|it| it.1)
}

fn reply(status: u16, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// An error as an engine words it.
fn error(status: u16, kind: &str) -> Value {
    json!({ "error": { "root_cause": [{ "type": kind }], "type": kind, "reason": "made up" }, "status": status })
}
