//! Lateness does not vanish in silence: what a changed plan would do to promises is foreseen, and late ones go only by a reason.

use crate::city::{
    all_is_well, authority, detail, duty, found, id_of, list, plan, take_in, unit, with_cadence,
    with_deadline,
};
use gongwen::reading::{Duty, Trigger};
use kernel::{DutyId, PlanId, Refusal, Stop};
use plans::PlanRefusal;
use plans::actions::{
    AcceptChanges, AssignTarget, AssignUnit, SetCadenceBasis, accept_changes, assign_unit,
    set_cadence_basis,
};
use plans::queries::{Proposal, find_proposal, list_plans};
use plans::reconcile::Effect;
use promises::queries::{PromiseFilter, PromiseLine, find_promise};
use promises::{Origin, Standing};
use testkit::{TestSite, on_both};

/// On 21 November: four quarters' promises of which three are late, two dates gone by, and one to come.
fn duties() -> Vec<Duty> {
    let date = |heading: &str, value: &str, words: &str| {
        let text = format!("{words}公开{heading}。");
        let plain = duty(heading, &text, &["市财政局"]);
        with_deadline(plain, value, words, Trigger::None)
    };
    vec![
        with_cadence(
            duty("推进财政公开", "按季度公开收支情况。", &["市财政局"]),
            "quarterly",
        ),
        date("债务限额", "2026-09-30", "9月底前"),
        date("采购目录", "2026-12-20", "12月20日前"),
        date("资产清单", "2026-10-31", "10月底前"),
    ]
}

async fn proposed(site: &TestSite, plan: PlanId) -> Proposal {
    find_proposal(&site.store, plan, &site.calendar, site.now.date())
        .await
        .unwrap()
        .unwrap()
}

async fn accepted(
    site: &TestSite,
    proposal: &Proposal,
    late_reason: Option<&str>,
) -> Result<Effect, Stop<PlanRefusal>> {
    let command = AcceptChanges {
        plan: proposal.plan_id,
        reading: proposal.reading.clone(),
        late_reason: late_reason.map(str::to_owned),
    };
    let office = site.office();
    let done = accept_changes(&site.store, &command, &authority(site, &office)).await;
    done.map(|it| it.effect)
}

fn of_duty(id: DutyId) -> PromiseFilter {
    PromiseFilter {
        duty: Some(id),
        ..PromiseFilter::default()
    }
}

async fn with_standing(site: &TestSite, standing: Standing) -> usize {
    let filter = PromiseFilter {
        standing: Some(standing),
        ..PromiseFilter::default()
    };
    list(site, filter).await.len()
}

/// How many events there are, and how many promises are late.
async fn trace(site: &TestSite) -> (usize, usize) {
    let events = store::read!(site.store, |tx| store::event::list_after(tx, None, 1000)
        .await)
    .unwrap();
    (events.len(), with_standing(site, Standing::Late).await)
}

/// The newest event of a kind, in words.
async fn newest(site: &TestSite, kind: &str) -> String {
    let events = store::read!(site.store, |tx| store::event::list_newest(tx, 20).await).unwrap();
    let found = events.iter().find(|it| it.kind == kind).unwrap();
    let event: plans::events::PlanEvent = serde_json::from_str(&found.body).unwrap();
    event.describe()
}

fn code_of(outcome: Result<Effect, Stop<PlanRefusal>>) -> &'static str {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal.code(),
        other => panic!("not refused: {other:?}"),
    }
}

fn issuers_duty(line: &PromiseLine) -> DutyId {
    match line.origin {
        Origin::Duty(id) => id,
        Origin::CatalogueItem(id) => panic!("of the catalogue: {id}"),
        Origin::Document(id) => panic!("of a document: {id}"),
        Origin::Demand(id) => panic!("of a demand: {id}"),
        Origin::Request(id) => panic!("of a request: {id}"),
    }
}

