//! The public log at the console: from an act to a proof that verifies offline, and what `check` says of tampering.
//!
//! Tampering goes through the database file, as somebody with the machine would do it.

use crate::console::Console;
use serde_json::Value;
use store::{Store, StoreConfig};

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
czj,云溪市财政局,市财政局,department,city,,,,,,,,,,
";

const PLAN: &str = "云溪市2026年政务公开工作要点
一、推进财政信息公开
(一)公开预算执行。按月公开全市一般公共预算收支情况,接受社会监督。(责任单位:市财政局)
云溪市人民政府办公室
2026年3月2日
";

/// A site with promises, all its acts in the log.
fn with_log(algorithm: &str) -> Console {
    let site = format!("[site]\ndomain = 'yunxi.gov.cn'\n[ledger]\nalgorithm = '{algorithm}'\n");
    let files = [
        ("units.csv", UNITS),
        ("plan.txt", PLAN),
        ("site.toml", &site),
    ];
    let console = Console::with(&files);
    console.done(&["unit", "import", "units.csv"]);
    console.done(&["plan", "import", "plan.txt"]);
    let done = told(&console, &["log", "append", "--json"]);
    assert!(done["appended"].as_u64().unwrap() > 1, "{done}");
    console
}

/// The one line of JSON that it prints.
fn told(console: &Console, arguments: &[&str]) -> Value {
    console.json(arguments).remove(0)
}

/// The database behind the program's back.
async fn store_of(console: &Console) -> Store {
    let config = StoreConfig {
        database: format!("sqlite:{}", console.path("var/gongkai.db").display()),
        blobs: console.path("var/blobs"),
        connections: 1,
    };
    Store::connect(&config).await.unwrap()
}

async fn tamper(console: &Console, sql: &'static str) {
    let store = store_of(console).await;
    store::write!(store, |tx| -> Result<_, kernel::Stop<kernel::Never>> {
        Ok(tx.execute(sql, store::params![]).await?)
    })
    .unwrap();
    store.close().await;
}

/// The codes of what `check` finds.
fn problems(console: &Console) -> Vec<String> {
    let output = console.run(&["check", "--json"]);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let problems = told["problems"].as_array().unwrap();
    assert_eq!(
        output.status.code(),
        Some(if problems.is_empty() { 0 } else { 4 })
    );
    problems
        .iter()
        .map(|problem| problem["code"].as_str().unwrap().to_owned())
        .collect()
}

/// A public event's id.
async fn event(console: &Console) -> String {
    let store = store_of(console).await;
    let events = store::read!(store, |tx| store::event::list_after(tx, None, 100).await).unwrap();
    store.close().await;
    let event = events.iter().find(|event| event.kind == "promise.opened");
    event.unwrap().id.to_string()
}

#[tokio::test]
async fn an_act_is_proven_to_somebody_who_has_only_the_file_and_the_key() {
    for algorithm in ["ed25519", "sm2"] {
        let console = with_log(algorithm);
        let event = event(&console).await;
        let key = console.done(&["log", "key"]);
        console.done(&["log", "proof", &event, "--out", "act.tlog-proof"]);
        // Elsewhere: another folder, no site.
        let elsewhere = Console::new();
        let file = console.path("act.tlog-proof");
        let text = std::fs::read_to_string(&file).unwrap();
        elsewhere.write("act.tlog-proof", &text);
        let told = told(
            &elsewhere,
            &["verify", "act.tlog-proof", "--key", key.trim(), "--json"],
        );
        assert_eq!(told["is_valid"], true);
        assert_eq!(told["act"]["event"], event);
        let said = elsewhere.done(&["verify", "act.tlog-proof", "--key", key.trim()]);
        assert!(said.contains("可信") && said.contains(&event), "{said}");
        assert!(!elsewhere.path("var").exists(), "verifying makes nothing");
        elsewhere.write("key", &key);
        elsewhere.done(&["verify", "act.tlog-proof", "--key", "key"]);

        let changed = text.replacen("index ", "index 9", 1);
        elsewhere.write("act.tlog-proof", &changed);
        let refused = elsewhere.run(&["verify", "act.tlog-proof", "--key", "key"]);
        assert_eq!(refused.status.code(), Some(4));
        assert!(String::from_utf8_lossy(&refused.stdout).contains("不可信"));
    }
}

#[tokio::test]
async fn checkpoints_and_receipts_are_verified_as_well() {
    let console = with_log("ed25519");
    let event = event(&console).await;
    console.write("head", console.done(&["log", "head"]));
    assert_eq!(
        told(&console, &["verify", "head", "--json"])["kind"],
        "checkpoint"
    );
    console.done(&["log", "receipt", &event, "--out", "receipt"]);
    let told = told(&console, &["verify", "receipt", "--json"]);
    assert_eq!(told["receipt"]["number"], event);
    let receipt = std::fs::read_to_string(console.path("receipt")).unwrap();
    console.write("receipt", receipt.replace("sha256:", "sha256:0"));
    assert_eq!(console.run(&["verify", "receipt"]).status.code(), Some(4));
}

#[tokio::test]
async fn check_finds_an_altered_row_a_deleted_event_and_a_head_signed_anew() {
    let console = with_log("ed25519");
    assert_eq!(problems(&console), Vec::<String>::new());

    tamper(&console, "update event set body = replace(body, '2026', '2027') where kind = 'promise.opened' and seq = 2").await;
    let found = problems(&console);
    assert!(found.contains(&"chain.altered".to_owned()), "{found:?}");
    assert!(
        found.contains(&"ledger.leaf_differs".to_owned()),
        "{found:?}"
    );

    let console = with_log("ed25519");
    tamper(
        &console,
        "delete from event where kind = 'promise.opened' and seq = 2",
    )
    .await;
    let found = problems(&console);
    assert!(
        found.contains(&"ledger.event_missing".to_owned()),
        "{found:?}"
    );

    let console = with_log("ed25519");
    tamper(
        &console,
        "update ledger_checkpoint set note = replace(note, '\n\n', 'x\n\n')",
    )
    .await;
    let found = problems(&console);
    assert!(
        found.contains(&"ledger.signature_bad".to_owned()),
        "{found:?}"
    );
}

#[tokio::test]
async fn the_key_lies_in_a_folder_of_its_own_and_is_never_printed() {
    let console = with_log("ed25519");
    let secret = std::fs::read_to_string(console.path("var/secrets/ledger.key")).unwrap();
    let material = secret.trim().splitn(5, '+').nth(4).unwrap().to_owned();
    for arguments in [
        &["log", "key"][..],
        &["log", "head"],
        &["check"],
        &["config", "example"],
    ] {
        let output = console.run(arguments);
        let all = [output.stdout, output.stderr].concat();
        assert!(
            !String::from_utf8_lossy(&all).contains(&material),
            "{arguments:?}"
        );
    }
    std::fs::remove_file(console.path("var/secrets/ledger.key")).unwrap();
    let refused = console.run(&["log", "key"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("备份"));
}
