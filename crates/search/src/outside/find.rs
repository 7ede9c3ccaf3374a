//! Finding by the engine: it gathers candidates and counts, they are weighed here as the embedded index weighs its own.
//!
//! Four questions at most: how rare the grams are; what meets all needs, is named as a whole or has the query in a row, and, where that is little, what
//! is near; which grams each candidate has where; the texts of the best. What a text alone can tell (how often, how long in a row) is read of no more
//! than [`MOST_COUNTED`], so that a search costs the same whatever the library holds.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;

use serde_json::{Value, json};

use super::Outside;
use super::answers::{Got, HitOf, Searched, Several, Vectors, Weighable, read};
use super::clauses::{Bounds, facets, named, weights};
use super::wire::{OutsideError, Sent};
use crate::facets::{Facets, Tally};
use crate::find::{
    Ask, DEEPEST, ENOUGH, Found, Hit, MOST_EXACT, MOST_NEAR, MOST_READ, NEAR, Order, exact_terms,
    stretch,
};
use crate::gather::{MOST_TEXTS, MOST_TITLES};
use crate::grams::each_gram;
use crate::index::IndexError;
use crate::item::{Item, Shown, Standing};
use crate::passage::{has_phrase, run_of};
use crate::plan::Plan;
use crate::schema::Texts;
use crate::source::{Having, Source};
use crate::weigh::{Has, Why, weigh};

/// Candidates that meet all needs.
const MOST_MEETING: usize = 200;

/// Candidates whose texts are read to count how often they have the words.
const MOST_COUNTED: usize = 40;

/// Bytes of these texts, as the lengths of items tell them: one very long text is better left than waited for.
const MOST_BYTES: u64 = 12 << 20;

/// What somebody asks the engine, with the moment by which all of it must be answered.
pub(super) struct Session<'a> {
    pub outside: &'a Outside,
    pub until: Instant,
}

/// A document of the engine and what speaks for it.
struct Candidate {
    id: String,
    known: Weighable,
    has: Has,
    why: Why,
    meets_all: bool,
    item: Option<Box<Item>>,
}

/// What was gathered, before anything is weighed.
#[derive(Default)]
struct Gathered {
    ids: BTreeSet<String>,
    together: BTreeSet<String>,
    met: u64,
    tally: Tally,
    is_partial: bool,
}

impl Source for Session<'_> {
    fn find(&self, ask: &Ask<'_>) -> Result<Found, IndexError> {
        if ask.query.is_empty() {
            return Ok(Found::default());
        }
        let grams: Vec<&str> = ask.query.grams.iter().map(|it| it.text.as_str()).collect();
        let having = self.having(&grams)?;
        let plan = Plan::counted(
            ask.query,
            &ask.narrowing,
            ask.today,
            (having.total, &having.counts),
        );
        let mut gathered = self.gather(ask, &plan)?;
        let mut candidates = self.weigh(&plan, &mut gathered)?;
        let near = candidates.iter().filter(|it| !it.meets_all).count();
        order(&mut candidates, ask.order);
        let dropped = self.drop_without_phrases(&plan, &mut candidates)?;
        if ask.order == Order::Fitting {
            self.read_best(&plan, &mut candidates)?;
        }
        let hits = self.page(ask, candidates)?;
        let near = u64::try_from(near).unwrap_or(0);
        Ok(Found {
            hits,
            total: (gathered.met + near).saturating_sub(dropped),
            near,
            is_estimated: gathered.is_partial,
            facets: Facets::from(gathered.tally),
        })
    }

    /// How rare grams are, from the statistics of one part of the index: exact where it has one shard, about right where it has several.
    fn having(&self, grams: &[&str]) -> Result<Having, IndexError> {
        if grams.is_empty() {
            return Ok(Having::default());
        }
        let text = grams.join(" ");
        let path = self.outside.path("_termvectors?routing=gongkai");
        let body = json!({
            "doc": { "all": text, "title": text },
            "fields": ["all", "title"],
            "term_statistics": true,
            "field_statistics": true,
            "positions": false,
            "offsets": false,
            "payloads": false,
        });
        let vectors: Vectors = read(self.outside.wire.ask(&path, Sent::Json(body), self.until)?)?;
        let of = |field: &str, gram: &str| {
            let vector = vectors.term_vectors.get(field);
            vector
                .and_then(|it| it.terms.get(gram))
                .map_or(0, |it| it.doc_freq)
        };
        let statistics = vectors
            .term_vectors
            .get("all")
            .and_then(|it| it.field_statistics.as_ref());
        Ok(Having {
            total: statistics.map_or(0, |it| u64::try_from(it.doc_count).unwrap_or(0)),
            counts: grams
                .iter()
                .map(|it| (of("all", it), of("title", it)))
                .collect(),
        })
    }
}

