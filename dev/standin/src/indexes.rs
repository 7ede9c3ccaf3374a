//! Indexes, their documents and aliases: what is written, and what a search sees of it after a refresh.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::clause::{Refused, day_of};

/// A field of a mapping.
#[derive(Debug, Clone)]
pub enum Field {
    Text {
        has_places: bool,
    },
    Keyword {
        longest: usize,
    },
    Day,
    Number,
    /// Kept and not looked at.
    Closed,
}

/// A document as a search sees it.
#[derive(Debug, Default)]
pub struct Document {
    pub source: Value,
    terms: HashMap<String, HashMap<String, Vec<usize>>>,
    days: HashMap<String, i64>,
    numbers: HashMap<String, f64>,
    pub version: i64,
    pub number: u64,
}

impl Document {
    pub fn places(&self, field: &str, term: &str) -> Option<&[usize]> {
        self.terms.get(field)?.get(term).map(Vec::as_slice)
    }

    pub fn terms(&self, field: &str) -> impl Iterator<Item = &str> {
        self.terms
            .get(field)
            .into_iter()
            .flat_map(|it| it.keys().map(String::as_str))
    }

    pub fn has_field(&self, field: &str) -> bool {
        let has_terms = self.terms.get(field).is_some_and(|it| !it.is_empty());
        has_terms || self.days.contains_key(field) || self.numbers.contains_key(field)
    }

    pub fn day(&self, field: &str) -> Option<i64> {
        self.days.get(field).copied()
    }

    pub fn number(&self, field: &str) -> Option<f64> {
        self.numbers.get(field).copied()
    }

    pub fn has_phrase(&self, field: &str, terms: &[String]) -> bool {
        let places: Option<Vec<&[usize]>> = terms.iter().map(|it| self.places(field, it)).collect();
        let Some((first, others)) = places.as_deref().and_then(|it| it.split_first()) else {
            return false;
        };
        let stands = |begin: usize| (1..).zip(others).all(|(at, it)| it.contains(&(begin + at)));
        first.iter().any(|it| stands(*it))
    }
}

/// An index.
#[derive(Debug, Default)]
pub struct Index {
    pub body: Value,
    fields: HashMap<String, Field>,
    excluded: Vec<String>,
    written: BTreeMap<String, Arc<Document>>,
    /// Versions of what was taken out.
    gone: HashMap<String, i64>,
    touched: BTreeSet<String>,
    pub shown: BTreeMap<String, Arc<Document>>,
    having: HashMap<String, HashMap<String, usize>>,
    next: u64,
}

/// How a document is to be written.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The version from outside, at least that of what is there.
    pub version: Option<i64>,
    /// Only where none is there.
    pub is_new: bool,
    /// Only over the one with this number.
    pub over: Option<u64>,
}

impl Index {
    fn of(body: &Value) -> Result<Self, Refused> {
        const WRONG: Refused = Refused("mapper_parsing_exception");
        let mappings = body.get("mappings").ok_or(WRONG)?;
        let mut fields = HashMap::new();
        for (name, field) in mappings
            .get("properties")
            .and_then(Value::as_object)
            .ok_or(WRONG)?
        {
            let kind = match field.get("type").and_then(Value::as_str) {
                Some("text") if field["analyzer"] == "whitespace" => Field::Text {
                    has_places: field["index_options"] == "positions",
                },
                Some("keyword") => Field::Keyword {
                    longest: usize::try_from(
                        field["ignore_above"].as_u64().unwrap_or(2_147_483_647),
                    )
                    .map_err(|_| WRONG)?,
                },
                Some("date") if field["format"] == "strict_date" => Field::Day,
                Some("byte") => Field::Number,
                Some("object") if field["enabled"] == false => Field::Closed,
                _ => return Err(WRONG),
            };
            fields.insert(name.clone(), kind);
        }
        if mappings["dynamic"] != "strict" {
            return Err(WRONG);
        }
        let excluded = mappings
            .pointer("/_source/excludes")
            .and_then(Value::as_array);
        let excluded = excluded
            .into_iter()
            .flatten()
            .filter_map(|it| it.as_str().map(str::to_owned));
        Ok(Self {
            body: body.clone(),
            fields,
            excluded: excluded.collect(),
            ..Self::default()
        })
    }

    pub fn has_places(&self, field: &str) -> bool {
        matches!(
            self.fields.get(field),
            Some(Field::Text { has_places: true })
        )
    }

    /// How many documents have a term.
    pub fn having(&self, field: &str, term: &str) -> usize {
        self.having
            .get(field)
            .and_then(|it| it.get(term))
            .copied()
            .unwrap_or(0)
    }

