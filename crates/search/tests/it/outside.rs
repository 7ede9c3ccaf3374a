//! What only an engine outside can do: be away, slow or full, speak nonsense, lose its index, be written by two.

use std::sync::Arc;
use std::time::{Duration, Instant};

use kernel::Date;
use search::{
    Ask, Begun, Found, IndexError, Narrowing, Order, Outside, OutsideError, OutsideSettings,
    OutsideWriter, Progress, Query, Synonyms, Turn,
};
use serde_json::{Value, json};
use standin::{Standin, Trouble};
use tokio::runtime::Runtime;

use crate::engines::settings;
use crate::library;

/// An engine and the way to it.
struct Site {
    runtime: Runtime,
    standin: Standin,
    settings: OutsideSettings,
}

impl Site {
    fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let standin = runtime.block_on(Standin::listen());
        let settings = settings(standin.url());
        Self {
            runtime,
            standin,
            settings,
        }
    }

    fn outside(&self) -> Arc<Outside> {
        let handle = self.runtime.handle().clone();
        Arc::new(Outside::of(self.settings.clone(), handle).unwrap())
    }

    /// A writer that has the turn.
    fn writer(&self, outside: &Arc<Outside>) -> OutsideWriter {
        let mut writer = OutsideWriter::of(Arc::clone(outside));
        let turn = self.runtime.block_on(writer.turn()).unwrap();
        assert!(matches!(turn, Turn::Ours(_)), "{turn:?}");
        writer
    }

    fn fill(&self, outside: &Arc<Outside>) -> OutsideWriter {
        let mut writer = self.writer(outside);
        self.runtime.block_on(async {
            for item in library() {
                writer.put(&item).await.unwrap();
            }
            writer.commit(&at("e1")).await.unwrap();
            outside.refresh().await.unwrap();
        });
        writer
    }

    /// The name of the one index that there is.
    fn index(&self) -> String {
        let names = self.standin.index_names();
        assert_eq!(names.len(), 1, "{names:?}");
        names[0].clone()
    }
}

fn at(event: &str) -> Progress {
    Progress {
        event: event.to_owned(),
        is_whole: true,
        ..Progress::default()
    }
}

fn find(outside: &Outside, typed: &str) -> Result<Found, IndexError> {
    let query = Query::read(typed, &Synonyms::default());
    outside.find(&Ask {
        query: &query,
        narrowing: Narrowing::default(),
        order: Order::Fitting,
        skip: 0,
        limit: 10,
        today: Date::constant(2026, 11, 21),
    })
}

fn keys(found: Found) -> Vec<String> {
    found.hits.into_iter().map(|it| it.shown.key).collect()
}

#[test]
fn a_batch_comes_again_where_the_engine_had_no_time_for_it_or_for_a_part_of_it() {
    let site = Site::new();
    let outside = site.outside();
    let mut writer = site.writer(&outside);
    site.standin.trouble(
        "/_bulk",
        [
            Trouble::Status(503),
            Trouble::Status(429),
            Trouble::FullQueue(3),
            Trouble::FullQueue(1),
        ],
    );
    site.runtime.block_on(async {
        for item in library() {
            writer.put(&item).await.unwrap();
        }
        writer.commit(&at("e1")).await.unwrap();
        outside.refresh().await.unwrap();
        assert_eq!(outside.count().await.unwrap(), 4);
        assert_eq!(outside.progress().await.unwrap(), Some(at("e1")));
    });
    assert!(site.standin.is_well());
}

#[test]
fn a_batch_that_is_never_taken_is_an_error_and_the_index_does_not_say_that_it_is_further() {
    let site = Site::new();
    let outside = site.outside();
    let mut writer = site.fill(&outside);
    site.standin
        .trouble("/_bulk", vec![Trouble::Status(429); 6]);
    site.runtime.block_on(async {
        writer.remove("a").await.unwrap();
        let refused = writer.commit(&at("e2")).await.unwrap_err();
        assert!(matches!(refused, OutsideError::Busy(429)), "{refused:?}");
        assert_eq!(outside.progress().await.unwrap(), Some(at("e1")));
        assert_eq!(writer.turn().await.unwrap(), Turn::Ours(at("e1")));
        writer.remove("a").await.unwrap();
        writer.commit(&at("e2")).await.unwrap();
        assert_eq!(outside.progress().await.unwrap(), Some(at("e2")));
    });
}

