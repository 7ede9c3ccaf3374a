//! Which layer may do what: the driver is named by the store alone, pure files stay pure.
//!
//! The edges between packages are checked in `edges`, from cargo's own metadata.

use super::Finding;
use crate::source::{RustSource, find_word};

/// The database drivers, as code names them.
const DRIVERS: &[&str] = &["sqlx", "tokio_postgres", "rusqlite"];

/// Where a driver may be named.
const DRIVER_FOLDERS: &[&str] = &["crates/store/", "dev/testkit/", "dev/evaluation/"];

/// File or folder names that promise purity.
const PURE_NAMES: &[&str] = &["model", "clock", "rules"];

/// What a pure file has no use for.
const IMPURE: &[&str] = &[
    "async",
    "await",
    "now()",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "tokio",
    "SystemTime",
    "Instant",
];

/// Checks one Rust file.
pub fn check_source(source: &RustSource) -> Vec<Finding> {
    let mut findings = check_drivers(source);
    if is_pure(&source.path) {
        findings.extend(check_purity(source));
    }
    findings
}

fn check_drivers(source: &RustSource) -> Vec<Finding> {
    if DRIVER_FOLDERS
        .iter()
        .any(|folder| source.path.starts_with(folder))
    {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (line, code) in source.numbered() {
        for driver in DRIVERS {
            if find_word(code, driver).is_some() {
                findings.push(Finding::at(
                    &source.path,
                    line,
                    format!("`{driver}` is named outside the store"),
                    "go through store::Tx; a missing question belongs into crates/store",
                ));
            }
        }
    }
    findings
}

/// Whether a file must be pure: libraries, the kernel, and the model, clock and rules of a capability.
fn is_pure(path: &str) -> bool {
    let is_source = path.contains("/src/");
    if path.starts_with("libs/") || path.starts_with("crates/kernel/") {
        return is_source;
    }
    let is_crate = path.starts_with("crates/");
    let inside = path.split_once("/src/").map_or("", |(_, inside)| inside);
    is_crate
        && inside
            .trim_end_matches(".rs")
            .split('/')
            .any(|part| PURE_NAMES.contains(&part))
}

fn check_purity(source: &RustSource) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, code) in source.product() {
        for word in IMPURE {
            let is_there = match word.strip_suffix("()") {
                Some(call) => code.contains(&format!("::{call}()")),
                None => find_word(code, word).is_some(),
            };
            if is_there {
                findings.push(Finding::at(
                    &source.path,
                    line,
                    format!("`{word}` in a pure file"),
                    "take time, ids and bytes as arguments, and leave the doing to an action",
                ));
            }
        }
    }
    findings
}