    #[allow(clippy::cast_precision_loss)]
    pub fn bm25(&self, field: &str, term: &str, often: usize) -> f64 {
        const K1: f64 = 1.2;
        let often = if self.has_places(field) {
            often as f64
        } else {
            1.0
        };
        let (having, total) = (self.having(field, term) as f64, self.shown.len() as f64);
        let rare = (1.0 + (total - having + 0.5) / (having + 0.5)).ln();
        rare * (K1 + 1.0) * often / (often + K1)
    }

    /// Terms of a text or of several.
    fn analysed(&self, name: &str, value: &Value) -> Result<HashMap<String, Vec<usize>>, Refused> {
        const WRONG: Refused = Refused("mapper_parsing_exception");
        let texts: Vec<&str> = match value {
            Value::Array(list) => list
                .iter()
                .map(|it| it.as_str().ok_or(WRONG))
                .collect::<Result<_, _>>()?,
            value => vec![value.as_str().ok_or(WRONG)?],
        };
        let mut terms: HashMap<String, Vec<usize>> = HashMap::new();
        for text in texts {
            match self.fields.get(name) {
                Some(Field::Text { .. }) => {
                    for (at, token) in text.split_whitespace().enumerate() {
                        terms.entry(token.to_owned()).or_default().push(at);
                    }
                }
                Some(Field::Keyword { longest }) if text.chars().count() <= *longest => {
                    terms.insert(text.to_owned(), Vec::new());
                }
                _ => {}
            }
        }
        Ok(terms)
    }

    pub fn read(&self, source: &Value) -> Result<Document, Refused> {
        const WRONG: Refused = Refused("mapper_parsing_exception");
        let mut document = Document::default();
        let mut kept = Map::new();
        for (name, value) in source.as_object().ok_or(WRONG)? {
            match self
                .fields
                .get(name)
                .ok_or(Refused("strict_dynamic_mapping_exception"))?
            {
                Field::Text { .. } | Field::Keyword { .. } => {
                    document
                        .terms
                        .insert(name.clone(), self.analysed(name, value)?);
                }
                Field::Day => drop(
                    document
                        .days
                        .insert(name.clone(), day_of(value.as_str().ok_or(WRONG)?)?),
                ),
                Field::Number => {
                    let number = value.as_f64().filter(|it| (-128.0..=127.0).contains(it));
                    document.numbers.insert(name.clone(), number.ok_or(WRONG)?);
                }
                Field::Closed if value.is_object() => {}
                Field::Closed => return Err(WRONG),
            }
            if !self.excluded.contains(name) {
                kept.insert(name.clone(), value.clone());
            }
        }
        document.source = Value::Object(kept);
        Ok(document)
    }

    pub fn find_written(&self, id: &str) -> Option<&Arc<Document>> {
        self.written.get(id)
    }

    /// Writes or, without a source, takes out; the status of it and the number that it has.
    pub fn write(
        &mut self,
        id: &str,
        source: Option<&Value>,
        wish: &Wish,
    ) -> Result<(u16, u64), Refused> {
        let before = self.written.get(id);
        let known = before
            .map(|it| it.version)
            .or_else(|| self.gone.get(id).copied());
        let is_older = wish
            .version
            .is_some_and(|it| known.is_some_and(|known| it < known));
        let is_other = wish
            .over
            .is_some_and(|it| before.is_none_or(|before| before.number != it));
        if is_older || is_other || (wish.is_new && before.is_some()) {
            return Ok((409, 0));
        }
        let version = wish.version.unwrap_or(known.unwrap_or(0) + 1);
        let was_there = before.is_some();
        let status = match source {
            Some(source) => {
                let mut document = self.read(source)?;
                (document.version, document.number) = (version, self.next);
                self.written.insert(id.to_owned(), Arc::new(document));
                self.gone.remove(id);
                if was_there { 200 } else { 201 }
            }
            None => {
                self.written.remove(id);
                self.gone.insert(id.to_owned(), version);
                if was_there { 200 } else { 404 }
            }
        };
        self.next += 1;
        self.touched.insert(id.to_owned());
        Ok((status, self.next - 1))
    }

    pub fn refresh(&mut self) {
        for id in std::mem::take(&mut self.touched) {
            if let Some(old) = self.shown.remove(&id) {
                self.count(&old, |it| *it -= 1);
            }
            if let Some(new) = self.written.get(&id).cloned() {
                self.count(&new, |it| *it += 1);
                self.shown.insert(id, new);
            }
        }
    }

    fn count(&mut self, document: &Document, change: impl Fn(&mut usize)) {
        for (field, terms) in &document.terms {
            let having = self.having.entry(field.clone()).or_default();
            for term in terms.keys() {
                change(having.entry(term.clone()).or_default());
            }
        }
    }
}

