//! What makes evidence good enough: links that a citizen can open, files of known kinds, days that can be true.
//!
//! Pure. Whether a page really says what it should is for the open-government office to look at; nothing is fetched here.

use kernel::{BlobId, Date, Moment};

use super::table::{CommandKind, allow};
use crate::model::{KeptBy, PromiseState};
use crate::refusal::PromiseRefusal;
use crate::wording::{cleaned, is_web_address};

/// Evidence of one link, as the console and the API hand it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Where the information stands.
    pub link: String,
    /// What the recorder adds; may be empty.
    pub note: String,
    /// The day on which the information became public.
    pub published_on: Date,
}

/// Evidence as a form hands it in: links, files and a note, all of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The day on which the information became public.
    pub published_on: Date,
    /// What the recorder adds; alone it is evidence too.
    pub note: String,
    /// Where the information stands.
    pub links: Vec<String>,
    /// Files, kept as blobs already.
    pub files: Vec<EvidenceFile>,
}

/// A file that shows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    /// Its bytes.
    pub blob: BlobId,
    /// The name it was handed in under.
    pub file_name: String,
    /// Its media type, told by content.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
}

impl Submission {
    /// The most pieces of one submission.
    pub const MOST_PIECES: usize = 20;

    /// The same words without what cannot be seen, blank and repeated links left out.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let mut links: Vec<String> = Vec::with_capacity(self.links.len());
        for link in self.links.iter().map(|link| link.trim()) {
            if !link.is_empty() && !links.iter().any(|known| known == link) {
                links.push(link.to_owned());
            }
        }
        Self {
            published_on: self.published_on,
            note: cleaned(&self.note),
            links,
            files: self.files.clone(),
        }
    }
}

impl From<&Evidence> for Submission {
    fn from(evidence: &Evidence) -> Self {
        Self {
            published_on: evidence.published_on,
            note: evidence.note.clone(),
            links: vec![evidence.link.clone()],
            files: Vec::new(),
        }
    }
}

/// The promise's side of a decision about evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Its state.
    pub state: PromiseState,
    /// The first day on which it could be kept.
    pub owed_from: Date,
}

/// Decides on keeping a promise. The day that counts is the one on which the information became public, for that is
/// what 《条例》第二十六条 asks; when it was recorded is kept beside it and shown.
///
/// # Errors
/// Why not.
pub fn keep(
    owed: &Owed,
    submission: &Submission,
    now: Moment,
) -> Result<PromiseState, PromiseRefusal> {
    allow(&owed.state, CommandKind::Keep)?;
    check_submission(owed, submission, now.date())?;
    Ok(PromiseState::Kept {
        on: submission.published_on,
        at: now,
        how: KeptBy::Evidence,
    })
}

/// Decides on adding evidence to a kept promise. The judgement does not move: it stands on what it was kept with.
///
/// # Errors
/// Why not.
pub fn add_evidence(
    owed: &Owed,
    submission: &Submission,
    today: Date,
) -> Result<(), PromiseRefusal> {
    allow(&owed.state, CommandKind::AddEvidence)?;
    check_submission(owed, submission, today)
}

fn check_submission(
    owed: &Owed,
    submission: &Submission,
    today: Date,
) -> Result<(), PromiseRefusal> {
    let pieces = submission.links.len() + submission.files.len();
    if pieces == 0 && submission.note.trim().is_empty() {
        return Err(PromiseRefusal::EvidenceMissing);
    }
    if pieces > Submission::MOST_PIECES {
        return Err(PromiseRefusal::TooManyPieces);
    }
    for link in &submission.links {
        check_link(link)?;
    }
    if submission.note.chars().count() > 1000 {
        return Err(PromiseRefusal::NoteTooLong);
    }
    if submission.published_on > today {
        return Err(PromiseRefusal::PublishedInFuture {
            given: submission.published_on,
            today,
        });
    }
    if submission.published_on < owed.owed_from && submission.note.trim().is_empty() {
        return Err(PromiseRefusal::PublishedBeforeOwed {
            given: submission.published_on,
            owed_from: owed.owed_from,
        });
    }
    Ok(())
}

fn check_link(link: &str) -> Result<(), PromiseRefusal> {
    if link.len() > 2000 {
        return Err(PromiseRefusal::LinkTooLong);
    }
    if is_web_address(link) {
        Ok(())
    } else {
        Err(PromiseRefusal::LinkNotHttp)
    }
}

/// The most bytes of one file.
pub const MOST_FILE_BYTES: usize = 20 * 1024 * 1024;

/// What kind of file it is, by its first bytes and, for the families that share them, by its name.
///
/// # Errors
/// Where it is empty, too large or of no kind that is taken.
pub fn media_type_of(file_name: &str, bytes: &[u8]) -> Result<&'static str, PromiseRefusal> {
    let refuse = || PromiseRefusal::FileKind {
        name: file_name.chars().take(80).collect(),
    };
    if bytes.is_empty() {
        return Err(refuse());
    }
    if bytes.len() > MOST_FILE_BYTES {
        return Err(PromiseRefusal::FileTooLarge {
            name: file_name.chars().take(80).collect(),
        });
    }
    let ending = file_name.rsplit_once('.').map_or("", |(_, it)| it);
    let ending = ending.to_ascii_lowercase();
    let found = match (bytes, ending.as_str()) {
        ([b'%', b'P', b'D', b'F', b'-', ..], _) => Some("application/pdf"),
        ([0x89, b'P', b'N', b'G', ..], _) => Some("image/png"),
        ([0xff, 0xd8, 0xff, ..], _) => Some("image/jpeg"),
        ([b'P', b'K', 3, 4, ..], "docx") => {
            Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        }
        ([b'P', b'K', 3, 4, ..], "xlsx") => {
            Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        }
        ([b'P', b'K', 3, 4, ..], "ofd") => Some("application/ofd"),
        ([0xd0, 0xcf, 0x11, 0xe0, ..], "doc" | "wps") => Some("application/msword"),
        ([0xd0, 0xcf, 0x11, 0xe0, ..], "xls" | "et") => Some("application/vnd.ms-excel"),
        (text, "txt") if !text.contains(&0) => Some("text/plain"),
        (text, "csv") if !text.contains(&0) => Some("text/csv"),
        _ => None,
    };
    found.ok_or_else(refuse)
}
