//! What a reader may choose next in the library, each choice with how many public documents it leaves beside the others.
//!
//! Reads tallies only: what is not public was never counted.

use kernel::Fault;
use store::{Tx, params};

use crate::public::Scope;
use crate::sql;
use crate::tally::ANY;

/// Units that are offered: those with the most documents. A longer list helps nobody to find one.
pub const UNITS_OFFERED: usize = 60;

/// A value that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// As addresses say it.
    pub value: String,
    /// The unit's short name; of others, names are the library's.
    pub label: String,
    /// How many documents it leaves.
    pub count: u64,
}

/// What may be chosen of each facet, in no order but that of units: those with the most documents first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// How many documents there are as it is narrowed now.
    pub total: u64,
    /// Units, [`UNITS_OFFERED`] at most.
    pub units: Vec<Choice>,
    /// Whether there are units beyond these.
    pub has_more_units: bool,
    /// Columns.
    pub columns: Vec<Choice>,
    /// Kinds.
    pub kinds: Vec<Choice>,
    /// 主题分类.
    pub themes: Vec<Choice>,
    /// 效力, of documents of which it is told.
    pub validities: Vec<Choice>,
    /// Years in which what is shown became public.
    pub years: Vec<Choice>,
}

/// What may be chosen beside a scope. For each facet its own choice is left out of account, so that it can be exchanged.
///
/// # Errors
/// The engine's fault.
pub async fn count_choices(tx: &mut Tx, scope: &Scope) -> Result<Choices, Fault> {
    let unit = scope.unit.map(|it| it.to_string());
    let year = scope.year.map(|it| it.to_string());
    let chosen = [
        unit.as_deref(),
        scope.column.as_deref(),
        scope.kind.as_deref(),
        scope.theme.as_deref(),
        scope.validity.map(|it| it.code()),
        year.as_deref(),
    ];
    let [unit, column, kind, theme, validity, year] = chosen.map(|it| it.unwrap_or(ANY));
    let site = scope.site();
    let key = params![unit, column, kind, theme, validity, year, site];
    let left = tx.fetch_optional(sql::FIND_LEFT, key).await?;
    let mut choices = Choices {
        total: left.map_or(Ok(0), |it| it.get("n"))?,
        ..Choices::default()
    };
    for row in tx.fetch_all(sql::LIST_CHOICES, key).await? {
        let choice = choice_of(&row)?;
        match row.get::<String>("facet")?.as_str() {
            "column" => choices.columns.push(choice),
            "kind" => choices.kinds.push(choice),
            "theme" => choices.themes.push(choice),
            "validity" => choices.validities.push(choice),
            "year" => choices.years.push(choice),
            other => return Err(Fault::new(format!("no facet is called {other:?}"))),
        }
    }
    let most = UNITS_OFFERED + 1;
    let key = params![column, kind, theme, validity, year, most, site];
    for row in tx.fetch_all(sql::LIST_UNIT_CHOICES, key).await? {
        choices.units.push(choice_of(&row)?);
    }
    choices.has_more_units = choices.units.len() > UNITS_OFFERED;
    choices.units.truncate(UNITS_OFFERED);
    Ok(choices)
}

fn choice_of(row: &store::Row) -> Result<Choice, Fault> {
    Ok(Choice {
        value: row.get("value")?,
        label: row.get("label")?,
        count: row.get("n")?,
    })
}
