//! The work on promises, on both engines: progress, nil returns, waivers and moves that another decides, returned evidence.

use crate::city::{City, clerk, day, open_one};
use crate::desk::{approver, check, code, detail, events, file, head, office_of, submission};
use kernel::PromiseId;
use promises::actions::{
    Decide, ProposeMove, ProposeNilReturn, ProposeWaiver, ReportProgress, ReturnEvidence, Ruling,
    Submit, add_submission, decide_proposal, propose_move, propose_nil_return, propose_waiver,
    report_progress, return_evidence, sign_nil_return, submit,
};
use promises::model::{KeptBy, WaitsFor};
use promises::rules::{EvidenceFile, Progress};
use promises::work::{
    ProposalState, find_evidence_file, find_public_file, list_to_decide, list_to_sign,
};
use promises::{PromiseState, Standing};
use testkit::{TestSite, on_both};

fn progress(promise: PromiseId, percent: u8, note: &str) -> ReportProgress {
    ReportProgress {
        promise,
        progress: Progress {
            percent,
            note: note.to_owned(),
            stated_on: day("2026-11-20"),
        },
    }
}

fn nil(promise: PromiseId) -> ProposeNilReturn {
    ProposeNilReturn {
        promise,
        reason: "本月没有新增的财政专项资金".to_owned(),
    }
}

fn waiver(promise: PromiseId) -> ProposeWaiver {
    ProposeWaiver {
        promise,
        reason: "事项已划转市民政局".to_owned(),
        basis: "云委编〔2026〕3号".to_owned(),
    }
}

fn longer(promise: PromiseId) -> ProposeMove {
    ProposeMove {
        promise,
        by: calendar::Span::Workdays(10),
        reason: "省级数据推迟下发".to_owned(),
        basis: "云政办函〔2026〕9号".to_owned(),
    }
}

fn granted(proposal: kernel::ProposalId) -> Decide {
    Decide {
        proposal,
        ruling: Ruling::Approve,
    }
}

fn refused(proposal: kernel::ProposalId, reason: &str) -> Decide {
    Decide {
        proposal,
        ruling: Ruling::Refuse {
            reason: reason.to_owned(),
        },
    }
}

