//! Reorganised units on both engines: nothing owed is lost, late stays late, kept stays where it was kept, the history tells it.

use std::collections::HashMap;

use crate::city::{
    all_is_well, authority, day, detail, duty, found, id_of, list, plan, take_in, unit,
    with_cadence, with_deadline,
};
use gongwen::reading::{PlanReading, Trigger};
use kernel::{Actor, PlanId, PromiseId, Refusal, Role, Stop, UnitId};
use plans::actions::{
    AcceptChanges, Reorganise, accept_changes, foresee_reorganisation, reorganise,
};
use plans::queries::find_proposal;
use plans::reorganisation::{How, Reorganisation, list_owed_by};
use promises::actions::{Keep, ReturnEvidence, keep, return_evidence, sweep};
use promises::model::Standing;
use promises::queries::{PromiseFilter, PromiseLine};
use promises::rules::Evidence;
use promises::work::find_case_file;
use store::directory::register::unit_of_form;
use store::directory::{self, change, find_unit};
use store::params;
use testkit::{TestSite, on_both};

const NEW: &str = "云溪市财政发展局";

/// The plan: one that recurs, one that is late, one that two units owe alike, one that names nobody.
fn reading() -> PlanReading {
    plan(vec![
        with_cadence(
            duty("财政信息", "按月公开一般公共预算收支情况", &["市财政局"]),
            "monthly",
        ),
        with_deadline(
            duty("规划信息", "6月底前公开重大项目清单", &["市发展改革局"]),
            "2026-06-30",
            "6月底前",
            Trigger::None,
        ),
        with_deadline(
            duty(
                "政策解读",
                "12月20日前公开政策解读清单",
                &["市财政局", "市发展改革局"],
            ),
            "2026-12-20",
            "12月20日前",
            Trigger::None,
        ),
        duty("工作总结", "做好全年政务公开工作总结", &[]),
    ])
}

async fn add(site: &TestSite, code: &str, name: &str) -> UnitId {
    let office = site.office();
    let fields = [
        ("code", code),
        ("name", name),
        ("kind", "department"),
        ("level", "city"),
        ("parent_code", "zf"),
        ("valid_from", "2026-11-01"),
    ];
    let record = unit_of_form(fields.map(|(name, text)| (name, text.to_owned()))).unwrap();
    store::write!(site.store, |tx| change::add_unit(
        tx,
        &record,
        (&office, site.now)
    )
    .await)
    .unwrap()
}

fn merger(units: &[UnitId], into: UnitId) -> Reorganisation {
    Reorganisation {
        how: How::Merge {
            units: units.to_vec(),
            into,
        },
        from_on: day("2026-11-10"),
        basis: "《云溪市机构改革方案》（云委发〔2026〕8号）".to_owned(),
    }
}

async fn act(
    site: &TestSite,
    what: Reorganisation,
) -> Result<(), Stop<plans::reorganisation::ReorganiseRefusal>> {
    let command = Reorganise { what, seen: None };
    reorganise(&site.store, &command, &site.office(), site.now)
        .await
        .map(|_| ())
}

/// Accepts the difference that waits.
async fn accept(site: &TestSite, plan: PlanId) -> plans::actions::Accepted {
    let proposal = find_proposal(&site.store, plan, &site.calendar, site.now.date())
        .await
        .unwrap()
        .unwrap();
    assert!(
        proposal.foreseen.values().all(|it| it.withdrawn == 0),
        "{:?}",
        proposal.foreseen
    );
    let command = AcceptChanges {
        plan,
        reading: proposal.reading,
        late_reason: None,
    };
    let office = site.office();
    accept_changes(&site.store, &command, &authority(site, &office))
        .await
        .unwrap()
}

async fn count_open(site: &TestSite) -> i64 {
    let row = store::read!(site.store, |tx| tx
        .fetch_one(
            "select count(*) as n from promise where outcome = 'open'",
            params![]
        )
        .await);
    row.unwrap().get("n").unwrap()
}

async fn events(site: &TestSite) -> usize {
    store::read!(site.store, |tx| store::event::list_after(tx, None, 5000)
        .await)
    .unwrap()
    .len()
}

async fn of_unit(site: &TestSite, unit: UnitId) -> Vec<PromiseLine> {
    list(
        site,
        PromiseFilter {
            unit: Some(unit),
            ..PromiseFilter::default()
        },
    )
    .await
}

