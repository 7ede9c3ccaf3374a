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
  docs [--check]       write docs/command-line.md and docs/configuration.md from the program, or compare them
  bench [name]         run the benchmarks of calendar, gongwen and promises in release and print one table
  bench web            compare the portal with nginx serving the same bytes as files
  crash [rounds]       kill the program at seeded random moments on both engines; nothing may be lost or half-done
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
        ["bench", "web"] => bench::web::run(&root),
        ["bench"] => bench::run(&root, None),
        ["bench", name] => bench::run(&root, Some(name)),
        ["crash"] => crash::run(&root, crash::ROUNDS),
        ["crash", rounds] => crash::run(&root, rounds.parse()?),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        [other, ..] => bail!("there is no task «{other}»\n\n{USAGE}"),
    }
}
