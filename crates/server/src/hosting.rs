//! 集约化: several sites in one process, told by the host name of the request.
//!
//! Each site has its router, and all share store, kept pages, limits and clock. A host that nobody named is the main site's, so that the
//! address of a machine works. Without sites beside the main one nothing stands between listener and router.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::Response;
use kernel::{Moment, UnitId};
use portal::{Site, Subsite};
use publishing::subsites::{self, Declared};
use store::Store;
use tower::ServiceExt;

use crate::config::{Config, SubsiteSection, host_of};
use crate::failure::Failure;
use crate::listening;

/// The sites by host name, small and without a port.
pub type Hosts = HashMap<String, Router>;

/// The sites beside the main one by host name; the database learns of them.
///
/// # Errors
/// Where a unit or column that the configuration names is not there.
pub async fn open(config: &Config, main: &Site, now: Moment) -> Result<Hosts, Failure> {
    let mut hosts = Hosts::new();
    let declared = declare(&main.store, config, now).await?;
    for (section, Declared { unit, .. }) in config.subsites.iter().zip(declared) {
        let identity = section.identity(&config.site);
        for flaw in identity.flaws() {
            tracing::warn!(site = section.code, field = flaw.field, message = %flaw.message, "site identity");
        }
        let library = main.library.of_site(&section.columns, &section.names);
        let library = library.map_err(|cause| wrong(section, &cause.to_string()))?;
        let site = Site {
            identity: Arc::new(identity),
            library: Arc::new(library),
            subsite: Some(Subsite {
                code: section.code.clone(),
                unit,
            }),
            ..main.clone()
        };
        if let Some(host) = section.host() {
            hosts.insert(host, listening::around(portal::router(site)));
        }
    }
    Ok(hosts)
}

/// Has the database learn which sites the configuration names, in its order.
///
/// # Errors
/// Where a unit that the configuration names is not there.
pub async fn declare(
    store: &Store,
    config: &Config,
    now: Moment,
) -> Result<Vec<Declared>, Failure> {
    let mut declared = Vec::new();
    for section in &config.subsites {
        let identity = section.identity(&config.site);
        declared.push(Declared {
            code: section.code.clone(),
            unit: find_unit(store, section).await?,
            name: identity.name,
            base_url: identity.base_url,
        });
    }
    subsites::declare(store, &declared, now).await?;
    Ok(declared)
}

async fn find_unit(store: &Store, section: &SubsiteSection) -> Result<UnitId, Failure> {
    let found = store::read!(store, |tx| {
        store::directory::find_unit_by_code(tx, &section.unit).await
    });
    let found: Option<kernel::unit::Unit> = found?;
    let missing = || wrong(section, &format!("单位名录中没有代码“{}”", section.unit));
    found.map(|it| it.id).ok_or_else(missing)
}

fn wrong(section: &SubsiteSection, cause: &str) -> Failure {
    Failure::bad_input(
        "config.invalid",
        format!("配置项 subsites 中的“{}”有误：{cause}", section.code),
        "请改正；单位代码见 gongkai unit list，栏目代码见 gongkai config library",
    )
}

/// All sites as one application.
pub fn by_host(main: Router, hosts: Hosts) -> Router {
    if hosts.is_empty() {
        return main;
    }
    let all = Arc::new((main, hosts));
    Router::new().fallback(choose).with_state(all)
}

async fn choose(
    State(all): State<Arc<(Router, Hosts)>>,
    request: Request,
) -> Result<Response, Infallible> {
    let (main, hosts) = all.as_ref();
    let named = request
        .headers()
        .get(header::HOST)
        .and_then(|it| it.to_str().ok());
    let host = match request.uri().host() {
        Some(host) => Some(host.to_ascii_lowercase()),
        None => named.and_then(|it| host_of(&format!("http://{it}"))),
    };
    let site = host.and_then(|it| hosts.get(it.trim_end_matches('.')));
    site.unwrap_or(main).clone().oneshot(request).await
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::extract::Path;
    use axum::routing::get;

    use super::*;

    fn router(name: &'static str) -> Router {
        let answer = move |Path(word): Path<String>| async move { format!("{name} {word}") };
        Router::new().route("/{word}", get(answer))
    }

    async fn ask(app: &Router, (host, address): (Option<&str>, &str)) -> String {
        let mut request = Request::builder().uri(address);
        if let Some(host) = host {
            request = request.header(header::HOST, host);
        }
        let request = request.body(Body::empty()).unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        let bytes = to_bytes(response.into_body(), 100).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn the_host_name_tells_the_site_however_it_is_written() {
        let hosts = Hosts::from([("town.example".to_owned(), router("town"))]);
        let app = by_host(router("main"), hosts);
        for (host, address, wanted) in [
            (Some("town.example"), "/x", "town x"),
            (Some("TOWN.example:8080"), "/x", "town x"),
            (Some("town.example."), "/x", "town x"),
            (None, "http://town.example/x", "town x"),
            (Some("other.example"), "http://town.example/x", "town x"),
            (Some("www.example"), "/x", "main x"),
            (Some("town.example.evil"), "/x", "main x"),
            (Some("127.0.0.1:8080"), "/x", "main x"),
            (Some("not a host"), "/x", "main x"),
            (Some(""), "/x", "main x"),
            (None, "/x", "main x"),
        ] {
            assert_eq!(
                ask(&app, (host, address)).await,
                wanted,
                "{host:?} {address}"
            );
        }
    }
}