#[test]
fn many_items_go_out_in_bounded_batches() {
    let site = Site::new();
    let outside = site.outside();
    let mut writer = site.writer(&outside);
    site.standin.heard();
    site.runtime.block_on(async {
        let mut item = library().swap_remove(0);
        for at in 0..1_200 {
            item.key = format!("document/{at}");
            writer.put(&item).await.unwrap();
        }
        // One text of many megabytes goes by itself.
        item.sections[0].text = "公共租赁住房".repeat(300_000);
        item.key = "document/long".to_owned();
        writer.put(&item).await.unwrap();
        writer.commit(&at("e1")).await.unwrap();
        outside.refresh().await.unwrap();
        assert_eq!(outside.keys().await.unwrap().len(), 1_201);
    });
    let heard = site.standin.heard();
    let batches = heard.iter().filter(|it| it.contains("_bulk")).count();
    assert_eq!(batches, 4, "{heard:?}");
}

#[test]
fn an_engine_that_is_away_is_told_at_once_and_again_without_waiting() {
    let site = Site::new();
    let outside = site.outside();
    site.fill(&outside);
    let settings = OutsideSettings {
        patience: Duration::from_millis(150),
        ..site.settings.clone()
    };
    let hasty = Outside::of(settings, site.runtime.handle().clone()).unwrap();
    site.standin
        .trouble("/_termvectors", [Trouble::Slow(Duration::from_secs(20))]);
    let begun = Instant::now();
    let slow = find(&hasty, "公共租赁住房").unwrap_err();
    assert!(slow.is_outside(), "{slow:?}");
    assert!(begun.elapsed() < Duration::from_secs(10));
    site.standin.heard();
    let synonyms = Synonyms::default();
    let begun = Begun {
        typed: "公",
        synonyms: &synonyms,
        site: None,
    };
    assert!(find(&hasty, "公共租赁住房").is_err() && hasty.suggest(begun, 8).is_err());
    assert_eq!(
        site.standin.heard(),
        Vec::<String>::new(),
        "nobody asks for a while"
    );
    // Others go on.
    assert_eq!(
        keys(find(&outside, "公共租赁住房").unwrap()),
        ["a", "d", "c"]
    );
    let nobody = OutsideSettings {
        url: "http://127.0.0.1:1".to_owned(),
        ..site.settings.clone()
    };
    let nobody = Outside::of(nobody, site.runtime.handle().clone()).unwrap();
    let error = site.runtime.block_on(nobody.make_ready()).unwrap_err();
    assert!(matches!(error, OutsideError::Unreachable(_)), "{error:?}");
}

#[test]
fn trouble_in_any_part_of_a_search_is_an_error_of_the_engine_and_no_panic() {
    let site = Site::new();
    let outside = site.outside();
    site.fill(&outside);
    for path in ["/_termvectors", "/_msearch", "/_search", "/_mget"] {
        for trouble in [
            Trouble::Status(503),
            Trouble::Status(429),
            Trouble::Status(400),
            Trouble::Garbage,
        ] {
            site.standin.trouble(path, [trouble.clone()]);
            let error = find(&outside, "公共租赁住房").unwrap_err();
            assert!(error.is_outside(), "{path} {trouble:?}: {error:?}");
            assert!(site.standin.is_well(), "{path}");
        }
    }
    assert_eq!(
        keys(find(&outside, "公共租赁住房").unwrap()),
        ["a", "d", "c"]
    );
}

