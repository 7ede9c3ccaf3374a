//! 起草年度报告: one button a year makes the draft of a unit's annual report from its figures; from there on it is a document like any other, with review, approval and publication.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use kernel::unit::{Unit, UnitKind, UnitLevel};
use kernel::{Date, DocumentId, Fault, PageAsk, PromiseId, Stop, UnitId, UnitOfficer};
use promises::queries::{PromiseFilter, list_promises};
use prose::Body;
use publishing::actions::{self, Begin, begin_of_year};
use publishing::metadata::TypedMetadata;
use publishing::yearly::{ANNUAL_REPORT, OfYear, count_normative, count_published, find_of_year};
use publishing::{DocumentRefusal, EditionState};
use requests::RequestRefusal;
use requests::report::{
    Annual, FIRST_YEAR, Normative, Period, Table3, Table4, count_table3, count_table4, draft,
    sum_fees,
};
use serde::Deserialize;
use store::{Tx, directory};

use crate::flash;
use crate::form::Posted;
use crate::site::Desk;
use crate::trouble::Snag;

/// Where a report is asked for.
const REPORT: &str = "/desk/requests/figures/report";
/// Years that are offered.
const OFFERED: i16 = 3;
/// Open promises of a unit that are looked through for the one that the report keeps.
const MOST_PROMISES: u32 = 200;

/// Its address.
pub(super) fn router() -> Router<Desk> {
    Router::new().route(REPORT, post(act))
}

/// What the page of figures says of reports.
#[derive(Debug, Default)]
pub(super) struct Reports {
    /// Years that are over, the newest first, each with the report that is there.
    pub years: Vec<(i16, Option<OfYear>)>,
    /// Whether whoever looks may draft one for the unit.
    pub may_draft: bool,
}

impl Reports {
    /// Those of a unit.
    pub(super) async fn of(
        tx: &mut Tx,
        (unit, may_draft): (UnitId, bool),
        today: Date,
    ) -> Result<Self, Fault> {
        let newest = today.year() - 1;
        let mut years = Vec::new();
        for year in (newest - OFFERED + 1..=newest)
            .rev()
            .filter(|it| *it >= FIRST_YEAR)
        {
            years.push((year, find_of_year(tx, (unit, ANNUAL_REPORT), year).await?));
        }
        Ok(Self { years, may_draft })
    }

