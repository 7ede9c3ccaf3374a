//! Where nothing was found: what would be, were one word left out.

use kernel::Date;
use ui::Frame;

use ::search::{Opened, Query};

use super::{Question, find};
use crate::error::Snag;

/// A query with a word less.
pub(super) struct Less {
    /// The word.
    pub word: String,
    /// What is left.
    pub typed: String,
    /// Its address.
    pub href: String,
    /// How many it finds.
    pub total: u64,
}

/// Words that are tried; each costs a search.
const TRIED: usize = 5;
/// What is offered.
const OFFERED: usize = 3;

/// The best ways to ask for less: those that still find something, the fewest results first, for these are the nearest.
pub(super) async fn list(
    opened: &Opened,
    question: &Question,
    query: &Query,
    frame: &Frame,
    today: Date,
) -> Result<Vec<Less>, Snag> {
    let mut found = Vec::new();
    for word in query.words().iter().take(TRIED) {
        let others = query.words().iter().filter(|it| *it != word);
        let typed = others.cloned().collect::<Vec<_>>().join(" ");
        if typed.is_empty() {
            continue;
        }
        let less = Question {
            typed: typed.clone(),
            page: 1,
            ..question.clone()
        };
        let total = find(opened, &less, today).await?.1.total;
        if total > 0 {
            found.push(Less {
                word: word.clone(),
                href: frame.link(&less.here(1)),
                typed,
                total,
            });
        }
    }
    found.sort_by_key(|it| it.total);
    found.truncate(OFFERED);
    Ok(found)
}
