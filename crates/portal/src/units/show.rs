//! One unit: its numbers, its month as a sheet, its promises as a list, its feeds.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::ToSpan;
use kernel::unit::Unit;
use kernel::{Date, Fault, Page, PageAsk, UnitId};
use promises::model::Standing;
use promises::queries::{self, PromiseFilter, PromiseLine, UnitBoard};
use publishing::Library;
use publishing::interpreters::count_interpreted_of;
use publishing::public::{PublicLine, Scope, list_public};
use store::directory;
use subscriptions::Followed;
use ui::{Frame, Markup, dates, qr};

use super::month::{Cell, weeks};
use crate::ask::Ask;
use crate::columns;
use crate::documents::rows::DocumentRow;
use crate::error::Snag;
use crate::listing::Listing;
use crate::params::{Limit, and, bad, with_query};
use crate::parts::{Pager, PromiseRow, bar, percent};
use crate::serve::{Fresh, Head};
use crate::site::Site;
use crate::tags;

/// Promises of the whole list that the page shows at a time.
const SHOWN: u32 = 20;
/// Late ones and coming ones shown above it.
const URGENT: u32 = 8;
/// Newest documents.
const DOCUMENTS_SHOWN: u32 = 10;

#[derive(Template)]
#[template(path = "units/show.html")]
struct UnitPage {
    frame: Frame,
    unit: Unit,
    board: UnitBoard,
    parent: Option<(String, String)>,
    successors: Vec<(String, String)>,
    predecessors: Vec<(String, String)>,
    former: String,
    share: String,
    bar: Markup,
    month: Month,
    late: Vec<PromiseRow>,
    coming: Vec<PromiseRow>,
    everything: Vec<PromiseRow>,
    pager: Pager,
    documents: Vec<DocumentRow>,
    /// Who has to interpret each year, and how often they have this year.
    interpreted: Option<(&'static str, u64)>,
    qr: Option<Markup>,
    /// The form by which it is followed by mail.
    follow: Option<String>,
}

/// The month that the page shows, and the way to its neighbours.
struct Month {
    label: String,
    weeks: Vec<Vec<Cell>>,
    before: Option<String>,
    after: Option<String>,
}

/// Shows it. `month` is `YYYY-MM`, `after` the key of the list.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    ask: Ask,
) -> Response {
    let Ok(id) = id.parse::<UnitId>() else {
        return site.trouble(&ask, Snag::Missing("单位"));
    };
    let view = match View::of(&site, id, &ask) {
        Ok(view) => view,
        Err(snag) => return site.trouble(&ask, snag),
    };
    let path = view.path.clone();
    site.serve(&ask, &path, |today| page(&site, &ask, view, today))
        .await
}

/// Which unit, which month, which part of its list.
struct View {
    id: UnitId,
    month: Date,
    part: PageAsk,
    path: String,
}

impl View {
    fn of(site: &Site, id: UnitId, ask: &Ask) -> Result<Self, Snag> {
        let this_month = site.today().first_of_month();
        let month = match ask.params.text("month") {
            None => this_month,
            Some(code) => match dates::month_span(code) {
                Some((first, _)) if first.year() == this_month.year() => first,
                Some(_) => {
                    let cure = format!("应为今年的月份，写作 {}-03", this_month.year());
                    return Err(bad("month", code, &cure).into());
                }
                None => return Err(bad("month", code, "应为月份，写作 2026-03").into()),
            },
        };
        let list = Listing::Promises(Box::default());
        let part = list.check_key(ask.params.page(Limit::Fixed(SHOWN))?)?;
        let mut query = String::new();
        if month != this_month {
            query = and(&query, "month", &dates::month_code(month));
        }
        if let Some(key) = &part.after {
            query = and(&query, "after", key);
        }
        Ok(Self {
            id,
            month,
            part,
            path: with_query(&format!("/units/{id}"), &query),
        })
    }

    fn filter(&self) -> PromiseFilter {
        PromiseFilter {
            unit: Some(self.id),
            ..PromiseFilter::default()
        }
    }
}

