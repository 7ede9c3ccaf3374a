//! Reviews and lawsuits: what may be noted when, the new answer that is owed, table 4 from random lives with the disputes behind each number, and calls after the answer.

use calendar::{Date, Span};
use kernel::{DisputeId, NotAllowed, PageAsk, Role, UnitId};
use promises::Standing;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use requests::actions::{
    Hand, answer_anew, approve, ask_supplement, draft, end_unsupplied, note_dispute, note_ruling,
    strike_dispute, visit_back, withdraw,
};
use requests::dispute::{Anew, Satisfaction, Visit, VisitWay};
use requests::queries::{find_owed, list_visits};
use requests::report::{
    AskerKind, Branch, Decided, Period, Row, Table3, Table4, check, count_table3, count_table4,
    count_visits, list_disputes_behind,
};
use requests::rules::{Disputing, Draft, Ordered, Ruled};
use requests::{Finding, Outcome, Receipt, RequestRefusal, Stage};
use store::event::list_newest;
use testkit::{TestSite, on_both};

use crate::city::{City, at, case, day, owed, person, refused, seen};

/// A review with its own number.
pub fn review(filed_on: Date) -> Disputing {
    disputing(Branch::Review, "云政复〔2026〕18号", filed_on)
}

fn disputing(branch: Branch, number: &str, filed_on: Date) -> Disputing {
    let body = match branch {
        Branch::Review => "云溪市人民政府",
        Branch::Suit | Branch::SuitAfterReview => "云溪市云台区人民法院",
    };
    Disputing {
        branch,
        body: body.to_owned(),
        number: number.to_owned(),
        filed_on,
    }
}

/// A ruling that orders a new answer within fifteen working days.
pub fn corrected(dispute: DisputeId, decided_on: Date) -> Ruled {
    Ruled {
        dispute,
        finding: Finding::Corrected,
        decided_on,
        words: "撤销告知书，责令重新答复".to_owned(),
        order: Ordered::Anew {
            received_on: None,
            period: Some(Span::Workdays(15)),
        },
    }
}

fn ruled(dispute: DisputeId, finding: Finding, decided_on: Date) -> Ruled {
    Ruled {
        dispute,
        finding,
        decided_on,
        words: "见决定书".to_owned(),
        order: Ordered::Nothing,
    }
}

/// A new answer.
pub fn anew(answered_on: Date) -> Anew {
    Anew {
        outcome: Outcome::Provided,
        withheld: Vec::new(),
        reply: "现将批复提供给您。".to_owned(),
        letter_number: "云财公开告〔2026〕31号".to_owned(),
        answered_on,
    }
}

/// A call.
pub fn visit(visited_on: Date) -> Visit {
    Visit {
        visited_on,
        way: VisitWay::Phone,
        satisfaction: Satisfaction::Satisfied,
        words: "申请人说已经收到".to_owned(),
    }
}

const TO_CLOSED: [Stage; 5] = [
    Stage::SecrecyReview,
    Stage::Approval,
    Stage::Signed,
    Stage::Sent,
    Stage::Closed,
];

/// A request that was answered so on one day.
async fn answered(
    site: &TestSite,
    city: &City,
    (outcome, withheld): (Outcome, &[Outcome]),
    on: &str,
) -> Receipt {
    let receipt = city.handled(site, on).await;
    let given = Draft {
        outcome,
        withheld: withheld.to_vec(),
        ..city.answer()
    };
    let by = (&*site.calendar, at(on));
    let drafted = (seen(site, &receipt).await, &given);
    draft(&site.store, drafted, &city.clerk, by).await.unwrap();
    city.walk(site, &receipt, &TO_CLOSED, at(on)).await;
    receipt
}

/// Notes a dispute on the day on which it is filed.
async fn noted(
    site: &TestSite,
    city: &City,
    receipt: &Receipt,
    given: &Disputing,
) -> Result<DisputeId, kernel::Stop<RequestRefusal>> {
    let by = (&*site.calendar, at(&given.filed_on.to_string()));
    let aimed = (seen(site, receipt).await, given);
    note_dispute(&site.store, aimed, &city.clerk, by).await
}

