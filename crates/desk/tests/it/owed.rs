//! What the tests of promises on the desk share: promises that units owe, and how they stand.

use calendar::Clock;
use kernel::{Actor, Date, DutyId, Never, PlanId, PromiseId, Stop, UnitId};
use promises::docket::{Docket, NewPromise};
use promises::model::Origin;
use promises::queries::{PromiseDetail, find_promise};
use testkit::TestSite;

pub fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// A promise of a unit, due on a day that a plan names.
pub async fn owes(site: &TestSite, unit: UnitId, on: &str) -> PromiseId {
    let ids = kernel::Ids::seeded(17);
    let (plan, duty): (PlanId, DutyId) = (ids.next(site.now), ids.next(site.now));
    let new = NewPromise {
        unit_id: unit,
        plan_id: Some(plan),
        origin: Origin::Duty(duty),
        slot: format!("date/{on}"),
        title: format!("公开{on}财政收支情况"),
        period_label: None,
        owed_from: day("2026-01-01"),
        clock: Clock::fixed(day(on), "《云溪市2026年政务公开工作要点》"),
        due_basis: "《云溪市2026年政务公开工作要点》".to_owned(),
    };
    let actor = Actor::system();
    store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
        let mut docket = Docket::begin(tx, &actor, site.now).await?;
        let opened = docket.open(&new, &site.calendar).await?;
        docket.finish().await?;
        Ok(opened)
    })
    .expect("it opens")
    .expect("its slot is free")
}

pub async fn stands(site: &TestSite, id: PromiseId) -> PromiseDetail {
    let today = site.now.date();
    store::read!(site.store, |tx| find_promise(tx, id, today).await)
        .expect("it reads")
        .expect("it is there")
}
