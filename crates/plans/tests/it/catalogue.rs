//! The disclosure catalogue taken in, on both engines: cadences and yearly dates recur for ever, spans await their events.

use crate::city::{all_is_well, authority, day, found, list};
use kernel::{Moment, PageAsk, Refusal};
use plans::actions::{
    Authority, ImportCatalogue, ImportedCatalogue, RecordEvent, import_catalogue, record_event,
};
use plans::catalogue::csv_source;
use plans::queries::{CatalogueLine, find_catalogue_item, list_catalogue};
use promises::Origin;
use promises::actions::sweep;
use promises::queries::{PromiseFilter, find_promise};
use testkit::{TestSite, on_both};

const CATALOGUE: &str = "\u{feff}财政领域基层政务公开标准目录,,,,,,,\n\
序号,公开事项,,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体\n\
,一级事项,二级事项,,,,,\n\
1,收支,月报,收支情况,《预算法》,每月,市财政局,■政府网站\n\
2,年报,政府信息公开年度报告,年度报告,《条例》,每年1月31日前,各乡镇人民政府,■政府网站\n\
3,决策,采纳情况,采纳情况,《条例》,信息形成或者变更之日起20个工作日内,市发改局,■政府网站\n\
4,机构,职能,职能,《条例》,长期公开,市财政局,■政府网站\n\
5,其他,其他,其他,《条例》,见附件,市督查专班,■政府网站\n";

fn import_of(text: &str) -> ImportCatalogue {
    ImportCatalogue {
        source: csv_source(text).unwrap(),
        file: text.as_bytes().to_vec(),
        file_name: "目录.csv".to_owned(),
        media_type: "text/csv".to_owned(),
        late_reason: None,
    }
}

async fn take_in(site: &TestSite, text: &str) -> ImportedCatalogue {
    let office = site.office();
    import_catalogue(&site.store, import_of(text), &authority(site, &office))
        .await
        .unwrap()
}

