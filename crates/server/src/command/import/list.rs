//! The list of an import as it is read: by a thread of its own, a few rows ahead, so that no more of it is held than a batch.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::ops::ControlFlow;
use std::path::Path;
use std::thread::JoinHandle;

use kernel::charset::{Decoding, tell};
use publishing::import::{ImportRefusal, Mapping, RawRow, read_rows, sort_of};
use tokio::sync::mpsc::{Receiver, channel};

use crate::failure::Failure;

/// Rows that the thread reads ahead.
const AHEAD: usize = 16;
/// Bytes of the beginning by which the sort of list is told.
const HEAD: usize = 8 * 1024;

/// A list that is being read.
pub struct List {
    rows: Receiver<RawRow>,
    thread: Option<JoinHandle<Result<(), ImportRefusal>>>,
}

impl List {
    /// Opens it and begins to read.
    pub fn open(path: &Path, mapping: &Mapping) -> Result<Self, Failure> {
        let unreadable = |cause: std::io::Error| {
            let cure = "请检查路径与读取权限";
            Failure::bad_input("file.unreadable", format!("清单读不了：{cause}"), cure)
                .in_file(path)
        };
        let charset = tell(File::open(path).map_err(unreadable)?).map_err(unreadable)?;
        let file = File::open(path).map_err(unreadable)?;
        let text = Decoding::of(file, charset).map_err(unreadable)?;
        let mut text = BufReader::with_capacity(64 * 1024, text);
        let head = text.fill_buf().map_err(unreadable)?;
        let sort = sort_of(&String::from_utf8_lossy(&head[..head.len().min(HEAD)]));
        let (give, rows) = channel(AHEAD);
        let mapping = mapping.clone();
        let thread = std::thread::spawn(move || {
            // Nobody takes any more: the import has ended.
            let mut hand_over = |row| match give.blocking_send(row) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            };
            read_rows(text, (sort, &mapping), &mut hand_over)
        });
        Ok(Self {
            rows,
            thread: Some(thread),
        })
    }

    /// The next rows, so many or so many bytes of them at most; none at the end.
    pub async fn take(&mut self, most: usize, heaviest: usize) -> Vec<RawRow> {
        let mut batch = Vec::with_capacity(most);
        let mut weight = 0;
        while batch.len() < most && weight < heaviest {
            let Some(row) = self.rows.recv().await else {
                break;
            };
            weight += row.weight();
            batch.push(row);
        }
        batch
    }

    /// Whether it was read to its end.
    pub fn end(&mut self) -> Result<(), ImportRefusal> {
        self.rows.close();
        let ended = self.thread.take().map(JoinHandle::join);
        match ended {
            Some(Ok(read)) => read,
            // The thread died: the list is at fault, for nothing else was in its hands.
            Some(Err(_)) => Err(ImportRefusal::Unreadable {
                line: 0,
                detail: "读取中断".to_owned(),
            }),
            None => Ok(()),
        }
    }
}
