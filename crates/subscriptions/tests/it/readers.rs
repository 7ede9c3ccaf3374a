//! Readers for tests: somebody asks, the letter comes, the link is used.

use kernel::Moment;
use subscriptions::actions::{Confirmed, Follow, confirm, follow};
use subscriptions::letters::{Held, claim, note_delivered};
use subscriptions::rules::read_address;
use subscriptions::{Followed, Pace};
use testkit::TestSite;

use testkit::Glass;

/// A wish.
pub fn wish(address: &str, place: &str, pace: Pace) -> Follow {
    Follow {
        followed: Followed::read(place).unwrap(),
        pace,
        address: read_address(address).unwrap(),
    }
}

/// Somebody asks.
pub async fn ask(site: &TestSite, wish: &Follow, now: Moment) {
    follow(&site.store, &Glass, wish, now).await.unwrap();
}

/// All letters that are due, carried.
pub async fn post(site: &TestSite, now: Moment) -> Vec<Held> {
    let mut all = Vec::new();
    loop {
        let held = claim(&site.store, &Glass, 16, now).await.unwrap();
        if held.is_empty() {
            return all;
        }
        for letter in held {
            assert!(note_delivered(&site.store, &letter, now).await.unwrap());
            all.push(letter);
        }
    }
}

/// Somebody asks and confirms; what opens their subscriptions.
pub async fn reader(site: &TestSite, wish: &Follow, now: Moment) -> String {
    ask(site, wish, now).await;
    let letters = post(site, now).await;
    let letter = letters
        .iter()
        .find(|it| it.address.as_ref() == Some(&wish.address))
        .unwrap();
    let key = letter.about.as_ref().unwrap().key.clone().unwrap();
    let Confirmed { key, .. } = confirm(&site.store, &Glass, &key, now).await.unwrap();
    key.unwrap()
}