#[test]
fn an_index_that_was_deleted_is_made_anew_by_our_mapping_and_says_that_it_is_empty() {
    let site = Site::new();
    let outside = site.outside();
    let mut writer = site.fill(&outside);
    site.standin.delete_index(&site.index());
    assert!(find(&outside, "公共租赁住房").unwrap_err().is_outside());
    site.runtime.block_on(async {
        // Deleted between two looks: nothing is written into an index that the engine would make by itself.
        writer.put(&library()[0]).await.unwrap();
        assert!(writer.commit(&at("e2")).await.is_err());
        assert_eq!(site.standin.index_names(), Vec::<String>::new());
        assert_eq!(
            writer.turn().await.unwrap(),
            Turn::Ours(Progress::default())
        );
        writer.put(&library()[0]).await.unwrap();
        writer.commit(&at("e3")).await.unwrap();
        outside.refresh().await.unwrap();
    });
    assert_eq!(keys(find(&outside, "公共租赁住房").unwrap()), ["a"]);
}

#[test]
fn what_is_not_ours_under_our_name_is_refused_and_left_alone() {
    let site = Site::new();
    let outside = site.outside();
    site.fill(&outside);
    let alias = site.index().strip_suffix("-first").unwrap().to_owned();
    let foreign = |body: Value| {
        let site = Site::new();
        let settings = OutsideSettings {
            index: site.settings.index.clone(),
            ..site.settings.clone()
        };
        let name = alias.replace(alias.split("-v").next().unwrap(), &settings.index);
        let (index, aliases) = match body.get("aliases") {
            Some(_) => (format!("{name}-first"), json!({ name.clone(): {} })),
            None => (name.clone(), json!({})),
        };
        let mut body = body;
        body["aliases"] = aliases;
        assert_eq!(site.standin.ask("PUT", &format!("/{index}"), &body).0, 200);
        let outside = Outside::of(settings, site.runtime.handle().clone()).unwrap();
        let error = site.runtime.block_on(outside.make_ready()).unwrap_err();
        assert!(matches!(error, OutsideError::Foreign(_)), "{error:?}");
        assert_eq!(site.standin.index_names(), [index]);
    };
    let mappings = json!({ "dynamic": "strict", "properties": {} });
    // An index instead of an alias, and an alias on an index of another format.
    foreign(json!({ "mappings": mappings }));
    foreign(json!({ "mappings": mappings, "aliases": {} }));
    let mut other = mappings;
    other["_meta"] = json!({ "gongkai_format": "1-0" });
    foreign(json!({ "mappings": other, "aliases": {} }));
}

#[test]
fn of_two_nodes_one_writes_and_the_other_goes_on_where_it_stands_still() {
    let site = Site::new();
    let outside = site.outside();
    let mut first = site.fill(&outside);
    let lease = Duration::from_millis(200);
    let mut second = OutsideWriter::of(Arc::clone(&outside)).with_lease(lease);
    site.runtime.block_on(async {
        assert_eq!(second.turn().await.unwrap(), Turn::Theirs(at("e1")));
        first.commit(&at("e2")).await.unwrap();
        assert_eq!(second.turn().await.unwrap(), Turn::Theirs(at("e2")));
        let mut turn = second.turn().await.unwrap();
        let until = Instant::now() + Duration::from_secs(10);
        while matches!(turn, Turn::Theirs(_)) && Instant::now() < until {
            turn = second.turn().await.unwrap();
        }
        assert_eq!(turn, Turn::Ours(at("e2")), "nothing moved");
        second.commit(&at("e3")).await.unwrap();
        // The first one was only slow.
        assert!(matches!(
            first.commit(&at("e4")).await,
            Err(OutsideError::Taken)
        ));
        assert_eq!(first.turn().await.unwrap(), Turn::Theirs(at("e3")));
        second.leave(&at("e3")).await.unwrap();
        assert_eq!(first.turn().await.unwrap(), Turn::Ours(at("e3")));
    });
}

#[test]
fn what_was_read_earlier_and_comes_later_does_not_replace_what_is_newer() {
    let site = Site::new();
    let outside = site.outside();
    let mut slow = site.writer(&outside);
    let mut quick = site.writer(&outside);
    site.runtime.block_on(async {
        let mut item = library().swap_remove(0);
        slow.read_at(1_000);
        slow.put(&item).await.unwrap();
        slow.put(&library()[1]).await.unwrap();
        quick.read_at(2_000);
        item.title = "云溪市人才公寓管理办法".to_owned();
        quick.put(&item).await.unwrap();
        quick.remove("b").await.unwrap();
        quick.commit(&at("e2")).await.unwrap();
        assert!(matches!(
            slow.commit(&at("e1")).await,
            Err(OutsideError::Taken)
        ));
        outside.refresh().await.unwrap();
        assert_eq!(
            outside
                .keys()
                .await
                .unwrap()
                .into_iter()
                .collect::<Vec<_>>(),
            ["a"]
        );
    });
    assert_eq!(
        find(&outside, "人才公寓").unwrap().hits[0].shown.title,
        "云溪市人才公寓管理办法"
    );
}

