//! In which order units are listed: as they come, which ranks nobody, or the most late first.
//!
//! Lateness is what the promises crate says it is; here scores are only put in order. A city has some hundred units, so
//! all of them are read for the second order; a list of thousands would want an index of its own.

use std::cmp::Reverse;

use kernel::{Date, Fault, Page, PageAsk, UnitId};
use promises::queries::{UnitScore, list_unit_scores};

use crate::params::{BadParameter, Params, bad};

/// The parameter's name.
pub(crate) const ORDER: &str = "order";
/// Its one value.
const LATE: &str = "late";

/// An order of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitOrder {
    /// A fixed order that is no ranking.
    Fixed,
    /// The most late first, then whoever owes more.
    LateFirst,
}

/// The place of a unit among the late ones: late, owed, id.
type Place = (u64, u64, UnitId);

impl UnitOrder {
    /// The order that an address asks for.
    pub fn of(params: &Params) -> Result<Self, BadParameter> {
        match params.text(ORDER) {
            None => Ok(Self::Fixed),
            Some(LATE) => Ok(Self::LateFirst),
            Some(other) => Err(bad(ORDER, other, "应为 late（逾期多的在前），或不写")),
        }
    }

    /// Its canonical query.
    pub fn query(self) -> &'static str {
        match self {
            Self::Fixed => "",
            Self::LateFirst => "order=late",
        }
    }

    /// What a table in this order is called, for those who hear it.
    pub fn caption(self) -> &'static str {
        match self {
            Self::Fixed => "各单位履行情况，不排名次",
            Self::LateFirst => "各单位履行情况，逾期多的在前",
        }
    }

    /// Whether a text is a key of a list in this order.
    pub fn is_key(self, key: &str) -> bool {
        match self {
            Self::Fixed => key.parse::<UnitId>().is_ok(),
            Self::LateFirst => place_of_key(key).is_some(),
        }
    }

    /// One page of the list. A key of the other order yields nothing.
    pub async fn page(
        self,
        tx: &mut store::Tx,
        ask: &PageAsk,
        today: Date,
    ) -> Result<Page<UnitScore>, Fault> {
        match self {
            Self::Fixed => list_unit_scores(tx, ask, today).await,
            Self::LateFirst => {
                let scores = all_scores(tx, today).await?;
                Ok(late_first(scores, ask))
            }
        }
    }
}

async fn all_scores(tx: &mut store::Tx, today: Date) -> Result<Vec<UnitScore>, Fault> {
    let mut scores = Vec::new();
    let mut ask = PageAsk::first(PageAsk::MOST);
    loop {
        let page = list_unit_scores(tx, &ask, today).await?;
        scores.extend(page.items);
        match page.next {
            Some(key) => ask = PageAsk::after(key, PageAsk::MOST),
            None => return Ok(scores),
        }
    }
}

fn late_first(mut scores: Vec<UnitScore>, ask: &PageAsk) -> Page<UnitScore> {
    if let Some(key) = ask.after.as_deref() {
        let after = place_of_key(key);
        scores.retain(|score| after.is_some_and(|after| place(score) < after));
    }
    scores.sort_by_key(|score| Reverse(place(score)));
    Page::of(scores, ask, |score| {
        let (late, open, id) = place(score);
        format!("{late}_{open}_{id}")
    })
}

fn place(score: &UnitScore) -> Place {
    (score.late_now, score.open, score.unit_id)
}

fn place_of_key(key: &str) -> Option<Place> {
    let mut parts = key.splitn(3, '_');
    let late = parts.next()?.parse().ok()?;
    let open = parts.next()?.parse().ok()?;
    Some((late, open, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(n: u64, late_now: u64, open: u64) -> UnitScore {
        UnitScore {
            unit_id: format!("00000000-0000-7000-8000-{n:012}").parse().unwrap(),
            unit_name: format!("单位{n}"),
            kept_on_time: 0,
            kept_late: 0,
            late_now,
            due_this_month: 0,
            open,
        }
    }

    #[test]
    fn pages_hold_every_unit_once_and_the_most_late_first() {
        let scores: Vec<_> = (0..23).map(|n| score(n, n % 4, n % 3)).collect();
        let mut ask = PageAsk::first(5);
        let mut seen = Vec::new();
        loop {
            let page = late_first(scores.clone(), &ask);
            seen.extend(page.items.iter().map(place));
            match page.next {
                Some(key) => {
                    assert!(UnitOrder::LateFirst.is_key(&key));
                    assert!(!UnitOrder::Fixed.is_key(&key));
                    ask = PageAsk::after(key, 5);
                }
                None => break,
            }
        }
        let mut expected: Vec<_> = scores.iter().map(place).collect();
        expected.sort_by_key(|it| Reverse(*it));
        assert_eq!(seen, expected);
        assert_eq!(seen[0].0, 3);
    }

    #[test]
    fn a_key_of_the_other_order_yields_nothing() {
        let scores = vec![score(1, 1, 1)];
        let foreign = PageAsk::after(scores[0].unit_id.to_string(), 5);
        assert_eq!(late_first(scores, &foreign).items, []);
    }
}
