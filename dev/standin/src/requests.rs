//! Requests: which of the interface's addresses are known, with the parameters that each takes.

use serde_json::{Value, json};

use crate::clause::{Clause, Refused};
use crate::error;
use crate::indexes::{Indexes, Wish};
use crate::searching;

/// The parameters of an address; one that it does not take is refused.
struct Parameters(Vec<(String, String)>);

impl Parameters {
    fn of(text: &str, known: &[&str]) -> Result<Self, Refused> {
        let pairs = text.split('&').filter(|it| !it.is_empty());
        let pairs = pairs.map(|it| it.split_once('=').unwrap_or((it, "")));
        let all: Vec<_> = pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        match all.iter().all(|it| known.contains(&it.0.as_str())) {
            true => Ok(Self(all)),
            false => Err(Refused("illegal_argument_exception")),
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|it| it.0 == name)
            .map(|it| it.1.as_str())
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.get(name).and_then(|it| it.parse().ok())
    }

    fn is(&self, name: &str) -> bool {
        self.get(name) == Some("true")
    }
}

fn status_of(kind: &str) -> u16 {
    match kind {
        "index_not_found_exception" => 404,
        _ => 400,
    }
}

fn parsed(body: &str) -> Result<Value, Refused> {
    serde_json::from_str(body).map_err(|_| Refused("parsing_exception"))
}

impl Indexes {
    /// Answers a request: status and body.
    pub fn answer(&mut self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let (path, parameters) = path.split_once('?').unwrap_or((path, ""));
        let done = self.dispatch((method, path), parameters, body);
        done.unwrap_or_else(|Refused(kind)| (status_of(kind), error(status_of(kind), kind)))
    }

    fn dispatch(
        &mut self,
        (method, path): (&str, &str),
        parameters: &str,
        body: &str,
    ) -> Result<(u16, Value), Refused> {
        let parts: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
        let none = || Parameters::of(parameters, &[]).map(drop);
        match (method, parts.as_slice()) {
            ("GET", []) => Ok((
                200,
                json!({ "version": { "distribution": "standin", "number": "2.0.0" } }),
            )),
            ("GET", ["_alias", alias]) => Ok(match self.under(alias) {
                Some(under) => (200, under),
                None => (
                    404,
                    json!({ "error": format!("alias [{alias}] missing"), "status": 404 }),
                ),
            }),
            ("POST", ["_aliases"]) => {
                self.change_aliases(&parsed(body)?)?;
                Ok((200, json!({ "acknowledged": true })))
            }
            ("GET", [name]) => self.find(name).map(|it| (200, json!({ *name: it.body }))),
            ("PUT", [name]) => {
                none()?;
                self.make(name, &parsed(body)?)?;
                Ok((
                    200,
                    json!({ "acknowledged": true, "shards_acknowledged": true, "index": name }),
                ))
            }
            ("DELETE", [name]) => match self.delete(name) {
                true => Ok((200, json!({ "acknowledged": true }))),
                false => Err(Refused("index_not_found_exception")),
            },
            ("GET", [name, "_mapping"]) => self
                .mappings(name)
                .map(|it| (200, it))
                .ok_or(Refused("index_not_found_exception")),
            ("POST", [name, "_refresh"]) => {
                self.find(name)?.refresh();
                Ok((
                    200,
                    json!({ "_shards": { "total": 1, "successful": 1, "failed": 0 } }),
                ))
            }
            ("POST", [name, "_bulk"]) => {
                let parameters = Parameters::of(parameters, &["require_alias", "refresh"])?;
                self.bulk(name, parameters.is("require_alias"), body)
                    .map(|it| (200, it))
            }
            ("GET" | "PUT", [name, "_doc", id]) => self.one(method, (name, id), parameters, body),
            ("POST", [name, "_mget"]) => {
                let parameters = Parameters::of(
                    parameters,
                    &["realtime", "_source_includes", "_source_excludes"],
                )?;
                let index = self.find(name)?;
                let sources = (
                    parameters.get("_source_includes"),
                    parameters.get("_source_excludes"),
                );
                searching::get(index, &parsed(body)?, sources).map(|it| (200, it))
            }
            ("POST", [name, "_count"]) => {
                none()?;
                let body = parsed(body)?;
                let clause = Clause::read(body.get("query").ok_or(Refused("parsing_exception"))?)?;
                let found = searching::matching(self.find(name)?, &clause)?;
                Ok((
                    200,
                    json!({ "count": found.len(), "_shards": { "failed": 0 } }),
                ))
            }
            ("POST", [name, "_termvectors"]) => {
                Parameters::of(parameters, &["routing"])?;
                searching::vectors(self.find(name)?, &parsed(body)?).map(|it| (200, it))
            }
            ("POST", [name, "_search"]) => {
                none()?;
                searching::search(self.find(name)?, &parsed(body)?).map(|it| (200, it))
            }
            ("POST", [name, "_msearch"]) => {
                none()?;
                self.several(name, body).map(|it| (200, it))
            }
            _ => Err(Refused("illegal_argument_exception")),
        }
    }

