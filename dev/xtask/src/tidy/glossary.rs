//! GLOSSARY.md and the code agree: every identifier it fixes exists.
//!
//! The other direction (every noun of the code is in the glossary) is for the reviewer.

use std::collections::HashSet;

use super::{Finding, House};
use crate::source::RustSource;

const GLOSSARY: &str = "GLOSSARY.md";

/// Checks the glossary.
pub fn check(house: &House) -> Vec<Finding> {
    let Some(glossary) = house.find(GLOSSARY) else {
        return vec![Finding::at(
            GLOSSARY,
            1,
            "the glossary is missing",
            "write it: Chinese term, identifier, meaning, source",
        )];
    };
    let known = list_words(&house.sources);
    let mut findings = Vec::new();
    let mut column = None;
    for (number, line) in glossary.lines() {
        let Some(cells) = split_row(line) else {
            column = None;
            continue;
        };
        if let Some(found) = cells.iter().position(|cell| cell == "identifier") {
            column = Some(found);
            continue;
        }
        let cell = column.and_then(|index| cells.get(index));
        for identifier in cell.map(|cell| list_identifiers(cell)).unwrap_or_default() {
            if !known.contains(identifier.as_str()) {
                findings.push(Finding::at(
                    GLOSSARY,
                    number,
                    format!("`{identifier}` occurs in no Rust file"),
                    "mend the row in the commit that renamed it",
                ));
            }
        }
    }
    findings
}

/// Every word of the code.
fn list_words(sources: &[RustSource]) -> HashSet<&str> {
    sources
        .iter()
        .flat_map(|source| &source.code)
        .flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The cells of a table row; `None` where the line is none.
fn split_row(line: &str) -> Option<Vec<String>> {
    let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(
        inside
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect(),
    )
}

/// The words in backticks; of `Standing::Late` both parts.
fn list_identifiers(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .flat_map(|quoted| quoted.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
