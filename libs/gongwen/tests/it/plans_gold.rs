//! Readings scored against hand-labelled plans: real ones where they lie beside the checkout, and this folder's corpus.

use std::path::{Path, PathBuf};

use crate::plans_score::score;
use gongwen::limits::Limits;

fn read(path: &Path) -> serde_json::Value {
    let bytes = std::fs::read(path).unwrap();
    let source = gongwen::readers::read(&bytes, &Limits::default()).unwrap();
    serde_json::to_value(gongwen::plan::read(&source)).unwrap()
}

/// The score of every labelled plan: its name and its score.
fn scores(gold: &Path, texts: &Path) -> Vec<(String, f64)> {
    let mut names: Vec<PathBuf> = std::fs::read_dir(gold)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
        .collect();
    names.sort();
    names
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let label: serde_json::Value =
                serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
            let text = ["txt", "html"]
                .map(|ending| texts.join(format!("{name}.{ending}")))
                .into_iter()
                .find(|file| file.exists());
            let value = score(&label, &read(&text.unwrap()));
            println!("{name:44} {value:.3}");
            (name, value)
        })
        .collect()
}

/// The least that plans may score, each and on average.
#[derive(Clone, Copy)]
struct Floor {
    each: f64,
    mean: f64,
}

const USUAL: Floor = Floor {
    each: 0.93,
    mean: 0.97,
};

fn holds(scores: &[(String, f64)], floor: Floor) {
    let mean = scores.iter().map(|(_, s)| s).sum::<f64>() / scores.len() as f64;
    let low: Vec<_> = scores.iter().filter(|(_, s)| *s < floor.each).collect();
    assert!(low.is_empty(), "below {}: {low:?}", floor.each);
    assert!(mean >= floor.mean, "mean {mean:.3}");
}

#[test]
fn real_plans_are_read_as_labelled() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let (gold, texts) = (shared.join("plan-gold"), shared.join("plans"));
    if !gold.is_dir() || !texts.is_dir() {
        println!("skipped: no labelled plans beside the checkout");
        return;
    }
    holds(&scores(&gold, &texts), USUAL);
}

#[test]
fn the_corpus_is_read_as_labelled() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    holds(&scores(&corpus, &corpus), USUAL);
}

#[test]
fn the_messy_corpus_is_read_as_labelled() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus_messy");
    let scores = scores(&corpus, &corpus);
    assert_eq!(scores.len(), 26);
    let floor = Floor {
        each: 0.95,
        mean: 0.98,
    };
    holds(&scores, floor);
}

#[test]
fn plans_by_month_by_chapter_and_in_letters_are_read_as_labelled() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus_first");
    let scores = scores(&corpus, &corpus);
    assert!(scores.len() >= 15, "{} plans", scores.len());
    let floor = Floor {
        each: 0.97,
        mean: 0.99,
    };
    holds(&scores, floor);
}

#[test]
fn a_plan_reads_the_same_as_text_page_office_file_and_print() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus_messy");
    let label = |path: &Path| -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let mut found = Vec::new();
    for name in ["dongtang-2026", "jinou-2018", "shihong-2010"] {
        let page = label(&corpus.join(format!("{name}.json")));
        let alone = label(&corpus.join(format!("formats/{name}.json")));
        for (ending, gold) in [("html", &page), ("docx", &alone), ("pdf", &alone)] {
            let file = corpus.join(format!("formats/{name}.{ending}"));
            let value = score(gold, &read(&file));
            println!("{name}.{ending:10} {value:.3}");
            found.push((format!("{name}.{ending}"), value));
        }
    }
    let floor = Floor {
        each: 0.98,
        mean: 0.99,
    };
    holds(&found, floor);
}
