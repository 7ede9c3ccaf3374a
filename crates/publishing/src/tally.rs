//! How many public documents each combination of choices leaves, kept true in the transaction of every change.
//!
//! A document counts in 64 rows: as itself, and with each of unit, column, kind, theme, validity and year left open. So a filter
//! reads one row a choice, however many documents there are. Whoever changes what a public document counts as calls
//! [`Moves::leave`] before and [`Moves::enter`] after; what left and entered at the same place costs nothing.

use std::collections::BTreeMap;

use kernel::{Date, DocumentId, Fault};
use store::{Row, Tx, params};

use crate::rows::force_of;
use crate::sql;

/// What stands for any value.
pub(crate) const ANY: &str = "*";

/// What a public document counts as.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Shelf {
    unit: String,
    column: String,
    kind: String,
    theme: String,
    validity: String,
    year: String,
}

/// What changes in the tallies; written once, in one order.
#[derive(Debug, Default)]
pub(crate) struct Moves(BTreeMap<Shelf, i64>);

impl Moves {
    /// The document no longer counts as it did; one that is not public counts as nothing.
    pub async fn leave(&mut self, tx: &mut Tx, id: DocumentId) -> Result<(), Fault> {
        if let Some(row) = tx.fetch_optional(sql::FIND_SHELF, params![id]).await? {
            *self.0.entry(Shelf::of(&row)?).or_default() -= 1;
        }
        Ok(())
    }

    /// The document counts as it stands now, and its validity as it is on that day is written down.
    pub async fn enter(&mut self, tx: &mut Tx, id: DocumentId, today: Date) -> Result<(), Fault> {
        let Some(row) = tx.fetch_optional(sql::FIND_SHELF, params![id]).await? else {
            return Ok(());
        };
        let mut shelf = Shelf::of(&row)?;
        shelf.validity = told_on(&row, today)?.to_owned();
        let next = force_of(&row)?.next_after(today);
        let settled = params![id, shelf.validity, next];
        tx.execute(sql::SETTLE, settled).await?;
        *self.0.entry(shelf).or_default() += 1;
        Ok(())
    }

    /// Writes the tallies.
    pub async fn keep(self, tx: &mut Tx) -> Result<(), Fault> {
        for (shelf, by) in self.0.into_iter().filter(|(_, by)| *by != 0) {
            if by > 0 {
                shelf.offer(tx).await?;
            }
            tx.execute(
                sql::COUNT_LIBRARY,
                params![
                    shelf.unit,
                    shelf.column,
                    shelf.kind,
                    shelf.theme,
                    shelf.validity,
                    shelf.year,
                    by
                ],
            )
            .await?;
        }
        Ok(())
    }
}

/// What is told of a document's validity on a day, as `validity_now` holds it.
pub(crate) fn told_on(row: &Row, today: Date) -> Result<&'static str, Fault> {
    let now = force_of(row)?.on(today);
    let is_told = row.get("knows_validity")? || !now.goes_without_saying();
    Ok(if is_told { now.code() } else { "" })
}

impl Shelf {
    fn of(row: &Row) -> Result<Self, Fault> {
        Ok(Self {
            unit: row.get("unit_id")?,
            column: row.get("column_code")?,
            kind: row.get("kind")?,
            theme: row.get("theme")?,
            validity: row.get("validity_now")?,
            year: row.get("year")?,
        })
    }

    /// From now on filters offer its values, as long as they leave something.
    async fn offer(&self, tx: &mut Tx) -> Result<(), Fault> {
        for (facet, value) in [
            ("unit", &self.unit),
            ("column", &self.column),
            ("kind", &self.kind),
            ("theme", &self.theme),
            ("validity", &self.validity),
            ("year", &self.year),
        ] {
            if !value.is_empty() {
                tx.execute(sql::OFFER, params![facet, value]).await?;
            }
        }
        Ok(())
    }
}
