//! What the tests of oversight share: three units, one promise, people with accounts.

use calendar::Clock;
use kernel::{
    AccountId, Actor, Ids, Never, Post, PromiseId, Role, SignedIn, Stop, Supervisor, UnitId,
    UnitOfficer,
};
use promises::actions::{HandingOver, Heirs, find_holding, hand_over};
use promises::docket::{Docket, NewPromise};
use promises::model::Origin;
use store::directory::register::read_units;
use store::directory::succession::{Ending, end_unit};
use store::directory::{import, load};
use testkit::TestSite;

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
zf,云溪市人民政府,市政府,government,city,,,,,,,,,,
czj,云溪市财政局,市财政局,department,city,zf,,,,,,,,,
mzj,云溪市民政局,市民政局,department,city,zf,,,,,,,,,
";

/// A city with one promise of its finance bureau.
pub struct City {
    pub government: UnitId,
    pub finance: UnitId,
    pub welfare: UnitId,
    pub promise: PromiseId,
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
            let mut units = directory.units().iter();
            units.find(|it| it.code == code).unwrap().id
        };
        let finance = unit("czj");
        Self {
            government: unit("zf"),
            finance,
            welfare: unit("mzj"),
            promise: open(site, finance).await,
        }
    }
}

impl City {
    /// Ends the finance bureau: its promises go to the welfare bureau, whatever else it has to the government.
    pub async fn split_finance(&self, site: &TestSite) {
        let office = site.office();
        let names = [self.government, self.finance, self.welfare].map(|id| (id, "单位".to_owned()));
        store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
            let holding = find_holding(tx, self.finance).await?;
            let to_welfare = |it: &Origin| (it.id(), self.welfare);
            let handing = HandingOver {
                heirs: &Heirs {
                    from: self.finance,
                    main: self.government,
                    by_origin: holding.origins().iter().map(to_welfare).collect(),
                },
                names: &names.clone().into_iter().collect(),
                basis: "云委发〔2026〕8号",
            };
            let mut docket = Docket::begin(tx, office.actor(), site.now).await?;
            hand_over(&mut docket, &handing, &holding).await?;
            docket.finish().await?;
            let ending = Ending {
                unit: self.finance,
                last_day: site.now.date().yesterday().expect("a day before"),
                successors: &[self.government, self.welfare],
            };
            end_unit(tx, &ending, (&office, site.now)).await?;
            Ok(())
        })
        .unwrap();
    }
}

async fn open(site: &TestSite, unit_id: UnitId) -> PromiseId {
    let ids = Ids::seeded(11);
    let due = "2026-11-16".parse().unwrap();
    let new = NewPromise {
        unit_id,
        plan_id: Some(ids.next(site.now)),
        origin: Origin::Duty(ids.next(site.now)),
        slot: "monthly/2026-10".to_owned(),
        title: "按月公开一般公共预算收支情况".to_owned(),
        period_label: Some("2026年10月".to_owned()),
        owed_from: "2026-10-01".parse().unwrap(),
        clock: Clock::fixed(due, "《云溪市2026年政务公开工作要点》"),
        due_basis: "《云溪市2026年政务公开工作要点》".to_owned(),
    };
    let actor = Actor::system();
    store::write!(site.store, |tx| -> Result<PromiseId, Stop<Never>> {
        let mut docket = Docket::begin(tx, &actor, site.now).await?;
        let id = docket.open(&new, &site.calendar).await?.unwrap();
        docket.finish().await?;
        Ok(id)
    })
    .unwrap()
}

fn signed_in(seed: u64, unit: UnitId, roles: &[Role]) -> Actor {
    let at = kernel::Moment::parse(testkit::NOW).unwrap();
    let account: AccountId = Ids::seeded(seed).next(at);
    Actor::signed_in(SignedIn {
        account,
        name: "李卫".to_owned(),
        unit,
        posts: roles.iter().map(|role| Post::own(unit, *role)).collect(),
        address: "10.0.0.9".to_owned(),
    })
}

/// A clerk who signed in with the account of that seed.
pub fn clerk_account(unit: UnitId, seed: u64) -> UnitOfficer {
    let clerk = signed_in(seed, unit, &[Role::Clerk]);
    clerk.unit_officer(unit).unwrap()
}

/// A supervisor who signed in with the account of that seed.
pub fn supervisor_account(seed: u64) -> Supervisor {
    let at = kernel::Moment::parse(testkit::NOW).unwrap();
    let unit = Ids::seeded(99).next(at);
    signed_in(seed, unit, &[Role::Supervisor])
        .supervisor()
        .unwrap()
}

/// A supervisor.
pub fn supervisor() -> Supervisor {
    supervisor_account(1)
}
