//! `gongkai catalogue`: the disclosure catalogue (主动公开基本目录) from XLSX or CSV.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use kernel::Stop;
use plans::actions::{Authority, ImportCatalogue, import_catalogue};
use plans::catalogue::csv_source;
use serde_json::json;

use crate::config::Config;
use crate::failure::Failure;
use crate::{opening, reading};

/// 主动公开基本目录
#[derive(Debug, Subcommand)]
pub enum CatalogueCommand {
    /// 导入目录：公开时限变成期限，开立承诺
    Import(ImportArgs),
}

/// 导入目录
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// 目录文件：.xlsx 或 .csv，列同国家标准目录（序号、公开事项、公开内容、公开依据、公开时限、公开主体……）
    #[arg(value_name = "文件")]
    file: PathBuf,
}

/// Runs it.
pub async fn run(config: &Config, command: CatalogueCommand, as_json: bool) -> Result<(), Failure> {
    let CatalogueCommand::Import(args) = command;
    let import = import_of(&args.file).await?;
    let store = opening::store(config).await?;
    let calendar = opening::calendar(config)?;
    let office = opening::office();
    let authority = Authority {
        office: &office,
        calendar: &calendar,
        now: opening::now(),
    };
    let outcome = import_catalogue(&store, import, &authority).await;
    store.close().await;
    let done = outcome.map_err(|stop| Failure::from(stop).in_file(&args.file))?;
    let effect = done.effect;
    if as_json {
        println!(
            "{}",
            json!({ "added": done.added, "known": done.known, "opened": effect.opened, "moved": effect.moved, "withdrawn": effect.withdrawn, "unmatched": done.unmatched })
        );
    } else {
        println!(
            "目录事项：新增 {} 项，已有 {} 项；承诺：新开 {} 项，调整 {} 项，作废 {} 项",
            done.added, done.known, effect.opened, effect.moved, effect.withdrawn
        );
        if done.unmatched > 0 {
            println!(
                "  其中 {} 项的公开主体未对应到单位名录，未开立承诺；导入单位名录后自动补开",
                done.unmatched
            );
        }
    }
    Ok(())
}

/// A package is read by the child process like any file that nobody vouches for; CSV is text.
async fn import_of(path: &Path) -> Result<ImportCatalogue, Failure> {
    let file_name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let is_package = std::fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"PK"));
    if is_package {
        let read = reading::read_path(path).await?;
        return Ok(ImportCatalogue {
            source: read.source,
            file: read.bytes,
            file_name,
            media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                .to_owned(),
        });
    }
    let text = opening::text_of(path)?;
    let source =
        csv_source(&text).map_err(|refusal| Failure::from(Stop::Refused(refusal)).in_file(path))?;
    Ok(ImportCatalogue {
        source,
        file: text.into_bytes(),
        file_name,
        media_type: "text/csv".to_owned(),
    })
}
