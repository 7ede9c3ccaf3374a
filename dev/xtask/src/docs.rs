//! References that the program writes about itself: command line, configuration, the states of a promise.
//!
//! The texts live in the code; here is only where they go and the line that says not to edit them.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::program::{self, Profile};
use crate::tidy::Finding;

/// The line with which every generated file begins.
const MARK: &str = "<!-- Written by `cargo xtask docs`; edit the program, not this file. -->";

/// A generated file.
struct Reference {
    path: &'static str,
    /// What the program is asked.
    words: &'static [&'static str],
    before: &'static str,
    after: &'static str,
}

const REFERENCES: &[Reference] = &[
    Reference {
        path: "docs/command-line.md",
        words: &["help-markdown"],
        before: "",
        after: "",
    },
    Reference {
        path: "docs/rights.md",
        words: &["rights-markdown"],
        before: "",
        after: "",
    },
    Reference {
        path: "docs/promise-states.md",
        words: &["states-markdown"],
        before: "",
        after: "",
    },
    Reference {
        path: "docs/notice-states.md",
        words: &["notice-states-markdown"],
        before: "",
        after: "",
    },
    Reference {
        path: "docs/edition-states.md",
        words: &["edition-states-markdown"],
        before: "",
        after: "",
    },
    Reference {
        path: "docs/filing-states.md",
        words: &["filing-states-markdown"],
        before: "",
        after: "",
    },
    Reference {
        path: "docs/request-states.md",
        words: &["request-states-markdown"],
        before: "",
        after: "",
    },
    Reference {
        path: "docs/export-tables.md",
        words: &["archive-markdown"],
        before: "",
        after: "",
    },
    Reference {
        path: "docs/configuration.md",
        words: &["config", "example"],
        before: "# Configuration\n\n\
            Read from `site.toml` in the current folder (or the file that `--config` names); every value may also be set in the environment as \
            `GONGKAI_SECTION__NAME`, which wins over the file. An unknown name is refused. \
            `gongkai config example` prints this file with the defaults:\n\n```toml\n",
        after: "```\n",
    },
];

/// Writes every reference.
///
/// # Errors
/// Where the program does not build or answer.
pub fn write(root: &Path) -> Result<ExitCode> {
    let program = program::build(root, Profile::Debug)?;
    for reference in REFERENCES {
        let text = render(&program, reference)?;
        let path = root.join(reference.path);
        fs::write(&path, text).with_context(|| path.display().to_string())?;
        println!("wrote {}", reference.path);
    }
    Ok(ExitCode::SUCCESS)
}

/// Compares every reference with what the program says now.
pub fn check(root: &Path) -> ExitCode {
    let findings = list_differences(root);
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The references that are not what the program says now; one finding where it cannot be asked.
pub fn list_differences(root: &Path) -> Vec<Finding> {
    let program = match program::build(root, Profile::Debug) {
        Ok(program) => program,
        Err(cause) => {
            let what = format!("the references cannot be compared: {cause:#}");
            return vec![Finding::at("docs", 1, what, "mend the build")];
        }
    };
    let mut findings = Vec::new();
    for reference in REFERENCES {
        let kept = fs::read_to_string(root.join(reference.path)).unwrap_or_default();
        match render(&program, reference) {
            Ok(text) => findings.extend(compare(reference.path, &kept, &text)),
            Err(cause) => findings.push(Finding::at(
                reference.path,
                1,
                format!("the program does not say what belongs here ({cause:#})"),
                format!("mend `gongkai {}`", reference.words.join(" ")),
            )),
        }
    }
    findings
}

fn compare(path: &str, kept: &str, text: &str) -> Option<Finding> {
    if kept == text {
        return None;
    }
    let line = kept
        .lines()
        .zip(text.lines())
        .position(|(a, b)| a != b)
        .unwrap_or_else(|| kept.lines().count().min(text.lines().count()));
    Some(Finding::at(
        path,
        line + 1,
        "not what the program says now",
        "run: cargo xtask docs",
    ))
}

fn render(program: &Path, reference: &Reference) -> Result<String> {
    let said = program::ask(program, reference.words)?;
    Ok(format!(
        "{MARK}\n\n{}{}\n{}",
        reference.before,
        said.trim_end(),
        reference.after
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_that_differs_is_told_with_its_line() {
        let found = compare("docs/a.md", "one\ntwo\n", "one\n2\n").expect("they differ");
        assert_eq!(
            found.to_string(),
            "docs/a.md:2: not what the program says now; run: cargo xtask docs"
        );
        assert_eq!(compare("docs/a.md", "one\n", "one\n"), None);
    }

    #[test]
    fn a_reference_that_is_missing_differs() {
        let found = compare("docs/a.md", "", "one\n").expect("they differ");
        assert!(found.to_string().starts_with("docs/a.md:1:"));
    }
}
