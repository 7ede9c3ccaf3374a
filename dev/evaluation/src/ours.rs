//! The product's own search, asked as its page asks it, facets and all.

use std::sync::LazyLock;

use kernel::Date;
use search::{
    Ask, Engine, Found, IndexError, Narrowing, Order, Progress, Query, SearchIndex, Synonyms,
};

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

/// The other names that every site has.
static SYNONYMS: LazyLock<Synonyms> = LazyLock::new(Synonyms::built_in);

/// Asks for so many results, best first.
///
/// # Errors
/// The index's fault.
pub fn find(index: &SearchIndex, typed: &str, limit: usize) -> Result<Found, IndexError> {
    index.find(&ask(&Query::read(typed, &SYNONYMS), limit))
}

/// Asks whichever engine for so many results, best first.
///
/// # Errors
/// The engine's fault.
pub fn find_in(engine: &Engine, typed: &str, limit: usize) -> Result<Found, IndexError> {
    engine.find(&ask(&Query::read(typed, &SYNONYMS), limit))
}

fn ask(query: &Query, limit: usize) -> Ask<'_> {
    Ask {
        query,
        narrowing: Narrowing::default(),
        order: Order::Fitting,
        skip: 0,
        limit,
        today: TODAY,
    }
}

/// The codes of what was found.
pub fn codes(found: Found) -> Vec<String> {
    let keys = found.hits.into_iter().map(|it| it.shown.key);
    keys.map(|it| it.trim_start_matches(KEY).to_owned())
        .collect()
}
