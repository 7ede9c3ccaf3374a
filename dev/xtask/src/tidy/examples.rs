//! Examples in documentation are tests: a crate that has one says nothing against their being run.
//!
//! Crates without examples turn the search for them off, which costs each a run of rustdoc.

use super::{Finding, House};

/// Finds crates that have examples which no test runs.
pub fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in house.files.iter().filter(|it| it.ends_with(&[".rs"])) {
        let Some((package, _)) = file.path.split_once("/src/") else {
            continue;
        };
        let manifest = house.find(&format!("{package}/Cargo.toml"));
        if !manifest.is_some_and(|it| it.text.contains("doctest = false")) {
            continue;
        }
        let is_example = |line: &str| {
            let line = line.trim_start();
            ["/// ```", "//! ```", "#![doc = include_str!"]
                .iter()
                .any(|it| line.starts_with(it))
        };
        if let Some(at) = file.text.lines().position(is_example) {
            findings.push(Finding::at(
                &file.path,
                at + 1,
                "no test runs this example",
                format!("take `doctest = false` out of {package}/Cargo.toml"),
            ));
        }
    }
    findings
}
