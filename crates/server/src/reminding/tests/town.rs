//! What the tests of reminding share: two units, people with roles, promises due on a day.

use std::cell::Cell;

use accounts::actions::create::FirstPassword;
use accounts::actions::{Create, Grant, create, grant};
use accounts::{Policy, Secret};
use calendar::Clock;
use kernel::unit::Directory;
use kernel::{AccountId, Actor, Date, Ids, Moment, Never, PromiseId, Role, SignedIn, Stop, UnitId};
use promises::actions::{Keep, keep};
use promises::docket::{Docket, NewPromise};
use promises::model::Origin;
use promises::rules::Evidence;
use store::directory::register::read_units;
use store::directory::{import, load};
use testkit::TestSite;

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
zf,云溪市人民政府,市政府,government,city,,,,,,,,,,
czj,云溪市财政局,市财政局,department,city,zf,,,,,,,,,
";

/// A moment by the clocks of China.
pub fn at(text: &str) -> Moment {
    Moment::in_china(text.replace(' ', "T").parse().unwrap()).unwrap()
}

pub struct Town {
    directory: Directory,
    made: Cell<u32>,
}

impl Town {
    pub async fn of(site: &TestSite) -> Self {
        let records = read_units(UNITS).unwrap();
        let office = site.office();
        store::write!(site.store, |tx| {
            import::import_units(tx, &records, &office, site.now).await
        })
        .unwrap();
        Self {
            directory: store::read!(site.store, |tx| load(tx).await).unwrap(),
            made: Cell::new(0),
        }
    }

    pub fn unit(&self, code: &str) -> UnitId {
        let mut units = self.directory.units().iter();
        units.find(|it| it.code == code).unwrap().id
    }

    fn next(&self) -> u32 {
        self.made.set(self.made.get() + 1);
        self.made.get()
    }

    /// A person with a role and a mail address.
    pub async fn account(&self, site: &TestSite, unit: &str, role: Role) -> AccountId {
        let console = Actor::operator("控制台");
        let login = format!("person{}", self.next());
        let command = Create {
            mail: format!("{login}@example.gov.cn"),
            login,
            name: "李卫".to_owned(),
            unit: self.unit(unit),
            password: Secret::default(),
            first_password: FirstPassword::Kept,
        };
        let system = console.system_administrator().unwrap();
        let policy = Policy::usual();
        let account = create(&site.store, (&command, &policy), &system, site.now)
            .await
            .unwrap();
        let post = Grant {
            account,
            unit: self.unit(unit),
            role,
            from_on: "2026-01-01".parse().unwrap(),
            until_on: None,
        };
        let security = console.security_administrator().unwrap();
        grant(&site.store, &post, &security, site.now)
            .await
            .unwrap();
        account
    }

    /// The person as a session knows them.
    pub async fn actor(&self, site: &TestSite, account: AccountId) -> Actor {
        let posts = store::read!(site.store, |tx| {
            accounts::queries::list_posts_at(tx, account, site.now.date()).await
        })
        .unwrap();
        Actor::signed_in(SignedIn {
            account,
            name: "李卫".to_owned(),
            unit: posts[0].unit,
            posts,
            address: "10.0.0.9".to_owned(),
        })
    }

    /// A promise of a unit, due on a day.
    pub async fn owes(&self, site: &TestSite, unit: &str, due: &str) -> PromiseId {
        let due: Date = due.parse().unwrap();
        let ids = Ids::seeded(u64::from(self.next()));
        let new = NewPromise {
            unit_id: self.unit(unit),
            plan_id: Some(ids.next(site.now)),
            origin: Origin::Duty(ids.next(site.now)),
            slot: format!("date/{due}"),
            title: "公开一般公共预算收支情况".to_owned(),
            period_label: None,
            owed_from: "2026-01-01".parse().unwrap(),
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

    /// Keeps a promise of the finance bureau.
    pub async fn keep(&self, site: &TestSite, promise: PromiseId) {
        let unit = self.unit("czj");
        let officer = Actor::officer("李卫", unit, vec![Role::Clerk]);
        let command = Keep {
            promise,
            evidence: Evidence {
                link: "https://czj.example.gov.cn/1".to_owned(),
                note: String::new(),
                published_on: site.now.date(),
            },
        };
        let officer = officer.unit_officer(unit).unwrap();
        keep(&site.store, &command, &officer, site.now)
            .await
            .unwrap();
    }
}
