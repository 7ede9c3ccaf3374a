//! Blobs: files named by the SHA-256 of their content, never changed, never overwritten.
//!
//! A file is written beside its place, synced, and moved there: a crash leaves either all of it or nothing.
//! It is written before the transaction that mentions it; a file that no row mentions is told by `check`
//! and harms nobody. Large files come in by [`crate::staging`] and go out by [`BlobReader`], neither in memory as a whole. S3 will be another way to store the same bytes; it is not here yet.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufReader, ErrorKind, Read, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use kernel::{BlobId, Fault, Moment};
use sha2::{Digest, Sha256};

use crate::digesting::Digesting;
use crate::transaction::Tx;
use crate::{params, sql, staging};

/// The folder of blobs.
#[derive(Debug, Clone)]
pub struct Blobs {
    root: PathBuf,
}

/// What a row says of a blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBlob {
    /// Its id.
    pub id: BlobId,
    /// Bytes.
    pub size: u64,
    /// Media type, as told by content.
    pub media_type: String,
    /// The name it was handed in under; for people only, never a path.
    pub file_name: String,
    /// Whether the public may read it.
    pub is_public: bool,
}

impl Blobs {
    /// Opens the folder; makes it where it is missing.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn open(root: &Path) -> Result<Self, Fault> {
        fs::create_dir_all(root.join("tmp")).map_err(|cause| at(root, cause))?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// The folder as it is, for reading; a missing folder holds nothing.
    pub(crate) fn look(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    /// The id that these bytes have.
    pub fn id_of(bytes: &[u8]) -> BlobId {
        BlobId::from_str(&hex::encode(Sha256::digest(bytes)))
            .expect("a SHA-256 in hexadecimal is a blob id")
    }

    /// Keeps the bytes; the same bytes twice are one file.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<BlobId, Fault> {
        let blobs = self.clone();
        on_disk(move || {
            let id = Self::id_of(&bytes);
            let path = blobs.path(&id);
            if !path.exists() {
                blobs.write_beside(&path, &bytes)?;
            }
            Ok(id)
        })
        .await
    }

    /// The bytes of a blob; `None` where there is no such file.
    ///
    /// # Errors
    /// Where the disk refuses, or the bytes are no longer those that were stored.
    pub async fn find(&self, id: &BlobId) -> Result<Option<Vec<u8>>, Fault> {
        let (blobs, id) = (self.clone(), id.clone());
        on_disk(move || {
            let path = blobs.path(&id);
            match fs::read(&path) {
                Ok(bytes) if Self::id_of(&bytes) == id => Ok(Some(bytes)),
                Ok(_) => Err(damaged(&path)),
                Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
                Err(cause) => Err(at(&path, cause)),
            }
        })
        .await
    }

    /// Opens the file of a blob, for reading it in pieces; its bytes are not compared with its id. `None` where there is no such file.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub(crate) fn open_now(&self, id: &BlobId) -> Result<Option<File>, Fault> {
        let path = self.path(id);
        match File::open(&path) {
            Ok(file) => Ok(Some(file)),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(at(&path, cause)),
        }
    }

    /// Keeps what is read as the blob of that id, piece by piece; whether it was that blob. What is not is not kept.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub(crate) fn put_from<R: Read>(&self, from: R, id: &BlobId) -> Result<bool, Fault> {
        let path = self.path(id);
        let mut from = Digesting::new(from);
        if path.exists() {
            std::io::copy(&mut from, &mut std::io::sink()).map_err(|cause| at(&path, cause))?;
            return Ok(from.end().2 == id.as_str());
        }
        let (beside, mut file) = self.begin_beside()?;
        let copied = std::io::copy(&mut from, &mut file).and_then(|_| file.sync_all());
        if copied.is_err() || from.end().2 != id.as_str() {
            // Left behind at worst: a file in the folder for files being written.
            let _ = fs::remove_file(&beside);
            return copied.map(|()| false).map_err(|cause| at(&beside, cause));
        }
        self.move_into_place(&beside, &path)?;
        Ok(true)
    }

    /// How many bytes a blob has, read in pieces and compared with its id; `None` where there is no such file.
    ///
    /// # Errors
    /// Where the disk refuses, or the bytes are no longer those that were stored.
    pub async fn measure(&self, id: &BlobId) -> Result<Option<u64>, Fault> {
        let (blobs, id) = (self.clone(), id.clone());
        on_disk(move || {
            let path = blobs.path(&id);
            let Some(file) = blobs.open_now(&id)? else {
                return Ok(None);
            };
            let mut file = Digesting::new(BufReader::new(file));
            std::io::copy(&mut file, &mut std::io::sink()).map_err(|cause| at(&path, cause))?;
            let (_, bytes, digest) = file.end();
            if digest == id.as_str() {
                Ok(Some(bytes))
            } else {
                Err(damaged(&path))
            }
        })
        .await
    }

    /// Opens a blob to be read piece by piece; `None` where there is no such file.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub async fn open_file(&self, id: &BlobId) -> Result<Option<File>, Fault> {
        let (blobs, id) = (self.clone(), id.clone());
        on_disk(move || blobs.open_now(&id)).await
    }

    /// Reads these bytes of a blob of that size piece by piece; `None` where there is no such file. Where it is all of them, their digest is taken
    /// on the way and the last piece is withheld unless they are what was stored.
    ///
    /// # Errors
    /// Where the disk refuses, or the file has another size.
    pub async fn read(
        &self,
        id: &BlobId,
        (range, of): (Range<u64>, u64),
    ) -> Result<Option<BlobReader>, Fault> {
        let Some(mut file) = self.open_file(id).await? else {
            return Ok(None);
        };
        let path = self.path(id);
        let id = id.clone();
        on_disk(move || {
            let size = file.metadata().map_err(|cause| at(&path, cause))?.len();
            if size != of {
                return Err(damaged(&path));
            }
            file.seek(SeekFrom::Start(range.start))
                .map_err(|cause| at(&path, cause))?;
            let is_whole = range == (0..size);
            Ok(Some(BlobReader {
                file: Some(file),
                path,
                left: range.end.saturating_sub(range.start),
                hash: is_whole.then(|| (Sha256::new(), id)),
            }))
        })
        .await
    }

    /// Every file of the folder, for `check`.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub(crate) fn list_files(&self) -> Result<Vec<BlobId>, Fault> {
        let mut ids = Vec::new();
        if !self.root.exists() {
            return Ok(ids);
        }
        for outer in read_dir(&self.root)? {
            let is_other = |name: &OsStr| name == "tmp" || name == staging::FOLDER;
            if !outer.is_dir() || outer.file_name().is_some_and(is_other) {
                continue;
            }
            for file in read_dir(&outer)? {
                let name = file.file_name().and_then(|name| name.to_str());
                if let Some(Ok(id)) = name.map(BlobId::from_str) {
                    ids.push(id);
                }
            }
        }
        ids.sort();
        Ok(ids)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn path(&self, id: &BlobId) -> PathBuf {
        self.root.join(&id.as_str()[..2]).join(id.as_str())
    }

    fn write_beside(&self, path: &Path, bytes: &[u8]) -> Result<(), Fault> {
        let (beside, mut file) = self.begin_beside()?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        if written.is_err() {
            // No half file stays on a disk that is full already.
            let _ = fs::remove_file(&beside);
        }
        written.map_err(|cause| at(&beside, cause))?;
        self.move_into_place(&beside, path)
    }

    fn begin_beside(&self) -> Result<(PathBuf, File), Fault> {
        let beside = self.root.join("tmp").join(uuid::Uuid::new_v4().to_string());
        let file = File::create(&beside).map_err(|cause| at(&beside, cause))?;
        Ok((beside, file))
    }

    fn move_into_place(&self, beside: &Path, path: &Path) -> Result<(), Fault> {
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(|cause| at(folder, cause))?;
        fs::rename(beside, path).map_err(|cause| at(path, cause))?;
        sync_folder(folder)
    }
}

