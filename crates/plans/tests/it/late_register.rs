//! Plans and catalogues taken in before the register, on both engines: what is owed opens once the units are known.

use crate::city::{
    all_is_well, authority, detail, duty, found, id_of, list, owed, plan, take_in, unit,
    with_cadence,
};
use gongwen::reading::{Duty, Term, Trigger};
use plans::Match;
use plans::actions::{
    AssignTarget, AssignUnit, ImportCatalogue, ImportOutcome, assign_unit, import_catalogue,
    settle_units,
};
use plans::catalogue::csv_source;
use plans::reconcile::Effect;
use promises::queries::PromiseFilter;
use testkit::{TestSite, on_both};

fn duties() -> Vec<Duty> {
    let mut quarterly = with_cadence(
        duty(
            "推进财政公开",
            "预算批准后公开。按季度公开收支情况。",
            &["市财政局"],
        ),
        "quarterly",
    );
    quarterly.terms.push(Term {
        value: "quarterly".to_owned(),
        words: "按季度".to_owned(),
        trigger: Trigger::None,
    });
    vec![
        quarterly,
        duty("加强培训", "开展业务培训。", &[]),
        duty("加强监督", "开展专项监督。", &["市督查专班"]),
        duty("推进乡镇公开", "公开权责清单。", &["各乡镇人民政府"]),
    ]
}

async fn events(site: &TestSite) -> usize {
    store::read!(site.store, |tx| store::event::list_after(tx, None, 1000)
        .await)
    .unwrap()
    .len()
}

async fn settle(site: &TestSite) -> Effect {
    let office = site.office();
    settle_units(&site.store, &authority(site, &office))
        .await
        .unwrap()
}

on_both! {
    async fn a_plan_before_its_units_opens_its_promises_once_they_are_known(site: &TestSite) {
        let outcome = take_in(site, plan(duties())).await;
        let ImportOutcome::Imported { opened, .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!(opened, 0);
        assert_eq!(settle(site).await, Effect::default(), "nothing is known yet");
        found(site).await;
        let effect = settle(site).await;
        assert_eq!((effect.opened, effect.moved, effect.withdrawn), (4 + 1 + 2, 0, 0));
        let shown = detail(site, id_of(&outcome)).await;
        assert_eq!(owed(site, &shown.duties[0]).await.len(), 4);
        assert_eq!(owed(site, &shown.duties[1]).await, ["市政府办公室 2026-12-31"], "the issuer's");
        assert_eq!(shown.duties[2].lead[0].matched, Match::Unknown);
        assert_eq!(owed(site, &shown.duties[3]).await.len(), 2, "two towns");
        let filter = PromiseFilter { duty: Some(shown.duties[0].id), ..PromiseFilter::default() };
        assert_eq!(list(site, filter).await[0].title, "推进财政公开：按季度公开收支情况");
        let before = events(site).await;
        assert_eq!(settle(site).await, Effect::default());
        assert_eq!(events(site).await, before, "nothing changed, nothing recorded");
        all_is_well(site).await;
    }

    async fn the_same_plan_taken_in_again_asks_the_register_again(site: &TestSite) {
        let first = id_of(&take_in(site, plan(duties())).await);
        found(site).await;
        assert_eq!(take_in(site, plan(duties())).await, ImportOutcome::Unchanged { plan: first });
        assert_eq!(list(site, PromiseFilter::default()).await.len(), 7);
        assert_eq!(settle(site).await, Effect::default());
        all_is_well(site).await;
    }

    async fn what_a_person_said_stays_when_the_register_grows(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let office = site.office();
        let name = AssignUnit {
            target: AssignTarget::Name { plan: id, written: "市督查专班".to_owned() },
            units: vec![unit(site, "czj").await],
            late_reason: None,
        };
        assign_unit(&site.store, &name, &authority(site, &office)).await.unwrap();
        assert_eq!(settle(site).await, Effect::default());
        let shown = detail(site, id).await;
        assert_eq!(shown.duties[2].lead[0].matched, Match::Confirmed);
        all_is_well(site).await;
    }

    async fn a_catalogue_before_its_units_counts_who_is_unknown_and_opens_later(site: &TestSite) {
        let text = "财政领域,,,,\n序号,一级事项,二级事项,公开时限,公开主体\n1,收支,月报,每月,市财政局\n2,其他,清单,每月,市督查专班\n";
        let office = site.office();
        let import = ImportCatalogue {
            source: csv_source(text).unwrap(),
            file: text.as_bytes().to_vec(),
            file_name: "目录.csv".to_owned(),
            media_type: "text/csv".to_owned(),
            late_reason: None,
        };
        let done = import_catalogue(&site.store, import.clone(), &authority(site, &office)).await.unwrap();
        assert_eq!((done.added, done.unmatched, done.effect.opened), (2, 2, 0));
        found(site).await;
        assert_eq!(settle(site).await.opened, 2, "November and December");
        let before = events(site).await;
        assert_eq!(settle(site).await, Effect::default());
        assert_eq!(events(site).await, before);
        let again = import_catalogue(&site.store, import, &authority(site, &office)).await.unwrap();
        assert_eq!((again.known, again.unmatched, again.effect.opened), (2, 1, 0));
        all_is_well(site).await;
    }
}
