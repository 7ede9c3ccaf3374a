//! A province: 1,000,000 open promises of 1,000 units on SQLite. The board must take at most 5 ms, the daily sweep 2 s.
//!
//! `cargo bench -p promises`; GONGKAI_BENCH_PROMISES makes it smaller or larger. Prints the median and the worst of the runs.

use std::time::{Duration, Instant};

use kernel::{Moment, PageAsk};
use promises::Standing;
use promises::actions::sweep;
use promises::fixture::{FixtureSize, bench_fixture};
use promises::queries::{PromiseFilter, board, list_promises, unit_board};
use store::directory::{import, load, register};
use testkit::TestSite;

const UNITS: u32 = 1000;

fn judge<T>(name: &str, limit: Duration, mut runs: Vec<(Duration, T)>) {
    runs.sort_by_key(|it| it.0);
    let median = runs[runs.len() / 2].0;
    let worst = runs.iter().map(|it| it.0).max().unwrap_or_default();
    // The median is judged: on a busy machine the worst run says how busy it was.
    let verdict = if median <= limit { "ok" } else { "TOO SLOW" };
    println!(
        "{name}: median {median:?}, worst {worst:?} of {} (limit {limit:?}) {verdict}",
        runs.len()
    );
}

#[tokio::main]
async fn main() {
    let promises: u32 = std::env::var("GONGKAI_BENCH_PROMISES")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(1_000_000);
    let site = TestSite::on_sqlite().await;
    let now = Moment::parse("2026-11-21T02:00:00Z").expect("a moment");
    let mut csv = String::from(
        "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website\n",
    );
    for n in 0..UNITS {
        csv.push_str(&format!(
            "u{n},云溪市第{n}局,市第{n}局,department,city,,,,,,,,,,\n"
        ));
    }
    let records = register::read_units(&csv).expect("the units are well formed");
    let office = site.office();
    store::write!(site.store, |tx| import::import_units(
        tx, &records, &office, now
    )
    .await)
    .expect("the units are kept");
    let begun = Instant::now();
    let size = FixtureSize {
        promises,
        units: UNITS,
        first_ordinal: 0,
    };
    bench_fixture(&site.store, size, &site.calendar, now)
        .await
        .expect("the fixture is made");
    println!("{promises} promises made in {:?}", begun.elapsed());
    let unit = store::read!(site.store, |tx| load(tx).await)
        .expect("units")
        .units()[7]
        .id;

    // The first sweep heals a hundred days; then one day at a time.
    let begun = Instant::now();
    let first = sweep(&site.store, &site.calendar, now)
        .await
        .expect("a sweep");
    println!(
        "first sweep ({} days, {} late): {:?}",
        first.days,
        first.became_late,
        begun.elapsed()
    );
    let mut sweeps = Vec::new();
    for day in 1..=5 {
        let next = now.plus_millis(day * 86_400_000);
        let begun = Instant::now();
        let done = sweep(&site.store, &site.calendar, next)
            .await
            .expect("a sweep");
        sweeps.push((begun.elapsed(), done));
        println!("  {done:?}");
    }
    judge("daily sweep", Duration::from_secs(2), sweeps);

    let today = now.plus_millis(5 * 86_400_000).date();
    let mut boards = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        let shown = store::read!(site.store, |tx| board(tx, today).await).expect("a board");
        boards.push((begun.elapsed(), shown.units.len()));
    }
    judge(
        "board, swept",
        Duration::from_millis(5),
        boards.split_off(5),
    );
    let tomorrow = now.plus_millis(6 * 86_400_000).date();
    let mut boards = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        let shown = store::read!(site.store, |tx| board(tx, tomorrow).await).expect("a board");
        boards.push((begun.elapsed(), shown.late_now));
    }
    judge(
        "board, before the sweep",
        Duration::from_millis(5),
        boards.split_off(5),
    );
    let mut units = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        let shown =
            store::read!(site.store, |tx| unit_board(tx, unit, today).await).expect("a unit");
        units.push((begun.elapsed(), shown.is_some()));
    }
    judge("unit board", Duration::from_millis(5), units.split_off(5));
    for standing in [None, Some(Standing::Late), Some(Standing::Open)] {
        for unit in [None, Some(unit)] {
            let filter = PromiseFilter {
                standing,
                unit,
                ..PromiseFilter::default()
            };
            let mut lists = Vec::new();
            for _ in 0..20 {
                let begun = Instant::now();
                let page = store::read!(site.store, |tx| {
                    list_promises(tx, &filter, &PageAsk::first(50), today).await
                })
                .expect("a page");
                lists.push((begun.elapsed(), page.items.len()));
            }
            let name = format!("list {standing:?} unit {}", unit.is_some());
            judge(&name, Duration::from_millis(5), lists.split_off(2));
        }
    }
    site.end().await;
}
