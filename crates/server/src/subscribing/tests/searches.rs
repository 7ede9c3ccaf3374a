//! Following a search: who is told of what, once, whatever happens to the index or on the way.

use publishing::model::Scale;
use search::{Ask, Narrowing, Order, Query, SearchIndex, Synonyms};
use subscriptions::Sought;
use subscriptions::searches::list_followed;
use testkit::{TestSite, on_both};

use super::*;
use crate::indexing::{Indexing, Named};

const TITLE: &str = "住房公积金提取管理办法";

fn search_for(words: &str) -> Sought {
    Sought {
        words: words.to_owned(),
        ..Sought::default()
    }
}

/// As a site is a moment after its start.
fn named(desk: &Desk<'_>) {
    let finder = &desk.telling.finder;
    finder.set_synonyms(Synonyms::read("公积金管理规定 = 公积金提取管理办法").unwrap());
}

async fn place_of_searches(site: &TestSite) -> Option<u64> {
    store::read!(site.store, |tx| spread::find_next(tx, Course::Searches)
        .await)
    .unwrap()
}

/// The searches whose followers have something to be told of, in order.
async fn told_by_search(site: &TestSite) -> Vec<String> {
    let places = store::read!(site.store, |tx| {
        let sql = "select s.place from reader_item i join subscription s on s.id = i.subscription_id order by s.place";
        let rows = tx.fetch_all(sql, &[]).await?;
        rows.iter()
            .map(|row| row.get("place"))
            .collect::<Result<Vec<String>, _>>()
    });
    places.unwrap()
}

