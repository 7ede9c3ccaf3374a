//! `gongkai verify`: a proof, a checkpoint or a receipt against a key; offline, without a site.
//!
//! What the file is is told by its first line. Without `--key` the key of the site at hand is taken.

use std::path::PathBuf;

use clap::Args;
use ledger::{Checkpoint, LedgerError, LogProof, Receipt, Verifier, parse_verifier};
use serde_json::{Value, json};

use crate::config::Config;
use crate::failure::{Exit, Failure};
use crate::{ledger_key, opening};

/// 核验入账证明、检查点或回执
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// 入账证明、检查点或回执的文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 验证密钥，或存有它的文件；默认为本机站点的密钥
    #[arg(long, value_name = "密钥")]
    key: Option<String>,
}

impl VerifyArgs {
    /// Whether the configuration is needed.
    pub fn is_offline(&self) -> bool {
        self.key.is_some()
    }
}

/// Verifies with the key that was given.
pub fn run_offline(args: &VerifyArgs, as_json: bool) -> Result<(), Failure> {
    let given = args.key.as_deref().unwrap_or_default();
    let text = match std::fs::read_to_string(given) {
        Ok(text) => text,
        // No file of that name: it is the key itself.
        Err(_) => given.to_owned(),
    };
    let verifier = verifier_of(&text)?;
    verify(args, &*verifier, as_json)
}

/// Verifies with the key of the site at hand.
pub async fn run(config: &Config, args: VerifyArgs, as_json: bool) -> Result<(), Failure> {
    let verifier = match ledger_key::find(config)? {
        Some(signer) => signer.verifier(),
        None => {
            let store = opening::existing_store(config).await?;
            let known = store::read!(store, |tx| store::ledger::find_key(tx).await)?;
            store.close().await;
            let known = known.ok_or_else(|| {
                Failure::bad_input(
                    "verify.no_key",
                    "本机站点还没有公开账的密钥",
                    "请用 --key 给出验证密钥",
                )
            })?;
            verifier_of(&known)?
        }
    };
    verify(&args, &*verifier, as_json)
}

fn verifier_of(text: &str) -> Result<Box<dyn Verifier>, Failure> {
    parse_verifier(text).map_err(|cause| {
        Failure::bad_input(
            "verify.bad_key",
            cause.to_string(),
            "验证密钥形如 名称+编号+Base64，见网站“公开账”页面或 gongkai log key",
        )
    })
}

fn verify(args: &VerifyArgs, verifier: &dyn Verifier, as_json: bool) -> Result<(), Failure> {
    let bytes = opening::bytes_of(&args.file)?;
    let told = String::from_utf8(bytes)
        .map_err(|_| LedgerError::Malformed {
            what: "文件",
            why: "不是 UTF-8 文本",
        })
        .and_then(|text| believe(&text, verifier));
    match told {
        Ok(told) => {
            tell(&told, as_json);
            Ok(())
        }
        Err(why) => {
            if as_json {
                println!("{}", json!({ "is_valid": false, "why": why.to_string() }));
            } else {
                println!("✗ 不可信：{why}");
            }
            Err(Failure::told(Exit::Problems))
        }
    }
}

/// What the file proves.
fn believe(text: &str, verifier: &dyn Verifier) -> Result<Value, LedgerError> {
    if text.starts_with("c2sp.org/tlog-proof@") {
        let proven = LogProof::parse(text)?.verify(verifier)?;
        let act: Value = serde_json::from_slice(&proven.entry)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&proven.entry).into_owned()));
        return Ok(json!({
            "is_valid": true,
            "kind": "proof",
            "act": act,
            "index": proven.index,
            "checkpoint": head(&proven.checkpoint),
        }));
    }
    if text.starts_with("gongkai receipt ") {
        let receipt = Receipt::open(text, verifier)?;
        return Ok(json!({
            "is_valid": true,
            "kind": "receipt",
            "receipt": {
                "number": receipt.number,
                "what": receipt.what,
                "subject": receipt.subject,
                "digest": receipt.digest,
                "received_at": receipt.received_at,
            },
        }));
    }
    let checkpoint = Checkpoint::open(text, verifier)?;
    Ok(json!({ "is_valid": true, "kind": "checkpoint", "checkpoint": head(&checkpoint) }))
}

fn head(checkpoint: &Checkpoint) -> Value {
    json!({
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.to_string(),
    })
}

fn tell(told: &Value, as_json: bool) {
    if as_json {
        println!("{told}");
        return;
    }
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let head = &told["checkpoint"];
    match told["kind"].as_str() {
        Some("proof") => {
            println!("✓ 可信：这条记录在账中，没有被改动");
            println!("  序号：{}", told["index"]);
            for (name, label) in [
                ("at", "时间"),
                ("kind", "行为"),
                ("subject", "事项"),
                ("unit", "单位"),
                ("event", "事件"),
            ] {
                if !told["act"][name].is_null() {
                    println!("  {label}：{}", text(&told["act"][name]));
                }
            }
            if let Some(facts) = told["act"]["facts"].as_object() {
                for (name, value) in facts {
                    println!("  {name}：{}", text(value));
                }
            }
        }
        Some("receipt") => {
            println!("✓ 可信：回执是这个密钥签发的，没有被改动");
            for (name, label) in [
                ("received_at", "时间"),
                ("what", "内容"),
                ("subject", "事项"),
                ("number", "编号"),
                ("digest", "摘要"),
            ] {
                println!("  {label}：{}", text(&told["receipt"][name]));
            }
        }
        _ => println!("✓ 可信：检查点是这个密钥签名的"),
    }
    if head.is_object() {
        println!(
            "  检查点：{}，共 {} 条，根哈希 {}",
            text(&head["origin"]),
            head["size"],
            text(&head["root"])
        );
    }
}
