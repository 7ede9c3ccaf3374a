//! The site map for people, `sitemap.xml` and `robots.txt` for machines.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Date, Fault, Page, PageAsk};
use plans::queries::{PlanLine, list_plans};
use promises::queries::{UnitScore, list_unit_scores};
use publishing::public::{PublicLine, Scope, list_public};
use ui::markup::push_escaped;
use ui::{Frame, Variant};

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::library::{PLATFORM, path_of};
use crate::requests::statistics::STATISTICS;
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// Plans, units and documents that the maps name; the lists lead to the rest.
const MOST: u32 = 100;

#[derive(Template)]
#[template(path = "about/sitemap.html")]
struct SitemapPage {
    frame: Frame,
    /// Columns of the library: where they are and what they are called.
    library: Vec<(String, String)>,
    plans: Page<PlanLine>,
    units: Page<UnitScore>,
}

/// The map for people.
pub(crate) async fn page(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    site.serve(&ask, "/sitemap", |today| map(&site, &ask, today))
        .await
}

async fn map(site: &Site, ask: &Ask, today: Date) -> Result<Fresh, Snag> {
    let Read { plans, units, .. } = read(site, today).await?;
    let head = Head::new("站点地图", &columns::SITEMAP, "/sitemap");
    let page = SitemapPage {
        frame: site.frame(ask.variant, head, today),
        library: library_of(site),
        plans,
        units,
    };
    Fresh::page(&page, vec![tags::lists(), tags::directory()])
}

/// `sitemap.xml`: columns, plans, units and the newest documents in both scripts.
pub(crate) async fn index(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    site.serve(&ask, "/sitemap.xml", |today| xml(&site, today))
        .await
}

async fn xml(site: &Site, today: Date) -> Result<Fresh, Snag> {
    let Read {
        plans,
        units,
        documents,
    } = read(site, today).await?;
    let mut paths: Vec<String> = site.columns().iter().map(|it| it.path.to_owned()).collect();
    if site.subsite.is_none() {
        paths.push("/documents".to_owned());
        paths.push(STATISTICS.to_owned());
    }
    paths.extend(library_of(site).into_iter().map(|(path, _)| path));
    let newest = documents.items.iter();
    paths.extend(newest.map(|it| format!("/documents/{}", it.id)));
    paths.extend(plans.items.iter().map(|it| format!("/plans/{}", it.id)));
    paths.extend(
        units
            .items
            .iter()
            .map(|it| format!("/units/{}", it.unit_id)),
    );
    Ok(Fresh {
        content_type: "application/xml; charset=utf-8",
        body: urlset(&site.identity.base_url, &paths),
        tags: vec![tags::lists(), tags::documents(), tags::directory()],
    })
}

/// `robots.txt`: everything may be read; 适老版 and terminals repeat the standard pages.
pub(crate) async fn robots(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let body = format!(
        "User-agent: *\nDisallow: /elder/\nDisallow: /hant/elder/\nDisallow: /kiosk/\nDisallow: /hant/kiosk/\n\nSitemap: {}/sitemap.xml\n",
        site.identity.base_url
    );
    let fresh = Fresh {
        content_type: "text/plain; charset=utf-8",
        body,
        tags: Vec::new(),
    };
    site.serve(&ask, "/robots.txt", |_| std::future::ready(Ok(fresh)))
        .await
}

/// The library's columns but the one whose page the navigation names.
fn library_of(site: &Site) -> Vec<(String, String)> {
    let columns = site.library.listed();
    columns
        .filter(|it| it.code != PLATFORM)
        .map(|it| (path_of(&it.code), it.name.clone()))
        .collect()
}

struct Read {
    plans: Page<PlanLine>,
    units: Page<UnitScore>,
    documents: Page<PublicLine>,
}

async fn read(site: &Site, today: Date) -> Result<Read, Snag> {
    Ok(store::read!(site.store, |tx| read_lists(tx, site, today).await)?)
}

async fn read_lists(tx: &mut store::Tx, site: &Site, today: Date) -> Result<Read, Fault> {
    let ask = PageAsk::first(MOST);
    let documents = list_public(tx, &site.own(Scope::default()), &ask).await?;
    if site.subsite.is_some() {
        // Plans and units are the platform's.
        return Ok(Read {
            documents,
            plans: Page::of(Vec::new(), &ask, |_| String::new()),
            units: Page::of(Vec::new(), &ask, |_| String::new()),
        });
    }
    let plans = list_plans(tx, None, &ask, today).await?;
    let units = list_unit_scores(tx, &ask, today).await?;
    Ok(Read {
        plans,
        units,
        documents,
    })
}

fn urlset(base: &str, paths: &[String]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let scripts = [Variant::ALL[0], Variant::ALL[2]];
    for path in paths {
        for variant in scripts {
            out.push_str("<url><loc>");
            push_escaped(&mut out, &format!("{base}{}", variant.address(path)));
            out.push_str("</loc></url>\n");
        }
    }
    out.push_str("</urlset>\n");
    out
}
