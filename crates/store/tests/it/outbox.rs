//! The outbox on both engines: told once, carried at least once, given up with a reason.

use kernel::{AccountId, Moment, Never, PageAsk, Stop};
use store::outbox::{
    self, Body, DeliveryState, Failure, LEASE_MILLIS, MOST_ATTEMPTS, NewMessage, Part, Shown,
    Topic, Trouble, Way, add_part, enqueue, list_deliveries, list_messages, take_parts, wait_after,
};
use testkit::{TestSite, on_both};

fn somebody(seed: u64, now: Moment) -> AccountId {
    kernel::Ids::seeded(seed).next(now)
}

fn reminder(key: &str, account: AccountId) -> NewMessage {
    NewMessage {
        key: key.to_owned(),
        topic: Topic::Reminders,
        account: Some(account),
        unit: None,
        subject: "市财政局：2项承诺即将到期".to_owned(),
        body: Body {
            lead: "以下承诺即将到期，请按期公开并登记。".to_owned(),
            ..Body::default()
        },
        ways: vec![Way::Mail(account)],
    }
}

async fn put(site: &TestSite, new: &NewMessage) -> bool {
    store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
        Ok(enqueue(tx, new, site.now).await?.is_some())
    })
    .unwrap()
}

async fn count(site: &TestSite, state: DeliveryState) -> u64 {
    store::read!(site.store, |tx| outbox::count_deliveries(tx, state).await).unwrap()
}

fn passing(reason: &str) -> Failure {
    Failure {
        trouble: Trouble::Passing,
        reason: reason.to_owned(),
    }
}

