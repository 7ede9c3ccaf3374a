//! From a public act to the letter that a mail server of the test takes, on both engines.

mod office;
mod post_office;
mod searches;

use std::sync::Mutex;

use kernel::PromiseId;
use ledger::{Suite, signer_of};
use publishing::actions::{self as publishing_actions, Withdraw};
use store::outbox::LEASE_MILLIS;
use subscriptions::actions::{Follow, confirm, follow};
use subscriptions::queries::count;
use subscriptions::rules::read_address;
use subscriptions::{Followed, Pace};
use testkit::{TestSite, on_both};

use super::*;
use crate::mail::{MailSection, MailSecurity};
use office::Office;
use post_office::{Arrived, PostOffice};

const LI: &str = "li@example.cn";

/// Whoever tells, with its clock and the log's keeper.
struct Desk<'a> {
    site: &'a TestSite,
    telling: Telling,
    now: Arc<Mutex<Moment>>,
    signer: Box<dyn ledger::Signer>,
}

impl<'a> Desk<'a> {
    async fn of(site: &'a TestSite, office: &PostOffice) -> Self {
        let now = Arc::new(Mutex::new(site.now));
        let clock = Arc::clone(&now);
        let place = Place {
            name: "云溪市政务公开平台".to_owned(),
            domain: "gk.example".to_owned(),
            base_url: "https://gk.example".to_owned(),
        };
        let section = MailSection {
            host: "127.0.0.1".to_owned(),
            port: office.port,
            security: MailSecurity::None,
            from: "gk@gk.example".to_owned(),
            timeout_seconds: 5,
            ..MailSection::default()
        };
        let key = accounts::SiteKey::from_hex(&"1f".repeat(32)).unwrap();
        let desk = Self {
            site,
            now,
            signer: signer_of(Suite::Ed25519, "gk.example/log", &[7; 32]).unwrap(),
            telling: Telling {
                store: site.store.clone(),
                clock: Arc::new(move || *clock.lock().unwrap()),
                library: Arc::new(Library::built_in()),
                finder: Finder::default(),
                vault: Arc::new(SiteVault(Arc::new(key))),
                mailer: Mailer::of(&section, place.clone()).unwrap().unwrap(),
                place,
            },
        };
        // It begins at the end of the log.
        desk.telling.follow(Course::Places).await.unwrap();
        desk.telling.follow(Course::Searches).await.unwrap();
        desk
    }

    fn at(&self, now: Moment) {
        *self.now.lock().unwrap() = now;
    }

    /// What happened enters the log, is spread, becomes letters, and they are carried.
    async fn round(&self) {
        let (_stop, stopped) = watch::channel(false);
        let now = self.telling.now();
        self.site
            .store
            .append_to_ledger(&*self.signer, now)
            .await
            .unwrap();
        self.telling.round(&stopped).await.unwrap();
    }

    /// Somebody asks, gets the letter, and uses its link.
    async fn reader(&self, office: &PostOffice, followed: Followed, pace: Pace) {
        let asked = Follow {
            followed,
            pace,
            address: read_address(LI).unwrap(),
        };
        let (store, vault) = (&self.site.store, self.telling.vault.as_ref());
        follow(store, vault, &asked, self.telling.now())
            .await
            .unwrap();
        self.round().await;
        let letter = office.take().pop().unwrap();
        let key = letter.key_after("/subscribe/confirm?key=");
        confirm(store, vault, &key, self.telling.now())
            .await
            .unwrap();
    }
}

fn subjects(letters: &[Arrived]) -> Vec<String> {
    letters.iter().map(Arrived::subject).collect()
}

