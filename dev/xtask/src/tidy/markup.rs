//! Pages that obey the strict content security policy: no inline script or style, nothing loaded from elsewhere.
//!
//! Looks at templates and at strings of the crates that make HTML; what a browser really does is for the browser tests.

use super::Finding;
use crate::source::RustSource;
use crate::tree::TextFile;

/// Crates whose strings may become HTML.
const MAKERS: &[&str] = &["crates/ui/src/", "crates/portal/src/", "crates/desk/src/"];

/// Checks a template.
pub fn check_template(file: &TextFile) -> Vec<Finding> {
    if !file.path.contains("/templates/") || !file.ends_with(&[".html", ".svg", ".xml"]) {
        return Vec::new();
    }
    file.lines()
        .flat_map(|(number, line)| check_line(&file.path, number, line))
        .collect()
}

/// Checks the strings of a crate that makes HTML.
pub fn check_source(source: &RustSource) -> Vec<Finding> {
    if !MAKERS.iter().any(|folder| source.path.starts_with(folder)) {
        return Vec::new();
    }
    source
        .strings
        .iter()
        .filter(|piece| piece.text.contains('<') && !source.is_test(piece.line))
        .flat_map(|piece| check_line(&source.path, piece.line, &piece.text))
        .collect()
}

fn check_line(path: &str, number: usize, line: &str) -> Vec<Finding> {
    let lower = line.to_lowercase();
    let mut findings = Vec::new();
    let mut report = |what: &str, cure: &str| findings.push(Finding::at(path, number, what, cure));
    if lower.contains(" style=") || lower.contains("<style") {
        report("inline style", "use a class, or an attribute of SVG");
    }
    let has_inline_script = lower.match_indices("<script").any(|(at, _)| {
        let tag = lower[at..].split('>').next().unwrap_or("");
        // A block of linked data is no script: no browser runs it, and no policy forbids it.
        !tag.contains("src=") && !tag.contains("application/ld+json")
    });
    if has_inline_script || lower.contains("javascript:") {
        report("inline script", "put it into a file under assets/");
    }
    if let Some(attribute) = find_event_attribute(&lower) {
        report(
            &format!("the attribute `{attribute}` is inline script"),
            "listen for the event in a file under assets/",
        );
    }
    let is_remote = ["src=\"http", "src=\"//", "@import", "url(http"]
        .iter()
        .any(|it| lower.contains(it));
    if is_remote {
        report("something loaded from elsewhere", "embed it in the binary");
    }
    findings
}

/// An attribute such as `onclick=`, inside a tag.
fn find_event_attribute(lower: &str) -> Option<String> {
    lower.match_indices(" on").find_map(|(at, _)| {
        let rest = &lower[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
        let is_attribute = rest[end..].starts_with("=\"") || rest[end..].starts_with("='");
        (is_attribute && end > 2).then(|| rest[..end].to_owned())
    })
}
