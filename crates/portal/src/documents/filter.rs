//! 筛选: what narrows a list of documents, as a form with counts, and what was chosen, each to be taken back by a link.
//!
//! A choice that would leave nothing is not offered, nor a facet in which there is nothing to choose. Plain GET: it works
//! without script, and every choice has one address.

use publishing::Library;
use publishing::Validity;
use publishing::choices::{Choice, Choices};
use publishing::library::THEMES;
use publishing::public::Scope;
use ui::{Frame, Markup};

use super::scope;
use crate::params::with_query;
use crate::words::{self, PageWords};

/// What may be chosen of one facet.
#[derive(Debug)]
pub(crate) struct Group {
    /// Its name in addresses.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
    /// Whether its values are our words, in the frame's language, and no office's.
    pub is_ours: bool,
    /// How it is said that nothing is chosen.
    pub any: &'static str,
    /// The values.
    pub options: Vec<Offered>,
}

/// A value with how many documents it leaves.
#[derive(Debug)]
pub(crate) struct Offered {
    /// What the address says.
    pub value: String,
    /// What people read.
    pub label: String,
    /// How many documents it leaves.
    pub count: u64,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// Something chosen.
#[derive(Debug)]
pub(crate) struct Chip {
    /// The facet in words.
    pub facet: &'static str,
    /// What was chosen of it.
    pub label: Markup,
    /// The list without it.
    pub without: String,
}

/// The filter of a list.
#[derive(Debug)]
pub(crate) struct Filter {
    /// The path of the list.
    pub action: String,
    /// What may be chosen.
    pub groups: Vec<Group>,
    /// What is chosen.
    pub chips: Vec<Chip>,
    /// How many documents the list has.
    pub total: u64,
    /// Whether there are units that are not offered.
    pub has_more_units: bool,
}

/// A list that is narrowed: where it is, and by what.
pub(crate) struct Narrowed<'a> {
    /// The path that all variants share.
    pub path: &'a str,
    /// What is chosen.
    pub scope: &'a Scope,
    /// What may be chosen.
    pub choices: Choices,
    /// The name of a chosen unit.
    pub unit: Option<String>,
}

impl Filter {
    /// The filter of a list. A column that is the list's own path is no choice.
    pub fn of(narrowed: Narrowed<'_>, (library, frame): (&Library, &Frame)) -> Self {
        let Narrowed {
            path,
            scope,
            choices,
            unit,
        } = narrowed;
        let say = PageWords::of(frame.variant);
        let is_of_all = path == "/documents";
        let total = choices.total;
        let mut groups = Vec::with_capacity(6);
        if is_of_all {
            let order = library
                .columns()
                .iter()
                .map(|it| (it.code.clone(), it.name.clone()));
            let chosen = scope.column.clone();
            groups.push(Group::of(
                ("column", say.column, say.any_column),
                ordered(order, &choices.columns),
                (chosen, total),
            ));
        }
        let chosen = scope.unit.map(|it| it.to_string());
        let mut units = all(&choices.units, |it| it.label.clone());
        if let (Some(id), Some(name)) = (&chosen, unit)
            && !units.iter().any(|it| it.value == *id)
        {
            units.push(offered((id.clone(), name), total));
        }
        groups.push(Group::of(
            ("unit", say.issuer, say.any_issuer),
            units,
            (chosen, total),
        ));
        let order = library
            .kinds()
            .iter()
            .map(|it| (it.code.clone(), it.name.clone()));
        groups.push(Group::of(
            ("kind", say.kind, say.any_kind),
            ordered(order, &choices.kinds),
            (scope.kind.clone(), total),
        ));
        let order = THEMES.iter().map(|it| ((*it).to_owned(), (*it).to_owned()));
        groups.push(Group::of(
            ("theme", say.theme, say.any_theme),
            ordered(order, &choices.themes),
            (scope.theme.clone(), total),
        ));
        let mut years = all(&choices.years, |it| year_label(&it.value));
        years.sort_by(|a, b| b.value.cmp(&a.value));
        groups.push(Group::of(
            ("year", say.year, say.any_year),
            years,
            (scope.year.map(|it| it.to_string()), total),
        ));
        let order = Validity::ALL.iter().map(|it| {
            (
                it.code().to_owned(),
                words::validity(*it, frame.variant).to_owned(),
            )
        });
        groups.push(Group::of(
            ("validity", say.validity, say.any_validity),
            ordered(order, &choices.validities),
            (scope.validity.map(|it| it.code().to_owned()), total),
        ));
        let chips = groups
            .iter()
            .filter_map(|it| it.chip((path, scope, is_of_all), frame))
            .collect();
        groups.retain(|it| it.is_of_use(total));
        Self {
            action: frame.link(path),
            groups,
            chips,
            total,
            has_more_units: choices.has_more_units,
        }
    }

