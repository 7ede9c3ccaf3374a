//! `gongkai catalogue`: the disclosure catalogue (主动公开基本目录) from XLSX or CSV, listed, and what starts its spans.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use gongwen::blocks::Format;
use kernel::{CatalogueItemId, PageAsk, Stop};
use plans::actions::{ImportCatalogue, import_catalogue};
use plans::catalogue::csv_source;
use plans::queries::{CatalogueLine, list_catalogue};
use promises::Origin;
use serde_json::json;
use store::Store;

use super::plan::effect::{self, ConsentArgs};
use super::plan::happening::{self, HappeningArgs};
use crate::config::Config;
use crate::failure::Failure;
use crate::opening::AtConsole;
use crate::{opening, printing, reading};

/// 主动公开基本目录
#[derive(Debug, Subcommand)]
pub enum CatalogueCommand {
    /// 导入目录：公开时限变成期限，开立承诺
    Import(ImportArgs),
    /// 列出目录事项：编号、公开时限、待事件起算的期限
    List(ListArgs),
    /// 登记事件：以事件起算的公开时限由此开始，开立承诺
    Event(EventArgs),
}

/// 导入目录
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// 目录文件：.xlsx 或 .csv，列同国家标准目录（序号、公开事项、公开内容、公开依据、公开时限、公开主体……）
    #[arg(value_name = "文件")]
    file: PathBuf,
    #[command(flatten)]
    consent: ConsentArgs,
}

/// 列出
#[derive(Debug, Args)]
pub struct ListArgs {
    /// 最多列出多少项(1—200)
    #[arg(long, default_value_t = 50, value_name = "数", value_parser = clap::value_parser!(u32).range(1..=200))]
    limit: u32,
    /// 从上一页给出的“下一页”标记继续
    #[arg(long, value_name = "标记")]
    after: Option<String>,
}

/// 登记事件
#[derive(Debug, Args)]
pub struct EventArgs {
    /// 目录事项的编号（见 catalogue list）
    #[arg(value_name = "编号")]
    item: CatalogueItemId,
    #[command(flatten)]
    happening: HappeningArgs,
}

/// Runs it.
pub async fn run(config: &Config, command: CatalogueCommand, as_json: bool) -> Result<(), Failure> {
    match command {
        CatalogueCommand::Import(args) => import(config, args, as_json).await,
        CatalogueCommand::List(args) => {
            let store = opening::existing_store(config).await?;
            let outcome = list(&store, args, as_json).await;
            store.close().await;
            outcome
        }
        CatalogueCommand::Event(args) => event(config, args, as_json).await,
    }
}

async fn event(config: &Config, args: EventArgs, as_json: bool) -> Result<(), Failure> {
    let store = opening::existing_store(config).await?;
    let console = AtConsole::of(config)?;
    let what = (Origin::CatalogueItem(args.item), args.happening);
    let outcome = happening::record(&store, what, &console.authority(), as_json).await;
    store.close().await;
    outcome
}

async fn list(store: &Store, args: ListArgs, as_json: bool) -> Result<(), Failure> {
    let today = opening::now().date();
    let ask = PageAsk {
        after: args.after,
        limit: args.limit,
    };
    let page = store::read!(store, |tx| list_catalogue(tx, &ask, today).await)?;
    if as_json {
        for line in &page.items {
            println!("{}", view(line));
        }
        if let Some(next) = &page.next {
            println!("{}", json!({ "next": next }));
        }
        return Ok(());
    }
    let rows: Vec<_> = page.items.iter().map(row).collect();
    let header = ["", "领域", "事项", "公开时限", "公开主体", "逾期", "编号"];
    print!("{}", printing::table(&header, &rows, 30));
    for line in &page.items {
        for event in &line.events {
            println!(
                "  第 {} 项 待事件起算（第 {} 条，已发生 {} 次）：{}",
                line.ordinal, event.ordinal, event.happened, event.words
            );
        }
    }
    match &page.next {
        Some(next) => println!("下一页：--after {next}"),
        None => println!("共 {} 项", rows.len()),
    }
    Ok(())
}

fn row(line: &CatalogueLine) -> Vec<String> {
    vec![
        line.ordinal.to_string(),
        line.field.clone(),
        [line.first_item.as_str(), line.second_item.as_str()]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join("："),
        line.timing.replace('\n', " "),
        line.subject.replace('\n', " "),
        line.counts.late_now.to_string(),
        line.id.to_string(),
    ]
}

fn view(line: &CatalogueLine) -> serde_json::Value {
    json!({
        "id": line.id.to_string(),
        "ordinal": line.ordinal,
        "field": line.field,
        "first_item": line.first_item,
        "second_item": line.second_item,
        "timing": line.timing,
        "subject": line.subject,
        "awaits": line.events.iter().map(|it| json!({ "ordinal": it.ordinal, "words": it.words, "happened": it.happened })).collect::<Vec<_>>(),
        "doubts": line.doubts.iter().map(|it| json!({ "code": it.code, "message": it.message })).collect::<Vec<_>>(),
        "open": line.counts.open,
        "late": line.counts.late_now,
    })
}

async fn import(config: &Config, args: ImportArgs, as_json: bool) -> Result<(), Failure> {
    let import = ImportCatalogue {
        late_reason: args.consent.late_reason(),
        ..import_of(&args.file).await?
    };
    let store = opening::store(config).await?;
    let console = AtConsole::of(config)?;
    let outcome = import_catalogue(&store, import, &console.authority()).await;
    store.close().await;
    let done = outcome.map_err(|stop| effect::failure_of(stop).in_file(&args.file))?;
    let effect = done.effect;
    if as_json {
        let mut told = effect::view(&effect);
        told["added"] = done.added.into();
        told["known"] = done.known.into();
        told["unmatched"] = done.unmatched.into();
        println!("{told}");
    } else {
        println!(
            "目录事项：新增 {} 项，已有 {} 项；承诺：新开 {} 项，调整 {} 项，作废 {} 项",
            done.added, done.known, effect.opened, effect.moved, effect.withdrawn
        );
        effect::tell_notable(&effect);
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
    let file = opening::bytes_of(path)?;
    if file.starts_with(b"PK") {
        let read = reading::read_path(path).await?;
        return Ok(ImportCatalogue {
            source: read.source,
            file: read.bytes,
            file_name,
            media_type: Format::Xlsx.media_type().to_owned(),
            late_reason: None,
        });
    }
    let source = csv_source(&opening::text_in(&file, path)?)
        .map_err(|refusal| Failure::from(Stop::Refused(refusal)).in_file(path))?;
    Ok(ImportCatalogue {
        source,
        file,
        file_name,
        media_type: "text/csv".to_owned(),
        late_reason: None,
    })
}