async fn page(site: &Site, ask: &Ask, view: View, today: Date) -> Result<Fresh, Snag> {
    let library = site.library.as_ref();
    let (is_here, found) = store::read!(site.store, |tx| {
        let is_here = site.has_unit(tx, view.id).await?;
        Ok::<_, Fault>((is_here, read(tx, (&view, library), today).await?))
    })?;
    if !is_here {
        return Err(Snag::Elsewhere);
    }
    let Some(seen) = found else {
        return Err(Snag::Missing("单位"));
    };
    let base = format!("/units/{}", view.id);
    let mut head = Head::new(seen.unit.name.clone(), &columns::UNITS, &view.path);
    if site.subsite.is_none() {
        head = head.under("单位", "/units");
    }
    let head = head.feed(
        format!("{}的承诺", seen.unit.short_name),
        format!("{base}/feed.atom"),
    );
    let head = head.calendar(
        format!("{}的承诺：到期日", seen.unit.short_name),
        format!("{base}/calendar.ics"),
    );
    let frame = site.frame(ask.variant, head, today);
    let named = |unit: Unit| (frame.link(&format!("/units/{}", unit.id)), unit.short_name);
    let former: Vec<_> = seen.unit.aliases.iter().map(|it| it.name.clone()).collect();
    let score = &seen.board.score;
    let page = UnitPage {
        parent: seen.parent.map(named),
        successors: seen.successors.into_iter().map(named).collect(),
        predecessors: seen.predecessors.into_iter().map(named).collect(),
        former: former.join("、"),
        share: percent(score.on_time_permille()),
        bar: bar(score.kept_on_time, score.kept_late, score.late_now),
        month: Month {
            label: dates::month(view.month),
            weeks: weeks(view.month, &seen.board.days, (&(site.calendar)(), today)),
            before: neighbour(&frame, &view, -1),
            after: neighbour(&frame, &view, 1),
        },
        late: PromiseRow::all(&seen.late, &frame),
        coming: PromiseRow::all(&seen.coming, &frame),
        everything: PromiseRow::all(&seen.lines.items, &frame),
        pager: Pager::of(&seen.lines, view.part.after.is_none(), (&frame, &base, "")),
        documents: DocumentRow::all(&seen.documents, &site.library, &frame),
        interpreted: seen.interpreted.and_then(|count| {
            let (_, yearly) = library.find_yearly()?;
            Some((yearly.interpreter().label(), count))
        }),
        qr: qr::svg(&frame.full_address(), "本页网址的二维码"),
        follow: site
            .follow_path(&Followed::Unit(view.id))
            .map(|it| frame.link(&it)),
        board: seen.board,
        unit: seen.unit,
        frame,
    };
    Fresh::page(
        &page,
        vec![
            tags::unit(view.id),
            tags::directory(),
            tags::lists(),
            tags::documents(),
        ],
    )
}

/// The month before or after, within the year whose days are counted.
fn neighbour(frame: &Frame, view: &View, months: i64) -> Option<String> {
    let there = view.month.checked_add(months.months()).ok()?;
    let query = format!("?month={}#month", dates::month_code(there));
    (there.year() == view.month.year()).then(|| frame.link(&format!("/units/{}{query}", view.id)))
}

struct Seen {
    unit: Unit,
    parent: Option<Unit>,
    successors: Vec<Unit>,
    predecessors: Vec<Unit>,
    board: UnitBoard,
    late: Vec<PromiseLine>,
    coming: Vec<PromiseLine>,
    lines: Page<PromiseLine>,
    documents: Vec<PublicLine>,
    interpreted: Option<u64>,
}

async fn read(
    tx: &mut store::Tx,
    (view, library): (&View, &Library),
    today: Date,
) -> Result<Option<Seen>, Fault> {
    let Some(unit) = directory::find_unit(tx, view.id).await? else {
        return Ok(None);
    };
    let Some(board) = queries::unit_board(tx, view.id, today).await? else {
        return Ok(None);
    };
    let parent = match unit.parent {
        Some(id) => directory::find_unit(tx, id).await?,
        None => None,
    };
    let successors = directory::list_successors(tx, view.id).await?;
    let predecessors = directory::list_predecessors(tx, view.id).await?;
    let lines = queries::list_promises(tx, &view.filter(), &view.part, today).await?;
    // The pages after the first show the list alone.
    let (late, coming) = match view.part.after {
        None => read_urgent(tx, view, today).await?,
        Some(_) => (Vec::new(), Vec::new()),
    };
    let documents = match view.part.after {
        None => read_documents(tx, view.id).await?,
        Some(_) => Vec::new(),
    };
    let interpreted = count_interpreted_of(tx, library, (&unit, today.year())).await?;
    Ok(Some(Seen {
        interpreted,
        late,
        coming,
        unit,
        parent,
        successors,
        predecessors,
        board,
        lines,
        documents,
    }))
}

async fn read_documents(tx: &mut store::Tx, unit: UnitId) -> Result<Vec<PublicLine>, Fault> {
    let scope = Scope {
        unit: Some(unit),
        ..Scope::default()
    };
    let newest = list_public(tx, &scope, &PageAsk::first(DOCUMENTS_SHOWN)).await?;
    Ok(newest.items)
}

type Urgent = (Vec<PromiseLine>, Vec<PromiseLine>);

async fn read_urgent(tx: &mut store::Tx, view: &View, today: Date) -> Result<Urgent, Fault> {
    let ask = PageAsk::first(URGENT);
    let late = PromiseFilter {
        standing: Some(Standing::Late),
        ..view.filter()
    };
    let coming = PromiseFilter {
        due_from: Some(today),
        ..view.filter()
    };
    let late = queries::list_promises(tx, &late, &ask, today).await?;
    let coming = queries::list_promises(tx, &coming, &ask, today).await?;
    Ok((late.items, coming.items))
}
