//! What the index is told of an entry that an office wrote: its question and all the words by which it may be asked for.
//!
//! The answer itself is no text of the index: whether it may be shown depends on the day and on the document that it rests on, which the page of answers asks anew.

use answers::Curated;
use answers::queries::{find_curated, list_wordings};
use kernel::{CuratedId, Fault};
use search::{Choice, Item};

use super::Indexing;
use super::items::Reading;

impl Indexing {
    /// The item of an entry that is shown.
    pub(super) async fn read_curated(
        &self,
        reading: &Reading,
        id: CuratedId,
    ) -> Result<Option<Item>, Fault> {
        store::read!(self.store, |tx| {
            let Some(entry) = find_curated(tx, id).await?.filter(|it| it.is_shown) else {
                return Ok(None);
            };
            let wordings = list_wordings(tx, id).await?;
            Ok(Some(reading.curated(&entry, wordings)))
        })
    }
}

impl Reading {
    fn curated(&self, entry: &Curated, wordings: Vec<String>) -> Item {
        let mut item = self.empty(
            format!("curated/{}", entry.id),
            Choice::new("qa", "常见问题"),
        );
        // What a form sends stands in the address as forms write it.
        let query: String = entry
            .question
            .bytes()
            .map(|it| format!("%{it:02X}"))
            .collect();
        item.address = format!("/answers?q={query}");
        item.title.clone_from(&entry.question);
        item.keywords = wordings;
        item.keywords
            .extend(entry.answer.lines().map(str::to_owned));
        item.day = entry.set_at.date();
        item.weight = 12;
        self.owe(&mut item, [entry.unit].into_iter());
        item
    }
}
