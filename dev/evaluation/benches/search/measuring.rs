//! One measurement of one engine, in a process of its own; its outcome goes through a pipe as lines.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use evaluation::archive::{KEY, archive};
use evaluation::asking::{self, Class, QUERIES};
use evaluation::chance::Chance;
use evaluation::large::document;
use evaluation::measure::{DEEP, report};
use evaluation::remembered::{self, CLASSES};
use search::Item;

use crate::engines::{self, Engine, text_size};

/// Queries of each class where speed is measured.
const QUERIES_OF_A_CLASS: usize = 200;
/// An engine that needs longer for a class is asked fewer of them, but not less than [`LEAST`].
const LONGEST: Duration = Duration::from_secs(20);
const LEAST: usize = 5;
/// Queries of each class that are asked before any is measured: what is read first comes from the disk.
const WARMING: usize = 3;
/// Documents that are handed over at once.
const BATCH: u64 = 500;
/// Results of a page.
const PAGE: usize = 10;

/// What is measured.
#[derive(Debug)]
pub struct Task {
    pub engine: String,
    /// How many documents; none means the evaluation set.
    pub documents: u64,
}

impl Task {
    /// As the command line of the process that measures.
    pub fn words(&self) -> [String; 3] {
        let documents = self.documents.to_string();
        ["--measure".to_owned(), self.engine.clone(), documents]
    }

    /// Reads it back.
    pub fn read(words: &[String]) -> Option<Self> {
        match words {
            [first, engine, documents] if first == "--measure" => Some(Self {
                engine: engine.clone(),
                documents: documents.parse().ok()?,
            }),
            _ => None,
        }
    }
}

/// What came out: figures by name, those of a class under `class/figure`.
#[derive(Debug, Default)]
pub struct Outcome(BTreeMap<String, f64>);

impl Outcome {
    /// Reads what a process printed.
    pub fn read(printed: &str) -> Option<Self> {
        let lines = printed.lines().map(|line| {
            let (name, figure) = line.split_once('\t')?;
            Some((name.to_owned(), figure.parse().ok()?))
        });
        Some(Self(lines.collect::<Option<_>>()?))
    }

    /// A figure; not a number where it was not measured.
    pub fn get(&self, name: &str) -> f64 {
        self.0.get(name).copied().unwrap_or(f64::NAN)
    }

    fn set(&mut self, name: &str, figure: f64) {
        self.0.insert(name.to_owned(), figure);
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, figure) in &self.0 {
            writeln!(f, "{name}\t{figure}")?;
        }
        Ok(())
    }
}

/// Measures.
///
/// # Errors
/// In words, where the engine is not there.
pub fn run(task: &Task) -> Result<Outcome, String> {
    let folder = tempfile::tempdir().map_err(|it| it.to_string())?;
    let mut engine = engines::open(&task.engine, folder.path())?;
    let engine = engine.as_mut();
    let mut outcome = Outcome::default();
    if task.documents == 0 {
        measure_quality(engine, &mut outcome)?;
    } else {
        fill(engine, task.documents, &mut outcome);
        measure_speed(engine, task.documents, &mut outcome);
        outcome.set("memory", memory_of(engine.process()));
    }
    Ok(outcome)
}

fn fill_with_archive(engine: &mut dyn Engine) {
    let items: Vec<Item> = archive().into_iter().map(|it| it.item).collect();
    engine.add(&items);
    engine.finish();
}

fn find_codes(engine: &mut dyn Engine, typed: &str) -> Vec<String> {
    let keys = engine.find(typed, DEEP).into_iter();
    keys.map(|it| it.trim_start_matches(KEY).to_owned())
        .collect()
}

