//! `bench desk`: two hundred officers at once on one node, as `e2e/load.mjs` plays them.
//!
//! The officers take a share of the same machine; the figures are an upper bound of what they would wait.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use super::is_installed;
use crate::program::{self, Profile};

/// Builds the program and plays the officers; `words` are how many and for how many seconds.
///
/// # Errors
/// Where the program does not build, or the officers cannot be played.
pub fn run(root: &Path, words: &[&str]) -> Result<ExitCode> {
    let tests = root.join("e2e");
    if !is_installed("node") || !tests.join("node_modules").is_dir() {
        println!("not measured: script/bootstrap sets up node and e2e/node_modules");
        return Ok(ExitCode::SUCCESS);
    }
    let program = program::build(root, Profile::Release)?;
    let status = Command::new("node")
        .arg("load.mjs")
        .args(words)
        .current_dir(&tests)
        .env("GONGKAI_PROGRAM", program)
        .status()
        .context("running node")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