async fn decide(
    site: &TestSite,
    city: &City,
    (receipt, given): (&Receipt, &Ruled),
    on: &str,
) -> Result<(), kernel::Stop<RequestRefusal>> {
    let aimed = (seen(site, receipt).await, given);
    note_ruling(&site.store, aimed, &city.clerk, (&*site.calendar, at(on))).await
}

fn year(unit: UnitId, year: i16) -> Period {
    Period {
        unit,
        from: day(&format!("{year}-01-01")),
        through: day(&format!("{year}-12-31")),
    }
}

async fn table4(site: &TestSite, period: Period) -> Table4 {
    store::read!(site.store, |tx| count_table4(tx, period).await).unwrap()
}

async fn table3(site: &TestSite, period: Period) -> Table3 {
    store::read!(site.store, |tx| count_table3(tx, period).await).unwrap()
}

async fn count_events(site: &TestSite) -> usize {
    let events = store::read!(site.store, |tx| list_newest(tx, 500).await);
    events.unwrap().len()
}

on_both! {
    async fn a_review_that_orders_a_new_answer_makes_the_unit_owe_it_and_table_3_stays(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = answered(site, &city, (Outcome::Process, &[]), "2025-12-22").await;
        let before = [table3(site, year(city.unit, 2025)).await, table3(site, year(city.unit, 2026)).await];
        let id = noted(site, &city, &receipt, &review(day("2026-01-12"))).await.unwrap();
        assert_eq!(table4(site, year(city.unit, 2025)).await, Table4::default());
        assert_eq!(table4(site, year(city.unit, 2026)).await.cell(Branch::Review, Decided::Pending), 1);

        // Decided on 2 March, in the unit's hands on the 4th: fifteen working days from the 5th end on 25 March.
        let mut given = corrected(id, day("2026-03-02"));
        given.order = Ordered::Anew { received_on: Some(day("2026-03-04")), period: Some(Span::Workdays(15)) };
        decide(site, &city, (&receipt, &given), "2026-03-05").await.unwrap();
        let owes = owed(site, city.unit, day("2026-03-05")).await;
        let anew_owed = owes.iter().find(|it| it.0.starts_with("重新答复")).unwrap();
        assert_eq!((anew_owed.1, anew_owed.2), (day("2026-03-25"), Standing::Open));
        let (_, due_on) = store::read!(site.store, |tx| find_owed(tx, receipt.request).await).unwrap().unwrap();
        assert_eq!(due_on, day("2026-03-25"));

        // Another act at the same stage leaves it owed.
        let aimed = (seen(site, &receipt).await, &visit(day("2026-03-06")));
        visit_back(&site.store, aimed, &city.clerk, (&site.calendar, at("2026-03-06"))).await.unwrap();
        let aimed = (seen(site, &receipt).await, id, &anew(day("2026-03-25")));
        answer_anew(&site.store, aimed, &city.clerk, (&site.calendar, at("2026-03-27"))).await.unwrap();
        let owes = owed(site, city.unit, day("2026-04-01")).await;
        let anew_owed = owes.iter().find(|it| it.0.starts_with("重新答复")).unwrap();
        assert_eq!(anew_owed.2, Standing::KeptOnTime, "the day on which it left counts");
        let done = case(site, &receipt).await;
        assert_eq!((done.request.stage, done.request.outcome), (Stage::Closed, Some(Outcome::Process)), "the first answer stays");
        assert_eq!(done.disputes[0].anew().unwrap().outcome, Outcome::Provided);
        let after = [table3(site, year(city.unit, 2025)).await, table3(site, year(city.unit, 2026)).await];
        assert_eq!(before, after, "a request counts once, in the year of its answer");
        let table = table4(site, year(city.unit, 2026)).await;
        assert_eq!((table.cell(Branch::Review, Decided::Corrected), table.all()), (1, 1));
        let aimed = (seen(site, &receipt).await, id, &anew(day("2026-03-25")));
        let again = answer_anew(&site.store, aimed, &city.clerk, (&site.calendar, at("2026-03-27"))).await;
        assert_eq!(refused(again), RequestRefusal::AnsweredAnew);
        let counted = promises::check::check(&site.store).await.unwrap();
        assert!(counted.is_empty(), "{counted:?}");
    }

    async fn a_period_in_natural_days_rolls_behind_the_holiday_and_none_is_the_regulations(site: &TestSite) {
        let city = City::found(site).await;
        for (period, due_on) in [(Some(Span::Days(15)), "2026-10-08"), (None, "2026-10-21")] {
            let receipt = answered(site, &city, (Outcome::Provided, &[]), "2026-03-02").await;
            let id = noted(site, &city, &receipt, &review(day("2026-03-30"))).await.unwrap();
            let mut given = corrected(id, day("2026-09-17"));
            given.order = Ordered::Anew { received_on: None, period };
            decide(site, &city, (&receipt, &given), "2026-09-17").await.unwrap();
            let (_, due) = store::read!(site.store, |tx| find_owed(tx, receipt.request).await).unwrap().unwrap();
            assert_eq!(due, day(due_on), "{period:?}");
        }
    }

    async fn whoever_is_refused_by_article_16_is_reviewed_before_a_court(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = answered(site, &city, (Outcome::Process, &[]), "2026-03-02").await;
        let suit = disputing(Branch::Suit, "（2026）云行初5号", day("2026-03-20"));
        let after = |on: &str| disputing(Branch::SuitAfterReview, "（2026）云行初6号", day(on));
        assert_eq!(refused(noted(site, &city, &receipt, &suit).await), RequestRefusal::ReviewFirst);
        assert_eq!(refused(noted(site, &city, &receipt, &after("2026-03-20")).await), RequestRefusal::NotReviewed);
        let id = noted(site, &city, &receipt, &review(day("2026-03-20"))).await.unwrap();
        assert_eq!(refused(noted(site, &city, &receipt, &after("2026-04-10")).await), RequestRefusal::NotReviewed, "it is pending");
        decide(site, &city, (&receipt, &ruled(id, Finding::Upheld, day("2026-04-20"))), "2026-04-20").await.unwrap();
        assert_eq!(refused(noted(site, &city, &receipt, &after("2026-04-17")).await), RequestRefusal::NotReviewed, "decided later");
        let second = noted(site, &city, &receipt, &after("2026-04-28")).await.unwrap();
        let by = (&*site.calendar, at("2026-04-29"));
        let rests = strike_dispute(&site.store, (seen(site, &receipt).await, id, "登错了"), &city.clerk, by).await;
        assert_eq!(refused(rests), RequestRefusal::SuitRestsOnIt);
        strike_dispute(&site.store, (seen(site, &receipt).await, second, "登错了"), &city.clerk, by).await.unwrap();
        strike_dispute(&site.store, (seen(site, &receipt).await, id, "登错了"), &city.clerk, by).await.unwrap();
        assert_eq!(table4(site, year(city.unit, 2026)).await, Table4::default(), "what was struck counts nowhere");
        let kept = case(site, &receipt).await.disputes;
        assert_eq!(kept.iter().filter_map(|it| it.struck_why.as_deref()).collect::<Vec<_>>(), ["登错了", "登错了"]);
        assert_eq!(refused(noted(site, &city, &receipt, &after("2026-04-29")).await), RequestRefusal::NotReviewed);

        let partly = answered(site, &city, (Outcome::Partly, &[Outcome::Internal]), "2026-03-02").await;
        assert_eq!(refused(noted(site, &city, &partly, &suit).await), RequestRefusal::ReviewFirst);
        let given = answered(site, &city, (Outcome::NotInCharge, &[]), "2026-03-02").await;
        noted(site, &city, &given, &suit).await.unwrap();
    }

    async fn against_a_new_answer_stands_what_may_be_done_against_it(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = answered(site, &city, (Outcome::Process, &[]), "2026-03-02").await;
        let id = noted(site, &city, &receipt, &review(day("2026-03-09"))).await.unwrap();
        decide(site, &city, (&receipt, &corrected(id, day("2026-03-30"))), "2026-03-30").await.unwrap();
        let by = (&*site.calendar, at("2026-04-10"));
        let new = Anew { outcome: Outcome::NeedsMaking, ..anew(day("2026-04-10")) };
        answer_anew(&site.store, (seen(site, &receipt).await, id, &new), &city.clerk, by).await.unwrap();
        let suit = |on: &str| disputing(Branch::Suit, "（2026）云行初9号", day(on));
        assert_eq!(refused(noted(site, &city, &receipt, &suit("2026-04-09")).await), RequestRefusal::ReviewFirst, "over the first answer");
        noted(site, &city, &receipt, &suit("2026-04-13")).await.unwrap();
        let by = (&*site.calendar, at("2026-04-14"));
        let struck = strike_dispute(&site.store, (seen(site, &receipt).await, id, "登错了"), &city.clerk, by).await;
        assert_eq!(refused(struck), RequestRefusal::AnsweredAnew);
    }

    async fn a_wrong_note_is_struck_with_what_it_made_the_unit_owe(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = answered(site, &city, (Outcome::Provided, &[]), "2026-03-02").await;
        let id = noted(site, &city, &receipt, &review(day("2026-03-09"))).await.unwrap();
        decide(site, &city, (&receipt, &corrected(id, day("2026-03-30"))), "2026-03-30").await.unwrap();
        let by = (&*site.calendar, at("2026-03-31"));
        strike_dispute(&site.store, (seen(site, &receipt).await, id, "结果登错了"), &city.clerk, by).await.unwrap();
        let owes = owed(site, city.unit, day("2026-03-31")).await;
        let anew_owed = owes.iter().find(|it| it.0.starts_with("重新答复")).unwrap();
        assert_eq!(anew_owed.2, Standing::Void);
        let aimed = (seen(site, &receipt).await, id, &anew(day("2026-03-31")));
        assert_eq!(refused(answer_anew(&site.store, aimed, &city.clerk, by).await), RequestRefusal::DisputeUnknown);
        // The same number is free again.
        let id = noted(site, &city, &receipt, &review(day("2026-03-09"))).await.unwrap();
        decide(site, &city, (&receipt, &ruled(id, Finding::Upheld, day("2026-03-30"))), "2026-03-31").await.unwrap();
        let table = table4(site, year(city.unit, 2026)).await;
        assert_eq!((table.cell(Branch::Review, Decided::Upheld), table.all()), (1, 1));
        let counted = promises::check::check(&site.store).await.unwrap();
        assert!(counted.is_empty(), "{counted:?}");
    }

    async fn what_is_wrong_is_refused_by_name_and_leaves_no_trace(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = answered(site, &city, (Outcome::Provided, &[]), "2026-03-02").await;
        let id = noted(site, &city, &receipt, &review(day("2026-03-09"))).await.unwrap();
        let before = (count_events(site).await, case(site, &receipt).await);
        let by = (&*site.calendar, at("2026-03-31"));
        let now = seen(site, &receipt).await;
        let dispute = async |change: fn(&mut Disputing)| {
            let mut given = disputing(Branch::Suit, "（2026）云行初5号", day("2026-03-20"));
            change(&mut given);
            refused(note_dispute(&site.store, (now, &given), &city.clerk, by).await)
        };
        assert_eq!(dispute(|it| it.filed_on = day("2026-03-01")).await, RequestRefusal::DayTooEarly(day("2026-03-02")));
        assert_eq!(dispute(|it| it.filed_on = day("2026-04-01")).await, RequestRefusal::DayInFuture);
        assert_eq!(dispute(|it| it.body = " ".to_owned()).await, RequestRefusal::BodyMissing);
        assert_eq!(dispute(|it| it.number = "\u{202e}".to_owned()).await, RequestRefusal::CaseNumberMissing);
        assert_eq!(dispute(|it| it.number = "号".repeat(201)).await, RequestRefusal::TooLong("number", "案号", 200));
        assert_eq!(dispute(|it| { it.branch = Branch::Review; it.number = "云政复〔2026〕18号 ".to_owned(); }).await, RequestRefusal::DisputeNotedBefore);
        let rule = async |change: fn(&mut Ruled)| {
            let mut given = corrected(id, day("2026-03-30"));
            change(&mut given);
            refused(note_ruling(&site.store, (now, &given), &city.clerk, by).await)
        };
        assert_eq!(rule(|it| it.decided_on = day("2026-03-08")).await, RequestRefusal::DayTooEarly(day("2026-03-09")));
        assert_eq!(rule(|it| it.decided_on = day("2026-04-01")).await, RequestRefusal::DayInFuture);
        assert_eq!(rule(|it| it.words = String::new()).await, RequestRefusal::WordsMissing);
        assert_eq!(rule(|it| it.finding = Finding::Upheld).await, RequestRefusal::OrderWithoutCorrection);
        assert_eq!(rule(|it| it.dispute = kernel::Ids::random().next(at("2026-03-01"))).await, RequestRefusal::DisputeUnknown);
        for count in [0, 91] {
            let mut given = corrected(id, day("2026-03-30"));
            given.order = Ordered::Anew { received_on: None, period: Some(Span::Workdays(count)) };
            let outcome = note_ruling(&site.store, (now, &given), &city.clerk, by).await;
            assert_eq!(refused(outcome), RequestRefusal::OrderDays(90));
        }
        for received_on in ["2026-03-29", "2026-04-01"] {
            let mut given = corrected(id, day("2026-03-30"));
            given.order = Ordered::Anew { received_on: Some(day(received_on)), period: None };
            let outcome = note_ruling(&site.store, (now, &given), &city.clerk, by).await;
            assert_eq!(refused(outcome), RequestRefusal::ReachedOutOfOrder(day("2026-03-30")));
        }
        let outcome = answer_anew(&site.store, (now, id, &anew(day("2026-03-31"))), &city.clerk, by).await;
        assert_eq!(refused(outcome), RequestRefusal::NothingOrdered);
        let outcome = strike_dispute(&site.store, (now, id, " "), &city.clerk, by).await;
        assert_eq!(refused(outcome), RequestRefusal::WordsMissing);
        let outcome = visit_back(&site.store, (now, &visit(day("2026-03-01"))), &city.clerk, by).await;
        assert_eq!(refused(outcome), RequestRefusal::DayTooEarly(day("2026-03-02")));
        let stranger = person("何伟", city.other, &[Role::Clerk]).unit_officer(city.other).unwrap();
        let outcome = visit_back(&site.store, (now, &visit(day("2026-03-31"))), &stranger, by).await;
        assert_eq!(refused(outcome), RequestRefusal::NotAllowed(NotAllowed::ResponsibleUnitOnly));
        assert_eq!((count_events(site).await, case(site, &receipt).await), before);

        decide(site, &city, (&receipt, &corrected(id, day("2026-03-30"))), "2026-03-31").await.unwrap();
        let again = decide(site, &city, (&receipt, &ruled(id, Finding::Upheld, day("2026-03-31"))), "2026-03-31").await;
        assert_eq!(refused(again), RequestRefusal::DisputeDecided, "nothing is decided twice");
        let before = count_events(site).await;
        let now = seen(site, &receipt).await;
        let renew = async |change: fn(&mut Anew)| {
            let mut given = anew(day("2026-03-31"));
            change(&mut given);
            refused(answer_anew(&site.store, (now, id, &given), &city.clerk, by).await)
        };
        assert_eq!(renew(|it| it.answered_on = day("2026-03-29")).await, RequestRefusal::DayTooEarly(day("2026-03-30")));
        assert_eq!(renew(|it| it.outcome = Outcome::Withdrawn).await, RequestRefusal::NotByDecision);
        assert_eq!(renew(|it| it.outcome = Outcome::Partly).await, RequestRefusal::WithheldMissing);
        assert_eq!(renew(|it| it.withheld = vec![Outcome::Internal]).await, RequestRefusal::WithheldTooMuch);
        assert_eq!(renew(|it| it.letter_number = String::new()).await, RequestRefusal::LetterNumberMissing);
        let first = format!("云财公开告〔2026〕{}号", receipt.request);
        let given = Anew { letter_number: first, ..anew(day("2026-03-31")) };
        let outcome = answer_anew(&site.store, (now, id, &given), &city.clerk, by).await;
        assert_eq!(refused(outcome), RequestRefusal::LetterNumberTaken);
        assert_eq!(count_events(site).await, before);

        // And the new answer's number is taken for every other letter.
        answer_anew(&site.store, (now, id, &anew(day("2026-03-31"))), &city.clerk, by).await.unwrap();
        let other = city.handled(site, "2026-03-31").await;
        city.walk(site, &other, &[Stage::Review, Stage::SecrecyReview, Stage::Approval], at("2026-03-31")).await;
        let outcome = approve(&site.store, (seen(site, &other).await, "云财公开告〔2026〕31号"), &city.approver, by).await;
        assert_eq!(refused(outcome), RequestRefusal::LetterNumberTaken);
    }

    async fn what_ended_without_an_answer_is_disputed_unless_it_was_taken_back(site: &TestSite) {
        let city = City::found(site).await;
        let by = |on: &str| (&*site.calendar, at(on));
        let taken = city.handled(site, "2026-03-02").await;
        withdraw(&site.store, (seen(site, &taken).await, ""), Hand::Officer(&city.clerk), by("2026-03-02")).await.unwrap();
        assert_eq!(refused(noted(site, &city, &taken, &review(day("2026-03-09"))).await), RequestRefusal::NothingToDispute);

        let silent = city.handled(site, "2026-03-02").await;
        let missing = city.missing(day("2026-03-03"));
        ask_supplement(&site.store, (seen(site, &silent).await, &missing), &city.clerk, by("2026-03-03")).await.unwrap();
        end_unsupplied(&site.store, (seen(site, &silent).await, "没有补正"), &city.clerk, by("2026-03-20")).await.unwrap();
        let id = noted(site, &city, &silent, &review(day("2026-03-23"))).await.unwrap();
        decide(site, &city, (&silent, &corrected(id, day("2026-03-30"))), "2026-03-30").await.unwrap();
        let owes = owed(site, city.unit, day("2026-03-31")).await;
        let open: Vec<_> = owes.iter().filter(|it| it.2 == Standing::Open).map(|it| it.0.as_str()).collect();
        let number = &silent.number;
        assert_eq!(open, [format!("重新答复政府信息公开申请（{number}）")], "{owes:?}");
    }

    async fn calls_after_the_answer_are_kept_and_counted_by_what_askers_think(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = answered(site, &city, (Outcome::Provided, &[]), "2026-03-02").await;
        let before = (table3(site, year(city.unit, 2026)).await, table4(site, year(city.unit, 2026)).await);
        let by = (&*site.calendar, at("2026-03-10"));
        for (on, satisfaction) in [("2026-03-05", Satisfaction::Silent), ("2026-03-09", Satisfaction::Satisfied), ("2026-03-10", Satisfaction::Satisfied)] {
            let given = Visit { satisfaction, ..visit(day(on)) };
            visit_back(&site.store, (seen(site, &receipt).await, &given), &city.clerk, by).await.unwrap();
        }
        let listed = store::read!(site.store, |tx| list_visits(tx, receipt.request, 9).await).unwrap();
        assert_eq!(listed.iter().map(|it| it.visited_on.to_string()).collect::<Vec<_>>(), ["2026-03-10", "2026-03-09", "2026-03-05"]);
        let count = async |unit, through: &str| {
            let period = Period { unit, from: day("2026-03-01"), through: day(through) };
            store::read!(site.store, |tx| count_visits(tx, period).await).unwrap()
        };
        assert_eq!(count(city.unit, "2026-03-31").await, [(Satisfaction::Satisfied, 2), (Satisfaction::Silent, 1)]);
        assert_eq!(count(city.unit, "2026-03-05").await, [(Satisfaction::Silent, 1)]);
        assert_eq!(count(city.other, "2026-03-31").await, []);
        let after = (table3(site, year(city.unit, 2026)).await, table4(site, year(city.unit, 2026)).await);
        assert_eq!(before, after, "a call counts in no table");
        let events = store::read!(site.store, |tx| list_newest(tx, 3).await).unwrap();
        assert!(events.iter().all(|it| !format!("{it:?}").contains("已经收到")), "{events:?}");
    }
}

