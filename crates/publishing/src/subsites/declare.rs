//! The sites of the configuration become those of the database, when the program that serves them starts.

use std::collections::BTreeMap;

use kernel::{Actor, Fault, Moment, Never, Stop, UnitId};
use store::{Store, Tx, params};

use super::fill::digest_units;
use super::queries::{Subsite, SubsiteState, list};
use super::{SubsiteEvent, record, sql};

/// A site as the configuration names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Its code ([`super::is_code`]).
    pub code: String,
    /// The unit whose site it is.
    pub unit: UnitId,
    /// 网站名称.
    pub name: String,
    /// Where people reach it, without a closing slash.
    pub base_url: String,
}

/// Makes the database's sites those of the configuration. New ones, and those of another unit than before, are to be filled; those that are named
/// no more are to be emptied; where all is as it was, nothing is written.
///
/// # Errors
/// The engine's fault.
pub async fn declare(store: &Store, declared: &[Declared], now: Moment) -> Result<(), Fault> {
    let known = store::read!(store, |tx| list(tx).await)?;
    if is_same(&known, declared) {
        return Ok(());
    }
    let done = store::write!(store, |tx| -> Result<(), Stop<Never>> {
        // Another node may have been faster.
        let known = list(tx).await?;
        let mut left: BTreeMap<&str, &Subsite> =
            known.iter().map(|it| (it.code.as_str(), it)).collect();
        for site in declared {
            settle(tx, (left.remove(site.code.as_str()), site), now).await?;
        }
        for site in left.into_values() {
            if site.state != SubsiteState::Leaving {
                tx.execute(sql::BEGIN_LEAVING, params![site.code]).await?;
                let ended = SubsiteEvent::Ended {
                    site: site.code.clone(),
                };
                let of = (site.code.as_str(), Some(site.unit));
                record(tx, of, &ended, (&Actor::system(), now)).await?;
            }
        }
        Ok(())
    });
    done.map_err(Fault::from)
}

fn is_same(known: &[Subsite], declared: &[Declared]) -> bool {
    let serving = known
        .iter()
        .filter(|it| it.state != SubsiteState::Leaving)
        .count();
    serving == declared.len()
        && declared
            .iter()
            .all(|it| known.iter().any(|known| known.is_as(it)))
}

async fn settle(
    tx: &mut Tx,
    (known, site): (Option<&Subsite>, &Declared),
    now: Moment,
) -> Result<(), Fault> {
    if known.is_some_and(|it| it.is_as(site)) {
        return Ok(());
    }
    let values = params![site.code, site.unit, site.name, site.base_url];
    match known {
        None => tx.execute(sql::ADD_SUBSITE, values).await?,
        Some(_) => tx.execute(sql::SET_SUBSITE, values).await?,
    };
    let stands = known.is_some_and(|it| it.unit == site.unit && it.state != SubsiteState::Leaving);
    if !stands {
        let units = digest_units(tx, site.unit).await?;
        tx.execute(sql::BEGIN_FILLING, params![site.code, units])
            .await?;
    }
    let event = SubsiteEvent::Declared {
        site: site.code.clone(),
        unit: site.unit.to_string(),
        name: site.name.clone(),
        base_url: site.base_url.clone(),
    };
    record(
        tx,
        (&site.code, Some(site.unit)),
        &event,
        (&Actor::system(), now),
    )
    .await
}

impl Subsite {
    /// Whether it stands as the configuration names it.
    fn is_as(&self, site: &Declared) -> bool {
        self.state != SubsiteState::Leaving
            && self.code == site.code
            && self.unit == site.unit
            && self.name == site.name
            && self.base_url == site.base_url
    }
}
