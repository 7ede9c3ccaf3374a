//! One item alone, asked whether searches find it: for whoever follows a search and is told of what is new.
//!
//! No index is asked: whether an item meets a query hangs on nothing but the two, so that the answer is there as soon as the item is, and the
//! same on every node. What only comes near is no answer. A test holds this and the index together.

use std::collections::HashSet;

use kernel::Date;

use crate::find::Narrowing;
use crate::grams::each_gram;
use crate::item::{Item, Shown};
use crate::passage::has_phrase;
use crate::query::Query;
use crate::schema::Texts;

/// An item, taken apart once for many queries.
#[derive(Debug, Clone)]
pub struct Single {
    shown: Shown,
    grams: HashSet<String>,
    standing: crate::item::Standing,
    theme: Option<String>,
    columns: Vec<String>,
    sites: Vec<String>,
}

impl Single {
    /// Takes it apart as the index does.
    pub fn of(item: &Item) -> Self {
        let Texts { shown, text, .. } = Texts::of(item);
        let mut grams = HashSet::new();
        each_gram(&text, |gram, _| {
            if !grams.contains(gram) {
                grams.insert(gram.to_owned());
            }
        });
        Self {
            shown,
            grams,
            standing: item.standing,
            theme: item.theme.as_ref().map(|it| it.code.clone()),
            columns: item.columns.clone(),
            sites: item.sites.clone(),
        }
    }

    /// Whether a search finds it with all that was asked for; a query of nothing finds nothing.
    pub fn meets(&self, query: &Query, narrowing: &Narrowing) -> bool {
        let has = |gram: &String| self.grams.contains(gram);
        let text_of = |at: &usize| &query.grams[*at].text;
        let has_need = |forms: &Vec<Vec<usize>>| {
            let mut forms = forms.iter();
            forms.any(|form| form.iter().map(text_of).all(has))
        };
        !query.is_empty()
            && self.is_within(narrowing)
            && query.needs.iter().all(|it| has_need(&it.forms))
            && !query.without.iter().any(|it| it.iter().all(has))
            && query.phrases.iter().all(|it| has_phrase(&self.shown, it))
    }

    fn is_within(&self, narrowing: &Narrowing) -> bool {
        let Narrowing {
            kind,
            without_kinds,
            unit,
            year,
            theme,
            standing,
            column,
            site,
            from,
            until,
            is_strict: _,
        } = narrowing;
        let is = |wanted: &Option<String>, own: &str| wanted.as_ref().is_none_or(|it| it == own);
        let among = |wanted: &Option<String>, own: &[String]| {
            wanted.as_ref().is_none_or(|it| own.contains(it))
        };
        let day: Date = self.shown.day;
        let units: Vec<String> = self.shown.units.iter().map(|it| it.code.clone()).collect();
        is(kind, &self.shown.kind.code)
            && !without_kinds.contains(&self.shown.kind.code)
            && among(unit, &units)
            && is(year, &day.year().to_string())
            && (theme.is_none() || *theme == self.theme)
            && standing.is_none_or(|it| it == self.standing)
            && among(column, &self.columns)
            && among(site, &self.sites)
            && from.is_none_or(|it| it <= day)
            && until.is_none_or(|it| day <= it)
    }
}