on_both! {
    async fn every_statement_of_the_outbox_prepares(site: &TestSite) {
        for (name, sql) in outbox::ALL {
            let prepared = store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
                tx.prepare(sql).await?;
                Ok(())
            });
            assert!(prepared.is_ok(), "{name}: {prepared:?}");
        }
    }

    async fn the_same_key_is_told_once_even_when_many_tell_it_at_once(site: &TestSite) {
        let new = reminder("reminders/a/2026-11-21", somebody(1, site.now));
        let (a, b, c) = tokio::join!(put(site, &new), put(site, &new), put(site, &new));
        assert_eq!([a, b, c].iter().filter(|told| **told).count(), 1);
        assert_eq!(count(site, DeliveryState::Waiting).await, 1);
    }

    async fn a_refused_change_leaves_no_message(site: &TestSite) {
        let new = reminder("reminders/a/2026-11-21", somebody(1, site.now));
        let refused = store::write!(site.store, |tx| -> Result<(), Stop<kernel::NotAllowed>> {
            enqueue(tx, &new, site.now).await?;
            Err(Stop::Refused(kernel::NotAllowed::OwnProposal))
        });
        assert!(refused.is_err());
        assert_eq!(count(site, DeliveryState::Waiting).await, 0);
        assert!(put(site, &new).await, "its key is free still");
    }

    async fn two_carriers_never_hold_the_same_delivery(site: &TestSite) {
        for n in 0..30 {
            put(site, &reminder(&format!("reminders/{n}"), somebody(n, site.now))).await;
        }
        let (a, b) = tokio::join!(
            site.store.claim_deliveries(20, site.now),
            site.store.claim_deliveries(20, site.now)
        );
        let mut ids: Vec<_> = a.unwrap().into_iter().chain(b.unwrap()).map(|it| it.id).collect();
        assert_eq!(ids.len(), 30);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 30);
    }

    async fn what_a_carrier_held_when_it_died_is_claimed_again_under_the_same_id(site: &TestSite) {
        put(site, &reminder("reminders/a", somebody(1, site.now))).await;
        let first = site.store.claim_deliveries(20, site.now).await.unwrap();
        assert!(site.store.claim_deliveries(20, site.now).await.unwrap().is_empty());
        let later = site.now.plus_millis(LEASE_MILLIS + 1);
        let again = site.store.claim_deliveries(20, later).await.unwrap();
        assert_eq!((again[0].id, again[0].attempt), (first[0].id, 2));
        assert!(!site.store.note_delivered(&first[0], later).await.unwrap(), "the claim was lost");
        assert!(site.store.note_delivered(&again[0], later).await.unwrap());
        assert_eq!(count(site, DeliveryState::Delivered).await, 1);
        let much_later = later.plus_millis(LEASE_MILLIS * 100);
        assert!(site.store.claim_deliveries(20, much_later).await.unwrap().is_empty());
    }

    async fn a_delivery_is_tried_with_growing_waits_and_then_given_up_with_its_reason(site: &TestSite) {
        put(site, &reminder("reminders/a", somebody(1, site.now))).await;
        let mut now = site.now;
        for attempt in 1..=MOST_ATTEMPTS {
            let held = site.store.claim_deliveries(20, now).await.unwrap();
            assert_eq!(held[0].attempt, attempt);
            site.store.note_failed(&held[0], &passing("连接被拒绝"), now).await.unwrap();
            let just_before = now.plus_millis(wait_after(attempt) - 1);
            assert!(site.store.claim_deliveries(20, just_before).await.unwrap().is_empty());
            now = now.plus_millis(wait_after(attempt));
        }
        assert!(site.store.claim_deliveries(20, now).await.unwrap().is_empty());
        let dead = store::read!(site.store, |tx| {
            list_deliveries(tx, DeliveryState::Dead, &PageAsk::first(10)).await
        }).unwrap();
        assert_eq!(dead.items[0].last_error.as_deref(), Some("连接被拒绝"));
        let revived = store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
            Ok(outbox::revive(tx, dead.items[0].id, now).await?)
        }).unwrap();
        assert!(revived);
        assert_eq!(site.store.claim_deliveries(20, now).await.unwrap()[0].attempt, 1);
    }

    async fn what_was_refused_for_good_is_not_tried_again(site: &TestSite) {
        put(site, &reminder("reminders/a", somebody(1, site.now))).await;
        let held = site.store.claim_deliveries(20, site.now).await.unwrap();
        let lasting = Failure { trouble: Trouble::Lasting, ..passing("550 no such user") };
        let state = site.store.note_failed(&held[0], &lasting, site.now).await.unwrap();
        assert_eq!(state, DeliveryState::Dead);
    }

    async fn a_reader_sees_their_own_messages_newest_first_and_reads_only_those(site: &TestSite) {
        let (reader, other) = (somebody(1, site.now), somebody(2, site.now));
        for n in 0..5 {
            let new = reminder(&format!("reminders/{n}"), reader);
            let at = site.now.plus_millis(n);
            store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
                enqueue(tx, &new, at).await?;
                Ok(())
            }).unwrap();
        }
        let all = store::read!(site.store, |tx| {
            list_messages(tx, reader, Shown::All, &PageAsk::first(3)).await
        }).unwrap();
        assert_eq!(all.items.len(), 3);
        assert!(all.items[0].id > all.items[1].id);
        let rest = PageAsk::after(all.next.unwrap(), 3);
        let next = store::read!(site.store, |tx| {
            list_messages(tx, reader, Shown::All, &rest).await
        }).unwrap();
        assert_eq!(next.items.len(), 2);
        let id = all.items[0].id;
        let (theirs, not_theirs) = store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
            let not_theirs = outbox::note_read(tx, id, other, site.now).await?;
            Ok((outbox::note_read(tx, id, reader, site.now).await?, not_theirs))
        }).unwrap();
        assert!(theirs && !not_theirs);
        let unread = store::read!(site.store, |tx| outbox::count_unread(tx, reader).await).unwrap();
        assert_eq!(unread, 4);
    }

    async fn parts_are_taken_once_and_come_back_if_the_message_was_not_kept(site: &TestSite) {
        let place = (somebody(1, site.now), Topic::Reminders);
        let part = Part { name: "promise/1".to_owned(), body: "2026-11-30".to_owned() };
        for _ in 0..2 {
            store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
                Ok(add_part(tx, place, &part, site.now).await?)
            }).unwrap();
        }
        let refused = store::write!(site.store, |tx| -> Result<(), Stop<kernel::NotAllowed>> {
            assert_eq!(take_parts::<String>(tx, place, 10).await?.len(), 1);
            Err(Stop::Refused(kernel::NotAllowed::OwnProposal))
        });
        assert!(refused.is_err());
        let (first, second) = store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
            let first = take_parts::<String>(tx, place, 10).await?;
            Ok((first, take_parts::<String>(tx, place, 10).await?))
        }).unwrap();
        assert_eq!((first, second), (vec![part], vec![]));
    }
}
