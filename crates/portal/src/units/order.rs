//! In which order units are listed: as they come, which ranks nobody, or the most late first.
//!
//! Lateness is what the promises crate says it is, and the database puts units in its order; here is only which order an
//! address asks for.

use kernel::{Date, Fault, Page, PageAsk, UnitId};
use promises::queries::{UnitScore, late_place, list_late_units, list_unit_scores};

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
            Self::LateFirst => late_place(key).is_some(),
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
            Self::LateFirst => list_late_units(tx, ask, today).await,
        }
    }
}
