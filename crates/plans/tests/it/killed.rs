//! Killed in the middle of an approval: a process of this very test approves a draft of 500 duties and is ended from outside
//! (SIGKILL). Whatever the moment, either all of it is there or nothing.

use crate::city;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::city::{all_is_well, authority, duty, found, list, plan, source, with_cadence};
use kernel::{Actor, DraftId, Moment};
use plans::actions::{ApproveDraft, ImportPlan, Unled, approve_draft, create_draft};
use plans::draft::{DraftState, find_draft};
use promises::queries::PromiseFilter;
use store::{Store, StoreConfig};
use testkit::{TestSite, on_both};

const DUTIES: usize = 500;

/// Where the child finds the store and the draft.
const CHILD: &str = "GONGKAI_TEST_APPROVES";

async fn drafted(site: &TestSite) -> DraftId {
    let duties = (0..DUTIES).map(|n| {
        let text = format!("第{n}项：按季度公开收支情况。");
        with_cadence(duty("推进公开", &text, &["各乡镇人民政府"]), "quarterly")
    });
    let reading = plan(duties.collect());
    let office = site.office();
    let import = ImportPlan {
        file: serde_json::to_vec(&reading).unwrap(),
        source: source("要点"),
        reading,
        file_name: "要点.txt".to_owned(),
        media_type: "text/plain".to_owned(),
    };
    create_draft(&site.store, import, &authority(site, &office))
        .await
        .unwrap()
}

/// Starts a process that approves the draft, and kills it once it has begun and this many turns have passed.
fn kill_an_approval(config: &StoreConfig, draft: DraftId, turns: u64) {
    let given = [
        config.database.clone(),
        config.blobs.display().to_string(),
        draft.to_string(),
    ];
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "killed::the_child_approves_when_asked_to",
            "--nocapture",
        ])
        .env(CHILD, serde_json::to_string(&given).unwrap())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let begun = lines
        .map_while(Result::ok)
        .any(|line| line.ends_with("begins"));
    assert!(begun, "the child never began");
    for _ in 0..turns {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Does nothing unless a parent asks: the other half of the test below.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_child_approves_when_asked_to() {
    let Ok(given) = std::env::var(CHILD) else {
        return;
    };
    let [database, blobs, draft]: [String; 3] = serde_json::from_str(&given).unwrap();
    let config = StoreConfig {
        database,
        blobs: blobs.into(),
        connections: 2,
    };
    let store = Store::connect(&config).await.unwrap();
    let calendar = calendar::Calendar::national();
    let office = Actor::operator("公开办 陈静")
        .open_government_office()
        .unwrap();
    let authority = plans::actions::Authority {
        office: &office,
        calendar: &calendar,
        now: Moment::parse(testkit::NOW).unwrap(),
    };
    let command = ApproveDraft {
        draft: draft.parse().unwrap(),
        seen: 0,
        unled: Unled::Awaited,
    };
    println!("begins");
    approve_draft(&store, &command, &authority).await.unwrap();
}

on_both! {
    async fn an_approval_killed_in_the_middle_leaves_all_or_nothing(site: &TestSite) {
        found(site).await;
        let draft = drafted(site).await;
        let config = site.config();
        let mut was_undone = 0;
        for turns in [0, 20_000, 200_000, 1_000_000] {
            let config = config.clone();
            tokio::task::spawn_blocking(move || kill_an_approval(&config, draft, turns)).await.unwrap();
            let line = find_draft(&site.store, draft).await.unwrap().unwrap().line;
            let promises = list(site, PromiseFilter::default()).await.len();
            match line.state {
                DraftState::Editing => {
                    assert_eq!((promises, line.plan), (0, None), "after {turns} turns");
                    was_undone += 1;
                }
                DraftState::Approved => assert!(promises > 0 && line.plan.is_some()),
                DraftState::Discarded => panic!("nobody threw it away"),
            }
            all_is_well(site).await;
        }
        assert!(was_undone > 0, "no kill came before the end");
        if find_draft(&site.store, draft).await.unwrap().unwrap().line.state == DraftState::Editing {
            let office = site.office();
            let command = ApproveDraft { draft, seen: 0, unled: Unled::Awaited };
            approve_draft(&site.store, &command, &authority(site, &office)).await.unwrap();
        }
        let plan = find_draft(&site.store, draft).await.unwrap().unwrap().line.plan.unwrap();
        assert_eq!(city::detail(site, plan).await.duties.len(), DUTIES);
        all_is_well(site).await;
    }
}
