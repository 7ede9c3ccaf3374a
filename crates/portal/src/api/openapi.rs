//! The OpenAPI 3.1 description of the API, made from the code that answers.

use std::sync::Arc;
use std::sync::LazyLock;

use axum::extract::State;
use axum::response::Response;
use ui::{CachedPage, Wish};
use utoipa::OpenApi;

use super::lists::JSON;
use crate::site::Site;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "政务公开承诺开放接口",
        version = "1.0.0",
        description = "承诺、计划、单位和公开信息的只读数据。列表按标记翻页：取 next 的地址即为下一页。日期为北京时间的日历日。问题按 RFC 9457 返回。"
    ),
    paths(
        super::lists::promises,
        super::lists::plans,
        super::lists::units,
        super::promise::show,
        super::lists::documents,
        super::document::show,
        super::gathered::show,
        super::answers::show,
        crate::requests::statistics::data::api
    ),
    tags(
        (name = "promises", description = "承诺：某单位最迟某日应公开某内容"),
        (name = "plans", description = "工作计划"),
        (name = "units", description = "责任单位及今年的履行情况"),
        (name = "documents", description = "公开的信息：正文、版次、效力、附件"),
        (name = "answers", description = "问答：以现行有效文件的原文回答问题"),
        (name = "requests", description = "依申请公开统计：收到、答复、结果和用时")
    )
)]
struct Api;

static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    Api::openapi()
        .to_pretty_json()
        .expect("a description made of texts is always JSON")
});

/// The description as JSON; generated docs print it.
pub fn document() -> &'static str {
    &DOCUMENT
}

/// Serves it.
pub(crate) async fn show(State(site): State<Arc<Site>>, wish: Wish) -> Response {
    let page = CachedPage::new(
        JSON,
        document().to_owned(),
        (site.cache.ticket(), Vec::new()),
    );
    ui::reply::reply(&page, &wish)
}
