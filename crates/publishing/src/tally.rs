//! Where public documents stand in lists, and how many each combination of choices leaves, kept true in the transaction of every change.
//!
//! A document stands on the main site and on each site of units that issue it, once for each who does ([`places_of`]). At each of them it
//! counts in 64 rows: as itself, and with each of unit, column, kind, theme, validity and year left open. So a filter reads one row a
//! choice, however many documents there are. Whoever changes what a public document counts as calls [`Moves::leave`] before and
//! [`Moves::enter`] after; what left and entered at the same place costs nothing.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use kernel::{Date, DocumentId, EditionId, Fault, Moment, UnitId};
use store::{Row, Tx, params};

use crate::rows::force_of;
use crate::sql;
use crate::subsites::MAIN;

/// What stands for any value.
pub(crate) const ANY: &str = "*";

/// What a public document counts as, on one site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Shelf {
    site: String,
    unit: String,
    /// Whether lists that are of no unit show it here.
    leads: bool,
    column: String,
    kind: String,
    theme: String,
    validity: String,
    year: String,
}

/// A document on a shelf: a row of the table of that name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    document: DocumentId,
    published_at: Moment,
    shelf: Shelf,
}

/// What changes on the shelves; written once, in one order.
#[derive(Debug, Default)]
pub(crate) struct Moves {
    by: BTreeMap<Place, i64>,
    sites: SitesAbove,
}

/// The sites on which units stand, each unit asked for once.
#[derive(Debug, Default)]
pub(crate) struct SitesAbove(BTreeMap<UnitId, Vec<String>>);

impl SitesAbove {
    async fn of(&mut self, tx: &mut Tx, unit: UnitId) -> Result<&[String], Fault> {
        Ok(match self.0.entry(unit) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(crate::subsites::list_above(tx, unit).await?),
        })
    }
}

impl Moves {
    /// The document no longer counts as it did; one that is not public counts as nothing.
    pub async fn leave(&mut self, tx: &mut Tx, id: DocumentId) -> Result<(), Fault> {
        for place in list_places(tx, id).await? {
            *self.by.entry(place).or_default() -= 1;
        }
        Ok(())
    }

    /// The document counts as it stands now, and its validity as it is on that day is written down.
    pub async fn enter(&mut self, tx: &mut Tx, id: DocumentId, today: Date) -> Result<(), Fault> {
        let row = tx.fetch_optional(sql::FIND_SHELVED, params![id]).await?;
        let Some(row) = row else {
            return Ok(());
        };
        let validity = told_on(&row, today)?;
        let next = force_of(&row)?.next_after(today);
        tx.execute(sql::SETTLE, params![id, validity, next]).await?;
        for place in places_of(tx, (id, &row, validity), &mut self.sites).await? {
            *self.by.entry(place).or_default() += 1;
        }
        Ok(())
    }

    /// Writes the shelves and the tallies; how many places changed.
    pub async fn keep(self, tx: &mut Tx) -> Result<usize, Fault> {
        let changed: Vec<(Place, i64)> = self.by.into_iter().filter(|(_, by)| *by != 0).collect();
        // What leaves goes first: what enters may stand at the same place otherwise.
        for (place, _) in changed.iter().filter(|(_, by)| *by < 0) {
            let key = params![place.document, place.shelf.site, place.shelf.unit];
            tx.execute(sql::REMOVE_PLACE, key).await?;
        }
        let mut counts: BTreeMap<&Shelf, i64> = BTreeMap::new();
        for (place, by) in &changed {
            if *by > 0 {
                place.add(tx).await?;
            }
            *counts.entry(&place.shelf).or_default() += by;
        }
        for (shelf, by) in counts.into_iter().filter(|(_, by)| *by != 0) {
            shelf.count(tx, by).await?;
        }
        Ok(changed.len())
    }
}

/// What is told of a document's validity on a day, as `validity_now` holds it.
pub(crate) fn told_on(row: &Row, today: Date) -> Result<&'static str, Fault> {
    let now = force_of(row)?.on(today);
    let is_told = row.get("knows_validity")? || !now.goes_without_saying();
    Ok(if is_told { now.code() } else { "" })
}

