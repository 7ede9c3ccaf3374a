//! Asking, confirming, changing, leaving; what a stranger can do, on both engines.

use kernel::{Moment, Never, Stop, SubscriptionId};
use store::outbox::{Failure, Trouble};
use subscriptions::actions::{change_pace, confirm, lapse, leave, leave_all};
use subscriptions::letters::{claim, note_failed};
use subscriptions::queries::{Numbers, ReaderView, count, find_asked, find_reader};
use subscriptions::rules::days;
use subscriptions::{LetterKind, Pace, SubscriptionRefusal};
use testkit::{TestSite, on_both};

use crate::readers::{ask, post, reader, wish};
use testkit::Glass;

const DOCUMENT: &str = "document/0190a6f2-0000-7000-8000-000000000001";
const UNIT: &str = "unit/0190a6f2-0000-7000-8000-000000000002";
const LI: &str = "li@example.cn";

async fn numbers(site: &TestSite) -> Numbers {
    store::read!(site.store, |tx| count(tx).await).unwrap()
}

async fn view(site: &TestSite, key: &str) -> Option<ReaderView> {
    store::read!(site.store, |tx| find_reader(tx, key).await).unwrap()
}

async fn events(site: &TestSite) -> Vec<store::RecordedEvent> {
    store::read!(site.store, |tx| store::event::list_newest(tx, 1000).await).unwrap()
}

async fn assert_sound(site: &TestSite) {
    let problems = subscriptions::check::check(&site.store).await.unwrap();
    assert!(problems.is_empty(), "{problems:?}");
}

