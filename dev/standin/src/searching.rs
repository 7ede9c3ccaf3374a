//! Searches over what a refresh has shown: order, counts, names of the clauses that were met, and term statistics.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::clause::{Clause, Refused};
use crate::indexes::{Document, Index};

const PARSING: Refused = Refused("parsing_exception");

type Met = (String, Arc<Document>, f64);

/// Documents that meet a clause, with what each scores.
pub fn matching(index: &Index, clause: &Clause) -> Result<Vec<Met>, Refused> {
    let mut found = Vec::new();
    for (id, document) in &index.shown {
        if let Some(score) = clause.score(id, document, index)? {
            found.push((id.clone(), Arc::clone(document), score));
        }
    }
    Ok(found)
}

/// `_search`
pub fn search(index: &Index, body: &Value) -> Result<Value, Refused> {
    const KNOWN: [&str; 7] = [
        "size",
        "query",
        "sort",
        "_source",
        "track_total_hits",
        "aggs",
        "search_after",
    ];
    const MOST: u64 = 10_000;
    let body = body.as_object().ok_or(PARSING)?;
    if !body.keys().all(|it| KNOWN.contains(&it.as_str())) {
        return Err(PARSING);
    }
    let size = body
        .get("size")
        .map_or(Some(10), Value::as_u64)
        .filter(|it| *it <= MOST);
    let size = size.ok_or(Refused("illegal_argument_exception"))?;
    let clause = Clause::read(body.get("query").ok_or(PARSING)?)?;
    let mut found = matching(index, &clause)?;
    let total = found.len();
    let aggregations = body.get("aggs").map(|it| counts(&found, it)).transpose()?;
    let sort = body
        .get("sort")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    order(&mut found, sort)?;
    if let Some(after) = body.get("search_after") {
        let after = after.pointer("/0").and_then(Value::as_str).ok_or(PARSING)?;
        found.retain(|it| it.0.as_str() > after);
    }
    found.truncate(usize::try_from(size).map_err(|_| PARSING)?);
    let names = clause.named();
    let mut hits = Vec::new();
    for (id, document, score) in &found {
        let mut hit = json!({ "_id": id, "_score": score, "sort": [id] });
        match body.get("_source") {
            Some(Value::Bool(false)) => {}
            None | Some(Value::Bool(true)) => hit["_source"] = document.source.clone(),
            Some(Value::Array(fields)) => {
                let named = fields.iter().filter_map(Value::as_str);
                let kept =
                    named.filter_map(|it| Some((it.to_owned(), document.source.get(it)?.clone())));
                hit["_source"] = Value::Object(kept.collect());
            }
            Some(_) => return Err(PARSING),
        }
        let mut met = Vec::new();
        for (name, clause) in &names {
            if clause.score(id, document, index)?.is_some() {
                met.push(*name);
            }
        }
        if !names.is_empty() {
            hit["matched_queries"] = json!(met);
        }
        hits.push(hit);
    }
    let mut answer = json!({ "took": 1, "timed_out": false, "_shards": { "total": 1, "successful": 1, "skipped": 0, "failed": 0 }, "hits": { "hits": hits } });
    if body.get("track_total_hits") != Some(&json!(false)) {
        answer["hits"]["total"] = json!({ "value": total, "relation": "eq" });
    }
    if let Some(aggregations) = aggregations {
        answer["aggregations"] = aggregations;
    }
    Ok(answer)
}

fn order(found: &mut [Met], sort: &[Value]) -> Result<(), Refused> {
    if sort.is_empty() {
        found.sort_by(|one, other| other.2.total_cmp(&one.2));
        return Ok(());
    }
    // From the last to the first: each sorting keeps the order of what is equal to it.
    for by in sort.iter().rev() {
        let by = match by {
            Value::String(by) if by == "_doc" => continue,
            by => by
                .as_object()
                .and_then(|it| it.iter().next())
                .ok_or(PARSING)?,
        };
        match (by.0.as_str(), by.1.as_str()) {
            ("_score", Some("desc")) => found.sort_by(|one, other| other.2.total_cmp(&one.2)),
            ("key", Some("asc")) => found.sort_by(|one, other| one.0.cmp(&other.0)),
            ("day", Some("desc")) => found.sort_by_key(|it| std::cmp::Reverse(it.1.day("day"))),
            _ => return Err(PARSING),
        }
    }
    Ok(())
}

