//! 云溪市, the demo city: real imports and real acts, played from its first plan up to today.
//!
//! Nothing here writes rows of its own: units, plans, catalogue and evidence go through the same actions that a
//! city's officers use, each at the moment at which it would have happened. The same day always gives the same
//! city. A second start keeps the data and plays on from where it stopped; a start that was killed goes on too.

mod answers;
mod content;
mod disputes;
mod documents;
mod files;
mod filings;
mod habits;
mod intake;
mod life;
mod people;
mod requests;
mod subsites;

use std::net::ToSocketAddrs;
use std::sync::Arc;

use calendar::Calendar;
use kernel::{Date, Ids, Moment, Never, OpenGovernmentOffice, Stop};
use publishing::filing::rules::FilingDesks;
use store::Store;
use store::directory::import;
use store::directory::register::{RegisterRefusal, read_classes, read_units};

use crate::command::DemoArgs;
use crate::config::{Config, LogFormat};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::serving::Clock;
use crate::{desking, hosting, opening, serving};

use content::{Content, DemoPlan};
use life::Life;

const THROUGH: &str = "demo.through";

/// `gongkai demo`
pub async fn run(mut config: Config, args: DemoArgs) -> Result<(), Failure> {
    adapt(&mut config, &args);
    check_address(&args.listen)?;
    let clock = clock_of(args.day);
    let today = clock().date();
    let store = opening::store(&config).await?;
    let calendar = opening::calendar(&config)?;
    let city = City {
        store: store.clone().with_ids(Ids::seeded(seed_of(today))),
        calendar: Arc::clone(&calendar),
        office: kernel::Actor::operator("市政务公开办")
            .open_government_office()
            .expect("the operator answers for the office"),
        content: Content::for_day(today)?,
        config: config.clone(),
    };
    city.play_through(today).await?;
    people::open(&store, &desking::policy(&config), clock()).await?;
    answers::write(&store, &city.office, clock()).await?;
    if args.load_only {
        store.close().await;
        return Ok(());
    }
    eprintln!("\n  云溪市政务公开承诺公示平台（演示）已就绪");
    eprintln!("  网址：   http://{}/", args.listen);
    for site in &config.subsites {
        eprintln!(
            "  分站：   {}/（{}）",
            site.identity.base_url, site.identity.name
        );
    }
    eprintln!("  今天：   {today}");
    eprintln!("  数据：   {}", args.data.display());
    eprintln!("  办公端： http://{}/desk", args.listen);
    eprintln!("  账号：   下列账号的密码都是 {}", people::PASSWORD);
    for person in people::PEOPLE {
        let (login, name, role) = (person.login, person.name, person.role.label());
        eprintln!("           {login:<10}{name}（{role}）");
    }
    eprintln!("  按 Ctrl+C 停止\n");
    serving::run(&config, store, calendar, clock).await
}

/// The demo's own settings; what the operator set in a file or the environment stays where the demo does not care.
fn adapt(config: &mut Config, args: &DemoArgs) {
    config.store.data.clone_from(&args.data);
    config.serve.listen.clone_from(&args.listen);
    config.log.level = "warn".to_owned();
    config.log.format = LogFormat::Text;
    config.publishing.filing_desks = filing_desks();
    config.subsites = subsites::sections(&args.listen);
    let site = &mut config.site;
    site.name = "云溪市政务公开承诺公示平台".to_owned();
    site.english_name = "Yunxi Open Government".to_owned();
    site.domain = "www.yunxi.example".to_owned();
    site.base_url = format!("http://{}", args.listen);
    site.id_code = "9900010001".to_owned();
    site.sponsor = "云溪市人民政府办公室".to_owned();
    site.operator = "云溪市大数据管理局".to_owned();
    site.contact = "0000-5550100 云溪市云台区听泉大道1号".to_owned();
    site.icp = "演示ICP备00000000号".to_owned();
    site.police_record = "演示公网安备00000000000000号".to_owned();
    site.error_report_url = "https://www.yunxi.example/zfwzzc/".to_owned();
}

/// In 云溪市 the bureau of justice looks through what is put on file with the city's government.
fn filing_desks() -> FilingDesks {
    FilingDesks::from([("yx".to_owned(), "yx-sfj".to_owned())])
}

