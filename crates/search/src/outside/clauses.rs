//! A search as the engine is asked: what must be there, what narrows, and a quick weight by which it chooses those that are weighed here.
//!
//! Only plain clauses of the query language, so that every engine of this protocol has them: no script, no analyser of its own.

use serde_json::{Value, json};

use crate::facets::NAMES;
use crate::find::{Narrowing, exact_terms};
use crate::grams::grams_of;
use crate::plan::Plan;
use crate::query::Query;

/// Choices that a facet counts.
const MOST_CHOICES: u32 = 300;

/// How many of a query's grams are counted by the engine, as the embedded index does when weighing quickly.
const TELLING: usize = 3;

pub(super) fn term(field: &str, text: &str) -> Value {
    json!({ "term": { field: { "value": text } } })
}

/// A clause that says by its name which documents have a gram.
pub(super) fn named(field: &str, text: &str, name: &str) -> Value {
    json!({ "term": { field: { "value": text, "_name": name } } })
}

fn all_of(clauses: Vec<Value>) -> Value {
    json!({ "bool": { "filter": clauses } })
}

/// Grams that stand in a row.
fn in_a_row<'a>(grams: impl Iterator<Item = &'a str>) -> Value {
    let grams: Vec<&str> = grams.collect();
    json!({ "match_phrase": { "all": { "query": grams.join(" ") } } })
}

/// What narrows every way of finding.
pub(super) struct Bounds {
    wanted: Vec<Value>,
    unwanted: Vec<Value>,
}

impl Bounds {
    pub fn of(query: &Query, narrowing: &Narrowing) -> Self {
        let standing = narrowing.standing.map(|it| (it as u8).to_string());
        let chosen = [
            ("kind", &narrowing.kind),
            ("unit", &narrowing.unit),
            ("year", &narrowing.year),
            ("theme", &narrowing.theme),
            ("standing", &standing),
            ("column", &narrowing.column),
            ("site", &narrowing.site),
        ];
        let chosen = chosen
            .iter()
            .filter_map(|(field, text)| Some(term(field, text.as_ref()?)));
        let mut wanted: Vec<Value> = chosen.collect();
        let mut days = serde_json::Map::new();
        for (bound, day) in [("gte", narrowing.from), ("lte", narrowing.until)] {
            days.extend(day.map(|it| (bound.to_owned(), json!(it.to_string()))));
        }
        if !days.is_empty() {
            wanted.push(json!({ "range": { "day": days } }));
        }
        for phrase in &query.phrases {
            wanted.push(in_a_row(grams_of(phrase).iter().map(String::as_str)));
        }
        let words = query.without.iter();
        let words = words.map(|grams| all_of(grams.iter().map(|it| term("all", it)).collect()));
        let kinds = narrowing.without_kinds.iter().map(|it| term("kind", it));
        Self {
            wanted,
            unwanted: words.chain(kinds).collect(),
        }
    }

    /// A query within these bounds: what must be there, and what weighs.
    fn query(&self, filter: Vec<Value>, should: Vec<Value>) -> Value {
        let mut filter = filter;
        filter.extend(self.wanted.iter().cloned());
        json!({ "bool": { "filter": filter, "must_not": self.unwanted, "should": should } })
    }

    /// Whatever meets all needs, counted for facets.
    pub fn meeting(&self, plan: &Plan<'_>, weights: Vec<Value>) -> Value {
        let gram = |at: &usize| term("all", &plan.query.grams[*at].text);
        let form = |it: &Vec<usize>| all_of(it.iter().map(gram).collect());
        let need = |forms: &Vec<Vec<usize>>| match forms.as_slice() {
            [one] => form(one),
            forms => {
                let forms: Vec<Value> = forms.iter().map(form).collect();
                json!({ "bool": { "should": forms, "minimum_should_match": 1 } })
            }
        };
        self.query(
            plan.query.needs.iter().map(|it| need(&it.forms)).collect(),
            weights,
        )
    }

    /// Whatever is named by its number, its code or its whole title.
    pub fn exact(&self, query: &Query) -> Value {
        let terms: Vec<String> = exact_terms(query).into_iter().map(|it| it.1).collect();
        self.query(vec![json!({ "terms": { "exact": terms } })], Vec::new())
    }

    /// Whatever has the query's longest stretch as typed; none where it says nothing.
    pub fn together(&self, query: &Query, weights: Vec<Value>) -> Option<Value> {
        const LEAST: usize = 2;
        let stretch = query
            .together
            .iter()
            .map(|it| query.grams[*it].text.as_str());
        (query.together.len() >= LEAST).then(|| self.query(vec![in_a_row(stretch)], weights))
    }

    /// Whatever has some of these grams in a field, each with what it says; none without grams.
    pub fn near(&self, field: &str, grams: &[(&str, f32)]) -> Option<Value> {
        let clauses: Vec<Value> = grams
            .iter()
            .map(|(text, says)| constant(term(field, text), *says))
            .collect();
        let any = json!({ "bool": { "should": clauses, "minimum_should_match": 1 } });
        let query =
            json!({ "bool": { "must": [any], "filter": self.wanted, "must_not": self.unwanted } });
        (!grams.is_empty()).then_some(query)
    }
}

/// A clause that weighs the same wherever it is met.
fn constant(clause: Value, boost: f32) -> Value {
    json!({ "constant_score": { "filter": clause, "boost": boost } })
}

/// What the embedded index weighs when it chooses among many, as near as plain clauses come: title, how often, how it stands, its kind, how new it is.
pub(super) fn weights(plan: &Plan<'_>, today: kernel::Date) -> Vec<Value> {
    /// What a title counts, with a part of what is added where all of it is in the query.
    const TITLE: f32 = 3.5;
    /// BM25 multiplies by this what is there very often.
    const OFTEN: f32 = 1.2 / 2.2;
    let says = plan.says.max(0.01);
    let typed = plan.query.typed_grams;
    let grams = plan.query.grams.iter().zip(&plan.rarities).take(typed);
    let titles = grams.filter(|(_, rarity)| rarity.says > 0.0 && rarity.title > 0);
    let titles = titles
        .map(|(gram, rarity)| constant(term("title", &gram.text), TITLE * rarity.says / says));
    let often = plan.telling(TELLING).into_iter().map(|at| {
        let gram = &plan.query.grams[at];
        json!({ "term": { "all": { "value": gram.text, "boost": OFTEN * gram.weight / says } } })
    });
    let mut weights: Vec<Value> = titles.chain(often).collect();
    weights.push(constant(
        json!({ "terms": { "standing": ["0", "1", "2"] } }),
        0.7,
    ));
    weights.push(constant(term("standing", "3"), 0.2));
    weights.push(json!({ "distance_feature": {
        "field": "day", "origin": today.to_string(), "pivot": "730d", "boost": 0.35,
    } }));
    weights.push(json!({ "function_score": {
        "query": { "match_all": {} },
        "field_value_factor": { "field": "weight", "factor": 0.5 / 15.0 },
        "boost_mode": "replace",
    } }));
    weights
}

/// The counts of each facet.
pub(super) fn facets() -> Value {
    let facet = |name: &&str| {
        let counts = json!({ "terms": { "field": name, "size": MOST_CHOICES } });
        ((*name).to_owned(), counts)
    };
    Value::Object(NAMES.iter().map(facet).collect())
}

/// A text as an expression that means nothing but itself.
pub(super) fn literally(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for sign in text.chars() {
        if sign.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(sign);
    }
    escaped
}