on_both! {
    async fn rows_open_what_their_timing_amounts_to_and_twice_is_once(site: &TestSite) {
        found(site).await;
        let done = take_in(site, CATALOGUE).await;
        assert_eq!((done.added, done.known), (5, 0));
        // 21 November: the horizon is this year's end. November and December are owed; 31 January is past.
        assert_eq!(done.effect.opened, 2);
        let again = take_in(site, CATALOGUE).await;
        assert_eq!((again.added, again.known), (0, 5));
        assert_eq!((again.effect.opened, again.effect.moved, again.effect.withdrawn), (0, 0, 0));
        let today = site.now.date();
        let page = store::read!(site.store, |tx| list_catalogue(tx, &PageAsk::first(3), today).await).unwrap();
        let names: Vec<_> = page.items.iter().map(|it| it.second_item.as_str()).collect();
        assert_eq!(names, ["月报", "政府信息公开年度报告", "采纳情况"]);
        assert_eq!(page.items[0].field, "财政领域");
        assert_eq!(page.items[0].counts.open, 2);
        let rest = store::read!(site.store, |tx| list_catalogue(tx, &PageAsk::after(page.next.clone().unwrap(), 3), today).await).unwrap();
        assert_eq!(rest.items.len(), 2);
        assert_eq!(rest.items[1].doubts[0].code, "timing_unread");
        let id = page.items[0].id;
        let one = store::read!(site.store, |tx| find_catalogue_item(tx, id, today).await).unwrap().unwrap();
        assert_eq!(one, page.items[0]);
        all_is_well(site).await;
    }

    async fn the_sweep_opens_the_periods_of_the_coming_year_from_december_on(site: &TestSite) {
        found(site).await;
        take_in(site, CATALOGUE).await;
        let at = |text: &str| Moment::noon_of(day(text));
        assert_eq!(sweep(&site.store, &site.calendar, at("2026-11-30")).await.unwrap().opened, 0);
        // Twelve months of one unit, and the yearly report of two towns.
        let swept = sweep(&site.store, &site.calendar, at("2026-12-01")).await.unwrap();
        assert_eq!(swept.opened, 14);
        assert_eq!(sweep(&site.store, &site.calendar, at("2026-12-02")).await.unwrap().opened, 0);
        let reports: Vec<_> = list(site, PromiseFilter { due_from: Some(day("2027-01-31")), due_through: Some(day("2027-01-31")), ..PromiseFilter::default() }).await;
        assert_eq!(reports.len(), 2);
        assert_eq!(reports[0].period_label.as_deref(), Some("2027年"));
        // Two years of downtime are healed in one sweep.
        assert_eq!(sweep(&site.store, &site.calendar, at("2028-12-15")).await.unwrap().opened, 28);
        all_is_well(site).await;
    }

    async fn an_event_starts_the_span_of_a_row_that_waited_for_it(site: &TestSite) {
        found(site).await;
        take_in(site, CATALOGUE).await;
        let today = site.now.date();
        let page = store::read!(site.store, |tx| list_catalogue(tx, &PageAsk::first(10), today).await).unwrap();
        let (report, adoption) = (&page.items[1], &page.items[2]);
        assert!(report.events.is_empty());
        assert_eq!((adoption.events.len(), adoption.events[0].happened), (1, 0));
        let office = site.office();
        let by = authority(site, &office);
        let event = |item: &CatalogueLine, label: &str| RecordEvent {
            origin: Origin::CatalogueItem(item.id),
            ordinal: None,
            happened_at: day("2026-11-02").at(0, 0, 0, 0),
            label: label.to_owned(),
        };
        let one = event(adoption, "绿化办法意见采纳情况形成");
        assert_eq!(record_event(&site.store, &one, &by).await.unwrap(), 1);
        assert_eq!(record_event(&site.store, &one, &by).await.unwrap(), 0, "sent twice");
        let code = async |it: &RecordEvent| match record_event(&site.store, it, &by).await {
            Err(kernel::Stop::Refused(refusal)) => refusal.code(),
            other => panic!("not refused: {other:?}"),
        };
        assert_eq!(code(&event(report, "无此事")).await, "plans.nothing_awaited");
        let nowhere = RecordEvent { origin: Origin::CatalogueItem(kernel::Ids::seeded(99).next(site.now)), ..one.clone() };
        assert_eq!(code(&nowhere).await, "plans.unknown_item");
        let owed = list(site, PromiseFilter { due_through: Some(day("2026-11-30")), ..PromiseFilter::default() }).await;
        assert_eq!(owed.len(), 1);
        assert_eq!((owed[0].unit_name.as_str(), owed[0].due_on), ("市发展改革局", day("2026-11-30")));
        assert!(owed[0].title.contains("绿化办法意见采纳情况形成"));
        let id = adoption.id;
        let shown = store::read!(site.store, |tx| find_catalogue_item(tx, id, today).await).unwrap().unwrap();
        assert_eq!((shown.events[0].happened, shown.counts.open), (1, 1));
        // The catalogue imported again leaves what the event opened.
        let again = take_in(site, CATALOGUE).await;
        assert_eq!((again.effect.opened, again.effect.withdrawn), (0, 0));
        all_is_well(site).await;
    }

    async fn a_row_that_changes_its_timing_moves_and_withdraws_its_open_promises(site: &TestSite) {
        found(site).await;
        take_in(site, CATALOGUE).await;
        let changed = CATALOGUE.replace("每月,", "每季度结束后10个工作日内,");
        let done = take_in(site, &changed).await;
        assert_eq!((done.effect.opened, done.effect.withdrawn), (1, 2));
        let lines = list(site, PromiseFilter::default()).await;
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].period_label.as_deref(), Some("2026年第4季度"));
        all_is_well(site).await;
    }

    async fn a_changed_row_lets_late_promises_go_only_by_a_reason_which_the_public_reads(site: &TestSite) {
        found(site).await;
        take_in(site, CATALOGUE).await;
        let late = list(site, PromiseFilter::default()).await.remove(0).id;
        let office = site.office();
        // By February the promises of November and December are late.
        let by = Authority { now: Moment::noon_of(day("2027-02-10")), ..authority(site, &office) };
        let changed = CATALOGUE.replace("每月,", "每季度结束后10个工作日内,");
        let events = async || store::read!(site.store, |tx| store::event::list_after(tx, None, 1000).await).unwrap().len();
        let before = events().await;
        match import_catalogue(&site.store, import_of(&changed), &by).await {
            Err(kernel::Stop::Refused(refusal)) => assert_eq!((refusal.code(), refusal.field()), ("plans.withdraws_late", Some("reason"))),
            other => panic!("not refused: {other:?}"),
        }
        assert_eq!(events().await, before, "a refused act leaves no trace");
        let consented = ImportCatalogue { late_reason: Some("财政月报改为季报".to_owned()), ..import_of(&changed) };
        let done = import_catalogue(&site.store, consented, &by).await.unwrap();
        assert_eq!((done.effect.withdrawn, done.effect.late_withdrawn), (2, 2));
        let today = by.now.date();
        let shown = store::read!(site.store, |tx| find_promise(tx, late, today).await).unwrap().unwrap();
        assert!(shown.history.last().unwrap().what.contains("财政月报改为季报"));
        all_is_well(site).await;
    }
}
