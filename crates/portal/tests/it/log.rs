//! The public log as served: files, proofs, pages, and a verifier that is not ours.
//!
//! That verifier is `dev/foreign-verifier`, in Go; without Go its tests say that they were skipped, unless `GONGKAI_TEST_GO=required`.

use crate::ask;
use crate::city;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::ask::Portal;
use kernel::{Never, Stop};
use ledger::{Checkpoint, LogProof, Receipt, Signer, Suite, signer_of};
use store::params;
use testkit::{TestSite, on_both};
use ui::Variant;

fn signer() -> Box<dyn Signer> {
    signer_of(Suite::Ed25519, "www.qingshui.example/log", &[7; 32]).unwrap()
}

async fn append_all(site: &TestSite) -> u64 {
    loop {
        let done = site
            .store
            .append_to_ledger(&*signer(), site.now)
            .await
            .unwrap();
        if done.leaves == 0 {
            return done.size;
        }
    }
}

async fn tamper(site: &TestSite, sql: &'static str) {
    store::write!(site.store, |tx| -> Result<_, Stop<Never>> {
        Ok(tx.execute(sql, params![]).await?)
    })
    .unwrap();
}

/// The address of the first proof that a page offers.
fn proof_address(page: &str) -> &str {
    let (_, after) = page.split_once("href=\"/log/proof/").expect("a proof");
    let (id, _) = after.split_once('"').unwrap();
    let start = page.find("/log/proof/").unwrap();
    &page[start..start + "/log/proof/".len() + id.len()]
}

