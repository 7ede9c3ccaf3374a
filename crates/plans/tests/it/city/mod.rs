//! What the tests of plans share: an imaginary city, and readings built by hand.

use gongwen::blocks::{Block, Format, Origin, Paragraph, Source};
use gongwen::reading::{DocumentIdentity, Duty, PlanReading, Term, Trigger};
use kernel::{Date, OpenGovernmentOffice, PageAsk, PlanId, UnitId};
use plans::actions::{Authority, ImportOutcome, ImportPlan, import_plan};
use plans::queries::{DutyDetail, PlanDetail, find_plan};
use promises::queries::{PromiseFilter, PromiseLine, list_promises};
use store::directory::register::{read_classes, read_units};
use store::directory::{import, load};
use testkit::TestSite;

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
zf,云溪市人民政府,市政府,government,city,,,,,,,,,,
bgs,云溪市人民政府办公室,市政府办公室,office,city,zf,市府办,,,,,,,,
czj,云溪市财政局,市财政局,department,city,zf,,,,,,,,,
fgj,云溪市发展和改革局,市发展改革局,department,city,zf,,,,,,,,,
hbj,云溪市环境保护局,市环保局,department,city,zf,,,,2018-12-31,sthjj,,,,
sthjj,云溪市生态环境局,市生态环境局,department,city,zf,,,2019-01-01,,,,,,
wf,晚枫镇人民政府,晚枫镇,town,town,zf,,,,,,,,,
slq,石榴桥镇人民政府,石榴桥镇,town,town,zf,,,,,,,,,
";
const CLASSES: &str = "name,aliases,members
各乡镇人民政府,各乡镇,kind:town
有关单位,有关部门,
";

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub async fn found(site: &TestSite) {
    let (units, classes) = (read_units(UNITS).unwrap(), read_classes(CLASSES).unwrap());
    let office = site.office();
    store::write!(site.store, |tx| {
        import::import_units(tx, &units, &office, site.now).await?;
        import::import_classes(tx, &classes, &office, site.now).await
    })
    .unwrap();
}

pub async fn unit(site: &TestSite, code: &str) -> UnitId {
    let directory = store::read!(site.store, |tx| load(tx).await).unwrap();
    directory
        .units()
        .iter()
        .find(|it| it.code == code)
        .unwrap()
        .id
}

pub fn authority<'a>(site: &'a TestSite, office: &'a OpenGovernmentOffice) -> Authority<'a> {
    Authority {
        office,
        calendar: &site.calendar,
        now: site.now,
    }
}

pub fn duty(heading: &str, text: &str, lead: &[&str]) -> Duty {
    Duty {
        section: vec!["一".to_owned()],
        heading: heading.to_owned(),
        text: text.to_owned(),
        lead: lead.iter().map(|it| (*it).to_owned()).collect(),
        support: Vec::new(),
        cadence: Vec::new(),
        deadlines: Vec::new(),
        terms: Vec::new(),
        places: Vec::new(),
        doubts: Vec::new(),
    }
}

pub fn with_deadline(mut duty: Duty, value: &str, words: &str, trigger: Trigger) -> Duty {
    duty.deadlines.push(value.to_owned());
    duty.terms.push(Term {
        value: value.to_owned(),
        words: words.to_owned(),
        trigger,
    });
    duty
}

pub fn with_cadence(mut duty: Duty, cadence: &str) -> Duty {
    duty.cadence.push(cadence.to_owned());
    duty
}

/// A plan of 2026, signed on 2 March and published on 6 March.
pub fn plan(duties: Vec<Duty>) -> PlanReading {
    PlanReading {
        document: DocumentIdentity {
            title: Some("云溪市2026年政务公开工作要点".to_owned()),
            issuer: Some("云溪市人民政府办公室".to_owned()),
            doc_number: Some("云政办发〔2026〕5号".to_owned()),
            written_on: Some("2026-03-02".to_owned()),
            published_on: Some("2026-03-06".to_owned()),
            year: Some(2026),
            ..DocumentIdentity::default()
        },
        cites: Vec::new(),
        citations: Vec::new(),
        duties,
        doubts: Vec::new(),
    }
}

pub fn source(text: &str) -> Source {
    Source {
        format: Format::Text,
        blocks: vec![Block::Paragraph(Paragraph {
            text: text.to_owned(),
            origin: Origin {
                line: 1,
                page: None,
            },
            level: None,
            after_gap: false,
        })],
    }
}

pub async fn take_in(site: &TestSite, reading: PlanReading) -> ImportOutcome {
    let office = site.office();
    let import = ImportPlan {
        file: serde_json::to_vec(&reading).unwrap(),
        source: source("云溪市2026年政务公开工作要点"),
        reading,
        file_name: "要点.txt".to_owned(),
        media_type: "text/plain".to_owned(),
    };
    import_plan(&site.store, import, &authority(site, &office))
        .await
        .unwrap()
}

pub fn id_of(outcome: &ImportOutcome) -> PlanId {
    match outcome {
        ImportOutcome::Imported { plan, .. }
        | ImportOutcome::Unchanged { plan }
        | ImportOutcome::Changed { plan, .. } => *plan,
    }
}

pub async fn detail(site: &TestSite, plan: PlanId) -> PlanDetail {
    let today = site.now.date();
    store::read!(site.store, |tx| find_plan(tx, plan, today).await)
        .unwrap()
        .unwrap()
}

/// `市财政局 2026-12-31` for each promise of a duty, in order.
pub async fn owed(site: &TestSite, duty: &DutyDetail) -> Vec<String> {
    list(
        site,
        PromiseFilter {
            duty: Some(duty.id),
            ..PromiseFilter::default()
        },
    )
    .await
    .iter()
    .map(|it| format!("{} {}", it.unit_name, it.due_on))
    .collect()
}

pub async fn list(site: &TestSite, filter: PromiseFilter) -> Vec<PromiseLine> {
    let today = site.now.date();
    store::read!(site.store, |tx| list_promises(
        tx,
        &filter,
        &PageAsk::first(200),
        today
    )
    .await)
    .unwrap()
    .items
}

pub async fn all_is_well(site: &TestSite) {
    assert_eq!(promises::check::check(&site.store).await.unwrap(), []);
    assert_eq!(site.store.check(&mut |_, _| {}).await.unwrap().problems, []);
}
