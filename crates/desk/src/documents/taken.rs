//! A file that is all here becomes what a draft can have as attachment: told by its content, scanned, looked through by the gate, kept as a blob.
//!
//! Small and large files go this one way, and no step of it holds a whole file in memory. What is refused leaves nothing behind.

use gate::file::HiddenKind;
use kernel::{Fault, Stop};
use publishing::DocumentRefusal;
use publishing::actions::{self, NewFile};
use publishing::examine::{Found, examine_file};
use publishing::files::{self, HEAD, media_type_of};
use publishing::scan::{check_file, note_clean};
use store::Joined;

use crate::port::Looked;
use crate::site::Desk;

/// Takes a file in.
///
/// # Errors
/// Why it is not taken, or a fault.
pub(super) async fn take(
    desk: &Desk,
    (name, joined): (&str, Joined),
) -> Result<NewFile, Stop<DocumentRefusal>> {
    let size = joined.size;
    desk.files.check(name, size).map_err(Stop::Refused)?;
    let media_type = media_type_of(name, &joined.head(HEAD).await?).map_err(Stop::Refused)?;
    let scanned = check_file(&desk.scanner, (name, joined.open()?)).await;
    scanned.map_err(Stop::Refused)?;
    let (looked, unreadable) = match desk.read_file.look(joined.open()?).await {
        Ok(looked) => (looked, None),
        Err(refused) => (Looked::default(), Some(refused.message)),
    };
    // What is taken for a text must not be passed over as a recording.
    let is_footage = looked
        .hidden
        .iter()
        .any(|it| it.kind == HiddenKind::Footage);
    if media_type.starts_with("text/") && is_footage {
        return Err(Stop::Refused(DocumentRefusal::FileKind(files::shown(name))));
    }
    let found = examine(desk, name, looked).await?;
    let blob = desk.store.blobs().adopt(joined).await.map_err(told)?;
    if desk.scanner.is_some() {
        note_clean(&desk.store, &blob, desk.now()).await?;
    }
    Ok(NewFile {
        blob,
        file_name: name.to_owned(),
        media_type: media_type.to_owned(),
        size,
        unreadable,
        found,
    })
}

/// What the gate finds; a long text takes its time, and nobody else waits for it.
async fn examine(desk: &Desk, name: &str, looked: Looked) -> Result<Vec<Found>, Fault> {
    let today = desk.today();
    let gate = store::read!(desk.store, |tx| actions::gate_of(tx, today).await)?;
    let name = name.to_owned();
    let examined = tokio::task::spawn_blocking(move || {
        examine_file(&gate, &name, (&looked.hidden, &looked.visible))
    });
    examined
        .await
        .map_err(|cause| Fault::caused("looking through the text of a file", cause))
}

/// A full disk is something that people can be told.
pub(super) fn told(fault: Fault) -> Stop<DocumentRefusal> {
    if fault.is_disk_full() {
        tracing::error!(%fault, "the disk is full");
        metrics::counter!("uploads_disk_full_total").increment(1);
        Stop::Refused(DocumentRefusal::DiskFull)
    } else {
        Stop::Failed(fault)
    }
}

/// A size as people read it.
pub(super) fn size_of(bytes: u64) -> String {
    match bytes {
        small if small < 1 << 20 => format!("{} KB", small.div_ceil(1 << 10)),
        large => format!("{} MB", large.div_ceil(1 << 20)),
    }
}

/// The endings of files that are taken, for the browser's file dialogue.
pub(super) fn accepted() -> String {
    let endings: Vec<String> = files::endings().map(|it| format!(".{it}")).collect();
    endings.join(",")
}