    /// How far a report is.
    pub(super) fn stands(&self, known: &OfYear) -> &'static str {
        match known.state {
            EditionState::Published => "已公开",
            state => state.label(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    unit: String,
    year: String,
}

async fn act(State(desk): State<Desk>, posted: Posted<Asked>) -> Result<Response, Snag> {
    let Posted { officer, form } = posted;
    let unit: UnitId = form.unit.parse().map_err(|_| Snag::Missing("单位"))?;
    let right = officer.actor.unit_officer(unit)?;
    let year = year_of(&form.year, desk.today())?;
    let figures = store::read!(desk.store, |tx| Figures::read(tx, unit, year).await)?;
    let figures = figures.ok_or(Snag::Missing("单位"))?;
    let command = figures.command(desk.today())?;
    let by = (&right, desk.library.as_ref());
    let begun = match begin_of_year(&desk.store, (&command, year), by, desk.now()).await {
        Ok(begun) => begun,
        Err(Stop::Refused(refusal @ DocumentRefusal::YearTaken { edition, .. })) => {
            let says = kernel::Refusal::message(&refusal);
            let to = format!("/desk/documents/{edition}");
            return Ok(flash::go(&desk, &to, &says));
        }
        Err(stop) => return Err(stop.into()),
    };
    let kept = link_what_is_owed(&desk, (begun.document, year), &right).await?;
    let mut says = "已从统计数据起草，请核对各表，补写标有“请补充”的内容".to_owned();
    if kept {
        says.push_str("；公开后自动登记兑现年度报告的承诺");
    }
    Ok(flash::go(
        &desk,
        &format!("/desk/documents/{}", begun.edition),
        &says,
    ))
}

/// A year that is over and for which the form is.
fn year_of(typed: &str, today: Date) -> Result<i16, Snag> {
    let year: i16 = typed.trim().parse().map_err(|_| Snag::Missing("年份"))?;
    match (FIRST_YEAR..today.year()).contains(&year) {
        true => Ok(year),
        false => Err(Stop::Refused(RequestRefusal::NotAYearToReport(year)).into()),
    }
}

/// All that a report is drafted from, read in one snapshot.
struct Figures {
    unit: Unit,
    year: i16,
    table3: Table3,
    before: Table3,
    table4: Table4,
    published: u64,
    normative: Normative,
    fees: (u64, u64),
}

impl Figures {
    async fn read(tx: &mut Tx, unit: UnitId, year: i16) -> Result<Option<Self>, Fault> {
        let Some(found) = directory::find_unit(tx, unit).await? else {
            return Ok(None);
        };
        let of = |year: i16| {
            let day = |month, day| {
                Date::new(year, month, day)
                    .map_err(|cause| Fault::caused("a year of a report", cause))
            };
            Ok::<_, Fault>(Period {
                unit,
                from: day(1, 1)?,
                through: day(12, 31)?,
            })
        };
        let (this, before) = (of(year)?, of(year - 1)?);
        let counted = count_normative(tx, unit, (this.from, this.through)).await?;
        Ok(Some(Self {
            unit: found,
            year,
            table3: count_table3(tx, this).await?,
            before: count_table3(tx, before).await?,
            table4: count_table4(tx, this).await?,
            published: count_published(tx, unit, year).await?,
            normative: Normative {
                made: counted.made,
                repealed: counted.repealed,
                in_force: counted.in_force,
            },
            fees: sum_fees(tx, this).await?,
        }))
    }

    /// The document to begin.
    fn command(&self, today: Date) -> Result<Begin, Snag> {
        let annual = Annual {
            unit_name: &self.unit.name,
            makes_regulations: makes_regulations(&self.unit),
            year: self.year,
            published: self.published,
            normative: self.normative,
            table3: &self.table3,
            before: &self.before,
            table4: Some(&self.table4),
            fees: self.fees,
        };
        let html = draft(&annual).map_err(|flaws| {
            let told: Vec<String> = flaws.iter().map(requests::report::Flaw::message).collect();
            Snag::from(Stop::Refused(RequestRefusal::Unbalanced(told.join("；"))))
        })?;
        let body = Body::clean(&html)
            .map_err(|cause| Fault::caused("the draft of an annual report", cause))?
            .body;
        let metadata = TypedMetadata {
            column: "annual-reports".to_owned(),
            title: annual.title(),
            summary: annual.summary(),
            made_on: today.to_string(),
            disclosure: "public".to_owned(),
            ..TypedMetadata::default()
        };
        Ok(Begin {
            kind: ANNUAL_REPORT.to_owned(),
            metadata,
            body,
        })
    }
}

/// 规章 are made by governments of cities and provinces alone (《立法法》第九十三条).
fn makes_regulations(unit: &Unit) -> bool {
    unit.kind == UnitKind::Government && matches!(unit.level, UnitLevel::Province | UnitLevel::City)
}

/// Links the promise that the report keeps: the open one for a report that is due in the year after. Whether there is one.
async fn link_what_is_owed(
    desk: &Desk,
    (document, year): (DocumentId, i16),
    right: &UnitOfficer,
) -> Result<bool, Snag> {
    let filter = PromiseFilter {
        unit: Some(right.unit()),
        due_from: Date::new(year + 1, 1, 1).ok(),
        due_through: Date::new(year + 1, 12, 31).ok(),
        ..PromiseFilter::default()
    };
    let ask = PageAsk::first(MOST_PROMISES);
    let listed = store::read!(desk.store, |tx| {
        list_promises(tx, &filter, &ask, desk.today()).await
    })?;
    let meant = listed.items.iter().filter(|it| {
        it.kept_on.is_none() && it.title.contains("政府信息公开") && it.title.contains("年度报告")
    });
    let meant: Vec<PromiseId> = meant.map(|it| it.id).collect();
    // Of several nobody can tell which is meant: the page of the document offers them.
    if meant.len() != 1 {
        return Ok(false);
    }
    let linked = actions::link_promises(&desk.store, (document, &meant), right, desk.now()).await;
    match linked {
        Ok(()) => Ok(true),
        Err(Stop::Refused(_)) => Ok(false),
        Err(Stop::Failed(fault)) => Err(fault.into()),
    }
}

#[cfg(test)]
mod tests {
    use requests::report::{AskerKind, Row};

    use super::*;

    #[test]
    fn the_tables_of_a_draft_are_what_the_editor_keeps() {
        let mut table3 = Table3::default();
        table3.set(Row::Received, AskerKind::Person, 2);
        table3.set(Row::Provided, AskerKind::Person, 2);
        let annual = Annual {
            unit_name: "云溪市财政局",
            makes_regulations: true,
            year: 2025,
            published: 3,
            normative: Normative::default(),
            table3: &table3,
            before: &Table3::default(),
            table4: None,
            fees: (0, 0),
        };
        let html = draft(&annual).unwrap();
        let cleaned = Body::clean(&html).unwrap();
        assert!(cleaned.dropped.is_empty(), "{:?}", cleaned.dropped);
        let kept = cleaned.body.html();
        for mark in ["<table", "<td", "<th", "colspan=", "rowspan=", "<h2"] {
            assert_eq!(
                kept.matches(mark).count(),
                html.matches(mark).count(),
                "{mark}: {kept}"
            );
        }
        assert_eq!(kept.matches("<table").count(), 6);
        assert!(
            cleaned.body.check().is_empty(),
            "{:?}",
            cleaned.body.check()
        );
    }
}
