//! `gongkai filing`: a package or an answer of 备案 between sites, verified offline with a key.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use publishing::filing::FilingCommand as Deed;
use publishing::filing::exchange::{Answer, PackageRefusal, Sealed};
use serde_json::json;

use crate::failure::{Exit, Failure};
use crate::opening;

/// 备案：核验备案包和答复文件
#[derive(Debug, Subcommand)]
pub enum FilingCommand {
    /// 核验备案包或答复文件的签名和每个文件的摘要，不需要联网
    Verify(VerifyArgs),
}

/// 核验备案包或答复文件
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// 备案包（ZIP）或答复文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 签发网站的验证密钥，或存有它的文件（对方 gongkai log key 的输出）
    #[arg(long, value_name = "密钥")]
    key: String,
}

/// Runs the command.
pub fn run(command: &FilingCommand, as_json: bool) -> Result<(), Failure> {
    let FilingCommand::Verify(args) = command;
    // No file of that name: it is the key itself.
    let key = std::fs::read_to_string(&args.key).unwrap_or_else(|_| args.key.clone());
    let key = key.trim();
    ledger::parse_verifier(key).map_err(|cause| {
        Failure::bad_input(
            "verify.bad_key",
            cause.to_string(),
            "验证密钥形如 名称+编号+Base64，见对方网站“公开账”页面或 gongkai log key",
        )
    })?;
    let bytes = opening::bytes_of(&args.file)?;
    let told = match bytes.starts_with(b"PK") {
        true => package(&bytes, key),
        false => answer(&bytes, key),
    };
    match told {
        Ok((facts, lines)) => {
            if as_json {
                println!("{facts}");
            } else {
                println!("✓ 可信：由这个密钥签发，没有被改动");
                for (label, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
                    println!("  {label}：{value}");
                }
            }
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

/// Facts for programs, and lines for people.
type Told = (serde_json::Value, Vec<(&'static str, String)>);

fn package(bytes: &[u8], key: &str) -> Result<Told, PackageRefusal> {
    let (sealed, _) = Sealed::open(bytes, std::iter::once(key.to_owned()))?;
    let it = sealed.package;
    let facts = json!({ "is_valid": true, "kind": "package", "package": it });
    let lines = vec![
        ("报送网站", format!("{} {}", it.site.name, it.site.address)),
        ("制定单位", it.unit),
        ("报送对象", it.receiver),
        ("标题", it.document.title),
        ("发文字号", it.document.number),
        ("报送", format!("第{}次，{}", it.round, it.sent_at)),
        ("附件", format!("{}件", it.attachments.len())),
    ];
    Ok((facts, lines))
}

fn answer(bytes: &[u8], key: &str) -> Result<Told, PackageRefusal> {
    let it = Answer::open(bytes, Some(key))?;
    let facts = json!({ "is_valid": true, "kind": "answer", "answer": it });
    let deed = Deed::from_code(&it.command);
    let lines = vec![
        ("答复网站", it.site),
        ("受理机关", it.receiver),
        ("答复", deed.map_or("", Deed::label).to_owned()),
        ("备案登记号", it.register_number),
        ("意见", it.words),
        ("针对", format!("第{}次报送", it.round)),
        ("时间", it.answered_at.to_string()),
    ];
    Ok((facts, lines))
}
