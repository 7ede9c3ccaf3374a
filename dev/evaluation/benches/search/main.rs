//! The search beside others: how well on the evaluation set, how fast and large on many documents, as Markdown tables.
//!
//! `cargo xtask bench search [--documents N,N…] [--engines ours,fts5,postgres,tantivy]`. Each measurement is a process of its own on one core,
//! so that memory is its own; with `--documents 0` only quality is measured. `--misses ENGINE` lists the queries of the evaluation set that
//! this engine does not answer first with what was meant.

mod engines;
mod measuring;
mod tables;

use std::process::{Command, Stdio};

use measuring::{Outcome, Task};

/// What the command line wants.
#[derive(Debug)]
struct Wanted {
    documents: Vec<u64>,
    engines: Vec<&'static str>,
}

/// Reads the command line; cargo adds `--bench` to it.
fn wanted(words: &[String]) -> Result<Wanted, String> {
    let mut wanted = Wanted {
        documents: vec![10_000, 100_000],
        engines: engines::NAMES.iter().map(|it| it.0).collect(),
    };
    let mut words = words.iter().filter(|it| *it != "--bench");
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} says nothing"))?;
        match word.as_str() {
            "--documents" => {
                let counts = value.split(',').map(str::parse).collect::<Result<_, _>>();
                wanted.documents = counts.map_err(|_| format!("«{value}» is not a number"))?;
            }
            "--engines" => {
                let names = value.split(',').collect::<Vec<_>>();
                let is_wanted = |name: &str| {
                    let family = name.split('-').next().unwrap_or(name);
                    names.contains(&name) || names.contains(&family)
                };
                wanted.engines.retain(|it| is_wanted(it));
                if wanted.engines.is_empty() {
                    return Err(format!("«{value}» names no engine"));
                }
            }
            other => return Err(format!("there is no option «{other}»")),
        }
    }
    wanted.documents.retain(|it| *it > 0);
    Ok(wanted)
}

/// Measures in a process of its own, on the last core where `taskset` can say so.
fn measure(task: &Task) -> Result<Outcome, String> {
    let program = std::env::current_exe().map_err(|it| it.to_string())?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let has_taskset = Command::new("taskset")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|it| it.success());
    let mut command = if has_taskset {
        let mut command = Command::new("taskset");
        command.arg("-c").arg((cores - 1).to_string()).arg(program);
        command
    } else {
        Command::new(program)
    };
    let output = command
        .args(task.words())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|it| it.to_string())?;
    let printed = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(printed.trim().to_owned());
    }
    Outcome::read(&printed).ok_or_else(|| format!("it printed: {printed}"))
}

fn compare(wanted: &Wanted) {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("?");
    println!("release build, one core each; load of the machine before: {load}\n");
    for documents in std::iter::once(0).chain(wanted.documents.iter().copied()) {
        let mut outcomes = Vec::new();
        for engine in &wanted.engines {
            let task = Task {
                engine: (*engine).to_owned(),
                documents,
            };
            eprintln!("measuring {engine} on {documents} documents (0: the evaluation set)");
            match measure(&task) {
                Ok(outcome) => outcomes.push((*engine, outcome)),
                Err(reason) => println!("not measured: {engine}: {reason}\n"),
            }
        }
        if documents == 0 {
            println!("{}", tables::quality(&outcomes));
        } else {
            println!("{}", tables::speed(documents, &outcomes));
        }
    }
}

fn main() -> std::process::ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(task) = Task::read(&words) {
        return match measuring::run(&task) {
            Ok(outcome) => {
                print!("{outcome}");
                std::process::ExitCode::SUCCESS
            }
            Err(reason) => {
                println!("{reason}");
                std::process::ExitCode::FAILURE
            }
        };
    }
    let misses = words.iter().position(|it| it == "--misses");
    if let Some(engine) = misses.and_then(|at| words.get(at + 1)) {
        return match measuring::list_misses(engine) {
            Ok(misses) => {
                print!("{misses}");
                std::process::ExitCode::SUCCESS
            }
            Err(reason) => {
                eprintln!("{reason}");
                std::process::ExitCode::FAILURE
            }
        };
    }
    match wanted(&words) {
        Ok(wanted) => {
            compare(&wanted);
            std::process::ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("{reason}");
            std::process::ExitCode::FAILURE
        }
    }
}
