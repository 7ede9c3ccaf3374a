//! What an approver has granted stands, on both engines: a plan that changes, or a span that is set anew, does not take it back.

use crate::city::{
    all_is_well, authority, detail, duty, found, id_of, list, plan, take_in, unit, with_cadence,
    with_deadline,
};
use gongwen::reading::{Duty, Trigger};
use kernel::{Actor, DutyId, PlanId, PromiseId, Role};
use plans::actions::{AcceptChanges, SetCadenceBasis, accept_changes, set_cadence_basis};
use plans::queries::{Proposal, find_proposal};
use plans::reconcile::Effect;
use promises::actions::{Decide, ProposeMove, Ruling, decide_proposal, propose_move};
use promises::queries::{PromiseDetail, PromiseFilter, find_promise};
use testkit::{TestSite, on_both};

/// On 21 November: a date to come, and ten months, of which October is due on the 27th.
fn duties() -> Vec<Duty> {
    let dated = duty("采购目录", "12月20日前公开采购目录。", &["市财政局"]);
    let counted = duty("推进财政公开", "按月公开收支情况。", &["市财政局"]);
    vec![
        with_deadline(dated, "2026-12-20", "12月20日前", Trigger::None),
        with_cadence(counted, "monthly"),
    ]
}

/// The same plan with another day for the first duty.
fn due_on(value: &str) -> Vec<Duty> {
    let mut changed = duties();
    changed[0].text = format!("{value}前公开采购目录。");
    changed[0].deadlines = vec![value.to_owned()];
    changed[0].terms[0].value = value.to_owned();
    changed[0].terms[0].words = format!("{value}前");
    changed
}

async fn duty_of(site: &TestSite, plan: PlanId, n: usize) -> DutyId {
    detail(site, plan).await.duties[n].id
}

/// The next promise of a duty that is due.
async fn next_of(site: &TestSite, duty: DutyId) -> PromiseId {
    let filter = PromiseFilter {
        duty: Some(duty),
        due_from: Some(site.now.date()),
        ..PromiseFilter::default()
    };
    list(site, filter).await[0].id
}

async fn shown(site: &TestSite, id: PromiseId) -> PromiseDetail {
    let today = site.now.date();
    store::read!(site.store, |tx| find_promise(tx, id, today).await)
        .unwrap()
        .unwrap()
}

/// An approver of the office's unit grants ten working days more.
async fn grant(site: &TestSite, promise: PromiseId) {
    let unit = unit(site, "bgs").await;
    let office = Actor::officer("公开办 陈静", unit, vec![Role::OpenGovernmentOffice]);
    let approver = Actor::officer("办公室 周衡", unit, vec![Role::Approver]);
    let asked = ProposeMove {
        promise,
        by: calendar::Span::Workdays(10),
        reason: "省级数据推迟下发".to_owned(),
        basis: "云政办函〔2026〕9号".to_owned(),
    };
    let (calendar, office) = (&site.calendar, office.open_government_office().unwrap());
    let proposal = propose_move(&site.store, &asked, &office, (calendar, site.now))
        .await
        .unwrap();
    let granted = Decide {
        proposal,
        ruling: Ruling::Approve,
    };
    let approver = approver.approver(unit).unwrap();
    decide_proposal(&site.store, &granted, &approver, (calendar, site.now))
        .await
        .unwrap();
}

async fn revise(site: &TestSite, duties: Vec<Duty>) -> Proposal {
    let id = id_of(&take_in(site, plan(duties)).await);
    find_proposal(&site.store, id, &site.calendar, site.now.date())
        .await
        .unwrap()
        .unwrap()
}

async fn accepted(site: &TestSite, proposal: &Proposal) -> Effect {
    let command = AcceptChanges {
        plan: proposal.plan_id,
        reading: proposal.reading.clone(),
        late_reason: None,
    };
    let office = site.office();
    let done = accept_changes(&site.store, &command, &authority(site, &office)).await;
    done.unwrap().effect
}

