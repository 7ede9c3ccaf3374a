//! 备案: what is published is put on file with the unit above; what comes back is owed anew; only the receiver's people say what becomes of it.

use kernel::{DocumentId, FilingId, PageAsk, PromiseId, Refusal, Role, Stop, UnitOfficer};
use promises::Standing;
use publishing::actions::{Correct, Withdraw, correct, withdraw};
use publishing::filing::model::Papers;
use publishing::filing::queries::{Side, count_filings, find, list_filings, list_steps};
use publishing::filing::telling::take_untold_filings;
use publishing::filing::{
    FilingCommand, FilingRefusal, FilingState, JudgeFiling, ResendFiling, SendFiling, note_outcome,
    object, register, resend, return_filing, send,
};
use publishing::model::Scale;
use testkit::{TestSite, on_both};

use crate::city::{City, count_events, document, news, normative, outlet, person, promise};

pub fn papers() -> Papers {
    Papers {
        explanation: "为规范专项资金管理制定，依据是《预算法》。".to_owned(),
        legal_review: "市财政局法规科审核：权限、程序、内容合法。".to_owned(),
        contact: "法规科 0577-8801234".to_owned(),
    }
}

fn sending() -> SendFiling {
    SendFiling {
        receiver: String::new(),
        papers: papers(),
    }
}

fn judging(filing: FilingId, words: &str, number: &str) -> JudgeFiling {
    JudgeFiling {
        filing,
        words: words.to_owned(),
        register_number: number.to_owned(),
    }
}