async fn history(site: &TestSite, id: PromiseId) -> Vec<String> {
    let file = store::read!(site.store, |tx| find_case_file(tx, id).await)
        .unwrap()
        .unwrap();
    file.history.into_iter().map(|line| line.what).collect()
}

async fn keep_one(site: &TestSite, line: &PromiseLine) {
    let officer = Actor::officer("财政局 李卫", line.unit_id, vec![Role::Clerk])
        .unit_officer(line.unit_id)
        .unwrap();
    let command = Keep {
        promise: line.id,
        evidence: Evidence {
            link: "https://www.yunxi.example/zwgk/202611/t1.html".to_owned(),
            note: "补报".to_owned(),
            published_on: day("2026-11-12"),
        },
    };
    keep(&site.store, &command, &officer, site.now)
        .await
        .unwrap();
}

on_both! {
    async fn a_merger_hands_over_what_is_owed_and_loses_nothing(site: &TestSite) {
        found(site).await;
        let taken = take_in(site, reading()).await;
        sweep(&site.store, &site.calendar, site.now).await.unwrap();
        let (finance, reform) = (unit(site, "czj").await, unit(site, "fgj").await);
        let kept = of_unit(site, finance).await.remove(0);
        keep_one(site, &kept).await;
        let before = (count_open(site).await, of_unit(site, finance).await, of_unit(site, reform).await);
        let late = |lines: &[PromiseLine]| lines.iter().filter(|it| it.standing == Standing::Late).count();
        assert!(late(&before.2) > 0, "one is late");
        let new = add(site, "cfj", NEW).await;
        let foreseen = foresee_reorganisation(&site.store, &merger(&[finance, reform], new), site.now).await.unwrap();
        assert_eq!(foreseen.doubled, 1, "both owed the same by 20 December");
        let owed = before.1.len() + before.2.len() - 1;
        assert_eq!(usize::try_from(foreseen.promises()).unwrap(), owed);
        act(site, merger(&[finance, reform], new)).await.unwrap();

        assert_eq!(count_open(site).await, before.0);
        let (old, now) = (of_unit(site, finance).await, of_unit(site, new).await);
        assert_eq!(old.iter().map(|it| it.id).collect::<Vec<_>>(), [kept.id], "what was kept stays");
        assert_eq!(now.len(), owed);
        assert_eq!(late(&now), late(&before.1) + late(&before.2));
        assert!(of_unit(site, reform).await.is_empty());
        for line in &now {
            let told = history(site, line.id).await;
            let last = told.last().unwrap();
            assert!(last.contains("机构调整") && last.contains(NEW) && last.contains("云委发〔2026〕8号"), "{last}");
        }
        all_is_well(site).await;

        let ended = store::read!(site.store, |tx| find_unit(tx, finance).await).unwrap().unwrap();
        assert_eq!((ended.valid_to, ended.successor), (Some(day("2026-11-09")), Some(new)));
        let told = store::read!(site.store, |tx| store::event::list_of_subject(tx, &format!("unit/{new}"), 20).await).unwrap();
        let took: Vec<_> = told.iter().filter(|it| it.kind == "unit.took_over").map(|it| it.facts().unwrap()).collect();
        assert_eq!(took.len(), 2, "the successor's own history tells from whom");
        assert!(took.iter().any(|it| it["from_name"] == "云溪市财政局" && it["from_on"] == "2026-11-10"), "{took:?}");
        let plan = detail(site, id_of(&taken)).await;
        let names: Vec<Vec<String>> = plan.duties.iter()
            .map(|it| it.lead.iter().filter_map(|m| m.unit.clone()).map(|u| u.1).collect()).collect();
        assert_eq!(names[0], [NEW]);
        assert_eq!(names[1], [NEW]);

        // What recurs goes on for the successor alone.
        let opened = sweep(&site.store, &site.calendar, kernel::Moment::parse("2026-12-01T02:00:00.000Z").unwrap()).await.unwrap();
        assert_eq!(opened.opened, 0, "the plan's year is open already");
        assert_eq!(of_unit(site, finance).await.len(), 1);
        all_is_well(site).await;
    }

    async fn a_revised_plan_does_not_give_the_work_back_nor_ask_for_what_was_kept(site: &TestSite) {
        found(site).await;
        let taken = take_in(site, reading()).await;
        let (finance, reform) = (unit(site, "czj").await, unit(site, "fgj").await);
        let kept = of_unit(site, finance).await.remove(0);
        keep_one(site, &kept).await;
        let new = add(site, "cfj", NEW).await;
        act(site, merger(&[finance, reform], new)).await.unwrap();
        let before = (count_open(site).await, of_unit(site, finance).await, of_unit(site, new).await.len());
        let mut revised = reading();
        revised.duties.push(with_deadline(
            duty("年度报告", "12月25日前公开财政公开年度报告", &["市财政局"]),
            "2026-12-25", "12月25日前", Trigger::None,
        ));
        let plans::actions::ImportOutcome::Changed { plan, .. } = take_in(site, revised).await else { panic!("not changed") };
        assert_eq!(plan, id_of(&taken));
        let accepted = accept(site, plan).await;
        assert_eq!((accepted.effect.opened, accepted.effect.withdrawn), (1, 0), "{accepted:?}");
        assert_eq!(count_open(site).await, before.0 + 1);
        assert_eq!(of_unit(site, finance).await, before.1);
        assert_eq!(of_unit(site, new).await.len(), before.2 + 1, "the new duty is the successor's");
        all_is_well(site).await;
    }

    async fn a_split_gives_each_duty_to_whom_it_was_chosen_for(site: &TestSite) {
        found(site).await;
        let taken = take_in(site, reading()).await;
        let finance = unit(site, "czj").await;
        let (treasury, policy) = (add(site, "gkj", "云溪市国库局").await, add(site, "zcj", "云溪市财政政策局").await);
        let owed = store::read!(site.store, |tx| list_owed_by(tx, finance).await).unwrap();
        assert_eq!(owed.len(), 2);
        let monthly = owed.iter().find(|it| it.recurrences == 1).unwrap();
        let what = Reorganisation {
            how: How::Split {
                unit: finance,
                into: vec![policy, treasury],
                choices: HashMap::from([(monthly.origin.id(), treasury)]),
            },
            ..merger(&[], policy)
        };
        let before = count_open(site).await;
        act(site, what).await.unwrap();
        assert_eq!(count_open(site).await, before);
        assert_eq!(of_unit(site, treasury).await.len() as u64, monthly.promises);
        assert_eq!(of_unit(site, policy).await.len(), 1);
        let successors = store::read!(site.store, |tx| directory::list_successors(tx, finance).await).unwrap();
        assert_eq!(successors.len(), 2);
        all_is_well(site).await;

        // A revision leaves each with what was chosen.
        let mut revised = reading();
        revised.duties[3].text.push_str("，并报市政府");
        take_in(site, revised).await;
        let accepted = accept(site, id_of(&taken)).await;
        assert_eq!((accepted.effect.opened, accepted.effect.withdrawn), (0, 0), "{accepted:?}");
        assert_eq!(of_unit(site, treasury).await.len() as u64, monthly.promises);
        all_is_well(site).await;
    }

    async fn a_duty_without_a_name_goes_with_the_office_that_issued_the_plan(site: &TestSite) {
        found(site).await;
        let taken = take_in(site, reading()).await;
        let (office_unit, heir) = (unit(site, "bgs").await, add(site, "dsj", "云溪市数据局").await);
        assert_eq!(of_unit(site, office_unit).await.len(), 1);
        act(site, merger(&[office_unit], heir)).await.unwrap();
        assert_eq!(of_unit(site, heir).await.len(), 1);
        let mut revised = reading();
        revised.duties[0].text.push_str("，做好解读");
        take_in(site, revised).await;
        let accepted = accept(site, id_of(&taken)).await;
        assert_eq!((accepted.effect.opened, accepted.effect.withdrawn), (0, 0), "{accepted:?}");
        assert_eq!(of_unit(site, heir).await.len(), 1);
        all_is_well(site).await;
    }

    async fn returned_evidence_of_a_unit_that_ended_is_mended_by_its_successor(site: &TestSite) {
        found(site).await;
        take_in(site, reading()).await;
        let finance = unit(site, "czj").await;
        let kept = of_unit(site, finance).await.remove(0);
        keep_one(site, &kept).await;
        let new = add(site, "cfj", NEW).await;
        act(site, merger(&[finance], new)).await.unwrap();
        let command = ReturnEvidence { promise: kept.id, reason: "链接打不开".to_owned() };
        return_evidence(&site.store, &command, &site.office(), site.now).await.unwrap();
        let owed = of_unit(site, new).await;
        assert!(owed.iter().any(|it| it.id == kept.id));
        all_is_well(site).await;
    }

    async fn what_is_refused_leaves_no_trace(site: &TestSite) {
        found(site).await;
        take_in(site, reading()).await;
        let finance = unit(site, "czj").await;
        let new = add(site, "cfj", NEW).await;
        let before = events(site).await;
        let end = Reorganisation { how: How::End { unit: finance }, ..merger(&[], new) };
        let Err(Stop::Refused(refusal)) = act(site, end).await else { panic!("not refused") };
        assert_eq!(refusal.code(), "reorganise.still_owes");
        let command = Reorganise { what: merger(&[finance], new), seen: Some("0".repeat(32)) };
        let stale = reorganise(&site.store, &command, &site.office(), site.now).await;
        let Err(Stop::Refused(refusal)) = stale else { panic!("not refused") };
        assert_eq!(refusal.code(), "reorganise.stale");
        assert_eq!(events(site).await, before);
        let foreseen = foresee_reorganisation(&site.store, &merger(&[finance], new), site.now).await.unwrap();
        assert_eq!(events(site).await, before, "a preview changes nothing");
        let command = Reorganise { what: merger(&[finance], new), seen: Some(foreseen.mark) };
        reorganise(&site.store, &command, &site.office(), site.now).await.unwrap();
        all_is_well(site).await;
    }

    async fn a_renamed_unit_keeps_what_it_owes_and_is_found_by_its_old_name(site: &TestSite) {
        found(site).await;
        let finance = unit(site, "czj").await;
        take_in(site, reading()).await;
        let before = of_unit(site, finance).await.len();
        let how = How::Rename { unit: finance, name: "云溪市财政与国资局".to_owned(), short_name: "市财政国资局".to_owned() };
        act(site, Reorganisation { how, ..merger(&[], finance) }).await.unwrap();
        assert_eq!(of_unit(site, finance).await.len(), before);
        let renamed = store::read!(site.store, |tx| find_unit(tx, finance).await).unwrap().unwrap();
        assert_eq!(renamed.name, "云溪市财政与国资局");
        let former: Vec<_> = renamed.names(kernel::unit::AliasKind::Former).collect();
        assert_eq!(former, ["云溪市财政局", "市财政局"]);
        let directory = store::read!(site.store, |tx| directory::load(tx).await).unwrap();
        let found = plans::Resolver::new(&directory, day("2026-11-21"), None).resolve("市财政局");
        assert_eq!(found.units, [finance]);
        all_is_well(site).await;
    }

    async fn however_units_are_reorganised_no_promise_is_lost(site: &TestSite) {
        found(site).await;
        take_in(site, reading()).await;
        sweep(&site.store, &site.calendar, site.now).await.unwrap();
        let mut living = vec![unit(site, "czj").await, unit(site, "fgj").await, unit(site, "bgs").await];
        let before = count_open(site).await;
        // A small generator with a fixed seed: the same steps each time, on both engines.
        let mut seed = 20_261_121_u64;
        let mut next = |most: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % most
        };
        for step in 0..8 {
            let new = add(site, &format!("n{step}"), &format!("云溪市第{step}新局")).await;
            let gone = living.remove(next(living.len()));
            let other = living[next(living.len())];
            let what = if next(2) == 0 {
                let mut units = vec![gone];
                if living.len() > 2 && next(2) == 0 {
                    units.push(living.remove(next(living.len())));
                }
                merger(&units, new)
            } else {
                let owed = store::read!(site.store, |tx| list_owed_by(tx, gone).await).unwrap();
                let chosen = owed.iter().filter(|_| next(2) == 0).map(|it| (it.origin.id(), other)).collect();
                let how = How::Split { unit: gone, into: vec![new, other], choices: chosen };
                Reorganisation { how, ..merger(&[], new) }
            };
            // Units that began on the first of the month end a day later at the earliest.
            let what = Reorganisation { from_on: day("2026-11-20"), ..what };
            act(site, what).await.unwrap();
            living.push(new);
            assert_eq!(count_open(site).await, before, "step {step}");
            let mut held = 0;
            for unit in &living {
                held += i64::try_from(of_unit(site, *unit).await.len()).unwrap();
            }
            assert_eq!(held, before, "step {step}: all of it with units that live");
            all_is_well(site).await;
        }
    }
}