/// A blob, or a range of one, being read piece by piece.
#[derive(Debug)]
pub struct BlobReader {
    /// Lent to whoever reads; gone after a fault.
    file: Option<File>,
    path: PathBuf,
    left: u64,
    hash: Option<(Sha256, BlobId)>,
}

impl BlobReader {
    /// Bytes of a piece at most.
    const PIECE: u64 = 256 * 1024;

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// Where the disk refuses, the file ends too early, or its bytes are no longer those that were stored.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        let Some(mut file) = self.file.take().filter(|_| self.left > 0) else {
            return Ok(None);
        };
        let (want, path) = (self.left.min(Self::PIECE), self.path.clone());
        let (file, piece) = on_disk(move || {
            let mut piece = vec![0; usize::try_from(want).unwrap_or(0)];
            file.read_exact(&mut piece)
                .map_err(|cause| at(&path, cause))?;
            Ok((file, piece))
        })
        .await?;
        self.file = Some(file);
        self.left -= want;
        if let Some((hash, _)) = &mut self.hash {
            hash.update(&piece);
        }
        if self.left == 0
            && let Some((hash, id)) = self.hash.take()
            && hex::encode(hash.finalize()) != id.as_str()
        {
            return Err(damaged(&self.path));
        }
        Ok(Some(piece))
    }
}

fn damaged(path: &Path) -> Fault {
    Fault::new(format!(
        "文件 {} 的内容与其编号不符，可能已损坏；请从备份恢复",
        path.display()
    ))
}

impl Tx {
    /// Notes a blob; one that is known already stays as it is.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn note_blob(&mut self, blob: &StoredBlob, now: Moment) -> Result<(), Fault> {
        self.execute(
            sql::NOTE_BLOB,
            params![
                blob.id,
                blob.size,
                blob.media_type,
                blob.file_name,
                blob.is_public,
                now
            ],
        )
        .await?;
        Ok(())
    }

    /// What a row says of a blob.
    ///
    /// # Errors
    /// The engine's fault.
    pub async fn find_blob(&mut self, id: &BlobId) -> Result<Option<StoredBlob>, Fault> {
        let row = self.fetch_optional(sql::FIND_BLOB, params![id]).await?;
        row.map(|row| {
            Ok(StoredBlob {
                id: row.get("id")?,
                size: row.get("size")?,
                media_type: row.get("media_type")?,
                file_name: row.get("file_name")?,
                is_public: row.get("is_public")?,
            })
        })
        .transpose()
    }
}

pub(crate) async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|cause| Fault::caused("reading or writing a blob", cause))?
}

/// Makes a folder's names last.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), Fault> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|cause| at(folder, cause))
}

pub(crate) fn read_dir(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    fs::read_dir(folder)
        .map_err(|cause| at(folder, cause))?
        .map(|entry| entry.map(|it| it.path()).map_err(|cause| at(folder, cause)))
        .collect()
}

pub(crate) fn at(path: &Path, cause: std::io::Error) -> Fault {
    Fault::caused(format!("文件 {}", path.display()), cause)
}
