//! The tests of `search` from outside: an index with documents in it, asked as people ask, on each engine.

mod answers;
mod engines;
mod outside;

use engines::{Place, on_each};
use kernel::Date;
use search::{
    Ask, Begun, Choice, Found, Item, Narrowing, Order, Progress, Query, SearchIndex, Section,
    Single, Standing, Synonyms,
};

fn item(key: &str, title: &str, number: &str, text: &str) -> Item {
    Item {
        key: key.to_owned(),
        address: format!("/{key}"),
        title: title.to_owned(),
        number: number.to_owned(),
        codes: vec![format!("yx-01/2024-{key}")],
        summary: String::new(),
        keywords: Vec::new(),
        sections: vec![Section {
            heading: "第一章 总则".to_owned(),
            anchor: "s1".to_owned(),
            text: text.to_owned(),
        }],
        day: Date::constant(2024, 5, 6),
        standing: Standing::Holds,
        standing_name: String::new(),
        kind: Choice::new("normative", "规范性文件"),
        weight: 15,
        units: vec![Choice::new("u1", "市住建局")],
        unit_names: vec!["云溪市住房和城乡建设局".to_owned()],
        theme: None,
        columns: vec!["policies".to_owned()],
        sites: Vec::new(),
        matter: key.to_owned(),
    }
}

fn library() -> Vec<Item> {
    let mut repealed = item(
        "c",
        "云溪市公共租赁住房管理办法",
        "云政发〔2012〕3号",
        "公共租赁住房的申请条件，以本办法为准。",
    );
    repealed.standing = Standing::Repealed;
    repealed.sites.push("zjj".to_owned());
    repealed.day = Date::constant(2012, 3, 1);
    let mut news = item(
        "d",
        "市住建局召开公共租赁住房分配推进会",
        "",
        "会议部署公共租赁住房分配工作。",
    );
    news.kind = Choice::new("news", "政务动态");
    news.weight = 2;
    vec![
        item(
            "a",
            "云溪市公共租赁住房管理办法",
            "云政发〔2024〕12号",
            "公共租赁住房的申请条件，以本办法为准。申请人应当具有本市户籍。",
        ),
        item(
            "b",
            "云溪市住房公积金提取管理办法",
            "云政办发〔2024〕5号",
            "职工购买自住住房的，可以提取住房公积金账户内的存储余额。",
        ),
        repealed,
        news,
    ]
}

/// Runs a test on each engine, with the library in its index.
fn on_each_filled(test: impl Fn(&Place)) {
    on_each(|place| {
        place.write(&library(), &[]);
        test(place);
    });
}

fn find_with(place: &Place, typed: &str, narrowing: Narrowing, order: Order) -> Found {
    let synonyms = Synonyms::read("公租房 = 公共租赁住房").unwrap();
    let query = Query::read(typed, &synonyms);
    let ask = Ask {
        query: &query,
        narrowing,
        order,
        skip: 0,
        limit: 10,
        today: Date::constant(2026, 11, 21),
    };
    place.engine.find(&ask).unwrap()
}

fn find(place: &Place, typed: &str) -> Vec<String> {
    let found = find_with(place, typed, Narrowing::default(), Order::Fitting);
    found.hits.into_iter().map(|it| it.shown.key).collect()
}

#[test]
fn what_is_in_force_comes_before_what_was_repealed_and_a_rule_before_news() {
    on_each_filled(|place| assert_eq!(find(place, "公共租赁住房"), ["a", "d", "c"]));
}

#[test]
fn a_document_is_found_by_its_number_in_any_writing_and_by_its_index_number() {
    on_each_filled(|place| {
        for typed in [
            "云政发〔2024〕12号",
            "云政发[2024]12号",
            "云政发 2024 12",
            "雲政發（2024）12號",
            "yx-01/2024-a",
        ] {
            assert_eq!(
                find(place, typed).first().map(String::as_str),
                Some("a"),
                "{typed}"
            );
        }
    });
}

#[test]
fn a_damaged_title_still_finds_its_document() {
    on_each_filled(|place| {
        for typed in [
            "云溪市住房公积金提管理办",
            "提取管理办法云溪市住房公积金",
            "住房公鸡金提取管理办法",
            "雲溪市住房公積金提取",
        ] {
            assert_eq!(
                find(place, typed).first().map(String::as_str),
                Some("b"),
                "{typed}"
            );
        }
    });
}

