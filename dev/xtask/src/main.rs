//! `cargo xtask`: what the developers of this repository run beside cargo itself.
//!
//! `tidy` enforces the house style, `docs` writes the references that come from the program, `bench` measures, `crash`
//! kills the program at random moments and looks for damage. Links none of the product's crates: it reads their
//! sources and runs their binary, so that it builds in seconds and cannot be broken by them.

mod bench;
mod crash;
mod docs;
mod program;
mod source;
mod tidy;
mod tree;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::tidy::Extent;

const USAGE: &str = "usage: cargo xtask <task>

  tidy [--files]       check the house style; every finding says where, what and what to do;
                       --files leaves out what needs the program built
  docs [--check]       write the references in docs/ that come from the program, or compare them
  bench [name]         run the benchmarks of calendar, gate, gongwen, ledger, promises and store in release and print one table
  bench answers        ask the questions of crates/search/tests/answers: right passage first, right refusal, wrong answer
  bench web            compare the portal with nginx serving the same bytes as files
  bench search [--documents N,N…] [--engines ours,fts5,postgres,tantivy]
                       the search beside SQLite FTS5, PostgreSQL pg_trgm and plain tantivy: how well on the evaluation set, how fast
                       and large on so many documents (10000,100000 unless told otherwise; 0 for none);
                       `--misses ENGINE` lists the queries that it does not answer first
  bench desk [officers [seconds [rate]]]
                       two hundred officers at once: queue, form, keep; p50 and p95 of each; with a rate, so many pages a second
  crash [rounds [pairs]]
                       kill the program at seeded random moments on both engines, so many rounds with so many pairs of
                       `promise keep`; nothing may be lost or half-done
  crash publishing [kills]
                       play a day of publishing on the desk, over HTTP, and kill the server so often on each engine;
                       nothing that was acknowledged may be lost
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(code) => code,
        Err(cause) => {
            eprintln!("xtask: {cause:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<ExitCode> {
    let root = tree::find_root()?;
    match words {
        ["tidy"] => tidy::run(&root, Extent::All),
        ["tidy", "--files"] => tidy::run(&root, Extent::Files),
        ["docs"] => docs::write(&root),
        ["docs", "--check"] => Ok(docs::check(&root)),
        ["bench", "answers"] => bench::answers::run(&root),
        ["bench", "web"] => bench::web::run(&root),
        ["bench", "desk", words @ ..] => bench::desk::run(&root, words),
        ["bench", "search", words @ ..] => bench::search::run(&root, words),
        ["bench"] => bench::run(&root, None),
        ["bench", name] => bench::run(&root, Some(name)),
        ["crash", "publishing"] => crash::publishing::run(&root, crash::publishing::KILLS),
        ["crash", "publishing", kills] => crash::publishing::run(&root, kills.parse()?),
        ["crash", effort @ ..] => crash::run(&root, effort_of(effort)?),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        [other, ..] => bail!("there is no task «{other}»\n\n{USAGE}"),
    }
}

/// How much a crash test tries: rounds, then pairs in each; what is not said is as usual.
fn effort_of(words: &[&str]) -> Result<crash::Effort> {
    let (rounds, pairs) = match words {
        [] => (crash::ROUNDS, crash::PAIRS),
        [rounds] => (rounds.parse()?, crash::PAIRS),
        [rounds, pairs] => (rounds.parse()?, pairs.parse()?),
        [_, _, other, ..] => bail!("crash takes rounds and pairs, not «{other}»\n\n{USAGE}"),
    };
    Ok(crash::Effort { rounds, pairs })
}
