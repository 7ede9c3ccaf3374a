//! Policy and interpretation: tied, judged together, public in order, and the promises that a document opens; what a repeal starts.

use kernel::DocumentId;
use promises::Standing;
use publishing::actions::{self, Approved, Begin, Begun, DecideValidity, Judge, ReviewCitation};
use publishing::metadata::TypedMetadata;
use publishing::queries::find_work;
use publishing::{DocumentRefusal, EditionState, Validity};
use testkit::{TestSite, on_both};

use crate::city::{
    City, count_events, document, news, normative, outlet, owes, promise, refusal, state,
};

fn interpretation(title: &str) -> Begin {
    Begin {
        kind: "interpretation".to_owned(),
        metadata: TypedMetadata {
            column: "interpretations".to_owned(),
            title: title.to_owned(),
            summary: "说明背景、目的和重要举措。".to_owned(),
            ..TypedMetadata::default()
        },
        body: prose::Body::from_text("为什么要制定：原有办法已满五年。").unwrap(),
    }
}

async fn tied(city: &City, site: &TestSite, policy: &Begun) -> Begun {
    let begun = city
        .begin(site, &interpretation("读懂专项资金管理办法"))
        .await;
    let what = (begun.document, policy.document);
    actions::tie(&site.store, what, &city.clerk(), (&outlet(site), site.now))
        .await
        .unwrap();
    begun
}

fn both(first: &Begun, second: &Begun) -> Judge {
    Judge {
        edition: first.edition,
        together: vec![second.edition],
        words: "同意。".to_owned(),
    }
}