pub fn refused<T: std::fmt::Debug>(outcome: Result<T, Stop<FilingRefusal>>) -> FilingRefusal {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// A public normative document of the finance bureau.
async fn published(site: &TestSite, city: &City) -> DocumentId {
    let begun = city
        .begin(site, &normative("云财规〔2026〕3号", "第一条 甲。"))
        .await;
    city.publish(site, begun.edition).await;
    begun.document
}

/// Somebody of the city's government, which is above the bureaux.
pub async fn above(
    site: &TestSite,
    city: &City,
    seed: u64,
    role: Role,
) -> (kernel::UnitId, kernel::Actor) {
    let directory = store::read!(site.store, |tx| store::directory::load(tx).await).unwrap();
    let unit = directory.find(city.finance).unwrap().parent.unwrap();
    (unit, person(seed, unit, &[role]))
}

async fn clerk_above(site: &TestSite, city: &City) -> UnitOfficer {
    let (unit, actor) = above(site, city, 11, Role::Clerk).await;
    actor.unit_officer(unit).unwrap()
}

/// The promise of the document that begins so.
pub async fn owed(site: &TestSite, id: DocumentId, title: &str) -> Option<PromiseId> {
    let found = document(site, id).await;
    let mut owed = found.obliged.iter();
    owed.find(|it| it.title.starts_with(title)).map(|it| it.id)
}

async fn state(site: &TestSite, id: FilingId) -> FilingState {
    store::read!(site.store, |tx| find(tx, id).await)
        .unwrap()
        .unwrap()
        .state
}

on_both! {
    async fn a_normative_document_owes_its_filing_and_sending_it_keeps_the_promise(site: &TestSite) {
        let city = City::of(site).await;
        let when = (&outlet(site), site.now);
        let id = published(site, &city).await;
        let owing = owed(site, id, "报送备案").await.unwrap();
        let before = promise(site, owing).await;
        // Thirty days after Saturday 21 November 2026.
        assert_eq!((before.line.due_on.to_string().as_str(), before.line.standing), ("2026-12-21", Standing::Open));
        let filing = send(&site.store, (id, &sending()), &city.clerk(), when).await.unwrap();
        assert_eq!(promise(site, owing).await.line.standing, Standing::KeptOnTime);
        let kept = promise(site, owing).await;
        assert!(kept.evidence.iter().any(|it| it.note.contains("已报送云溪市人民政府备案")), "{:?}", kept.evidence);
        let again = send(&site.store, (id, &sending()), &city.clerk(), when).await;
        assert_eq!(refused(again), FilingRefusal::UnderWay);
        let officer = clerk_above(site, &city).await;
        let side = Side::Receiver(officer.unit());
        for side in [side, Side::Sender(city.finance), Side::All] {
            let lines = store::read!(site.store, |tx| list_filings(tx, (side, FilingState::Sent), &PageAsk::first(10)).await).unwrap();
            assert_eq!((lines.items.len(), lines.items[0].unit_name.as_str()), (1, "市财政局"));
            let counts = store::read!(site.store, |tx| count_filings(tx, side).await).unwrap();
            assert_eq!(counts, [(FilingState::Sent, 1)]);
        }
        let numbered = judging(filing, "", "云府备〔2026〕1号");
        register(&site.store, &numbered, &officer, when).await.unwrap();
        let found = store::read!(site.store, |tx| find(tx, filing).await).unwrap().unwrap();
        assert_eq!((found.state, found.register_number.as_str(), found.registered_on), (FilingState::Registered, "云府备〔2026〕1号", Some(site.now.date())));
        assert_eq!(document(site, id).await.filing.unwrap().register_number, "云府备〔2026〕1号");
        assert_eq!(refused(send(&site.store, (id, &sending()), &city.clerk(), when).await), FilingRefusal::OnFile);
        let counts = store::read!(site.store, |tx| count_filings(tx, side).await).unwrap();
        assert!(counts.is_empty(), "what has ended is not counted");
        assert!(publishing::check::check(&site.store).await.unwrap().is_empty());
    }

    async fn what_comes_back_is_owed_and_sent_again(site: &TestSite) {
        let city = City::of(site).await;
        let when = (&outlet(site), site.now);
        let id = published(site, &city).await;
        let filing = send(&site.store, (id, &sending()), &city.clerk(), when).await.unwrap();
        let officer = clerk_above(site, &city).await;
        return_filing(&site.store, &judging(filing, "缺少公开征求意见情况。", ""), &officer, when).await.unwrap();
        let owing = owed(site, id, "补正备案材料").await.unwrap();
        // Ten working days after Saturday 21 November 2026.
        assert_eq!(promise(site, owing).await.line.due_on.to_string(), "2026-12-04");
        let again = ResendFiling { filing, papers: papers(), words: "已补充征求意见情况。".to_owned() };
        resend(&site.store, &again, &city.clerk(), when).await.unwrap();
        assert_eq!((state(site, filing).await, promise(site, owing).await.line.standing), (FilingState::Sent, Standing::KeptOnTime));
        let twice = resend(&site.store, &again, &city.clerk(), when).await;
        assert_eq!(refused(twice), FilingRefusal::Waiting);
        let (unit, actor) = above(site, &city, 12, Role::Approver).await;
        let leader = actor.approver(unit).unwrap();
        object(&site.store, &judging(filing, "第三条增设了许可条件，应当删去。", ""), &leader, when).await.unwrap();
        let owing = owed(site, id, "按备案审查意见纠正").await.unwrap();
        assert_eq!(promise(site, owing).await.line.due_on.to_string(), "2027-01-20");
        // The document is mended as any other: a new edition, reviewed anew.
        let command = Correct { document: id, scale: Scale::Major, change_note: "删去第三条。".to_owned() };
        let edition = correct(&site.store, &command, &city.clerk(), site.now).await.unwrap();
        city.publish(site, edition).await;
        let answer = ResendFiling { filing, papers: papers(), words: "已删去第三条。".to_owned() };
        resend(&site.store, &answer, &city.clerk(), when).await.unwrap();
        assert_eq!(promise(site, owing).await.line.standing, Standing::KeptOnTime);
        let found = store::read!(site.store, |tx| find(tx, filing).await).unwrap().unwrap();
        assert_eq!((found.round, found.edition), (3, edition));
        let steps = store::read!(site.store, |tx| list_steps(tx, filing).await).unwrap();
        let done: Vec<&str> = steps.iter().map(|it| it.command.code()).collect();
        assert_eq!(done, ["send", "return", "supplement", "object", "answer"]);
    }

    async fn only_the_receivers_people_decide_and_never_who_sent_it(site: &TestSite) {
        let city = City::of(site).await;
        let when = (&outlet(site), site.now);
        let id = published(site, &city).await;
        let other = send(&site.store, (id, &sending()), &city.welfare_clerk(), when).await;
        assert_eq!(refused(other).code(), "kernel.responsible_unit_only");
        // The office acts for every unit: whoever sent it for one does not decide for the other.
        let (zf, actor) = above(site, &city, 13, Role::OpenGovernmentOffice).await;
        let filing = send(&site.store, (id, &sending()), &actor.unit_officer(city.finance).unwrap(), when).await.unwrap();
        let events = count_events(site).await;
        let judge = judging(filing, "同意。", "云府备〔2026〕1号");
        let own = register(&site.store, &judge, &actor.unit_officer(zf).unwrap(), when).await;
        assert_eq!(refused(own), FilingRefusal::OwnFiling);
        let sender = register(&site.store, &judge, &city.clerk(), when).await;
        assert_eq!(refused(sender).code(), "kernel.responsible_unit_only");
        let paper = note_outcome(&site.store, (&judge, FilingCommand::Register), &city.clerk(), when).await;
        assert_eq!(refused(paper), FilingRefusal::AnsweredHere);
        let officer = clerk_above(site, &city).await;
        let unnumbered = register(&site.store, &judging(filing, "", " "), &officer, when).await;
        assert_eq!(refused(unnumbered), FilingRefusal::NumberMissing);
        let silent = return_filing(&site.store, &judging(filing, " ", ""), &officer, when).await;
        assert_eq!(refused(silent), FilingRefusal::WordsMissing);
        assert_eq!(count_events(site).await, events, "a refused act leaves no trace");
        assert_eq!(state(site, filing).await, FilingState::Sent);
    }

    async fn a_number_is_given_once(site: &TestSite) {
        let city = City::of(site).await;
        let when = (&outlet(site), site.now);
        let officer = clerk_above(site, &city).await;
        let first = published(site, &city).await;
        let second = city.begin(site, &normative("云财规〔2026〕4号", "第一条 乙。")).await;
        city.publish(site, second.edition).await;
        let one = send(&site.store, (first, &sending()), &city.clerk(), when).await.unwrap();
        let two = send(&site.store, (second.document, &sending()), &city.clerk(), when).await.unwrap();
        register(&site.store, &judging(one, "", "云府备〔2026〕1号"), &officer, when).await.unwrap();
        let taken = register(&site.store, &judging(two, "", "云府备〔2026〕1号"), &officer, when).await;
        assert_eq!(refused(taken), FilingRefusal::NumberTaken("云府备〔2026〕1号".to_owned()));
        assert_eq!(state(site, two).await, FilingState::Sent);
    }

    async fn what_is_not_public_or_of_no_such_kind_is_not_put_on_file(site: &TestSite) {
        let city = City::of(site).await;
        let when = (&outlet(site), site.now);
        let draft = city.begin(site, &normative("云财规〔2026〕3号", "第一条 甲。")).await;
        let early = send(&site.store, (draft.document, &sending()), &city.clerk(), when).await;
        assert_eq!(refused(early), FilingRefusal::NotPublic);
        let talk = city.begin(site, &news("今日要闻")).await;
        city.publish(site, talk.edition).await;
        let kind = send(&site.store, (talk.document, &sending()), &city.clerk(), when).await;
        assert_eq!(refused(kind), FilingRefusal::NotOfKind);
        assert!(owed(site, talk.document, "报送备案").await.is_none());
    }

    async fn a_bureau_looks_through_what_is_filed_with_the_government(site: &TestSite) {
        let city = City::of(site).await;
        let mut outlet = outlet(site);
        outlet.filing_desks = std::sync::Arc::new([("zf".to_owned(), "mzj".to_owned())].into());
        let id = published(site, &city).await;
        let filing = send(&site.store, (id, &sending()), &city.clerk(), (&outlet, site.now)).await.unwrap();
        let found = store::read!(site.store, |tx| find(tx, filing).await).unwrap().unwrap();
        assert_eq!((found.receiver_unit, found.receiver.as_str()), (Some(city.welfare), "云溪市民政局"));
        register(&site.store, &judging(filing, "", "1号"), &city.welfare_clerk(), (&outlet, site.now)).await.unwrap();
    }

    async fn where_nobody_is_above_the_sender_names_the_receiver_and_notes_its_answer(site: &TestSite) {
        let city = City::of(site).await;
        let when = (&outlet(site), site.now);
        let (zf, actor) = above(site, &city, 13, Role::OpenGovernmentOffice).await;
        let officer = actor.unit_officer(zf).unwrap();
        let begin = normative("云政规〔2026〕1号", "第一条 甲。");
        let library = publishing::Library::built_in();
        let begun = publishing::actions::begin(&site.store, &begin, (&officer, &library), site.now).await.unwrap();
        publish_of(site, zf, begun.edition).await;
        let nameless = send(&site.store, (begun.document, &sending()), &officer, when).await;
        assert_eq!(refused(nameless), FilingRefusal::ReceiverMissing);
        let named = SendFiling { receiver: "浙东省人民政府".to_owned(), ..sending() };
        let filing = send(&site.store, (begun.document, &named), &officer, when).await.unwrap();
        let judge = judging(filing, "来函登记。", "浙府备〔2026〕88号");
        let nobody = register(&site.store, &judge, &officer, when).await;
        assert_eq!(refused(nobody), FilingRefusal::Unknown);
        note_outcome(&site.store, (&judge, FilingCommand::Register), &officer, when).await.unwrap();
        assert_eq!(document(site, begun.document).await.filing.unwrap().receiver, "浙东省人民政府");
    }

    async fn each_side_is_told_once_of_what_the_other_did(site: &TestSite) {
        let city = City::of(site).await;
        let when = (&outlet(site), site.now);
        let id = published(site, &city).await;
        let filing = send(&site.store, (id, &sending()), &city.clerk(), when).await.unwrap();
        let officer = clerk_above(site, &city).await;
        return_filing(&site.store, &judging(filing, "补正。", ""), &officer, when).await.unwrap();
        let take = || async {
            store::write!(site.store, |tx| -> Result<_, Stop<kernel::Never>> {
                Ok(take_untold_filings(tx, site.now).await?)
            }).unwrap()
        };
        let told = take().await;
        let audiences: Vec<_> = told.iter().map(|it| it.audience()).collect();
        assert_eq!(audiences, [Some(officer.unit()), Some(city.finance)]);
        assert!(take().await.is_empty());
    }

    async fn what_was_taken_off_after_an_objection_is_answered_too(site: &TestSite) {
        let city = City::of(site).await;
        let when = (&outlet(site), site.now);
        let id = published(site, &city).await;
        let filing = send(&site.store, (id, &sending()), &city.clerk(), when).await.unwrap();
        let (unit, actor) = above(site, &city, 12, Role::Approver).await;
        object(&site.store, &judging(filing, "应当废止。", ""), &actor.approver(unit).unwrap(), when).await.unwrap();
        let command = Withdraw { document: id, reason: "按备案审查意见撤下。".to_owned(), successor: None };
        withdraw(&site.store, &command, &city.leader(), site.now).await.unwrap();
        let answer = ResendFiling { filing, papers: papers(), words: "已撤下。".to_owned() };
        resend(&site.store, &answer, &city.clerk(), when).await.unwrap();
        assert_eq!(state(site, filing).await, FilingState::Sent);
    }
}

/// The whole way of an edition of a unit with people of its own.
pub async fn publish_of(site: &TestSite, unit: kernel::UnitId, edition: kernel::EditionId) {
    use publishing::actions::{self, Judge};
    let judge = Judge::of(edition, "同意。");
    let library = publishing::Library::built_in();
    let clerk = person(21, unit, &[Role::Clerk]).unit_officer(unit).unwrap();
    actions::submit(&site.store, &judge, (&clerk, &library), site.now)
        .await
        .unwrap();
    let head = person(22, unit, &[Role::SectionHead])
        .unit_leader(unit)
        .unwrap();
    actions::pass(&site.store, &judge, &head, site.now)
        .await
        .unwrap();
    let secrecy = person(23, unit, &[Role::SecrecyOfficer])
        .secrecy_reviewer(unit)
        .unwrap();
    actions::sign(&site.store, &judge, &secrecy, site.now)
        .await
        .unwrap();
    let leader = person(24, unit, &[Role::Approver]).approver(unit).unwrap();
    actions::approve(&site.store, &judge, &leader, (&outlet(site), site.now))
        .await
        .unwrap();
}
