//! Requests from receipt to answer, on both engines: the due day as the acts move it, who may act, what the log holds.

use kernel::{NotAllowed, Page, PageAsk, Role, Vault as _};
use promises::Standing;
use requests::actions::{
    AskFee, Enter, Extend, Hand, NoteSearch, Opinion, Sending, Serving, Supply, ask_fee,
    ask_supplement, confirm, consult, draft, end_unpaid, end_unsupplied, enter, extend, hand_over,
    note_payment, note_search, pass, return_draft, send, serve, serve_consultation, submit, supply,
    take_opinion, withdraw,
};
use requests::clock::Consulted;
use requests::queries::{
    find_applicant, find_place_in_month, list_at_stage, list_steps, open_identity,
};
use requests::rules::{Consulting, Draft};
use requests::{Channel, Charging, Delivery, Outcome, RequestRefusal, Stage, Stance};
use store::event::list_newest;
use testkit::{Glass, TestSite, on_both};

use crate::city::{City, at, case, day, owed, person, refused, seen};

fn asking(whom: Consulted, sent_on: &str) -> Consulting {
    Consulting {
        whom,
        party: "云溪路桥工程有限公司".to_owned(),
        words: "批复中有贵公司的报价，是否同意公开".to_owned(),
        sent_on: day(sent_on),
        wished_on: (whom == Consulted::OtherOrgan).then(|| day("2026-03-20")),
    }
}

/// The due day of the answer, as the unit's promises have it.
async fn due(site: &TestSite, city: &City) -> String {
    let owed = owed(site, city.unit, site.now.date()).await;
    let reply = owed.iter().find(|it| it.0.starts_with("答复"));
    reply.unwrap().1.to_string()
}