#[test]
fn other_names_and_passages_find_too() {
    on_each_filled(|place| {
        assert_eq!(find(place, "公租房"), ["a", "d", "c"]);
        assert_eq!(find(place, "申请人应当具有本市户籍")[0], "a");
    });
}

#[test]
fn quotation_marks_and_minus_signs_are_obeyed() {
    on_each_filled(|place| {
        assert_eq!(find(place, "“提取住房公积金账户”"), ["b"]);
        assert!(find(place, "“提取公积金”").is_empty());
        assert_eq!(find(place, "公共租赁住房 -户籍"), ["d", "c"]);
        // What stands in the name of a kind alone is no phrase of a text, and is not counted.
        let kind = find_with(place, "“规范性文件”", Narrowing::default(), Order::Fitting);
        assert_eq!((kind.hits.len(), kind.total), (0, 0));
    });
}

#[test]
fn choices_narrow_and_their_counts_are_those_of_the_results() {
    on_each_filled(|place| {
        let all = find_with(place, "公共租赁住房", Narrowing::default(), Order::Fitting);
        assert_eq!((all.total, all.near), (3, 0));
        assert_eq!(
            all.facets.kinds,
            [("normative".to_owned(), 2), ("news".to_owned(), 1)]
        );
        assert_eq!(
            all.facets.years,
            [("2024".to_owned(), 2), ("2012".to_owned(), 1)]
        );
        for (kind, count) in &all.facets.kinds {
            let narrowing = Narrowing {
                kind: Some(kind.clone()),
                ..Narrowing::default()
            };
            assert_eq!(
                find_with(place, "公共租赁住房", narrowing, Order::Fitting).total,
                *count
            );
        }
        let late = Narrowing {
            from: Some(Date::constant(2020, 1, 1)),
            ..Narrowing::default()
        };
        assert_eq!(
            find_with(place, "公共租赁住房", late, Order::Newest).total,
            2
        );
    });
}

#[test]
fn what_was_taken_out_is_gone_and_what_was_put_anew_is_there_once() {
    on_each_filled(|place| {
        let mut changed = library().swap_remove(1);
        changed.title = "云溪市住房公积金贷款办法".to_owned();
        place.write(&[changed], &["a"]);
        assert_eq!(place.count(), 3);
        assert_eq!(place.keys(), ["b", "c", "d"]);
        assert_eq!(find(place, "公共租赁住房"), ["d", "c"]);
        assert_eq!(find(place, "住房公积金贷款"), ["b"]);
    });
}

