//! Edges between packages: arrows go one way only.
//!
//! Reads `cargo metadata --no-deps`, so that it sees what cargo builds and needs nothing fetched.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use super::Finding;
use crate::program;

const LIBS: &[&str] = &[
    "calendar",
    "gongwen",
    "gate",
    "ledger",
    "missive",
    "ooxml",
    "paper",
    "prose",
    "rendition",
];
const GROUND: &[&str] = &["kernel", "store"];
const CAPABILITIES: &[&str] = &[
    "plans",
    "publishing",
    "requests",
    "dialogue",
    "oversight",
    "search",
    "subscriptions",
    "answers",
];
const DRIVERS: &[&str] = &["sqlx", "tokio-postgres", "rusqlite"];
/// Who may name a driver: the store, what tests it, and what measures the search beside the engines themselves.
const DRIVING: &[&str] = &["store", "testkit", "evaluation"];

/// A package of ours and the groups of ours that it may depend on.
const ALLOWED: &[(&str, &[&[&str]])] = &[
    ("calendar", &[]),
    ("ooxml", &[]),
    ("gongwen", &[&["ooxml"]]),
    ("gate", &[&["ooxml"]]),
    ("ledger", &[]),
    ("missive", &[&["paper"]]),
    ("paper", &[]),
    ("prose", &[&["ooxml"]]),
    ("rendition", &[&["gate", "gongwen", "prose"]]),
    ("kernel", &[LIBS]),
    ("store", &[LIBS, &["kernel"]]),
    ("promises", &[LIBS, GROUND]),
    ("accounts", &[LIBS, GROUND]),
    ("plans", &[LIBS, GROUND, &["promises"]]),
    ("publishing", &[LIBS, GROUND, &["promises"]]),
    ("requests", &[LIBS, GROUND, &["promises"]]),
    ("dialogue", &[LIBS, GROUND, &["promises"]]),
    ("oversight", &[LIBS, GROUND, &["promises"]]),
    ("search", &[LIBS, GROUND, &["promises"]]),
    ("subscriptions", &[LIBS, GROUND]),
    ("answers", &[LIBS, GROUND, &["promises"]]),
    ("ui", &[&["kernel"]]),
    ("portal", &[LIBS, GROUND, CAPABILITIES, &["promises", "ui"]]),
    (
        "desk",
        &[LIBS, GROUND, CAPABILITIES, &["promises", "accounts", "ui"]],
    ),
    (
        "server",
        &[
            LIBS,
            GROUND,
            CAPABILITIES,
            &["promises", "accounts", "ui", "portal", "desk"],
        ],
    ),
    ("testkit", &[LIBS, GROUND, &["promises", "plans"]]),
    ("evaluation", &[&["kernel", "search"]]),
    ("standin", &[]),
    ("xtask", &[]),
];

/// A package as cargo tells it.
#[derive(Debug, Deserialize)]
pub struct Package {
    name: String,
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    /// `null` for an ordinary dependency, `dev` or `build` otherwise.
    kind: Option<String>,
    /// Set for packages of ours.
    path: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// Checks the workspace's edges.
///
/// # Errors
/// Where cargo does not answer.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let output = program::cargo(root)
        .args([
            "metadata",
            "--offline",
            "--no-deps",
            "--format-version",
            "1",
        ])
        .output()
        .context("running cargo metadata")?;
    ensure!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout)?;
    let prefix = format!("{}/", root.display());
    Ok(check_metadata(&text.replace(&prefix, ""))?)
}

/// Checks what `cargo metadata` printed, with paths relative to the root.
pub fn check_metadata(text: &str) -> serde_json::Result<Vec<Finding>> {
    let metadata: Metadata = serde_json::from_str(text)?;
    Ok(metadata.packages.iter().flat_map(check_package).collect())
}

fn check_package(package: &Package) -> Vec<Finding> {
    let path = package.manifest_path.as_str();
    let Some((_, groups)) = ALLOWED.iter().find(|(name, _)| *name == package.name) else {
        return vec![Finding::at(
            path,
            1,
            format!(
                "the package {} has no row in the table of edges",
                package.name
            ),
            "add it to ALLOWED in dev/xtask/src/tidy/edges.rs, with what ARCHITECTURE.md says of it",
        )];
    };
    let mut findings = Vec::new();
    for dependency in &package.dependencies {
        let name = dependency.name.as_str();
        let is_for_tests = dependency.kind.as_deref() == Some("dev");
        let is_allowed = groups.iter().any(|group| group.contains(&name));
        let is_testkit = ["testkit", "standin"].contains(&name) && is_for_tests;
        if dependency.path.is_some() && !is_allowed && !is_testkit {
            findings.push(Finding::at(
                path,
                1,
                format!("{} depends on {name}", package.name),
                "arrows go one way (ARCHITECTURE.md): share an id in kernel, or react to an event",
            ));
        }
        if DRIVERS.contains(&name) && !DRIVING.contains(&package.name.as_str()) {
            findings.push(Finding::at(
                path,
                1,
                format!("{} depends on the driver {name}", package.name),
                "only the store names a driver",
            ));
        }
    }
    findings
}
