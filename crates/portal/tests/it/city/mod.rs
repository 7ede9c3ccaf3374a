//! A small county for tests and the preview: its register, a plan taken in, a year of promises kept, missed and
//! waived; everything through actions.

use std::sync::Arc;

use calendar::Calendar;
use kernel::{Actor, Moment, OpenGovernmentOffice, PageAsk, PlanId};
use plans::actions::Authority;
use plans::actions::import_plan::{ImportOutcome, ImportPlan, import_plan};
use promises::actions::{keep, sweep, waive};
use promises::queries::{PromiseFilter, PromiseLine, list_promises};
use promises::rules::Evidence;
use store::Store;
use store::directory::{import, register};
use ui::SiteIdentity;

/// The identity of the county's site.
pub fn identity(base_url: &str) -> Arc<SiteIdentity> {
    Arc::new(SiteIdentity {
        name: "清水县政务公开承诺".into(),
        english_name: Some("Qingshui County Open Government".into()),
        domain: "www.qingshui.example".into(),
        id_code: "3306990001".into(),
        sponsor: "清水县人民政府办公室".into(),
        operator: Some("清水县大数据中心".into()),
        contact: "0000-6660002,清水县滨河路1号".into(),
        icp: "清ICP备00000001号".into(),
        police_record: Some("清公网安备 00000000000001号".into()),
        error_report_url: Some("https://errors.gov.example/report?site=3306990001".into()),
        base_url: base_url.into(),
        look: ui::Look::default(),
        platform: None,
    })
}

/// The open-government office.
pub fn office() -> OpenGovernmentOffice {
    Actor::operator("县政务公开办 陈静")
        .open_government_office()
        .expect("the operator has the right")
}

/// The plan's text, as handed in.
pub const PLAN: &str = include_str!("plan.txt");

/// Builds the county as it stands at `now`.
pub async fn build(store: &Store, calendar: &Calendar, now: Moment) -> PlanId {
    register(store, now).await;
    let plan = take_in(store, calendar, PLAN).await;
    sweep::sweep(store, calendar, now)
        .await
        .unwrap_or_else(|fault| panic!("sweeping: {fault}"));
    keep_most(store, now).await;
    plan
}

/// Keeps the register of units and classes.
pub async fn register(store: &Store, now: Moment) {
    let units = register::read_units(include_str!("units.csv")).expect("the units read");
    let classes = register::read_classes(include_str!("classes.csv")).expect("the classes read");
    store::write!(store, |tx| {
        import::import_units(tx, &units, &office(), now).await?;
        import::import_classes(tx, &classes, &office(), now).await
    })
    .expect("the register is kept");
}

/// Takes a plan in on 5 January 2026.
pub async fn take_in(store: &Store, calendar: &Calendar, text: &str) -> PlanId {
    let bytes = text.as_bytes();
    let source = gongwen::readers::read(bytes, &gongwen::limits::Limits::default())
        .expect("plain text reads");
    let import = ImportPlan {
        reading: gongwen::plan::read(&source),
        source,
        file: bytes.to_vec(),
        file_name: "plan.txt".to_owned(),
        media_type: "text/plain".to_owned(),
    };
    let office = office();
    let authority = Authority {
        office: &office,
        calendar,
        now: Moment::parse("2026-01-05T01:30:00.000Z").expect("a moment"),
    };
    match import_plan(store, import, &authority).await {
        Ok(ImportOutcome::Imported { plan, .. }) => plan,
        other => panic!("the plan is new: {other:?}"),
    }
}

async fn all_promises(store: &Store, now: Moment) -> Vec<PromiseLine> {
    let mut all = Vec::new();
    let mut ask = PageAsk::first(PageAsk::MOST);
    loop {
        let filter = PromiseFilter::default();
        let page = store::read!(store, |tx| list_promises(tx, &filter, &ask, now.date())
            .await)
        .unwrap_or_else(|fault| panic!("listing: {fault}"));
        all.extend(page.items);
        match page.next {
            Some(key) => ask = PageAsk::after(key, PageAsk::MOST),
            None => return all,
        }
    }
}

/// Keeps what was due before `now`: most on time, every seventh late, every eleventh not at all; waives one of these.
async fn keep_most(store: &Store, now: Moment) {
    for (n, line) in all_promises(store, now).await.into_iter().enumerate() {
        if line.due_on >= now.date() {
            continue;
        }
        if n % 11 == 10 {
            if n == 10 {
                release(store, &line, now).await;
            }
            continue;
        }
        let shift = if n % 7 == 3 { 4 } else { -3 };
        let published_on = line
            .due_on
            .checked_add(jiff::Span::new().days(shift))
            .expect("a day")
            .min(now.date());
        let command = keep::Keep {
            promise: line.id,
            evidence: Evidence {
                link: format!("https://www.qingshui.example/zwgk/2026/{n}.html?a=1&b=发布"),
                note: "县政府门户网站政务公开专栏".to_owned(),
                published_on,
            },
        };
        let officer = office().for_unit(line.unit_id);
        keep::keep(
            store,
            &command,
            &officer,
            Moment::noon_of(published_on).min(now),
        )
        .await
        .unwrap_or_else(|stop| panic!("keeping promise {n}: {stop}"));
    }
}

async fn release(store: &Store, line: &PromiseLine, now: Moment) {
    let command = waive::Waive {
        promise: line.id,
        reason: "本月数据由省级统一发布，不再由本单位单独公布".to_owned(),
        basis: "省民政厅2026年统一发布通知".to_owned(),
        approved_by: "县政府办公室主任".to_owned(),
    };
    waive::waive(store, &command, &office(), now)
        .await
        .unwrap_or_else(|stop| panic!("waiving: {stop}"));
}

/// Keeps a promise that the API showed, today; the event that says so.
#[allow(dead_code, reason = "the preview does not need it")]
pub async fn keep_now(
    store: &Store,
    promise: &serde_json::Value,
    now: Moment,
) -> store::RecordedEvent {
    let text = |name: &str| promise[name].as_str().expect("a text").to_owned();
    let command = keep::Keep {
        promise: text("id").parse().expect("an id"),
        evidence: Evidence {
            link: "https://www.qingshui.example/zwgk/late.html".to_owned(),
            note: String::new(),
            published_on: now.date(),
        },
    };
    let officer = office().for_unit(text("unit_id").parse().expect("an id"));
    keep::keep(store, &command, &officer, now)
        .await
        .unwrap_or_else(|stop| panic!("keeping: {stop}"));
    let subject = format!("promise/{}", command.promise);
    let events = store::read!(store, |tx| {
        store::event::list_of_subject(tx, &subject, 50).await
    })
    .expect("events read");
    events.into_iter().last().expect("keeping is an event")
}
