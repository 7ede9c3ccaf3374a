//! Keeping the index as the log says: filled once with all that is public, then following event by event.
//!
//! Each node keeps its own, in a folder beside its data, or all share one that an engine outside keeps ([`Place`]); of these one writes it. How far it follows
//! stands in the index itself, so that a killed process goes on where its last commit was; an index that is gone or unreadable is filled anew while the site serves.

mod curated;
mod items;
mod kept;
mod named;
mod promised;
mod read_files;
pub mod rebuild;
mod settings;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use kernel::{CuratedId, DocumentId, DutyId, EventId, Fault, Moment, PlanId, PromiseId, UnitId};
use publishing::Library;
use search::{Finder, IndexError, Item};
use store::{RecordedEvent, Store};
use tokio::sync::watch;

use crate::serving::Clock;
pub use kept::Place;
pub use named::Named;
pub use settings::{SearchSection, place_of, told};

pub(crate) use items::Reading;
use kept::Kept;

/// How often the log is looked at.
const FOLLOW: Duration = Duration::from_millis(500);
/// How long to wait before an index that failed is opened again.
const AGAIN: Duration = Duration::from_secs(10);
/// How long a node that stops may take to let another one write the index.
const LEAVE: Duration = Duration::from_secs(2);
/// Things put into the index between two commits of a filling.
const AT_ONCE: u32 = 500;
/// Events read at once.
const EVENTS: u32 = 1000;
/// Events of other nodes may come to light a little out of order.
const SLACK_MILLIS: i64 = 10_000;

/// What the work needs.
#[derive(Clone)]
pub struct Indexing {
    /// The store.
    pub store: Store,
    /// Columns and kinds.
    pub library: Arc<Library>,
    /// The clock.
    pub clock: Clock,
    /// Where the index is.
    pub place: Place,
    /// Where readers find it.
    pub finder: Finder,
    /// Where other names of the same things are read from.
    pub synonyms: Named,
}

/// Keeps the index, until told to stop.
pub async fn keep_index(work: Indexing, mut stopped: watch::Receiver<bool>) {
    let mut kept: Option<Kept> = None;
    loop {
        let step = work.step(&mut kept);
        let stepped = match work.place {
            Place::Folder(_) => step.await,
            // An engine may take its time; what was not committed comes again.
            Place::Outside(_) => tokio::select! {
                stepped = step => stepped,
                _ = stopped.wait_for(|stop| *stop) => break,
            },
        };
        let wait = match stepped {
            Ok(Step::More) => Duration::ZERO,
            Ok(Step::Done) => FOLLOW,
            Err(fault) => {
                tracing::error!(%fault, "the index was not kept; it is opened again");
                kept = kept.filter(Kept::outlives_faults);
                AGAIN
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopped.wait_for(|stop| *stop) => break,
        }
    }
    if let Some(mut kept) = kept
        && let Ok(Err(fault)) = tokio::time::timeout(LEAVE, kept.leave()).await
    {
        tracing::warn!(%fault, "another node will write the index a little later");
    }
}

/// Whether there is more to do at once.
enum Step {
    More,
    Done,
}

/// What a thing in the log is, if it can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Unit(UnitId),
    Plan(PlanId),
    Duty(DutyId),
    Promise(PromiseId),
    Document(DocumentId),
    Curated(CuratedId),
}

impl Thing {
    fn key(self) -> String {
        match self {
            Self::Unit(id) => format!("unit/{id}"),
            Self::Plan(id) => format!("plan/{id}"),
            Self::Duty(id) => format!("duty/{id}"),
            Self::Promise(id) => format!("promise/{id}"),
            Self::Document(id) => format!("document/{id}"),
            Self::Curated(id) => format!("curated/{id}"),
        }
    }

    /// What an event is about.
    fn of(event: &RecordedEvent) -> impl Iterator<Item = Self> {
        let paths = [event.subject.as_str(), event.chain.as_str()];
        let named = paths.into_iter().filter_map(|path| {
            let (kind, id) = path.split_once('/')?;
            match kind {
                "unit" => id.parse().ok().map(Self::Unit),
                "plan" => id.parse().ok().map(Self::Plan),
                "duty" => id.parse().ok().map(Self::Duty),
                "promise" => id.parse().ok().map(Self::Promise),
                "document" => id.parse().ok().map(Self::Document),
                "curated" => id.parse().ok().map(Self::Curated),
                _ => None,
            }
        });
        named.collect::<Vec<_>>().into_iter()
    }
}

/// The kinds of things that a filling goes through behind the units, and how far it is: `plan:ID`.
const STAGES: [&str; 5] = ["document", "plan", "duty", "promise", "curated"];

fn failed(error: IndexError) -> Fault {
    Fault::caused("keeping the index", error)
}

