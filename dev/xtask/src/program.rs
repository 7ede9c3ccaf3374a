//! The product's own binary: built by cargo, found by what cargo says.
//!
//! Nothing here knows what the program does.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

/// What cargo sets for the program it runs, beside `CARGO_PKG_*` and `CARGO_MANIFEST_*`.
const OUR_OWN: &[&str] = &[
    "CARGO",
    "CARGO_BIN_NAME",
    "CARGO_CRATE_NAME",
    "CARGO_PRIMARY_PACKAGE",
    "LD_LIBRARY_PATH",
    "OUT_DIR",
    "RUST_RECURSION_COUNT",
];

/// How the program is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build.
    Debug,
    /// Quick to run.
    Release,
}

/// Builds `gongkai` and returns where it lies.
///
/// # Errors
/// Where it does not build.
pub fn build(root: &Path, profile: Profile) -> Result<PathBuf> {
    let mut command = cargo(root);
    command.args([
        "build",
        "--locked",
        "--package",
        "server",
        "--bin",
        "gongkai",
    ]);
    command.arg("--message-format=json-render-diagnostics");
    if profile == Profile::Release {
        command.arg("--release");
    }
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .context("running cargo build")?;
    ensure!(output.status.success(), "the program does not build");
    let messages = String::from_utf8(output.stdout)?;
    find_executable(&messages).context("cargo built no program named gongkai")
}

/// Runs a command of the program and returns what it printed.
///
/// # Errors
/// Where it fails; with what it said.
pub fn ask(program: &Path, words: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(words)
        .stdin(Stdio::null())
        .output()
        .with_context(|| program.display().to_string())?;
    ensure!(
        output.status.success(),
        "gongkai {}: {}",
        words.join(" "),
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(String::from_utf8(output.stdout)?)
}

/// The cargo that runs us, in the repository. What cargo told us about our own package is taken back: build scripts of
/// others watch these variables, and a nested build would compile half of the tree anew.
pub fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let is_ours = name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if is_ours || OUR_OWN.contains(&name.as_ref()) {
            command.env_remove(name.as_ref());
        }
    }
    command
}

fn find_executable(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .find(|message| message["target"]["name"] == "gongkai" && message["executable"].is_string())
        .and_then(|message| message["executable"].as_str().map(PathBuf::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_executable_is_found_among_cargos_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"serde\"},\"executable\":null}\n\
             not json\n\
             {\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"gongkai\"},\"executable\":\"target/debug/gongkai\"}\n";
        assert_eq!(
            find_executable(messages),
            Some(PathBuf::from("target/debug/gongkai"))
        );
    }
}
