//! `tidy`: the house style, enforced by a program instead of by memory.
//!
//! Each rule is a function from the files it is about to findings; a finding says where, what, and what to do. Rules
//! that the compiler, clippy or rustfmt already enforce are not repeated here.

mod edges;
mod examples;
mod glossary;
mod layers;
mod markup;
mod migrations;
mod papers;
mod shape;
mod statements;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use crate::source::RustSource;
use crate::tree::{self, TextFile};

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    path: String,
    line: usize,
    what: String,
    cure: String,
}

impl Finding {
    /// A finding: what is wrong, and what to do about it.
    pub fn at(path: &str, line: usize, what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            what: what.into(),
            cure: cure.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}; {}",
            self.path, self.line, self.what, self.cure
        )
    }
}

/// The repository as the rules see it.
#[derive(Debug)]
pub struct House {
    /// Every text file.
    pub files: Vec<TextFile>,
    /// Every Rust file, taken apart.
    pub sources: Vec<RustSource>,
}

impl House {
    /// Takes the files apart.
    pub fn of(files: Vec<TextFile>) -> Self {
        let sources = files
            .iter()
            .filter(|file| file.ends_with(&[".rs"]))
            .map(RustSource::of)
            .collect();
        Self { files, sources }
    }

    /// The file at a path.
    pub fn find(&self, path: &str) -> Option<&TextFile> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Everything that the rules on files find, in order.
    pub fn inspect(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for file in &self.files {
            findings.extend(shape::check_file(file));
            findings.extend(words::check_file(file));
            findings.extend(markup::check_template(file));
        }
        for source in &self.sources {
            findings.extend(words::check_source(source));
            findings.extend(layers::check_source(source));
            findings.extend(statements::check_source(source));
            findings.extend(markup::check_source(source));
        }
        findings.extend(migrations::check(self));
        findings.extend(glossary::check(self));
        findings.extend(examples::check(self));
        findings.extend(papers::check(self));
        findings.sort();
        findings.dedup();
        findings
    }
}

/// What `tidy` looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Files alone: a second, before each commit.
    Files,
    /// Also the references that the program writes, for which it is built.
    All,
}

/// Checks the repository and prints what it finds.
///
/// # Errors
/// Where the repository cannot be read.
pub fn run(root: &Path, extent: Extent) -> Result<ExitCode> {
    let house = House::of(tree::read(root)?);
    let mut findings = house.inspect();
    findings.extend(edges::check(root)?);
    if extent == Extent::All {
        findings.extend(crate::docs::list_differences(root));
    }
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        println!("tidy: {} files, nothing to mend", house.files.len());
        return Ok(ExitCode::SUCCESS);
    }
    println!("tidy: {} findings", findings.len());
    Ok(ExitCode::FAILURE)
}
