//! `bench search`: the search beside other engines, as `dev/evaluation` measures it.
//!
//! Builds and runs that package's benchmark, so that engines and drivers stay out of this program.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::program;

/// Measures and prints Markdown tables; `words` go to the benchmark as they are.
///
/// # Errors
/// Where cargo cannot be run.
pub fn run(root: &Path, words: &[&str]) -> Result<ExitCode> {
    let mut command = program::cargo(root);
    command.args(["bench", "--quiet", "--locked", "--package", "evaluation"]);
    command.args(["--bench", "search", "--"]).args(words);
    let status = command.status().context("running cargo bench")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
