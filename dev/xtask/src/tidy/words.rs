//! Words that do not belong into finished code: shortcuts, marks of unfinished work, paths of one machine.
//!
//! Looks at code with comments and strings taken out, except where a rule is about comments.

use super::Finding;
use crate::source::{RustSource, find_word};
use crate::tree::TextFile;

/// Forbidden in the product and allowed in tests.
const PRODUCT: &[(&str, &str)] = &[(
    ".unwrap()",
    "return the error, or `expect(\"why it cannot happen\")`",
)];

/// Forbidden everywhere.
const EVERYWHERE: &[(&str, &str)] = &[
    ("todo!", "write it, or leave it out"),
    ("unimplemented!", "write it, or leave it out"),
    ("dbg!", "remove it, or log with tracing"),
    ("#[ignore", "mend the test, or delete it"),
];

/// Forbidden in tests: they make a run depend on the hour or on luck.
const TESTS: &[(&str, &str)] = &[
    ("sleep(", "wait for the event itself"),
    ("SystemTime::now", "use the frozen clock of the test site"),
    ("Timestamp::now", "use the frozen clock of the test site"),
    ("Zoned::now", "use the frozen clock of the test site"),
    ("Moment::now", "use the frozen clock of the test site"),
];

/// Marks of unfinished work in comments.
const MARKS: &[&str] = &["TODO", "FIXME", "XXX", "HACK"];

/// Beginnings of paths that exist on one machine only.
const MACHINE_PATHS: &[&str] = &["/home/", "/root/", "/Users/", "/work/", "C:\\Users"];

/// Checks the words of one Rust file.
pub fn check_source(source: &RustSource) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = |line: usize, word: &str, cure: &str| {
        findings.push(Finding::at(
            &source.path,
            line,
            format!("`{word}` does not belong here"),
            cure,
        ));
    };
    for (line, code) in source.numbered() {
        for (word, cure) in EVERYWHERE {
            if has(code, word) {
                report(line, word, cure);
            }
        }
        let list = if source.is_test(line) { TESTS } else { PRODUCT };
        for (word, cure) in list {
            if has(code, word) {
                report(line, word, cure);
            }
        }
    }
    for comment in &source.comments {
        for mark in MARKS {
            if find_word(&comment.text, mark).is_some() {
                report(
                    comment.line,
                    mark,
                    "do it now, or open an issue and remove the mark",
                );
            }
        }
    }
    findings
}

/// Whether code has a word that may begin or end with punctuation.
fn has(code: &str, word: &str) -> bool {
    let starts_as_word = word.starts_with(|c: char| c.is_alphanumeric());
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !(starts_as_word && before.is_some_and(|c| c.is_alphanumeric() || c == '_'))
    })
}

/// Checks a text file of ours for paths of one machine.
pub fn check_file(file: &TextFile) -> Vec<Finding> {
    // This file must name what it forbids.
    let is_ours = file.ends_with(&[
        ".rs",
        ".toml",
        ".md",
        ".mjs",
        ".js",
        ".json",
        ".sql",
        ".yml",
        "rc",
        "script/test",
        "script/editor",
        "script/bootstrap",
        "script/server",
        "script/postgres",
        ".ci/run",
    ]);
    if !is_ours || file.path.starts_with("dev/xtask/src/tidy/") || file.path.contains("/fixtures/")
    {
        return Vec::new();
    }
    file.lines()
        .filter_map(|(number, line)| {
            let path = MACHINE_PATHS.iter().find(|path| has_path(line, path))?;
            Some(Finding::at(
                &file.path,
                number,
                format!("`{path}` is a path of one machine"),
                "name it relative to the repository, or take it from the environment",
            ))
        })
        .collect()
}

/// Whether a line names such a path, and not a part of an address.
fn has_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_' | '}'))
    })
}
