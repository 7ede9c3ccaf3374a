//! `gongkai check`: schema, chains, blobs, tallies and the public log.

use serde_json::{Value, json};
use store::Store;
use store::check::CheckReport;
use store::ledger::LedgerReport;

use crate::config::Config;
use crate::failure::{Exit, Failure};
use crate::progress::Progress;
use crate::{ledger_key, opening};

/// Verifies the site's data; tells what is wrong. Changes nothing and needs no right to.
pub async fn run(config: &Config, as_json: bool) -> Result<(), Failure> {
    let store = opening::store_to_look(config).await?;
    let checked = look(config, &store, as_json).await?;
    store.close().await;
    if as_json {
        println!("{}", checked.to_json());
    } else {
        checked.print();
    }
    checked.exit()
}

/// What was verified, and what is wrong.
pub struct Checked {
    report: CheckReport,
    ledger: LedgerReport,
}

/// Verifies the data of an open site.
pub async fn look(config: &Config, store: &Store, as_json: bool) -> Result<Checked, Failure> {
    let mut progress = Progress::begin("核验", None, as_json);
    let mut report = store
        .check(&mut |what, done| progress.reached(what, done))
        .await?;
    progress.reached("统计", 0);
    report.problems.extend(promises::check::check(store).await?);
    progress.reached("信息", 0);
    report
        .problems
        .extend(publishing::check::check(store).await?);
    report
        .problems
        .extend(subscriptions::check::check(store).await?);
    let verifier = ledger_key::find_verifier(config)?;
    let mut ledger = store
        .check_ledger(verifier.as_deref(), &mut |what, done| {
            progress.reached(what, done);
        })
        .await?;
    report.problems.append(&mut ledger.problems);
    progress.end();
    Ok(Checked { report, ledger })
}

impl Checked {
    /// As programs read it.
    pub fn to_json(&self) -> Value {
        let (report, ledger) = (&self.report, &self.ledger);
        let problems: Vec<_> = report
            .problems
            .iter()
            .map(|problem| json!({ "code": problem.code, "place": problem.place, "message": problem.message }))
            .collect();
        json!({ "events": report.events, "chains": report.chains, "blobs": report.blobs, "leaves": ledger.leaves,
            "checkpoints": ledger.checkpoints, "pending": ledger.pending, "problems": problems })
    }

    /// For people.
    pub fn print(&self) {
        let (report, ledger) = (&self.report, &self.ledger);
        println!(
            "已核验：事件 {} 条（链 {} 条）、文件 {} 个、公开账 {} 条（检查点 {} 个，待入账 {} 条）、数据库结构、统计",
            report.events,
            report.chains,
            report.blobs,
            ledger.leaves,
            ledger.checkpoints,
            ledger.pending
        );
        for problem in &report.problems {
            println!("✗ [{}] {}:{}", problem.code, problem.place, problem.message);
        }
        if report.problems.is_empty() {
            println!("全部一致");
        }
    }

    /// How the command ends.
    pub fn exit(&self) -> Result<(), Failure> {
        if self.report.problems.is_empty() {
            Ok(())
        } else {
            Err(Failure::told(Exit::Problems))
        }
    }
}
