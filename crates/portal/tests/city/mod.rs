//! A small county for tests and the preview: units by their register, promises opened, kept and waived by actions.

use std::sync::Arc;

use calendar::{Calendar, Clock, Date, LastDay, Span};
use kernel::{Actor, DutyId, Moment, OpenGovernmentOffice, PromiseId, Stop, UnitId};
use promises::actions::{keep, waive};
use promises::rules::Evidence;
use promises::{Docket, NewPromise, Origin};
use store::Store;
use store::directory::{self, import, register};
use ui::SiteIdentity;

/// What was built.
pub struct City {
    /// Units in the order of the register.
    pub units: Vec<UnitId>,
    /// Promises in the order of their opening.
    pub promises: Vec<PromiseId>,
}

/// The identity of the county's site.
pub fn identity(base_url: &str) -> Arc<SiteIdentity> {
    Arc::new(SiteIdentity {
        name: "清水县政务公开承诺".into(),
        domain: "www.qingshui.example".into(),
        id_code: "3306990001".into(),
        sponsor: "清水县人民政府办公室".into(),
        operator: Some("清水县大数据中心".into()),
        contact: "0000-6660002,清水县滨河路1号".into(),
        icp: "清ICP备00000001号".into(),
        police_record: Some("清公网安备 00000000000001号".into()),
        error_report_url: Some("https://errors.gov.example/report?site=3306990001".into()),
        base_url: base_url.into(),
    })
}

/// The open-government office.
pub fn office() -> OpenGovernmentOffice {
    Actor::operator("县政务公开办 陈静")
        .open_government_office()
        .expect("the operator has the right")
}

/// Builds the county as it stands at `now`.
pub async fn build(store: &Store, calendar: &Calendar, now: Moment) -> City {
    let records = register::read_units(include_str!("units.csv")).expect("the register reads");
    store::write!(store, |tx| {
        import::import_units(tx, &records, &office(), now).await
    })
    .expect("the register is kept");
    let directory = store::read!(store, |tx| directory::load(tx).await).expect("units load");
    let units: Vec<UnitId> = directory.units().iter().map(|unit| unit.id).collect();
    let opened_at = Moment::parse("2026-01-05T01:30:00.000Z").expect("a moment");
    let wanted = wanted(&units);
    let promises = store::write!(store, |tx| -> Result<
        Vec<PromiseId>,
        Stop<kernel::refusal::Never>,
    > {
        let officer = office();
        let mut docket = Docket::begin(tx, officer.actor(), opened_at).await?;
        let mut ids = Vec::new();
        for each in &wanted {
            ids.extend(docket.open(each, calendar).await?);
        }
        docket.finish().await?;
        Ok(ids)
    })
    .expect("promises open");
    let city = City { units, promises };
    city.keep_most(store, &wanted, (calendar, now)).await;
    city
}

const TITLES: [&str; 5] = [
    "公开财政预算执行情况",
    "公布环境空气质量月报",
    "公开社会救助对象人数和资金支出",
    "公开重大建设项目批准和实施信息",
    "公开义务教育招生范围、条件、程序和结果",
];

fn wanted(units: &[UnitId]) -> Vec<NewPromise> {
    let mut all = Vec::new();
    for (n, unit) in units.iter().enumerate().skip(1) {
        for month in 1..=12_i8 {
            let end = Date::new(2026, month, 1).expect("a month").last_of_month();
            let basis = "《政府信息公开条例》第二十六条";
            all.push(NewPromise {
                unit_id: *unit,
                plan_id: None,
                origin: Origin::Duty(duty(n)),
                slot: format!("2026-{month:02}"),
                title: TITLES[n % TITLES.len()].to_owned(),
                period_label: Some(format!("2026年{month}月")),
                owed_from: end.first_of_month(),
                clock: Clock::start(end, Span::Workdays(20), LastDay::AsIs, basis),
                due_basis: format!("每月期满后20个工作日内({basis})"),
            });
        }
    }
    all.push(NewPromise {
        unit_id: units[1],
        plan_id: None,
        origin: Origin::Duty(duty(99)),
        slot: "2026-11-21".to_owned(),
        title: "公布<重大行政决策>事项目录 & 听证安排".to_owned(),
        period_label: None,
        owed_from: Date::constant(2026, 1, 1),
        clock: Clock::fixed(Date::constant(2026, 11, 21), "计划原文“2026年11月21日前”"),
        due_basis: "计划写明的日期".to_owned(),
    });
    all
}

fn duty(n: usize) -> DutyId {
    format!("01900000-0000-7000-8000-{n:012}")
        .parse()
        .expect("a well-formed id")
}

impl City {
    /// Keeps what was due before `now`: most on time, every seventh late, every eleventh not at all; waives one.
    async fn keep_most(
        &self,
        store: &Store,
        wanted: &[NewPromise],
        (calendar, now): (&Calendar, Moment),
    ) {
        for (n, (id, new)) in self.promises.iter().zip(wanted).enumerate() {
            let due = new.clock.due(calendar).expect("a due day").on;
            if due >= now.date() || n % 11 == 10 {
                continue;
            }
            let shift = if n % 7 == 3 { 4 } else { -3 };
            let published_on = due
                .checked_add(jiff::Span::new().days(shift))
                .expect("a day")
                .min(now.date());
            let command = keep::Keep {
                promise: *id,
                evidence: Evidence {
                    link: format!("https://www.qingshui.example/zwgk/2026/{n}.html?a=1&b=2"),
                    note: "县政府门户网站政务公开专栏".to_owned(),
                    published_on,
                },
            };
            let officer = office().for_unit(new.unit_id);
            let at = Moment::noon_of(published_on).min(now);
            keep::keep(store, &command, &officer, at)
                .await
                .unwrap_or_else(|stop| panic!("keeping promise {n}: {stop}"));
        }
        let waived = waive::Waive {
            promise: self.promises[10],
            reason: "本月数据由省级统一发布,不再由本单位单独公布".to_owned(),
            basis: "省生态环境厅2026年统一发布通知".to_owned(),
        };
        waive::waive(store, &waived, &office(), now)
            .await
            .unwrap_or_else(|stop| panic!("waiving: {stop}"));
    }
}