/// The places at which a document stands, as they were written.
pub(crate) async fn list_places(tx: &mut Tx, id: DocumentId) -> Result<Vec<Place>, Fault> {
    let rows = tx.fetch_all(sql::LIST_PLACES, params![id]).await?;
    rows.iter().map(Place::of).collect()
}

/// The places at which a public document is to stand: on the main site under each who issues it; on a site whose units issue it, under each of
/// those; and on a site that has it by reference. On each of them the first leads.
pub(crate) async fn places_of(
    tx: &mut Tx,
    (id, row, validity): (DocumentId, &Row, &str),
    sites: &mut SitesAbove,
) -> Result<Vec<Place>, Fault> {
    let lead: UnitId = row.get("unit_id")?;
    let mut issuers = vec![lead];
    if let Some(edition) = row.get::<Option<EditionId>>("published_edition_id")? {
        for row in tx
            .fetch_all(sql::LIST_ISSUERS_BESIDE, params![edition])
            .await?
        {
            let unit = row.get("unit_id")?;
            if !issuers.contains(&unit) {
                issuers.push(unit);
            }
        }
    }
    let published_at: Moment = row.get("published_at")?;
    let own: String = row.get("column_code")?;
    let mut places: Vec<Place> = Vec::new();
    let shelf = |site: &str, unit: UnitId, column: &str| -> Result<Shelf, Fault> {
        Ok(Shelf {
            site: site.to_owned(),
            unit: unit.to_string(),
            leads: true,
            column: column.to_owned(),
            kind: row.get("kind")?,
            theme: row.get("theme")?,
            validity: validity.to_owned(),
            year: row.get("year")?,
        })
    };
    let mut put = |mut shelf: Shelf| {
        shelf.leads = !places.iter().any(|it| it.shelf.site == shelf.site);
        places.push(Place {
            document: id,
            published_at,
            shelf,
        });
    };
    let mut has = vec![MAIN.to_owned()];
    for unit in &issuers {
        put(shelf(MAIN, *unit, &own)?);
        for site in sites.of(tx, *unit).await? {
            put(shelf(site, *unit, &own)?);
            has.push(site.clone());
        }
    }
    for share in tx.fetch_all(sql::LIST_SHARES, params![id]).await? {
        let site: String = share.get("site")?;
        if !has.contains(&site) {
            put(shelf(&site, lead, &share.get::<String>("column_code")?)?);
        }
    }
    Ok(places)
}

impl Place {
    fn of(row: &Row) -> Result<Self, Fault> {
        Ok(Self {
            document: row.get("document_id")?,
            published_at: row.get("published_at")?,
            shelf: Shelf {
                site: row.get("site")?,
                unit: row.get("unit_id")?,
                leads: row.get("leads")?,
                column: row.get("column_code")?,
                kind: row.get("kind")?,
                theme: row.get("theme")?,
                validity: row.get("validity")?,
                year: row.get("year")?,
            },
        })
    }

    /// The site's code.
    pub fn site(&self) -> &str {
        &self.shelf.site
    }

    async fn add(&self, tx: &mut Tx) -> Result<(), Fault> {
        self.shelf.offer(tx).await?;
        let shelf = &self.shelf;
        let values = params![
            shelf.site,
            self.document,
            shelf.unit,
            shelf.leads,
            shelf.column,
            shelf.kind,
            shelf.theme,
            shelf.validity,
            self.published_at,
            shelf.year
        ];
        tx.execute(sql::ADD_PLACE, values).await?;
        Ok(())
    }
}

impl Shelf {
    /// It holds so many more, or fewer.
    async fn count(&self, tx: &mut Tx, by: i64) -> Result<(), Fault> {
        let values = params![
            self.site,
            self.unit,
            self.column,
            self.kind,
            self.theme,
            self.validity,
            self.year,
            by,
            i64::from(self.leads)
        ];
        tx.execute(sql::COUNT_SHELF, values).await?;
        Ok(())
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
                tx.execute(sql::OFFER, params![self.site, facet, value])
                    .await?;
            }
        }
        Ok(())
    }
}
