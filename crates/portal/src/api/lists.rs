//! `/api/v1/promises`, `/api/v1/plans`, `/api/v1/units`, `/api/v1/documents`: lists, paged by key.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use kernel::Fault;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::ask::Ask;
use crate::documents::view::DocumentView;
use crate::error::{Problem, Snag};
use crate::listing::{Item, Listing, PlanView, PromiseView, UnitView};
use crate::params::{Limit, and, with_query};
use crate::serve::Fresh;
use crate::site::Site;
use crate::tags;

/// The media type of the API's answers.
pub(crate) const JSON: &str = "application/json; charset=utf-8";

const CHOSEN: Limit = Limit::Chosen { unless_given: 50 };

/// A page of a list.
#[derive(Serialize)]
struct ApiPage {
    items: Vec<Item>,
    /// Address of the next page; null at the end.
    next: Option<String>,
}

/// A page of promises.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(crate) struct PromisePage {
    items: Vec<PromiseView>,
    /// Address of the next page; null at the end.
    next: Option<String>,
}

/// A page of plans.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(crate) struct PlanPage {
    items: Vec<PlanView>,
    /// Address of the next page; null at the end.
    next: Option<String>,
}

/// A page of units.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(crate) struct UnitPage {
    items: Vec<UnitView>,
    /// Address of the next page; null at the end.
    next: Option<String>,
}

/// A page of documents.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(crate) struct DocumentPage {
    items: Vec<DocumentView>,
    /// Address of the next page; null at the end.
    next: Option<String>,
}

/// What part of a list is wanted; every list takes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is wanted")]
struct Paging {
    /// 翻页标记，取自上一页的 next
    after: Option<String>,
    /// 每页条数，1至200，默认50
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Promises by due day.
#[utoipa::path(
    get, path = "/api/v1/promises", operation_id = "listPromises", tag = "promises",
    params(
        ("unit" = Option<String>, Query, description = "责任单位编号"),
        ("plan" = Option<String>, Query, description = "计划编号"),
        ("duty" = Option<String>, Query, description = "任务编号"),
        ("standing" = Option<String>, Query, description = "状态：open、due_today、late、kept_on_time、kept_late、waived、void"),
        ("due_from" = Option<String>, Query, description = "最迟公开日不早于，YYYY-MM-DD"),
        ("due_through" = Option<String>, Query, description = "最迟公开日不晚于，YYYY-MM-DD"),
        Paging,
    ),
    responses(
        (status = 200, description = "一页承诺", body = PromisePage),
        (status = 400, description = "参数有误", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn promises(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let listing = Listing::promises(&ask.params);
    answer(&site, &ask, listing.map_err(Snag::from)).await
}

/// Plans, newest first.
#[utoipa::path(
    get, path = "/api/v1/plans", operation_id = "listPlans", tag = "plans",
    params(
        ("year" = Option<i16>, Query, description = "年份"),
        Paging,
    ),
    responses(
        (status = 200, description = "一页计划", body = PlanPage),
        (status = 400, description = "参数有误", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn plans(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let listing = Listing::plans(&ask.params);
    answer(&site, &ask, listing.map_err(Snag::from)).await
}

/// Units with this year's scores, in a fixed order that is no ranking unless `order` asks for another.
#[utoipa::path(
    get, path = "/api/v1/units", operation_id = "listUnits", tag = "units",
    params(
        ("order" = Option<String>, Query, description = "late：逾期多的在前；不写则为固定次序，不排名次"),
        Paging,
    ),
    responses(
        (status = 200, description = "一页单位", body = UnitPage),
        (status = 400, description = "参数有误", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn units(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let listing = Listing::units(&ask.params);
    answer(&site, &ask, listing.map_err(Snag::from)).await
}

/// Public documents, newest first.
#[utoipa::path(
    get, path = "/api/v1/documents", operation_id = "listDocuments", tag = "documents",
    params(
        ("column" = Option<String>, Query, description = "栏目代码"),
        ("unit" = Option<String>, Query, description = "发布机关编号"),
        ("kind" = Option<String>, Query, description = "种类代码"),
        ("theme" = Option<String>, Query, description = "主题分类名称，如：财政、金融、审计"),
        ("year" = Option<i16>, Query, description = "公开年份：所示版次公开的那一年"),
        ("validity" = Option<String>, Query, description = "今天的效力：in_force 有效、not_yet 尚未施行、amended 已修改、partly_repealed 部分失效、expired 已失效、repealed 已废止；不论效力的种类不在其中"),
        Paging,
    ),
    responses(
        (status = 200, description = "一页公开的信息", body = DocumentPage),
        (status = 400, description = "参数有误", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn documents(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let listing = Listing::documents(&ask.params, &site);
    answer(&site, &ask, listing.map_err(Snag::from)).await
}

async fn answer(site: &Site, ask: &Ask, listing: Result<Listing, Snag>) -> Response {
    let wanted = listing.and_then(|listing| {
        let part = listing.check_key(ask.params.page(CHOSEN)?)?;
        Ok((listing, part))
    });
    let (listing, part) = match wanted {
        Ok(wanted) => wanted,
        Err(snag) => return site.trouble(ask, snag),
    };
    let path = format!("/api/v1{}", listing.path());
    let query = and(&listing.query(), "limit", &part.limit.to_string());
    let full = match &part.after {
        Some(key) => and(&query, "after", key),
        None => query.clone(),
    };
    let base = site.identity.base_url.as_str();
    site.serve(ask, &with_query(&path, &full), |today| async move {
        let page = store::read!(site.store, |tx| listing
            .page(tx, &part, site.lens(today))
            .await)?;
        let next = page
            .next
            .map(|key| format!("{base}{}", with_query(&path, &and(&query, "after", &key))));
        let page = ApiPage {
            items: page.items,
            next,
        };
        Ok(Fresh {
            content_type: JSON,
            body: serde_json::to_string(&page)
                .map_err(|cause| Fault::caused("writing a list as JSON", cause))?,
            tags: vec![tags::lists(), tags::documents(), tags::directory()],
        })
    })
    .await
}