fn refused<T: std::fmt::Debug>(
    outcome: Result<T, Stop<SubscriptionRefusal>>,
) -> SubscriptionRefusal {
    match outcome {
        Err(Stop::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn later(now: Moment, millis: i64) -> Moment {
    now.plus_millis(millis)
}

on_both! {
    async fn every_statement_of_subscriptions_prepares(site: &TestSite) {
        for (name, sql) in subscriptions::ALL {
            let prepared = store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
                tx.prepare(sql).await?;
                Ok(())
            });
            assert!(prepared.is_ok(), "{name}: {prepared:?}");
        }
    }

    async fn nothing_is_followed_before_the_link_was_used_and_the_link_opens_once(site: &TestSite) {
        ask(site, &wish(LI, DOCUMENT, Pace::Daily), site.now).await;
        assert_eq!((numbers(site).await.unconfirmed, numbers(site).await.followed.len()), (1, 0));
        assert!(events(site).await.is_empty(), "a stranger leaves no event");
        let letters = post(site, site.now).await;
        assert_eq!(letters.len(), 1);
        assert_eq!((letters[0].kind, letters[0].address.as_ref().unwrap().reveal()), (LetterKind::Confirm, LI));
        let about = letters[0].about.clone().unwrap();
        let key = about.key.unwrap();
        let asked = store::read!(site.store, |tx| find_asked(tx, &key, site.now).await).unwrap();
        assert_eq!(asked.map(|it| it.followed), Some(about.followed));
        let done = confirm(&site.store, &Glass, &key, site.now).await.unwrap();
        assert_eq!((done.followed.place().as_str(), done.pace), (DOCUMENT, Pace::Daily));
        assert_eq!(numbers(site).await.followed, [("document".to_owned(), "daily".to_owned(), 1)]);
        let again = confirm(&site.store, &Glass, &key, site.now).await;
        assert_eq!(refused(again), SubscriptionRefusal::ConfirmLinkUnknown);
        assert_sound(site).await;
    }

    async fn no_event_and_no_plain_column_names_who_follows_what(site: &TestSite) {
        let key = reader(site, &wish(LI, DOCUMENT, Pace::Daily), site.now).await;
        change_pace(&site.store, &key, (view(site, &key).await.unwrap().lines[0].id, Pace::Weekly), site.now).await.unwrap();
        leave_all(&site.store, &key, site.now).await.unwrap();
        let events = events(site).await;
        assert_eq!(events.len(), 3);
        for event in events {
            let all = format!("{event:?}");
            assert!(!all.contains("li@") && !all.contains(DOCUMENT.split_once('/').unwrap().1), "{all}");
            assert!(store::ledger::entry_of(&event).is_none(), "{all}");
        }
    }

    async fn a_guessed_a_foreign_and_an_old_link_open_nothing(site: &TestSite) {
        let key = reader(site, &wish(LI, DOCUMENT, Pace::Daily), site.now).await;
        let long = "a".repeat(100_000);
        let guessed = "0".repeat(64);
        for wrong in ["", "0", "' or 1=1 --", &guessed, &long, &key.to_uppercase()] {
            if wrong == key {
                continue;
            }
            assert!(view(site, wrong).await.is_none(), "{}", wrong.len());
            assert_eq!(refused(leave_all(&site.store, wrong, site.now).await), SubscriptionRefusal::LinkUnknown);
            assert_eq!(refused(confirm(&site.store, &Glass, wrong, site.now).await), SubscriptionRefusal::ConfirmLinkUnknown);
        }
        // The key of the letters confirms nothing.
        assert_eq!(refused(confirm(&site.store, &Glass, &key, site.now).await), SubscriptionRefusal::ConfirmLinkUnknown);
        // Another's subscription is not theirs to end.
        let other = reader(site, &wish("zhang@example.cn", UNIT, Pace::Daily), site.now).await;
        let id: SubscriptionId = view(site, &other).await.unwrap().lines[0].id;
        assert_eq!(refused(leave(&site.store, &key, id, site.now).await), SubscriptionRefusal::Unknown);
        assert_eq!(refused(change_pace(&site.store, &key, (id, Pace::Weekly), site.now).await), SubscriptionRefusal::Unknown);
        leave_all(&site.store, &key, site.now).await.unwrap();
        assert!(view(site, &key).await.is_none());
        assert_eq!(view(site, &other).await.unwrap().lines.len(), 1);
        assert_sound(site).await;
    }

    async fn what_nobody_confirms_vanishes_after_two_days_with_its_address(site: &TestSite) {
        ask(site, &wish(LI, DOCUMENT, Pace::Daily), site.now).await;
        let key = post(site, site.now).await[0].about.clone().unwrap().key.unwrap();
        let just_before = later(site.now, days(2) - 1);
        assert_eq!(lapse(&site.store, just_before).await.unwrap().unconfirmed, 0);
        let over = later(site.now, days(2));
        assert_eq!(refused(confirm(&site.store, &Glass, &key, over).await), SubscriptionRefusal::ConfirmLinkUnknown);
        assert_eq!(lapse(&site.store, over).await.unwrap().unconfirmed, 1);
        assert_eq!(numbers(site).await, Numbers::default());
        assert_sound(site).await;
    }

    async fn an_address_that_is_known_is_told_so_and_nothing_changes_by_a_stranger(site: &TestSite) {
        let key = reader(site, &wish(LI, DOCUMENT, Pace::Daily), site.now).await;
        ask(site, &wish("LI@EXAMPLE.CN", DOCUMENT, Pace::AtOnce), site.now).await;
        let letters = post(site, site.now).await;
        assert_eq!(letters.iter().map(|it| it.kind).collect::<Vec<_>>(), [LetterKind::Known]);
        assert_eq!(letters[0].key.as_deref(), Some(key.as_str()));
        assert_eq!(view(site, &key).await.unwrap().lines[0].pace, Pace::Daily);
    }

    async fn an_address_is_written_to_five_times_a_day_however_often_it_is_typed(site: &TestSite) {
        for n in 0..40_u32 {
            let place = format!("unit/0190a6f2-0000-7000-8000-{n:012}");
            ask(site, &wish(LI, &place, Pace::Daily), site.now).await;
        }
        assert_eq!(post(site, site.now).await.len(), 5);
        assert_eq!(numbers(site).await.unconfirmed, 5, "what is not asked about is not kept");
        let tomorrow = later(site.now, days(1) + 1);
        ask(site, &wish(LI, DOCUMENT, Pace::Daily), tomorrow).await;
        assert_eq!(post(site, tomorrow).await.len(), 1);
    }

    async fn one_address_follows_fifty_things_and_is_told_that_there_are_no_more(site: &TestSite) {
        let mut now = site.now;
        for n in 0..50_u32 {
            let place = format!("unit/0190a6f2-0000-7000-8000-{n:012}");
            reader(site, &wish(LI, &place, Pace::Daily), now).await;
            now = later(now, days(1));
        }
        ask(site, &wish(LI, DOCUMENT, Pace::Daily), now).await;
        let letters = post(site, now).await;
        assert_eq!(letters.iter().map(|it| it.kind).collect::<Vec<_>>(), [LetterKind::Full]);
        assert_eq!(numbers(site).await.followed, [("unit".to_owned(), "daily".to_owned(), 50)]);
        assert_sound(site).await;
    }

    async fn leaving_the_last_thing_deletes_the_address(site: &TestSite) {
        let key = reader(site, &wish(LI, DOCUMENT, Pace::Daily), site.now).await;
        assert_eq!(reader(site, &wish(LI, UNIT, Pace::Weekly), site.now).await, key);
        let lines = view(site, &key).await.unwrap().lines;
        assert!(!leave(&site.store, &key, lines[0].id, site.now).await.unwrap());
        assert_eq!(view(site, &key).await.unwrap().lines, lines[1..]);
        assert!(leave(&site.store, &key, lines[1].id, site.now).await.unwrap());
        assert!(view(site, &key).await.is_none());
        assert_eq!(numbers(site).await.followed, []);
        assert_eq!(refused(leave_all(&site.store, &key, site.now).await), SubscriptionRefusal::LinkUnknown);
        assert_sound(site).await;
    }

    async fn an_address_that_refuses_three_letters_for_good_rests_until_it_confirms_anew(site: &TestSite) {
        let key = reader(site, &wish(LI, DOCUMENT, Pace::Daily), site.now).await;
        let failure = |trouble| Failure { trouble, reason: "550 no such user".to_owned() };
        let mut now = site.now;
        for n in 1..=3 {
            // Another thing to follow, whose letter is refused.
            ask(site, &wish(LI, &format!("unit/0190a6f2-0000-7000-8000-{n:012}"), Pace::Daily), now).await;
            let held = claim(&site.store, &Glass, 16, now).await.unwrap();
            note_failed(&site.store, &held[0], &failure(Trouble::Lasting), now).await.unwrap();
            assert_eq!(view(site, &key).await.unwrap().is_suspended, n == 3);
            now = later(now, days(1));
        }
        assert_eq!(numbers(site).await.suspended, 1);
        ask(site, &wish(LI, DOCUMENT, Pace::Daily), now).await;
        let letter = post(site, now).await.remove(0);
        confirm(&site.store, &Glass, &letter.about.unwrap().key.unwrap(), now).await.unwrap();
        assert!(!view(site, &key).await.unwrap().is_suspended);
        assert_eq!(numbers(site).await.followed, [("document".to_owned(), "daily".to_owned(), 1)], "counted once");
        assert_sound(site).await;
    }

    async fn a_suspended_address_is_deleted_after_a_month(site: &TestSite) {
        let key = reader(site, &wish(LI, DOCUMENT, Pace::Daily), site.now).await;
        for n in 1..=3 {
            ask(site, &wish(LI, &format!("unit/0190a6f2-0000-7000-8000-{n:012}"), Pace::Daily), site.now).await;
            let held = claim(&site.store, &Glass, 16, site.now).await.unwrap();
            let failure = Failure { trouble: Trouble::Lasting, reason: String::new() };
            note_failed(&site.store, &held[0], &failure, site.now).await.unwrap();
        }
        assert_eq!(lapse(&site.store, later(site.now, days(30))).await.unwrap().suspended, 0);
        assert_eq!(lapse(&site.store, later(site.now, days(30) + 1)).await.unwrap().suspended, 1);
        assert!(view(site, &key).await.is_none());
        assert_eq!(numbers(site).await, Numbers::default());
        assert_sound(site).await;
    }
}
