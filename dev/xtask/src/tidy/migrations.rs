//! Migrations: numbered without gaps, registered, in the subset of both engines, every table explained.
//!
//! That the migrated schemas of both engines are equal is for a test of the store.

use super::statements::has_sql_word;
use super::{Finding, House};
use crate::tree::TextFile;

/// What a column may be.
const TYPES: &[&str] = &["text", "bigint", "boolean"];

/// What a line of a table may begin with instead of a column.
const CONSTRAINTS: &[&str] = &["primary", "unique", "foreign", "check", "constraint"];

/// What one of the engines lacks.
const OUTSIDE_SUBSET: &[&str] = &[
    "serial",
    "bigserial",
    "json",
    "jsonb",
    "array",
    "[]",
    "::",
    "now()",
    "current_timestamp",
    "trigger",
    "pg_advisory_lock",
    "autoincrement",
    "varchar",
    "timestamp",
    "timestamptz",
    "integer",
    "numeric",
    "real",
    "without rowid",
    "strict",
];

/// Where a migration is registered.
const REGISTER: &str = "crates/store/src/migration.rs";

/// Checks the folder of migrations.
pub fn check(house: &House) -> Vec<Finding> {
    let files: Vec<&TextFile> = house
        .files
        .iter()
        .filter(|file| file.path.starts_with("migrations/") && file.ends_with(&[".sql"]))
        .collect();
    let register = house.find(REGISTER).map_or("", |file| file.text.as_str());
    let mut findings = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let expected = format!("{:04}_", index + 1);
        if !file.name().starts_with(&expected) {
            findings.push(Finding::at(
                &file.path,
                1,
                format!("the next migration is number {expected}"),
                "number migrations from 0001 without gaps",
            ));
        }
        if !register.contains(file.name()) {
            findings.push(Finding::at(
                &file.path,
                1,
                "the migration is not registered",
                format!("add it to ALL in {REGISTER}"),
            ));
        }
        findings.extend(check_file(file));
    }
    findings
}

fn check_file(file: &TextFile) -> Vec<Finding> {
    let mut findings = check_comments(file);
    let mut is_in_table = false;
    for (number, line) in file.lines() {
        let code = line.split("--").next().unwrap_or("").trim().to_lowercase();
        for word in OUTSIDE_SUBSET {
            if has_sql_word(&code, word) {
                findings.push(Finding::at(
                    &file.path,
                    number,
                    format!("`{word}` is outside the common subset"),
                    "use text, bigint and boolean, and child tables for lists",
                ));
            }
        }
        if is_in_table && !code.starts_with(')') {
            findings.extend(check_column(file, number, &code));
        }
        if code.starts_with("create table") {
            is_in_table = true;
        } else if code.starts_with(')') {
            is_in_table = false;
        }
    }
    findings
}

fn check_column(file: &TextFile, number: usize, code: &str) -> Option<Finding> {
    let mut words = code.split_whitespace();
    let name = words.next()?;
    if CONSTRAINTS.iter().any(|it| name.starts_with(it)) {
        return None;
    }
    let kind = words.next().unwrap_or("").trim_end_matches(',');
    (!TYPES.contains(&kind)).then(|| {
        Finding::at(
            &file.path,
            number,
            format!("the column {name} has the type `{kind}`"),
            "a column is text, bigint or boolean",
        )
    })
}

/// A table has a comment directly above it, or follows one that has, in the same paragraph.
fn check_comments(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut is_explained = false;
    for (number, line) in file.lines() {
        let line = line.trim();
        if line.is_empty() {
            is_explained = false;
        } else if line.starts_with("--") {
            is_explained = true;
        } else if line.starts_with("create table") && !is_explained {
            findings.push(Finding::at(
                &file.path,
                number,
                "a table without a comment",
                "say above it, with --, what one row is",
            ));
        }
    }
    findings
}
