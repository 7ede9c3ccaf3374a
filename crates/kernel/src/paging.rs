//! Pages by key: a list is asked for what comes after a key, never for the n-th page.
//!
//! Page numbers would make the database count to them; a key is found in the index at once.

/// What part of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageAsk {
    /// The `next` of the page before, or `None` for the first.
    pub after: Option<String>,
    /// How many items at most, 1..=200.
    pub limit: u32,
}

impl PageAsk {
    /// The most items that one page may hold.
    pub const MOST: u32 = 200;

    /// The first page of so many items.
    pub fn first(limit: u32) -> Self {
        Self {
            after: None,
            limit: limit.clamp(1, Self::MOST),
        }
    }

    /// The page after a key.
    pub fn after(key: impl Into<String>, limit: u32) -> Self {
        Self {
            after: Some(key.into()),
            limit: limit.clamp(1, Self::MOST),
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// The key to ask for the next page with; `None` at the end.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of `limit + 1` fetched items: the one too many says that there is more.
    pub fn of(mut items: Vec<T>, ask: &PageAsk, key: impl Fn(&T) -> String) -> Self {
        let limit = usize::try_from(ask.limit).unwrap_or(usize::MAX);
        let has_more = items.len() > limit;
        items.truncate(limit);
        let next = if has_more {
            items.last().map(key)
        } else {
            None
        };
        Self { items, next }
    }
}
