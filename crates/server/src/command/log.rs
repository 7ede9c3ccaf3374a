//! `gongkai log`: the public log at the console: key, head, proofs, receipts, appending what waits.
//!
//! Verifying needs no site and is `gongkai verify`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use kernel::EventId;
use ledger::Receipt;
use serde_json::json;
use store::Store;

use crate::config::Config;
use crate::failure::Failure;
use crate::{ledger_key, opening};

/// 公开账
#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// 打印验证密钥：请把它公布在网站以外的地方
    Key,
    /// 打印最新检查点
    Head,
    /// 把等待入账的公开行为记入账中（网站运行时每秒自动进行）
    Append,
    /// 导出一条公开行为的入账证明
    Proof(EventArgs),
    /// 为一条事件签发回执
    Receipt(EventArgs),
}

/// 一条事件
#[derive(Debug, Args)]
pub struct EventArgs {
    /// 事件的编号
    #[arg(value_name = "编号")]
    event: EventId,
    /// 写入文件；默认打印
    #[arg(long, value_name = "文件")]
    out: Option<PathBuf>,
}

/// Runs it.
pub async fn run(config: &Config, command: LogCommand, as_json: bool) -> Result<(), Failure> {
    let store = opening::existing_store(config).await?;
    let outcome = match command {
        LogCommand::Key => key(config, &store, as_json).await,
        LogCommand::Head => head(&store, as_json).await,
        LogCommand::Append => append(config, &store, as_json).await,
        LogCommand::Proof(args) => proof(&store, args).await,
        LogCommand::Receipt(args) => receipt(config, &store, args).await,
    };
    store.close().await;
    outcome
}

async fn key(config: &Config, store: &Store, as_json: bool) -> Result<(), Failure> {
    let key = ledger_key::open(config, store).await?.verifier().text();
    if as_json {
        println!("{}", json!({ "key": key }));
    } else {
        println!("{key}");
    }
    Ok(())
}

async fn head(store: &Store, as_json: bool) -> Result<(), Failure> {
    let head = store::read!(store, |tx| store::ledger::find_checkpoint(tx).await)?;
    let head = head.ok_or_else(|| {
        Failure::bad_input(
            "ledger.empty",
            "还没有检查点",
            "网站启动后几秒内会签出第一个；也可执行 gongkai log append",
        )
    })?;
    if as_json {
        println!(
            "{}",
            json!({ "size": head.size, "signed_at": head.signed_at.to_string(), "checkpoint": head.note })
        );
    } else {
        print!("{}", head.note);
    }
    Ok(())
}

async fn append(config: &Config, store: &Store, as_json: bool) -> Result<(), Failure> {
    let signer = ledger_key::open(config, store).await?;
    let mut leaves = 0;
    let size = loop {
        let done = store.append_to_ledger(&*signer, opening::now()).await?;
        if done.leaves == 0 {
            break done.size;
        }
        leaves += done.leaves;
    };
    if as_json {
        println!("{}", json!({ "appended": leaves, "size": size }));
    } else {
        println!("入账 {leaves} 条，账中共 {size} 条");
    }
    Ok(())
}

async fn proof(store: &Store, args: EventArgs) -> Result<(), Failure> {
    let proof = store::read!(store, |tx| store::ledger::prove(tx, args.event).await)?;
    let proof = proof.ok_or_else(|| {
        Failure::bad_input(
            "ledger.no_proof",
            format!("事件 {} 没有入账证明", args.event),
            "不是公开行为的事件不入账；刚发生的请先执行 gongkai log append",
        )
    })?;
    put_out(&proof.text(), args.out)
}

async fn receipt(config: &Config, store: &Store, args: EventArgs) -> Result<(), Failure> {
    let event = store::read!(store, |tx| store::event::find_event(tx, args.event).await)?;
    let event = event.ok_or_else(|| {
        Failure::bad_input(
            "ledger.no_event",
            format!("没有编号为 {} 的事件", args.event),
            "编号见承诺页面“记录”中的入账证明",
        )
    })?;
    let signer = ledger_key::open(config, store).await?;
    let note = store::ledger::receipt_of(&event)
        .sign(&*signer)
        .map_err(|cause| kernel::Fault::caused("signing a receipt", cause))?;
    put_out(&note.to_string(), args.out)?;
    eprintln!(
        "二维码内容：{}",
        Receipt::address(&config.site.base_url, &note)
    );
    Ok(())
}

fn put_out(text: &str, out: Option<PathBuf>) -> Result<(), Failure> {
    let Some(path) = out else {
        print!("{text}");
        return Ok(());
    };
    std::fs::write(&path, text).map_err(|cause| {
        Failure::bad_input(
            "file.unwritable",
            format!("文件写不了：{cause}"),
            "请检查路径与权限",
        )
        .in_file(&path)
    })
}
