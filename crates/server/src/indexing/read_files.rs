//! What is written in a document's files is known some time after the document is public: a file is read in the background, and no event says so.

use std::collections::BTreeSet;

use kernel::{Fault, Moment};

use super::{Indexing, Kept, SLACK_MILLIS, Step, Thing};

/// Files taken in at once.
const FILES: u32 = 200;

impl Indexing {
    /// Takes in what was read since. An index of before this was noted begins at the first file of all.
    pub(super) async fn take_files(&self, kept: &mut Kept) -> Result<Step, Fault> {
        let since = Moment::parse(&kept.progress.read).ok();
        let beginning = Moment::parse("1970-01-01T00:00:00.000Z")
            .map_err(|cause| Fault::caused("the first moment", cause))?;
        let from = since.map_or(beginning, |it| it.plus_millis(-SLACK_MILLIS));
        let mut read = store::read!(self.store, |tx| {
            publishing::renditions::list_read_since(tx, from, FILES).await
        })?;
        let is_fresh = |it: &(Moment, _)| !kept.known_files.contains(it);
        if read.len() == FILES as usize && !read.iter().any(is_fresh) {
            // More files at one moment than are looked at together: what is left of them is beyond it.
            let behind = since.unwrap_or(beginning).plus_millis(1);
            read = store::read!(self.store, |tx| {
                publishing::renditions::list_read_since(tx, behind, FILES).await
            })?;
        }
        let things: BTreeSet<Thing> = read
            .iter()
            .filter(|it| is_fresh(it))
            .map(|(_, document)| Thing::Document(*document))
            .collect();
        if things.is_empty() {
            return Ok(Step::Done);
        }
        let reading = self.reading().await?;
        for thing in things {
            if let Some(item) = self.read(&reading, thing).await? {
                kept.put(&item).await?;
            }
        }
        let is_more = read.len() == FILES as usize;
        if let Some((last, _)) = read.last() {
            kept.progress.read = last.to_string();
        }
        kept.known_files = read.into_iter().collect();
        kept.commit().await?;
        Ok(if is_more { Step::More } else { Step::Done })
    }
}
