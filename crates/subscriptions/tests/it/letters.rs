//! From what happened to letters: once a reader, whatever dies on the way, on both engines.

use kernel::{Moment, Never, Stop};
use store::outbox::{Failure, LEASE_MILLIS, Trouble};
use subscriptions::actions::{change_pace, lapse, leave, leave_all};
use subscriptions::letters::{Held, claim, compose_due, list_told, note_delivered, note_failed};
use subscriptions::queries::find_reader;
use subscriptions::rules::days;
use subscriptions::spread::{Course, Leaf, Told, find_next, go_on_at, spread};
use subscriptions::{Followed, Happening, LetterKind, Pace, What};
use testkit::{TestSite, on_both};

use crate::readers::{post, reader, wish};
use testkit::Glass;

const DOCUMENT: &str = "document/0190a6f2-0000-7000-8000-000000000001";
const UNIT: &str = "unit/0190a6f2-0000-7000-8000-000000000002";
const LI: &str = "li@example.cn";

fn told(n: u32, places: &[&str]) -> Told {
    Told {
        happening: Happening {
            event: format!("0190a6f2-0000-7000-8000-{n:012}").parse().unwrap(),
            subject: DOCUMENT.to_owned(),
            what: What::Repealed,
            title: format!("第{n}件"),
            number: "云政发〔2026〕3号".to_owned(),
            words: String::new(),
            on: "2026-11-21".parse().unwrap(),
            path: format!("/{DOCUMENT}"),
        },
        places: places
            .iter()
            .map(|it| Followed::read(it).unwrap())
            .collect(),
    }
}

fn leaf(index: u64, at: Moment) -> Leaf {
    let course = Course::Places;
    Leaf { course, index, at }
}

/// What letters tell, letter by letter.
async fn tellings(site: &TestSite, letters: &[Held]) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for letter in letters {
        assert_eq!(letter.kind, LetterKind::Items);
        let told = store::read!(site.store, |tx| list_told(tx, letter.id).await).unwrap();
        all.push(told.into_iter().map(|it| it.happening.title).collect());
    }
    all
}

async fn compose(site: &TestSite, now: Moment) -> u64 {
    let mut all = 0;
    loop {
        match compose_due(&site.store, now).await.unwrap() {
            0 => return all,
            some => all += some,
        }
    }
}

async fn count_items(site: &TestSite) -> u64 {
    store::read!(site.store, |tx| {
        tx.fetch_one("select count(*) as n from reader_item", &[])
            .await?
            .get("n")
    })
    .unwrap()
}

