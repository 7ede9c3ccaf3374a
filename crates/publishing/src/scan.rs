//! 病毒检查: files are looked through by the site's scanner when they come in, and again before they become public.
//!
//! Where the site has a scanner, a file about which it has not said "clean" is refused: a scanner that is down stops uploads and publications, and
//! says so. Nothing is scanned within a transaction; within it only what the scanner said is asked for. How a scanner is spoken to is not known here.

use std::fs::File;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use kernel::{BlobId, EditionId, Fault, Moment, Never, Stop};
use store::{Store, Tx, params};

use crate::files::shown;
use crate::model::Attachment;
use crate::{DocumentRefusal, sql};

/// For how long the scanner's word holds: viruses that nobody knew yesterday are known today.
const HOLDS_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// What a scanner says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It found nothing.
    Clean,
    /// It found this.
    Infected(String),
}

/// A scanner that gave no verdict; why, in words for users.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoVerdict(pub String);

/// A scan under way.
pub type Scanning = Pin<Box<dyn Future<Output = Result<Verdict, NoVerdict>> + Send>>;

/// Whoever looks files through for viruses.
pub trait ScanFile: std::fmt::Debug + Send + Sync {
    /// Looks a file through from its beginning.
    fn scan(&self, file: File) -> Scanning;
}

/// The site's scanner; `None` where it has none.
pub type Scanner = Option<Arc<dyn ScanFile>>;

/// Scans a file that comes in.
///
/// # Errors
/// Where it holds a virus, or the scanner gave no verdict.
pub async fn check_file(
    scanner: &Scanner,
    (name, file): (&str, File),
) -> Result<(), DocumentRefusal> {
    let Some(scanner) = scanner else {
        return Ok(());
    };
    match scanner.scan(file).await {
        Ok(Verdict::Clean) => Ok(()),
        Ok(Verdict::Infected(virus)) => Err(infected(name, virus)),
        Err(NoVerdict(why)) => Err(not_scanned(name, why)),
    }
}

/// Notes that a blob was found clean.
///
/// # Errors
/// The engine's fault.
pub async fn note_clean(store: &Store, blob: &BlobId, now: Moment) -> Result<(), Fault> {
    note(store, blob, "", now).await
}

/// Scans the files of editions that are about to become public, those whose last scan is too long ago.
///
/// # Errors
/// Where one holds a virus, or the scanner gave no verdict.
pub async fn scan_editions(
    store: &Store,
    scanner: &Scanner,
    editions: impl Iterator<Item = EditionId>,
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    let Some(scanner) = scanner else {
        return Ok(());
    };
    for edition in editions {
        let stale = store::read!(store, |tx| list_stale(tx, edition, now).await)?;
        for file in stale {
            let opened = store.blobs().open_file(&file.blob).await?;
            let opened =
                opened.ok_or_else(|| Fault::new(format!("blob {} is not there", file.blob)))?;
            match scanner.scan(opened).await {
                Ok(Verdict::Clean) => note(store, &file.blob, "", now).await?,
                Ok(Verdict::Infected(virus)) => {
                    note(store, &file.blob, &virus, now).await?;
                    return Err(Stop::Refused(infected(&file.file_name, virus)));
                }
                Err(NoVerdict(why)) => {
                    return Err(Stop::Refused(not_scanned(&file.file_name, why)));
                }
            }
        }
    }
    Ok(())
}

/// Whether every file was found clean lately.
///
/// # Errors
/// Where one was not.
pub(crate) async fn check_scanned(
    tx: &mut Tx,
    (scanner, files): (&Scanner, &[Attachment]),
    now: Moment,
) -> Result<(), Stop<DocumentRefusal>> {
    if scanner.is_none() {
        return Ok(());
    }
    for file in files {
        let name = &file.file_name;
        match find(tx, &file.blob, now).await? {
            Some(virus) if virus.is_empty() => {}
            Some(virus) => return Err(Stop::Refused(infected(name, virus))),
            None => {
                let why = "公开前没有检查过".to_owned();
                return Err(Stop::Refused(not_scanned(name, why)));
            }
        }
    }
    Ok(())
}

async fn list_stale(
    tx: &mut Tx,
    edition: EditionId,
    now: Moment,
) -> Result<Vec<Attachment>, Fault> {
    let Some(edition) = crate::rows::find_edition(tx, edition).await? else {
        return Ok(Vec::new());
    };
    let mut stale = Vec::new();
    for file in edition.attachments {
        // What was infected is looked at again: signatures are mended, too.
        if find(tx, &file.blob, now).await?.as_deref() != Some("") {
            stale.push(file);
        }
    }
    Ok(stale)
}

/// What the scanner said lately: the virus, empty where there was none.
async fn find(tx: &mut Tx, blob: &BlobId, now: Moment) -> Result<Option<String>, Fault> {
    let Some(row) = tx.fetch_optional(sql::FIND_SCAN, params![blob]).await? else {
        return Ok(None);
    };
    let at: Moment = row.get("scanned_at")?;
    let virus: String = row.get("virus")?;
    Ok(Some(virus).filter(|_| at.plus_millis(HOLDS_MILLIS) >= now))
}

async fn note(store: &Store, blob: &BlobId, virus: &str, now: Moment) -> Result<(), Fault> {
    let noted = store::write!(store, |tx| -> Result<(), Stop<Never>> {
        tx.execute(sql::KEEP_SCAN, params![blob, virus, now])
            .await?;
        Ok(())
    });
    noted.map_err(Fault::from)
}

fn infected(name: &str, virus: String) -> DocumentRefusal {
    DocumentRefusal::FileInfected {
        name: shown(name),
        virus,
    }
}

fn not_scanned(name: &str, why: String) -> DocumentRefusal {
    DocumentRefusal::FileNotScanned {
        name: shown(name),
        why,
    }
}
