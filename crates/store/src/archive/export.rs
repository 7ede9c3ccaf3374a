//! Writing a site into an archive, of one moment: all tables in one read transaction, row by row, then the files that they mention.
//!
//! Files are never changed and never deleted, so they need no snapshot: the transaction ends before them, and a site that is serving meanwhile
//! is not held up. Writes to the open file that it is given; names, rights and moving into place are the caller's.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Seek as _, SeekFrom, Write as _};
use std::str::FromStr as _;

use kernel::{BlobId, Fault, Moment};
use tar::{Builder, Header};

use super::manifest::{About, Manifest, PartDigest, paper};
use super::sql::{self, Statements};
use super::table::Table;
use super::tables::TABLES;
use super::window::Window;
use super::{ABOUT, Listener, MANIFEST, README, README_TEXT, Stage, blob_name, line, schema_name};
use crate::database::Store;
use crate::digesting::Digesting;
use crate::transaction::Tx;
use crate::value::Value;
use crate::{migration, params};

/// Bytes that are gathered before the disk is asked.
const BUFFER: usize = 1 << 20;
/// Bytes of a block: what stands before a part, and what a part is filled up to.
const BLOCK: usize = 512;
const HEADER: u64 = BLOCK as u64;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// What is in it.
    pub manifest: Manifest,
    /// SHA-256 of the manifest, by which two archives are known to be the same.
    pub digest: String,
    /// The moment of the newest event in it.
    pub as_of: Option<Moment>,
}

impl Store {
    /// Writes all of the site into an empty file.
    ///
    /// # Errors
    /// Where the database or a blob cannot be read, a blob is missing or damaged, or the disk refuses.
    pub async fn export(&self, file: &File, listener: Listener<'_>) -> Result<Exported, Fault> {
        let mut writer = Writer::new(file);
        let statements = sql::of_engine(self.engine());
        let as_of = crate::read!(self, |tx| {
            let as_of = find_newest(tx).await?;
            let total = count_rows(tx, statements).await?;
            writer.begin(as_of)?;
            let mut so_far = 0;
            for (table, statements) in TABLES.iter().zip(statements) {
                let mut heard = |rows| listener(Stage::WritingRows, so_far + rows, total);
                so_far += writer.table((table, statements), tx, &mut heard).await?;
            }
            Ok(as_of)
        })?;
        writer.blobs(self, listener).await?;
        let (manifest, digest) = writer.end()?;
        Ok(Exported {
            manifest,
            digest,
            as_of,
        })
    }
}

async fn find_newest(tx: &mut Tx) -> Result<Option<Moment>, Fault> {
    let row = tx.fetch_optional(sql::FIND_NEWEST, params![]).await?;
    row.map(|row| row.get("happened_at")).transpose()
}

async fn count_rows(tx: &mut Tx, statements: &[Statements]) -> Result<u64, Fault> {
    let mut total = 0;
    for statements in statements {
        let row = tx.fetch_one(statements.count, params![]).await?;
        total += row.get::<u64>("n")?;
    }
    Ok(total)
}

/// The archive while it is written.
struct Writer<'f> {
    file: &'f File,
    archive: Builder<BufWriter<&'f File>>,
    manifest: Manifest,
    /// The same for every part.
    header: Header,
    /// Where the rows of the blobs stand.
    blobs: (u64, u64),
}

impl<'f> Writer<'f> {
    fn new(file: &'f File) -> Self {
        let mut header = Header::new_ustar();
        header.set_mode(0o600);
        header.set_uid(0);
        header.set_gid(0);
        Self {
            file,
            archive: Builder::new(BufWriter::with_capacity(BUFFER, file)),
            manifest: Manifest::default(),
            header,
            blobs: (0, 0),
        }
    }

    /// What people read, what the archive is, and its schema. Its parts are as old as the newest event, so that their age depends on nothing else.
    fn begin(&mut self, as_of: Option<Moment>) -> Result<(), Fault> {
        let seconds = as_of.map_or(0, |at| at.as_millisecond() / 1000);
        self.header.set_mtime(u64::try_from(seconds).unwrap_or(0));
        self.paper(README, README_TEXT.as_bytes())?;
        self.paper(ABOUT, &paper(&About::of_this_program(as_of)))?;
        for migration in migration::ALL {
            self.paper(&schema_name(migration), migration.text.as_bytes())?;
        }
        Ok(())
    }

    fn paper(&mut self, path: &str, text: &[u8]) -> Result<(), Fault> {
        let mut digesting = Digesting::new(text);
        let mut header = self.header.clone();
        header.set_size(u64::try_from(text.len()).unwrap_or(0));
        self.archive
            .append_data(&mut header, path, &mut digesting)
            .map_err(unwritable)?;
        self.note(path, None, digesting);
        Ok(())
    }

    fn note<T>(&mut self, path: &str, rows: Option<u64>, digesting: Digesting<T>) {
        let (_, bytes, sha256) = digesting.end();
        self.manifest.parts.push(PartDigest {
            path: path.to_owned(),
            rows,
            bytes,
            sha256,
        });
    }