fn order(candidates: &mut [Candidate], order: Order) {
    candidates.sort_by(|one, other| {
        let by = match order {
            Order::Fitting => other.why.score().total_cmp(&one.why.score()),
            Order::Newest => other.known.signals.day.cmp(&one.known.signals.day),
        };
        by.then_with(|| one.id.cmp(&other.id))
    });
}

impl Session<'_> {
    /// What is worth weighing.
    fn gather(&self, ask: &Ask<'_>, plan: &Plan<'_>) -> Result<Gathered, OutsideError> {
        let bounds = Bounds::of(ask.query, &ask.narrowing);
        let weights = weights(plan, ask.today);
        let wanted = (ask.skip + ask.limit).clamp(1, DEEPEST);
        let newest = json!([{ "day": "desc" }, { "key": "asc" }]);
        let best = json!([{ "_score": "desc" }, { "key": "asc" }]);
        let (most, sort) = match ask.order {
            Order::Fitting => (MOST_MEETING, &best),
            Order::Newest => (wanted.max(MOST_NEAR), &newest),
        };
        let mut meeting = search(bounds.meeting(plan, weights.clone()), most, sort);
        meeting["track_total_hits"] = json!(true);
        meeting["aggs"] = facets();
        let mut searches = vec![
            meeting,
            search(bounds.exact(ask.query), MOST_EXACT, &newest),
        ];
        let together = match ask.order {
            Order::Fitting => bounds.together(ask.query, weights),
            Order::Newest => None,
        };
        searches.extend(together.map(|it| search(it, DEEPEST, &best)));
        let mut gathered = Gathered::default();
        for (at, searched) in self.search(searches)?.into_iter().enumerate() {
            let ids = searched.hits.hits.iter().map(|it| it.id.clone());
            if at == 2 {
                gathered.together.extend(ids.clone());
            }
            gathered.ids.extend(ids);
            if at == 0 {
                gathered.take_counts(searched);
            }
        }
        let enough = if ask.narrowing.is_strict { 1 } else { ENOUGH };
        if gathered.met < enough {
            let titles = plan.rarest(MOST_TITLES, |it| it.title);
            let texts = plan.rarest(MOST_TEXTS, |it| it.all);
            let near = [bounds.near("title", &titles), bounds.near("all", &texts)];
            let near = near.into_iter().flatten();
            for searched in self.search(near.map(|it| search(it, MOST_NEAR, &best)).collect())? {
                gathered
                    .ids
                    .extend(searched.hits.hits.into_iter().map(|it| it.id));
            }
        }
        Ok(gathered)
    }

    fn search(&self, searches: Vec<Value>) -> Result<Vec<Searched>, OutsideError> {
        if searches.is_empty() {
            return Ok(Vec::new());
        }
        let lines: String = searches.iter().map(|it| format!("{{}}\n{it}\n")).collect();
        let path = self.outside.path("_msearch");
        let body = self
            .outside
            .wire
            .ask(&path, Sent::Lines(lines), self.until)?;
        Several::of(body, searches.len())
    }

    /// Weighs each candidate by the grams that it has; drops what is neither whole nor near, counts what is near.
    fn weigh(
        &self,
        plan: &Plan<'_>,
        gathered: &mut Gathered,
    ) -> Result<Vec<Candidate>, OutsideError> {
        if gathered.ids.is_empty() {
            return Ok(Vec::new());
        }
        let exact = exact_terms(plan.query);
        let mut clauses = Vec::new();
        for (at, gram) in plan.query.grams.iter().enumerate() {
            for (field, sign) in [("all", 'a'), ("title", 't'), ("heads", 'h')] {
                clauses.push(named(field, &gram.text, &format!("{sign}{at}")));
            }
        }
        for (at, (_, text)) in exact.iter().enumerate() {
            clauses.push(named("exact", text, &format!("x{at}")));
        }
        let body = json!({
            "size": gathered.ids.len(),
            "_source": ["signals", "kind", "unit", "year", "theme", "standing"],
            "query": { "bool": {
                "filter": [{ "ids": { "values": gathered.ids } }],
                "should": clauses,
            } },
            "sort": ["_doc"],
        });
        let path = self.outside.path("_search");
        let body = self.outside.wire.ask(&path, Sent::Json(body), self.until)?;
        let mut candidates = Vec::new();
        for hit in Searched::of(body)?.hits.hits {
            let is_together = gathered.together.contains(&hit.id);
            let Some(mut candidate) = Candidate::of(hit, plan, &exact)? else {
                continue;
            };
            if is_together {
                candidate.why.run = stretch(plan.query);
            }
            if !candidate.meets_all {
                gathered.tally.count(&candidate.known);
            }
            candidates.push(candidate);
        }
        Ok(candidates)
    }

    /// Reads the texts of the first ones, as far as they are not too long.
    fn read(&self, candidates: &mut [Candidate]) -> Result<(), OutsideError> {
        let mut bytes = 0;
        let ids = candidates.iter().filter(|it| {
            bytes += it.bytes();
            bytes <= MOST_BYTES
        });
        let ids: Vec<String> = ids.map(|it| it.id.clone()).collect();
        let mut texts = self.texts(&ids, "item")?;
        for candidate in candidates {
            candidate.item = texts.remove(&candidate.id).map(Box::new);
        }
        Ok(())
    }

    /// Drops candidates in which what was put into quotation marks stands in no text but in a name beside it; how many.
    fn drop_without_phrases(
        &self,
        plan: &Plan<'_>,
        candidates: &mut Vec<Candidate>,
    ) -> Result<u64, OutsideError> {
        let phrases = &plan.query.phrases;
        if phrases.is_empty() {
            return Ok(0);
        }
        self.read(candidates)?;
        let before = candidates.len();
        candidates.retain(|it| {
            let shown: Option<Shown> = it.item.as_deref().map(Shown::from);
            shown.is_none_or(|shown| phrases.iter().all(|it| has_phrase(&shown, it)))
        });
        Ok(u64::try_from(before - candidates.len()).unwrap_or(0))
    }

    /// Reads the texts of the best: how often they have the words, and how much of the query stands together in them.
    fn read_best(&self, plan: &Plan<'_>, candidates: &mut [Candidate]) -> Result<(), OutsideError> {
        let most = candidates.len().min(MOST_COUNTED);
        if plan.query.phrases.is_empty() {
            self.read(&mut candidates[..most])?;
        }
        let places = plan.query.grams.iter().enumerate();
        let places: HashMap<&str, usize> = places.map(|(at, it)| (it.text.as_str(), at)).collect();
        for candidate in &mut candidates[..most] {
            candidate.count(&places, plan);
        }
        order(candidates, Order::Fitting);
        for candidate in candidates.iter_mut().take(MOST_READ) {
            if let Some(item) = &candidate.item {
                let run = run_of(&(&**item).into(), plan.query);
                candidate.why.run = candidate.why.run.max(run);
            }
        }
        order(candidates, Order::Fitting);
        Ok(())
    }

    /// The results of a page, with their texts; of what is very long only what stands before the text.
    fn page(&self, ask: &Ask<'_>, candidates: Vec<Candidate>) -> Result<Vec<Hit>, OutsideError> {
        let wanted = (ask.skip + ask.limit).clamp(1, DEEPEST);
        let page = candidates
            .into_iter()
            .take(wanted)
            .skip(ask.skip)
            .take(ask.limit);
        let mut page: Vec<Candidate> = page.collect();
        let (mut whole, mut bare) = (Vec::new(), Vec::new());
        let mut bytes = 0;
        for candidate in page.iter().filter(|it| it.item.is_none()) {
            bytes += candidate.bytes();
            let ids = if bytes <= MOST_BYTES {
                &mut whole
            } else {
                &mut bare
            };
            ids.push(candidate.id.clone());
        }
        let mut texts = self.texts(&whole, "item")?;
        texts.extend(self.texts(&bare, "item&_source_excludes=item.sections")?);
        for candidate in page.iter_mut().filter(|it| it.item.is_none()) {
            candidate.item = texts.remove(&candidate.id).map(Box::new);
        }
        let hits = page.into_iter().filter_map(|it| {
            Some(Hit {
                shown: (&*it.item?).into(),
                standing: Standing::from_number(it.known.signals.standing.into()),
                meets_all: it.meets_all,
                why: it.why,
            })
        });
        Ok(hits.collect())
    }

    /// Items by their ids; what is gone is left out.
    fn texts(
        &self,
        ids: &[String],
        included: &str,
    ) -> Result<BTreeMap<String, Item>, OutsideError> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let path = self
            .outside
            .path(&format!("_mget?realtime=false&_source_includes={included}"));
        let body = Sent::Json(json!({ "ids": ids }));
        let got: Got = read(self.outside.wire.ask(&path, body, self.until)?)?;
        let docs = got.docs.into_iter();
        Ok(docs
            .filter_map(|it| Some((it.id, it.source?.item)))
            .collect())
    }
}

