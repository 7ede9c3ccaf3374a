//! The hand-labelled readings kept beside the checkout: document fields and citations must all agree.

use std::path::Path;

use gongwen::identity::{cite, identify};
use serde_json::Value;

#[test]
fn every_hand_labelled_plan_is_identified_in_full() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let Ok(folder) = std::fs::read_dir(shared.join("plan-gold")) else {
        println!("skipped: no hand-labelled plans beside this checkout");
        return;
    };
    let mut failures = Vec::new();
    for entry in folder
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|ext| ext == "json"))
    {
        let name = entry
            .path()
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .to_string();
        let gold: Value =
            serde_json::from_str(&std::fs::read_to_string(entry.path()).unwrap()).unwrap();
        let text = std::fs::read_to_string(shared.join(format!("plans/{name}.txt"))).unwrap();
        failures.extend(differences(&name, &gold, &text));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_plan_of_the_corpus_is_identified_in_full() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut failures = Vec::new();
    for entry in std::fs::read_dir(corpus).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|ext| ext != "json") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(path.with_extension("txt")) else {
            continue;
        };
        let name = path.file_stem().unwrap().to_string_lossy().to_string();
        let gold: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        failures.extend(differences(&name, &gold, &text));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Width of signs aside, as the labels were written in half width.
fn squash(value: &Value) -> String {
    let fold = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap(),
        _ => c,
    };
    value
        .to_string()
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(fold)
        .collect()
}

fn differences(name: &str, gold: &Value, text: &str) -> Vec<String> {
    let source =
        gongwen::readers::read(text.as_bytes(), &gongwen::limits::Limits::default()).unwrap();
    let identity = identify(&source);
    let read = serde_json::to_value(&identity.document).unwrap();
    let mut differences = Vec::new();
    for field in [
        "title",
        "issuer",
        "doc_number",
        "index_number",
        "written_on",
        "published_on",
        "year",
    ] {
        if squash(&gold["document"][field]) != squash(&read[field]) {
            differences.push(format!(
                "{name} {field}: gold {} read {}",
                gold["document"][field], read[field]
            ));
        }
    }
    let cites =
        serde_json::to_value(cite(&source, identity.document.doc_number.as_deref()).cites).unwrap();
    if gold["cites"] != cites {
        differences.push(format!("{name} cites: gold {} read {cites}", gold["cites"]));
    }
    differences
}