/// Days on which disputes are filed and decided, the year's end among them.
const DAYS: [&str; 8] = [
    "2025-12-23",
    "2025-12-26",
    "2025-12-30",
    "2025-12-31",
    "2026-01-04",
    "2026-01-07",
    "2026-01-09",
    "2026-01-12",
];

/// A dispute as it goes: the day on which it is filed, by which way, after how many of the days it ends and how, and whether its note is wrong.
type Life = (usize, usize, usize, usize, bool);

async fn live(site: &TestSite, city: &City, receipt: &Receipt, (nth, life): (usize, Life)) {
    let (begins, branch, lasts, finding, is_wrong) = life;
    let branch = Branch::ALL[branch];
    let number = format!("第{nth}号");
    let given = disputing(branch, &number, day(DAYS[begins]));
    let id = noted(site, city, receipt, &given).await.unwrap();
    if let Some(on) = DAYS.get(begins + lasts) {
        let given = ruled(id, Finding::ALL[finding], day(on));
        decide(site, city, (receipt, &given), on).await.unwrap();
    }
    if is_wrong {
        let by = (&*site.calendar, at("2026-01-13"));
        let aimed = (seen(site, receipt).await, id, "重复登记");
        strike_dispute(&site.store, aimed, &city.clerk, by)
            .await
            .unwrap();
    }
}

