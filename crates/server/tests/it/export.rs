//! `gongkai export` and `gongkai import site` as an operator meets them: a city moves from SQLite to PostgreSQL and back, and nothing of it is another.

use std::collections::{BTreeSet, VecDeque};
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use calendar::Calendar;
use kernel::Moment;
use serde_json::Value;
use store::{Store, StoreConfig};
use testkit::TestSite;
use tower::ServiceExt as _;

use crate::console::{Console, said};

const UNITS: &str = "code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website
zf,云溪市人民政府办公室,市政府办公室,office,city,,,,,,,,,,
czj,云溪市财政局,市财政局,department,city,zf,财政局,,,,,,,,
";

/// A site with two units in `var`, the default.
fn small() -> Console {
    let console = Console::with(&[("units.csv", UNITS)]);
    console.done(&["unit", "import", "units.csv"]);
    console.done(&["log", "append"]);
    console
}

/// A configuration for a data directory, and a database where it is not SQLite.
fn configure(console: &Console, name: &str, database: &str) -> String {
    let file = format!("{name}.toml");
    console.write(
        &file,
        format!("[store]\ndata = \"{name}\"\ndatabase = \"{database}\"\n"),
    );
    file
}

/// The keys go another way than the data: the operator copies them.
fn copy_keys(console: &Console, from: &str, to: &str) {
    let folder = console.path(format!("{to}/secrets"));
    std::fs::create_dir_all(&folder).unwrap();
    for key in std::fs::read_dir(console.path(format!("{from}/secrets"))).unwrap() {
        let key = key.unwrap().path();
        std::fs::copy(&key, folder.join(key.file_name().unwrap())).unwrap();
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| panic!("not JSON: {text}"))
}

/// What lies in the folder of the console and is left of an export that failed.
fn leftovers(console: &Console) -> Vec<String> {
    let names = std::fs::read_dir(console.path(".")).unwrap();
    let names = names.map(|it| it.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.contains(".part")).collect()
}

async fn store_of(console: &Console, data: &str) -> Store {
    let config = StoreConfig {
        database: format!(
            "sqlite:{}",
            console.path(format!("{data}/gongkai.db")).display()
        ),
        blobs: console.path(format!("{data}/blobs")),
        connections: 2,
    };
    Store::look(&config).await.unwrap()
}

/// The store of the site on PostgreSQL whose files the console has in `there`.
async fn store_on(console: &Console, there: &TestSite) -> Store {
    let config = StoreConfig {
        blobs: console.path("there/blobs"),
        ..there.config()
    };
    Store::look(&config).await.unwrap()
}

/// The portal over a store, at noon of the demo's last day.
fn portal_over(store: Store) -> axum::Router {
    portal::router(portal::Site {
        store,
        calendar: Arc::new(Calendar::national),
        identity: Arc::new(ui::SiteIdentity {
            name: "云溪市政务公开承诺公示平台".into(),
            english_name: None,
            domain: "www.yunxi.example".into(),
            id_code: "9900010001".into(),
            sponsor: "云溪市人民政府办公室".into(),
            operator: None,
            contact: "0000-5550100".into(),
            icp: "演示ICP备00000000号".into(),
            police_record: None,
            error_report_url: None,
            base_url: "http://127.0.0.1:8080".into(),
            look: ui::Look::default(),
            platform: None,
        }),
        clock: Arc::new(|| Moment::parse("2026-07-10T04:00:00.000Z").unwrap()),
        gate: None,
        cache: ui::PageCache::new(1 << 20),
        library: Arc::new(publishing::Library::built_in()),
        subsite: None,
        finder: search::Finder::default(),
        vain: answers::Vain::default(),
        subscribing: None,
        requesting: None,
        rewording: None,
    })
}

async fn ask(portal: &axum::Router, path: &str) -> (u16, Vec<u8>) {
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    let answer = portal.clone().oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    (
        status,
        to_bytes(answer.into_body(), 64 << 20)
            .await
            .unwrap()
            .to_vec(),
    )
}

