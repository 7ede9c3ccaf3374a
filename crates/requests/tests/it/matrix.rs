//! The whole table of stage and command, tried on a real store: what is allowed is done and leads where the table says, what is refused leaves no trace.

use kernel::{Stop, Verdict};
use requests::actions::{
    AskFee, Extend, Hand, NoteSearch, Opinion, Reviewer, Seen, Sending, Serving, Supply, accept,
    answer_anew, approve, ask_fee, ask_supplement, confirm, consult, draft, end_unpaid,
    end_unsupplied, extend, hand_over, note_dispute, note_payment, note_ruling, note_search, pass,
    return_draft, send, serve, serve_consultation, sign, strike_dispute, supply, take_opinion,
    visit_back, withdraw,
};
use requests::clock::Consulted;
use requests::rules::{Consulting, RequestCommand, transitions, verdict};
use requests::{Charging, Delivery, Receipt, RequestRefusal, Stage, Stance};
use store::event::list_newest;
use testkit::{Glass, TestSite, on_both};

use crate::city::{City, at, case, day, seen};
use crate::disputes;

/// The days of every request here, in order; what has a last day is tried long after it only where it ends by that.
const BEGAN: &str = "2026-03-02";
const TRIED: &str = "2026-03-04";
const LONG_AFTER: &str = "2026-05-08";

/// The stages that lead to one, the first act settling the day of receipt.
fn way_to(stage: Stage) -> Vec<Stage> {
    use Stage::{
        Approval, Closed, Handling, Paying, Registered, Review, SecrecyReview, Sent, Signed,
        Supplementing, Unconfirmed,
    };
    let main = [
        Registered,
        Handling,
        Review,
        SecrecyReview,
        Approval,
        Signed,
        Sent,
        Closed,
    ];
    match stage {
        Unconfirmed => Vec::new(),
        Supplementing => vec![Registered, Supplementing],
        Paying => vec![Registered, Handling, Paying],
        Registered | Handling | Review | SecrecyReview | Approval | Signed | Sent | Closed => {
            let at = main.iter().position(|it| *it == stage).unwrap();
            main[..=at].to_vec()
        }
    }
}

/// A request at a stage, with a letter under way where there is a stage for it.
async fn reach(site: &TestSite, city: &City, stage: Stage) -> Receipt {
    let receipt = city.submit(site, at(BEGAN)).await;
    for next in way_to(stage) {
        city.walk(site, &receipt, &[next], at(BEGAN)).await;
    }
    receipt
}

async fn ask_somebody(site: &TestSite, city: &City, receipt: &Receipt) -> kernel::ConsultationId {
    let letter = Consulting {
        whom: Consulted::ThirdParty,
        party: "云溪路桥工程有限公司".to_owned(),
        words: "是否同意公开".to_owned(),
        sent_on: day(BEGAN),
        wished_on: None,
    };
    let by = (&Glass as &dyn kernel::Vault, &*site.calendar, at(BEGAN));
    let seen = seen(site, receipt).await;
    consult(&site.store, (seen, &letter), &city.clerk, by)
        .await
        .unwrap()
}

/// A review of an answer, decided with an order to answer anew where the command wants one.
async fn dispute(
    site: &TestSite,
    city: &City,
    receipt: &Receipt,
    command: RequestCommand,
) -> kernel::DisputeId {
    let by = (&*site.calendar, at(BEGAN));
    let given = disputes::review(day(BEGAN));
    let at_first = seen(site, receipt).await;
    let id = note_dispute(&site.store, (at_first, &given), &city.clerk, by)
        .await
        .unwrap();
    if command == RequestCommand::AnswerAnew {
        let ruled = disputes::corrected(id, day(BEGAN));
        let decided = (seen(site, receipt).await, &ruled);
        note_ruling(&site.store, decided, &city.clerk, by)
            .await
            .unwrap();
    }
    id
}

/// What somebody tries on a request at a stage: on which letter, on which dispute.
#[derive(Clone, Copy)]
struct Aim {
    seen: Seen,
    stage: Stage,
    letter: kernel::ConsultationId,
    dispute: kernel::DisputeId,
}

