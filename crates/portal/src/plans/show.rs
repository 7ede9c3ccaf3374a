//! A plan: its outline beside the source, each duty marked where it stands and counted by its promises.
//!
//! A long plan is shown in parts; the outline of a part lists the duties that begin in it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use gongwen::blocks::Source;
use kernel::{Date, Fault, PlanId};
use plans::link::{LinkedPlan, list_superiors};
use plans::queries::{self, DutyDetail, PlanDetail};
use ui::{Article, Frame, Markup, dates, qr};

use super::mention::Mention;
use super::source::{self, Spot};
use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::parts::bar;
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// One duty in the outline.
struct Entry {
    duty: DutyDetail,
    href: String,
    lead: Vec<Mention>,
    label: String,
    is_marked: bool,
    promises: u64,
}

#[derive(Template)]
#[template(path = "plans/show.html")]
struct PlanPage {
    frame: Frame,
    plan: PlanDetail,
    duty_count: usize,
    /// Duties with a deadline for which no promise could be opened: their numbers and addresses.
    unreckonable: Vec<(u32, String)>,
    published: Option<Markup>,
    written: Option<Markup>,
    bar: Markup,
    entries: Vec<Entry>,
    text: Markup,
    part: usize,
    parts: usize,
    /// The superior's plans that this one carries out.
    superiors: Vec<LinkedPlan>,
    qr: Option<Markup>,
}

/// Shows it. `part` is the part of a long plan.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    let Ok(id) = id.parse::<PlanId>() else {
        return site.trouble(&ask, Snag::Missing("计划"));
    };
    let part = match ask
        .params
        .parse::<usize>("part", "应为原文的第几部分，从1开始")
    {
        Ok(part) => part.unwrap_or(1).clamp(1, 1_000),
        Err(bad) => return site.trouble(&ask, bad.into()),
    };
    let path = match part {
        1 => format!("/plans/{id}"),
        _ => format!("/plans/{id}?part={part}"),
    };
    site.serve(&ask, &path, |today| {
        let view = View {
            id,
            part,
            path: path.clone(),
        };
        page(&site, &ask, view, today)
    })
    .await
}

struct View {
    id: PlanId,
    part: usize,
    path: String,
}

async fn page(site: &Site, ask: &Ask, view: View, today: Date) -> Result<Fresh, Snag> {
    let found = store::read!(site.store, |tx| read(tx, view.id, today).await)?;
    let Some((plan, superiors)) = found else {
        return Err(Snag::Missing("计划"));
    };
    let text = queries::read_source(&site.store, &plan.blocks_blob).await?;
    let frame = site.frame(ask.variant, head(&plan, &view), today);
    let tags = vec![tags::one("plan", view.id), tags::lists(), tags::directory()];
    let page = PlanPage {
        superiors,
        ..laid_out(plan, &text, (frame, view.part))
    };
    Fresh::page(&page, tags)
}

type Read = Option<(PlanDetail, Vec<LinkedPlan>)>;

async fn read(tx: &mut store::Tx, id: PlanId, today: Date) -> Result<Read, Fault> {
    let Some(plan) = queries::find_plan(tx, id, today).await? else {
        return Ok(None);
    };
    Ok(Some((plan, list_superiors(tx, id).await?)))
}

fn head(plan: &PlanDetail, view: &View) -> Head {
    let line = &plan.line;
    let head = Head::new(line.title.clone(), &columns::PLANS, &view.path)
        .under("计划", "/plans")
        .calendar(
            format!("{}：到期日", line.title),
            format!("/plans/{}/calendar.ics", line.id),
        );
    let published = line.published_on.or(plan.written_on);
    match (published, &line.issuer) {
        (Some(day), Some(issuer)) => head.article(Article {
            title: line.title.clone(),
            published: day.to_string(),
            source: issuer.clone(),
        }),
        _ => head,
    }
}

fn laid_out(mut plan: PlanDetail, text: &Source, (frame, part): (Frame, usize)) -> PlanPage {
    let duties = std::mem::take(&mut plan.duties);
    let spots: Vec<Spot> = duties
        .iter()
        .flat_map(|duty| {
            let spot = |place: &_| Spot {
                ordinal: duty.ordinal,
                place: *place,
            };
            duty.places.iter().map(spot)
        })
        .collect();
    let parts = source::parts(text, &spots);
    let part = part.clamp(1, parts.len().max(1));
    let begins = begins(text, &parts, &spots);
    let duty_count = duties.len();
    let unreckonable = duties
        .iter()
        .filter(|duty| duty.has_unreckonable())
        .map(|duty| (duty.ordinal, frame.link(&format!("/duties/{}", duty.id))))
        .collect();
    let entry = |duty: DutyDetail| Entry {
        href: frame.link(&format!("/duties/{}", duty.id)),
        lead: Mention::all(&duty.lead, &frame),
        label: duty.section.join(" › "),
        is_marked: begins.contains_key(&duty.ordinal),
        promises: all_promises(&duty),
        duty,
    };
    // A duty whose words were not found in the source stands with the part of the one before it.
    let mut current = 1;
    let mut entries = Vec::new();
    for duty in duties {
        current = begins.get(&duty.ordinal).copied().unwrap_or(current);
        if current == part {
            entries.push(entry(duty));
        }
    }
    // What goes on in this part from one before it stands in that one's outline.
    let here = frame.link(&format!("/plans/{}", plan.line.id));
    let outlined = |ordinal: u32| match begins.get(&ordinal) {
        Some(1) if part != 1 => format!("{here}#o{ordinal}"),
        Some(other) if *other != part => format!("{here}?part={other}#o{ordinal}"),
        Some(_) | None => format!("#o{ordinal}"),
    };
    let counts = plan.line.counts;
    PlanPage {
        published: plan.line.published_on.map(dates::day),
        written: plan.written_on.map(dates::day),
        bar: bar(counts.kept_on_time, counts.kept_late, counts.late_now),
        entries,
        text: parts
            .get(part - 1)
            .map(|pieces| source::drawing(text, pieces, (&spots, &outlined)))
            .unwrap_or_default(),
        part,
        parts: parts.len(),
        duty_count,
        unreckonable,
        superiors: Vec::new(),
        qr: qr::svg(&frame.full_address(), "本页网址的二维码"),
        plan,
        frame,
    }
}

/// In which part each duty's words begin.
fn begins(text: &Source, parts: &[Vec<source::Piece>], spots: &[Spot]) -> BTreeMap<u32, usize> {
    let mut by_block: HashMap<u32, Vec<&Spot>> = HashMap::new();
    for spot in spots {
        by_block.entry(spot.place.block).or_default().push(spot);
    }
    let mut begins = BTreeMap::new();
    for (number, pieces) in (1..).zip(parts) {
        for piece in pieces {
            for spot in by_block.get(&piece.block()).into_iter().flatten() {
                if piece.holds(text, spot.place) {
                    begins.entry(spot.ordinal).or_insert(number);
                }
            }
        }
    }
    begins
}

/// All promises that a duty has opened and that still count.
pub(super) fn all_promises(duty: &DutyDetail) -> u64 {
    let counts = &duty.counts;
    counts.kept_on_time + counts.kept_late + counts.late_now + counts.open + counts.waived
}
