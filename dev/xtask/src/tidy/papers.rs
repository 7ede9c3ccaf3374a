//! The papers at the root: both readmes say the same, the changelog has a place for what is new, links lead somewhere.
//!
//! Whether they are well written is for the reader.

use super::{Finding, House};
use crate::tree::TextFile;

const CHANGELOG: &str = "CHANGELOG.md";
const READMES: [&str; 2] = ["README.md", "README.zh-CN.md"];

/// Papers that must exist.
const REQUIRED: &[&str] = &[
    "LICENSE",
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
    "GLOSSARY.md",
    CHANGELOG,
    READMES[0],
    READMES[1],
];

/// Checks the papers.
pub fn check(house: &House) -> Vec<Finding> {
    let mut findings: Vec<Finding> = REQUIRED
        .iter()
        .filter(|path| house.find(path).is_none())
        .map(|path| Finding::at(path, 1, "the paper is missing", "write it"))
        .collect();
    if let Some(changelog) = house.find(CHANGELOG) {
        findings.extend(check_changelog(changelog));
    }
    if let (Some(english), Some(chinese)) = (house.find(READMES[0]), house.find(READMES[1])) {
        findings.extend(check_readmes(english, chinese));
    }
    for file in &house.files {
        if file.ends_with(&[".md"]) {
            findings.extend(check_links(house, file));
            findings.extend(check_headings(file));
        }
    }
    findings
}

fn check_changelog(file: &TextFile) -> Option<Finding> {
    let is_there = file
        .text
        .lines()
        .any(|line| line.trim_end() == "## [Unreleased]");
    (!is_there).then(|| {
        Finding::at(
            &file.path,
            1,
            "there is no section for what is new",
            "add `## [Unreleased]`",
        )
    })
}

/// Both readmes have the same levels of headings and the same code blocks.
fn check_readmes(english: &TextFile, chinese: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (ours, theirs) = (Outline::of(&english.text), Outline::of(&chinese.text));
    if ours.levels != theirs.levels {
        findings.push(Finding::at(
            &chinese.path,
            1,
            format!(
                "{} headings where {} has {}, or other levels",
                theirs.levels.len(),
                english.path,
                ours.levels.len()
            ),
            "say the same in both languages",
        ));
    }
    if ours.blocks != theirs.blocks {
        let odd = theirs
            .blocks
            .iter()
            .zip(&ours.blocks)
            .position(|(a, b)| a != b)
            .unwrap_or(ours.blocks.len().min(theirs.blocks.len()));
        findings.push(Finding::at(
            &chinese.path,
            1,
            format!("code block {} differs from {}", odd + 1, english.path),
            "give both the same commands",
        ));
    }
    findings
}

/// Headings and code blocks of a paper.
struct Outline {
    levels: Vec<usize>,
    blocks: Vec<String>,
}

impl Outline {
    fn of(text: &str) -> Self {
        let (mut levels, mut blocks) = (Vec::new(), Vec::new());
        let mut open: Option<String> = None;
        for line in text.lines() {
            if line.trim_start().starts_with("```") {
                match open.take() {
                    Some(block) => blocks.push(block),
                    None => open = Some(String::new()),
                }
            } else if let Some(block) = &mut open {
                block.push_str(line);
                block.push('\n');
            } else if line.starts_with('#') {
                levels.push(line.chars().take_while(|&c| c == '#').count());
            }
        }
        Self { levels, blocks }
    }
}

/// An empty heading is a defect.
fn check_headings(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    let mut is_fenced = false;
    for (number, line) in file.lines().chain([(0, "# end")]) {
        let is_fence = line.trim_start().starts_with("```");
        is_fenced ^= is_fence;
        let level = line.chars().take_while(|&c| c == '#').count();
        if !is_fenced && level > 0 && line[level..].starts_with(' ') {
            if let Some((at, above)) = last
                && level <= above
            {
                findings.push(Finding::at(
                    &file.path,
                    at,
                    "a heading with nothing under it",
                    "write what belongs there, or remove it",
                ));
            }
            last = Some((number, level));
        } else if !line.trim().is_empty() {
            last = None;
        }
    }
    findings
}

/// A link to a file of ours leads to a file of ours.
fn check_links(house: &House, file: &TextFile) -> Vec<Finding> {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut findings = Vec::new();
    for (number, line) in file.lines() {
        for (at, _) in line.match_indices("](") {
            let target = line[at + 2..].split(')').next().unwrap_or("");
            let path = target.split('#').next().unwrap_or("");
            let is_local = !path.is_empty() && !path.contains(':') && path.ends_with(".md");
            if is_local && house.find(&resolve(folder, path)).is_none() {
                findings.push(Finding::at(
                    &file.path,
                    number,
                    format!("the link {target} leads nowhere"),
                    "mend or remove it",
                ));
            }
        }
    }
    findings
}

/// The path that a link of a file in `folder` means.
fn resolve(folder: &str, link: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}
