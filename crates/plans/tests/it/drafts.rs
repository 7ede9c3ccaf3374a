//! Drafts on both engines: edits that are saved at once, approval that opens promises or leaves no trace.

use crate::city;

use crate::city::{all_is_well, authority, detail, duty, found, plan, source, unit, with_cadence};
use gongwen::reading::{Duty, PlanReading};
use kernel::{DraftId, PageAsk, Refusal, Stop};
use plans::actions::{
    ApproveDraft, EditDraft, ImportOutcome, ImportPlan, Unled, approve_draft, create_draft,
    discard_draft, edit_draft,
};
use plans::draft::{DraftRefusal, DraftState, Edit, OpenDraft, find_draft, list_drafts, preview};
use promises::evidence_rule::find_evidence_rule;
use testkit::{TestSite, on_both};

fn duties() -> Vec<Duty> {
    vec![
        with_cadence(
            duty("推进财政公开", "按季度公开收支情况。", &["市财政局"]),
            "quarterly",
        ),
        duty("推进审批公开", "公开审批事项清单。", &["市发改局"]),
        duty("推进监管公开", "公开抽查结果。", &["市某某局"]),
    ]
}

async fn drafted(site: &TestSite, reading: PlanReading) -> DraftId {
    let office = site.office();
    let import = ImportPlan {
        file: serde_json::to_vec(&reading).unwrap(),
        source: source("云溪市2026年政务公开工作要点"),
        reading,
        file_name: "要点.docx".to_owned(),
        media_type: "text/plain".to_owned(),
    };
    create_draft(&site.store, import, &authority(site, &office))
        .await
        .unwrap()
}

async fn opened(site: &TestSite, draft: DraftId) -> OpenDraft {
    find_draft(&site.store, draft).await.unwrap().unwrap()
}

async fn edit(
    site: &TestSite,
    (draft, seen): (DraftId, u64),
    edit: Edit,
) -> Result<u64, Stop<DraftRefusal>> {
    let office = site.office();
    let command = EditDraft { draft, seen, edit };
    edit_draft(&site.store, &command, &authority(site, &office)).await
}

async fn approve(
    site: &TestSite,
    (draft, seen): (DraftId, u64),
    unled: Unled,
) -> Result<ImportOutcome, Stop<DraftRefusal>> {
    let office = site.office();
    let command = ApproveDraft { draft, seen, unled };
    approve_draft(&site.store, &command, &authority(site, &office)).await
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Stop<DraftRefusal>>) -> &'static str {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal.code(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn events(site: &TestSite) -> usize {
    store::read!(site.store, |tx| store::event::list_newest(tx, 200).await)
        .unwrap()
        .len()
}

