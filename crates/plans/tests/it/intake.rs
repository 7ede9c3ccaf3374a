//! Plans taken in, on both engines: what opens, what waits for a person, what a changed plan does.

use crate::city;

use crate::city::{
    all_is_well, authority, day, detail, duty, found, id_of, list, owed, plan, take_in, unit,
    with_cadence, with_deadline,
};
use gongwen::reading::{Duty, Trigger};
use kernel::{Moment, PageAsk, PlanId, Refusal, Stop};
use plans::actions::{
    AcceptChanges, AssignTarget, AssignUnit, ImportOutcome, ImportPlan, RecordEvent,
    SetCadenceBasis, accept_changes, assign_unit, import_plan, record_event, set_cadence_basis,
};
use plans::queries::{Proposal, find_duty, find_proposal, list_plans, list_proposals, read_source};
use plans::{Match, PlanRefusal};
use promises::actions::{Keep, keep, sweep};
use promises::queries::{PromiseFilter, find_promise};
use promises::rules::Evidence;
use promises::{Origin, Standing};
use testkit::{TestSite, on_both};

fn code<T: std::fmt::Debug>(outcome: Result<T, Stop<PlanRefusal>>) -> &'static str {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal.code(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn proposed(site: &TestSite, plan: PlanId) -> Option<Proposal> {
    find_proposal(&site.store, plan, &site.calendar, site.now.date())
        .await
        .unwrap()
}

const REASON: Option<&str> = Some("事项已并入市级统一公开，原承诺不再单列");

fn accepting(proposal: &Proposal, late_reason: Option<&str>) -> AcceptChanges {
    AcceptChanges {
        plan: proposal.plan_id,
        reading: proposal.reading.clone(),
        late_reason: late_reason.map(str::to_owned),
    }
}

fn codes(duty: &plans::queries::DutyDetail) -> Vec<&str> {
    duty.doubts.iter().map(|it| it.code.as_str()).collect()
}

fn duties() -> Vec<Duty> {
    let mut supported = duty("推进审批公开", "公开审批事项清单。", &["市发改局"]);
    supported.support = vec!["市财政局".to_owned(), "有关单位".to_owned()];
    vec![
        with_cadence(
            duty("推进财政公开", "按季度公开收支情况。", &["市财政局"]),
            "quarterly",
        ),
        with_deadline(
            duty("推进乡镇公开", "9月底前公开权责清单。", &["各乡镇人民政府"]),
            "2026-09-30",
            "9月底前",
            Trigger::None,
        ),
        with_deadline(
            duty(
                "公布方案",
                "本要点公布后15个工作日内公开方案。",
                &["市府办"],
            ),
            "P15WD",
            "本要点公布后15个工作日内",
            Trigger::PlanPublication,
        ),
        with_deadline(
            duty(
                "征求意见",
                "征求活动结束后1个月内公开采纳情况。",
                &["市环保局"],
            ),
            "P1M",
            "征求活动结束后1个月内",
            Trigger::Event("征求活动结束后".to_owned()),
        ),
        supported,
        duty("加强培训", "开展业务培训。", &[]),
        duty("加强监督", "开展专项监督。", &["市督查专班"]),
    ]
}

