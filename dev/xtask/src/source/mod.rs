//! Rust source as the rules see it: code without comments and strings, the strings, the comments, and which lines are tests.
//!
//! A small lexer, not a parser: it knows comments, strings, characters and braces, and no more. Offsets of code are
//! kept, so that a finding names the right line.

mod lexer;
#[cfg(test)]
mod tests;

use crate::tree::TextFile;

/// A string literal or a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Its content without quotes or slashes.
    pub text: String,
}

/// A Rust file taken apart.
#[derive(Debug, Clone)]
pub struct RustSource {
    /// Its path from the root.
    pub path: String,
    /// Its lines with comments and the insides of strings blanked.
    pub code: Vec<String>,
    /// Its string literals.
    pub strings: Vec<Piece>,
    /// Its comments, doc comments among them.
    pub comments: Vec<Piece>,
    /// For each line, whether it belongs to a test.
    is_test: Vec<bool>,
}

impl RustSource {
    /// Takes a file apart.
    pub fn of(file: &TextFile) -> Self {
        let lexed = lexer::lex(&file.text);
        let code: Vec<String> = lexed.code.lines().map(str::to_owned).collect();
        let is_test = if is_test_path(&file.path) {
            vec![true; code.len()]
        } else {
            mark_tests(&code)
        };
        Self {
            path: file.path.clone(),
            code,
            strings: lexed.strings,
            comments: lexed.comments,
            is_test,
        }
    }

    /// Whether a line (from 1) belongs to a test.
    pub fn is_test(&self, line: usize) -> bool {
        line.checked_sub(1)
            .and_then(|index| self.is_test.get(index))
            .copied()
            .unwrap_or(false)
    }

    /// The lines of code, numbered from 1.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code
            .iter()
            .enumerate()
            .map(|(index, line)| (index + 1, line.as_str()))
    }

    /// The lines of code that are not tests.
    pub fn product(&self) -> impl Iterator<Item = (usize, &str)> {
        self.numbered().filter(|(line, _)| !self.is_test(*line))
    }
}

/// Whether the whole file is a test, a benchmark, an example or a fuzz target.
fn is_test_path(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == "tests.rs"
        || ["/tests/", "/benches/", "/examples/", "/fuzz/"]
            .iter()
            .any(|folder| path.contains(folder))
}

/// Marks items under `#[cfg(test)]`, from the attribute to the closing brace or semicolon.
fn mark_tests(code: &[String]) -> Vec<bool> {
    let mut is_test = vec![false; code.len()];
    let mut index = 0;
    while index < code.len() {
        if code[index].trim_start().starts_with("#[cfg(test)]") {
            let end = find_item_end(code, index);
            is_test[index..=end].fill(true);
            index = end;
        }
        index += 1;
    }
    is_test
}

fn find_item_end(code: &[String], start: usize) -> usize {
    let mut depth = 0_usize;
    for (index, line) in code.iter().enumerate().skip(start) {
        for c in line.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 1 => return index,
                '}' => depth = depth.saturating_sub(1),
                ';' if depth == 0 => return index,
                _ => {}
            }
        }
    }
    code.len().saturating_sub(1)
}

/// Where `word` stands as a whole word in a line of code, if it does.
pub fn find_word(line: &str, word: &str) -> Option<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).map(|(at, _)| at).find(|&at| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}