on_both! {
    async fn a_draft_keeps_every_edit_and_opens_nothing(site: &TestSite) {
        found(site).await;
        let draft = drafted(site, plan(duties())).await;
        assert_eq!(edit(site, (draft, 0), Edit::Drop { duty: 2 }).await.unwrap(), 1);
        assert_eq!(edit(site, (draft, 1), Edit::Undo).await.unwrap(), 2);
        assert_eq!(edit(site, (draft, 2), Edit::Redo).await.unwrap(), 3);
        let it = opened(site, draft).await;
        assert!(it.drafted.content.find(2).unwrap().is_dropped);
        assert_eq!(it.history.len(), 3);
        assert_eq!(it.line.title, "云溪市2026年政务公开工作要点");
        let page = store::read!(site.store, |tx| list_drafts(tx, DraftState::Editing, &PageAsk::first(10)).await).unwrap();
        assert_eq!(page.items.iter().map(|it| it.id).collect::<Vec<_>>(), [draft]);
        assert!(city::list(site, promises::queries::PromiseFilter::default()).await.is_empty());
        all_is_well(site).await;
    }

    async fn a_refused_edit_leaves_no_trace(site: &TestSite) {
        found(site).await;
        let draft = drafted(site, plan(duties())).await;
        edit(site, (draft, 0), Edit::Drop { duty: 2 }).await.unwrap();
        let before = events(site).await;
        assert_eq!(code(edit(site, (draft, 0), Edit::Drop { duty: 2 }).await), "drafts.stale");
        assert_eq!(code(edit(site, (draft, 1), Edit::Drop { duty: 2 }).await), "drafts.dropped");
        assert_eq!(code(edit(site, (draft, 1), Edit::Merge { duty: 3 }).await), "drafts.nothing_after");
        assert_eq!(events(site).await, before);
        assert_eq!(opened(site, draft).await.history.len(), 1);
    }

    async fn an_approved_draft_opens_what_its_edits_say(site: &TestSite) {
        found(site).await;
        let draft = drafted(site, plan(duties())).await;
        assert_eq!(code(approve(site, (draft, 0), Unled::Refused).await), "drafts.unled");
        let fgj = unit(site, "fgj").await;
        let edits = [
            Edit::Mean { written: "市某某局".to_owned(), units: vec![fgj] },
            Edit::SetGrace { duty: 1, grace: "P10WD".to_owned(), basis: "云政办发〔2026〕5号".to_owned() },
            Edit::SetEvidence { duty: 1, accepted: "link".to_owned(), least: 2, hosts: vec!["yunxi.gov.cn".to_owned()] },
            Edit::Reword { duty: 2, heading: "推进审批公开".to_owned(), text: "公开审批事项和流程。".to_owned() },
        ];
        for (seen, it) in (0..).zip(edits) {
            edit(site, (draft, seen), it).await.unwrap();
        }
        assert_eq!(code(approve(site, (draft, 0), Unled::Refused).await), "drafts.stale");
        let it = opened(site, draft).await;
        let directory = store::read!(site.store, |tx| store::directory::load(tx).await).unwrap();
        let foreseen = preview(&it.drafted.content, &directory, (&site.calendar, site.now.date()));
        let ImportOutcome::Imported { plan, duties, opened: count } = approve(site, (draft, 4), Unled::Refused).await.unwrap() else {
            panic!("a new plan");
        };
        assert_eq!(duties, 3);
        assert_eq!(foreseen.count_promises() as u64, count, "the preview told the truth");
        let detail = detail(site, plan).await;
        assert_eq!(detail.duties[1].text, "公开审批事项和流程。");
        assert_eq!(detail.duties[0].grace, "10个工作日内");
        assert_eq!(detail.duties[2].lead[0].unit.as_ref().map(|it| it.0), Some(fgj));
        let first = detail.duties[0].id.to_string();
        let rule = store::read!(site.store, |tx| find_evidence_rule(tx, &first).await).unwrap();
        assert_eq!((rule.least, rule.hosts), (2, vec!["yunxi.gov.cn".to_owned()]));
        let line = opened(site, draft).await.line;
        assert_eq!((line.state, line.plan), (DraftState::Approved, Some(plan)));
        assert_eq!(code(edit(site, (draft, 4), Edit::Undo).await), "drafts.closed");
        assert_eq!(code(approve(site, (draft, 4), Unled::Refused).await), "drafts.closed");
        all_is_well(site).await;
    }

    async fn units_that_are_not_clear_may_be_left_to_later_only_on_somebodys_word(site: &TestSite) {
        found(site).await;
        let draft = drafted(site, plan(duties())).await;
        let before = events(site).await;
        assert_eq!(code(approve(site, (draft, 0), Unled::Refused).await), "drafts.unled");
        assert_eq!(events(site).await, before);
        let outcome = approve(site, (draft, 0), Unled::Awaited).await.unwrap();
        let detail = detail(site, outcome.plan()).await;
        assert!(detail.duties[2].doubts.iter().any(|it| it.code == "unit_unclear"));
        all_is_well(site).await;
    }

    async fn the_next_version_of_a_plan_waits_to_be_accepted(site: &TestSite) {
        found(site).await;
        let first = drafted(site, plan(duties())).await;
        let known = approve(site, (first, 0), Unled::Awaited).await.unwrap().plan();
        let mut next = duties();
        next.remove(1);
        let draft = drafted(site, plan(next)).await;
        assert_eq!(opened(site, draft).await.line.plan, Some(known));
        let outcome = approve(site, (draft, 0), Unled::Awaited).await.unwrap();
        assert!(matches!(outcome, ImportOutcome::Changed { plan, ref diff } if plan == known && diff.dropped.len() == 1));
        assert_eq!(detail(site, known).await.duties.len(), 3, "nothing changes before it is accepted");
        all_is_well(site).await;
    }

    async fn a_draft_that_is_thrown_away_stays_so(site: &TestSite) {
        found(site).await;
        let draft = drafted(site, plan(duties())).await;
        let office = site.office();
        discard_draft(&site.store, draft, &authority(site, &office)).await.unwrap();
        assert_eq!(code(discard_draft(&site.store, draft, &authority(site, &office)).await), "drafts.closed");
        assert_eq!(code(approve(site, (draft, 0), Unled::Awaited).await), "drafts.closed");
        assert_eq!(opened(site, draft).await.line.state, DraftState::Discarded);
    }

    async fn every_statement_about_drafts_can_be_prepared(site: &TestSite) {
        for (name, sql) in plans::draft::ALL {
            let prepared = store::read!(site.store, |tx| tx.prepare(sql).await);
            assert!(prepared.is_ok(), "{name}: {prepared:?}");
        }
    }
}
