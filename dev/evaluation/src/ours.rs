//! The product's own search, asked as its page asks it, facets and all.

use kernel::Date;
use search::{Ask, Found, IndexError, Narrowing, Order, Progress, Query, SearchIndex, Synonyms};

use crate::archive::{KEY, Record};

/// The day on which everything is asked.
pub const TODAY: Date = Date::constant(2026, 11, 21);

/// An index in memory of these documents.
///
/// # Errors
/// The index's fault.
pub fn filled(records: &[Record]) -> Result<SearchIndex, IndexError> {
    let index = SearchIndex::in_memory()?;
    let mut writer = index.writer()?;
    for record in records {
        writer.add(&record.item)?;
    }
    writer.commit(&Progress::default())?;
    index.refresh()?;
    Ok(index)
}

/// Asks for so many results, best first, without other names: no engine beside it has any.
///
/// # Errors
/// The index's fault.
pub fn find(index: &SearchIndex, typed: &str, limit: usize) -> Result<Found, IndexError> {
    let query = Query::read(typed, &Synonyms::default());
    index.find(&Ask {
        query: &query,
        narrowing: Narrowing::default(),
        order: Order::Fitting,
        skip: 0,
        limit,
        today: TODAY,
    })
}

/// The codes of what was found.
pub fn codes(found: Found) -> Vec<String> {
    let keys = found.hits.into_iter().map(|it| it.shown.key);
    keys.map(|it| it.trim_start_matches(KEY).to_owned())
        .collect()
}
