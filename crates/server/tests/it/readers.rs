//! Killed while it tells readers: nobody is left out, and nothing comes twice but what was in the carrier's hands, under the id it had.

use std::collections::BTreeMap;

use accounts::SiteKey;
use kernel::{Fault, Moment};
use subscriptions::actions::{Follow, confirm, follow};
use subscriptions::letters::{claim, note_delivered};
use subscriptions::queries::count;
use subscriptions::rules::read_address;
use subscriptions::spread::{Course, Leaf, Told, spread};
use subscriptions::{Followed, Happening, Pace, Vault, What};
use testkit::TestSite;

use crate::delivery::{Program, SITE_KEY, mail_server};

const READERS: usize = 300;
const KILLS: usize = 4;
/// Before the machine's clock, whatever it shows.
const EARLY: &str = "2020-01-01T00:00:00.000Z";
/// When every claim has run out.
const LATER: &str = "2100-01-01T00:00:00.000Z";
/// Letters that a carrier holds at a time.
const IN_HAND: usize = 16;

/// The site's key, as the program has it.
struct Key(SiteKey);

impl Vault for Key {
    fn seal(&self, text: &str, owner: &str) -> Result<String, Fault> {
        self.0.seal(text.as_bytes(), owner)
    }

    fn open(&self, sealed: &str, owner: &str) -> Option<String> {
        String::from_utf8(self.0.open(sealed, owner)?).ok()
    }

    fn mark(&self, text: &str) -> String {
        self.0.mark(text)
    }
}

/// Readers of one promise who have confirmed, and something that happened to it.
async fn put_readers(site: &TestSite, key: &Key) {
    let early = Moment::parse(EARLY).unwrap();
    let promise = "0190a6f2-0000-7000-8000-000000000001".parse().unwrap();
    for n in 0..READERS {
        let asked = Follow {
            followed: Followed::Promise(promise),
            pace: Pace::AtOnce,
            address: read_address(&format!("reader{n}@example.cn")).unwrap(),
        };
        follow(&site.store, key, &asked, early).await.unwrap();
    }
    for letter in claim(&site.store, key, 1000, early).await.unwrap() {
        let link = letter.about.clone().unwrap().key.unwrap();
        confirm(&site.store, key, &link, early).await.unwrap();
        note_delivered(&site.store, &letter, early).await.unwrap();
    }
    let told = Told {
        happening: Happening {
            event: "0190a6f2-0000-7000-8000-000000000002".parse().unwrap(),
            subject: format!("promise/{promise}"),
            what: What::Late,
            title: "公开收支情况".to_owned(),
            number: String::new(),
            words: String::new(),
            on: early.date(),
            path: format!("/promises/{promise}"),
        },
        places: vec![Followed::Promise(promise)],
    };
    let leaf = Leaf {
        course: Course::Places,
        index: 0,
        at: early,
    };
    let written = spread(&site.store, leaf, &[told], early).await.unwrap();
    assert_eq!(written, READERS as u64);
}

async fn kill_and_check(site: &TestSite) {
    let key = Key(SiteKey::from_hex(SITE_KEY).unwrap());
    put_readers(site, &key).await;
    let (port, letters) = mail_server();
    let mut arrived: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..KILLS {
        let program = Program::start(site, &port);
        // In the middle of a batch: some of it arrived, some is under way.
        for _ in 0..20 {
            let id = letters.recv().unwrap();
            *arrived.entry(id).or_default() += 1;
        }
        program.kill();
    }
    while let Ok(id) = letters.try_recv() {
        *arrived.entry(id).or_default() += 1;
    }
    let twice = arrived.values().filter(|times| **times > 1).count();
    assert!(twice <= KILLS * IN_HAND, "{twice} came twice");
    // Whatever is not noted as delivered comes to the next carrier once the claims have run out, under the id it had.
    let later = Moment::parse(LATER).unwrap();
    let rest = claim(&site.store, &key, 1000, later).await.unwrap();
    for held in &rest {
        arrived
            .entry(format!("<{}@localhost>", held.id))
            .or_default();
    }
    assert_eq!(
        arrived.len(),
        READERS,
        "one letter a reader, known by one id"
    );
    let numbers = store::read!(site.store, |tx| count(tx).await).unwrap();
    assert_eq!((numbers.dead, numbers.suspended), (0, 0));
    let problems = subscriptions::check::check(&site.store).await.unwrap();
    assert!(problems.is_empty(), "{problems:?}");
}

testkit::on_both! {
    async fn kill_nine_while_readers_are_told_leaves_nobody_out_and_tells_nobody_another_letter(site: &TestSite) {
        kill_and_check(site).await;
    }
}