#[test]
fn an_index_knows_how_far_it_is_and_one_that_cannot_be_read_is_made_anew() {
    let folder = std::env::temp_dir().join(format!("gongkai-search-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let progress = Progress {
        event: "e1".to_owned(),
        is_whole: true,
        filled: String::new(),
        read: String::new(),
    };
    {
        let index = SearchIndex::open(&folder).unwrap();
        let mut writer = index.writer().unwrap();
        writer.put(&library()[0]).unwrap();
        writer.commit(&progress).unwrap();
    }
    let again = SearchIndex::open(&folder).unwrap();
    assert_eq!((again.count(), again.progress().unwrap()), (1, progress));
    drop(again);
    std::fs::write(folder.join("meta.json"), "{").unwrap();
    let anew = SearchIndex::open(&folder).unwrap();
    assert_eq!(
        (anew.count(), anew.progress().unwrap()),
        (0, Progress::default())
    );
    assert!(anew.is_there());
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(!anew.is_there());
}

#[test]
fn what_begins_to_be_typed_is_completed_and_what_was_taken_out_is_not() {
    on_each_filled(|place| {
        fn begun<'a>(typed: &'a str, synonyms: &'a Synonyms) -> Begun<'a> {
            Begun {
                typed,
                synonyms,
                site: None,
            }
        }
        let synonyms = Synonyms::read("房积金 = 云溪市住房").unwrap();
        let of = |typed: &str| place.engine.suggest(begun(typed, &synonyms), 8).unwrap();
        assert_eq!(of("云溪市住房"), ["云溪市住房公积金提取管理办法"]);
        assert_eq!(of("雲溪市住房"), ["云溪市住房公积金提取管理办法"]);
        assert_eq!(of("yxszf")[0], "云溪市住房公积金提取管理办法");
        for typed in [
            "yunxishizhufang",
            "Yunxi Shi Zhufang",
            "房积金",
            "fangjijin",
            "fangjijingongjijin",
            "fangji",
        ] {
            assert_eq!(of(typed), ["云溪市住房公积金提取管理办法"], "{typed}");
        }
        assert!(of("yunxishizhufangx").is_empty());
        let on = |site| Begun {
            site: Some(site),
            ..begun("云溪市", &synonyms)
        };
        assert_eq!(
            place.engine.suggest(on("zjj"), 8).unwrap(),
            ["云溪市公共租赁住房管理办法"]
        );
        assert!(place.engine.suggest(on("nowhere"), 8).unwrap().is_empty());
        assert_eq!(of("云溪市")[0], "云溪市公共租赁住房管理办法", "two have it");
        assert!(of("没有").is_empty() && of(" ").is_empty() && of("\u{0}\t").is_empty());
        place.write(&[], &["b"]);
        assert!(
            place
                .engine
                .suggest(begun("yxszf", &synonyms), 8)
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn nothing_typed_finds_nothing_and_strange_input_does_no_harm() {
    on_each_filled(|place| {
        for typed in [
            "",
            "，。？",
            "\"",
            "-",
            "“”",
            "a\u{0}b",
            "𠮷𠮷𠮷",
            &"公".repeat(100_000),
        ] {
            let _ = find(place, typed);
        }
        assert!(find(place, " \t").is_empty());
    });
}

#[test]
fn an_item_alone_is_found_by_the_searches_by_which_the_index_finds_it_whole() {
    let mut items = library();
    items[1].theme = Some(Choice::new("劳动、人事", "劳动、人事"));
    items[1].columns.push("guides".to_owned());
    items[1].sites.push("zjj".to_owned());
    let synonyms = Synonyms::read("公租房 = 公共租赁住房").unwrap();
    let typed = [
        "公共租赁住房",
        "公租房",
        "公租房 户籍",
        "公共租赁住房 -户籍",
        "“提取住房公积金账户”",
        "“提取公积金”",
        "住房公鸡金提取管理办法",
        "云政发[2024]12号",
        "yx-01/2024-a",
        "市住建局 2024",
        "24年公租房",
        "没有这个词",
        "请问怎么",
        "住",
        "",
        "，",
    ];
    let text = |it: &str| Some(it.to_owned());
    let narrowings = [
        Narrowing::default(),
        Narrowing {
            kind: text("normative"),
            ..Narrowing::default()
        },
        Narrowing {
            without_kinds: vec!["news".to_owned()],
            ..Narrowing::default()
        },
        Narrowing {
            unit: text("u1"),
            year: text("2012"),
            ..Narrowing::default()
        },
        Narrowing {
            unit: text("u2"),
            ..Narrowing::default()
        },
        Narrowing {
            theme: text("劳动、人事"),
            ..Narrowing::default()
        },
        Narrowing {
            standing: Some(Standing::Repealed),
            ..Narrowing::default()
        },
        Narrowing {
            column: text("guides"),
            site: text("zjj"),
            ..Narrowing::default()
        },
        Narrowing {
            from: Some(Date::constant(2024, 5, 6)),
            ..Narrowing::default()
        },
        Narrowing {
            until: Some(Date::constant(2012, 3, 1)),
            ..Narrowing::default()
        },
    ];
    on_each(|place| {
        place.write(&items, &[]);
        let mut met = 0;
        for typed in typed {
            let query = Query::read(typed, &synonyms);
            for narrowing in &narrowings {
                let found = place.engine.find(&Ask {
                    query: &query,
                    narrowing: narrowing.clone(),
                    order: Order::Fitting,
                    skip: 0,
                    limit: 10,
                    today: Date::constant(2026, 11, 21),
                });
                let hits = found.unwrap().hits.into_iter().filter(|it| it.meets_all);
                let mut by_index: Vec<String> = hits.map(|it| it.shown.key).collect();
                by_index.sort();
                let alone = items
                    .iter()
                    .filter(|it| Single::of(it).meets(&query, narrowing));
                let alone: Vec<String> = alone.map(|it| it.key.clone()).collect();
                assert_eq!(alone, by_index, "{} {typed} {narrowing:?}", place.name);
                met += alone.len();
            }
        }
        assert!(met > 20, "{met}");
    });
}
