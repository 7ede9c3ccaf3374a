//! What a report of a year needs: whether the unit has one already, and what it published and repealed in that year.
//!
//! Which kind is such a report is the library's business; its title names its year.

pub(crate) mod sql;

use kernel::{Date, EditionId, Fault, UnitId};
use store::{Tx, params};

use crate::model::EditionState;
use crate::public::Scope;
use crate::tally::ANY;

/// The kind of 政府信息公开工作年度报告 in the library.
pub const ANNUAL_REPORT: &str = "annual-report";
/// Stands in a draft where somebody has yet to write: nothing that has it goes to review.
pub const OWED: &str = "【请补充】";
/// The kind of 行政规范性文件 in the library.
const NORMATIVE: &str = "normative";
/// Reports of one unit that are looked through, the newest first: more than a century of them.
const MOST: usize = 200;

/// A report that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfYear {
    /// The edition that is under way, or the public one.
    pub edition: EditionId,
    /// Its title.
    pub title: String,
    /// How far it is.
    pub state: EditionState,
}

/// The unit's report of a kind for a year, as a draft, under review or public; what was withdrawn or discarded does not count.
///
/// # Errors
/// The engine's fault.
pub async fn find_of_year(
    tx: &mut Tx,
    (unit, kind): (UnitId, &str),
    year: i16,
) -> Result<Option<OfYear>, Fault> {
    let named = format!("{year}年");
    for row in tx
        .fetch_all(sql::LIST_OF_KIND, params![unit, kind, MOST])
        .await?
    {
        let title: String = row.get("title")?;
        if !title.contains(&named) {
            continue;
        }
        let code: String = row.get("state")?;
        let state = EditionState::from_code(&code)
            .ok_or_else(|| Fault::new(format!("column state holds {code:?}")))?;
        return Ok(Some(OfYear {
            edition: row.get("id")?,
            title,
            state,
        }));
    }
    Ok(None)
}

/// 行政规范性文件 of a unit and all below it, for table 2 of the annual report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Normative {
    /// 制发 in the year: by 成文日期, or the day of publication where there is none.
    pub made: u64,
    /// 废止 in the year: by the day from which that holds.
    pub repealed: u64,
    /// 现行有效 at the end of its last day.
    pub in_force: u64,
}

/// Counts them. Reads the documents of that kind: what somebody asks once a year.
///
/// # Errors
/// The engine's fault.
pub async fn count_normative(
    tx: &mut Tx,
    unit: UnitId,
    (from, through): (Date, Date),
) -> Result<Normative, Fault> {
    let values = params![unit, NORMATIVE, from, through];
    let row = tx.fetch_one(sql::COUNT_NORMATIVE, values).await?;
    Ok(Normative {
        made: row.get("made")?,
        repealed: row.get("repealed")?,
        in_force: row.get("in_force")?,
    })
}

/// What a unit and all below it made public in a year, as the library counts it.
///
/// # Errors
/// The engine's fault.
pub async fn count_published(tx: &mut Tx, unit: UnitId, year: i16) -> Result<u64, Fault> {
    let scope = Scope::default();
    let values = params![unit, scope.site(), ANY, year.to_string()];
    tx.fetch_one(sql::COUNT_PUBLISHED, values).await?.get("n")
}
