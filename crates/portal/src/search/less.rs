//! Where nothing was found: what would be, were one word left out.

use kernel::Date;
use ui::Frame;

use ::search::{Opened, Query};

use super::{Question, Row, find, rows_of};
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
    let words: Vec<&str> = query
        .words()
        .iter()
        .take(TRIED)
        .map(String::as_str)
        .collect();
    let mut found = Vec::new();
    let without_one = (0..words.len()).map(|at| vec![at]);
    let one_alone =
        (0..words.len()).map(|kept| (0..words.len()).filter(|it| *it != kept).collect());
    for left_out in without_one.chain(one_alone) {
        // One word alone is offered where no two go together.
        if left_out.len() > 1 && found.len() >= OFFERED.min(words.len()) {
            break;
        }
        let (mut kept, mut dropped) = (Vec::new(), Vec::new());
        for (at, word) in words.iter().enumerate() {
            if left_out.contains(&at) {
                dropped.push(*word);
            } else {
                kept.push(*word);
            }
        }
        let typed = kept.join(" ");
        if typed.is_empty()
            || dropped.iter().all(|it| it.is_empty())
            || found.iter().any(|it: &Less| it.typed == typed)
        {
            continue;
        }
        let less = Question {
            typed: typed.clone(),
            page: 1,
            ..question.clone()
        };
        let total = match find(opened, &less, today).await? {
            Some((_, found)) => found.total,
            None => break,
        };
        if total > 0 {
            found.push(Less {
                word: dropped.join("”“"),
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

/// How many results of the nearest query are shown.
const SHOWN_INSTEAD: usize = 3;

/// What the nearest query finds, with the word that it leaves out.
pub(super) async fn find_nearest(
    opened: &Opened,
    (question, less): (&Question, &[Less]),
    frame: &Frame,
) -> Result<Option<(String, Vec<Row>)>, Snag> {
    let Some(nearest) = less.first() else {
        return Ok(None);
    };
    let other = Question {
        typed: nearest.typed.clone(),
        page: 1,
        ..question.clone()
    };
    let Some((query, found)) = find(opened, &other, frame.today).await? else {
        return Ok(None);
    };
    let mut rows = rows_of(&found.hits, Some(&query), false, frame);
    rows.truncate(SHOWN_INSTEAD);
    Ok(Some((nearest.word.clone(), rows)))
}
