//! The published way to score a reading against a hand-labelled one: F1 of duties, units and times, share of sections
//! and document fields. Reads nothing from disk.

use std::collections::BTreeSet;

use gongwen::outline::fold::fold;
use serde_json::Value;

const FIELDS: [&str; 7] = [
    "title",
    "issuer",
    "doc_number",
    "index_number",
    "written_on",
    "published_on",
    "year",
];

fn squash(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        other => other.to_string(),
    };
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(fold)
        .flat_map(char::to_lowercase)
        .collect()
}

fn words(duty: &Value) -> Vec<char> {
    squash(&duty["text"])
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

fn set(values: &Value) -> BTreeSet<String> {
    values
        .as_array()
        .map(|a| a.iter().map(squash).collect())
        .unwrap_or_default()
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn f1(hit: usize, gold: usize, read: usize) -> Option<f64> {
    (gold + read > 0).then(|| 2.0 * hit as f64 / (gold + read) as f64)
}

/// Pairs of gold and read duties whose first 20 or last 10 characters agree.
fn pairs(gold: &[Value], read: &[Value]) -> Vec<(usize, usize)> {
    let ends = |d: &Value| {
        let w = words(d);
        let head: String = w.iter().take(20).collect();
        let tail: String = w.iter().skip(w.len().saturating_sub(10)).collect();
        (head, tail)
    };
    let read: Vec<_> = read.iter().map(ends).collect();
    let mut used = BTreeSet::new();
    let mut found = Vec::new();
    for (i, duty) in gold.iter().enumerate() {
        let (head, tail) = ends(duty);
        let best = read
            .iter()
            .enumerate()
            .filter(|(j, r)| !used.contains(j) && (r.0 == head || r.1 == tail))
            .max_by_key(|(j, r)| {
                (
                    r.0 == head && r.1 == tail,
                    r.0 == head,
                    r.1 == tail,
                    std::cmp::Reverse(*j),
                )
            });
        if let Some((j, _)) = best {
            used.insert(j);
            found.push((i, j));
        }
    }
    found
}

/// The mean of the scores that apply.
pub fn score(gold: &Value, read: &Value) -> f64 {
    let (g, r) = (list(&gold["duties"]), list(&read["duties"]));
    let pairs = pairs(&g, &r);
    let of = |take: &dyn Fn(&Value) -> BTreeSet<String>| {
        let hit = pairs
            .iter()
            .map(|(i, j)| take(&g[*i]).intersection(&take(&r[*j])).count())
            .sum();
        f1(
            hit,
            g.iter().map(|d| take(d).len()).sum(),
            r.iter().map(|d| take(d).len()).sum(),
        )
    };
    let times = |d: &Value| {
        set(&d["cadence"])
            .union(&set(&d["deadlines"]))
            .cloned()
            .collect::<BTreeSet<_>>()
    };
    let same = pairs
        .iter()
        .filter(|(i, j)| {
            list(&g[*i]["section"])
                .iter()
                .map(squash)
                .eq(list(&r[*j]["section"]).iter().map(squash))
        })
        .count();
    let agree = FIELDS
        .iter()
        .filter(|f| squash(&gold["document"][**f]) == squash(&read["document"][**f]))
        .count();
    let (cited, found) = (set(&gold["cites"]), set(&read["cites"]));
    let all = [
        f1(pairs.len(), g.len(), r.len()),
        of(&|d| set(&d["lead"])),
        of(&|d| set(&d["support"])),
        of(&times),
        (!pairs.is_empty()).then(|| same as f64 / pairs.len() as f64),
        Some(agree as f64 / FIELDS.len() as f64),
        f1(cited.intersection(&found).count(), cited.len(), found.len()),
    ];
    let have: Vec<f64> = all.into_iter().flatten().collect();
    have.iter().sum::<f64>() / have.len() as f64
}