    /// A batch: each line is done for itself.
    fn bulk(&mut self, name: &str, wants_alias: bool, body: &str) -> Result<Value, Refused> {
        const MALFORMED: Refused = Refused("illegal_argument_exception");
        let mut lines = body.strip_suffix('\n').ok_or(MALFORMED)?.lines();
        let mut items = Vec::new();
        let mut has_errors = false;
        while let Some(line) = lines.next() {
            let action = parsed(line)?;
            let (verb, what) = action
                .as_object()
                .and_then(|it| it.iter().next())
                .ok_or(MALFORMED)?;
            let source = match verb.as_str() {
                "index" => Some(parsed(lines.next().ok_or(MALFORMED)?)?),
                "delete" => None,
                _ => return Err(MALFORMED),
            };
            let id = what
                .get("_id")
                .and_then(Value::as_str)
                .filter(|it| it.len() <= 512)
                .ok_or(MALFORMED)?;
            let is_gte = what.get("version_type").and_then(Value::as_str) == Some("external_gte");
            let version = what
                .get("version")
                .and_then(Value::as_i64)
                .filter(|_| is_gte);
            let wish = Wish {
                version,
                ..Wish::default()
            };
            let done = match (self.refuses(), wants_alias && !self.is_alias(name)) {
                (true, _) => Err(Refused("rejected_execution_exception")),
                (_, true) => Err(Refused("index_not_found_exception")),
                _ => self
                    .find(name)
                    .and_then(|it| it.write(id, source.as_ref(), &wish)),
            };
            let (status, kind) = match done {
                Ok((409, _)) => (409, Some("version_conflict_engine_exception")),
                Ok((status, _)) => (status, None),
                Err(Refused(kind @ "rejected_execution_exception")) => (429, Some(kind)),
                Err(Refused(kind)) => (status_of(kind), Some(kind)),
            };
            let mut item = json!({ "_index": name, "_id": id, "status": status });
            if let Some(kind) = kind {
                has_errors = true;
                item["error"] = json!({ "type": kind, "reason": "made up" });
            }
            items.push(json!({ verb: item }));
        }
        Ok(json!({ "took": 1, "errors": has_errors, "items": items }))
    }

    /// `_doc/{id}`, read and written.
    fn one(
        &mut self,
        method: &str,
        (name, id): (&str, &str),
        parameters: &str,
        body: &str,
    ) -> Result<(u16, Value), Refused> {
        const TERM: u64 = 1;
        let parameters = Parameters::of(
            parameters,
            &["if_seq_no", "if_primary_term", "op_type", "require_alias"],
        )?;
        if parameters.is("require_alias") && !self.is_alias(name) {
            return Err(Refused("index_not_found_exception"));
        }
        let index = self.find(name)?;
        if method == "GET" {
            return Ok(match index.find_written(id) {
                Some(it) => {
                    let found = json!({ "_index": name, "_id": id, "_version": it.version, "_seq_no": it.number, "_primary_term": TERM, "found": true, "_source": it.source });
                    (200, found)
                }
                None => (404, json!({ "_index": name, "_id": id, "found": false })),
            });
        }
        let wish = Wish {
            version: None,
            is_new: parameters.get("op_type") == Some("create"),
            over: parameters.number("if_seq_no"),
        };
        let is_whole = wish.over.is_some() == parameters.number("if_primary_term").is_some();
        if !is_whole {
            return Err(Refused("action_request_validation_exception"));
        }
        let (status, number) = index.write(id, Some(&parsed(body)?), &wish)?;
        if status == 409 {
            return Ok((409, error(409, "version_conflict_engine_exception")));
        }
        Ok((
            status,
            json!({ "_index": name, "_id": id, "_seq_no": number, "_primary_term": TERM }),
        ))
    }

    /// Several searches at once; one that fails does not touch the others.
    fn several(&mut self, name: &str, body: &str) -> Result<Value, Refused> {
        const MALFORMED: Refused = Refused("parsing_exception");
        let lines: Vec<&str> = body.strip_suffix('\n').ok_or(MALFORMED)?.lines().collect();
        let mut responses = Vec::new();
        for pair in lines.chunks(2) {
            let [header, body] = pair else {
                return Err(MALFORMED);
            };
            if parsed(header)? != json!({}) {
                return Err(MALFORMED);
            }
            let done = parsed(body).and_then(|it| searching::search(self.find(name)?, &it));
            responses.push(match done {
                Ok(mut body) => {
                    body["status"] = json!(200);
                    body
                }
                Err(Refused(kind)) => error(status_of(kind), kind),
            });
        }
        Ok(json!({ "took": 1, "responses": responses }))
    }
}
