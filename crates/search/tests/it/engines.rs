//! The engines that the tests run on: the embedded one, the stand-in of one outside, and a real one where `GONGKAI_TEST_OPENSEARCH` has its address.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use search::{
    Engine, Item, Outside, OutsideSettings, OutsideWriter, Progress, SearchIndex, Turn, Writer,
};
use standin::Standin;
use tokio::runtime::Runtime;

/// An engine with an empty index, and its writer.
pub struct Place {
    pub name: &'static str,
    pub engine: Engine,
    writer: Mutex<Writing>,
    runtime: Option<Runtime>,
}

enum Writing {
    Embedded(Box<Writer>),
    Outside(Box<OutsideWriter>),
}

/// The address of a real engine to test with.
const REAL: &str = "GONGKAI_TEST_OPENSEARCH";

pub fn settings(url: String) -> OutsideSettings {
    OutsideSettings {
        url,
        index: format!("gongkai-test-{}", uuid::Uuid::now_v7().simple()),
        login: None,
        authorities: Vec::new(),
        patience: Duration::from_secs(5),
        wait: Duration::from_millis(5),
    }
}

/// Runs a test on each engine; each has an index of its own.
pub fn on_each(test: impl Fn(&Place)) {
    test(&Place::embedded());
    test(&Place::standin());
    match std::env::var(REAL) {
        Ok(url) => {
            let place = Place::outside("real", Runtime::new().unwrap(), url);
            test(&place);
            place.clear();
        }
        Err(_) => println!("skipped on a real engine: {REAL} names none"),
    }
}

impl Place {
    pub fn embedded() -> Self {
        let index = SearchIndex::in_memory().unwrap();
        let writer = Writing::Embedded(Box::new(index.writer().unwrap()));
        Self {
            name: "embedded",
            engine: Engine::from(Arc::new(index)),
            writer: Mutex::new(writer),
            runtime: None,
        }
    }

    pub fn standin() -> Self {
        let runtime = Runtime::new().unwrap();
        let standin = runtime.block_on(Standin::listen());
        Self::outside("stand-in", runtime, standin.url())
    }

    fn outside(name: &'static str, runtime: Runtime, url: String) -> Self {
        let outside = Outside::of(settings(url), runtime.handle().clone()).unwrap();
        let outside = Arc::new(outside);
        let mut writer = OutsideWriter::of(Arc::clone(&outside));
        let turn = runtime.block_on(writer.turn()).unwrap();
        assert_eq!(turn, Turn::Ours(Progress::default()));
        Self {
            name,
            engine: Engine::from(outside),
            writer: Mutex::new(Writing::Outside(Box::new(writer))),
            runtime: Some(runtime),
        }
    }

    fn runtime(&self) -> &Runtime {
        self.runtime.as_ref().expect("an engine outside has one")
    }

    /// Puts and removes, then shows it.
    pub fn write(&self, put: &[Item], removed: &[&str]) {
        let mut writing = self.writer.lock().unwrap();
        match (&mut *writing, &self.engine) {
            (Writing::Embedded(writer), Engine::Embedded(index)) => {
                removed.iter().for_each(|it| writer.remove(it));
                put.iter().for_each(|it| writer.put(it).unwrap());
                writer.commit(&Progress::default()).unwrap();
                index.refresh().unwrap();
            }
            (Writing::Outside(writer), Engine::Outside(outside)) => {
                self.runtime().block_on(async {
                    for key in removed {
                        writer.remove(key).await.unwrap();
                    }
                    for item in put {
                        writer.put(item).await.unwrap();
                    }
                    writer.commit(&Progress::default()).await.unwrap();
                    outside.refresh().await.unwrap();
                })
            }
            _ => unreachable!("an engine has its own writer"),
        }
    }

    /// The keys of what it holds.
    pub fn keys(&self) -> Vec<String> {
        let keys = match &self.engine {
            Engine::Embedded(index) => index.keys().unwrap(),
            Engine::Outside(outside) => self.runtime().block_on(outside.keys()).unwrap(),
        };
        keys.into_iter().collect()
    }

    pub fn count(&self) -> u64 {
        match &self.engine {
            Engine::Embedded(index) => index.count(),
            Engine::Outside(outside) => self.runtime().block_on(outside.count()).unwrap(),
        }
    }

    fn clear(&self) {
        if let Engine::Outside(outside) = &self.engine {
            self.runtime().block_on(outside.clear()).unwrap();
        }
    }
}
