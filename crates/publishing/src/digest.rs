//! What the secrecy officer signs: one digest over all that review is about.
//!
//! Pure. The time of publication is not in it: it says nothing that could be secret.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::model::Edition;

/// SHA-256 of title, metadata, body and files, in hexadecimal.
pub fn digest_of(edition: &Edition) -> String {
    let it = &edition.metadata;
    let files: Vec<_> = edition
        .attachments
        .iter()
        .map(|file| json!([file.blob.as_str(), file.file_name]))
        .collect();
    let mut signed = json!([
        "gongkai-edition-1",
        edition.document.to_string(),
        it.column,
        it.title,
        it.number,
        it.theme,
        it.keywords,
        it.summary,
        it.made_on.map(|day| day.to_string()),
        it.effective_on.map(|day| day.to_string()),
        it.expires_on.map(|day| day.to_string()),
        it.unpublish_after.map(|day| day.to_string()),
        it.disclosure.code(),
        it.disclosure_ground,
        edition.change_note,
        edition.body.html(),
        files,
    ]);
    // Of one issuer it is as it was before units could issue together.
    if let (false, Some(parts)) = (edition.joint.is_empty(), signed.as_array_mut()) {
        let units = edition.joint.iter().map(|it| it.unit.to_string());
        parts.push(units.collect());
    }
    // Each of these says its name, so that none can stand for another; what says nothing is left out, as it was before there was such a thing.
    if let Some(parts) = signed.as_array_mut() {
        if let Some(issue) = it.issue {
            parts.push(json!({ "issue": issue.to_string() }));
        }
        if let Some(interpreter) = it.interpreter {
            parts.push(json!({ "interpreter": interpreter.code() }));
        }
        if !edition.gathered.is_empty() {
            parts.push(json!({ "gathered": gathered_of(edition) }));
        }
    }
    hex::encode(Sha256::digest(signed.to_string().as_bytes()))
}

/// Headings, which documents, and what the collection says of each, in order. What those documents say is theirs.
fn gathered_of(edition: &Edition) -> Value {
    let chapters = edition.gathered.iter().map(|chapter| {
        let entries = chapter.entries.iter();
        let entries: Vec<_> = entries
            .map(|it| json!([it.document.to_string(), it.words]))
            .collect();
        json!([chapter.heading, entries])
    });
    chapters.collect()
}