    /// All rows of a table; how many there were. How long they are is known only when they are written: their header comes last, into the
    /// place that was kept for it.
    async fn table(
        &mut self,
        (table, statements): (&'static Table, &Statements),
        tx: &mut Tx,
        listener: &mut (dyn FnMut(u64) + Send),
    ) -> Result<u64, Fault> {
        let disk = self.archive.get_mut();
        let begins = disk.stream_position().map_err(unwritable)?;
        disk.write_all(&[0; BLOCK]).map_err(unwritable)?;
        let mut part = Digesting::new(disk);
        let (mut rows, mut line) = (0, Vec::new());
        let mut write = |row: &crate::Row| {
            line.clear();
            line::write(table, row, &mut line)?;
            rows += 1;
            listener(rows);
            part.write_all(&line).map_err(unwritable)
        };
        tx.for_each(statements.list, params![], &mut write).await?;
        let (_, bytes, sha256) = part.end();
        let path = table.part();
        self.complete(&path, (begins, bytes)).map_err(unwritable)?;
        if table.name == blob_table().name {
            self.blobs = (begins + HEADER, bytes);
        }
        self.manifest.parts.push(PartDigest {
            path,
            rows: Some(rows),
            bytes,
            sha256,
        });
        Ok(rows)
    }

    /// Fills a part up to a whole block, and writes its header before it.
    fn complete(&mut self, path: &str, (begins, bytes): (u64, u64)) -> std::io::Result<()> {
        let mut header = self.header.clone();
        header.set_path(path)?;
        header.set_size(bytes);
        header.set_cksum();
        let disk = self.archive.get_mut();
        let ends = (begins + HEADER + bytes).next_multiple_of(HEADER);
        let padding = usize::try_from(ends - begins - bytes - HEADER).unwrap_or(0);
        disk.write_all(&[0; BLOCK][..padding])?;
        disk.seek(SeekFrom::Start(begins))?;
        disk.write_all(header.as_bytes())?;
        disk.seek(SeekFrom::Start(ends))?;
        Ok(())
    }

    /// The files that the rows just written mention, in their order.
    async fn blobs(&mut self, store: &Store, listener: Listener<'_>) -> Result<(), Fault> {
        self.archive.get_mut().flush().map_err(unwritable)?;
        let table = blob_table();
        let total = self.rows_of_blobs();
        let rows = BufReader::new(Window::new(self.file, self.blobs));
        for row in rows.split(b'\n') {
            let row = line::read(table, &row.map_err(unwritable)?).map_err(Fault::new)?;
            let (id, size) = blob_of(&row)?;
            self.blob(store, &id, size)?;
            self.manifest.blobs.count += 1;
            self.manifest.blobs.bytes += size;
            listener(Stage::WritingBlobs, self.manifest.blobs.count, total);
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    fn rows_of_blobs(&self) -> u64 {
        let path = blob_table().part();
        let part = self.manifest.parts.iter().find(|part| part.path == path);
        part.and_then(|part| part.rows).unwrap_or(0)
    }

    fn blob(&mut self, store: &Store, id: &BlobId, size: u64) -> Result<(), Fault> {
        let damaged = |what: &str| {
            Fault::new(format!(
                "文件 {id} {what}，存档没有写成；请执行 gongkai check，并从备份恢复这个文件后再导出"
            ))
        };
        let file = store
            .blobs()
            .open_now(id)?
            .ok_or_else(|| damaged("不存在"))?;
        let length = file.metadata().map_err(unwritable)?.len();
        if length != size {
            return Err(damaged("的大小与记录不符"));
        }
        let mut digesting = Digesting::new(BufReader::with_capacity(BUFFER, file));
        let mut header = self.header.clone();
        header.set_size(size);
        self.archive
            .append_data(&mut header, blob_name(id), &mut digesting)
            .map_err(unwritable)?;
        let (_, read, digest) = digesting.end();
        if read == size && digest == id.as_str() {
            Ok(())
        } else {
            Err(damaged("的内容与其编号不符"))
        }
    }

    /// The manifest and the end; all is on disk afterwards.
    fn end(mut self) -> Result<(Manifest, String), Fault> {
        let mut text = Digesting::new(Vec::new());
        text.write_all(&paper(&self.manifest)).map_err(unwritable)?;
        let (text, bytes, digest) = text.end();
        let mut header = self.header.clone();
        header.set_size(bytes);
        self.archive
            .append_data(&mut header, MANIFEST, text.as_slice())
            .map_err(unwritable)?;
        let mut buffer = self.archive.into_inner().map_err(unwritable)?;
        buffer.flush().map_err(unwritable)?;
        self.file.sync_all().map_err(unwritable)?;
        Ok((self.manifest, digest))
    }
}

/// The table of the blobs.
pub(super) fn blob_table() -> &'static Table {
    TABLES
        .iter()
        .find(|table| table.name == "blob")
        .expect("the table of the blobs is declared")
}

/// Id and size of a row of the blobs.
pub(super) fn blob_of(row: &[Value]) -> Result<(BlobId, u64), Fault> {
    let table = blob_table();
    let value = |column| table.place_of(column).and_then(|place| row.get(place));
    let id = match value("id") {
        Some(Value::Text(id)) => BlobId::from_str(id).ok(),
        _ => None,
    };
    let size = match value("size") {
        Some(Value::Integer(size)) => u64::try_from(*size).ok(),
        _ => None,
    };
    id.zip(size)
        .ok_or_else(|| Fault::new("表 blob 中有一行的编号或大小无效"))
}

fn unwritable(cause: std::io::Error) -> Fault {
    let what = match cause.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            "存档写不下，磁盘已满；请用 --to 换一个有空间的位置"
        }
        std::io::ErrorKind::FileTooLarge => {
            "存档超过了文件系统或系统限制允许的大小；请用 --to 换一个位置"
        }
        _ => "写存档时出错",
    };
    Fault::caused(what, cause)
}