impl Indexing {
    async fn step(&self, kept: &mut Option<Kept>) -> Result<Step, Fault> {
        self.name().await?;
        if kept.as_ref().is_some_and(|it| !it.is_there()) {
            tracing::warn!("the index is gone; it is filled anew");
            *kept = None;
        }
        let Some(kept) = kept else {
            *kept = Some(Kept::open(&self.place, |engine, is_whole| {
                self.finder.put(engine);
                self.finder.set_whole(is_whole);
            })?);
            return Ok(Step::More);
        };
        if matches!(self.place, Place::Outside(_)) {
            let is_ours = kept.take_turn().await?;
            // What is put in anew after units were renamed is whole all the while; what begins with nothing is not.
            let is_whole = kept.progress.is_whole;
            if is_whole || !is_ours || kept.progress.event.is_empty() {
                self.finder.set_whole(is_whole);
            }
            if !is_ours {
                return Ok(Step::Done);
            }
            let newest = store::read!(self.store, |tx| store::event::list_newest(tx, 1).await)?;
            if let Some(newest) = newest.first() {
                kept.read_at(newest.id);
            }
        }
        if !kept.progress.is_whole {
            return self.fill(kept).await;
        }
        let followed = match self.follow(kept).await? {
            Step::More => Step::More,
            Step::Done => self.take_files(kept).await?,
        };
        kept.keep_turn().await?;
        Ok(followed)
    }

    /// The newest event that is surely followed by no older one any more.
    async fn find_newest(&self) -> Result<String, Fault> {
        let newest = store::read!(self.store, |tx| store::event::list_newest(tx, 1).await)?;
        let now = EventId::least_at((self.clock)());
        let newest = newest.into_iter().next();
        Ok(newest.map_or_else(String::new, |it| it.id.min(now).to_string()))
    }

    /// A part of everything that is public: units first, then each kind in order of its ids.
    async fn fill(&self, kept: &mut Kept) -> Result<Step, Fault> {
        let reading = self.reading().await?;
        let Some((stage, after)) = kept.progress.filled.split_once(':') else {
            tracing::info!("the index is being filled");
            if kept.progress.event.is_empty() {
                kept.progress.event = self.find_newest().await?;
                kept.progress.read = self.now().to_string();
            }
            for item in reading.units() {
                kept.put(&item).await?;
            }
            kept.progress.filled = format!("{}:", STAGES[0]);
            return kept.commit().await.map(|()| Step::More);
        };
        let (stage, after) = (stage.to_owned(), after.to_owned());
        let things = self.list(&stage, &after).await?;
        for thing in &things {
            if let Some(item) = self.read(&reading, *thing).await? {
                kept.put(&item).await?;
            }
        }
        let following = STAGES.iter().skip_while(|it| **it != stage).nth(1);
        match (things.last(), following) {
            (Some(last), _) => kept.progress.filled = last.key().replace('/', ":"),
            (None, Some(next)) => kept.progress.filled = format!("{next}:"),
            (None, None) => {
                kept.progress.is_whole = true;
                kept.progress.filled = String::new();
            }
        }
        kept.commit().await?;
        if kept.progress.is_whole {
            kept.show().await?;
            self.finder.set_whole(true);
            let items = kept.count().await?;
            tracing::info!(items, "the index is filled");
        }
        Ok(Step::More)
    }

    /// The next things of a kind that are public.
    async fn list(&self, stage: &str, after: &str) -> Result<Vec<Thing>, Fault> {
        store::read!(self.store, |tx| {
            let things: Vec<Thing> = match stage {
                "plan" => {
                    let ids = plans::queries::list_plan_ids(tx, after, AT_ONCE).await?;
                    ids.into_iter().map(Thing::Plan).collect()
                }
                "duty" => {
                    let ids = plans::queries::list_duty_ids(tx, after, AT_ONCE).await?;
                    ids.into_iter().map(Thing::Duty).collect()
                }
                "curated" => {
                    let ids = answers::queries::list_shown_ids(tx, after, AT_ONCE).await?;
                    ids.into_iter().map(Thing::Curated).collect()
                }
                "promise" => {
                    let ids = promises::queries::list_ids(tx, after, AT_ONCE).await?;
                    ids.into_iter().map(Thing::Promise).collect()
                }
                _ => {
                    let ids = publishing::queries::list_public_ids(tx, after, AT_ONCE).await?;
                    ids.into_iter().map(Thing::Document).collect()
                }
            };
            Ok(things)
        })
    }

