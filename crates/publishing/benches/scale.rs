//! A province's library: 100,000 public documents of ten years on SQLite. A page of the list costs the same wherever it lies; narrowed by any
//! combination of choices it takes at most 5 ms, its counts as much; one document, ready to be rendered, takes at most 3 ms.
//!
//! `cargo bench -p publishing`; GONGKAI_BENCH_DOCUMENTS makes it smaller or larger. Prints the median and the worst of the runs.

use std::time::{Duration, Instant};

use kernel::{Moment, PageAsk, UnitId};
use prose::Body;
use publishing::choices::count_choices;
use publishing::fixture::{APART_MILLIS, FixtureSize, bench_fixture};
use publishing::public::{Scope, find_public, list_public};
use publishing::queries::list_at_work;
use publishing::subsites::{self, Declared};
use publishing::{EditionState, Validity};
use store::directory::{import, load, register};
use testkit::TestSite;

const UNITS: u32 = 1000;
const RUNS: usize = 200;

fn judge(name: &str, limit: Duration, mut runs: Vec<Duration>) {
    runs.sort();
    let median = runs[runs.len() / 2];
    let worst = runs.last().copied().unwrap_or_default();
    // The median is judged: on a busy machine the worst run says how busy it was.
    let verdict = if median <= limit { "ok" } else { "TOO SLOW" };
    println!(
        "{name}: median {median:?}, worst {worst:?} of {} (limit {limit:?}) {verdict}",
        runs.len()
    );
}

async fn province(documents: u32) -> (TestSite, Moment) {
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
    let text =
        "第一条 为规范管理，依据《云溪市预算办法》（云政发〔2020〕3号）制定本办法。\n".repeat(60);
    let body = Body::from_text(&text).expect("the text is short");
    let size = FixtureSize {
        documents,
        units: UNITS,
        first_ordinal: 0,
    };
    let begun = Instant::now();
    bench_fixture(&site.store, size, &body, now)
        .await
        .expect("the fixture is made");
    println!("{documents} documents made in {:?}", begun.elapsed());
    (site, now)
}

/// Every combination of choices: the list's first page, and the counts; the slowest of each is judged.
async fn narrow(site: &TestSite, (who, unit): (&str, UnitId), (which, theme): (&str, &str)) {
    let mut lists = (Duration::ZERO, String::new(), Vec::new());
    let mut counts = lists.clone();
    for mask in 0_u32..64 {
        let has = |bit: u32| mask >> bit & 1 == 1;
        let scope = Scope {
            site: None,
            column: has(0).then(|| "policies".to_owned()),
            kind: has(1).then(|| "normative".to_owned()),
            theme: has(2).then(|| theme.to_owned()),
            validity: has(3).then_some(Validity::Repealed),
            unit: has(4).then_some(unit),
            year: has(5).then_some(2018),
        };
        let (mut of_list, mut of_counts) = (Vec::new(), Vec::new());
        for _ in 0..RUNS / 10 {
            let begun = Instant::now();
            let ask = PageAsk::first(30);
            store::read!(site.store, |tx| list_public(tx, &scope, &ask).await).expect("a page");
            of_list.push(begun.elapsed());
            let begun = Instant::now();
            store::read!(site.store, |tx| count_choices(tx, &scope).await).expect("counts");
            of_counts.push(begun.elapsed());
        }
        for (worst, mut runs) in [(&mut lists, of_list), (&mut counts, of_counts)] {
            runs.sort();
            let median = runs[runs.len() / 2];
            if median > worst.0 {
                let chosen = format!("{scope:?}");
                *worst = (median, chosen, runs);
            }
        }
    }
    for (what, (_, scope, runs)) in [("list", lists), ("counts", counts)] {
        let name = format!("the slowest {what} of 64 combinations with {which} and {who}");
        judge(&name, Duration::from_millis(5), runs);
        println!("    {scope}");
    }
}

/// A site beside the main one, of the largest unit: filled with what was public before, then paged like any.
async fn fill_site(site: &TestSite, unit: UnitId, now: Moment) {
    let declared = Declared {
        code: "largest".to_owned(),
        unit,
        name: "最大的单位".to_owned(),
        base_url: "https://largest.example".to_owned(),
    };
    subsites::declare(&site.store, &[declared], now)
        .await
        .expect("a site is declared");
    let begun = Instant::now();
    let filled = subsites::fill(&site.store, u32::MAX, now)
        .await
        .expect("a site is filled");
    let took = begun.elapsed();
    println!(
        "a site filled: {} documents looked at, {} put there in {took:?}",
        filled.looked_at, filled.changed
    );
    let scope = Scope {
        column: Some("policies".to_owned()),
        ..Scope::of_site(Some("largest"))
    };
    let mut runs = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let begun = Instant::now();
        let ask = PageAsk::first(50);
        let page = store::read!(site.store, |tx| list_public(tx, &scope, &ask).await);
        runs.push(begun.elapsed());
        assert_eq!(page.expect("a page").items.len(), 50);
    }
    judge(
        "the first page of a column of that site",
        Duration::from_millis(2),
        runs,
    );
}

#[tokio::main]
async fn main() {
    let documents: u32 = std::env::var("GONGKAI_BENCH_DOCUMENTS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(100_000);
    let (site, now) = province(documents).await;
    let unit = store::read!(site.store, |tx| load(tx).await)
        .expect("units")
        .units()[7]
        .id;
    let column = Scope {
        column: Some("policies".to_owned()),
        ..Scope::default()
    };
    let own = Scope {
        unit: Some(unit),
        ..column.clone()
    };
    let middle = now.plus_millis(-i64::from(documents / 2000) * APART_MILLIS);
    let asks = [
        ("a column's first page", column.clone(), PageAsk::first(50)),
        (
            "a column's page in the middle",
            column.clone(),
            PageAsk::after(format!("{middle}_0"), 50),
        ),
        ("a unit's page of a column", own, PageAsk::first(50)),
    ];
    let mut ids = Vec::new();
    for (name, scope, ask) in asks {
        let mut runs = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            let begun = Instant::now();
            let page =
                store::read!(site.store, |tx| list_public(tx, &scope, &ask).await).expect("a page");
            runs.push(begun.elapsed());
            assert_eq!(page.items.len(), 50, "{name}");
            ids.extend(page.items.iter().map(|it| it.id));
        }
        judge(name, Duration::from_millis(2), runs);
    }
    let units = store::read!(site.store, |tx| load(tx).await).expect("units");
    for (who, unit) in [("the largest unit", units.units()[0].id), ("a unit", unit)] {
        narrow(&site, (who, unit), ("a common theme", "综合政务")).await;
        narrow(&site, (who, unit), ("the oldest theme", "国防")).await;
    }
    let mut runs = Vec::with_capacity(RUNS);
    for id in ids.iter().step_by(97).take(RUNS) {
        let begun = Instant::now();
        let found = store::read!(site.store, |tx| find_public(tx, *id, None).await);
        runs.push(begun.elapsed());
        assert!(found.expect("a document").is_some());
    }
    judge("one document", Duration::from_millis(3), runs);
    let mut runs = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let begun = Instant::now();
        let asked = (Some(unit), EditionState::Published);
        let page = store::read!(site.store, |tx| {
            list_at_work(tx, asked, &PageAsk::first(50)).await
        });
        runs.push(begun.elapsed());
        assert_eq!(page.expect("a page").items.len(), 50);
    }
    judge(
        "a unit's editions at a stage",
        Duration::from_millis(2),
        runs,
    );
    fill_site(&site, units.units()[0].id, now).await;
    site.end().await;
}