async fn attempt_at_the_end(
    site: &TestSite,
    city: &City,
    aim: Aim,
    command: RequestCommand,
) -> Result<(), Stop<RequestRefusal>> {
    use RequestCommand as It;
    let (store, clerk, by) = (&site.store, &city.clerk, (&*site.calendar, at(TRIED)));
    let Aim { seen, dispute, .. } = aim;
    let today = day(TRIED);
    match command {
        It::NoteDispute => {
            let given = disputes::review(today);
            note_dispute(store, (seen, &given), clerk, by)
                .await
                .map(|_| ())
        }
        It::NoteRuling => {
            let ruled = disputes::corrected(dispute, today);
            note_ruling(store, (seen, &ruled), clerk, by).await
        }
        It::StrikeDispute => strike_dispute(store, (seen, dispute, "案号有误"), clerk, by).await,
        It::AnswerAnew => {
            let mut anew = disputes::anew(today);
            anew.letter_number = format!("云财公开告〔2026〕{}号", dispute);
            answer_anew(store, (seen, dispute, &anew), clerk, by).await
        }
        _ => {
            let visit = disputes::visit(today);
            visit_back(store, (seen, &visit), clerk, by).await
        }
    }
}

async fn attempt(
    site: &TestSite,
    city: &City,
    aim: Aim,
    command: RequestCommand,
) -> Result<(), Stop<RequestRefusal>> {
    use RequestCommand as It;
    let Aim {
        seen,
        stage,
        letter,
        ..
    } = aim;
    let store = &site.store;
    let (clerk, leader) = (&city.clerk, &city.leader);
    let by = (&*site.calendar, at(TRIED));
    let later = (&*site.calendar, at(LONG_AFTER));
    let today = day(TRIED);
    match command {
        It::Confirm => confirm(store, (seen, today), clerk, by).await,
        It::Accept => accept(store, seen, clerk, by).await,
        It::AskSupplement => ask_supplement(store, (seen, &city.missing(today)), clerk, by).await,
        It::Supply => {
            let supplied = Supply {
                words: "见附件".to_owned(),
                received_on: Some(today),
            };
            supply(store, (seen, &supplied), Hand::Officer(clerk), by).await
        }
        It::EndUnsupplied => end_unsupplied(store, (seen, "没有正当理由"), clerk, later).await,
        It::Consult => {
            let letter = Consulting {
                whom: Consulted::CoMaker,
                party: "云溪市审计局".to_owned(),
                words: "是否同意公开".to_owned(),
                sent_on: today,
                wished_on: None,
            };
            let by = (&Glass as &dyn kernel::Vault, &*site.calendar, at(TRIED));
            consult(store, (seen, &letter), clerk, by).await.map(|_| ())
        }
        It::ServeConsultation => serve_consultation(store, (seen, letter, today), clerk, by).await,
        It::TakeOpinion => {
            let opinion = Opinion {
                consultation: letter,
                stance: Stance::Objects,
                words: "涉及报价".to_owned(),
                answered_on: today,
            };
            take_opinion(store, (seen, &opinion), clerk, by).await
        }
        It::NoteSearch => {
            let search = NoteSearch {
                place: "档案室".to_owned(),
                terms: "滨河路".to_owned(),
                found: "一份".to_owned(),
                searched_by: "周敏".to_owned(),
                searched_on: today,
            };
            note_search(store, (seen, &search), clerk, by).await
        }
        It::Extend => {
            let longer = Extend {
                workdays: 10,
                reason: "档案较多".to_owned(),
                told_on: today,
            };
            extend(store, (seen, &longer), leader, by).await
        }
        It::AskFee => {
            let fee = AskFee {
                charging: Charging::ByPage,
                units: 101,
                told_on: today,
            };
            ask_fee(store, (seen, &fee), clerk, by).await
        }
        It::NotePayment => note_payment(store, (seen, today), clerk, by).await,
        It::EndUnpaid => end_unpaid(store, (seen, "没有缴费"), clerk, later).await,
        It::Draft => draft(store, (seen, &city.answer()), clerk, by).await,
        It::Pass => pass(store, (seen, ""), leader, by).await,
        It::Sign => sign(store, (seen, ""), &city.secrecy, by).await,
        It::Approve => approve(store, (seen, "云财公开告〔2026〕900号"), &city.approver, by).await,
        It::Return => {
            let reviewer = match stage {
                Stage::SecrecyReview => Reviewer::Secrecy(&city.secrecy),
                Stage::Approval => Reviewer::Approver(&city.approver),
                _ => Reviewer::Leader(leader),
            };
            return_draft(store, (seen, "请写清理由"), reviewer, by).await
        }
        It::Send => {
            let sending = Sending {
                way: Delivery::Download,
                sent_on: today,
            };
            send(store, (seen, &sending), clerk, by).await
        }
        It::Serve => {
            let serving = Serving {
                served_on: today,
                proof: "下载".to_owned(),
            };
            serve(store, (seen, &serving), clerk, by).await
        }
        It::Withdraw => withdraw(store, (seen, ""), Hand::Officer(clerk), by).await,
        It::HandOver => hand_over(store, (seen, city.other, "职责划分"), &site.office(), by).await,
        It::NoteDispute | It::NoteRuling | It::StrikeDispute | It::AnswerAnew | It::VisitBack => {
            attempt_at_the_end(site, city, aim, command).await
        }
    }
}

