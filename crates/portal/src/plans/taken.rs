//! What became of a superior's plan (省 → 市 → 县): which of its duties the own plan takes over, which not and why, and what the
//! own plan adds. Only what an officer has decided is shown as decided.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Date, Fault, PlanId};
use plans::link::{Comparison, DutyBrief, find_comparison};
use plans::queries::{PlanLine, find_plan_line};
use ui::Frame;

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

#[derive(Template)]
#[template(path = "plans/taken.html")]
struct TakenPage {
    frame: Frame,
    own: PlanLine,
    superior: PlanLine,
    rows: Vec<Row>,
    added: Vec<Named>,
    taken: usize,
    not_taken: usize,
    open: usize,
}

/// One of the superior's duties.
struct Row {
    duty: Named,
    state: &'static str,
    by: Vec<Named>,
    why_not: Option<String>,
}

/// A duty with its address.
struct Named {
    number: u32,
    words: String,
    href: String,
}

impl Named {
    fn of(it: &DutyBrief, frame: &Frame) -> Self {
        let words = if it.heading.is_empty() {
            &it.text
        } else {
            &it.heading
        };
        Self {
            number: it.ordinal,
            words: words.chars().take(60).collect(),
            href: frame.link(&format!("/duties/{}", it.id)),
        }
    }
}

/// Shows it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path((own, superior)): Path<(String, String)>,
    ask: Ask,
) -> Response {
    let (Ok(own), Ok(superior)) = (own.parse::<PlanId>(), superior.parse::<PlanId>()) else {
        return site.trouble(&ask, Snag::Missing("对照"));
    };
    let path = format!("/plans/{own}/taken/{superior}");
    site.serve(&ask, &path, |today| {
        page(&site, &ask, (own, superior, path.clone()), today)
    })
    .await
}

async fn page(
    site: &Site,
    ask: &Ask,
    (own, superior, path): (PlanId, PlanId, String),
    today: Date,
) -> Result<Fresh, Snag> {
    let found = store::read!(site.store, |tx| read(tx, (own, superior), today).await)?;
    let Some((own, superior, comparison)) = found else {
        return Err(Snag::Missing("对照"));
    };
    let head = Head::new("对照上级计划", &columns::PLANS, &path)
        .under("计划", "/plans")
        .under(own.title.clone(), format!("/plans/{}", own.id));
    let tags = vec![tags::one("plan", own.id), tags::one("plan", superior.id)];
    let frame = site.frame(ask.variant, head, today);
    Fresh::page(&laid_out((own, superior), &comparison, frame), tags)
}

type Read = Option<(PlanLine, PlanLine, Comparison)>;

async fn read(
    tx: &mut store::Tx,
    (own, superior): (PlanId, PlanId),
    today: Date,
) -> Result<Read, Fault> {
    let Some(comparison) = find_comparison(tx, own, superior).await? else {
        return Ok(None);
    };
    let own = find_plan_line(tx, own, today).await?;
    let superior = find_plan_line(tx, superior, today).await?;
    Ok(own
        .zip(superior)
        .map(|(own, superior)| (own, superior, comparison)))
}

fn laid_out(
    (own, superior): (PlanLine, PlanLine),
    comparison: &Comparison,
    frame: Frame,
) -> TakenPage {
    let rows = comparison.taken.iter().map(|it| Row {
        duty: Named::of(&it.superior, &frame),
        state: match (it.decided.is_some(), it.by.is_empty()) {
            (false, _) => "待确认",
            (true, false) => "已承接",
            (true, true) => "未承接",
        },
        by: it
            .by
            .iter()
            .filter_map(|id| comparison.find_own(id))
            .map(|it| Named::of(it, &frame))
            .collect(),
        why_not: it.why_not.clone(),
    });
    TakenPage {
        rows: rows.collect(),
        added: comparison.added().map(|it| Named::of(it, &frame)).collect(),
        taken: comparison.count_taken(),
        not_taken: comparison.count_not_taken(),
        open: comparison.count_open(),
        own,
        superior,
        frame,
    }
}