on_both! {
    async fn a_reader_is_told_once_however_often_an_act_is_spread_and_by_whatever_ways(site: &TestSite) {
        let now = site.now;
        reader(site, &wish(LI, DOCUMENT, Pace::AtOnce), now).await;
        reader(site, &wish(LI, UNIT, Pace::Daily), now).await;
        reader(site, &wish("zhang@example.cn", UNIT, Pace::AtOnce), now).await;
        let act = [told(1, &[UNIT, DOCUMENT])];
        assert_eq!(spread(&site.store, leaf(0, now), &act, now).await.unwrap(), 3, "the sooner way moves the day");
        // A process that died before it went on spreads it again; so does another node at the same time.
        assert_eq!(spread(&site.store, leaf(0, now), &act, now).await.unwrap(), 0);
        assert_eq!(count_items(site).await, 2);
        assert_eq!(compose(site, now).await, 2);
        let letters = post(site, now).await;
        assert_eq!(tellings(site, &letters).await, [["第1件"], ["第1件"]]);
        spread(&site.store, leaf(0, now), &act, now).await.unwrap();
        assert_eq!(compose(site, now).await, 0, "nor once it was told");
    }

    async fn who_follows_since_later_is_not_told_and_nobody_before_confirming(site: &TestSite) {
        let before = site.now.plus_millis(-1);
        reader(site, &wish(LI, DOCUMENT, Pace::AtOnce), site.now).await;
        crate::readers::ask(site, &wish("zhang@example.cn", DOCUMENT, Pace::AtOnce), site.now).await;
        assert_eq!(spread(&site.store, leaf(0, before), &[told(1, &[DOCUMENT])], site.now).await.unwrap(), 0);
        assert_eq!(spread(&site.store, leaf(1, site.now), &[told(2, &[DOCUMENT])], site.now).await.unwrap(), 1);
        assert_eq!(spread(&site.store, leaf(2, site.now), &[told(3, &[UNIT])], site.now).await.unwrap(), 0);
    }

    async fn a_digest_gathers_a_day_and_goes_out_at_eight(site: &TestSite) {
        let now = site.now;
        reader(site, &wish(LI, DOCUMENT, Pace::Daily), now).await;
        for n in 1..=3 {
            let now = now.plus_millis(i64::from(n));
            spread(&site.store, leaf(u64::from(n), now), &[told(n, &[DOCUMENT])], now).await.unwrap();
        }
        let eight = Moment::parse("2026-11-22T00:00:00.000Z").unwrap();
        assert_eq!(compose(site, eight.plus_millis(-1)).await, 0);
        assert_eq!(compose(site, eight).await, 1);
        let letters = post(site, eight).await;
        assert_eq!(tellings(site, &letters).await, [["第1件", "第2件", "第3件"]]);
        assert_eq!(compose(site, eight.plus_millis(days(7))).await, 0);
    }

    async fn more_than_a_letter_holds_makes_more_letters_and_loses_nothing(site: &TestSite) {
        let now = site.now;
        reader(site, &wish(LI, DOCUMENT, Pace::AtOnce), now).await;
        for n in 1..=230 {
            spread(&site.store, leaf(u64::from(n), now), &[told(n, &[DOCUMENT])], now).await.unwrap();
        }
        assert_eq!(compose(site, now).await, 3);
        let letters = post(site, now).await;
        let mut all: Vec<String> = tellings(site, &letters).await.concat();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 230);
    }

    async fn many_followers_are_spread_over_bounded_transactions(site: &TestSite) {
        let now = site.now;
        for n in 0..450_u32 {
            let address = format!("reader{n}@example.cn");
            crate::readers::ask(site, &wish(&address, DOCUMENT, Pace::AtOnce), now).await;
        }
        for letter in post(site, now).await {
            let key = letter.about.unwrap().key.unwrap();
            subscriptions::actions::confirm(&site.store, &Glass, &key, now).await.unwrap();
        }
        assert_eq!(spread(&site.store, leaf(0, now), &[told(1, &[DOCUMENT])], now).await.unwrap(), 450);
        assert_eq!(compose(site, now).await, 450);
        let letters = post(site, now).await;
        let mut addresses: Vec<_> = letters.iter().map(|it| it.address.as_ref().unwrap().reveal().to_owned()).collect();
        addresses.sort();
        addresses.dedup();
        assert_eq!((letters.len(), addresses.len()), (450, 450));
    }

    async fn a_carrier_who_dies_after_the_server_took_it_leaves_the_same_letter_to_the_next(site: &TestSite) {
        let now = site.now;
        reader(site, &wish(LI, DOCUMENT, Pace::AtOnce), now).await;
        spread(&site.store, leaf(0, now), &[told(1, &[DOCUMENT])], now).await.unwrap();
        compose(site, now).await;
        let dead = claim(&site.store, &Glass, 16, now).await.unwrap();
        assert_eq!(dead.len(), 1);
        assert!(claim(&site.store, &Glass, 16, now).await.unwrap().is_empty(), "held");
        let over = now.plus_millis(LEASE_MILLIS + 1);
        let next = claim(&site.store, &Glass, 16, over).await.unwrap();
        assert_eq!((next.len(), next[0].id, next[0].attempt), (1, dead[0].id, 2));
        assert_eq!(next[0].created_at, dead[0].created_at);
        // The first comes back to life: what it held is not its own any more.
        assert!(!note_delivered(&site.store, &dead[0], over).await.unwrap());
        assert!(note_delivered(&site.store, &next[0], over).await.unwrap());
        assert!(claim(&site.store, &Glass, 16, over.plus_millis(LEASE_MILLIS + 1)).await.unwrap().is_empty());
    }

    async fn what_fails_and_may_pass_is_tried_again_later(site: &TestSite) {
        let now = site.now;
        reader(site, &wish(LI, DOCUMENT, Pace::AtOnce), now).await;
        spread(&site.store, leaf(0, now), &[told(1, &[DOCUMENT])], now).await.unwrap();
        compose(site, now).await;
        let held = claim(&site.store, &Glass, 16, now).await.unwrap();
        let failure = Failure { trouble: Trouble::Passing, reason: "421 busy".to_owned() };
        note_failed(&site.store, &held[0], &failure, now).await.unwrap();
        assert!(claim(&site.store, &Glass, 16, now.plus_millis(59_999)).await.unwrap().is_empty());
        assert_eq!(post(site, now.plus_millis(60_000)).await.len(), 1);
    }

    async fn another_pace_moves_what_waits_and_leaving_takes_it_out(site: &TestSite) {
        let now = site.now;
        let key = reader(site, &wish(LI, DOCUMENT, Pace::Weekly), now).await;
        let now = now.plus_millis(1);
        reader(site, &wish(LI, UNIT, Pace::Weekly), now).await;
        spread(&site.store, leaf(0, now), &[told(1, &[DOCUMENT])], now).await.unwrap();
        spread(&site.store, leaf(1, now), &[told(2, &[UNIT])], now).await.unwrap();
        let lines = store::read!(site.store, |tx| find_reader(tx, &key).await).unwrap().unwrap().lines;
        change_pace(&site.store, &key, (lines[0].id, Pace::AtOnce), now).await.unwrap();
        assert_eq!(compose(site, now).await, 1);
        assert_eq!(tellings(site, &post(site, now).await).await, [["第1件"]]);
        leave(&site.store, &key, lines[1].id, now).await.unwrap();
        assert_eq!(compose(site, now.plus_millis(days(8))).await, 0);
    }

    async fn who_left_gets_nothing_even_of_what_was_on_its_way(site: &TestSite) {
        let now = site.now;
        let key = reader(site, &wish(LI, DOCUMENT, Pace::AtOnce), now).await;
        spread(&site.store, leaf(0, now), &[told(1, &[DOCUMENT])], now).await.unwrap();
        compose(site, now).await;
        let held = claim(&site.store, &Glass, 16, now).await.unwrap();
        leave_all(&site.store, &key, now).await.unwrap();
        assert!(!note_delivered(&site.store, &held[0], now).await.unwrap());
        assert_eq!(count_items(site).await, 0);
        assert!(post(site, now.plus_millis(days(1))).await.is_empty());
        assert!(subscriptions::check::check(&site.store).await.unwrap().is_empty());
    }

    async fn what_was_told_is_forgotten_after_a_week_and_what_happened_after_a_month(site: &TestSite) {
        let now = site.now;
        reader(site, &wish(LI, DOCUMENT, Pace::AtOnce), now).await;
        spread(&site.store, leaf(0, now), &[told(1, &[DOCUMENT])], now).await.unwrap();
        compose(site, now).await;
        post(site, now).await;
        assert_eq!(lapse(&site.store, now.plus_millis(days(7))).await.unwrap().letters, 0);
        let done = lapse(&site.store, now.plus_millis(days(7) + 1)).await.unwrap();
        assert_eq!((done.letters, done.happenings), (2, 0), "the confirmation and the telling");
        assert_eq!(lapse(&site.store, now.plus_millis(days(31))).await.unwrap().happenings, 1);
        assert!(subscriptions::check::check(&site.store).await.unwrap().is_empty());
    }

    async fn the_place_in_the_log_moves_on_and_never_back(site: &TestSite) {
        let next = || async { store::read!(site.store, |tx| find_next(tx, Course::Places).await).unwrap() };
        assert_eq!(next().await, None);
        go_on_at(&site.store, Course::Places, 7, site.now).await.unwrap();
        go_on_at(&site.store, Course::Places, 5, site.now).await.unwrap();
        assert_eq!(next().await, Some(7));
        spread(&site.store, leaf(9, site.now), &[], site.now).await.unwrap();
        assert_eq!(next().await, Some(10));
    }

    async fn a_count_that_is_wrong_is_told_by_the_check(site: &TestSite) {
        reader(site, &wish(LI, DOCUMENT, Pace::AtOnce), site.now).await;
        store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
            tx.execute("update subscription_tally set n = 2", &[]).await?;
            Ok(())
        })
        .unwrap();
        let problems = subscriptions::check::check(&site.store).await.unwrap();
        assert_eq!(problems.iter().map(|it| it.code).collect::<Vec<_>>(), ["subscriptions.miscounted"]);
    }
}
