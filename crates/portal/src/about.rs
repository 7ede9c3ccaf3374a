//! Pages that explain: how days are counted, and how to take the data away.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use calendar::{Calendar, Clock, LastDay, Span};
use jiff::ToSpan;
use kernel::Date;
use ui::words::FrameWords;
use ui::{Frame, dates};

use crate::ask::Ask;
use crate::columns;
use crate::error::Snag;
use crate::promises::proof::{self, Look, ProofTable};
use crate::serve::{Fresh, Head};
use crate::site::Site;

#[derive(Template)]
#[template(path = "about/clock.html")]
struct ClockPage {
    frame: Frame,
    calendar_version: String,
    example: Option<Example>,
}

/// A worked example: a document made public within twenty working days, started before a long holiday.
struct Example {
    started: String,
    due: String,
    table: ProofTable,
}

#[derive(Template)]
#[template(path = "about/data.html")]
struct DataPage {
    frame: Frame,
    /// Whether people can follow by mail.
    takes_mail: bool,
}

/// How days are counted.
pub(crate) async fn clock(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let make = |today| std::future::ready(clock_page(&site, &ask, today));
    site.serve(&ask, "/about/clock", make).await
}

fn clock_page(site: &Site, ask: &Ask, today: Date) -> Result<Fresh, Snag> {
    let calendar = (site.calendar)();
    let head = Head::new("计时规则", &columns::CLOCK, "/about/clock");
    let page = ClockPage {
        frame: site.frame(ask.variant, head, today),
        calendar_version: calendar.version().to_owned(),
        example: example(&calendar, today),
    };
    Fresh::page(&page, Vec::new())
}

/// How to take the data away.
pub(crate) async fn data(State(site): State<Arc<Site>>, ask: Ask) -> Response {
    let make = |today| std::future::ready(data_page(&site, &ask, today));
    site.serve(&ask, "/about/data", make).await
}

fn data_page(site: &Site, ask: &Ask, today: Date) -> Result<Fresh, Snag> {
    let head = Head::new("开放数据与订阅", &columns::DATA, "/about/data")
        .in_english(FrameWords::ENGLISH.data);
    let frame = site.frame(ask.variant, head, today);
    let page = DataPage {
        takes_mail: site.subscribing.is_some(),
        frame,
    };
    Fresh::page(&page, Vec::new())
}

/// Started four days before this year's National Day, so that it runs over a holiday and its make-up days.
fn example(calendar: &Calendar, today: Date) -> Option<Example> {
    let started = Date::new(today.year(), 10, 1)
        .ok()?
        .saturating_sub(4.days());
    let clock = Clock::start(
        started,
        Span::Workdays(20),
        LastDay::AsIs,
        "《政府信息公开条例》第二十六条",
    );
    let table = proof::table(&clock, calendar, Look { part: 1, today }).ok()?;
    Some(Example {
        started: dates::long(started),
        due: dates::long(table.due_on),
        table,
    })
}