on_both! {
    async fn progress_is_kept_as_told_and_may_fall(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-12-31")).await;
        let officer = clerk(city.finance);
        report_progress(&site.store, &progress(id, 60, "已完成数据核对"), &officer, site.now).await.unwrap();
        let later = site.now.plus_millis(1000);
        report_progress(&site.store, &progress(id, 40, "复核发现两处需要返工"), &officer, later).await.unwrap();
        let known = file(site, id).await;
        let told: Vec<u8> = known.progress.iter().map(|it| it.progress.percent).collect();
        assert_eq!((told, known.promise.percent), (vec![40, 60], Some(40)));
        assert!(detail(site, id).await.history.last().unwrap().what.contains("40%"));
        let before = events(site).await;
        assert_eq!(code(report_progress(&site.store, &progress(id, 50, ""), &officer, later).await), "promises.progress_note_missing");
        assert_eq!(code(report_progress(&site.store, &progress(id, 50, "进行中"), &clerk(city.welfare), later).await), "kernel.responsible_unit_only");
        assert_eq!((events(site).await, file(site, id).await.progress.len()), (before, 2));
        check(site).await;
    }

    async fn a_nil_return_is_kept_once_another_leader_signs_it(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-11-21")).await;
        let proposal = propose_nil_return(&site.store, &nil(id), &clerk(city.finance), site.now).await.unwrap();
        assert_eq!(file(site, id).await.promise.waits_for, WaitsFor::Signature);
        assert_eq!(detail(site, id).await.line.standing, Standing::DueToday, "nothing is kept by asking");
        // Not in public before it is signed.
        assert_eq!(detail(site, id).await.history.len(), 1);
        assert_eq!(file(site, id).await.history.len(), 2);
        let leader = head(city.finance, "财政局 周岚");
        let waiting = store::read!(site.store, |tx| {
            list_to_sign(tx, &[city.finance, city.welfare], &kernel::PageAsk::first(10)).await
        }).unwrap();
        assert_eq!(waiting.items.len(), 1);
        let before = events(site).await;
        assert_eq!(code(propose_nil_return(&site.store, &nil(id), &clerk(city.finance), site.now).await), "promises.proposal_waits");
        assert_eq!(code(sign_nil_return(&site.store, &granted(proposal), &head(city.welfare, "民政局 何平"), site.now).await), "kernel.unit_leader_only");
        assert_eq!(code(sign_nil_return(&site.store, &granted(proposal), &head(city.finance, "财政局 李卫"), site.now).await), "kernel.own_proposal");
        assert_eq!(code(decide_proposal(&site.store, &granted(proposal), &approver(city.finance, "财政局 吴局"), (&site.calendar, site.now)).await), "kernel.unit_leader_only");
        assert_eq!(events(site).await, before);
        // Signed two days later: what counts is the day on which it was handed in.
        let later = site.now.plus_millis(2 * 86_400_000);
        sign_nil_return(&site.store, &granted(proposal), &leader, later).await.unwrap();
        let shown = detail(site, id).await;
        assert_eq!(shown.state, PromiseState::Kept { on: day("2026-11-21"), at: later, how: KeptBy::NilReturn });
        assert_eq!(shown.line.standing, Standing::KeptOnTime);
        let public = store::read!(site.store, |tx| find_public_file(tx, id).await).unwrap().unwrap();
        assert_eq!(public.decided.len(), 1);
        assert_eq!(public.decided[0].decision.as_ref().unwrap().decided_as, "科室负责人");
        assert_eq!(code(sign_nil_return(&site.store, &granted(proposal), &leader, later).await), "promises.proposal_decided");
        check(site).await;
    }

    async fn a_nil_return_sent_back_stays_inside_the_house(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-11-30")).await;
        let proposal = propose_nil_return(&site.store, &nil(id), &clerk(city.finance), site.now).await.unwrap();
        let leader = head(city.finance, "财政局 周岚");
        assert_eq!(code(sign_nil_return(&site.store, &refused(proposal, " "), &leader, site.now).await), "promises.reason_missing");
        sign_nil_return(&site.store, &refused(proposal, "十一月有一笔专项资金"), &leader, site.now).await.unwrap();
        let known = file(site, id).await;
        assert_eq!((known.promise.waits_for, known.proposals[0].state), (WaitsFor::Nothing, ProposalState::Refused));
        assert_eq!(detail(site, id).await.history.len(), 1);
        assert_eq!(detail(site, id).await.line.standing, Standing::Open);
        check(site).await;
    }

    async fn a_waiver_is_decided_by_an_approver_of_the_office_who_did_not_propose_it(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-11-10")).await;
        let office = office_of(city.government);
        let proposal = propose_waiver(&site.store, &waiver(id), &office, site.now).await.unwrap();
        assert_eq!(detail(site, id).await.line.standing, Standing::Late, "asked is not granted");
        let before = events(site).await;
        let at = (&*site.calendar, site.now);
        assert_eq!(code(decide_proposal(&site.store, &granted(proposal), &approver(city.finance, "财政局 吴局"), at).await), "kernel.approver_only");
        assert_eq!(code(decide_proposal(&site.store, &granted(proposal), &approver(city.government, "公开办 陈静"), at).await), "kernel.own_proposal");
        assert_eq!(code(propose_waiver(&site.store, &waiver(id), &site.office(), site.now).await), "promises.no_deciding_unit");
        assert_eq!(events(site).await, before);
        let waiting = store::read!(site.store, |tx| {
            list_to_decide(tx, &[city.government], &kernel::PageAsk::first(10)).await
        }).unwrap();
        assert_eq!(waiting.items.len(), 1);
        assert_eq!(waiting.items[0].proposal.id, proposal);
        decide_proposal(&site.store, &granted(proposal), &approver(city.government, "市政府 孙副秘书长"), at).await.unwrap();
        let shown = detail(site, id).await;
        assert_eq!(shown.line.standing, Standing::Waived);
        let said = &shown.history.last().unwrap().what;
        assert!(said.contains("云委编〔2026〕3号") && said.contains("分管领导"), "{said}");
        check(site).await;
    }

    async fn a_refused_waiver_is_closed_with_its_reason_for_everybody(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-11-10")).await;
        let proposal = propose_waiver(&site.store, &waiver(id), &office_of(city.government), site.now).await.unwrap();
        let leader = approver(city.government, "市政府 孙副秘书长");
        decide_proposal(&site.store, &refused(proposal, "划转手续尚未完成"), &leader, (&site.calendar, site.now)).await.unwrap();
        let shown = detail(site, id).await;
        assert_eq!(shown.line.standing, Standing::Late);
        assert!(shown.history.last().unwrap().what.contains("豁免未获批准"));
        let public = store::read!(site.store, |tx| find_public_file(tx, id).await).unwrap().unwrap();
        assert_eq!(public.decided[0].decision.as_ref().unwrap().note, "划转手续尚未完成");
        // It may be asked for again.
        propose_waiver(&site.store, &waiver(id), &office_of(city.government), site.now).await.unwrap();
        check(site).await;
    }

    async fn a_move_lengthens_the_clock_and_shows_in_its_proof(site: &TestSite) {
        let city = City::of(site).await;
        let counted = open_one(site, city.due_after(city.finance, "2026-11-02", 20)).await;
        let named = open_one(site, city.due(city.finance, "2026-11-30")).await;
        let late = open_one(site, city.due(city.finance, "2026-11-20")).await;
        let office = office_of(city.government);
        let at = (&*site.calendar, site.now);
        let leader = approver(city.government, "市政府 孙副秘书长");
        for id in [counted, named] {
            let before = detail(site, id).await;
            let proposal = propose_move(&site.store, &longer(id), &office, at).await.unwrap();
            assert_eq!(detail(site, id).await.line.due_on, before.line.due_on, "asked is not granted");
            decide_proposal(&site.store, &granted(proposal), &leader, at).await.unwrap();
            let after = detail(site, id).await;
            assert!(after.line.due_on > before.line.due_on);
            let proof = after.clock.proof(&site.calendar).unwrap();
            assert_eq!(proof.due.on, after.line.due_on);
            let shown: Vec<&str> = proof.lines.iter().filter_map(|it| it.basis.as_deref()).collect();
            assert!(shown.iter().any(|it| it.contains("云政办函〔2026〕9号")), "{shown:?}");
            assert!(after.due_basis.contains("经批准延长10个工作日"), "{}", after.due_basis);
            assert_eq!(file(site, id).await.promise.waits_for, WaitsFor::Nothing);
        }
        assert_eq!(code(propose_move(&site.store, &longer(late), &office, at).await), "promises.late_does_not_move");
        check(site).await;
    }

    async fn returned_evidence_opens_the_promise_again_and_may_make_it_late(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-11-15")).await;
        let officer = clerk(city.finance);
        let office = office_of(city.government);
        let handed_in = Submit { promise: id, submission: submission("2026-11-10") };
        submit(&site.store, &handed_in, &officer, site.now).await.unwrap();
        check(site).await;
        let back = ReturnEvidence { promise: id, reason: "链接打不开".to_owned() };
        assert_eq!(code(return_evidence(&site.store, &ReturnEvidence { reason: String::new(), ..back.clone() }, &office, site.now).await), "promises.reason_missing");
        let later = site.now.plus_millis(1000);
        assert_eq!(return_evidence(&site.store, &back, &office, later).await.unwrap(), Standing::Late);
        check(site).await;
        assert_eq!(code(return_evidence(&site.store, &back, &office, later).await), "promises.not_kept_yet");
        let known = file(site, id).await.promise;
        assert_eq!((known.waits_for, known.returns.times), (WaitsFor::Mending, 1));
        assert_eq!(known.returns.unmended.unwrap().reason, "链接打不开");
        // The same link may be handed in anew once the page is mended, and both stay on record.
        submit(&site.store, &handed_in, &officer, later).await.unwrap();
        let shown = detail(site, id).await;
        assert_eq!((shown.line.standing, shown.evidence.len()), (Standing::KeptOnTime, 2));
        assert_eq!(shown.evidence[0].returned.as_ref().unwrap().reason, "链接打不开");
        assert!(shown.evidence[1].returned.is_none());
        let again = later.plus_millis(1000);
        return_evidence(&site.store, &ReturnEvidence { reason: "内容不全".to_owned(), ..back }, &office, again).await.unwrap();
        let known = file(site, id).await;
        assert_eq!((known.promise.returns.times, known.promise.waits_for), (2, WaitsFor::Mending));
        assert_eq!(known.history.len(), 5);
        let last = &known.history.last().unwrap().what;
        assert!(last.contains("内容不全") && last.contains("即为逾期"), "{last}");
        check(site).await;
    }

    async fn several_pieces_are_one_act_and_a_file_is_for_everybody_while_it_counts(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-11-30")).await;
        let officer = clerk(city.finance);
        let bytes = b"%PDF-1.7 evidence".to_vec();
        let size = bytes.len() as u64;
        let blob = site.store.blobs().put(bytes).await.unwrap();
        let mut given = submission("2026-11-12");
        given.links.push("https://www.yunxi.example/czj/202611/t2.html".to_owned());
        given.files.push(EvidenceFile { blob, file_name: "公开截图.pdf".to_owned(), media_type: "application/pdf".to_owned(), size });
        let handed_in = Submit { promise: id, submission: given };
        let before = events(site).await;
        let first = submit(&site.store, &handed_in, &officer, site.now).await.unwrap();
        assert_eq!(events(site).await, before + 1);
        assert_eq!(submit(&site.store, &handed_in, &officer, site.now).await.unwrap(), first, "sent twice is once");
        assert_eq!(add_submission(&site.store, &handed_in, &officer, site.now).await.unwrap(), first.evidence);
        let shown = detail(site, id).await;
        assert_eq!(shown.evidence.len(), 3);
        let piece = shown.evidence.iter().find(|it| it.file.is_some()).unwrap().id;
        let public = |site: &TestSite| { let store = site.store.clone(); async move {
            store::read!(store, |tx| find_evidence_file(tx, piece).await).unwrap().is_some()
        } };
        assert!(public(site).await);
        let back = ReturnEvidence { promise: id, reason: "截图看不清".to_owned() };
        return_evidence(&site.store, &back, &office_of(city.government), site.now).await.unwrap();
        assert!(!public(site).await, "what was returned is no evidence any more");
        check(site).await;
    }

    async fn what_waits_lapses_when_the_promise_is_closed_another_way(site: &TestSite) {
        let city = City::of(site).await;
        let id = open_one(site, city.due(city.finance, "2026-11-30")).await;
        let proposal = propose_nil_return(&site.store, &nil(id), &clerk(city.finance), site.now).await.unwrap();
        let handed_in = Submit { promise: id, submission: submission("2026-11-12") };
        submit(&site.store, &handed_in, &clerk(city.finance), site.now).await.unwrap();
        let known = file(site, id).await;
        assert_eq!((known.proposals[0].state, known.promise.waits_for), (ProposalState::Lapsed, WaitsFor::Nothing));
        assert_eq!(code(sign_nil_return(&site.store, &granted(proposal), &head(city.finance, "财政局 周岚"), site.now).await), "promises.proposal_decided");
        check(site).await;
    }
}
