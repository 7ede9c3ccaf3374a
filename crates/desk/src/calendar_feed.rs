//! An officer's calendar at a secret address: what their units owe, and the notices that wait for an answer.
//!
//! Calendar programs do not sign in, so the address itself is the key. Whoever lost their posts or their account reads an
//! empty calendar or none; nothing here can change anything.

use accounts::{AccountStatus, Token, queries};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::ToSpan;
use kernel::{Date, Fault, PageAsk, Right, UnitId};
use oversight::queries::{NoticeLine, Tab, list_notices};
use promises::model::Standing;
use promises::queries::{PromiseFilter, PromiseLine, list_promises};
use promises::remind::feed::find_feed_owner;
use store::Tx;
use ui::ical::{Calendar, Event};

use crate::site::Desk;
use crate::trouble::Snag;

/// Its addresses.
pub(crate) fn router() -> Router<Desk> {
    Router::new().route("/desk/calendar/{file}", get(show))
}

/// Events of one calendar at most.
const MOST: usize = 500;
/// Nine o'clock on the day before.
const ALARMS: &[&str] = &["-PT15H"];

/// What stands in the calendar.
#[derive(Debug, Default)]
struct Content {
    name: String,
    promises: Vec<PromiseLine>,
    notices: Vec<NoticeLine>,
}

async fn show(State(desk): State<Desk>, Path(file): Path<String>) -> Result<Response, Snag> {
    let token = file.strip_suffix(".ics").and_then(Token::parse);
    let token = token.ok_or(Snag::Missing("日历"))?;
    let today = desk.today();
    let found = store::read!(desk.store, |tx| read(tx, &token, today).await)?;
    let content = found.ok_or(Snag::Missing("日历"))?;
    let kind = (header::CONTENT_TYPE, "text/calendar; charset=utf-8");
    Ok(([kind], calendar(&desk, &content, today)).into_response())
}

async fn read(tx: &mut Tx, token: &Token, today: Date) -> Result<Option<Content>, Fault> {
    let Some(owner) = find_feed_owner(tx, &token.digest()).await? else {
        return Ok(None);
    };
    let account = queries::find_account(tx, owner).await?;
    let Some(account) = account.filter(|it| it.status == AccountStatus::Active) else {
        return Ok(None);
    };
    let posts = queries::list_posts_at(tx, owner, today).await?;
    let mut units: Vec<UnitId> = posts
        .iter()
        .filter(|post| {
            Right::UnitOfficer.reach_for(post.role).is_some()
                || Right::UnitLeader.reach_for(post.role).is_some()
        })
        .map(|post| post.unit)
        .collect();
    units.sort_unstable();
    units.dedup();
    let mut content = Content {
        name: account.name,
        ..Content::default()
    };
    for unit in units {
        content.promises.extend(list_owed(tx, unit, today).await?);
        let ask = PageAsk::first(PageAsk::MOST);
        let owed = list_notices(tx, (Some(unit), Tab::Owed), &ask, today).await?;
        content.notices.extend(owed.items);
    }
    content.promises.truncate(MOST);
    Ok(Some(content))
}

/// What a unit owes: late of the last ninety days, today, and a year ahead.
async fn list_owed(tx: &mut Tx, unit: UnitId, today: Date) -> Result<Vec<PromiseLine>, Fault> {
    let mut lines = Vec::new();
    for standing in [Standing::Late, Standing::DueToday, Standing::Open] {
        let filter = PromiseFilter {
            unit: Some(unit),
            standing: Some(standing),
            due_from: Some(today.saturating_sub(90.days())),
            due_through: Some(today.saturating_add(366.days())),
            ..PromiseFilter::default()
        };
        let page = list_promises(tx, &filter, &PageAsk::first(PageAsk::MOST), today).await?;
        lines.extend(page.items);
    }
    Ok(lines)
}

fn calendar(desk: &Desk, content: &Content, today: Date) -> String {
    let (base, domain) = (&desk.identity.base_url, &desk.identity.domain);
    let mut calendar = Calendar::named(&format!("{}的公开承诺", content.name));
    for line in &content.promises {
        let title = match &line.period_label {
            Some(period) => format!("{}（{period}）", line.title),
            None => line.title.clone(),
        };
        calendar.add(&Event {
            uid: &format!("{}@{domain}", line.id),
            stamped_on: today,
            day: line.due_on,
            title: &format!("[{}]{}：{title}", line.standing.label(), line.unit_name),
            url: &format!("{base}/desk/promises/{}", line.id),
            alarms: ALARMS,
        });
    }
    for line in &content.notices {
        calendar.add(&Event {
            uid: &format!("{}@{domain}", line.id),
            stamped_on: today,
            day: line.due_on,
            title: &format!("[{}]{}：{}", line.standing.label(), line.number, line.title),
            url: &format!("{base}/desk/notices/{}", line.id),
            alarms: ALARMS,
        });
    }
    calendar.finish()
}