on_both! {
    async fn a_policy_without_interpretation_owes_one_within_three_working_days(site: &TestSite) {
        let city = City::of(site).await;
        let policy = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        city.publish(site, policy.edition).await;
        let owed = document(site, policy.document).await.obliged;
        // Besides it the document is to be put on file.
        assert_eq!(owed.len(), 2);
        assert_eq!(owed[0].title, "解读《云溪市财政局关于印发专项资金管理办法的通知》");
        // Saturday 21 November 2026; Monday to Wednesday count.
        assert_eq!(site.now.date().to_string(), "2026-11-21");
        assert_eq!(owed[0].due_on.to_string(), "2026-11-25");
        let detail = promise(site, owed[0].id).await;
        assert_eq!((detail.line.standing, detail.line.unit_id), (Standing::Open, city.finance));
        // What is tied afterwards keeps it when it comes out, and each page leads to the other.
        let reading = tied(&city, site, &policy).await;
        city.publish(site, reading.edition).await;
        assert_eq!(promise(site, owed[0].id).await.line.standing, Standing::KeptOnTime);
        assert_eq!(document(site, policy.document).await.interpreting[0].id, reading.document);
        assert_eq!(document(site, reading.document).await.interpreted[0].id, policy.document);
    }

    async fn what_a_document_owes_is_counted_when_it_is_late_and_when_it_is_kept_late(site: &TestSite) {
        let city = City::of(site).await;
        let policy = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        city.publish(site, policy.edition).await;
        let reading = tied(&city, site, &policy).await;
        city.bring_to_approval(site, reading.edition).await;
        let later = kernel::Moment::noon_of("2026-12-01".parse().unwrap());
        promises::actions::sweep(&site.store, &site.calendar, later).await.unwrap();
        assert!(promises::check::check(&site.store).await.unwrap().is_empty(), "while it is late");
        let judge = Judge::of(reading.edition, "");
        actions::approve(&site.store, &judge, &city.leader(), (&outlet(site), later)).await.unwrap();
        let owed = document(site, policy.document).await.obliged[0].id;
        assert_eq!(promise(site, owed).await.line.standing, Standing::KeptLate);
        assert!(promises::check::check(&site.store).await.unwrap().is_empty(), "when it is kept late");
    }

    async fn an_interpretation_that_is_public_already_keeps_the_promise_when_it_is_tied(site: &TestSite) {
        let city = City::of(site).await;
        let policy = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        city.publish(site, policy.edition).await;
        let reading = city.begin(site, &interpretation("读懂专项资金管理办法")).await;
        city.publish(site, reading.edition).await;
        let owed = document(site, policy.document).await.obliged[0].id;
        assert_eq!(promise(site, owed).await.line.standing, Standing::Open);
        // What an officer linked for its next edition waits for that, whatever it is tied to.
        let next = owes(site, city.finance, "2026-12-31").await;
        actions::link_promises(&site.store, (reading.document, &[next]), &city.clerk(), site.now).await.unwrap();
        let what = (reading.document, policy.document);
        actions::tie(&site.store, what, &city.clerk(), (&outlet(site), site.now)).await.unwrap();
        assert_eq!(promise(site, owed).await.line.standing, Standing::KeptOnTime);
        assert_eq!(promise(site, next).await.line.standing, Standing::Open);
        // A tie that is taken back leaves what was kept.
        actions::untie(&site.store, what, &city.clerk(), site.now).await.unwrap();
        assert_eq!(promise(site, owed).await.line.standing, Standing::KeptOnTime);
        assert!(document(site, policy.document).await.interpreting.is_empty());
    }

    async fn policy_and_interpretation_go_every_step_together_or_not_at_all(site: &TestSite) {
        let city = City::of(site).await;
        let policy = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        let reading = tied(&city, site, &policy).await;
        let store = &site.store;
        // The interpretation's form is used: the policy still comes first.
        let judge = both(&reading, &policy);
        actions::submit(store, &judge, (&city.clerk(), &city.library), site.now).await.unwrap();
        actions::pass(store, &judge, &city.head(), site.now).await.unwrap();
        actions::sign(store, &judge, &city.secrecy(), site.now).await.unwrap();
        let before = count_events(site).await;
        let alone = Judge::of(reading.edition, "");
        let early = refusal(actions::approve(store, &alone, &city.leader(), (&outlet(site), site.now)).await);
        assert!(matches!(early, DocumentRefusal::InterpretedLater(_)), "{early:?}");
        assert_eq!(count_events(site).await, before, "a refused act leaves no trace");
        let came = actions::approve(store, &judge, &city.leader(), (&outlet(site), site.now)).await.unwrap();
        assert_eq!(came, Approved::Published);
        let owed = document(site, policy.document).await.obliged[0].id;
        assert_eq!(promise(site, owed).await.line.standing, Standing::KeptOnTime);
    }

    async fn one_that_may_not_go_along_holds_both_back_and_is_named(site: &TestSite) {
        let city = City::of(site).await;
        let policy = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        let reading = tied(&city, site, &policy).await;
        let store = &site.store;
        actions::submit(store, &Judge::of(policy.edition, ""), (&city.clerk(), &city.library), site.now).await.unwrap();
        let before = count_events(site).await;
        let refused = refusal(actions::pass(store, &both(&policy, &reading), &city.head(), site.now).await);
        assert!(matches!(&refused, DocumentRefusal::Together { title, .. } if title == "读懂专项资金管理办法"), "{refused:?}");
        assert_eq!(state(site, &policy).await, EditionState::FirstReview);
        assert_eq!(count_events(site).await, before);
    }

    async fn only_an_interpretation_is_tied_and_only_to_what_may_be_seen(site: &TestSite) {
        let city = City::of(site).await;
        let (clerk, outlet) = (city.clerk(), outlet(site));
        let policy = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        let reading = city.begin(site, &interpretation("读懂专项资金管理办法")).await;
        let plain = city.begin(site, &news("会议")).await;
        let tie = async |what| refusal(actions::tie(&site.store, what, &clerk, (&outlet, site.now)).await);
        assert_eq!(tie((plain.document, policy.document)).await, DocumentRefusal::InterpretsNothing);
        assert_eq!(tie((reading.document, reading.document)).await, DocumentRefusal::NotInterpreted);
        let stranger = another_units(site, &city).await;
        assert_eq!(tie((reading.document, stranger)).await, DocumentRefusal::NotInterpreted, "a draft of another unit is not there");
    }

    async fn a_repeal_opens_its_promise_and_sends_the_citing_documents_to_be_looked_at(site: &TestSite) {
        let city = City::of(site).await;
        let policy = city.begin(site, &normative("云财〔2026〕12号", "第一条 甲。")).await;
        city.publish(site, policy.edition).await;
        let citing = city.begin(site, &normative("云财〔2026〕20号", "依据《专项资金管理办法》（云财〔2026〕12号）制定。")).await;
        city.publish(site, citing.edition).await;
        let command = DecideValidity {
            document: policy.document,
            validity: Validity::Repealed,
            basis: "《废止决定》（云财〔2026〕21号）".to_owned(),
            effective_on: "2026-12-01".parse().unwrap(),
            words: String::new(),
        };
        actions::decide_validity(&site.store, &command, &city.leader(), (&outlet(site), site.now)).await.unwrap();
        let owed = document(site, policy.document).await.obliged;
        let marking = owed.iter().find(|it| it.title.contains("已废止")).unwrap();
        // Ten working days from the day on which the repeal holds.
        assert_eq!(marking.due_on.to_string(), "2026-12-15");
        let reviews = store::read!(site.store, |tx| find_work(tx, citing.edition).await).unwrap().unwrap().citation_reviews;
        assert_eq!((reviews.len(), reviews[0].cited, reviews[0].is_open), (1, policy.document, true));
        let review = ReviewCitation { document: citing.document, cited: policy.document, words: "内容不受影响。".to_owned() };
        let stranger = city.welfare_clerk();
        assert!(actions::review_citation(&site.store, &review, &stranger, site.now).await.is_err());
        actions::review_citation(&site.store, &review, &city.clerk(), site.now).await.unwrap();
        let again = refusal(actions::review_citation(&site.store, &review, &city.clerk(), site.now).await);
        assert_eq!(again, DocumentRefusal::NoCitationReview);
        let open = store::read!(site.store, |tx| publishing::ties::list_open_reviews(tx, city.finance).await).unwrap();
        assert!(open.is_empty());
        assert!(publishing::check::check(&site.store).await.unwrap().is_empty());
    }
}

/// A draft of another unit.
async fn another_units(site: &TestSite, city: &City) -> DocumentId {
    let clerk = city.welfare_clerk();
    let who = (&clerk, &city.library);
    let draft = normative("云民〔2026〕1号", "第一条 乙。");
    actions::begin(&site.store, &draft, who, site.now)
        .await
        .unwrap()
        .document
}