/// All indexes and what leads to them.
#[derive(Debug, Default)]
pub struct Indexes {
    by_name: BTreeMap<String, Index>,
    aliases: BTreeMap<String, BTreeSet<String>>,
    refuse: usize,
}

impl Indexes {
    pub fn names(&self) -> Vec<String> {
        self.by_name.keys().cloned().collect()
    }

    pub fn refuse_next(&mut self, documents: usize) {
        self.refuse = documents;
    }

    /// Whether the next document of a batch is refused for want of time.
    pub fn refuses(&mut self) -> bool {
        let refuses = self.refuse > 0;
        self.refuse = self.refuse.saturating_sub(1);
        refuses
    }

    pub fn is_alias(&self, name: &str) -> bool {
        self.aliases.contains_key(name)
    }

    /// The index of a name or of an alias that leads to one.
    pub fn find(&mut self, name: &str) -> Result<&mut Index, Refused> {
        const MISSING: Refused = Refused("index_not_found_exception");
        let one = match self.aliases.get(name) {
            Some(under) if under.len() > 1 => return Err(Refused("illegal_argument_exception")),
            Some(under) => under.first().cloned().ok_or(MISSING)?,
            None => name.to_owned(),
        };
        self.by_name.get_mut(&one).ok_or(MISSING)
    }

    pub fn make(&mut self, name: &str, body: &Value) -> Result<(), Refused> {
        if self.by_name.contains_key(name) || self.aliases.contains_key(name) {
            return Err(Refused("resource_already_exists_exception"));
        }
        let index = Index::of(body)?;
        for alias in body
            .get("aliases")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::keys)
        {
            self.add_alias(name, alias)?;
        }
        self.by_name.insert(name.to_owned(), index);
        Ok(())
    }

    fn add_alias(&mut self, index: &str, alias: &str) -> Result<(), Refused> {
        if self.by_name.contains_key(alias) {
            return Err(Refused("invalid_alias_name_exception"));
        }
        self.aliases
            .entry(alias.to_owned())
            .or_default()
            .insert(index.to_owned());
        Ok(())
    }

    fn remove_alias(&mut self, index: &str, alias: &str) {
        if let Some(under) = self.aliases.get_mut(alias) {
            under.remove(index);
            if under.is_empty() {
                self.aliases.remove(alias);
            }
        }
    }

    pub fn delete(&mut self, name: &str) -> bool {
        let aliases: Vec<String> = self.aliases.keys().cloned().collect();
        for alias in aliases {
            self.remove_alias(name, &alias);
        }
        self.by_name.remove(name).is_some()
    }

    /// `GET /_alias/{alias}`
    pub fn under(&self, alias: &str) -> Option<Value> {
        let under = self.aliases.get(alias)?;
        let of = |index: &String| (index.clone(), json!({ "aliases": { alias: {} } }));
        Some(Value::Object(under.iter().map(of).collect()))
    }

    /// `GET /{name}/_mapping`
    pub fn mappings(&self, name: &str) -> Option<Value> {
        let names = match self.aliases.get(name) {
            Some(under) => under.clone(),
            None => BTreeSet::from([name.to_owned()]),
        };
        let of = |index: &String| {
            Some((
                index.clone(),
                json!({ "mappings": self.by_name.get(index)?.body["mappings"] }),
            ))
        };
        let found: Option<Map<String, Value>> = names.iter().map(of).collect();
        found.map(Value::Object)
    }

    /// `POST /_aliases`: all of it or nothing.
    pub fn change_aliases(&mut self, actions: &Value) -> Result<(), Refused> {
        const PARSING: Refused = Refused("parsing_exception");
        let actions = actions
            .get("actions")
            .and_then(Value::as_array)
            .ok_or(PARSING)?;
        let part = |it: &Value, name: &str| it.get(name).and_then(Value::as_str).map(str::to_owned);
        let mut planned = Vec::new();
        for action in actions {
            let (verb, what) = action
                .as_object()
                .and_then(|it| it.iter().next())
                .ok_or(PARSING)?;
            let index = part(what, "index").ok_or(PARSING)?;
            if !self.by_name.contains_key(&index) {
                return Err(Refused("index_not_found_exception"));
            }
            planned.push((verb.clone(), index, part(what, "alias")));
        }
        for (verb, index, alias) in planned {
            match (verb.as_str(), alias) {
                ("add", Some(alias)) => self.add_alias(&index, &alias)?,
                ("remove", Some(alias)) => self.remove_alias(&index, &alias),
                ("remove_index", None) => drop(self.delete(&index)),
                _ => return Err(PARSING),
            }
        }
        Ok(())
    }
}