    /// Takes in what has happened since.
    async fn follow(&self, kept: &mut Kept) -> Result<Step, Fault> {
        let newest = self.find_newest().await?;
        let since: Option<EventId> = kept.progress.event.parse().ok();
        let from = since.map(|it| it.earlier_by(SLACK_MILLIS));
        let events = store::read!(self.store, |tx| {
            store::event::list_after(tx, from, EVENTS).await
        })?;
        let is_more = events.len() == EVENTS as usize;
        let fresh: Vec<_> = events
            .iter()
            .filter(|it| !kept.known.contains(&it.id))
            .collect();
        if fresh.is_empty() && !is_more {
            return Ok(Step::Done);
        }
        // What units are called stands in everything that they issue: it is put in anew, once the log has been followed.
        if fresh.iter().any(|it| it.kind.starts_with("units.")) {
            kept.progress.is_whole = false;
            self.synonyms.forget();
        }
        // A site was filled block by block, and no event says of a document that it stands there now.
        if fresh.iter().any(|it| it.kind == "subsite.filled") {
            kept.progress.is_whole = false;
        }
        let mut things: BTreeSet<Thing> = fresh.iter().flat_map(|it| Thing::of(it)).collect();
        self.add_duties(&mut things).await?;
        self.add_interpretations(&mut things).await?;
        if !things.is_empty() {
            let reading = self.reading().await?;
            for thing in things {
                match self.read(&reading, thing).await? {
                    Some(item) => kept.put(&item).await?,
                    None => kept.remove(&thing.key()).await?,
                }
            }
        }
        let last = events
            .last()
            .map(|it| it.id.to_string())
            .unwrap_or_default();
        kept.progress.event = if is_more { last } else { newest };
        kept.known = events.iter().map(|it| it.id).collect();
        kept.commit().await?;
        let is_done = !is_more && kept.progress.is_whole;
        Ok(if is_done { Step::Done } else { Step::More })
    }

    /// What happens to a plan concerns its duties, those that it no longer has among them.
    async fn add_duties(&self, things: &mut BTreeSet<Thing>) -> Result<(), Fault> {
        let plans: Vec<PlanId> = things
            .iter()
            .filter_map(|it| match it {
                Thing::Plan(id) => Some(*id),
                _ => None,
            })
            .collect();
        let today = self.now().date();
        for plan in plans {
            let duties = store::read!(self.store, |tx| {
                let mut all = plans::queries::list_dropped_duties(tx, plan).await?;
                let found = plans::queries::find_plan(tx, plan, today).await?;
                all.extend(found.iter().flat_map(|it| &it.duties).map(|it| it.id));
                Ok(all)
            })?;
            things.extend(duties.into_iter().map(Thing::Duty));
        }
        Ok(())
    }

    /// What happens to a policy concerns what explains it.
    async fn add_interpretations(&self, things: &mut BTreeSet<Thing>) -> Result<(), Fault> {
        let documents: Vec<DocumentId> = things
            .iter()
            .filter_map(|it| match it {
                Thing::Document(id) => Some(*id),
                _ => None,
            })
            .collect();
        for document in documents {
            let ties = store::read!(self.store, |tx| {
                publishing::queries::list_interpreting_public(tx, document).await
            })?;
            things.extend(ties.into_iter().map(|it| Thing::Document(it.id)));
        }
        Ok(())
    }

    async fn reading(&self) -> Result<Reading, Fault> {
        Reading::load(&self.store, &self.library, self.now().date()).await
    }

    fn now(&self) -> Moment {
        (self.clock)()
    }

    /// What can be found of a thing today; `None` where nothing of it is public.
    async fn read(&self, reading: &Reading, thing: Thing) -> Result<Option<Item>, Fault> {
        let today = reading.today;
        match thing {
            Thing::Unit(id) => Ok(reading.unit(id)),
            Thing::Plan(id) => {
                let found = store::read!(self.store, |tx| {
                    plans::queries::find_plan(tx, id, today).await
                })?;
                Ok(found.map(|it| reading.plan(&it)))
            }
            Thing::Duty(id) => {
                let found = store::read!(self.store, |tx| {
                    let Some(duty) = plans::queries::find_duty(tx, id, today).await? else {
                        return Ok(None);
                    };
                    let plan = plans::queries::find_plan_line(tx, duty.plan_id, today).await?;
                    let dropped = plans::queries::list_dropped_duties(tx, duty.plan_id).await?;
                    Ok((!dropped.contains(&id)).then_some(duty).zip(plan))
                })?;
                Ok(found.map(|(duty, plan)| reading.duty(&duty, &plan)))
            }
            Thing::Promise(id) => {
                let found = store::read!(self.store, |tx| {
                    promises::queries::find_line(tx, id, today).await
                })?;
                Ok(found.and_then(|it| reading.promise(&it)))
            }
            Thing::Curated(id) => self.read_curated(reading, id).await,
            Thing::Document(id) => {
                let found = store::read!(self.store, |tx| {
                    publishing::public::find_public(tx, id, None).await
                })?;
                match found {
                    Some(publishing::public::Found::Document(document)) => {
                        let item = reading.document_with_files(&self.store, &document);
                        item.await.map(Some)
                    }
                    Some(publishing::public::Found::Withdrawn(_)) | None => Ok(None),
                }
            }
        }
    }
}
