//! Clauses of the query language: those that are used, read strictly, and what each makes of a document.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::indexes::{Document, Index};

/// What an engine refuses.
#[derive(Debug)]
pub struct Refused(pub &'static str);

const PARSING: Refused = Refused("parsing_exception");

/// A clause, read.
#[derive(Debug)]
pub enum Clause {
    All,
    Term {
        field: String,
        value: String,
        boost: f64,
        name: Option<String>,
    },
    Terms {
        field: String,
        values: HashSet<String>,
    },
    Phrase {
        field: String,
        terms: Vec<String>,
    },
    Ids(HashSet<String>),
    Exists(String),
    Prefix {
        field: String,
        value: String,
    },
    Days {
        field: String,
        from: Option<i64>,
        until: Option<i64>,
    },
    Bool {
        must: Vec<Clause>,
        filter: Vec<Clause>,
        should: Vec<Clause>,
        must_not: Vec<Clause>,
        least: usize,
    },
    Constant {
        filter: Box<Clause>,
        boost: f64,
    },
    Near {
        field: String,
        origin: i64,
        pivot: f64,
        boost: f64,
    },
    Factor {
        query: Box<Clause>,
        field: String,
        factor: f64,
    },
}

/// The one entry of an object.
fn only(value: &Value) -> Result<(&String, &Value), Refused> {
    let object = value
        .as_object()
        .filter(|it| it.len() == 1)
        .ok_or(PARSING)?;
    object.iter().next().ok_or(PARSING)
}

fn object<'a>(value: &'a Value, known: &[&str]) -> Result<&'a Map<String, Value>, Refused> {
    let object = value.as_object().ok_or(PARSING)?;
    match object.keys().all(|it| known.contains(&it.as_str())) {
        true => Ok(object),
        false => Err(PARSING),
    }
}

fn text(value: Option<&Value>) -> Result<String, Refused> {
    value
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or(PARSING)
}

fn texts(value: Option<&Value>) -> Result<HashSet<String>, Refused> {
    let list = value.and_then(Value::as_array).ok_or(PARSING)?;
    list.iter().map(|it| text(Some(it))).collect()
}

fn number(value: Option<&Value>, otherwise: f64) -> Result<f64, Refused> {
    let number = value
        .map_or(Some(otherwise), Value::as_f64)
        .ok_or(PARSING)?;
    match number >= 0.0 {
        true => Ok(number),
        false => Err(Refused("illegal_argument_exception")),
    }
}

