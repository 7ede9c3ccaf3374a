//! Files that are handed in as evidence: kept as blobs at once, so that a form that comes back has not lost them.
//!
//! What kind of file it is, is told by its bytes; nothing is opened or run.

use std::str::FromStr as _;

use kernel::{BlobId, Fault};
use promises::rules::{EvidenceFile, MOST_FILE_BYTES, media_type_of};

use crate::form::Errors;
use crate::site::Desk;
use crate::trouble::Snag;
use crate::upload::UploadedFile;

/// Files of one form, and what was wrong with others.
pub(crate) struct Taken {
    pub files: Vec<EvidenceFile>,
    pub errors: Errors,
}

/// Takes files in: those just sent, and those that an earlier try sent and that are still ticked (`BLOB name`).
pub(crate) async fn take(
    desk: &Desk,
    uploaded: Vec<UploadedFile>,
    sent: &[String],
) -> Result<Taken, Snag> {
    let mut taken = Taken {
        files: Vec::new(),
        errors: Errors::none(),
    };
    for mark in sent {
        let Some((id, name)) = mark.split_once(' ') else {
            continue;
        };
        let Ok(id) = BlobId::from_str(id) else {
            continue;
        };
        let Some(bytes) = desk.store.blobs().find(&id).await? else {
            continue;
        };
        taken.add(id, name.to_owned(), &bytes);
    }
    for file in uploaded {
        let refused = media_type_of(&file.name, &file.bytes).err();
        if let Some(refusal) = refused {
            taken.errors = taken.errors.with("file", refusal.to_string());
            continue;
        }
        let bytes = file.bytes.clone();
        let id = desk.store.blobs().put(file.bytes).await?;
        taken.add(id, file.name, &bytes);
    }
    Ok(taken)
}

impl Taken {
    fn add(&mut self, blob: BlobId, file_name: String, bytes: &[u8]) {
        let Ok(media_type) = media_type_of(&file_name, bytes) else {
            return;
        };
        if self.files.iter().all(|known| known.blob != blob) {
            self.files.push(EvidenceFile {
                blob,
                file_name,
                media_type: media_type.to_owned(),
                size: u64::try_from(bytes.len().min(MOST_FILE_BYTES)).unwrap_or(u64::MAX),
            });
        }
    }
}

/// The marks with which a form that comes back remembers its files, and their names.
pub(crate) fn marks(files: &[EvidenceFile]) -> Vec<(String, String)> {
    let mark = |file: &EvidenceFile| {
        let value = format!("{} {}", file.blob, file.file_name);
        (value, file.file_name.clone())
    };
    files.iter().map(mark).collect()
}

/// The bytes of a file.
pub(crate) async fn bytes_of(desk: &Desk, file: &EvidenceFile) -> Result<Vec<u8>, Fault> {
    let found = desk.store.blobs().find(&file.blob).await?;
    found.ok_or_else(|| Fault::new(format!("blob {} is not there", file.blob)))
}