on_both! {
    async fn each_duty_opens_what_its_words_amount_to(site: &TestSite) {
        found(site).await;
        let outcome = take_in(site, plan(duties())).await;
        let id = id_of(&outcome);
        let shown = detail(site, id).await;
        let [quarterly, towns, published, event, supported, nobody, unknown] = &shown.duties[..] else {
            panic!("{}", shown.duties.len())
        };
        // The first quarter of a plan signed on 2 March is owed; each is due twenty working days after its end.
        assert_eq!(owed(site, quarterly).await, [
            "市财政局 2026-04-29", "市财政局 2026-07-28", "市财政局 2026-11-03", "市财政局 2027-01-29",
        ]);
        assert_eq!(owed(site, towns).await.len(), 2);
        assert_eq!(towns.lead[0].matched, Match::Class);
        assert_eq!(towns.lead[0].members.len(), 2);
        assert_eq!(owed(site, published).await, ["市政府办公室 2026-03-27"]);
        assert_eq!(published.lead[0].matched, Match::Alias);
        assert_eq!(owed(site, event).await, Vec::<String>::new());
        assert_eq!(event.awaiting, ["征求活动结束后1个月内"]);
        let successor = unit(site, "sthjj").await;
        assert_eq!(event.lead[0].matched, Match::Former { successor });
        assert_eq!(owed(site, supported).await, ["市发展改革局 2026-12-31"]);
        assert_eq!(supported.lead[0].matched, Match::Abbreviation);
        assert_eq!(codes(supported), ["class_without_members"]);
        // A duty that names nobody is the issuer's; a name that nobody bears opens nothing.
        assert_eq!(owed(site, nobody).await, ["市政府办公室 2026-12-31"]);
        assert_eq!(owed(site, unknown).await, Vec::<String>::new());
        assert!(codes(unknown).contains(&"unit_unclear"), "{:?}", codes(unknown));
        let ImportOutcome::Imported { duties, opened, .. } = outcome else { panic!() };
        assert_eq!((duties, opened), (7, 9));
        let one = list(site, PromiseFilter { duty: Some(supported.id), ..PromiseFilter::default() }).await[0].id;
        let today = site.now.date();
        let promise = store::read!(site.store, |tx| find_promise(tx, one, today).await).unwrap().unwrap();
        assert_eq!(promise.supporters, [(unit(site, "czj").await, "市财政局".to_owned())]);
        assert_eq!(shown.line.counts.late_now + shown.line.counts.open, 9);
        let blocks = read_source(&site.store, &shown.blocks_blob).await.unwrap();
        assert_eq!(blocks.blocks.len(), 1);
        all_is_well(site).await;
    }

    async fn the_same_plan_again_changes_nothing(site: &TestSite) {
        found(site).await;
        let first = id_of(&take_in(site, plan(duties())).await);
        let count = async || store::read!(site.store, |tx| store::event::list_after(tx, None, 1000).await).unwrap().len();
        let before = count().await;
        assert_eq!(take_in(site, plan(duties())).await, ImportOutcome::Unchanged { plan: first });
        assert_eq!(count().await, before);
        let today = site.now.date();
        let page = store::read!(site.store, |tx| list_plans(tx, Some(2026), &PageAsk::first(10), today).await).unwrap();
        assert_eq!(page.items.len(), 1);
        assert_eq!(page.items[0].duty_count, 7);
        let none = store::read!(site.store, |tx| list_plans(tx, Some(2025), &PageAsk::first(10), today).await).unwrap();
        assert!(none.items.is_empty());
        all_is_well(site).await;
    }

    async fn a_changed_plan_waits_and_then_moves_opens_and_withdraws(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let before = detail(site, id).await;
        // One promise of the quarterly duty is kept before the plan changes.
        let kept = list(site, PromiseFilter { duty: Some(before.duties[0].id), ..PromiseFilter::default() }).await[0].id;
        let officer = site.office().for_unit(unit(site, "czj").await);
        let evidence = Evidence { link: "https://www.yunxi.example/1".to_owned(), note: String::new(), published_on: day("2026-04-20") };
        keep(&site.store, &Keep { promise: kept, evidence }, &officer, site.now).await.unwrap();

        let mut changed = duties();
        changed[0].cadence = vec!["monthly".to_owned()];
        changed[1].deadlines = vec!["2026-10-31".to_owned()];
        changed[1].terms[0].value = "2026-10-31".to_owned();
        changed[4].lead = vec!["市财政局".to_owned()];
        changed[4].support.clear();
        changed.remove(5);
        changed.push(duty("新增任务", "公开政府采购目录。", &["市财政局"]));
        let outcome = take_in(site, plan(changed)).await;
        let ImportOutcome::Changed { diff, .. } = &outcome else { panic!("{outcome:?}") };
        assert_eq!((diff.added.len(), diff.dropped.len(), diff.changed.len()), (1, 1, 3));
        // Nothing has happened yet.
        assert_eq!(detail(site, id).await.duties.len(), 7);
        let waiting = store::read!(site.store, |tx| list_proposals(tx, 10).await).unwrap();
        assert_eq!(waiting, [id]);
        let proposal = proposed(site, id).await.unwrap();
        assert_eq!(&proposal.diff, diff);

        let office = site.office();
        let accepted = accept_changes(&site.store, &accepting(&proposal, REASON), &authority(site, &office)).await.unwrap();
        assert_eq!(accepted.effect.moved, 2, "the two towns' date");
        let after = detail(site, id).await;
        assert_eq!(after.duties.len(), 7);
        let towns = after.duties.iter().find(|it| it.heading == "推进乡镇公开").unwrap();
        assert!(owed(site, towns).await.iter().all(|it| it.ends_with("2026-10-31")));
        let monthly = list(site, PromiseFilter { duty: Some(before.duties[0].id), ..PromiseFilter::default() }).await;
        let labels: Vec<_> = monthly.iter().filter_map(|it| it.period_label.as_deref()).collect();
        assert_eq!(labels.len(), 11, "the kept quarter and ten months: {labels:?}");
        assert!(monthly.iter().any(|it| it.id == kept && it.standing == Standing::KeptOnTime));
        let moved_unit = after.duties.iter().find(|it| it.heading == "推进审批公开").unwrap();
        assert_eq!(owed(site, moved_unit).await, ["市财政局 2026-12-31"]);
        let void = list(site, PromiseFilter { standing: Some(Standing::Void), ..PromiseFilter::default() }).await;
        assert_eq!(void.len(), 3 + 1 + 1, "three quarters, the other unit's, the dropped duty's");
        assert_eq!(code(accept_changes(&site.store, &accepting(&proposal, None), &authority(site, &office)).await), "plans.nothing_to_accept");
        assert!(proposed(site, id).await.is_none());

        // Back to what it was: what was withdrawn is owed again.
        let back = take_in(site, plan(duties())).await;
        assert!(matches!(back, ImportOutcome::Changed { .. }));
        let proposal = proposed(site, id).await.unwrap();
        accept_changes(&site.store, &accepting(&proposal, REASON), &authority(site, &office)).await.unwrap();
        let quarterly = list(site, PromiseFilter { duty: Some(before.duties[0].id), ..PromiseFilter::default() }).await;
        assert_eq!(quarterly.len(), 4);
        all_is_well(site).await;
    }

    async fn a_person_says_whom_a_name_means_and_it_holds_for_the_revised_plan(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let office = site.office();
        let by = authority(site, &office);
        let finance = unit(site, "czj").await;
        let name = |written: &str| AssignUnit {
            target: AssignTarget::Name { plan: id, written: written.to_owned() },
            units: vec![finance],
            late_reason: None,
        };
        assert_eq!(code(assign_unit(&site.store, &name("市无此局"), &by).await), "plans.not_written");
        assert_eq!(code(assign_unit(&site.store, &AssignUnit { units: Vec::new(), ..name("市督查专班") }, &by).await), "plans.no_unit_given");
        let stranger = AssignUnit { units: vec![kernel::Ids::seeded(99).next(site.now)], ..name("市督查专班") };
        assert_eq!(code(assign_unit(&site.store, &stranger, &by).await), "plans.unknown_unit");
        let effect = assign_unit(&site.store, &name("市督查专班"), &by).await.unwrap();
        assert_eq!(effect.opened, 1);
        assert_eq!(assign_unit(&site.store, &name("市督查专班"), &by).await.unwrap().opened, 0);
        let shown = detail(site, id).await;
        assert_eq!(shown.duties[6].lead[0].matched, Match::Confirmed);
        assert!(codes(&shown.duties[6]).is_empty());
        // The duty that names nobody is given to another unit than the issuer.
        let given = AssignUnit { target: AssignTarget::Duty(shown.duties[5].id), units: vec![finance], late_reason: None };
        let effect = assign_unit(&site.store, &given, &by).await.unwrap();
        assert_eq!((effect.opened, effect.withdrawn), (1, 1));

        let mut changed = duties();
        changed[6].text = "开展专项监督并通报结果。".to_owned();
        take_in(site, plan(changed)).await;
        let proposal = proposed(site, id).await.unwrap();
        assert_eq!(proposal.diff.changed.len(), 1);
        accept_changes(&site.store, &accepting(&proposal, None), &by).await.unwrap();
        let shown = detail(site, id).await;
        assert_eq!(shown.duties[6].lead[0].matched, Match::Confirmed);
        assert_eq!(owed(site, &shown.duties[5]).await, ["市财政局 2026-12-31"]);
        all_is_well(site).await;
    }

    async fn an_event_starts_the_span_that_waited_for_it_each_time_it_happens(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let office = site.office();
        let by = authority(site, &office);
        let duty = detail(site, id).await.duties[3].id;
        let event = |label: &str, on: &str| RecordEvent {
            origin: Origin::Duty(duty),
            ordinal: Some(1),
            happened_at: day(on).at(0, 0, 0, 0),
            label: label.to_owned(),
        };
        let one = event("绿化办法征求意见", "2026-10-31");
        assert_eq!(record_event(&site.store, &one, &by).await.unwrap(), 1);
        assert_eq!(record_event(&site.store, &one, &by).await.unwrap(), 0, "sent twice");
        assert_eq!(record_event(&site.store, &event("城管办法征求意见", "2026-10-31"), &by).await.unwrap(), 1);
        assert_eq!(code(record_event(&site.store, &event("", "2026-10-31"), &by).await), "plans.event_unnamed");
        assert_eq!(code(record_event(&site.store, &event("以后的事", "2026-11-22"), &by).await), "plans.event_in_future");
        let other = RecordEvent { ordinal: Some(2), ..one };
        assert_eq!(code(record_event(&site.store, &other, &by).await), "plans.nothing_awaited");
        let today = site.now.date();
        let shown = store::read!(site.store, |tx| find_duty(tx, duty, today).await).unwrap().unwrap();
        assert_eq!(owed(site, &shown).await, ["市生态环境局 2026-11-30", "市生态环境局 2026-11-30"]);
        assert!(shown.awaiting.is_empty());
        assert_eq!(shown.events[0].happened, 2);
        all_is_well(site).await;
    }

    async fn another_span_for_a_cadence_moves_open_promises_and_says_why(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let office = site.office();
        let by = authority(site, &office);
        let quarterly = detail(site, id).await.duties[0].clone();
        let set = |grace: &str, basis: &str| SetCadenceBasis { duty: quarterly.id, grace: grace.to_owned(), basis: basis.to_owned(), late_reason: None };
        assert_eq!(code(set_cadence_basis(&site.store, &set("soon", "依据"), &by).await), "plans.bad_grace");
        assert_eq!(code(set_cadence_basis(&site.store, &set("--01-31", "依据"), &by).await), "plans.bad_grace");
        assert_eq!(code(set_cadence_basis(&site.store, &set("P10WD", " "), &by).await), "plans.basis_missing");
        let effect = set_cadence_basis(&site.store, &set("P10WD", "云政办函〔2026〕9号"), &by).await.unwrap();
        assert_eq!((effect.moved, effect.opened, effect.withdrawn), (4, 0, 0));
        assert_eq!(owed(site, &quarterly).await[0], "市财政局 2026-04-15");
        let first = list(site, PromiseFilter { duty: Some(quarterly.id), ..PromiseFilter::default() }).await[0].id;
        let today = site.now.date();
        let promise = store::read!(site.store, |tx| find_promise(tx, first, today).await).unwrap().unwrap();
        assert!(promise.due_basis.contains("云政办函〔2026〕9号"));
        assert!(promise.history.last().unwrap().what.contains("周期任务期限调整"));
        all_is_well(site).await;
    }

    async fn a_plan_without_a_name_or_without_duties_leaves_no_trace(site: &TestSite) {
        found(site).await;
        let office = site.office();
        let mut nameless = plan(duties());
        nameless.document = gongwen::reading::DocumentIdentity::default();
        for (reading, expected) in [(nameless, "plans.unidentified"), (plan(Vec::new()), "plans.no_duties")] {
            let import = ImportPlan {
                reading,
                source: city::source("无"),
                file: b"x".to_vec(),
                file_name: "x.txt".to_owned(),
                media_type: "text/plain".to_owned(),
            };
            assert_eq!(code(import_plan(&site.store, import, &authority(site, &office)).await), expected);
        }
        let today = site.now.date();
        let page = store::read!(site.store, |tx| list_plans(tx, None, &PageAsk::first(10), today).await).unwrap();
        assert!(page.items.is_empty());
        all_is_well(site).await;
    }

    async fn a_sweep_after_the_plans_year_opens_nothing_more(site: &TestSite) {
        found(site).await;
        take_in(site, plan(duties())).await;
        let later = Moment::noon_of(day("2028-06-01"));
        let swept = sweep(&site.store, &site.calendar, later).await.unwrap();
        assert_eq!(swept.opened, 0);
        all_is_well(site).await;
    }

    async fn every_statement_prepares(site: &TestSite) {
        for (name, sql) in plans::ALL {
            let prepared = store::write!(site.store, |tx| -> Result<(), Stop<kernel::Never>> {
                tx.prepare(sql).await?;
                Ok(())
            });
            assert!(prepared.is_ok(), "{name}: {prepared:?}");
        }
    }
}
