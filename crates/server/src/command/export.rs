//! `gongkai export`: the whole site as one file, of one moment, while it may be serving. The file is new, whole, and its owner's alone, or it is not there.
//!
//! What is in it and how is the store's (`store::archive`); the keys of the site do not leave by this way.

use std::fs::File;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use store::archive::{Exported, Stage};
use tempfile::NamedTempFile;

use crate::config::Config;
use crate::failure::Failure;
use crate::progress::Stages;
use crate::{opening, serving};

/// 导出整个站点
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 存档写到哪里：新的文件名，或已有的目录（文件名按时间取）；不覆盖已有的文件
    #[arg(long, value_name = "文件或目录")]
    to: PathBuf,
}

/// Runs it.
pub async fn run(config: &Config, args: &ExportArgs, as_json: bool) -> Result<(), Failure> {
    let target = target_of(&args.to);
    refuse_existing(&target)?;
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    // Beside its place, so that moving it there is one step; the name says whose it is where the machine stops in the middle.
    let beside = tempfile::Builder::new()
        .prefix(".gongkai-export-")
        .suffix(".part")
        .tempfile_in(&folder)
        .map_err(|cause| unwritable(&target, &cause))?;
    let store = opening::store_to_look(config).await?;
    let mut stages = Stages::begin(as_json);
    let mut heard = |stage, done, total| stages.reached(words(stage), done, total);
    let exported = tokio::select! {
        exported = store.export(beside.as_file(), &mut heard) => exported,
        () = serving::signal() => return Err(interrupted()),
    };
    stages.end();
    store.close().await;
    let exported = exported?;
    keep(beside, &target, &folder)?;
    tell(config, (&target, &exported), as_json);
    Ok(())
}

/// What is being done, for people.
pub fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::WritingRows => "导出记录",
        Stage::WritingBlobs => "导出文件",
        Stage::Comparing => "核对存档",
        Stage::TakingBlobs => "导入文件",
        Stage::TakingRows => "导入记录",
    }
}

/// The file to write: the one that is named, or a new one in the folder that is named.
fn target_of(to: &Path) -> PathBuf {
    if !to.is_dir() {
        return to.to_owned();
    }
    let now = opening::now().civil();
    to.join(format!("gongkai-{}.tar", now.strftime("%Y%m%d-%H%M%S")))
}

fn refuse_existing(target: &Path) -> Result<(), Failure> {
    if target.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(Failure::bad_input(
        "export.exists",
        "文件已经存在，导出不会覆盖它",
        "请用 --to 换一个文件名，或写一个目录",
    )
    .in_file(target))
}

fn interrupted() -> Failure {
    Failure::bad_input("export.interrupted", "已中断，没有写出存档", "可以再次执行")
}

/// Moves the file to its name, unless one is there by now, and has the folder keep it.
fn keep(beside: NamedTempFile, target: &Path, folder: &Path) -> Result<(), Failure> {
    beside
        .persist_noclobber(target)
        .map_err(|failed| match failed.error.kind() {
            std::io::ErrorKind::AlreadyExists => refuse_existing(target)
                .err()
                .unwrap_or_else(|| unwritable(target, &failed.error)),
            _ => unwritable(target, &failed.error),
        })?;
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|cause| unwritable(target, &cause))
}

fn unwritable(target: &Path, cause: &std::io::Error) -> Failure {
    Failure::bad_input(
        "export.unwritable",
        format!("存档写不了：{cause}"),
        "请检查目录是否存在、可写、有空间，或用 --to 换一个位置",
    )
    .in_file(target)
}

fn tell(config: &Config, (target, exported): (&Path, &Exported), as_json: bool) {
    let manifest = &exported.manifest;
    let as_of = exported.as_of.map(|at| at.to_string());
    let size = target.metadata().map_or(0, |file| file.len());
    if as_json {
        println!(
            "{}",
            json!({ "file": target.display().to_string(), "bytes": size, "rows": manifest.rows(),
                "blobs": manifest.blobs.count, "blob_bytes": manifest.blobs.bytes, "as_of": as_of,
                "manifest_sha256": exported.digest })
        );
        return;
    }
    println!(
        "已导出 {} 张表、{} 行，文件 {} 个；存档 {}（{size} 字节）",
        store::archive::tables::TABLES.len(),
        manifest.rows(),
        manifest.blobs.count,
        target.display(),
    );
    println!("清单的 SHA-256：{}", exported.digest);
    println!(
        "存档含个人信息、未公开的草稿和账号的密码摘要，只有本用户可读（0600）；传输和保存请加密"
    );
    println!(
        "密钥与配置不在其中：搬到新机器时，请另行拷贝 {} 和 site.toml",
        config.store.data.join("secrets").display()
    );
}
