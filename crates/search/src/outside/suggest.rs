//! Suggestions by the engine: the terms that begin so, with how many items have each.

use std::collections::HashMap;

use serde_json::json;

use super::answers::Searched;
use super::clauses::{literally, term};
use super::find::Session;
use super::wire::{OutsideError, Sent};
use crate::suggest::{Begun, add_up, best_of, prefixes_of, text_of};

/// Terms that are looked at of each way of beginning.
const LOOKED_AT: u32 = 60;

impl Session<'_> {
    /// Titles and names that go on as what was typed begins, the usual ones first.
    pub fn suggest(&self, begun: Begun<'_>, most: usize) -> Result<Vec<String>, OutsideError> {
        let mut found: HashMap<String, u32> = HashMap::new();
        for prefix in prefixes_of(begun) {
            let mut of_one: HashMap<String, u32> = HashMap::new();
            let begins = json!({ "prefix": { "starts": { "value": prefix } } });
            let query = match begun.site {
                None => begins,
                Some(site) => {
                    json!({ "bool": { "filter": [begins, term("site", site)] } })
                }
            };
            let body = json!({
                "size": 0,
                "query": query,
                "aggs": { "starts": { "terms": {
                    "field": "starts", "include": format!("{}.*", literally(&prefix)), "size": LOOKED_AT,
                } } },
            });
            let path = self.outside.path("_search");
            let searched =
                Searched::of(self.outside.wire.ask(&path, Sent::Json(body), self.until)?)?;
            let buckets = searched
                .aggregations
                .into_iter()
                .flat_map(|it| it.1.buckets);
            for bucket in buckets {
                let count = u32::try_from(bucket.doc_count).unwrap_or(u32::MAX);
                *of_one.entry(text_of(&bucket.key).to_owned()).or_default() += count;
            }
            add_up(&mut found, of_one);
        }
        Ok(best_of(found, most))
    }
}
