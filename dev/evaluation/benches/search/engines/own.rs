//! Our search, as a site runs it.

use std::path::{Path, PathBuf};

use evaluation::ours;
use search::{Item, Progress, SearchIndex, Writer};

use super::{Engine, folder_size};

/// Our index in a folder.
pub struct Own {
    folder: PathBuf,
    index: SearchIndex,
    writer: Option<Writer>,
}

impl Own {
    pub fn open(folder: &Path) -> Self {
        search::words::warm_up();
        let index = SearchIndex::open(folder).expect("an index");
        let writer = index.writer().expect("a writer");
        Self {
            folder: folder.to_owned(),
            index,
            writer: Some(writer),
        }
    }
}

impl Engine for Own {
    fn add(&mut self, items: &[Item]) {
        let writer = self.writer.as_ref().expect("not finished");
        for item in items {
            writer.add(item).expect("added");
        }
    }

    fn finish(&mut self) {
        let mut writer = self.writer.take().expect("finished once");
        writer.commit(&Progress::default()).expect("committed");
        // A merge that the library began by itself may take the segments away meanwhile: then once more, when it is over.
        if writer.merge().is_err() {
            let writer = self.index.writer().expect("a writer");
            writer.merge().expect("merged");
        }
        self.index.refresh().expect("refreshed");
    }

    fn find(&mut self, typed: &str, limit: usize) -> Vec<String> {
        let found = ours::find(&self.index, typed, limit).expect("found");
        found.hits.into_iter().map(|it| it.shown.key).collect()
    }

    fn size(&mut self) -> u64 {
        folder_size(&self.folder)
    }
}
