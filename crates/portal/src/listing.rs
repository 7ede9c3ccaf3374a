//! The lists as data: what a file or an API page holds, the same words for both.
//!
//! View structs of their own: the names and forms here are published, those of the capability crates are not.

use jiff::civil::Date;
use kernel::{Fault, PageAsk};
use plans::queries::PlanLine;
use promises::model::{Origin, Standing};
use promises::queries::{PromiseFilter, PromiseLine, UnitScore};
use publishing::Library;
use publishing::public::{PublicLine, Scope, list_public};
use serde::Serialize;
use utoipa::ToSchema;

use crate::documents::scope::{self, SCOPE};
use crate::documents::view::DocumentView;
use crate::params::{BadParameter, PROMISE_FILTER, Params, bad, filter_query};
use crate::plans::list::year;
use crate::site::Site;
use crate::units::order::{ORDER, UnitOrder};

/// The names by which a part of a list is asked for.
const PAGING: [&str; 2] = ["after", "limit"];

/// What to do about a key that is none of a list's.
pub(crate) const NO_KEY: &str = "不是本站给出的翻页标记，请从第一页重新翻起";

/// Which list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Listing {
    /// Promises, narrowed.
    Promises(Box<PromiseFilter>),
    /// Plans, perhaps of one year.
    Plans(Option<i16>),
    /// Units with their scores, in an order.
    Units(UnitOrder),
    /// Public documents, narrowed.
    Documents(Box<Scope>),
}

/// With what eyes a list is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lens<'a> {
    /// What stands before the addresses of pages.
    pub base: &'a str,
    /// The day in China.
    pub today: Date,
    /// Names of columns and kinds.
    pub library: &'a Library,
}

/// One item of a list.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Item {
    /// A promise.
    Promise(Box<PromiseView>),
    /// A plan.
    Plan(PlanView),
    /// A unit.
    Unit(UnitView),
    /// A document.
    Document(Box<DocumentView>),
}

/// A promise (承诺).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PromiseView {
    /// Its id.
    pub id: String,
    /// What is owed, in a line.
    pub title: String,
    /// The unit that owes it.
    pub unit_id: String,
    /// That unit's name.
    pub unit_name: String,
    /// The plan it comes from.
    pub plan_id: Option<String>,
    /// The duty it comes from.
    pub duty_id: Option<String>,
    /// The catalogue item it comes from.
    pub catalogue_item_id: Option<String>,
    /// The document that it comes from: what its publication or repeal obliges to.
    pub document_id: Option<String>,
    /// What the public sought in vain and the office took up.
    pub demand_id: Option<String>,
    /// The period it is owed for, in words.
    pub period: Option<String>,
    /// The last day on which it is kept on time (Asia/Shanghai).
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    /// Whether the due day counts days for which no holiday notice was out.
    pub is_provisional: bool,
    /// `open`, `due_today`, `late`, `kept_on_time`, `kept_late`, `waived` or `void`, as of today.
    pub standing: &'static str,
    /// The same in Chinese.
    pub standing_label: &'static str,
    /// The day on which the information became public.
    #[schema(value_type = Option<String>, format = Date)]
    pub kept_on: Option<Date>,
    /// The page that shows it.
    pub page: String,
}

/// A plan (计划).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// 发文机关.
    pub issuer: Option<String>,
    /// 发文字号.
    pub doc_number: Option<String>,
    /// The year it covers.
    pub year: Option<i16>,
    /// 发布日期.
    #[schema(value_type = Option<String>, format = Date)]
    pub published_on: Option<Date>,
    /// How many duties it hands out.
    pub duty_count: u64,
    /// Promises kept by their due day.
    pub kept_on_time: u64,
    /// Promises kept after it.
    pub kept_late: u64,
    /// Promises owed and late today.
    pub late_now: u64,
    /// Promises owed and not late.
    pub open: u64,
    /// The page that shows it.
    pub page: String,
}

/// A unit (单位) with its score of this year.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnitView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Kept on time among all that had to be kept by today, in thousandths.
    pub on_time_permille: Option<u16>,
    /// Due this year and kept on time.
    pub kept_on_time: u64,
    /// Due this year and kept late.
    pub kept_late: u64,
    /// Owed and late today.
    pub late_now: u64,
    /// Owed, not late, and due within this month.
    pub due_this_month: u64,
    /// Owed and not late.
    pub open: u64,
    /// The page that shows it.
    pub page: String,
}