    /// A heading with what was chosen: `全部公开信息：行政规范性文件、已废止`.
    pub fn heading(base: &str, scope: &Scope, (library, unit): (&Library, Option<&str>)) -> String {
        let column = scope.column.as_ref().and_then(|it| library.find_column(it));
        let words: Vec<String> = [
            column.map(|it| it.name.clone()).filter(|it| it != base),
            unit.map(str::to_owned),
            scope
                .kind
                .as_ref()
                .map(|it| library.kind_name(it).to_owned()),
            scope.theme.clone(),
            scope.year.map(|it| year_label(&it.to_string())),
            scope.validity.map(|it| it.label().to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect();
        if words.is_empty() {
            base.to_owned()
        } else {
            format!("{base}：{}", words.join("，"))
        }
    }

    /// Whether search engines should leave the page out: one choice is a list of its own, of combinations there are too many.
    pub fn is_combined(&self) -> bool {
        self.chips.len() > 1
    }
}

impl Group {
    fn of(
        (name, label, any): (&'static str, &'static str, &'static str),
        mut options: Vec<Offered>,
        (chosen, total): (Option<String>, u64),
    ) -> Self {
        // What is chosen stays in sight, even where it leaves nothing beside the others.
        if let Some(value) = chosen {
            match options.iter_mut().find(|it| it.value == value) {
                Some(known) => known.is_chosen = true,
                None => options.push(Offered {
                    is_chosen: true,
                    ..offered((value.clone(), value), total)
                }),
            }
        }
        Self {
            name,
            label,
            is_ours: name == "validity",
            any,
            options,
        }
    }

    /// Whether there is anything to choose, or to take back.
    fn is_of_use(&self, total: u64) -> bool {
        self.options.iter().any(|it| it.is_chosen)
            || self.options.len() > 1
            || self.options.iter().any(|it| it.count < total)
    }

    fn chip(&self, (path, scope, is_of_all): (&str, &Scope, bool), frame: &Frame) -> Option<Chip> {
        let chosen = self.options.iter().find(|it| it.is_chosen)?;
        let mut rest = scope.clone();
        if !is_of_all {
            rest.column = None;
        }
        match self.name {
            "column" => rest.column = None,
            "unit" => rest.unit = None,
            "kind" => rest.kind = None,
            "theme" => rest.theme = None,
            "year" => rest.year = None,
            _ => rest.validity = None,
        }
        Some(Chip {
            facet: self.label,
            label: match self.is_ours {
                true => Markup::text(&chosen.label),
                false => frame.in_frame(&chosen.label, None),
            },
            without: frame.link(&with_query(path, &scope::query_of(&rest))),
        })
    }
}

fn year_label(year: &str) -> String {
    format!("{year}年")
}

fn offered((value, label): (String, String), count: u64) -> Offered {
    Offered {
        value,
        label,
        count,
        is_chosen: false,
    }
}

fn all(choices: &[Choice], label: impl Fn(&Choice) -> String) -> Vec<Offered> {
    let choice = |it: &Choice| offered((it.value.clone(), label(it)), it.count);
    choices.iter().map(choice).collect()
}

/// Values that leave something, in the library's own order and words.
fn ordered(order: impl Iterator<Item = (String, String)>, choices: &[Choice]) -> Vec<Offered> {
    order
        .filter_map(|named| {
            let found = choices.iter().find(|it| it.value == named.0)?;
            Some(offered(named, found.count))
        })
        .collect()
}