/// Follows links from the first page and the map of the site, and compares what both portals answer; how many pages that were.
async fn same_pages(one: Store, other: Store) -> usize {
    let (one, other) = (portal_over(one), portal_over(other));
    let mut queue: VecDeque<String> = ["/", "/sitemap.xml", "/log/checkpoint"]
        .map(str::to_owned)
        .into();
    let mut seen: BTreeSet<String> = queue.iter().cloned().collect();
    let mut compared = 0;
    while let Some(path) = queue.pop_front() {
        let answer = ask(&one, &path).await;
        assert!(answer == ask(&other, &path).await, "{path} differs");
        compared += usize::from(answer.0 == 200);
        let text = String::from_utf8_lossy(&answer.1).into_owned();
        // Links of pages, and addresses of the map, which are whole.
        for begin in ["href=\"/", "<loc>http://127.0.0.1:8080/"] {
            for (at, _) in text.match_indices(begin) {
                let rest = &text[at + begin.len() - 1..];
                let path = rest[..rest.find(['"', '<', '#']).unwrap_or(0)]
                    .replace("&amp;", "&")
                    .replace("&#38;", "&");
                if seen.len() < 400 && seen.insert(path.clone()) {
                    queue.push_back(path);
                }
            }
        }
    }
    compared
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_moves_to_the_other_engine_and_back_and_nothing_of_it_is_another() {
    let console = Console::new();
    console.done(&[
        "demo",
        "--data",
        "city",
        "--day",
        "2026-07-10",
        "--load-only",
    ]);
    let city = configure(&console, "city", "");
    let there = TestSite::on_postgres().await;
    let postgres = configure(&console, "there", &there.config().database);
    let back = configure(&console, "back", "");
    console.done(&["--config", &city, "log", "append"]);
    for to in ["there", "back"] {
        copy_keys(&console, "city", to);
    }

    let first = json(&console.done(&["--config", &city, "export", "--to", "a.tar", "--json"]));
    let imported =
        json(&console.done(&["--config", &postgres, "import", "site", "a.tar", "--json"]));
    assert_eq!(imported["rows"], first["rows"]);
    assert_eq!(imported["manifest_sha256"], first["manifest_sha256"]);
    assert_eq!(imported["has_ledger_key"], true);
    let checked = json(&console.done(&["--config", &city, "check", "--json"]));
    assert_eq!(imported["check"], checked);
    assert_eq!(checked["problems"], Value::Array(vec![]));
    assert!(
        checked["events"].as_u64().unwrap() > 500 && checked["leaves"].as_u64().unwrap() > 100,
        "{checked}"
    );
    assert!(checked["blobs"].as_u64().unwrap() > 5, "{checked}");
    let head = console.done(&["--config", &city, "log", "head"]);
    assert_eq!(console.done(&["--config", &postgres, "log", "head"]), head);

    console.done(&["--config", &postgres, "export", "--to", "b.tar"]);
    console.done(&["--config", &back, "import", "site", "b.tar"]);
    console.done(&["--config", &back, "export", "--to", "c.tar"]);
    let bytes = |name| std::fs::read(console.path(name)).unwrap();
    assert!(
        bytes("a.tar") == bytes("b.tar"),
        "PostgreSQL writes another archive"
    );
    assert!(
        bytes("a.tar") == bytes("c.tar"),
        "the way back changes the archive"
    );

    let pages = same_pages(
        store_of(&console, "city").await,
        store_on(&console, &there).await,
    )
    .await;
    assert!(pages > 150, "{pages}");

    // The log goes on where it was, under the same key.
    console.write("units.csv", UNITS);
    console.done(&["--config", &postgres, "unit", "import", "units.csv"]);
    console.done(&["--config", &postgres, "log", "append"]);
    console.done(&["--config", &postgres, "check"]);
    there.end().await;
}

#[test]
fn an_archive_is_its_owners_alone_says_what_it_holds_and_can_be_read_without_us() {
    let console = small();
    let said = console.done(&["export", "--to", "."]);
    let mut names = std::fs::read_dir(console.path("."))
        .unwrap()
        .map(|it| it.unwrap().path());
    let path = names
        .find(|path| path.extension().is_some_and(|it| it == "tar"))
        .unwrap();
    assert!(
        said.contains(path.file_name().unwrap().to_str().unwrap()),
        "{said}"
    );
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    for words in ["0600", "个人信息", "var/secrets", "site.toml", "SHA-256"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let list = Command::new("tar").arg("-tf").arg(&path).output().unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    assert!(
        list.starts_with("README.txt\nabout.json\nschema/0001_ground.sql\n")
            && list.ends_with("manifest.json\n"),
        "{list}"
    );
    assert!(!list.contains("session"), "{list}");
    let units = Command::new("tar")
        .arg("-xOf")
        .arg(&path)
        .arg("tables/unit.jsonl")
        .output()
        .unwrap();
    let units = String::from_utf8(units.stdout).unwrap();
    let codes: BTreeSet<String> = units
        .lines()
        .map(|line| json(line)["code"].to_string())
        .collect();
    assert_eq!(Vec::from_iter(codes), ["\"czj\"", "\"zf\""]);
}

#[test]
fn an_export_never_overwrites_and_leaves_nothing_half_behind() {
    let console = small();
    console.write("kept.tar", "mine");
    let refused = console.refused(&["export", "--to", "kept.tar"], 1);
    assert!(
        refused.contains("不会覆盖") && refused.contains("--to"),
        "{refused}"
    );
    assert_eq!(std::fs::read(console.path("kept.tar")).unwrap(), b"mine");
    let refused = console.refused(&["export", "--to", "no/such/folder/x.tar", "--json"], 1);
    assert_eq!(json(&refused)["error"]["code"], "export.unwritable");
    std::fs::remove_dir_all(console.path("var/blobs")).unwrap();
    console.write(
        "plan.txt",
        "云溪市2026年政务公开工作要点\n一、财政局每月公开预算执行情况。\n",
    );
    let done = console.run(&[
        "plan",
        "import",
        "plan.txt",
        "--published-on",
        "2026-03-01",
        "--add-units",
    ]);
    assert!(done.status.success(), "{}", said(&done));
    std::fs::remove_dir_all(console.path("var/blobs")).unwrap();
    let failed = console.refused(&["export", "--to", "x.tar"], 3);
    assert!(
        failed.contains("不存在") && failed.contains("gongkai check"),
        "{failed}"
    );
    assert!(!console.path("x.tar").exists());
    assert_eq!(leftovers(&console), [""; 0]);
}

#[test]
fn what_cannot_be_taken_in_is_told_with_file_code_and_cure() {
    let console = small();
    console.done(&["export", "--to", "a.tar"]);
    let refused = console.refused(&["import", "site", "a.tar", "--json"], 1);
    let error = &json(&refused)["error"];
    assert_eq!(
        (error["code"].as_str(), error["file"].as_str()),
        (Some("archive.site_not_empty"), Some("a.tar"))
    );
    assert!(
        error["cure"].as_str().unwrap().contains("store.database"),
        "{error}"
    );
    let fresh = configure(&console, "fresh", "");
    let refused = console.refused(&["--config", &fresh, "import", "site", "units.csv"], 1);
    assert!(
        refused.contains("units.csv:") && refused.contains("gongkai import documents"),
        "{refused}"
    );
    console.refused(&["--config", &fresh, "import", "site", "none.tar"], 1);
    let whole = std::fs::read(console.path("a.tar")).unwrap();
    console.write("cut.tar", &whole[..whole.len() / 2]);
    let refused = console.refused(&["--config", &fresh, "import", "site", "cut.tar"], 1);
    assert!(
        refused.contains("存档不完整") && refused.contains("站点仍是空的"),
        "{refused}"
    );
    assert!(
        !console.path("fresh").exists(),
        "nothing is made for an archive that cannot be read"
    );
    let said = console.done(&["--config", &fresh, "import", "site", "a.tar"]);
    assert!(
        said.contains("全部一致") && said.contains("fresh/secrets"),
        "{said}"
    );
}

/// Begins an import, and kills it when it says that it has begun with that.
fn killed(console: &Console, config: &str, when: &str) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["--config", config, "import", "site", "a.tar"])
        .current_dir(console.path("."))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let told = BufReader::new(child.stderr.take().unwrap());
    let mut lines = told.lines().map(Result::unwrap);
    assert!(
        lines.any(|line| line.starts_with(when)),
        "it ended before {when}"
    );
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_leaves_an_empty_site_and_can_be_run_again() {
    let console = Console::new();
    console.done(&[
        "demo",
        "--data",
        "city",
        "--day",
        "2026-05-31",
        "--load-only",
    ]);
    let city = configure(&console, "city", "");
    console.done(&["--config", &city, "export", "--to", "a.tar"]);
    let there = TestSite::on_postgres().await;
    let postgres = configure(&console, "there", &there.config().database);
    let sqlite = configure(&console, "sqlite", "");
    for config in [&sqlite, &postgres] {
        for when in ["核对存档", "导入文件", "导入记录"] {
            killed(&console, config, when);
        }
        console.done(&["--config", config, "import", "site", "a.tar"]);
    }
    for config in [&sqlite, &postgres] {
        let to = format!("{config}.tar");
        console.done(&["--config", config, "export", "--to", &to]);
        assert!(
            std::fs::read(console.path(&to)).unwrap()
                == std::fs::read(console.path("a.tar")).unwrap()
        );
    }
    there.end().await;
}

#[test]
fn an_export_that_is_told_to_stop_leaves_nothing_or_all_of_it() {
    let console = Console::new();
    console.done(&[
        "demo",
        "--data",
        "city",
        "--day",
        "2025-06-10",
        "--load-only",
    ]);
    let city = configure(&console, "city", "");
    for signal in ["-INT", "-TERM"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(["--config", &city, "export", "--to", "a.tar"])
            .current_dir(console.path("."))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        assert!(line.starts_with("导出记录"), "{line}");
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut told, &mut rest).unwrap();
        // The machine may be quicker than the signal: then the archive is whole.
        let is_whole = child.wait().unwrap().success();
        assert_eq!(console.path("a.tar").exists(), is_whole, "{rest}");
        assert!(is_whole || rest.contains("已中断"), "{rest}");
        assert_eq!(leftovers(&console), [""; 0]);
        let _ = std::fs::remove_file(console.path("a.tar"));
    }
}