impl Listing {
    /// The promises that the parameters of a file or of the API ask for; unknown names are refused.
    pub fn promises(params: &Params) -> Result<Self, BadParameter> {
        let mut known = PROMISE_FILTER.to_vec();
        known.extend(PAGING);
        params.refuse_others(&known)?;
        Ok(Self::Promises(Box::new(params.promise_filter()?)))
    }

    /// The same for plans.
    pub fn plans(params: &Params) -> Result<Self, BadParameter> {
        params.refuse_others(&["year", "after", "limit"])?;
        Ok(Self::Plans(year(params)?))
    }

    /// The same for units.
    pub fn units(params: &Params) -> Result<Self, BadParameter> {
        params.refuse_others(&[ORDER, "after", "limit"])?;
        Ok(Self::Units(UnitOrder::of(params)?))
    }

    /// The same for documents.
    pub fn documents(params: &Params, site: &Site) -> Result<Self, BadParameter> {
        let mut known = SCOPE.to_vec();
        known.extend(PAGING);
        params.refuse_others(&known)?;
        let scope = scope::read(params, &site.library)?;
        Ok(Self::Documents(Box::new(site.own(scope))))
    }

    /// The part, if its key is one of this list's; another would look like a list without items.
    pub fn check_key(&self, part: PageAsk) -> Result<PageAsk, BadParameter> {
        let Some(key) = part.after.as_deref() else {
            return Ok(part);
        };
        let is_known = match self {
            Self::Promises(_) => promises::queries::page_key(key).is_some(),
            Self::Plans(_) => plans::queries::page_key(key).is_some(),
            Self::Units(order) => order.is_key(key),
            Self::Documents(_) => scope::is_key(key),
        };
        if is_known {
            Ok(part)
        } else {
            Err(bad("after", key, NO_KEY))
        }
    }

    /// The path of its page.
    pub fn path(&self) -> &'static str {
        match self {
            Self::Promises(_) => "/promises",
            Self::Plans(_) => "/plans",
            Self::Units(_) => "/units",
            Self::Documents(_) => "/documents",
        }
    }

    /// Its canonical query, without paging.
    pub fn query(&self) -> String {
        match self {
            Self::Promises(filter) => filter_query(filter),
            Self::Plans(year) => year.map(|it| format!("year={it}")).unwrap_or_default(),
            Self::Units(order) => order.query().to_owned(),
            Self::Documents(scope) => scope::query_of(scope),
        }
    }

    /// The heads of its columns, in Chinese, for people's spreadsheets.
    pub fn columns(&self) -> &'static [&'static str] {
        match self {
            Self::Promises(_) => &[
                "承诺编号",
                "承诺",
                "责任单位",
                "所属期间",
                "最迟公开日",
                "是否暂定",
                "状态",
                "公开日期",
                "计划编号",
                "网页",
            ],
            Self::Plans(_) => &[
                "计划编号",
                "标题",
                "发文机关",
                "发文字号",
                "年份",
                "发布日期",
                "任务数",
                "按期兑现",
                "逾期兑现",
                "已逾期",
                "待兑现",
                "网页",
            ],
            Self::Units(_) => &[
                "单位编号",
                "单位",
                "按期兑现率（千分比）",
                "按期兑现",
                "逾期兑现",
                "已逾期",
                "本月到期",
                "待兑现",
                "网页",
            ],
            Self::Documents(_) => DocumentView::HEADS,
        }
    }

    /// One page of it.
    pub async fn page(
        &self,
        tx: &mut store::Tx,
        ask: &PageAsk,
        lens: Lens<'_>,
    ) -> Result<Items, Fault> {
        let Lens { base, today, .. } = lens;
        Ok(match self {
            Self::Promises(filter) => {
                let page = promises::queries::list_promises(tx, filter, ask, today).await?;
                let item = |it: &PromiseLine| Item::Promise(Box::new(PromiseView::of(it, base)));
                Items {
                    items: page.items.iter().map(item).collect(),
                    next: page.next,
                }
            }
            Self::Plans(year) => {
                let page = plans::queries::list_plans(tx, *year, ask, today).await?;
                let item = |it: &PlanLine| Item::Plan(PlanView::of(it, base));
                Items {
                    items: page.items.iter().map(item).collect(),
                    next: page.next,
                }
            }
            Self::Units(order) => {
                let page = order.page(tx, ask, today).await?;
                let item = |it: &UnitScore| Item::Unit(UnitView::of(it, base));
                Items {
                    items: page.items.iter().map(item).collect(),
                    next: page.next,
                }
            }
            Self::Documents(scope) => {
                let page = list_public(tx, scope, ask).await?;
                let item = |it: &PublicLine| Item::Document(Box::new(DocumentView::of(it, lens)));
                Items {
                    items: page.items.iter().map(item).collect(),
                    next: page.next,
                }
            }
        })
    }
}