on_both! {
    async fn a_letter_asks_and_its_link_confirms(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        let office = Office::of(site).await;
        let id = office.publish(site, "收费目录").await;
        let asked = Follow { followed: Followed::Document(id), pace: Pace::Daily, address: read_address(LI).unwrap() };
        follow(&site.store, desk.telling.vault.as_ref(), &asked, site.now).await.unwrap();
        desk.round().await;
        let letters = post.take();
        assert_eq!(subjects(&letters), ["请确认订阅：《收费目录》"]);
        let letter = &letters[0];
        assert_eq!(letter.to, [LI]);
        assert_eq!(letter.header("List-Unsubscribe"), None, "nothing is followed yet");
        assert_eq!(letter.header("Auto-Submitted").as_deref(), Some("auto-generated"));
        for words in ["《收费目录》", "每日汇总", "48小时", "不是您本人订阅的，不必理会", "https://gk.example/subscribe/confirm?key="] {
            assert!(letter.text().contains(words), "{words}: {}", letter.text());
        }
    }

    async fn who_follows_a_document_is_told_of_its_end_at_once_with_one_click_to_leave(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        let office = Office::of(site).await;
        let id = office.publish(site, "收费目录").await;
        desk.round().await;
        desk.reader(&post, Followed::Document(id), Pace::AtOnce).await;
        office.repeal(site, id).await;
        desk.round().await;
        let letters = post.take();
        assert_eq!(subjects(&letters), ["【废止】收费目录（云财发〔2026〕8号）"]);
        let letter = &letters[0];
        let leave = letter.header("List-Unsubscribe").unwrap();
        assert!(leave.starts_with("<https://gk.example/subscriptions/leave?key=") && leave.ends_with('>'), "{leave}");
        assert_eq!(letter.header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
        for words in ["自2026年11月21日起废止", &format!("https://gk.example/documents/{id}"), "管理订阅", "退订全部"] {
            assert!(letter.text().contains(words), "{words}: {}", letter.text());
        }
        desk.round().await;
        assert!(post.take().is_empty(), "once");
    }

    async fn units_columns_and_themes_are_told_of_what_is_new_and_one_reader_once(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        let office = Office::of(site).await;
        let places = [Followed::Unit(office.unit), Followed::Column("policies".to_owned()), Followed::Theme("财政、金融、审计".to_owned())];
        for place in places {
            desk.reader(&post, place, Pace::AtOnce).await;
        }
        office.publish(site, "收费目录").await;
        desk.round().await;
        assert_eq!(subjects(&post.take()), ["【发布】收费目录（云财发〔2026〕8号）"]);
    }

    async fn what_was_taken_off_the_site_before_the_digest_is_told_by_its_tombstone_alone(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        let office = Office::of(site).await;
        desk.reader(&post, Followed::Unit(office.unit), Pace::Daily).await;
        let id = office.publish(site, "错发的名单").await;
        let stays = office.publish(site, "收费目录").await;
        desk.round().await;
        let command = Withdraw { document: id, reason: "名单有误".to_owned(), successor: None };
        publishing_actions::withdraw(&site.store, &command, &office.leader(), site.now).await.unwrap();
        desk.round().await;
        assert!(post.take().is_empty());
        desk.at(Moment::parse("2026-11-22T00:00:00.000Z").unwrap());
        desk.round().await;
        let letters = post.take();
        assert_eq!(subjects(&letters), ["您订阅的内容有2条新动态"]);
        let text = letters[0].text();
        assert!(text.contains("【撤下】错发的名单") && text.contains("理由：名单有误"), "{text}");
        assert!(text.contains(&stays.to_string()) && !text.contains("【发布】错发的名单"), "{text}");
    }

    async fn a_promise_is_told_of_when_its_day_passes_and_when_it_is_kept(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        let office = Office::of(site).await;
        let promise: PromiseId = office.owes(site, "2026-11-22").await;
        desk.reader(&post, Followed::Promise(promise), Pace::AtOnce).await;
        let day_after = Moment::parse("2026-11-22T17:00:00.000Z").unwrap();
        desk.at(day_after);
        promises::actions::sweep(&site.store, &site.calendar, day_after).await.unwrap();
        desk.round().await;
        let late = post.take();
        assert_eq!(subjects(&late), ["【逾期未公开】市财政局：公开收支情况"]);
        assert!(late[0].text().contains("最迟公开日：2026年11月22日"), "{}", late[0].text());
        office.keep(site, promise, day_after).await;
        desk.round().await;
        assert_eq!(subjects(&post.take()), ["【逾期后公开】市财政局：公开收支情况"]);
    }

    async fn a_death_between_the_servers_yes_and_the_note_repeats_the_same_letter_and_no_other(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        let office = Office::of(site).await;
        let id = office.publish(site, "收费目录").await;
        desk.round().await;
        desk.reader(&post, Followed::Document(id), Pace::AtOnce).await;
        office.repeal(site, id).await;
        site.store.append_to_ledger(&*desk.signer, site.now).await.unwrap();
        desk.telling.follow(Course::Places).await.unwrap();
        letters::compose_due(&site.store, site.now).await.unwrap();
        // The server takes it; whoever carried it dies before the note.
        let held = letters::claim(&site.store, desk.telling.vault.as_ref(), 16, site.now).await.unwrap();
        assert_eq!(held.len(), 1);
        assert_eq!(desk.telling.send(&held[0]).await.unwrap(), Ok(()));
        desk.round().await;
        let first = post.take();
        assert_eq!(first.len(), 1, "nobody else carries what is claimed");
        desk.at(site.now.plus_millis(LEASE_MILLIS + 1));
        desk.round().await;
        let again = post.take();
        assert_eq!(again.len(), 1);
        for name in ["Message-ID", "Date", "Subject"] {
            assert_eq!(first[0].header(name), again[0].header(name), "{name}");
        }
        desk.at(site.now.plus_millis(3 * LEASE_MILLIS));
        desk.round().await;
        assert!(post.take().is_empty());
    }

    async fn an_address_that_the_server_refuses_is_told_nothing_after_three_letters(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        let office = Office::of(site).await;
        desk.reader(&post, Followed::Unit(office.unit), Pace::AtOnce).await;
        post.refuse(LI);
        for n in 1..=4 {
            office.publish(site, &format!("第{n}件")).await;
            desk.round().await;
        }
        let numbers = store::read!(site.store, |tx| count(tx).await).unwrap();
        assert_eq!((numbers.suspended, numbers.dead), (1, 3));
        assert_eq!(post.refused(), 3, "the fourth is not tried");
        assert!(subscriptions::check::check(&site.store).await.unwrap().is_empty());
        let said = store::read!(site.store, |tx| {
            tx.fetch_all("select last_error from reader_letter where state = 'dead'", &[]).await
        })
        .unwrap();
        for row in said {
            let said: String = row.get("last_error").unwrap();
            assert!(!said.contains("li@"), "{said}");
        }
    }

    async fn old_news_is_told_to_nobody(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        let office = Office::of(site).await;
        let id = office.publish(site, "收费目录").await;
        desk.round().await;
        desk.reader(&post, Followed::Document(id), Pace::AtOnce).await;
        office.repeal(site, id).await;
        // The site stood still for long.
        desk.at(site.now.plus_millis(rules::days(STALE_DAYS) + 1));
        desk.round().await;
        assert!(post.take().is_empty());
    }
}

#[test]
fn a_title_breaks_no_letter() {
    let way = Way {
        site: "平台<1>",
        base: "https://gk.example",
        key: "k",
    };
    let words = words::known(&way, "《<b>收费\r\nBcc: x@example.cn》");
    let html = words.html(way.site);
    assert!(
        html.contains("&lt;b&gt;") && !html.contains("<b>"),
        "{html}"
    );
    assert!(
        !html.contains("<script") && !html.contains("<img"),
        "nothing is fetched"
    );
}
