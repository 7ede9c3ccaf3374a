//! The shape of files: header, length, name.
//!
//! What is in them is the business of the other rules.

use super::Finding;
use crate::tree::TextFile;

/// Lines of a file of code at most.
const LONGEST: usize = 600;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &[
    "utils", "util", "helpers", "helper", "common", "manager", "handler", "handlers", "service",
    "services", "types", "misc", "shared", "stuff",
];

/// Scripts that a program wrote from others: nobody reads or edits them. Each has a stage of `script/test` that compares it with its sources.
const BUNDLES: &[&str] = &["crates/desk/assets/editor.js"];

/// Checks one file.
pub fn check_file(file: &TextFile) -> Vec<Finding> {
    let mut findings = check_name(file);
    findings.extend(check_test_program(&file.path));
    findings.extend(check_script(file));
    findings.extend(check_length(file));
    if !file.ends_with(&[".rs"]) {
        return findings;
    }
    let first = file.text.lines().next().unwrap_or("");
    // A fuzz target must begin with its own attribute.
    let is_headed = first.starts_with("//! ") || first.starts_with("#![no_main]");
    if !is_headed {
        findings.push(Finding::at(
            &file.path,
            1,
            "the file does not begin with a `//!` line",
            "say what it is for and what it deliberately does not do",
        ));
    }
    findings
}

fn check_length(file: &TextFile) -> Option<Finding> {
    let length = file.text.lines().count();
    let is_ours = file.ends_with(&[".rs", ".js", ".mjs"]) && !is_bundle(file);
    (is_ours && length > LONGEST).then(|| {
        Finding::at(
            &file.path,
            LONGEST + 1,
            format!("{length} lines, {LONGEST} at most"),
            "split it by what its parts are about",
        )
    })
}

/// A script begins by saying what it is for; a bundle by saying from what it was made.
fn check_script(file: &TextFile) -> Option<Finding> {
    if !file.ends_with(&[".js", ".mjs"]) {
        return None;
    }
    let beginning = if is_bundle(file) {
        "/* Built by script/"
    } else {
        "// "
    };
    (!file.text.starts_with(beginning)).then(|| {
        Finding::at(
            &file.path,
            1,
            format!("the script does not begin with `{beginning}`"),
            "say what it is for and what it deliberately does not do",
        )
    })
}

fn is_bundle(file: &TextFile) -> bool {
    BUNDLES.contains(&file.path.as_str())
}

/// Tests from outside are one program for each crate: each program that cargo links costs time and a hundred megabytes of disk.
fn check_test_program(path: &str) -> Option<Finding> {
    let (_, within) = path.split_once("/tests/")?;
    let is_program = match within.split('/').collect::<Vec<_>>()[..] {
        [file] => file.ends_with(".rs"),
        [folder, "main.rs"] => folder != "it",
        _ => false,
    };
    let is_of_a_crate = !path.contains("/src/") && !path.contains("/fuzz/");
    (is_program && is_of_a_crate).then(|| {
        Finding::at(
            path,
            1,
            "a second test program of the crate",
            "make it a module of `tests/it/main.rs`",
        )
    })
}

fn check_name(file: &TextFile) -> Vec<Finding> {
    let is_code = file.ends_with(&[".rs", ".mjs", ".js", ".html", ".css"]);
    if !is_code || file.path.contains("/fixtures/") || file.path.contains("/demo/") {
        return Vec::new();
    }
    file.path
        .split(['/', '.'])
        .filter(|part| EMPTY_NAMES.contains(part))
        .map(|part| {
            Finding::at(
                &file.path,
                1,
                format!("the name `{part}` says nothing"),
                "name the file after the thing or the action in it",
            )
        })
        .collect()
}
