//! SQL in Rust: where it may stand, and that both engines read it alike.
//!
//! Recognises a statement by its first words; whether it is right is for the test that prepares every statement on
//! both engines.

use super::Finding;
use crate::source::{Piece, RustSource};

/// Files of the store that may hold SQL beside `sql.rs`.
const STORE_FILES: &[&str] = &[
    "crates/store/src/engine.rs",
    "crates/store/src/migration.rs",
    "crates/store/src/database.rs",
];

/// Crates that show or carry, and have no SQL at all.
const WITHOUT_SQL: &[&str] = &[
    "libs/",
    "crates/kernel/",
    "crates/ui/",
    "crates/portal/",
    "crates/desk/",
    "crates/server/",
    "dev/xtask/",
];

/// What one of the engines does not know, or knows differently.
const OUTSIDE_SUBSET: &[(&str, &str)] = &[
    ("::", "write cast(x as type)"),
    ("now()", "hand the moment in as a parameter"),
    ("current_timestamp", "hand the moment in as a parameter"),
    ("current_date", "hand the day in as a parameter"),
    ("ilike", "fold the case before it is stored"),
    ("jsonb", "keep JSON as text and read it in Rust"),
    ("json_", "keep JSON as text and read it in Rust"),
    ("array[", "use a child table"),
    ("any(", "use a child table or a loop"),
    ("rowid", "order by a column of ours"),
    ("ifnull(", "write coalesce(a, b)"),
    ("autoincrement", "ids come from kernel::Ids"),
    ("insert or ", "write on conflict (…) do …"),
];

/// Checks one Rust file.
pub fn check_source(source: &RustSource) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_engine = STORE_FILES.contains(&source.path.as_str());
    for piece in &source.strings {
        if source.is_test(piece.line) || !is_sql(&piece.text) {
            continue;
        }
        findings.extend(check_place(source, piece));
        if !is_engine {
            findings.extend(check_subset(source, piece));
        }
    }
    findings
}

/// Whether a string is an SQL statement.
pub fn is_sql(text: &str) -> bool {
    let lower = text.replace("\\\n", " ").to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match words.as_slice() {
        ["select", .., _] => words.contains(&"from") || lower.contains("(select"),
        ["insert", "into" | "or", _, ..] | ["delete", "from", ..] | ["with", _, "as", ..] => true,
        ["update", _, "set", ..] | ["alter" | "drop", "table" | "index", ..] => true,
        ["create", "table" | "index" | "unique" | "view", _, ..] | ["pragma", _, ..] => true,
        _ => false,
    }
}

fn check_place(source: &RustSource, piece: &Piece) -> Option<Finding> {
    let path = source.path.as_str();
    if path.starts_with("dev/testkit/") || STORE_FILES.contains(&path) {
        return None;
    }
    if WITHOUT_SQL.iter().any(|folder| path.starts_with(folder)) {
        return Some(Finding::at(
            path,
            piece.line,
            "SQL in a crate that has none",
            "ask a query of the capability crate",
        ));
    }
    let is_sql_file = path.ends_with("/sql.rs") || path.contains("/src/sql/");
    (!is_sql_file).then(|| {
        Finding::at(
            path,
            piece.line,
            "SQL outside sql.rs",
            "move it into `statements!` of the crate's sql.rs, so that both engines are tested with it",
        )
    })
}

fn check_subset(source: &RustSource, piece: &Piece) -> Vec<Finding> {
    let lower = strip_literals(&piece.text.to_lowercase());
    let mut findings = Vec::new();
    for (word, cure) in OUTSIDE_SUBSET {
        if has_sql_word(&lower, word) {
            findings.push(Finding::at(
                &source.path,
                piece.line,
                format!("`{word}` is not read alike by both engines"),
                *cure,
            ));
        }
    }
    if lower.contains('?') {
        findings.push(Finding::at(
            &source.path,
            piece.line,
            "`?` as a parameter",
            "number the parameters: $1, $2",
        ));
    }
    if has_bare_sum(&lower) {
        findings.push(Finding::at(
            &source.path,
            piece.line,
            "a sum or average that is not cast",
            "write cast(sum(x) as bigint): PostgreSQL makes it numeric",
        ));
    }
    findings
}

/// Blanks what stands in quotes inside SQL.
fn strip_literals(sql: &str) -> String {
    let mut is_quoted = false;
    sql.chars()
        .map(|c| {
            if c == '\'' {
                is_quoted = !is_quoted;
            }
            if is_quoted && c != '\'' { ' ' } else { c }
        })
        .collect()
}

/// Whether the word stands there, not as the end of a longer one.
pub fn has_sql_word(sql: &str, word: &str) -> bool {
    let starts_as_word = word.starts_with(|c: char| c.is_alphanumeric());
    let ends_as_word = word.ends_with(|c: char| c.is_alphanumeric());
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    sql.match_indices(word).any(|(at, _)| {
        let before = sql[..at].chars().next_back();
        let after = sql[at + word.len()..].chars().next();
        let is_longer = starts_as_word && before.is_some_and(is_word)
            || ends_as_word && after.is_some_and(is_word);
        !is_longer
    })
}

/// Whether a `sum(` or `avg(` that is returned stands outside every `cast(`; what only compares or orders may be bare.
fn has_bare_sum(sql: &str) -> bool {
    let end = [" having ", " order by "]
        .iter()
        .filter_map(|clause| sql.find(clause))
        .min();
    let sql = &sql[..end.unwrap_or(sql.len())];
    let mut open: Vec<&str> = Vec::new();
    let mut word = 0..0;
    for (at, c) in sql.char_indices() {
        match c {
            '(' => {
                let name = &sql[word.clone()];
                if matches!(name, "sum" | "avg") && !open.contains(&"cast") {
                    return true;
                }
                open.push(name);
                word = at + 1..at + 1;
            }
            ')' => {
                open.pop();
                word = at + 1..at + 1;
            }
            c if c.is_alphanumeric() || c == '_' => word.end = at + c.len_utf8(),
            _ => word = at + c.len_utf8()..at + c.len_utf8(),
        }
    }
    false
}