#[test]
fn an_index_that_was_built_beside_takes_the_place_of_the_one_of_before_in_one_step() {
    let site = Site::new();
    let outside = site.outside();
    site.fill(&outside);
    let before = site.index();
    let beside = Arc::new(outside.beside().unwrap());
    let mut writer = site.writer(&beside);
    site.runtime.block_on(async {
        writer.put(&library()[1]).await.unwrap();
        writer.commit(&at("e9")).await.unwrap();
        writer.leave(&at("e9")).await.unwrap();
        beside.refresh().await.unwrap();
    });
    assert_eq!(find(&outside, "住房").unwrap().total, 4);
    site.runtime
        .block_on(outside.put_in_place(&beside))
        .unwrap();
    assert_ne!(site.index(), before);
    assert_eq!(keys(find(&outside, "住房").unwrap()), ["b"]);
    let mut writer = site.writer(&outside);
    assert_eq!(
        site.runtime.block_on(writer.turn()).unwrap(),
        Turn::Ours(at("e9"))
    );
}

#[test]
fn user_and_password_are_sent_and_never_shown() {
    let site = Site::new();
    site.standin.want_login("gongkai", "s3cret-价");
    let error = site
        .runtime
        .block_on(site.outside().make_ready())
        .unwrap_err();
    assert!(matches!(error, OutsideError::Forbidden(401)), "{error:?}");
    let settings = OutsideSettings {
        login: Some(("gongkai".to_owned(), "s3cret-价".to_owned())),
        ..site.settings.clone()
    };
    assert!(!format!("{settings:?}").contains("s3cret"));
    let outside = Arc::new(Outside::of(settings, site.runtime.handle().clone()).unwrap());
    assert!(!format!("{outside:?}").contains("s3cret"));
    site.fill(&outside);
    assert_eq!(
        keys(find(&outside, "公共租赁住房").unwrap()),
        ["a", "d", "c"]
    );
}

#[test]
fn an_error_tells_the_kind_and_not_what_was_typed() {
    let site = Site::new();
    let outside = site.outside();
    let error = find(&outside, "张三的身份证").unwrap_err();
    let told = format!("{error} {error:?}");
    assert!(
        told.contains("index_not_found_exception") && !told.contains("张三"),
        "{told}"
    );
}

#[test]
fn a_search_asks_four_times_and_reads_the_texts_of_the_best_only() {
    let site = Site::new();
    let outside = site.outside();
    let mut writer = site.writer(&outside);
    site.runtime.block_on(async {
        let mut item = library().swap_remove(0);
        for at in 0..120 {
            item.key = format!("document/{at:03}");
            item.sections[0].text = format!("公共租赁住房第{at}号。").repeat(1 + at % 7);
            writer.put(&item).await.unwrap();
        }
        writer.commit(&at("e1")).await.unwrap();
        outside.refresh().await.unwrap();
    });
    site.standin.heard();
    let found = find(&outside, "公共租赁住房").unwrap();
    assert_eq!((found.total, found.hits.len()), (120, 10));
    let heard = site.standin.heard();
    assert_eq!(heard.len(), 4, "{heard:?}");
    // All pages together show each once.
    let query = Query::read("公共租赁住房", &Synonyms::default());
    let mut seen = Vec::new();
    for page in 0..12 {
        let found = outside.find(&Ask {
            query: &query,
            narrowing: Narrowing::default(),
            order: Order::Fitting,
            skip: page * 10,
            limit: 10,
            today: Date::constant(2026, 11, 21),
        });
        seen.extend(keys(found.unwrap()));
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120);
}