fn check_address(listen: &str) -> Result<(), Failure> {
    match listen.to_socket_addrs() {
        Ok(_) => Ok(()),
        Err(cause) => Err(Failure::bad_input(
            "serve.cannot_listen",
            format!("监听地址「{listen}」无效：{cause}"),
            "应写作 127.0.0.1:8080",
        )),
    }
}

/// The real clock, or one whose days are moved so that it begins on the given day.
fn clock_of(day: Option<Date>) -> Clock {
    let Some(day) = day else {
        return Arc::new(opening::now);
    };
    let real = opening::now();
    let at = day.to_datetime(real.civil().time());
    let begun = Moment::in_china(at).unwrap_or(real);
    let shift = begun.as_millisecond() - real.as_millisecond();
    Arc::new(move || opening::now().plus_millis(shift))
}

/// Ids that repeat for the same day and differ between days.
fn seed_of(day: Date) -> u64 {
    u64::try_from(
        day.to_datetime(jiff::civil::Time::midnight())
            .duration_since(Date::constant(1970, 1, 1).at(0, 0, 0, 0))
            .as_hours(),
    )
    .unwrap_or(0)
}

struct City {
    store: Store,
    calendar: Arc<Calendar>,
    office: OpenGovernmentOffice,
    content: Content,
    config: Config,
}

impl City {
    /// Plays from where the city stands to the day, a month at a time.
    async fn play_through(&self, today: Date) -> Result<(), Failure> {
        let known = store::read!(self.store, |tx| tx.find_setting(THROUGH).await)?;
        let mut through = match known.and_then(|day| day.parse().ok()) {
            Some(day) => day,
            None => {
                let begin = self.content.begins_on();
                self.found(begin).await?;
                begin
            }
        };
        if through > today {
            return Err(Failure::bad_input(
                "demo.later_data",
                format!("演示数据已写到 {through}，晚于 {today}"),
                "请用 --data 换一个目录，或把 --day 改到该日及以后",
            ));
        }
        let life = Life::of(&self.store, &self.content, Arc::clone(&self.calendar)).await?;
        let months = u64::try_from(through.until(today).map_or(0, |span| span.get_days()) / 30 + 1);
        let mut asking = requests::Asking::begin(self)?;
        let mut progress = Progress::begin("写入演示数据", months.ok(), false);
        while through < today {
            let to = end_of_month(through).min(today);
            self.play((&life, &mut asking), through, to).await?;
            through = to;
            progress.step("写入演示数据");
        }
        progress.end();
        Ok(())
    }

    /// Units, classes and the catalogue.
    async fn found(&self, day: Date) -> Result<(), Failure> {
        let refused = |refusal: RegisterRefusal| Failure::from(Stop::Refused(refusal));
        let units = read_units(self.content.text("units.csv")?).map_err(refused)?;
        let classes = read_classes(self.content.text("classes.csv")?).map_err(refused)?;
        let now = Moment::noon_of(day);
        store::write!(self.store, |tx| -> Result<(), Stop<RegisterRefusal>> {
            import::import_units(tx, &units, &self.office, now).await?;
            import::import_classes(tx, &classes, &self.office, now).await?;
            Ok(())
        })?;
        hosting::declare(&self.store, &self.config, now).await?;
        intake::import_catalogue(self, now).await
    }

    /// Plays the days after `from` through `to`.
    async fn play(
        &self,
        (life, asking): (&Life<'_>, &mut requests::Asking),
        from: Date,
        to: Date,
    ) -> Result<(), Failure> {
        let arriving = |plan: &&DemoPlan| from < plan.published_on && plan.published_on <= to;
        for plan in self.content.plans.iter().filter(arriving) {
            intake::import_plan(self, plan).await?;
        }
        life.play(from, to).await?;
        documents::play(self, from, to).await?;
        asking.play(self, from, to).await?;
        let now = Moment::noon_of(to);
        promises::actions::sweep(&self.store, &self.calendar, now).await?;
        Ok(store::write!(self.store, |tx| -> Result<(), Stop<Never>> {
            Ok(tx.keep_setting(THROUGH, &to.to_string(), now).await?)
        })
        .map_err(kernel::Fault::from)?)
    }
}

/// The end of the day's month; of the next month where the day is an end already.
fn end_of_month(day: Date) -> Date {
    let next = day.tomorrow().unwrap_or(day);
    next.last_of_month()
}
