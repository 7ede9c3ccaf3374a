//! The figures of requests as JSON and as CSV, a year each.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use kernel::{Date, Fault};
use requests::report::{Band, Ending};
use serde::Serialize;
use ui::csv::{BYTE_ORDER_MARK, push_row};
use utoipa::ToSchema;

use super::view::{plain, rows_of};
use super::{Counted, STATISTICS, count, query_of, shown, year_of};
use crate::api::lists::JSON;
use crate::ask::Ask;
use crate::error::{Problem, Snag};
use crate::params::with_query;
use crate::serve::{Fresh, FreshFile};
use crate::site::Site;

/// Units of one answer at most; whoever has more finds them on the pages.
const MOST_UNITS: usize = 2_000;

/// The figures of a year.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatisticsRecord {
    /// The year.
    pub year: i16,
    /// The years that can be asked for, the newest first.
    pub years: Vec<i16>,
    /// The first day that counts.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day that counts.
    #[schema(value_type = String, format = Date)]
    pub through: Date,
    /// Requests received.
    pub received: u64,
    /// Requests answered, whenever they were received.
    pub answered: u64,
    /// Of these, on time.
    pub answered_on_time: u64,
    /// Not answered at the end of the last day; null for years that are over.
    pub waiting: Option<u64>,
    /// Of these, past their due day.
    pub waiting_late: Option<u64>,
    /// Within so many working days half of the answers left; null where there is none.
    pub median_workdays: Option<u32>,
    /// Answers by working days from receipt to answer.
    pub workdays: Vec<CountRecord>,
    /// How requests ended.
    pub endings: Vec<EndingRecord>,
    /// By unit, without the units below it; the most received first.
    pub units: Vec<UnitRecord>,
}

/// A number with its name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountRecord {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub label: String,
    /// How many.
    pub count: u64,
}

/// A way of ending.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EndingRecord {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub label: &'static str,
    /// How many.
    pub count: u64,
    /// By grounds, as table 3 of the annual report has them; those with nothing are left out.
    pub grounds: Vec<CountRecord>,
}

/// A unit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnitRecord {
    /// Its id.
    pub unit_id: String,
    /// Its name.
    pub name: String,
    /// Requests received.
    pub received: u64,
    /// Requests answered.
    pub answered: u64,
    /// Of these, on time.
    pub answered_on_time: u64,
}

impl StatisticsRecord {
    fn of(counted: &Counted) -> Self {
        let it = &counted.figures;
        let band = |band: &Band| CountRecord {
            code: band.code(),
            label: band.label().to_owned(),
            count: it.days.of(*band),
        };
        let ending = |ending: &Ending| EndingRecord {
            code: ending.code(),
            label: ending.label(),
            count: it.of(*ending),
            grounds: it
                .ended
                .iter()
                .filter(|(row, _)| Ending::of(*row) == Some(*ending))
                .map(|(row, count)| CountRecord {
                    code: row.code(),
                    label: plain(row.label()),
                    count: *count,
                })
                .collect(),
        };
        let units = counted.units.iter().take(MOST_UNITS);
        Self {
            year: counted.year,
            years: counted.years.clone(),
            from: it.from,
            through: it.through,
            received: it.received,
            answered: it.answered,
            answered_on_time: it.on_time,
            waiting: it.waiting.map(|it| it.all),
            waiting_late: it.waiting.map(|it| it.late),
            median_workdays: it.days.median(),
            workdays: Band::ALL.iter().map(band).collect(),
            endings: Ending::ALL.iter().map(ending).collect(),
            units: units
                .map(|it| UnitRecord {
                    unit_id: it.count.unit.to_string(),
                    name: it.name.clone(),
                    received: it.count.received,
                    answered: it.count.answered,
                    answered_on_time: it.count.on_time,
                })
                .collect(),
        }
    }
}

