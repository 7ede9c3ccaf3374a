//! What stands around the pages: request ids, access log, time limit, panics, health, metrics.
//!
//! Logs carry no address of a visitor, no query and no header: nothing personal.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::Fault;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use portal::Site;
use store::Store;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LogSection};
use crate::failure::Failure;

/// No page takes that long; whoever waits longer is better told so.
const LONGEST_REQUEST: Duration = Duration::from_secs(20);
/// Nothing is uploaded to the public site.
const LARGEST_BODY: usize = 16 << 10;

/// The whole application: the public site, health and metrics.
pub fn app(site: Site, store: Store) -> Result<Router, Failure> {
    let health = Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .with_state(store)
        .route("/metrics", get(metrics_text))
        .with_state(recorder()?);
    Ok(around(portal::router(site).merge(health)))
}

/// What stands around the pages of a site.
pub fn around(router: Router) -> Router {
    // One layer of four: each `layer` of a router is a box around every route, made anew for each request.
    router.layer(
        ServiceBuilder::new()
            .layer(middleware::from_fn(observe))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
            .layer(TimeoutLayer::with_status_code(
                StatusCode::GATEWAY_TIMEOUT,
                LONGEST_REQUEST,
            )),
    )
}

/// The style and the icon that all screens share, for a listener without the public site.
pub fn shared_assets() -> Router {
    Router::new().route("/assets/{file}", get(ui::assets::serve))
}

/// Ready means: the database answers.
async fn ready(State(store): State<Store>) -> Response {
    let answered = store::read!(store, |tx| tx.find_setting("ready").await);
    match answered {
        Ok(_) => "ready\n".into_response(),
        Err(fault) => {
            tracing::error!(%fault, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "database does not answer\n",
            )
                .into_response()
        }
    }
}

async fn metrics_text(State(recorder): State<PrometheusHandle>) -> Response {
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], recorder.render()).into_response()
}

/// The recorder of this process: there can be only one.
fn recorder() -> Result<PrometheusHandle, Failure> {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    if let Some(recorder) = RECORDER.get() {
        return Ok(recorder.clone());
    }
    let recorder = PrometheusBuilder::new()
        .install_recorder()
        .map_err(|cause| Fault::caused("installing the metrics recorder", cause))?;
    Ok(RECORDER.get_or_init(|| recorder).clone())
}

/// Counts, times and logs each request under the pattern of its path, never under the path itself.
pub async fn observe(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().to_string();
    let pattern = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(none)".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let seconds = began.elapsed().as_secs_f64();
    metrics::counter!("http_requests_total", "method" => method.clone(), "path" => pattern.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("http_request_seconds", "path" => pattern.clone()).record(seconds);
    tracing::debug!(
        method,
        path = pattern,
        status,
        micros = seconds * 1e6,
        "request"
    );
    response
}

/// The answer where a request panicked; logged.
pub fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("(no words)");
    tracing::error!(said, "a request panicked");
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        [(header::CONTENT_TYPE, kind)],
        "系统出错，请稍后再试。\n",
    )
        .into_response()
}

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// Starts logging to standard error.
pub fn start_logging(section: &LogSection) -> Result<(), Failure> {
    let refused = || {
        Failure::bad_input(
            "config.log_level",
            format!("日志级别「{}」无效", section.level),
            "请改为 error、warn、info、debug、trace 之一，或 info,sqlx=warn 这样的过滤式",
        )
    };
    // The filter would take any word for the name of a module, and log nothing.
    let names_a_level = section
        .level
        .split(',')
        .any(|part| LEVELS.contains(&part.trim().to_lowercase().as_str()));
    if !names_a_level {
        return Err(refused());
    }
    let filter = EnvFilter::try_new(&section.level).map_err(|_| refused())?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // An earlier start in the same process (the demo, then the site) stays.
    let _ = match section.format {
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
        LogFormat::Text => builder.try_init(),
    };
    Ok(())
}
