//! Files on their way in: parts of an upload wait beside the blobs, are joined into one file, and that file becomes a blob.
//!
//! Every part is a file of its own under a name of its own, synced before a row mentions it: two senders at the same place never write into the
//! same file, and what a crash leaves is a file that no row mentions. Nothing here is in memory as a whole. Which parts count is not known here.

use std::fs::{self, File};
use std::io::{BufReader, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use kernel::{BlobId, Fault, UploadId};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;

use crate::blob::{Blobs, at, on_disk, read_dir, sync_folder};

/// The folder of parts, beside those of blobs.
pub(crate) const FOLDER: &str = "staging";
/// Bytes read and written at once.
const PIECE: usize = 256 * 1024;

/// A part being written. Dropped before it is finished, it leaves nothing.
#[derive(Debug)]
pub struct Part {
    name: String,
    path: PathBuf,
    file: tokio::fs::File,
    size: u64,
    is_finished: bool,
}

/// A part that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its name in the staging area.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

/// All parts in one file, not a blob yet. Dropped before it is one, it leaves the parts alone.
#[derive(Debug)]
pub struct Joined {
    /// The id that it has as a blob.
    pub blob: BlobId,
    /// Bytes.
    pub size: u64,
    path: PathBuf,
}

impl Part {
    /// Writes on.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let written = self.file.write_all(bytes).await;
        written.map_err(|cause| at(&self.path, cause))?;
        self.size += u64::try_from(bytes.len()).unwrap_or(0);
        Ok(())
    }

    /// Bytes so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Ends it: afterwards it is on the disk, whatever happens to the machine.
    ///
    /// # Errors
    /// Where the disk refuses; then nothing of it is left.
    pub async fn finish(mut self) -> Result<Written, Fault> {
        let ended = match self.file.flush().await {
            Ok(()) => self.file.sync_all().await,
            Err(cause) => Err(cause),
        };
        ended.map_err(|cause| at(&self.path, cause))?;
        let folder = self.path.parent().map(Path::to_owned).unwrap_or_default();
        on_disk(move || sync_folder(&folder)).await?;
        self.is_finished = true;
        Ok(Written {
            name: self.name.clone(),
            size: self.size,
        })
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_finished {
            // What stays all the same is cleared with its upload.
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Drop for Joined {
    fn drop(&mut self) {
        // Gone already where it became a blob; what stays all the same is cleared with its upload.
        let _ = fs::remove_file(&self.path);
    }
}

impl Joined {
    /// The file, for whoever looks into it before it is a blob.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn open(&self) -> Result<File, Fault> {
        File::open(&self.path).map_err(|cause| at(&self.path, cause))
    }

    /// Its beginning, so many bytes at most.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub async fn head(&self, most: usize) -> Result<Vec<u8>, Fault> {
        let (file, path) = (self.open()?, self.path.clone());
        on_disk(move || {
            let mut head = Vec::new();
            let most = u64::try_from(most).unwrap_or(u64::MAX);
            let read = file.take(most).read_to_end(&mut head);
            read.map_err(|cause| at(&path, cause))?;
            Ok(head)
        })
        .await
    }
}

impl Blobs {
    /// Begins a part of an upload.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub async fn begin_part(&self, upload: UploadId) -> Result<Part, Fault> {
        let folder = self.root().join(FOLDER);
        let name = format!("{upload}.{}", uuid::Uuid::new_v4().simple());
        let path = folder.join(&name);
        let made = path.clone();
        let file = on_disk(move || {
            fs::create_dir_all(&folder).map_err(|cause| at(&folder, cause))?;
            File::create_new(&made).map_err(|cause| at(&made, cause))
        })
        .await?;
        Ok(Part {
            name,
            path,
            file: tokio::fs::File::from_std(file),
            size: 0,
            is_finished: false,
        })
    }

    /// Removes a part that no row will mention.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub async fn remove_part(&self, part: &Written) -> Result<(), Fault> {
        let path = self.root().join(FOLDER).join(&part.name);
        on_disk(move || remove(&path)).await
    }

    /// Joins the parts of an upload, in this order, and tells what blob they are. Done again, it does the same again.
    ///
    /// # Errors
    /// Where the disk refuses, or a part is not there.
    pub async fn join(&self, upload: UploadId, parts: Vec<String>) -> Result<Joined, Fault> {
        let folder = self.root().join(FOLDER);
        on_disk(move || join(&folder, upload, &parts)).await
    }

    /// Keeps bytes that came in one piece as if they had been joined: not a blob yet.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub async fn stage(&self, bytes: Vec<u8>) -> Result<Joined, Fault> {
        let path = self
            .root()
            .join("tmp")
            .join(uuid::Uuid::new_v4().to_string());
        on_disk(move || {
            // Whatever happens from here on, dropping it removes the file.
            let joined = Joined {
                blob: Self::id_of(&bytes),
                size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
                path,
            };
            let mut file = File::create(&joined.path).map_err(|cause| at(&joined.path, cause))?;
            let written = file.write_all(&bytes).and_then(|()| file.sync_all());
            written.map_err(|cause| at(&joined.path, cause))?;
            Ok(joined)
        })
        .await
    }

    /// Makes a blob of what was joined. The same bytes twice are one file.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub async fn adopt(&self, joined: Joined) -> Result<BlobId, Fault> {
        let path = self.path(&joined.blob);
        on_disk(move || {
            let blob = joined.blob.clone();
            if path.exists() {
                return Ok(blob);
            }
            let folder = path.parent().unwrap_or(&path);
            fs::create_dir_all(folder).map_err(|cause| at(folder, cause))?;
            fs::rename(&joined.path, &path).map_err(|cause| at(&path, cause))?;
            sync_folder(folder)?;
            Ok(blob)
        })
        .await
    }

    /// Removes all that an upload has left in the staging area.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub async fn clear_staged(&self, upload: UploadId) -> Result<(), Fault> {
        let folder = self.root().join(FOLDER);
        on_disk(move || {
            for path in list(&folder)? {
                if upload_of(&path) == Some(upload) {
                    remove(&path)?;
                }
            }
            Ok(())
        })
        .await
    }

    /// The uploads of which something lies in the staging area.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub async fn list_staged(&self) -> Result<Vec<UploadId>, Fault> {
        let folder = self.root().join(FOLDER);
        on_disk(move || {
            let mut uploads: Vec<UploadId> = list(&folder)?
                .iter()
                .filter_map(|it| upload_of(it))
                .collect();
            uploads.sort_unstable();
            uploads.dedup();
            Ok(uploads)
        })
        .await
    }

    /// Bytes of a part; `None` where it is not there.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub async fn find_part_size(&self, name: &str) -> Result<Option<u64>, Fault> {
        let path = self.root().join(FOLDER).join(name);
        on_disk(move || match fs::metadata(&path) {
            Ok(it) => Ok(Some(it.len())),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(at(&path, cause)),
        })
        .await
    }
}

