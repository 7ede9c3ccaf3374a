//! What the tests of promises share: a city of three units, and promises opened through the docket.

use calendar::{Clock, LastDay, Span};
use kernel::{Actor, Date, DutyId, Never, PlanId, PromiseId, Role, Stop, UnitId, UnitOfficer};
use promises::docket::{Docket, NewPromise};
use promises::model::Origin;
use store::directory::register::read_units;
use store::directory::{import, load};
use testkit::TestSite;

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
zf,云溪市人民政府,市政府,government,city,,,,,,,,,,
czj,云溪市财政局,市财政局,department,city,zf,,,,,,,,,
mzj,云溪市民政局,市民政局,department,city,zf,,,,,,,,,
";

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A city: 市政府, 市财政局, 市民政局.
pub struct City {
    pub government: UnitId,
    pub finance: UnitId,
    pub welfare: UnitId,
    pub plan: PlanId,
    pub duty: DutyId,
}

impl City {
    pub async fn of(site: &TestSite) -> Self {
        let records = read_units(UNITS).unwrap();
        let office = site.office();
        store::write!(site.store, |tx| {
            import::import_units(tx, &records, &office, site.now).await
        })
        .unwrap();
        let directory = store::read!(site.store, |tx| load(tx).await).unwrap();
        let unit = |code: &str| {
            directory
                .units()
                .iter()
                .find(|it| it.code == code)
                .unwrap()
                .id
        };
        let ids = kernel::Ids::seeded(11);
        Self {
            government: unit("zf"),
            finance: unit("czj"),
            welfare: unit("mzj"),
            plan: ids.next(site.now),
            duty: ids.next(site.now),
        }
    }

    /// A promise that is due on a date named by the plan.
    pub fn due(&self, unit: UnitId, on: &str) -> NewPromise {
        let on = day(on);
        NewPromise {
            clock: Clock::fixed(on, "《云溪市2026年政务公开工作要点》"),
            slot: format!("date/{on}"),
            ..self.promise(unit)
        }
    }

    /// A promise that is due so many working days after a day.
    pub fn due_after(&self, unit: UnitId, start: &str, workdays: u32) -> NewPromise {
        NewPromise {
            clock: Clock::start(
                day(start),
                Span::Workdays(workdays),
                LastDay::AsIs,
                "《条例》第二十六条",
            ),
            slot: format!("after/{start}/{workdays}"),
            ..self.promise(unit)
        }
    }

    fn promise(&self, unit_id: UnitId) -> NewPromise {
        NewPromise {
            unit_id,
            plan_id: Some(self.plan),
            origin: Origin::Duty(self.duty),
            slot: String::new(),
            title: "推进财政公开:按月公开收支情况".to_owned(),
            period_label: None,
            owed_from: day("2026-01-01"),
            clock: Clock::fixed(day("2026-12-31"), ""),
            due_basis: "《云溪市2026年政务公开工作要点》".to_owned(),
        }
    }
}

/// Opens promises in one transaction.
pub async fn open(site: &TestSite, new: &[NewPromise]) -> Vec<Option<PromiseId>> {
    let actor = Actor::system();
    store::write!(site.store, |tx| -> Result<Vec<_>, Stop<Never>> {
        let mut docket = Docket::begin(tx, &actor, site.now).await?;
        let mut opened = Vec::new();
        for promise in new {
            opened.push(docket.open(promise, &site.calendar).await?);
        }
        docket.finish().await?;
        Ok(opened)
    })
    .unwrap()
}

pub async fn open_one(site: &TestSite, new: NewPromise) -> PromiseId {
    open(site, &[new]).await[0].unwrap()
}

pub fn clerk(unit: UnitId) -> UnitOfficer {
    Actor::officer("财政局 李卫", unit, vec![Role::Clerk])
        .unit_officer(unit)
        .unwrap()
}