/// Items and the key of those after them.
#[derive(Debug, Default)]
pub(crate) struct Items {
    /// The items.
    pub items: Vec<Item>,
    /// The key; `None` at the end.
    pub next: Option<String>,
}

impl PromiseView {
    /// The view of a line.
    pub fn of(line: &PromiseLine, base: &str) -> Self {
        let (mut duty_id, mut catalogue_item_id) = (None, None);
        let (mut document_id, mut demand_id) = (None, None);
        match line.origin {
            Origin::Duty(id) => duty_id = Some(id.to_string()),
            Origin::CatalogueItem(id) => catalogue_item_id = Some(id.to_string()),
            Origin::Document(id) => document_id = Some(id.to_string()),
            Origin::Demand(id) => demand_id = Some(id.to_string()),
            Origin::Request(_) => {}
        }
        Self {
            id: line.id.to_string(),
            title: line.title.clone(),
            unit_id: line.unit_id.to_string(),
            unit_name: line.unit_name.clone(),
            plan_id: line.plan_id.map(|id| id.to_string()),
            duty_id,
            catalogue_item_id,
            document_id,
            demand_id,
            period: line.period_label.clone(),
            due_on: line.due_on,
            is_provisional: line.is_provisional,
            standing: Standing::code(line.standing),
            standing_label: Standing::label(line.standing),
            kept_on: line.kept_on,
            page: format!("{base}/promises/{}", line.id),
        }
    }
}

impl PlanView {
    fn of(line: &PlanLine, base: &str) -> Self {
        Self {
            id: line.id.to_string(),
            title: line.title.clone(),
            issuer: line.issuer.clone(),
            doc_number: line.doc_number.clone(),
            year: line.year,
            published_on: line.published_on,
            duty_count: line.duty_count,
            kept_on_time: line.counts.kept_on_time,
            kept_late: line.counts.kept_late,
            late_now: line.counts.late_now,
            open: line.counts.open,
            page: format!("{base}/plans/{}", line.id),
        }
    }
}

impl UnitView {
    fn of(score: &UnitScore, base: &str) -> Self {
        Self {
            id: score.unit_id.to_string(),
            name: score.unit_name.clone(),
            on_time_permille: score.on_time_permille(),
            kept_on_time: score.kept_on_time,
            kept_late: score.kept_late,
            late_now: score.late_now,
            due_this_month: score.due_this_month,
            open: score.open,
            page: format!("{base}/units/{}", score.unit_id),
        }
    }
}

impl Item {
    /// Its cells, in the order of [`Listing::columns`].
    pub fn cells(&self) -> Vec<String> {
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        let day = |it: &Option<Date>| it.map(|day| day.to_string()).unwrap_or_default();
        match self {
            Self::Promise(it) => vec![
                it.id.clone(),
                it.title.clone(),
                it.unit_name.clone(),
                text(&it.period),
                it.due_on.to_string(),
                if it.is_provisional { "是" } else { "否" }.to_owned(),
                it.standing_label.to_owned(),
                day(&it.kept_on),
                text(&it.plan_id),
                it.page.clone(),
            ],
            Self::Plan(it) => vec![
                it.id.clone(),
                it.title.clone(),
                text(&it.issuer),
                text(&it.doc_number),
                it.year.map(|year| year.to_string()).unwrap_or_default(),
                day(&it.published_on),
                it.duty_count.to_string(),
                it.kept_on_time.to_string(),
                it.kept_late.to_string(),
                it.late_now.to_string(),
                it.open.to_string(),
                it.page.clone(),
            ],
            Self::Unit(it) => vec![
                it.id.clone(),
                it.name.clone(),
                it.on_time_permille
                    .map(|it| it.to_string())
                    .unwrap_or_default(),
                it.kept_on_time.to_string(),
                it.kept_late.to_string(),
                it.late_now.to_string(),
                it.due_this_month.to_string(),
                it.open.to_string(),
                it.page.clone(),
            ],
            Self::Document(it) => it.cells(),
        }
    }
}