fn join(folder: &Path, upload: UploadId, parts: &[String]) -> Result<Joined, Fault> {
    // A name of its own: whoever joins the same parts at the same time writes elsewhere.
    let path = folder.join(format!("{upload}.{}", uuid::Uuid::new_v4().simple()));
    match write_joined(folder, &path, parts) {
        Ok((blob, size)) => Ok(Joined { blob, size, path }),
        Err(fault) => {
            // No half file stays; the parts do, and it can be tried again.
            let _ = fs::remove_file(&path);
            Err(fault)
        }
    }
}

fn write_joined(folder: &Path, path: &Path, parts: &[String]) -> Result<(BlobId, u64), Fault> {
    let mut whole = File::create(path).map_err(|cause| at(path, cause))?;
    let (mut hash, mut size) = (Sha256::new(), 0_u64);
    let mut piece = vec![0; PIECE];
    for name in parts {
        let part = folder.join(name);
        let file = File::open(&part).map_err(|cause| at(&part, cause))?;
        let mut reader = BufReader::with_capacity(PIECE, file);
        loop {
            let read = reader.read(&mut piece).map_err(|cause| at(&part, cause))?;
            let Some(bytes) = piece.get(..read).filter(|it| !it.is_empty()) else {
                break;
            };
            hash.update(bytes);
            whole.write_all(bytes).map_err(|cause| at(path, cause))?;
            size += u64::try_from(read).unwrap_or(0);
        }
    }
    whole.sync_all().map_err(|cause| at(path, cause))?;
    let blob = BlobId::from_str(&hex::encode(hash.finalize()));
    Ok((blob.expect("a SHA-256 in hexadecimal is a blob id"), size))
}

fn list(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    match folder.exists() {
        true => read_dir(folder),
        false => Ok(Vec::new()),
    }
}

fn upload_of(path: &Path) -> Option<UploadId> {
    let name = path.file_name()?.to_str()?;
    name.split_once('.')?.0.parse().ok()
}

fn remove(path: &Path) -> Result<(), Fault> {
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        // Another process was faster.
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(at(path, cause)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part_on(path: &str) -> Part {
        let file = File::options().write(true).open(path).unwrap();
        Part {
            name: "x".to_owned(),
            // Nothing there to be removed.
            path: PathBuf::from("/nonexistent/part"),
            file: tokio::fs::File::from_std(file),
            size: 0,
            is_finished: false,
        }
    }

    #[tokio::test]
    async fn a_full_disk_is_told_as_such() {
        // The system's own device that is always full.
        let mut part = part_on("/dev/full");
        let written = part.write(&[7; 4096]).await;
        let ended = match written {
            Ok(()) => part.finish().await.map(|_| ()),
            Err(fault) => Err(fault),
        };
        let fault = ended.unwrap_err();
        assert!(fault.is_disk_full(), "{fault}");
        assert!(!Fault::new("another").is_disk_full());
    }
}