/// Days since 1970 of `YYYY-MM-DD`.
pub fn day_of(text: &str) -> Result<i64, Refused> {
    const WRONG: Refused = Refused("mapper_parsing_exception");
    let parts: Vec<i64> = text
        .split('-')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| WRONG)?;
    let ([year, month, day], 10) = (parts.as_slice(), text.len()) else {
        return Err(WRONG);
    };
    // Days of the civil calendar, counted from March.
    let (year, month) = if *month > 2 {
        (*year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let of_era = year.rem_euclid(400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    Ok(
        year.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
            - 719_468,
    )
}

impl Clause {
    pub fn read(value: &Value) -> Result<Self, Refused> {
        let (kind, body) = only(value)?;
        match kind.as_str() {
            "match_all" => object(body, &[]).map(|_| Self::All),
            "term" => {
                let (field, body) = only(body)?;
                let body = object(body, &["value", "boost", "_name"])?;
                Ok(Self::Term {
                    field: field.clone(),
                    value: text(body.get("value"))?,
                    boost: number(body.get("boost"), 1.0)?,
                    name: body.get("_name").map(|it| text(Some(it))).transpose()?,
                })
            }
            "terms" => {
                let (field, values) = only(body)?;
                Ok(Self::Terms {
                    field: field.clone(),
                    values: texts(Some(values))?,
                })
            }
            "match_phrase" => {
                let (field, body) = only(body)?;
                let query = text(object(body, &["query"])?.get("query"))?;
                Ok(Self::Phrase {
                    field: field.clone(),
                    terms: query.split_whitespace().map(str::to_owned).collect(),
                })
            }
            "ids" => Ok(Self::Ids(texts(object(body, &["values"])?.get("values"))?)),
            "exists" => Ok(Self::Exists(text(object(body, &["field"])?.get("field"))?)),
            "prefix" => {
                let (field, body) = only(body)?;
                Ok(Self::Prefix {
                    field: field.clone(),
                    value: text(object(body, &["value"])?.get("value"))?,
                })
            }
            "range" => {
                let (field, body) = only(body)?;
                let body = object(body, &["gte", "lte"])?;
                let day = |name| {
                    body.get(name)
                        .map(|it| day_of(it.as_str().unwrap_or_default()))
                        .transpose()
                };
                Ok(Self::Days {
                    field: field.clone(),
                    from: day("gte")?,
                    until: day("lte")?,
                })
            }
            "bool" => Self::read_bool(body),
            "constant_score" => {
                let body = object(body, &["filter", "boost"])?;
                let filter = Box::new(Self::read(body.get("filter").ok_or(PARSING)?)?);
                Ok(Self::Constant {
                    filter,
                    boost: number(body.get("boost"), 1.0)?,
                })
            }
            "distance_feature" => {
                let body = object(body, &["field", "origin", "pivot", "boost"])?;
                let pivot = text(body.get("pivot"))?;
                let pivot = pivot
                    .strip_suffix('d')
                    .and_then(|it| it.parse().ok())
                    .ok_or(PARSING)?;
                Ok(Self::Near {
                    field: text(body.get("field"))?,
                    origin: day_of(&text(body.get("origin"))?)?,
                    pivot,
                    boost: number(body.get("boost"), 1.0)?,
                })
            }
            "function_score" => {
                let body = object(body, &["query", "field_value_factor", "boost_mode"])?;
                if body.get("boost_mode").and_then(Value::as_str) != Some("replace") {
                    return Err(PARSING);
                }
                let factor = object(
                    body.get("field_value_factor").ok_or(PARSING)?,
                    &["field", "factor"],
                )?;
                Ok(Self::Factor {
                    query: Box::new(Self::read(body.get("query").ok_or(PARSING)?)?),
                    field: text(factor.get("field"))?,
                    factor: number(factor.get("factor"), 1.0)?,
                })
            }
            _ => Err(PARSING),
        }
    }

    fn read_bool(body: &Value) -> Result<Self, Refused> {
        const MOST_CLAUSES: usize = 1024;
        let body = object(
            body,
            &[
                "must",
                "filter",
                "should",
                "must_not",
                "minimum_should_match",
            ],
        )?;
        let clauses = |name: &str| -> Result<Vec<Self>, Refused> {
            let list = body.get(name).map_or(Ok(&[][..]), |it| {
                it.as_array().map(Vec::as_slice).ok_or(PARSING)
            })?;
            match list.len() <= MOST_CLAUSES {
                true => list.iter().map(Self::read).collect(),
                false => Err(Refused("too_many_clauses")),
            }
        };
        let (must, filter, should) = (clauses("must")?, clauses("filter")?, clauses("should")?);
        let is_optional = should.is_empty() || !must.is_empty() || !filter.is_empty();
        let least = match body.get("minimum_should_match") {
            None => usize::from(!is_optional),
            Some(it) => usize::try_from(it.as_u64().ok_or(PARSING)?).map_err(|_| PARSING)?,
        };
        Ok(Self::Bool {
            must,
            filter,
            should,
            must_not: clauses("must_not")?,
            least,
        })
    }

    /// The clauses that have a name, with it.
    pub fn named(&self) -> Vec<(&str, &Self)> {
        match self {
            Self::Term {
                name: Some(name), ..
            } => vec![(name, self)],
            Self::Bool {
                must,
                filter,
                should,
                must_not,
                ..
            } => {
                let all = [must, filter, should, must_not].into_iter().flatten();
                all.flat_map(Self::named).collect()
            }
            Self::Constant { filter: inner, .. } | Self::Factor { query: inner, .. } => {
                inner.named()
            }
            _ => Vec::new(),
        }
    }

    /// What a document scores; `None` where it is not met.
    pub fn score(
        &self,
        id: &str,
        document: &Document,
        index: &Index,
    ) -> Result<Option<f64>, Refused> {
        let met = |is_met: bool| Ok(is_met.then_some(1.0));
        match self {
            Self::All => met(true),
            Self::Term {
                field,
                value,
                boost,
                ..
            } => {
                let Some(places) = document.places(field, value) else {
                    return Ok(None);
                };
                Ok(Some(boost * index.bm25(field, value, places.len())))
            }
            Self::Terms { field, values } => {
                met(values.iter().any(|it| document.places(field, it).is_some()))
            }
            Self::Phrase { field, terms } => {
                if !index.has_places(field) {
                    return Err(Refused("illegal_state_exception"));
                }
                met(document.has_phrase(field, terms))
            }
            Self::Ids(ids) => met(ids.contains(id)),
            Self::Exists(field) => met(document.has_field(field)),
            Self::Prefix { field, value } => {
                met(document.terms(field).any(|it| it.starts_with(value)))
            }
            Self::Days { field, from, until } => {
                let day = document.day(field);
                met(day.is_some_and(|it| {
                    from.is_none_or(|from| from <= it) && until.is_none_or(|until| it <= until)
                }))
            }
            Self::Constant { filter, boost } => {
                Ok(filter.score(id, document, index)?.map(|_| *boost))
            }
            #[allow(clippy::cast_precision_loss)]
            Self::Near {
                field,
                origin,
                pivot,
                boost,
            } => {
                let away = document.day(field).map(|it| (it - origin).abs() as f64);
                Ok(away.map(|it| boost * pivot / (pivot + it)))
            }
            Self::Factor {
                query,
                field,
                factor,
            } => {
                let value = document.number(field).ok_or(Refused("exception"))?;
                Ok(query.score(id, document, index)?.map(|_| factor * value))
            }
            Self::Bool {
                must,
                filter,
                should,
                must_not,
                least,
            } => {
                let mut sum = 0.0;
                for (clauses, counts) in [(filter, 0.0), (must, 1.0)] {
                    for clause in clauses {
                        let Some(score) = clause.score(id, document, index)? else {
                            return Ok(None);
                        };
                        sum += counts * score;
                    }
                }
                for clause in must_not {
                    if clause.score(id, document, index)?.is_some() {
                        return Ok(None);
                    }
                }
                let mut are_met = 0;
                for clause in should {
                    if let Some(score) = clause.score(id, document, index)? {
                        are_met += 1;
                        sum += score;
                    }
                }
                Ok((are_met >= *least).then_some(sum))
            }
        }
    }
}