/// The queries that an engine does not answer first with what was meant: class, query, what was meant, its first three answers.
///
/// # Errors
/// In words, where the engine is not there.
pub fn list_misses(engine: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|it| it.to_string())?;
    let mut engine = engines::open(engine, folder.path())?;
    fill_with_archive(engine.as_mut());
    let mut out = String::new();
    for asked in asking::read(QUERIES)? {
        let codes = find_codes(engine.as_mut(), &asked.text);
        let grade = |code: &String| asked.grades.get(code).copied().unwrap_or(0);
        if codes.first().is_some_and(|it| grade(it) == 3) {
            continue;
        }
        let meant = asked.grades.keys().find(|it| grade(it) == 3);
        let place = codes.iter().position(|it| grade(it) == 3);
        let first: Vec<String> = codes
            .iter()
            .take(3)
            .map(|it| format!("{it}={}", grade(it)))
            .collect();
        let place = place.map_or("never".to_owned(), |it| format!("at {}", it + 1));
        let meant = meant.map_or("", String::as_str);
        let class = asked.class.word();
        out.push_str(&format!(
            "{class}\t{}\t{meant} {place}\t{}\n",
            asked.text,
            first.join(" ")
        ));
    }
    Ok(out)
}

fn measure_quality(engine: &mut dyn Engine, outcome: &mut Outcome) -> Result<(), String> {
    fill_with_archive(engine);
    let report = report(&asking::read(QUERIES)?, |typed| find_codes(engine, typed));
    let classes = report.classes.iter().map(|it| (it.0.word(), it.1));
    for (name, quality) in classes.chain([("known", &report.known)]) {
        outcome.set(&format!("{name}/mrr"), quality.mrr);
        outcome.set(&format!("{name}/ndcg"), quality.ndcg);
        outcome.set(&format!("{name}/recall"), quality.recall);
        outcome.set(&format!("{name}/queries"), quality.queries as f64);
    }
    Ok(())
}

fn fill(engine: &mut dyn Engine, documents: u64, outcome: &mut Outcome) {
    let (mut spent, mut text) = (Duration::ZERO, 0);
    let mut next = 0;
    while next < documents {
        let end = (next + BATCH).min(documents);
        let batch: Vec<Item> = (next..end).map(|it| document(it).item).collect();
        text += batch.iter().map(text_size).sum::<usize>();
        let begun = Instant::now();
        engine.add(&batch);
        spent += begun.elapsed();
        next = end;
    }
    let begun = Instant::now();
    engine.finish();
    spent += begun.elapsed();
    outcome.set("rate", documents as f64 / spent.as_secs_f64());
    outcome.set("size", engine.size() as f64 / text as f64);
}

fn measure_speed(engine: &mut dyn Engine, documents: u64, outcome: &mut Outcome) {
    let mut all = Vec::new();
    let count = usize::try_from(documents).unwrap_or(usize::MAX);
    for class in CLASSES {
        let mut chance = Chance::new(76);
        for _ in 0..WARMING {
            let made = document(chance.below(count) as u64);
            engine.find(&remembered::query(&made, class, &mut chance), PAGE);
        }
        let mut chance = Chance::new(77);
        let (mut runs, mut found) = (Vec::new(), 0.0);
        let begun = Instant::now();
        while runs.len() < QUERIES_OF_A_CLASS && (runs.len() < LEAST || begun.elapsed() < LONGEST) {
            let made = document(chance.below(count) as u64);
            let typed = remembered::query(&made, class, &mut chance);
            let asked = Instant::now();
            let keys = engine.find(&typed, PAGE);
            runs.push(asked.elapsed());
            let place = keys
                .iter()
                .position(|it| remembered::answers(class, &typed, &made, it));
            found += place.map_or(0.0, |it| 1.0 / (it + 1) as f64);
        }
        outcome.set(&format!("{}/mrr", class.word()), found / runs.len() as f64);
        set_times(class.word(), &mut runs, outcome);
        if Class::KNOWN.contains(&class) {
            all.extend(runs);
        }
    }
    set_times("known", &mut all, outcome);
}

/// Milliseconds of a set of queries.
fn set_times(name: &str, runs: &mut [Duration], outcome: &mut Outcome) {
    runs.sort();
    let at = |of: usize| {
        let run = runs[(runs.len() * of / 100).min(runs.len() - 1)];
        run.as_secs_f64() * 1e3
    };
    outcome.set(&format!("{name}/p50"), at(50));
    outcome.set(&format!("{name}/p99"), at(99));
    outcome.set(&format!("{name}/queries"), runs.len() as f64);
}

/// Megabytes that a process keeps for itself, without pages of files.
fn memory_of(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|it| it.starts_with("RssAnon"));
    let kilobytes = line.and_then(|it| it.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}
