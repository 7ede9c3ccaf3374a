//! The public log at the console: from an act to a proof that verifies offline, and what `check` says of tampering.
//!
//! Tampering goes through the database file, as somebody with the machine would do it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
czj,云溪市财政局,市财政局,department,city,,,,,,,,,,
";

const PLAN: &str = "云溪市2026年政务公开工作要点
一、推进财政信息公开
(一)公开预算执行。按月公开全市一般公共预算收支情况,接受社会监督。(责任单位:市财政局)
云溪市人民政府办公室
2026年3月2日
";

struct Console {
    folder: tempfile::TempDir,
}

impl Console {
    /// A site with promises, all its acts in the log.
    fn with_log(algorithm: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("units.csv"), UNITS).unwrap();
        std::fs::write(folder.path().join("plan.txt"), PLAN).unwrap();
        let site =
            format!("[site]\ndomain = 'yunxi.gov.cn'\n[ledger]\nalgorithm = '{algorithm}'\n");
        std::fs::write(folder.path().join("site.toml"), site).unwrap();
        let console = Self { folder };
        console.done(&["unit", "import", "units.csv"]);
        console.done(&["plan", "import", "plan.txt"]);
        let done = console.json(&["log", "append", "--json"]);
        assert!(done["appended"].as_u64().unwrap() > 1, "{done}");
        console
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("GONGKAI_STORE__DATABASE")
            .output()
            .unwrap()
    }

    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(self.done(arguments).lines().next().unwrap()).unwrap()
    }

    /// Changes the database behind the program's back.
    async fn tamper(&self, sql: &'static str) {
        let config = store::StoreConfig {
            database: format!("sqlite:{}", self.path("var/gongkai.db").display()),
            blobs: self.path("var/blobs"),
            connections: 1,
        };
        let store = store::Store::connect(&config).await.unwrap();
        store::write!(store, |tx| -> Result<_, kernel::Stop<kernel::Never>> {
            Ok(tx.execute(sql, store::params![]).await?)
        })
        .unwrap();
        store.close().await;
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// The codes of what `check` finds.
    fn problems(&self) -> Vec<String> {
        let output = self.run(&["check", "--json"]);
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

    /// A public event's id, from the entries.
    async fn event(&self) -> String {
        let config = store::StoreConfig {
            database: format!("sqlite:{}", self.path("var/gongkai.db").display()),
            blobs: self.path("var/blobs"),
            connections: 1,
        };
        let store = store::Store::connect(&config).await.unwrap();
        let events =
            store::read!(store, |tx| store::event::list_after(tx, None, 100).await).unwrap();
        store.close().await;
        let event = events.iter().find(|event| event.kind == "promise.opened");
        event.unwrap().id.to_string()
    }
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

#[tokio::test]
async fn an_act_is_proven_to_somebody_who_has_only_the_file_and_the_key() {
    for algorithm in ["ed25519", "sm2"] {
        let console = Console::with_log(algorithm);
        let event = console.event().await;
        let key = console.done(&["log", "key"]);
        console.done(&["log", "proof", &event, "--out", "act.tlog-proof"]);
        // Elsewhere: another folder, no site.
        let elsewhere = Console {
            folder: tempfile::tempdir().unwrap(),
        };
        let file = console.path("act.tlog-proof");
        let text = std::fs::read_to_string(&file).unwrap();
        write(&elsewhere.path("act.tlog-proof"), &text);
        let told = elsewhere.json(&["verify", "act.tlog-proof", "--key", key.trim(), "--json"]);
        assert_eq!(told["is_valid"], true);
        assert_eq!(told["act"]["event"], event);
        let said = elsewhere.done(&["verify", "act.tlog-proof", "--key", key.trim()]);
        assert!(said.contains("可信") && said.contains(&event), "{said}");
        assert!(!elsewhere.path("var").exists(), "verifying makes nothing");
        write(&elsewhere.path("key"), &key);
        elsewhere.done(&["verify", "act.tlog-proof", "--key", "key"]);

        let changed = text.replacen("index ", "index 9", 1);
        write(&elsewhere.path("act.tlog-proof"), &changed);
        let refused = elsewhere.run(&["verify", "act.tlog-proof", "--key", "key"]);
        assert_eq!(refused.status.code(), Some(4));
        assert!(String::from_utf8_lossy(&refused.stdout).contains("不可信"));
    }
}

#[tokio::test]
async fn checkpoints_and_receipts_are_verified_as_well() {
    let console = Console::with_log("ed25519");
    let event = console.event().await;
    write(&console.path("head"), &console.done(&["log", "head"]));
    assert_eq!(
        console.json(&["verify", "head", "--json"])["kind"],
        "checkpoint"
    );
    console.done(&["log", "receipt", &event, "--out", "receipt"]);
    let told = console.json(&["verify", "receipt", "--json"]);
    assert_eq!(told["receipt"]["number"], event);
    let receipt = std::fs::read_to_string(console.path("receipt")).unwrap();
    write(
        &console.path("receipt"),
        &receipt.replace("sha256:", "sha256:0"),
    );
    assert_eq!(console.run(&["verify", "receipt"]).status.code(), Some(4));
}

#[tokio::test]
async fn check_finds_an_altered_row_a_deleted_event_and_a_head_signed_anew() {
    let console = Console::with_log("ed25519");
    assert_eq!(console.problems(), Vec::<String>::new());

    console.tamper("update event set body = replace(body, '2026', '2027') where kind = 'promise.opened' and seq = 2").await;
    let found = console.problems();
    assert!(found.contains(&"chain.altered".to_owned()), "{found:?}");
    assert!(
        found.contains(&"ledger.leaf_differs".to_owned()),
        "{found:?}"
    );

    let console = Console::with_log("ed25519");
    console
        .tamper("delete from event where kind = 'promise.opened' and seq = 2")
        .await;
    let found = console.problems();
    assert!(
        found.contains(&"ledger.event_missing".to_owned()),
        "{found:?}"
    );

    let console = Console::with_log("ed25519");
    console
        .tamper("update ledger_checkpoint set note = replace(note, '\n\n', 'x\n\n')")
        .await;
    let found = console.problems();
    assert!(
        found.contains(&"ledger.signature_bad".to_owned()),
        "{found:?}"
    );
}

#[tokio::test]
async fn the_key_lies_in_a_folder_of_its_own_and_is_never_printed() {
    let console = Console::with_log("ed25519");
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
