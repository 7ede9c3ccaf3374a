//! `bench`: the benchmarks of every crate in one table, beside what each is allowed to take.
//!
//! Runs divan's benches in release and reads what they print. Figures of a busy machine are worth little: nothing else
//! should run meanwhile, and the table says on how many cores it was measured.

pub mod answers;
pub mod desk;
pub mod search;
mod table;
pub mod web;

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::program;

/// Packages with benches.
const PACKAGES: &[&str] = &[
    "calendar",
    "gate",
    "gongwen",
    "ledger",
    "promises",
    "publishing",
    "store",
];

/// Runs all benches, or those of one package or with a name that contains `wanted`.
///
/// # Errors
/// Where they do not build or fail.
pub fn run(root: &Path, wanted: Option<&str>) -> Result<ExitCode> {
    let packages: Vec<&str> = match wanted {
        Some(name) if PACKAGES.contains(&name) => vec![name],
        _ => PACKAGES.to_vec(),
    };
    let filter = wanted.filter(|name| !PACKAGES.contains(name));
    let mut rows = Vec::new();
    for package in packages {
        let printed = run_package(root, package, filter)?;
        rows.extend(table::read(package, &printed));
    }
    if rows.is_empty() {
        bail!(
            "no benchmark is named like that; packages: {}",
            PACKAGES.join(", ")
        );
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("release build, {cores} cores\n");
    print!("{}", table::print(&rows));
    let slow = rows.iter().filter(|row| row.is_over_budget()).count();
    if slow > 0 {
        println!("\n{slow} over the budget");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn run_package(root: &Path, package: &str, filter: Option<&str>) -> Result<String> {
    let mut command = program::cargo(root);
    command.args([
        "bench",
        "--quiet",
        "--locked",
        "--package",
        package,
        "--benches",
    ]);
    if let Some(filter) = filter {
        command.args(["--", filter]);
    }
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .context("running cargo bench")?;
    if !output.status.success() {
        bail!("the benches of {package} fail");
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program is installed.
fn is_installed(program: &str) -> bool {
    Command::new("sh")
        .args(["-c", "command -v \"$0\" >/dev/null 2>&1", program])
        .status()
        .is_ok_and(|status| status.success())
}
