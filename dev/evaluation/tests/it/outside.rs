//! The same bars where an engine outside keeps the index: the stand-in finds candidates, what weighs them is ours.

use std::sync::Arc;
use std::time::Duration;

use evaluation::archive::archive;
use evaluation::asking::{self, Class, QUERIES};
use evaluation::measure::{DEEP, report};
use evaluation::ours;
use search::{Engine, Outside, OutsideSettings, OutsideWriter, Progress};
use standin::Standin;
use tokio::runtime::Runtime;

fn filled(runtime: &Runtime) -> Engine {
    let standin = runtime.block_on(Standin::listen());
    let settings = OutsideSettings {
        url: standin.url(),
        index: "evaluation".to_owned(),
        login: None,
        authorities: Vec::new(),
        patience: Duration::from_secs(30),
        wait: Duration::from_millis(5),
    };
    let outside = Arc::new(Outside::of(settings, runtime.handle().clone()).unwrap());
    runtime.block_on(async {
        let mut writer = OutsideWriter::of(Arc::clone(&outside));
        writer.turn().await.unwrap();
        for record in archive() {
            writer.put(&record.item).await.unwrap();
        }
        writer.commit(&Progress::default()).await.unwrap();
        outside.refresh().await.unwrap();
    });
    Engine::from(outside)
}

#[test]
fn an_engine_outside_keeps_the_same_bars_and_finds_what_the_embedded_one_finds() {
    let runtime = Runtime::new().unwrap();
    let (engine, index) = (filled(&runtime), ours::filled(&archive()).unwrap());
    let (mut asked, mut same_first, mut same_page) = (0, 0, 0);
    let mut queries = asking::read(QUERIES).unwrap();
    // A stand-in looks at every document: a part of the queries has to do, and all of them where somebody wants to know.
    if std::env::var_os("GONGKAI_ALL_QUERIES").is_none() {
        queries = queries.into_iter().step_by(5).collect();
    }
    let report = report(&queries, |typed| {
        let codes = ours::codes(ours::find_in(&engine, typed, DEEP).unwrap());
        let embedded = ours::codes(ours::find(&index, typed, DEEP).unwrap());
        asked += 1;
        same_first += usize::from(codes.first() == embedded.first());
        same_page += usize::from(codes.iter().take(10).eq(embedded.iter().take(10)));
        codes
    });
    println!("{asked} asked, {same_first} with the same first, {same_page} with the same ten");
    for class in Class::ALL {
        println!("{}: {:?}", class.word(), report.classes[&class]);
    }
    assert!(report.known.mrr >= 0.97, "{:?}", report.known);
    assert!(same_first * 100 >= asked * 98, "{same_first} of {asked}");
    assert!(same_page * 100 >= asked * 90, "{same_page} of {asked}");
}
