//! Telling those who follow a search: what became public is held against every search that is followed, each once.
//!
//! The index is not asked: it follows the log in its own time, and could be broken. The document is made into the same item as for the index and held
//! against the searches alone ([`search::Single`]); what only comes near tells nobody. No transaction is open meanwhile. Whoever dies on the way
//! does the same again, and nobody is told twice.

use std::sync::Arc;

use kernel::Fault;
use publishing::public::PublicDocument;
use publishing::renditions::{Standing as FileStanding, list_standings};
use search::{Item, Narrowing, Query, Single, Standing, Synonyms};
use store::RecordedEvent;
use subscriptions::searches::list_followed;
use subscriptions::spread::Told;
use subscriptions::{Followed, Sought};

use super::{Telling, telling};
use crate::indexing::Reading;

/// Searches of one batch.
const BATCH: u32 = 200;
/// How long what is new waits for its files to be read, in milliseconds: longer, and it is told without them.
const PATIENCE_MILLIS: i64 = 30 * 60 * 1000;

impl Telling {
    /// The searches that find what an act made public; `None` where that cannot be said yet.
    pub(super) async fn told_to_searches(
        &self,
        act: &RecordedEvent,
    ) -> Result<Option<Vec<Told>>, Fault> {
        let nobody = Ok(Some(Vec::new()));
        if !telling::is_new_text(act)? {
            return nobody;
        }
        let mut batch = self.list_searches("").await?;
        if batch.is_empty() {
            return nobody;
        }
        // They are read when the site starts.
        let Some(synonyms) = self.finder.synonyms() else {
            return Ok(None);
        };
        let found = store::read!(self.store, |tx| telling::find_new_text(tx, act).await)?;
        let Some((happening, document)) = found else {
            return nobody;
        };
        let is_fresh = self.now() < act.happened_at.plus_millis(PATIENCE_MILLIS);
        if is_fresh && self.is_being_read(&document).await? {
            return Ok(None);
        }
        let item = self.item_of(&document, is_fresh).await?;
        let single = Arc::new(Single::of(&item));
        let mut places = Vec::new();
        while let Some(last) = batch.last() {
            let after = Followed::Search(last.clone()).place();
            places.extend(meeting(batch, (&single, &synonyms)).await?);
            batch = self.list_searches(&after).await?;
        }
        Ok(Some(vec![Told { happening, places }]))
    }

    async fn list_searches(&self, after: &str) -> Result<Vec<Sought>, Fault> {
        store::read!(self.store, |tx| list_followed(tx, after, BATCH).await)
    }

    /// Whether some of its files still wait to be read.
    async fn is_being_read(&self, document: &PublicDocument) -> Result<bool, Fault> {
        let files = &document.edition.attachments;
        let standings = store::read!(self.store, |tx| list_standings(tx, files).await)?;
        Ok(standings.iter().any(|it| it.1 == FileStanding::Waiting))
    }

    /// The document as the index has it. Files that cannot be had are told in the log, and left out in the end.
    async fn item_of(&self, document: &PublicDocument, is_fresh: bool) -> Result<Item, Fault> {
        let today = self.now().date();
        let reading = Reading::load(&self.store, &self.library, today).await?;
        match reading.document_with_files(&self.store, document).await {
            Err(fault) if !is_fresh => {
                tracing::error!(%fault, document = %document.line.id, "searches are told without the files of a document");
                Ok(reading.document(document))
            }
            read => read,
        }
    }
}

/// Those of a batch that find it, on a thread that may be busy.
async fn meeting(
    batch: Vec<Sought>,
    (single, synonyms): (&Arc<Single>, &Arc<Synonyms>),
) -> Result<Vec<Followed>, Fault> {
    let (single, synonyms) = (Arc::clone(single), Arc::clone(synonyms));
    let done = tokio::task::spawn_blocking(move || {
        let meets = |sought: &Sought| {
            let query = Query::read(&sought.words, &synonyms);
            single.meets(&query, &narrowing_of(sought))
        };
        batch.into_iter().filter(meets).collect::<Vec<_>>()
    });
    let found = done
        .await
        .map_err(|cause| Fault::caused("holding a document against searches", cause))?;
    Ok(found.into_iter().map(Followed::Search).collect())
}

/// What narrows it, as the search page has it.
pub(super) fn narrowing_of(sought: &Sought) -> Narrowing {
    Narrowing {
        kind: sought.kind.clone(),
        unit: sought.unit.map(|it| it.to_string()),
        year: sought.year.clone(),
        theme: sought.theme.clone(),
        standing: sought.standing.map(|it| Standing::from_number(it.into())),
        column: sought.column.clone(),
        from: sought.from,
        until: sought.until,
        ..Narrowing::default()
    }
}
