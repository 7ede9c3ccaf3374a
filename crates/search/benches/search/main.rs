//! Finding documents of 850 characters: how well, how fast, how large. One core.
//!
//! `cargo bench -p search`; GONGKAI_BENCH_DOCUMENTS makes it smaller or larger.

mod corpus;
mod queries;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use corpus::{Chance, document};
use kernel::Date;
use queries::{CLASSES, Class, query};
use search::{Ask, Narrowing, Order, Progress, Query, SearchIndex, Synonyms};

const TODAY: Date = Date::constant(2026, 11, 21);
const QUERIES: usize = 400;

fn percentile(sorted: &[Duration], of: usize) -> Duration {
    sorted[(sorted.len() * of / 100).min(sorted.len() - 1)]
}

fn resident() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status
            .lines()
            .find(|it| it.starts_with(name))
            .unwrap_or_default();
        line.split_whitespace()
            .nth(1)
            .and_then(|it| it.parse::<u64>().ok())
            .unwrap_or(0)
            / 1024
    };
    (of("VmRSS"), of("RssAnon"))
}

/// What answers as well as the document that was meant: the same title for titles, the same number for numbers, the same passage for passages.
fn answers(class: Class, typed: &str, wanted: &corpus::Made, key: &str) -> bool {
    if key == wanted.item.key {
        return true;
    }
    let Some(number) = key.strip_prefix("document/").and_then(|it| it.parse().ok()) else {
        return false;
    };
    let other = document(number);
    match class {
        Class::Part => other.item.title.contains(typed),
        Class::Damaged => other.item.title == wanted.item.title,
        Class::Number => other.item.number == wanted.item.number,
        Class::Combination => {
            (other.place, other.topic, other.year, other.form)
                == (wanted.place, wanted.topic, wanted.year, wanted.form)
        }
        Class::Phrase => other.item.sections[0]
            .text
            .replace('\n', "")
            .contains(typed),
    }
}

fn main() {
    let documents: u64 = std::env::var("GONGKAI_BENCH_DOCUMENTS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(100_000);
    let folder = std::env::temp_dir().join(format!("gongkai-bench-search-{}", std::process::id()));
    search::words::warm_up();
    let index = SearchIndex::open(&folder).expect("an index");
    let mut writer = index.writer().expect("a writer");
    let (mut spent, mut text) = (Duration::ZERO, 0);
    for number in 0..documents {
        let made = document(number);
        text += made.item.sections[0].text.len() + made.item.title.len();
        let begun = Instant::now();
        writer.add(&made.item).expect("added");
        spent += begun.elapsed();
    }
    let begun = Instant::now();
    writer.commit(&Progress::default()).expect("committed");
    writer.merge().expect("merged");
    index.refresh().expect("refreshed");
    spent += begun.elapsed();
    let size: u64 = std::fs::read_dir(&folder)
        .expect("a folder")
        .filter_map(|it| it.ok()?.metadata().ok())
        .map(|it| it.len())
        .sum();
    println!(
        "{documents} documents: {:.0} a second, index {:.2} of the text ({} MB)",
        documents as f64 / spent.as_secs_f64(),
        size as f64 / text as f64,
        size >> 20
    );
    let synonyms = Synonyms::default();
    let mut all = Vec::new();
    let (mut sum_mrr, mut sum_recall) = (0.0, 0.0);
    for class in CLASSES {
        let mut chance = Chance::new(77);
        let (mut runs, mut mrr, mut recall, mut missed) = (Vec::new(), 0.0, 0.0, Vec::new());
        for _ in 0..QUERIES {
            let made = document(chance.below(documents as usize) as u64);
            let typed = query(&made, class, &mut chance);
            let begun = Instant::now();
            let read = Query::read(&typed, &synonyms);
            let ask = Ask {
                query: &read,
                narrowing: Narrowing::default(),
                order: Order::Fitting,
                skip: 0,
                limit: 10,
                today: TODAY,
            };
            let found = index.find(&ask).expect("found");
            runs.push(begun.elapsed());
            let place = found
                .hits
                .iter()
                .position(|it| answers(class, &typed, &made, &it.shown.key));
            match place {
                Some(at) => {
                    mrr += 1.0 / (at + 1) as f64;
                    recall += 1.0;
                }
                None => missed.push((typed, made.item.title)),
            }
        }
        runs.sort();
        println!(
            "{class:?}: MRR@10 {:.3}, recall@10 {:.3}, p50 {:?}, p99 {:?}, worst {:?}",
            mrr / QUERIES as f64,
            recall / QUERIES as f64,
            percentile(&runs, 50),
            percentile(&runs, 99),
            runs[runs.len() - 1]
        );
        for (typed, title) in missed.iter().take(3) {
            println!("    missed: {typed} ({title})");
        }
        sum_mrr += mrr;
        sum_recall += recall;
        all.extend(runs);
    }
    all.sort();
    println!(
        "all: MRR@10 {:.3}, recall@10 {:.3}, p50 {:?}, p99 {:?}",
        sum_mrr / (5 * QUERIES) as f64,
        sum_recall / (5 * QUERIES) as f64,
        percentile(&all, 50),
        percentile(&all, 99)
    );
    let mut seen: HashMap<&str, Duration> = HashMap::new();
    for typed in [
        "通知",
        "养老服务",
        "公积金",
        "云溪市 通知 2020",
        "怎么申请养老补贴",
        "应急物资储备台账",
        "使用明细",
        "申请人应当",
    ] {
        let mut runs = Vec::new();
        let mut total = 0;
        for _ in 0..20 {
            let begun = Instant::now();
            let read = Query::read(typed, &synonyms);
            let ask = Ask {
                query: &read,
                narrowing: Narrowing::default(),
                order: Order::Fitting,
                skip: 0,
                limit: 10,
                today: TODAY,
            };
            total = index.find(&ask).expect("found").total;
            runs.push(begun.elapsed());
        }
        runs.sort();
        println!(
            "common: {typed}: {total} results, p50 {:?}, worst {:?}",
            percentile(&runs, 50),
            runs[19]
        );
        seen.insert(typed, runs[10]);
    }
    let (whole, own) = resident();
    println!("memory: {own} MB of its own, {whole} MB with pages of the index");
    let _ = std::fs::remove_dir_all(&folder);
}