on_both! {
    async fn each_changed_duty_says_how_many_promises_it_withdraws_and_how_many_are_late(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let known: Vec<DutyId> = detail(site, id).await.duties.iter().map(|it| it.id).collect();
        // The quarters become years, the debt is dropped, the purchases stay, the assets are put off.
        let mut changed = duties();
        changed[0].cadence = vec!["yearly".to_owned()];
        changed[3].deadlines = vec!["2026-12-31".to_owned()];
        changed[3].terms[0].value = "2026-12-31".to_owned();
        changed.remove(1);
        take_in(site, plan(changed)).await;
        let proposal = proposed(site, id).await;
        let foreseen = |n: usize| proposal.foreseen.get(&known[n]).copied();
        assert_eq!(foreseen(0), Some(Effect { withdrawn: 4, late_withdrawn: 3, ..Effect::default() }));
        assert_eq!(foreseen(1), Some(Effect { withdrawn: 1, late_withdrawn: 1, ..Effect::default() }));
        assert_eq!(foreseen(2), None, "nothing happens to it");
        assert_eq!(foreseen(3), Some(Effect { moved: 1, late_postponed: 1, ..Effect::default() }));
        let mut sum = Effect::default();
        for effect in proposal.foreseen.values() {
            sum.add(*effect);
        }
        let done = accepted(site, &proposal, Some("任务合并")).await.unwrap();
        assert_eq!(Effect { opened: 0, ..done }, sum, "what was foreseen is what is done");
        all_is_well(site).await;
    }

    async fn late_promises_go_only_by_a_reason_which_the_public_reads(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let dropped = detail(site, id).await.duties[1].id;
        let promise = list(site, of_duty(dropped)).await[0].id;
        let mut changed = duties();
        changed.remove(1);
        take_in(site, plan(changed)).await;
        let proposal = proposed(site, id).await;
        let before = trace(site).await;
        for reason in [None, Some(" "), Some("\u{202e}")] {
            let Err(Stop::Refused(refusal)) = accepted(site, &proposal, reason).await else { panic!("not refused: {reason:?}") };
            let code = if reason.is_none() { "plans.withdraws_late" } else { "plans.reason_missing" };
            assert_eq!((refusal.code(), refusal.field()), (code, Some("reason")));
        }
        assert_eq!(trace(site).await, before, "a refused act leaves no trace");

        let done = accepted(site, &proposal, Some("限额已随预算公开，不再单列")).await.unwrap();
        assert_eq!((done.withdrawn, done.late_withdrawn), (1, 1));
        let today = site.now.date();
        let shown = store::read!(site.store, |tx| find_promise(tx, promise, today).await).unwrap().unwrap();
        assert_eq!(shown.line.standing, Standing::Void);
        assert!(shown.history.last().unwrap().what.contains("限额已随预算公开，不再单列"));
        let subject = format!("plan/{id}");
        let log = store::read!(site.store, |tx| store::event::list_of_subject(tx, &subject, 100).await).unwrap();
        let said = log.iter().find(|it| it.kind == "plan.revision_accepted").unwrap();
        let event: plans::events::PlanEvent = serde_json::from_str(&said.body).unwrap();
        assert!(event.describe().contains("作废逾期承诺1项"), "{}", event.describe());
        assert!(event.describe().contains("理由：限额已随预算公开，不再单列"));
        assert_eq!(detail(site, id).await.line.counts.void, 1);
        all_is_well(site).await;
    }

    async fn who_answers_anew_lets_late_promises_of_others_go_only_by_a_reason(site: &TestSite) {
        found(site).await;
        let unled = with_deadline(duty("权责清单", "9月底前公开权责清单。", &[]), "2026-09-30", "9月底前", Trigger::None);
        let id = id_of(&take_in(site, plan(vec![unled])).await);
        let issuers = list(site, PromiseFilter::default()).await.remove(0);
        assert_eq!((issuers.unit_name.as_str(), issuers.standing), ("市政府办公室", Standing::Late));
        let given = |late_reason: Option<&str>, units| AssignUnit {
            target: AssignTarget::Duty(issuers_duty(&issuers)),
            units,
            late_reason: late_reason.map(str::to_owned),
        };
        let office = site.office();
        let by = authority(site, &office);
        let finance = vec![unit(site, "czj").await];
        let before = trace(site).await;
        for (reason, code) in [(None, "plans.withdraws_late"), (Some(" "), "plans.reason_missing")] {
            let outcome = assign_unit(&site.store, &given(reason, finance.clone()), &by).await;
            assert_eq!(code_of(outcome), code);
        }
        assert_eq!(trace(site).await, before, "a refused act leaves no trace");
        let reason = Some("清单由财政部门汇总公开");
        let effect = assign_unit(&site.store, &given(reason, finance), &by).await.unwrap();
        assert_eq!((effect.opened, effect.withdrawn, effect.late_withdrawn), (1, 1, 1));
        assert!(newest(site, "duty.unit_assigned").await.contains("作废逾期承诺1项、顺延逾期承诺0项，理由：清单由财政部门汇总公开"));
        assert_eq!(detail(site, id).await.line.counts.void, 1);
        all_is_well(site).await;
    }

    async fn another_span_puts_late_promises_off_only_by_a_reason(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let quarterly = detail(site, id).await.duties[0].id;
        let longer = |late_reason: Option<&str>| SetCadenceBasis {
            duty: quarterly,
            grace: "P11M".to_owned(),
            basis: "云政办函〔2026〕9号".to_owned(),
            late_reason: late_reason.map(str::to_owned),
        };
        let office = site.office();
        let by = authority(site, &office);
        let before = trace(site).await;
        assert_eq!(code_of(set_cadence_basis(&site.store, &longer(None), &by).await), "plans.withdraws_late");
        assert_eq!(trace(site).await, before, "a refused act leaves no trace");
        let effect = set_cadence_basis(&site.store, &longer(Some("决算统一于年底公开")), &by).await.unwrap();
        assert_eq!((effect.moved, effect.late_postponed), (4, 3));
        let first = list(site, of_duty(quarterly)).await[0].id;
        let today = site.now.date();
        let shown = store::read!(site.store, |tx| find_promise(tx, first, today).await).unwrap().unwrap();
        assert!(shown.history.last().unwrap().what.contains("决算统一于年底公开"));
        assert!(newest(site, "duty.grace_set").await.contains("顺延逾期承诺3项"));
        all_is_well(site).await;
    }

    async fn a_difference_that_lets_nothing_late_go_needs_no_reason(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let mut changed = duties();
        changed.remove(2);
        take_in(site, plan(changed)).await;
        let proposal = proposed(site, id).await;
        let done = accepted(site, &proposal, None).await.unwrap();
        assert_eq!((done.withdrawn, done.late()), (1, 0));
        all_is_well(site).await;
    }

    async fn a_deadline_that_cannot_be_reckoned_is_a_doubt_that_lists_count(site: &TestSite) {
        found(site).await;
        let far = with_deadline(duty("远期规划", "2150年底前公开远景目标。", &["市财政局"]), "2150-12-31", "2150年底前", Trigger::None);
        let odd = with_deadline(duty("择机公开", "择机公开有关情况。", &["市财政局"]), "择机", "择机", Trigger::None);
        let id = id_of(&take_in(site, plan(vec![far, odd, duties().remove(2)])).await);
        let shown = detail(site, id).await;
        for n in [0, 1] {
            let doubt = shown.duties[n].doubts.iter().find(|it| it.code == "deadline_unreckonable").unwrap();
            assert!(doubt.message.contains(&shown.duties[n].deadlines[0]), "{}", doubt.message);
            assert_eq!(list(site, of_duty(shown.duties[n].id)).await.len(), 0);
        }
        assert!(shown.duties[2].doubts.is_empty());
        assert_eq!((shown.line.doubted_count, shown.line.unreckonable_count), (2, 2));
        let ask = kernel::PageAsk::first(10);
        let today = site.now.date();
        let page = store::read!(site.store, |tx| list_plans(tx, None, &ask, today).await).unwrap();
        assert_eq!(page.items, [shown.line]);
        // Once the text says a day that exists, the doubt is gone.
        let mut mended = vec![duties().remove(1), duties().remove(3), duties().remove(2)];
        mended[0].heading = "远期规划".to_owned();
        mended[0].text = "2026年底前公开远景目标。".to_owned();
        mended[1].heading = "择机公开".to_owned();
        mended[1].text = "10月底前公开有关情况。".to_owned();
        take_in(site, plan(mended)).await;
        let proposal = proposed(site, id).await;
        accepted(site, &proposal, None).await.unwrap();
        assert_eq!(detail(site, id).await.line.unreckonable_count, 0);
        all_is_well(site).await;
    }
}