/// Where a life stands in a year that ends with a day: the cell, if it counts.
fn cell_of(life: &Life, (from, through): (Date, Date)) -> Option<(Branch, Decided)> {
    let (begins, branch, lasts, finding, is_wrong) = *life;
    let branch = Branch::ALL[branch];
    let decided_on = DAYS.get(begins + lasts).map(|it| day(it));
    match decided_on {
        _ if is_wrong => None,
        Some(on) if on < from => None,
        Some(on) if on <= through => Some((branch, Finding::ALL[finding].column())),
        Some(_) | None if day(DAYS[begins]) <= through => Some((branch, Decided::Pending)),
        Some(_) | None => None,
    }
}

on_both! {
    async fn each_cell_of_table_4_is_as_large_as_the_list_behind_it(site: &TestSite) {
        let city = City::found(site).await;
        let receipt = answered(site, &city, (Outcome::Provided, &[]), "2025-12-22").await;
        // Somebody was reviewed at once, so that lawsuits after review may come; it counts as well.
        let first = (0, 0, 0, 0, false);
        let life = (0..DAYS.len(), 0..Branch::ALL.len(), 0..9_usize, 0..Finding::ALL.len(), proptest::bool::weighted(0.15));
        let lives = prop::collection::vec(life, 40).new_tree(&mut TestRunner::deterministic()).unwrap().current();
        let lives: Vec<Life> = std::iter::once(first).chain(lives).collect();
        for life in lives.iter().copied().enumerate() {
            live(site, &city, &receipt, life).await;
        }
        let years = [year(city.unit, 2025), year(city.unit, 2026)];
        let mut filled = 0;
        for period in years {
            let table = table4(site, period).await;
            assert_eq!(check(&Table3::default(), &table), []);
            for branch in Branch::ALL {
                for decided in Decided::ALL {
                    let cell = table.cell(*branch, *decided);
                    let expected = lives.iter().filter(|it| cell_of(it, (period.from, period.through)) == Some((*branch, *decided)));
                    assert_eq!(cell, expected.count() as u64, "{branch:?} {decided:?}");
                    let mut ask = PageAsk::first(3);
                    let mut listed = Vec::new();
                    loop {
                        let page = store::read!(site.store, |tx| list_disputes_behind(tx, period, (*branch, *decided), &ask).await).unwrap();
                        listed.extend(page.items.into_iter().map(|it| it.id));
                        let Some(next) = page.next else { break };
                        ask = PageAsk::after(next, 3);
                    }
                    assert_eq!(listed.len() as u64, cell, "{branch:?} {decided:?}");
                    listed.sort_unstable();
                    listed.dedup();
                    assert_eq!(listed.len() as u64, cell, "none twice");
                    filled += usize::from(cell > 0);
                }
            }
            let mut written = table.clone();
            written.written_totals = vec![(Branch::Review, table.total(Branch::Review) + 1)];
            assert_eq!(check(&Table3::default(), &written)[0].identity, "I4");
        }
        assert!(filled >= 14, "{filled}");
        // What the first year left pending is what the second began with: filed before, ended in it or pending still.
        let [old, new] = [table4(site, years[0]).await, table4(site, years[1]).await];
        let counts = |it: &&Life| !it.4 && day(DAYS[it.0]) >= years[1].from;
        let came = lives.iter().filter(counts).count() as u64;
        let left: u64 = Branch::ALL.iter().map(|it| old.cell(*it, Decided::Pending)).sum();
        assert_eq!(new.all(), left + came);
        assert_eq!(table3(site, years[0]).await.cell(Row::Provided, AskerKind::Person), 1, "the request counts once, however often it is disputed");
        // The unit above counts it too, another one does not.
        assert_eq!(table4(site, year(city.above, 2026)).await, new);
        assert_eq!(table4(site, year(city.other, 2026)).await, Table4::default());
    }
}