on_both! {
    async fn who_follows_a_search_is_told_of_what_it_finds_whole_and_once(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        named(&desk);
        let office = Office::of(site).await;
        desk.reader(&post, Followed::Search(search_for("公积金 提取")), Pace::AtOnce).await;
        office.publish(site, "学校收费目录").await;
        desk.round().await;
        assert_eq!(subjects(&post.take()), Vec::<String>::new(), "it finds nothing");
        let id = office.publish(site, TITLE).await;
        desk.round().await;
        let letters = post.take();
        assert_eq!(subjects(&letters), [format!("【发布】{TITLE}（云财发〔2026〕9号）")]);
        assert!(letters[0].text().contains(&format!("https://gk.example/documents/{id}")));
        desk.round().await;
        assert!(post.take().is_empty(), "once");
        office.repeal(site, id).await;
        desk.round().await;
        assert!(post.take().is_empty(), "whose words are the same is no news");
    }

    async fn what_only_comes_near_or_is_narrowed_away_tells_nobody(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        named(&desk);
        let office = Office::of(site).await;
        let whole = [
            Sought { kind: Some("normative".to_owned()), year: Some("2026".to_owned()), ..search_for(TITLE) },
            Sought { unit: Some(office.unit), column: Some("policies".to_owned()), ..search_for("公积金") },
            Sought { from: Some(site.now.date()), until: Some(site.now.date()), standing: Some(0), ..search_for("“公积金提取”") },
            Sought { theme: Some("财政、金融、审计".to_owned()), ..search_for("公积金管理规定") },
        ];
        let other = [
            search_for("住房公积金提取管理办法 贷款"),
            search_for("公积金 -提取"),
            search_for("“提取公积金”"),
            Sought { kind: Some("news".to_owned()), ..search_for("公积金") },
            Sought { year: Some("2025".to_owned()), ..search_for("公积金") },
            Sought { standing: Some(4), ..search_for("公积金") },
            Sought { until: Some("2026-01-01".parse().unwrap()), ..search_for("公积金") },
        ];
        for (n, sought) in whole.iter().chain(&other).enumerate() {
            let asked = Follow {
                followed: Followed::Search(sought.clone()),
                pace: Pace::Daily,
                address: read_address(&format!("reader{n}@example.cn")).unwrap(),
            };
            follow(&site.store, desk.telling.vault.as_ref(), &asked, site.now).await.unwrap();
            desk.round().await;
            let key = post.take().pop().unwrap().key_after("/subscribe/confirm?key=");
            confirm(&site.store, desk.telling.vault.as_ref(), &key, site.now).await.unwrap();
        }
        office.publish(site, TITLE).await;
        desk.round().await;
        let mut expected: Vec<String> = whole.iter().map(|it| format!("search/{}", it.query())).collect();
        expected.sort();
        assert_eq!(told_by_search(site).await, expected);
        // The index, once it has the document, says the same of each.
        let folder = tempfile::tempdir().unwrap();
        let indexing = Indexing {
            store: site.store.clone(),
            library: Arc::clone(&desk.telling.library),
            clock: Arc::clone(&desk.telling.clock),
            place: crate::indexing::Place::Folder(folder.path().join("index")),
            finder: Finder::default(),
            synonyms: Named::default(),
        };
        indexing.rebuild(&mut |_| {}).await.unwrap();
        let index = SearchIndex::open_existing(&folder.path().join("index")).unwrap();
        let synonyms = desk.telling.finder.synonyms().unwrap();
        let mut found = Vec::new();
        for sought in store::read!(site.store, |tx| list_followed(tx, "", 100).await).unwrap() {
            let query = Query::read(&sought.words, &synonyms);
            let narrowing: Narrowing = searching::narrowing_of(&sought);
            let ask = Ask { query: &query, narrowing, order: Order::Fitting, skip: 0, limit: 10, today: site.now.date() };
            if index.find(&ask).unwrap().hits.iter().any(|it| it.meets_all) {
                found.push(format!("search/{}", sought.query()));
            }
        }
        assert_eq!(found, expected);
    }

    async fn who_follows_a_column_and_a_search_is_told_of_a_document_once(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        named(&desk);
        let office = Office::of(site).await;
        desk.reader(&post, Followed::Column("policies".to_owned()), Pace::AtOnce).await;
        desk.reader(&post, Followed::Search(search_for("公积金")), Pace::AtOnce).await;
        desk.reader(&post, Followed::Search(search_for("提取")), Pace::Daily).await;
        office.publish(site, TITLE).await;
        desk.round().await;
        assert_eq!(subjects(&post.take()).len(), 1);
        desk.at(site.now.plus_millis(rules::days(2)));
        desk.round().await;
        assert!(post.take().is_empty());
    }

    async fn a_death_before_the_place_is_moved_tells_nobody_twice(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        named(&desk);
        let office = Office::of(site).await;
        desk.reader(&post, Followed::Search(search_for("公积金")), Pace::AtOnce).await;
        let before = place_of_searches(site).await.unwrap();
        office.publish(site, TITLE).await;
        desk.round().await;
        assert_eq!(post.take().len(), 1);
        let after = place_of_searches(site).await.unwrap();
        assert!(after > before);
        store::write!(site.store, |tx| -> Result<(), kernel::Stop<kernel::Never>> {
            let setting = "subscriptions.next_leaf_of_searches";
            tx.keep_setting(setting, &before.to_string(), site.now).await?;
            Ok(())
        })
        .unwrap();
        desk.round().await;
        assert!(post.take().is_empty());
        assert_eq!(place_of_searches(site).await, Some(after));
    }

    async fn where_searches_cannot_be_answered_yet_all_else_is_told_and_they_are_later(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        let office = Office::of(site).await;
        desk.reader(&post, Followed::Search(search_for("公积金管理规定")), Pace::AtOnce).await;
        office.publish(site, TITLE).await;
        let id = office.publish(site, "收费目录").await;
        desk.round().await;
        desk.reader(&post, Followed::Document(id), Pace::AtOnce).await;
        office.repeal(site, id).await;
        desk.round().await;
        assert_eq!(subjects(&post.take()), ["【废止】收费目录（云财发〔2026〕9号）"]);
        named(&desk);
        desk.round().await;
        assert_eq!(subjects(&post.take()), [format!("【发布】{TITLE}（云财发〔2026〕8号）")]);
    }

    async fn what_was_taken_off_the_site_again_tells_no_search(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        named(&desk);
        let office = Office::of(site).await;
        desk.reader(&post, Followed::Search(search_for("公积金")), Pace::AtOnce).await;
        let id = office.publish(site, TITLE).await;
        let command = Withdraw { document: id, reason: "内容有误".to_owned(), successor: None };
        publishing_actions::withdraw(&site.store, &command, &office.leader(), site.now).await.unwrap();
        desk.round().await;
        assert!(post.take().is_empty());
        assert!(told_by_search(site).await.is_empty());
    }

    async fn a_new_edition_is_told_where_more_than_its_writing_changed(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        named(&desk);
        let office = Office::of(site).await;
        desk.reader(&post, Followed::Search(search_for("公积金 异地转移")), Pace::AtOnce).await;
        let id = office.publish(site, TITLE).await;
        office.correct(site, id, (Scale::Minor, "第一条 公积金可以异地转移。")).await;
        desk.round().await;
        assert_eq!(subjects(&post.take()), [format!("【发布】{TITLE}（云财发〔2026〕8号）")], "read as it is now");
        office.correct(site, id, (Scale::Minor, "第一条 公积金可以办理异地转移。")).await;
        desk.round().await;
        assert!(post.take().is_empty(), "no reader of a search hears of a comma");
        office.correct(site, id, (Scale::Major, "第一条 公积金可以线上异地转移。")).await;
        desk.round().await;
        assert_eq!(subjects(&post.take()), [format!("【修订】{TITLE}（云财发〔2026〕8号）")]);
        office.correct(site, id, (Scale::Major, "第一条 另行规定。")).await;
        desk.round().await;
        assert!(post.take().is_empty(), "the new text is not found any more");
    }

    async fn what_stands_in_a_file_is_told_when_it_was_read_and_nobody_waits_for_ever(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        named(&desk);
        let office = Office::of(site).await;
        desk.reader(&post, Followed::Search(search_for("观鸟步道")), Pace::AtOnce).await;
        let file = office.publish_with_file(site, "公园管理办法").await;
        desk.round().await;
        assert!(post.take().is_empty(), "the file waits to be read");
        office.read_file(site, &file, "观鸟步道每日开放。").await;
        desk.round().await;
        assert_eq!(subjects(&post.take()), ["【发布】公园管理办法（云财发〔2026〕8号）"]);
        // One that nobody reads: what the text itself has is told after half an hour.
        desk.reader(&post, Followed::Search(search_for("道路管理办法")), Pace::AtOnce).await;
        desk.reader(&post, Followed::Search(search_for("信号灯")), Pace::AtOnce).await;
        office.publish_with_file(site, "道路管理办法").await;
        desk.round().await;
        assert!(post.take().is_empty());
        desk.at(site.now.plus_millis(30 * 60 * 1000));
        desk.round().await;
        assert_eq!(subjects(&post.take()), ["【发布】道路管理办法（云财发〔2026〕9号）"]);
    }

    async fn the_words_of_a_stranger_are_sent_to_nobody(site: &TestSite) {
        let post = PostOffice::open();
        let desk = Desk::of(site, &post).await;
        let asked = Follow {
            followed: Followed::Search(search_for("中奖请加微信")),
            pace: Pace::AtOnce,
            address: read_address(LI).unwrap(),
        };
        follow(&site.store, desk.telling.vault.as_ref(), &asked, site.now).await.unwrap();
        desk.round().await;
        let letter = post.take().pop().unwrap();
        assert_eq!(letter.subject(), format!("请确认订阅：{}", words::UNNAMED_SEARCH));
        assert!(!letter.text().contains("中奖"), "{}", letter.text());
        // Once the reader has confirmed it, it is theirs.
        let key = letter.key_after("/subscribe/confirm?key=");
        confirm(&site.store, desk.telling.vault.as_ref(), &key, site.now).await.unwrap();
        follow(&site.store, desk.telling.vault.as_ref(), &asked, site.now).await.unwrap();
        desk.round().await;
        assert_eq!(post.take().pop().unwrap().subject(), "您已经订阅：搜索“中奖请加微信”");
    }
}