/// A search without texts.
fn search(query: Value, size: usize, sort: &Value) -> Value {
    json!({ "size": size, "query": query, "sort": sort, "_source": false, "track_total_hits": false })
}

impl Gathered {
    fn take_counts(&mut self, searched: Searched) {
        self.met = searched.total();
        self.is_partial = searched.is_partial();
        for (name, buckets) in searched.aggregations {
            for bucket in buckets.buckets {
                self.tally.add(&name, &bucket.key, bucket.doc_count);
            }
        }
    }
}

impl Tally {
    fn count(&mut self, known: &Weighable) {
        let lists = [("unit", &known.unit), ("theme", &known.theme)];
        for (name, codes) in lists {
            for code in codes {
                self.add(name, code, 1);
            }
        }
        for (name, code) in [
            ("kind", &known.kind),
            ("year", &known.year),
            ("standing", &known.standing),
        ] {
            self.add(name, code, 1);
        }
    }
}

impl Candidate {
    /// A hit as it is weighed; `None` for what is neither whole nor near.
    fn of(
        hit: HitOf,
        plan: &Plan<'_>,
        exact: &[(f32, String)],
    ) -> Result<Option<Self>, OutsideError> {
        let known = hit
            .source
            .ok_or(OutsideError::Malformed("a result has nothing to weigh"))?;
        let mut has = Has::default();
        let mut named = 0.0_f32;
        for name in &hit.matched_queries {
            let place = name.get(1..).and_then(|it| it.parse::<usize>().ok());
            let Some(at) = place.filter(|it| *it < plan.query.grams.len().max(exact.len())) else {
                continue;
            };
            match name.as_bytes()[0] {
                b'a' => {
                    has.all.put(at);
                    has.often[at] = 1;
                }
                b't' => has.title.put(at),
                b'h' => has.heads.put(at),
                b'x' => named = named.max(exact.get(at).map_or(0.0, |it| it.0)),
                _ => {}
            }
        }
        let mut why = weigh(plan, &has, known.signals);
        why.exact = named;
        let needs = &plan.query.needs;
        let meets_all = needs
            .iter()
            .all(|it| it.forms.iter().any(|form| has.all.has_all(form)));
        if !meets_all && why.all.max(why.title) < NEAR && why.exact == 0.0 {
            return Ok(None);
        }
        Ok(Some(Self {
            id: hit.id,
            known,
            has,
            why,
            meets_all,
            item: None,
        }))
    }

    /// About how long its text is.
    fn bytes(&self) -> u64 {
        1_u64
            .checked_shl(u32::from(self.known.signals.length) + 1)
            .unwrap_or(u64::MAX / 1024)
    }

    /// Weighs it again, where its text is known and says how often it has each gram.
    fn count(&mut self, places: &HashMap<&str, usize>, plan: &Plan<'_>) {
        let Some(item) = &self.item else {
            return;
        };
        let mut often = [0_u32; crate::query::MOST_GRAMS];
        each_gram(&Texts::of(item).text, |gram, _| {
            if let Some(at) = places.get(gram) {
                often[*at] += 1;
            }
        });
        self.has.often = often;
        let (exact, run) = (self.why.exact, self.why.run);
        self.why = weigh(plan, &self.has, self.known.signals);
        (self.why.exact, self.why.run) = (exact, run);
    }
}
