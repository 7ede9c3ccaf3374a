//! What cannot wait comes out after review and before its approval, which is then owed as a promise with a clock.

use promises::Standing;
use publishing::actions::{self, Begin, Judge, PublishFirst, Withdraw};
use publishing::metadata::TypedMetadata;
use publishing::queries::{find_work, list_approval_owed};
use publishing::{DocumentRefusal, EditionState};
use testkit::{TestSite, on_both};

use crate::city::{City, count_events, document, news, outlet, promise, refusal, state};

fn warning() -> Begin {
    let it = news("云溪市气象台发布暴雨红色预警");
    Begin {
        kind: "emergency".to_owned(),
        metadata: TypedMetadata {
            column: "emergencies".to_owned(),
            summary: "今日夜间有特大暴雨。".to_owned(),
            ..it.metadata
        },
        ..it
    }
}

fn first(edition: kernel::EditionId, reason: &str) -> PublishFirst {
    PublishFirst {
        edition,
        reason: reason.to_owned(),
    }
}

async fn owed(site: &TestSite, city: &City) -> usize {
    let lines = store::read!(site.store, |tx| list_approval_owed(tx, city.finance).await);
    lines.unwrap().len()
}

on_both! {
    async fn it_is_public_at_once_and_the_approval_is_a_promise_that_the_leader_keeps(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &warning()).await;
        let when = (&outlet(site), site.now);
        let unreviewed = actions::publish_first(&site.store, &first(begun.edition, "汛情紧急。"), &city.head(), when).await;
        assert_eq!(refusal(unreviewed), DocumentRefusal::NotSubmitted);
        city.bring_to_approval(site, begun.edition).await;
        let events = count_events(site).await;
        let silent = actions::publish_first(&site.store, &first(begun.edition, " "), &city.head(), when).await;
        assert_eq!(refusal(silent), DocumentRefusal::WordsMissing);
        assert_eq!(count_events(site).await, events);
        actions::publish_first(&site.store, &first(begun.edition, "汛情紧急，分管领导在现场。"), &city.head(), when).await.unwrap();
        let found = document(site, begun.document).await;
        assert_eq!(found.obliged.len(), 1);
        assert_eq!(found.obliged[0].title, "补办审批：《云溪市气象台发布暴雨红色预警》");
        // Saturday 21 November 2026; the next working day is Monday.
        assert_eq!(found.obliged[0].due_on.to_string(), "2026-11-23");
        let owing = found.obliged[0].id;
        assert_eq!(promise(site, owing).await.line.standing, Standing::Open);
        assert_eq!(owed(site, &city).await, 1);
        assert!(publishing::check::check(&site.store).await.unwrap().is_empty());
        let judge = Judge::of(begun.edition, "同意。");
        actions::ratify(&site.store, &judge, &city.leader(), when).await.unwrap();
        assert_eq!(promise(site, owing).await.line.standing, Standing::KeptOnTime);
        assert_eq!((owed(site, &city).await, state(site, &begun).await), (0, EditionState::Published));
        let again = actions::ratify(&site.store, &judge, &city.leader(), when).await;
        assert_eq!(refusal(again), DocumentRefusal::NothingToRatify);
    }

    async fn what_the_leader_does_not_approve_is_taken_off_and_nothing_is_owed_any_more(site: &TestSite) {
        let city = City::of(site).await;
        let begun = city.begin(site, &warning()).await;
        city.bring_to_approval(site, begun.edition).await;
        let when = (&outlet(site), site.now);
        actions::publish_first(&site.store, &first(begun.edition, "汛情紧急。"), &city.head(), when).await.unwrap();
        let owing = document(site, begun.document).await.obliged[0].id;
        let command = Withdraw { document: begun.document, reason: "预警级别有误。".to_owned(), successor: None };
        actions::withdraw(&site.store, &command, &city.leader(), site.now).await.unwrap();
        assert_eq!(promise(site, owing).await.line.standing, Standing::Void);
        assert_eq!(owed(site, &city).await, 0);
        let work = store::read!(site.store, |tx| find_work(tx, begun.edition).await).unwrap().unwrap();
        assert!(work.edition.owes_approval(), "the record stays as it was");
        let late = actions::ratify(&site.store, &Judge::of(begun.edition, ""), &city.leader(), when).await;
        assert_eq!(refusal(late), DocumentRefusal::Ended);
    }

    async fn only_kinds_that_say_so_and_only_at_once(site: &TestSite) {
        let city = City::of(site).await;
        let when = (&outlet(site), site.now);
        let ordinary = city.begin(site, &news("今日要闻")).await;
        city.bring_to_approval(site, ordinary.edition).await;
        let refused = actions::publish_first(&site.store, &first(ordinary.edition, "急。"), &city.head(), when).await;
        assert_eq!(refusal(refused), DocumentRefusal::MayNotComeFirst);
        let later = Begin {
            metadata: TypedMetadata { publish_at: "2026-11-30T09:00".to_owned(), ..warning().metadata },
            ..warning()
        };
        let later = city.begin(site, &later).await;
        city.bring_to_approval(site, later.edition).await;
        let refused = actions::publish_first(&site.store, &first(later.edition, "急。"), &city.head(), when).await;
        assert_eq!(refusal(refused), DocumentRefusal::FirstAndLater);
        assert_eq!(state(site, &later).await, EditionState::Approval);
        let ordinary = actions::ratify(&site.store, &Judge::of(ordinary.edition, ""), &city.leader(), when).await;
        assert!(matches!(refusal(ordinary), DocumentRefusal::NotAtThisStage(_)));
    }
}