on_both! {
    async fn a_longer_day_stays_where_the_revised_plan_says_the_same_day_in_other_words(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let duty = duty_of(site, id, 0).await;
        let promise = next_of(site, duty).await;
        grant(site, promise).await;
        let before = shown(site, promise).await;
        assert_eq!(before.line.due_on.to_string(), "2027-01-04", "ten working days, New Year's Day not counted");
        let mut reworded = duties();
        reworded[0].heading = "集中采购目录".to_owned();
        let proposal = revise(site, reworded).await;
        assert_eq!(proposal.foreseen.get(&duty), None, "nothing happens to it");
        assert_eq!(accepted(site, &proposal).await, Effect::default());
        let after = shown(site, promise).await;
        assert_eq!((after.line.due_on, &after.clock, &after.due_basis), (before.line.due_on, &before.clock, &before.due_basis));
        assert!(after.line.title.contains("集中采购目录"), "the words follow");
        all_is_well(site).await;
    }

    async fn a_longer_day_stays_where_the_revised_plan_says_an_earlier_one_and_this_is_told_before(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let duty = duty_of(site, id, 0).await;
        let promise = next_of(site, duty).await;
        grant(site, promise).await;
        let before = shown(site, promise).await;
        let proposal = revise(site, due_on("2026-12-10")).await;
        let kept = Effect { granted_kept: 1, ..Effect::default() };
        assert_eq!(proposal.foreseen.get(&duty), Some(&kept));
        assert_eq!(accepted(site, &proposal).await, kept);
        let after = shown(site, promise).await;
        assert_eq!((after.line.due_on, after.history.len()), (before.line.due_on, before.history.len()));
        let subject = format!("plan/{id}");
        let log = store::read!(site.store, |tx| store::event::list_of_subject(tx, &subject, 100).await).unwrap();
        let said = log.iter().find(|it| it.kind == "plan.revision_accepted").unwrap();
        let event: plans::events::PlanEvent = serde_json::from_str(&said.body).unwrap();
        assert!(event.describe().contains("保留经批准延长的到期日1项"), "{}", event.describe());
        all_is_well(site).await;
    }

    async fn a_later_day_of_the_plan_itself_takes_the_place_of_the_granted_one(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let promise = next_of(site, duty_of(site, id, 0).await).await;
        grant(site, promise).await;
        let proposal = revise(site, due_on("2027-01-31")).await;
        let moved = Effect { moved: 1, ..Effect::default() };
        assert_eq!(accepted(site, &proposal).await, moved);
        assert_eq!(shown(site, promise).await.line.due_on.to_string(), "2027-01-31");
        // The plan's own day, once it is the plan's again, follows the plan.
        let proposal = revise(site, due_on("2026-12-31")).await;
        assert_eq!(accepted(site, &proposal).await, moved);
        assert_eq!(shown(site, promise).await.line.due_on.to_string(), "2026-12-31");
        all_is_well(site).await;
    }

    async fn a_shorter_span_for_all_periods_leaves_the_period_that_was_granted_more(site: &TestSite) {
        found(site).await;
        let id = id_of(&take_in(site, plan(duties())).await);
        let duty = duty_of(site, id, 1).await;
        let promise = next_of(site, duty).await;
        grant(site, promise).await;
        let before = shown(site, promise).await.line;
        assert_eq!(before.period_label.as_deref(), Some("2026年10月"));
        let shorter = SetCadenceBasis {
            duty,
            grace: "P10WD".to_owned(),
            basis: "云政办函〔2026〕12号".to_owned(),
            late_reason: None,
        };
        let office = site.office();
        let effect = set_cadence_basis(&site.store, &shorter, &authority(site, &office)).await.unwrap();
        assert_eq!(effect, Effect { moved: 9, granted_kept: 1, ..Effect::default() });
        assert_eq!(shown(site, promise).await.line.due_on, before.due_on);
        all_is_well(site).await;
    }
}