/// Counts of the terms of fields.
fn counts(found: &[Met], aggs: &Value) -> Result<Value, Refused> {
    let mut all = Map::new();
    for (name, agg) in aggs.as_object().ok_or(PARSING)? {
        let terms = agg.get("terms").and_then(Value::as_object).ok_or(PARSING)?;
        if !terms
            .keys()
            .all(|it| ["field", "size", "include"].contains(&it.as_str()))
        {
            return Err(PARSING);
        }
        let field = terms.get("field").and_then(Value::as_str).ok_or(PARSING)?;
        let size = terms.get("size").and_then(Value::as_u64).unwrap_or(10);
        let prefix = terms
            .get("include")
            .map(|it| prefix_of(it.as_str().unwrap_or_default()))
            .transpose()?;
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for (_, document, _) in found {
            for term in document
                .terms(field)
                .filter(|it| prefix.as_ref().is_none_or(|prefix| it.starts_with(prefix)))
            {
                *counts.entry(term).or_default() += 1;
            }
        }
        let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
        counts.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        counts.truncate(usize::try_from(size).map_err(|_| PARSING)?);
        let buckets: Vec<Value> = counts
            .into_iter()
            .map(|(key, count)| json!({ "key": key, "doc_count": count }))
            .collect();
        all.insert(name.clone(), json!({ "doc_count_error_upper_bound": 0, "sum_other_doc_count": 0, "buckets": buckets }));
    }
    Ok(Value::Object(all))
}

/// What an expression begins with that is a text and `.*`: signs of expressions must be escaped in it.
fn prefix_of(expression: &str) -> Result<String, Refused> {
    const SIGNS: &str = ".?+*|{}[]()\"\\#@&<>~";
    let mut signs = expression.strip_suffix(".*").ok_or(PARSING)?.chars();
    let mut prefix = String::new();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => prefix.extend(signs.next()),
            sign if SIGNS.contains(sign) => return Err(PARSING),
            sign => prefix.push(sign),
        }
    }
    Ok(prefix)
}

/// `_mget`, of what is shown.
pub fn get(
    index: &Index,
    body: &Value,
    (included, excluded): (Option<&str>, Option<&str>),
) -> Result<Value, Refused> {
    let ids = body.get("ids").and_then(Value::as_array).ok_or(PARSING)?;
    let docs = ids.iter().map(|id| {
        let id = id.as_str().unwrap_or_default();
        let Some(document) = index.shown.get(id) else {
            return json!({ "_id": id, "found": false });
        };
        let mut source = document.source.clone();
        if let (Some(included), Some(source)) = (included, source.as_object_mut()) {
            source.retain(|name, _| name == included);
        }
        if let Some((outer, inner)) = excluded.and_then(|it| it.split_once('.'))
            && let Some(outer) = source.get_mut(outer).and_then(Value::as_object_mut)
        {
            outer.remove(inner);
        }
        json!({ "_id": id, "found": true, "_source": source })
    });
    Ok(json!({ "docs": docs.collect::<Vec<_>>() }))
}

/// `_termvectors` of a document that is none: how many documents have each of its terms.
pub fn vectors(index: &Index, body: &Value) -> Result<Value, Refused> {
    const KNOWN: [&str; 7] = [
        "doc",
        "fields",
        "term_statistics",
        "field_statistics",
        "positions",
        "offsets",
        "payloads",
    ];
    let object = body.as_object().ok_or(PARSING)?;
    if !object.keys().all(|it| KNOWN.contains(&it.as_str())) || body["term_statistics"] != true {
        return Err(PARSING);
    }
    let document = index.read(body.get("doc").ok_or(PARSING)?)?;
    let mut fields = Map::new();
    for field in body["fields"]
        .as_array()
        .ok_or(PARSING)?
        .iter()
        .filter_map(Value::as_str)
    {
        let having = index
            .shown
            .values()
            .filter(|it| it.has_field(field))
            .count();
        let terms = document.terms(field).map(|term| {
            let mut known =
                json!({ "term_freq": document.places(field, term).map_or(0, <[_]>::len) });
            // What no document has is told without a number.
            let count = index.having(field, term);
            if count > 0 {
                known["doc_freq"] = json!(count);
            }
            (term.to_owned(), known)
        });
        let terms: Map<String, Value> = terms.collect();
        fields.insert(
            field.to_owned(),
            json!({ "field_statistics": { "doc_count": having }, "terms": terms }),
        );
    }
    Ok(json!({ "found": true, "took": 1, "term_vectors": fields }))
}