on_both! {
    async fn the_page_of_the_log_renders_in_every_variant_before_and_after_its_first_head(site: &TestSite) {
        let portal = Portal::over(site).await;
        for has_head in [false, true] {
            if has_head {
                append_all(site).await;
            }
            for variant in Variant::ALL {
                let page = portal.get(&variant.address("/log")).await;
                assert_eq!(page.status, 200);
                assert!(page.body.contains("</html>") && page.body.len() < 60_000);
                assert_eq!(page.body.contains("www.qingshui.example/log+"), has_head);
            }
        }
    }

    async fn an_act_of_a_promise_is_proven_by_the_file_beside_it(site: &TestSite) {
        let portal = Portal::over(site).await;
        let promise = portal.first("/api/v1/promises?standing=kept_on_time&limit=1").await;
        let page = portal.get(&format!("/promises/{}", promise["id"].as_str().unwrap())).await;
        let address = proof_address(&page.body);
        assert_eq!(portal.get(address).await.status, 404, "it waits still");
        append_all(site).await;
        let file = portal.get(address).await;
        assert_eq!(file.status, 200);
        let proven = LogProof::parse(&file.body).unwrap().verify(&*signer().verifier()).unwrap();
        let act: serde_json::Value = serde_json::from_slice(&proven.entry).unwrap();
        assert_eq!(format!("promise/{}", promise["id"].as_str().unwrap()), act["subject"]);
        assert!(file.header("content-disposition").contains(".tlog-proof"));
        assert_eq!(file.header("access-control-allow-origin"), "*");
    }

    async fn the_newest_head_is_served_and_is_not_kept(site: &TestSite) {
        let portal = Portal::over(site).await;
        assert_eq!(portal.get("/log/checkpoint").await.status, 404);
        let size = append_all(site).await;
        let answer = portal.get("/log/checkpoint").await;
        let head = Checkpoint::open(&answer.body, &*signer().verifier()).unwrap();
        assert_eq!(head.size, size);
        assert_eq!(answer.header("cache-control"), "no-store");
        let late = portal.first("/api/v1/promises?standing=late&limit=1").await;
        city::keep_now(&site.store, &late, site.now).await;
        assert_eq!(append_all(site).await, size + 1);
        let answer = portal.get("/log/checkpoint").await;
        assert!(answer.body.contains(&format!("\n{}\n", size + 1)));
    }

    async fn addresses_that_name_no_tile_are_not_found(site: &TestSite) {
        let portal = Portal::over(site).await;
        let size = append_all(site).await;
        let partial = format!("/log/tile/0/000.p/{}", size.min(255));
        assert_eq!(portal.get(&partial).await.status, 200);
        for path in ["/log/tile/0/999", "/log/tile/0/0", "/log/tile/entries/999", "/log/tile/x", "/log/proof/x",
            "/log/proof/0190a6f2-0000-7000-8000-000000000002", "/log/tile/0/../000"] {
            assert_eq!(portal.get(path).await.status, 404, "{path}");
        }
    }

    async fn a_receipt_is_verified_from_its_qr_code_and_a_forged_one_is_not(site: &TestSite) {
        let portal = Portal::over(site).await;
        append_all(site).await;
        let late = portal.first("/api/v1/promises?standing=late&limit=1").await;
        let event = city::keep_now(&site.store, &late, site.now).await;
        let receipt = store::ledger::receipt_of(&event);
        let note = receipt.sign(&*signer()).unwrap();
        let address = Receipt::address(ask::BASE, &note);
        let path = address.strip_prefix(ask::BASE).unwrap();
        let page = portal.get(path).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("这份回执是本站签发的") && page.body.contains("<svg"), "{}", page.body);
        let other = signer_of(Suite::Ed25519, "www.qingshui.example/log", &[8; 32]).unwrap();
        let forged = Receipt::address("", &receipt.sign(&*other).unwrap());
        let page = portal.get(&forged).await;
        assert!(page.body.contains("这不是本站签发的有效回执"));
        assert!(!page.body.contains(&receipt.digest));
        assert_eq!(portal.get("/log/receipt").await.status, 400);
    }

    async fn a_foreign_verifier_believes_the_log_and_finds_what_was_changed(site: &TestSite) {
        let Some(verifier) = foreign_verifier() else { return };
        let portal = Portal::over(site).await;
        let folder = tempfile::tempdir().unwrap();
        append_all(site).await;
        let address = serve(&portal).await;
        let old = folder.path().join("old");
        std::fs::write(&old, portal.get("/log/checkpoint").await.body).unwrap();
        let late = portal.first("/api/v1/promises?standing=late&limit=1").await;
        let event = city::keep_now(&site.store, &late, site.now).await;
        let size = append_all(site).await;
        let log = format!("{address}/log");
        let ask = |old: &Path| ask_foreign(&verifier, &["-log", &log, "-old", &old.display().to_string()]);
        assert_eq!(ask(&old), Ok(format!("ok: {size} entries\n")));

        let file = portal.get(&format!("/log/proof/{}", event.id)).await.body;
        let proof = folder.path().join("act.tlog-proof");
        std::fs::write(&proof, &file).unwrap();
        let proof = ["-proof", &proof.display().to_string()];
        assert!(ask_foreign(&verifier, &proof).unwrap().contains(&event.id.to_string()));
        let index = file.lines().find(|line| line.starts_with("index ")).unwrap();
        std::fs::write(proof[1], file.replace(index, "index 0")).unwrap();
        ask_foreign(&verifier, &proof).unwrap_err();

        // An entry changed alone does not fit the tree.
        tamper(site, "update ledger_bundle set entries = replace(entries, '\"promise.kept\"', '\"promise.lost\"')").await;
        let said = ask(&old).unwrap_err();
        assert!(said.contains("entry"), "{said}");

        // Everything rewritten, and signed with the right key: only who kept an older head finds it.
        tamper(site, "update event set body = replace(body, 'kept_on_time', 'kept_late') where kind = 'promise.kept'").await;
        for table in ["delete from ledger_leaf", "delete from ledger_bundle", "delete from ledger_tile",
            "delete from ledger_checkpoint"] {
            tamper(site, table).await;
        }
        tamper(site, "insert into ledger_pending (happened_at, chain, seq) select happened_at, chain, seq from event \
            where kind like 'promise%' or kind in ('plan.imported', 'catalogue.imported')").await;
        append_all(site).await;
        let said = ask(&old).unwrap_err();
        assert!(said.contains("rewritten"), "{said}");
        let as_new = ask_foreign(&verifier, &["-log", &log]);
        assert!(as_new.is_ok(), "{as_new:?}");
    }
}

/// The site on a port of its own, until the test ends.
async fn serve(portal: &Portal) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let app = portal::router(portal.site.clone());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

/// The Go program, built; `None` where there is no Go and nobody requires it.
fn foreign_verifier() -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dev/foreign-verifier/main.go");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let program = folder.join(format!("foreign-verifier-{}", std::process::id()));
    let built = Command::new("go")
        .env("GO111MODULE", "off")
        .env("GOPATH", "/usr/share/gocode")
        .env("GOCACHE", folder.join("go"))
        .args(["build", "-o"])
        .args([&program, &source])
        .output();
    let why = match built {
        Ok(output) if output.status.success() => return Some(program),
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(cause) => cause.to_string(),
    };
    let is_required = std::env::var("GONGKAI_TEST_GO").is_ok_and(|it| it == "required");
    assert!(
        !is_required,
        "golang-go and golang-golang-x-mod-dev are needed: {why}"
    );
    eprintln!("skipped: no Go with golang.org/x/mod here: {why}");
    None
}

/// What the Go program says: its output, or its complaint.
fn ask_foreign(program: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program)
        .arg("-key")
        .arg(signer().verifier().text())
        .args(arguments)
        .output()
        .unwrap();
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap())
    } else {
        Err(String::from_utf8(output.stderr).unwrap())
    }
}