on_both! {
    async fn every_statement_of_requests_prepares(site: &TestSite) {
        for (name, sql) in requests::ALL {
            let prepared = store::write!(site.store, |tx| -> Result<(), kernel::Stop<kernel::Never>> {
                tx.prepare(sql).await?;
                Ok(())
            });
            assert!(prepared.is_ok(), "{name}: {prepared:?}");
        }
    }

    async fn a_request_goes_from_the_asker_to_the_answer_and_each_duty_is_a_promise(site: &TestSite) {
        let city = City::found(site).await;
        // A Friday evening: the next working day is the Saturday that is worked (2026-02-28).
        let receipt = city.submit(site, at("2026-02-27")).await;
        assert_eq!(receipt.number, "2026-000001");
        let owes = owed(site, city.unit, day("2026-02-27")).await;
        assert_eq!(owes, [("确认收到政府信息公开申请（2026-000001）".to_owned(), day("2026-02-28"), Standing::Open)]);
        city.walk(site, &receipt, &[Stage::Registered], at("2026-02-28")).await;
        let owes = owed(site, city.unit, day("2026-03-01")).await;
        assert_eq!(owes[0].2, Standing::KeptOnTime, "{owes:?}");
        assert_eq!(owes[1], ("答复政府信息公开申请（2026-000001）".to_owned(), day("2026-03-27"), Standing::Open));
        let rest = [Stage::Handling, Stage::Review, Stage::SecrecyReview, Stage::Approval, Stage::Signed];
        city.walk(site, &receipt, &rest, at("2026-03-26")).await;
        city.walk(site, &receipt, &[Stage::Sent], at("2026-03-27")).await;
        let owes = owed(site, city.unit, day("2026-04-30")).await;
        assert_eq!(owes[1].2, Standing::KeptOnTime, "the day on which it left counts: {owes:?}");
        city.walk(site, &receipt, &[Stage::Closed], at("2026-04-02")).await;
        let done = case(site, &receipt).await;
        assert_eq!((done.request.stage, done.request.outcome), (Stage::Closed, Some(Outcome::Provided)));
        assert_eq!(done.request.closed_on, Some(day("2026-03-27")), "done with the answer, not with its service");
        assert_eq!(done.decision.unwrap().served_on, Some(day("2026-04-02")));
        let steps = store::read!(site.store, |tx| list_steps(tx, receipt.request, &PageAsk::first(50)).await).unwrap();
        let commands: Vec<&str> = steps.items.iter().map(|it| it.command.as_str()).collect();
        assert_eq!(commands, ["submit", "confirm", "accept", "draft", "pass", "sign", "approve", "send", "serve"]);
        assert_eq!((steps.items[0].actor.as_str(), steps.items[1].actor.as_str()), ("申请人", "周敏"));
    }

    async fn an_answer_that_leaves_a_day_later_is_late(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = city.handled(site, "2026-02-28").await;
        let rest = [Stage::Review, Stage::SecrecyReview, Stage::Approval, Stage::Signed];
        city.walk(site, &receipt, &rest, at("2026-03-27")).await;
        city.walk(site, &receipt, &[Stage::Sent], at("2026-03-28")).await;
        let owes = owed(site, city.unit, day("2026-03-28")).await;
        assert_eq!(owes[1].2, Standing::KeptLate, "{owes:?}");
    }

    async fn each_thing_that_moves_the_clock_moves_the_promise(site: &TestSite) {
        let city = City::found(site).await;
        let by = |on: &str| (&*site.calendar, at(on));
        let receipt = city.handled(site, "2026-03-02").await;
        assert_eq!(due(site, &city).await, "2026-03-30");

        // Told on 4 March; the asker has until 18 March, so that the answer is expected by twenty working days from then.
        ask_supplement(&site.store, (seen(site, &receipt).await, &city.missing(day("2026-03-04"))), &city.clerk, by("2026-03-04")).await.unwrap();
        assert_eq!(due(site, &city).await, "2026-04-16");
        let supplied = Supply { words: "滨河路改造工程，批准文号见附件".to_owned(), received_on: None };
        supply(&site.store, (seen(site, &receipt).await, &supplied), Hand::Officer(&city.clerk), by("2026-03-09")).await.unwrap();
        assert_eq!(due(site, &city).await, "2026-04-07", "anew from the day on which it came");

        // Asked on 10 March, served on the 12th: their last day is 2 April, so 17 working days are left out.
        let letter = asking(Consulted::ThirdParty, "2026-03-10");
        let vaulted = (&Glass as &dyn kernel::Vault, &*site.calendar, at("2026-03-10"));
        let asked = consult(&site.store, (seen(site, &receipt).await, &letter), &city.clerk, vaulted).await.unwrap();
        assert_eq!(due(site, &city).await, "2026-04-28", "as if it had reached them at once");
        serve_consultation(&site.store, (seen(site, &receipt).await, asked, day("2026-03-12")), &city.clerk, by("2026-03-12")).await.unwrap();
        assert_eq!(due(site, &city).await, "2026-04-30");
        let opinion = Opinion { consultation: asked, stance: Stance::Agrees, words: String::new(), answered_on: day("2026-03-17") };
        take_opinion(&site.store, (seen(site, &receipt).await, &opinion), &city.clerk, by("2026-03-17")).await.unwrap();
        assert_eq!(due(site, &city).await, "2026-04-14", "five working days are left out");

        let longer = Extend { workdays: 20, reason: "涉及档案较多，需要逐项核对".to_owned(), told_on: day("2026-04-14") };
        extend(&site.store, (seen(site, &receipt).await, &longer), &city.leader, by("2026-04-14")).await.unwrap();
        assert_eq!(due(site, &city).await, "2026-05-14");

        let fee = AskFee { charging: Charging::ByPage, units: 101, told_on: day("2026-04-15") };
        ask_fee(&site.store, (seen(site, &receipt).await, &fee), &city.clerk, by("2026-04-15")).await.unwrap();
        let told = case(site, &receipt).await.fee.unwrap();
        assert_eq!((told.fee_fen, told.due_on), (72_000, day("2026-05-15")));
        note_payment(&site.store, (seen(site, &receipt).await, day("2026-04-20")), &city.clerk, by("2026-04-20")).await.unwrap();
        assert_eq!(due(site, &city).await, "2026-05-20", "anew from the payment, and the longer period has lapsed");
        let proof = case(site, &receipt).await.reply_clock(&site.calendar).unwrap().unwrap().proof(&site.calendar).unwrap();
        assert!(!proof.lines.is_empty());
    }

    async fn what_the_law_allows_once_or_by_a_day_is_refused_after_it(site: &TestSite) {
        let city = City::found(site).await;
        let by = |on: &str| (&*site.calendar, at(on));
        let receipt = city.handled(site, "2026-03-02").await;
        // The seventh working day after the receipt is 11 March.
        let late = city.missing(day("2026-03-12"));
        let outcome = ask_supplement(&site.store, (seen(site, &receipt).await, &late), &city.clerk, by("2026-03-12")).await;
        assert_eq!(refused(outcome), RequestRefusal::SupplementTooLate(day("2026-03-11")));
        let longer = |told: &str, workdays| Extend { workdays, reason: "需要逐项核对".to_owned(), told_on: day(told) };
        let outcome = extend(&site.store, (seen(site, &receipt).await, &longer("2026-03-30", 21)), &city.leader, by("2026-03-30")).await;
        assert_eq!(refused(outcome), RequestRefusal::ExtensionDays(20));
        let outcome = extend(&site.store, (seen(site, &receipt).await, &longer("2026-03-31", 20)), &city.leader, by("2026-03-31")).await;
        assert_eq!(refused(outcome), RequestRefusal::TooLate(day("2026-03-30")));
        extend(&site.store, (seen(site, &receipt).await, &longer("2026-03-30", 5)), &city.leader, by("2026-03-31")).await.unwrap();
        let outcome = extend(&site.store, (seen(site, &receipt).await, &longer("2026-03-31", 5)), &city.leader, by("2026-03-31")).await;
        assert_eq!(refused(outcome), RequestRefusal::ExtendedBefore);

        let other = city.handled(site, "2026-03-02").await;
        ask_supplement(&site.store, (seen(site, &other).await, &city.missing(day("2026-03-11"))), &city.clerk, by("2026-03-11")).await.unwrap();
        let words = "已电话提醒，没有提出正当理由";
        let early = end_unsupplied(&site.store, (seen(site, &other).await, words), &city.clerk, by("2026-03-25")).await;
        assert_eq!(refused(early), RequestRefusal::NotYetOver(day("2026-03-25")));
        end_unsupplied(&site.store, (seen(site, &other).await, words), &city.clerk, by("2026-03-26")).await.unwrap();
        let done = case(site, &other).await.request;
        assert_eq!((done.stage, done.outcome, done.closed_on), (Stage::Closed, Some(Outcome::NotSupplemented), Some(day("2026-03-26"))));
        let void = owed(site, city.unit, day("2026-03-26")).await.into_iter().filter(|it| it.2 == Standing::Void).count();
        assert_eq!(void, 1, "nothing is owed any more");

        let unpaid = city.handled(site, "2026-03-02").await;
        city.walk(site, &unpaid, &[Stage::Paying], at("2026-03-03")).await;
        let early = end_unpaid(&site.store, (seen(site, &unpaid).await, words), &city.clerk, by("2026-03-31")).await;
        assert_eq!(refused(early), RequestRefusal::NotYetOver(day("2026-03-31")));
        end_unpaid(&site.store, (seen(site, &unpaid).await, words), &city.clerk, by("2026-04-01")).await.unwrap();
        assert_eq!(case(site, &unpaid).await.request.outcome, Some(Outcome::FeeUnpaid));
    }

    async fn an_answer_wants_what_the_regulation_wants_done_before_it(site: &TestSite) {
        let city = City::found(site).await;
        let by = |on: &str| (&*site.calendar, at(on));
        let receipt = city.handled(site, "2026-03-02").await;
        let ending = |outcome, withheld: &[Outcome]| Draft { outcome, withheld: withheld.to_vec(), ..city.answer() };
        let tried = async |draft_: Draft, on: &str| {
            refused(draft(&site.store, (seen(site, &receipt).await, &draft_), &city.clerk, by(on)).await)
        };
        let on = "2026-03-05";
        assert_eq!(tried(ending(Outcome::NotThere, &[]), on).await, RequestRefusal::SearchMissing);
        assert_eq!(tried(ending(Outcome::ThirdParty, &[]), on).await, RequestRefusal::ThirdPartyNotAsked);
        assert_eq!(tried(ending(Outcome::Partly, &[Outcome::ThirdParty]), on).await, RequestRefusal::ThirdPartyNotAsked);
        assert_eq!(tried(ending(Outcome::Partly, &[]), on).await, RequestRefusal::WithheldMissing);
        assert_eq!(tried(ending(Outcome::Partly, &[Outcome::Repeated]), on).await, RequestRefusal::NoGround);
        assert_eq!(tried(ending(Outcome::Provided, &[Outcome::Process]), on).await, RequestRefusal::WithheldTooMuch);
        assert_eq!(tried(ending(Outcome::StillUnclear, &[]), on).await, RequestRefusal::NotSupplementedYet);
        assert_eq!(tried(ending(Outcome::Withdrawn, &[]), on).await, RequestRefusal::NotByDecision);

        let vaulted = (&Glass as &dyn kernel::Vault, &*site.calendar, at("2026-03-10"));
        let asked = consult(&site.store, (seen(site, &receipt).await, &asking(Consulted::ThirdParty, "2026-03-10")), &city.clerk, vaulted).await.unwrap();
        serve_consultation(&site.store, (seen(site, &receipt).await, asked, day("2026-03-12")), &city.clerk, by("2026-03-12")).await.unwrap();
        assert_eq!(tried(ending(Outcome::ThirdParty, &[]), "2026-04-02").await, RequestRefusal::OpinionsAwaited, "their last day");
        draft(&site.store, (seen(site, &receipt).await, &ending(Outcome::ThirdParty, &[])), &city.clerk, by("2026-04-03")).await.unwrap();

        let lost = city.handled(site, "2026-03-02").await;
        let search = NoteSearch {
            place: "档案室、公文系统2020年至2026年".to_owned(),
            terms: "滨河路、竣工财务决算".to_owned(),
            found: "没有找到".to_owned(),
            searched_by: "周敏、李航".to_owned(),
            searched_on: day("2026-03-04"),
        };
        note_search(&site.store, (seen(site, &lost).await, &search), &city.clerk, by("2026-03-04")).await.unwrap();
        draft(&site.store, (seen(site, &lost).await, &ending(Outcome::NotThere, &[])), &city.clerk, by("2026-03-05")).await.unwrap();
    }

    async fn whoever_drafted_does_not_review_and_other_units_do_not_act(site: &TestSite) {
        let city = City::found(site).await;
        let by = (&*site.calendar, at("2026-03-05"));
        let receipt = city.handled(site, "2026-03-02").await;
        let both = person("吴刚", city.unit, &[Role::SectionHead]);
        let (officer, leader) = (both.unit_officer(city.unit).unwrap(), both.unit_leader(city.unit).unwrap());
        draft(&site.store, (seen(site, &receipt).await, &city.answer()), &officer, by).await.unwrap();
        let outcome = pass(&site.store, (seen(site, &receipt).await, ""), &leader, by).await;
        assert_eq!(refused(outcome), RequestRefusal::NotAllowed(NotAllowed::OwnDraft));
        let stranger = person("何伟", city.other, &[Role::SectionHead]);
        let outcome = pass(&site.store, (seen(site, &receipt).await, ""), &stranger.unit_leader(city.other).unwrap(), by).await;
        assert_eq!(refused(outcome), RequestRefusal::NotAllowed(NotAllowed::ResponsibleUnitOnly));
        let reviewer = requests::actions::Reviewer::Approver(&city.approver);
        let outcome = return_draft(&site.store, (seen(site, &receipt).await, "不妥"), reviewer, by).await;
        assert_eq!(refused(outcome), RequestRefusal::NotAtThisStage("答复待审核"));
        let reviewer = requests::actions::Reviewer::Leader(&city.leader);
        return_draft(&site.store, (seen(site, &receipt).await, "理由没有写清"), reviewer, by).await.unwrap();
        assert_eq!(case(site, &receipt).await.request.stage, Stage::Handling);
        let old = requests::actions::Seen { request: receipt.request, revision: 1 };
        let outcome = draft(&site.store, (old, &city.answer()), &city.clerk, by).await;
        assert_eq!(refused(outcome), RequestRefusal::Changed);
    }

    async fn a_receipt_opens_one_request_and_a_guess_none(site: &TestSite) {
        let city = City::found(site).await;
        let first = city.submit(site, at("2026-03-02")).await;
        let second = city.submit(site, at("2026-03-02")).await;
        let find = async |number: &str, secret: &str| {
            let found = store::read!(site.store, |tx| find_applicant(tx, (number, secret), &Glass).await);
            found.unwrap()
        };
        let held = find(&first.number, &first.secret).await.unwrap();
        assert_eq!(held.request(), first.request);
        let typed = first.secret.to_lowercase().replace('-', " ");
        assert!(find(&format!(" {}", first.number), &typed).await.is_some(), "however it is typed");
        for (number, secret) in [(&first.number, &second.secret), (&second.number, &first.secret), (&first.number, &String::new()), (&"2026-000009".to_owned(), &first.secret)] {
            assert!(find(number, secret).await.is_none(), "{number} {secret}");
        }
        let by = (&*site.calendar, at("2026-03-02"));
        let outcome = withdraw(&site.store, (seen(site, &second).await, ""), Hand::Applicant(&held), by).await;
        assert_eq!(refused(outcome), RequestRefusal::Unknown, "another's request");
        withdraw(&site.store, (seen(site, &first).await, "已经找到"), Hand::Applicant(&held), by).await.unwrap();
        let done = case(site, &first).await.request;
        assert_eq!((done.stage, done.outcome, done.received_on), (Stage::Closed, Some(Outcome::Withdrawn), None));
    }

    async fn who_asked_is_sealed_and_stands_in_no_event(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = city.handled(site, "2026-03-02").await;
        let vaulted = (&Glass as &dyn kernel::Vault, &*site.calendar, at("2026-03-03"));
        consult(&site.store, (seen(site, &receipt).await, &asking(Consulted::ThirdParty, "2026-03-03")), &city.clerk, vaulted).await.unwrap();
        let identity = store::read!(site.store, |tx| open_identity(tx, receipt.request, &Glass).await).unwrap().unwrap();
        assert_eq!(identity, city.filled().identity);
        assert_eq!(identity.masked_name(requests::report::AskerKind::Person), "沈**");
        assert_eq!(identity.masked_proof(), "1101**********002X");
        assert_eq!(format!("{identity:?}"), "Identity(…)");
        let events = store::read!(site.store, |tx| list_newest(tx, 100).await).unwrap();
        assert!(events.len() > 5);
        for event in events {
            let text = format!("{event:?}");
            for secret in ["沈书瑶", "11010519491231002X", "13800001234", "路桥工程", "竣工财务决算", &receipt.secret] {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
        let row = store::read!(site.store, |tx| tx.fetch_one("select asker, secret_mark from request", &[]).await).unwrap();
        let (sealed, mark): (String, String) = (row.get("asker").unwrap(), row.get("secret_mark").unwrap());
        let owner = format!("request/{}", receipt.request);
        assert!(Glass.open(&sealed, &owner).is_some() && Glass.open(&sealed, "request/another").is_none());
        assert!(!mark.contains(&receipt.secret));
    }

    async fn a_request_on_paper_counts_from_its_own_day_and_is_handed_over_with_it(site: &TestSite) {
        let city = City::found(site).await;
        let by = (&Glass as &dyn kernel::Vault, &*site.calendar, at("2026-03-05"));
        let mut entered = Enter { channel: Channel::SignedPost, received_on: Some(day("2026-03-02")), filled: city.filled() };
        let receipt = enter(&site.store, &entered, &city.clerk, by).await.unwrap();
        assert_eq!(due(site, &city).await, "2026-03-30");
        entered.received_on = Some(day("2026-03-06"));
        assert_eq!(refused(enter(&site.store, &entered, &city.clerk, by).await), RequestRefusal::DayInFuture);
        entered.received_on = None;
        assert_eq!(refused(enter(&site.store, &entered, &city.clerk, by).await), RequestRefusal::NotConfirmed);
        let other = person("何伟", city.other, &[Role::Clerk]).unit_officer(city.other).unwrap();
        assert_eq!(refused(enter(&site.store, &entered, &other, by).await), RequestRefusal::NotAllowed(NotAllowed::ResponsibleUnitOnly));

        let moved = (seen(site, &receipt).await, city.other, "属于住建部门职责");
        hand_over(&site.store, moved, &site.office(), (&site.calendar, at("2026-03-05"))).await.unwrap();
        assert!(owed(site, city.unit, day("2026-03-05")).await.is_empty());
        let owes = owed(site, city.other, day("2026-03-05")).await;
        assert_eq!(owes, [("答复政府信息公开申请（2026-000001）".to_owned(), day("2026-03-30"), Standing::Open)]);
        let listed: Page<_> = store::read!(site.store, |tx| {
            list_at_stage(tx, (Some(city.other), Stage::Registered), &PageAsk::first(9)).await
        }).unwrap();
        assert_eq!(listed.items.len(), 1);
    }

    async fn items_of_one_asker_are_counted_in_the_month_of_their_receipt(site: &TestSite) {
        let city = City::found(site).await;
        let mut receipts = Vec::new();
        for received_on in ["2026-02-27", "2026-03-02", "2026-03-02", "2026-03-04"] {
            let by = (&Glass as &dyn kernel::Vault, &*site.calendar, at("2026-03-05"));
            let entered = Enter { channel: Channel::InPerson, received_on: Some(day(received_on)), filled: city.filled() };
            receipts.push(enter(&site.store, &entered, &city.clerk, by).await.unwrap());
        }
        receipts.push(city.submit(site, at("2026-03-05")).await);
        let mut places = Vec::new();
        for receipt in &receipts {
            let place = store::read!(site.store, |tx| find_place_in_month(tx, receipt.request).await);
            places.push(place.unwrap());
        }
        assert_eq!(places, [1, 1, 2, 3, 0], "the last one was not received yet");
    }

    async fn what_is_missing_in_a_request_is_told_at_its_field_and_leaves_no_trace(site: &TestSite) {
        let city = City::found(site).await;
        let by = (&Glass as &dyn kernel::Vault, &*site.calendar, at("2026-03-02"));
        let mut cases = Vec::new();
        let mut with = |change: fn(&mut requests::actions::Submit), expected: RequestRefusal| {
            let mut filled = city.filled();
            change(&mut filled);
            cases.push((filled, expected));
        };
        with(|it| it.identity.name = " \u{202e}".to_owned(), RequestRefusal::NameMissing);
        with(|it| it.identity.proof = String::new(), RequestRefusal::ProofMissing);
        with(|it| it.identity.phone = String::new(), RequestRefusal::ContactMissing);
        with(|it| it.identity.email = "a@b".to_owned(), RequestRefusal::BadEmail);
        with(|it| it.wish.delivery = Delivery::Mail, RequestRefusal::EmailMissing);
        with(|it| it.wish.delivery = Delivery::Post, RequestRefusal::AddressMissing);
        with(|it| it.wish.wanted = String::new(), RequestRefusal::WantedMissing);
        with(|it| it.wish.description = "长".repeat(5001), RequestRefusal::TooLong("description", "特征描述", 5000));
        with(|it| it.asker = requests::report::AskerKind::Company, RequestRefusal::RepresentativeMissing);
        with(|it| it.unit = None, RequestRefusal::UnitMissing);
        for (filled, expected) in cases {
            assert_eq!(refused(submit(&site.store, &filled, by).await), expected);
        }
        let events = store::read!(site.store, |tx| list_newest(tx, 50).await).unwrap();
        assert!(events.iter().all(|it| !it.kind.starts_with("request.")), "{events:?}");
        assert!(owed(site, city.unit, day("2026-03-02")).await.is_empty());
    }

    async fn days_that_cannot_be_are_refused(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = city.submit(site, at("2026-03-02")).await;
        let by = |on: &str| (&*site.calendar, at(on));
        let tried = async |received: &str| {
            refused(confirm(&site.store, (seen(site, &receipt).await, day(received)), &city.clerk, by("2026-03-03")).await)
        };
        assert_eq!(tried("2026-03-04").await, RequestRefusal::DayInFuture);
        assert_eq!(tried("2026-03-01").await, RequestRefusal::DayTooEarly(day("2026-03-02")));
        let to_signed = [Stage::Registered, Stage::Handling, Stage::Review, Stage::SecrecyReview, Stage::Approval, Stage::Signed];
        city.walk(site, &receipt, &to_signed, at("2026-03-05")).await;
        let sending = Sending { way: Delivery::Post, sent_on: day("2026-03-04") };
        let outcome = send(&site.store, (seen(site, &receipt).await, &sending), &city.clerk, by("2026-03-06")).await;
        assert_eq!(refused(outcome), RequestRefusal::DayTooEarly(day("2026-03-05")), "before it was signed");
        city.walk(site, &receipt, &[Stage::Sent], at("2026-03-06")).await;
        let serving = Serving { served_on: day("2026-03-05"), proof: "邮政回执".to_owned() };
        let outcome = serve(&site.store, (seen(site, &receipt).await, &serving), &city.clerk, by("2026-03-09")).await;
        assert_eq!(refused(outcome), RequestRefusal::DayTooEarly(day("2026-03-06")));
    }
}
