//! `bench answers`: how many questions are answered rightly, rightly refused, wrongly answered. The test that keeps the goals prints the tables.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

/// Asks all questions and prints the tables; fails where the goals are missed.
pub fn run(root: &Path) -> Result<ExitCode> {
    let status = Command::new("cargo")
        .current_dir(root)
        .args(["test", "--quiet", "-p", "search", "--test", "it", "--"])
        .args(["answers::questions_are", "answers::a_day", "--nocapture"])
        .status()
        .context("running the questions")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
