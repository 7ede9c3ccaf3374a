//! The officers of 云溪市: one person for each role, opened through the same actions as any account.
//!
//! Their password is printed at each start and stands here for everybody to read: a demo holds nothing worth guarding.

use accounts::actions::create::FirstPassword;
use accounts::actions::{Create, Grant, create, grant};
use accounts::{AccountRefusal, Policy, Secret, queries};
use kernel::{Actor, Moment, NotAllowed, Role, Stop, UnitId};
use store::Store;

use crate::failure::Failure;

/// The password of all of them.
pub const PASSWORD: &str = "tingquan-2026-yunxi";

/// A person of the demo.
#[derive(Debug)]
pub struct Person {
    /// The word typed at sign-in.
    pub login: &'static str,
    /// The name.
    pub name: &'static str,
    /// The code of the unit.
    pub unit: &'static str,
    /// What they are there.
    pub role: Role,
}

const fn person(
    login: &'static str,
    name: &'static str,
    (unit, role): (&'static str, Role),
) -> Person {
    Person {
        login,
        name,
        unit,
        role,
    }
}

/// All of them.
pub const PEOPLE: &[Person] = &[
    person("chenjing", "陈静", (OFFICE, Role::OpenGovernmentOffice)),
    person("zhouheng", "周衡", (OFFICE, Role::Approver)),
    person("wangmin", "王敏", (FINANCE, Role::Clerk)),
    person("lihua", "李桦", (FINANCE, Role::SectionHead)),
    person("zhaolei", "赵磊", (FINANCE, Role::Approver)),
    person("sunbao", "孙保", (FINANCE, Role::SecrecyOfficer)),
    person("qianfa", "钱法", (JUSTICE, Role::Clerk)),
    person("zhengsi", "郑思", (JUSTICE, Role::Approver)),
    person("liuyun", "刘芸", (EDUCATION, Role::Clerk)),
    person("renqiao", "任桥", (TOWN, Role::Clerk)),
    person("duban", "高督", (OFFICE, Role::Supervisor)),
    person("xitong", "何系", (OFFICE, Role::SystemAdministrator)),
    person("anquan", "安全", (OFFICE, Role::SecurityAdministrator)),
    person("shenji", "沈稽", (OFFICE, Role::AuditAdministrator)),
];

const OFFICE: &str = "yx-zwgk";
const FINANCE: &str = "yx-czj";
const JUSTICE: &str = "yx-sfj";
const EDUCATION: &str = "yx-jyj";
const TOWN: &str = "yx-ytq-hmd";

/// Opens the accounts that are not there yet.
///
/// # Errors
/// Where an action refuses or the engine fails.
pub async fn open(store: &Store, policy: &Policy, now: Moment) -> Result<(), Failure> {
    let console = Actor::operator("演示");
    for person in PEOPLE {
        let known = store::read!(store, |tx| {
            queries::find_account_by_login(tx, person.login).await
        })?;
        if known.is_some() {
            continue;
        }
        let Some(unit) = find_unit(store, person.unit).await? else {
            continue;
        };
        let command = Create {
            login: person.login.to_owned(),
            name: person.name.to_owned(),
            unit,
            mail: format!("{}@yunxi.example", person.login),
            password: Secret::new(PASSWORD),
            first_password: FirstPassword::Kept,
        };
        let by = console.system_administrator().map_err(refused)?;
        let account = create(store, (&command, policy), &by, now).await?;
        let given = Grant {
            account,
            unit,
            role: person.role,
            from_on: now.date(),
            until_on: None,
        };
        let by = console.security_administrator().map_err(refused)?;
        grant(store, &given, &by, now).await?;
    }
    Ok(())
}

async fn find_unit(store: &Store, code: &str) -> Result<Option<UnitId>, Failure> {
    let unit = store::read!(store, |tx| {
        store::directory::find_unit_by_code(tx, code).await
    })?;
    Ok(unit.map(|unit| unit.id))
}

fn refused(refusal: NotAllowed) -> Failure {
    Stop::Refused(AccountRefusal::NotAllowed(refusal)).into()
}