/// What a refused act must not change: the case, its steps, the log.
async fn trace(site: &TestSite, receipt: &Receipt) -> String {
    let events = store::read!(site.store, |tx| list_newest(tx, 2).await).unwrap();
    let newest: Vec<String> = events.iter().map(|it| it.id.to_string()).collect();
    format!("{:?} {newest:?}", case(site, receipt).await)
}

#[test]
fn the_table_has_one_row_for_each_stage_and_command() {
    let rows = transitions();
    assert_eq!(rows.len(), Stage::ALL.len() * RequestCommand::ALL.len());
    for stage in Stage::ALL {
        for command in RequestCommand::ALL {
            let found: Vec<_> = rows
                .iter()
                .filter(|it| (it.0, it.1) == (*stage, *command))
                .collect();
            assert_eq!(found.len(), 1, "{stage:?} {command:?}");
            assert_eq!(found[0].2, verdict(*stage, *command));
        }
    }
}

#[test]
fn every_stage_is_reached_and_every_one_but_the_last_is_left() {
    for stage in Stage::ALL {
        let reached = RequestCommand::ALL.iter().any(|command| {
            let from = Stage::ALL.iter().filter(|it| *it != stage);
            let leads = |it: &Stage| verdict(*it, *command) == Verdict::Becomes(*stage);
            from.clone().any(leads)
        });
        assert!(reached || *stage == Stage::Unconfirmed, "{stage:?}");
        let left = RequestCommand::ALL.iter().any(
            |command| matches!(verdict(*stage, *command), Verdict::Becomes(to) if to != *stage),
        );
        assert!(left || *stage == Stage::Closed, "{stage:?}");
    }
}

on_both! {
    async fn every_cell_of_the_table_is_as_the_store_does_it(site: &TestSite) {
        let city = City::found(site).await;
        for stage in Stage::ALL {
            let mut receipt = reach(site, &city, *stage).await;
            let mut is_fresh = true;
            for command in RequestCommand::ALL {
                if !is_fresh {
                    receipt = reach(site, &city, *stage).await;
                }
                let needs_letter = matches!(command, RequestCommand::ServeConsultation | RequestCommand::TakeOpinion);
                let letter = if needs_letter && *stage == Stage::Handling {
                    ask_somebody(site, &city, &receipt).await
                } else {
                    kernel::Ids::random().next(site.now)
                };
                let needs_dispute = matches!(command, RequestCommand::NoteRuling | RequestCommand::StrikeDispute | RequestCommand::AnswerAnew);
                let dispute = if needs_dispute && matches!(stage, Stage::Sent | Stage::Closed) {
                    dispute(site, &city, &receipt, *command).await
                } else {
                    kernel::Ids::random().next(site.now)
                };
                let before = trace(site, &receipt).await;
                let seen = seen(site, &receipt).await;
                let aim = Aim { seen, stage: *stage, letter, dispute };
                let outcome = attempt(site, &city, aim, *command).await;
                match (verdict(*stage, *command), outcome) {
                    (Verdict::Becomes(next), Ok(())) => {
                        let after = case(site, &receipt).await.request;
                        assert_eq!((after.stage, after.revision), (next, seen.revision + 1), "{stage:?} {command:?}");
                        is_fresh = false;
                    }
                    (Verdict::Refused(code), Err(Stop::Refused(refusal))) => {
                        assert_eq!(kernel::Refusal::code(&refusal), code, "{stage:?} {command:?}");
                        assert_eq!(trace(site, &receipt).await, before, "{stage:?} {command:?} left a trace");
                        is_fresh = true;
                    }
                    (expected, outcome) => panic!("{stage:?} {command:?}: {expected:?}, but {outcome:?}"),
                }
            }
        }
        let counted = promises::check::check(&site.store).await.unwrap();
        assert!(counted.is_empty(), "the tallies agree with the promises: {counted:?}");
    }
}