/// The figures of requests in a year.
#[utoipa::path(
    get, path = "/api/v1/requests/statistics", operation_id = "getRequestStatistics", tag = "requests",
    params(("year" = Option<i16>, Query, description = "年份，不写则为最新一年")),
    responses(
        (status = 200, description = "一年的统计，截至昨天", body = StatisticsRecord),
        (status = 400, description = "参数有误", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn api(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    answer(&site, &ask, "/api/v1/requests/statistics").await
}

/// `/requests/statistics.json`.
pub(crate) async fn json(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    answer(&site, &ask, "/requests/statistics.json").await
}

/// The year of an address that takes nothing else.
fn strict_year_of(ask: &Ask) -> Result<Option<i16>, Snag> {
    ask.params.refuse_others(&["year"])?;
    year_of(&ask.params)
}

async fn answer(site: &Site, ask: &Ask, path: &str) -> Response {
    let asked = match strict_year_of(ask) {
        Ok(asked) => asked,
        Err(snag) => return site.trouble(ask, snag),
    };
    let key = with_query(path, &query_of(asked));
    site.serve(ask, &key, |today| async move {
        let counted = count(site, asked, today).await?;
        Ok(Fresh {
            content_type: JSON,
            body: serde_json::to_string(&StatisticsRecord::of(&counted))
                .map_err(|cause| Fault::caused("writing figures as JSON", cause))?,
            tags: shown(),
        })
    })
    .await
}

/// `/requests/statistics.csv`: a line for each number.
pub(crate) async fn csv(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let asked = match strict_year_of(&ask) {
        Ok(asked) => asked,
        Err(snag) => return site.trouble(&ask, snag),
    };
    let key = with_query(&format!("{STATISTICS}.csv"), &query_of(asked));
    site.serve_file(&ask, &key, async |today| {
        let counted = count(&site, asked, today).await?;
        let name = format!("requests-{}.csv", counted.year);
        Ok(FreshFile {
            content_type: "text/csv; charset=utf-8",
            disposition: format!("attachment; filename=\"{name}\""),
            bytes: lines_of(&counted).into_bytes(),
            tags: shown(),
        })
    })
    .await
}

fn lines_of(counted: &Counted) -> String {
    let it = &counted.figures;
    let mut out = String::from(BYTE_ORDER_MARK);
    let heads = ["年份", "截至", "分类", "项目", "指标", "数量"];
    push_row(&mut out, heads.map(str::to_owned));
    let (year, through) = (counted.year.to_string(), it.through.to_string());
    let mut line = |table: &str, what: &str, measure: &str, count: String| {
        let cells = [&year, &through, table, what, measure, &count];
        push_row(&mut out, cells.map(str::to_owned));
    };
    line("总体", "全部申请", "收到（件）", it.received.to_string());
    line("总体", "全部申请", "答复（件）", it.answered.to_string());
    line("总体", "全部申请", "按期答复（件）", it.on_time.to_string());
    if let Some(waiting) = it.waiting {
        line(
            "总体",
            "全部申请",
            "尚未答复（件）",
            waiting.all.to_string(),
        );
        line(
            "总体",
            "全部申请",
            "已超过期限（件）",
            waiting.late.to_string(),
        );
    }
    if let Some(median) = it.days.median() {
        line(
            "总体",
            "全部申请",
            "答复用时的中位数（工作日）",
            median.to_string(),
        );
    }
    for ending in Ending::ALL {
        line(
            "办理结果",
            ending.label(),
            "办结（件）",
            it.of(*ending).to_string(),
        );
    }
    for (_, words, count) in rows_of(it) {
        line(
            "办理结果的具体情形",
            &words,
            "办结（件）",
            count.to_string(),
        );
    }
    for band in Band::ALL {
        line(
            "答复用时",
            band.label(),
            "答复（件）",
            it.days.of(*band).to_string(),
        );
    }
    for unit in counted.units.iter().take(MOST_UNITS) {
        let count = unit.count;
        line("单位", &unit.name, "收到（件）", count.received.to_string());
        line("单位", &unit.name, "答复（件）", count.answered.to_string());
        line(
            "单位",
            &unit.name,
            "按期答复（件）",
            count.on_time.to_string(),
        );
    }
    out
}
