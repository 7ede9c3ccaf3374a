//! `gongkai import site`: an export comes into an empty site, whole or not at all, and is then verified as `gongkai check` does.
//!
//! What an archive is and when it is refused is the store's (`store::archive`).

use std::fs::File;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use store::Store;
use store::archive::{ArchiveRefusal, Imported, Opened};

use super::super::{check, export};
use crate::config::Config;
use crate::failure::{Failure, refused};
use crate::progress::Stages;
use crate::{ledger_key, opening};

/// 导入整个站点
#[derive(Debug, Args)]
pub struct SiteArgs {
    /// gongkai export 写出的存档
    #[arg(value_name = "文件")]
    archive: PathBuf,
}

/// Runs it.
pub async fn run(config: &Config, args: &SiteArgs, as_json: bool) -> Result<(), Failure> {
    let stopped = |stop: kernel::Stop<ArchiveRefusal>| match stop {
        kernel::Stop::Refused(refusal) => {
            let cure = refusal.cure();
            refused(&refusal).with_cure(cure).in_file(&args.archive)
        }
        kernel::Stop::Failed(fault) => fault.into(),
    };
    let file = File::open(&args.archive).map_err(|cause| {
        Failure::bad_input(
            "file.unreadable",
            format!("文件读不了：{cause}"),
            "请检查路径与读取权限",
        )
        .in_file(&args.archive)
    })?;
    let archive = Opened::of(file).map_err(stopped)?;
    let store = opening::store(config).await?;
    let mut stages = Stages::begin(as_json);
    let mut heard = |stage, done, total| stages.reached(export::words(stage), done, total);
    let imported = store.import_archive(&archive, &mut heard).await;
    stages.end();
    let imported = imported.map_err(stopped)?;
    tell(config, (&store, &archive, imported), as_json).await
}

/// Says what came in, and what `check` finds in it.
async fn tell(
    config: &Config,
    (store, archive, imported): (&Store, &Opened, Imported),
    as_json: bool,
) -> Result<(), Failure> {
    if !as_json {
        println!("已导入 {} 行，文件 {} 个", imported.rows, imported.blobs);
        println!(
            "清单的 SHA-256：{}（应与导出时打印的相同）",
            archive.digest()
        );
    }
    let checked = check::look(config, store, as_json).await?;
    let has_key = ledger_key::find(config)?.is_some();
    store.close().await;
    if as_json {
        println!(
            "{}",
            json!({ "rows": imported.rows, "blobs": imported.blobs, "manifest_sha256": archive.digest(),
                "has_ledger_key": has_key, "check": checked.to_json() })
        );
    } else {
        checked.print();
        if !has_key {
            println!(
                "签名密钥还不在此：请从原机器拷来 {}（文件权限 0600），再启动网站；没有它，公开账不能续记，也没有核验检查点的签名",
                config.store.data.join("secrets").display()
            );
        }
    }
    checked.exit()
}
