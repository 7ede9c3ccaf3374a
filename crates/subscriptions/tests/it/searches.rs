//! Following searches: each stands once, as long as somebody follows it, and a site has only so many, on both engines.

use kernel::{Never, Stop};
use store::params;
use subscriptions::actions::{confirm, follow, leave_all};
use subscriptions::rules::MOST_SEARCHES;
use subscriptions::searches::list_followed;
use subscriptions::{Pace, SubscriptionRefusal};
use testkit::{TestSite, on_both};

use crate::readers::{ask, post, reader, wish};
use testkit::Glass;

const FUND: &str = "search/q=%E5%85%AC%E7%A7%AF%E9%87%91";
const SCHOOL: &str = "search/q=%E5%AD%A6%E6%A0%A1&year=2026";

async fn followed(site: &TestSite) -> Vec<String> {
    let all = store::read!(site.store, |tx| list_followed(tx, "", 10).await).unwrap();
    all.iter()
        .map(|it| format!("search/{}", it.query()))
        .collect()
}

async fn fill(site: &TestSite, from: u64) {
    store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
        for n in from..MOST_SEARCHES {
            let place = format!("search/q=n{n}");
            tx.execute(
                "insert into followed_search (place, n) values ($1, 1)",
                params![place],
            )
            .await?;
        }
        Ok(())
    })
    .unwrap();
}

async fn count(site: &TestSite, table: &str) -> u64 {
    let sql: &'static str = match table {
        "reader" => "select count(*) as n from reader",
        _ => "select count(*) as n from reader_letter",
    };
    store::read!(site.store, |tx| tx.fetch_one(sql, &[]).await?.get("n")).unwrap()
}

on_both! {
    async fn a_search_stands_once_while_somebody_follows_it(site: &TestSite) {
        ask(site, &wish("wang@example.cn", FUND, Pace::Daily), site.now).await;
        assert!(followed(site).await.is_empty(), "nobody has confirmed it");
        let li = reader(site, &wish("li@example.cn", FUND, Pace::Daily), site.now).await;
        let zhao = reader(site, &wish("zhao@example.cn", FUND, Pace::Weekly), site.now).await;
        reader(site, &wish("zhao@example.cn", SCHOOL, Pace::Daily), site.now).await;
        assert_eq!(followed(site).await, [FUND, SCHOOL]);
        let behind = store::read!(site.store, |tx| list_followed(tx, FUND, 10).await).unwrap();
        assert_eq!(behind.len(), 1);
        assert_eq!(subscriptions::check::check(&site.store).await.unwrap(), []);
        leave_all(&site.store, &li, site.now).await.unwrap();
        assert_eq!(followed(site).await, [FUND, SCHOOL], "another one follows it still");
        leave_all(&site.store, &zhao, site.now).await.unwrap();
        assert!(followed(site).await.is_empty());
        assert_eq!(subscriptions::check::check(&site.store).await.unwrap(), []);
    }

    async fn a_site_that_is_full_refuses_another_search_and_keeps_nothing_of_who_asked(site: &TestSite) {
        let early = wish("li@example.cn", SCHOOL, Pace::Daily);
        ask(site, &early, site.now).await;
        let letter = post(site, site.now).await.pop().unwrap();
        let key = letter.about.unwrap().key.unwrap();
        reader(site, &wish("zhao@example.cn", FUND, Pace::Daily), site.now).await;
        fill(site, 1).await;
        let (readers, letters) = (count(site, "reader").await, count(site, "letter").await);
        let late = wish("new@example.cn", "search/q=late", Pace::Daily);
        let refused = follow(&site.store, &Glass, &late, site.now).await;
        assert!(matches!(refused, Err(Stop::Refused(SubscriptionRefusal::SearchesFull))), "{refused:?}");
        assert_eq!((count(site, "reader").await, count(site, "letter").await), (readers, letters));
        // What was asked for before it was full is refused where it is confirmed, and may be tried again.
        for _ in 0..2 {
            let refused = confirm(&site.store, &Glass, &key, site.now).await;
            assert!(matches!(refused, Err(Stop::Refused(SubscriptionRefusal::SearchesFull))), "{refused:?}");
        }
        // What is followed already costs nothing more; nor does a column.
        reader(site, &wish("qian@example.cn", FUND, Pace::Daily), site.now).await;
        reader(site, &wish("qian@example.cn", "column/policies", Pace::Daily), site.now).await;
    }

    async fn a_count_that_is_wrong_is_found(site: &TestSite) {
        reader(site, &wish("li@example.cn", FUND, Pace::Daily), site.now).await;
        store::write!(site.store, |tx| -> Result<(), Stop<Never>> {
            tx.execute("delete from followed_search", &[]).await?;
            Ok(())
        })
        .unwrap();
        let problems = subscriptions::check::check(&site.store).await.unwrap();
        assert_eq!((problems.len(), problems[0].code), (1, "subscriptions.search_miscounted"));
    }
}
