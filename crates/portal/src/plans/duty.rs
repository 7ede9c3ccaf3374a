//! One duty: its words, who answers for it, what sets its deadlines, and its promises.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Date, DutyId, Fault, Page, PageAsk};
use plans::queries::{self, DutyDetail, PlanLine};
use promises::queries::{PromiseFilter, PromiseLine, list_promises};
use ui::Frame;

use super::mention::Mention;
use super::show::all_promises;
use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::params::filter_query;
use crate::parts::{Pager, PromiseRow};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// Promises that the page shows; the rest is a list away.
const SHOWN: u32 = 40;

#[derive(Template)]
#[template(path = "plans/duty.html")]
struct DutyPage {
    frame: Frame,
    duty: DutyDetail,
    plan: PlanLine,
    lines: Vec<String>,
    label: String,
    lead: Vec<Mention>,
    support: Vec<Mention>,
    cadence: Vec<&'static str>,
    promises: u64,
    rows: Vec<PromiseRow>,
    caption: &'static str,
    pager: Pager,
}

/// Shows it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    let Ok(id) = id.parse::<DutyId>() else {
        return site.trouble(&ask, Snag::Missing("任务"));
    };
    let path = format!("/duties/{id}");
    site.serve(&ask, &path, |today| page(&site, &ask, id, today))
        .await
}

async fn page(site: &Site, ask: &Ask, id: DutyId, today: Date) -> Result<Fresh, Snag> {
    let found = store::read!(site.store, |tx| read(tx, id, today).await)?;
    let Some((duty, plan, promises)) = found else {
        return Err(Snag::Missing("任务"));
    };
    let title = match duty.heading.is_empty() {
        true => format!("任务{}", duty.ordinal),
        false => duty.heading.clone(),
    };
    let head = Head::new(title, &columns::PLANS, &format!("/duties/{id}"))
        .under("计划", "/plans")
        .under(plan.title.clone(), format!("/plans/{}", plan.id));
    let frame = site.frame(ask.variant, head, today);
    let query = filter_query(&of_duty(id));
    let tags = vec![
        tags::one("duty", id),
        tags::one("plan", duty.plan_id),
        tags::lists(),
        tags::directory(),
    ];
    let page = DutyPage {
        lines: duty.text.lines().map(str::to_owned).collect(),
        label: duty.section.join(" › "),
        lead: Mention::all(&duty.lead, &frame),
        support: Mention::all(&duty.support, &frame),
        cadence: duty.cadence.iter().map(|code| cadence(code)).collect(),
        promises: all_promises(&duty),
        rows: PromiseRow::all(&promises.items, &frame),
        caption: "这项任务的承诺，按最迟公开日排列",
        pager: Pager::of(&promises, true, (&frame, "/promises", &query)),
        plan,
        duty,
        frame,
    };
    Fresh::page(&page, tags)
}

fn of_duty(id: DutyId) -> PromiseFilter {
    PromiseFilter {
        duty: Some(id),
        ..PromiseFilter::default()
    }
}

type Read = Option<(DutyDetail, PlanLine, Page<PromiseLine>)>;

async fn read(tx: &mut store::Tx, id: DutyId, today: Date) -> Result<Read, Fault> {
    let Some(duty) = queries::find_duty(tx, id, today).await? else {
        return Ok(None);
    };
    let Some(plan) = queries::find_plan_line(tx, duty.plan_id, today).await? else {
        return Ok(None);
    };
    let promises = list_promises(tx, &of_duty(id), &PageAsk::first(SHOWN), today).await?;
    Ok(Some((duty, plan, promises)))
}

/// A cadence in words.
fn cadence(code: &str) -> &'static str {
    match code {
        "weekly" => "每周",
        "monthly" => "每月",
        "quarterly" => "每季度",
        "yearly" => "每年",
        _ => "定期",
    }
}
