//! Outcomes as Markdown tables.

use std::fmt::Write as _;

use evaluation::asking::Class;
use evaluation::remembered::CLASSES;

use crate::engines::NAMES;
use crate::measuring::Outcome;

type Outcomes<'a> = [(&'a str, Outcome)];

fn name_of(engine: &str) -> &str {
    let row = NAMES.iter().find(|it| it.0 == engine);
    row.map_or(engine, |it| it.1)
}

fn head(first: &str, columns: impl Iterator<Item = String>) -> String {
    let columns: Vec<String> = columns.collect();
    let lines = "--:|".repeat(columns.len());
    format!("| {first} | {} |\n|---|{lines}\n", columns.join(" | "))
}

/// How well each engine answers the evaluation set, a row a class.
pub fn quality(outcomes: &Outcomes<'_>) -> String {
    let mut out = "MRR@10 / nDCG@10 / recall@50 on the evaluation set\n\n".to_owned();
    let columns = outcomes.iter().map(|it| name_of(it.0).to_owned());
    out.push_str(&head("class (queries)", columns));
    let classes = Class::ALL.map(Class::word);
    for class in classes.into_iter().chain(["known"]) {
        let count = outcomes
            .first()
            .map_or(0.0, |it| it.1.get(&format!("{class}/queries")));
        let shown = if class == "known" {
            "**known documents**"
        } else {
            class
        };
        let _ = write!(out, "| {shown} ({count}) |");
        for (_, outcome) in outcomes {
            let get = |figure: &str| outcome.get(&format!("{class}/{figure}"));
            let _ = write!(
                out,
                " {:.3} / {:.3} / {:.3} |",
                get("mrr"),
                get("ndcg"),
                get("recall")
            );
        }
        out.push('\n');
    }
    out
}

/// How fast, how large and how well each engine is with so many documents, a row an engine; times in milliseconds.
pub fn speed(documents: u64, outcomes: &Outcomes<'_>) -> String {
    let mut out = format!("{documents} documents: p50 / p99 in milliseconds (MRR@10)\n\n");
    let columns = [
        "documents/s",
        "index / text",
        "own memory, MB",
        "known documents",
    ]
    .into_iter()
    .chain(CLASSES.map(Class::word))
    .map(str::to_owned);
    out.push_str(&head("engine", columns));
    for (engine, outcome) in outcomes {
        let _ = write!(
            out,
            "| {} | {:.0} | {:.2} | {:.0} | {} / {} |",
            name_of(engine),
            outcome.get("rate"),
            outcome.get("size"),
            outcome.get("memory"),
            time(outcome.get("known/p50")),
            time(outcome.get("known/p99"))
        );
        for class in CLASSES.map(Class::word) {
            let get = |figure: &str| outcome.get(&format!("{class}/{figure}"));
            let _ = write!(
                out,
                " {} / {} ({:.2}) |",
                time(get("p50")),
                time(get("p99")),
                get("mrr")
            );
        }
        out.push('\n');
    }
    out
}

/// Milliseconds with as many digits as mean something.
fn time(milliseconds: f64) -> String {
    match milliseconds {
        it if it < 10.0 => format!("{it:.1}"),
        it => format!("{it:.0}"),
    }
}
