//! `gongkai unit`: the register of units from and to CSV files, and reorganisations.

mod reorganise;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;
use store::directory;
use store::directory::import::Imported;
use store::directory::register::{read_classes, read_units};

use crate::config::Config;
use crate::failure::{Failure, refused};
use crate::opening::{self, AtConsole};

/// 单位
#[derive(Debug, Subcommand)]
pub enum UnitCommand {
    /// 导入单位表（新的加入，不同的更新，不删除）
    Import(ImportArgs),
    /// 导出单位表，可原样再导入
    Export(ExportArgs),
    /// 办理机构调整：合并、拆分、更名、撤销
    Reorganise(reorganise::ReorganiseArgs),
}

/// 导出单位表
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 导出集合称谓，而不是单位
    #[arg(long)]
    classes: bool,
}

/// 导入单位
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// 单位 CSV(列:code,name,short_name,kind,level,parent_code,aliases,former_names,valid_from,valid_to,successor_code,phone,address,opening_hours,website)
    #[arg(value_name = "文件")]
    units: PathBuf,
    /// 集合称谓 CSV（列：name,aliases,members）
    #[arg(long, value_name = "文件")]
    classes: Option<PathBuf>,
}

/// Runs it.
pub async fn run(config: &Config, command: UnitCommand, as_json: bool) -> Result<(), Failure> {
    match command {
        UnitCommand::Import(args) => import(config, args, as_json).await,
        UnitCommand::Export(args) => export(config, &args).await,
        UnitCommand::Reorganise(args) => reorganise::run(config, &args, as_json).await,
    }
}

/// Writes the register as a file that can be taken in again.
async fn export(config: &Config, args: &ExportArgs) -> Result<(), Failure> {
    let store = opening::existing_store(config).await?;
    let directory = store::read!(store, |tx| directory::load(tx).await)?;
    store.close().await;
    let text = if args.classes {
        directory::export::classes_file(&directory)?
    } else {
        directory::export::units_file(&directory)?
    };
    print!("{text}");
    Ok(())
}

async fn import(config: &Config, args: ImportArgs, as_json: bool) -> Result<(), Failure> {
    let units = read_units(&opening::text_of(&args.units)?)
        .map_err(|refusal| refused(&refusal).in_file(&args.units))?;
    let classes = match &args.classes {
        Some(path) => read_classes(&opening::text_of(path)?)
            .map_err(|refusal| refused(&refusal).in_file(path))?,
        None => Vec::new(),
    };
    let store = opening::store(config).await?;
    let console = AtConsole::of(config)?;
    // Plans that came before their units are asked again: what they name is known now.
    let authority = console.authority();
    let done = plans::actions::import_register(&store, (&units, &classes), &authority).await?;
    let (units, classes, settled) = (done.units, done.classes, done.effect);
    store.close().await;
    let told = |what: &str, done: Imported| {
        println!(
            "{what}：新增 {}，更新 {}，未变 {}",
            done.added, done.changed, done.unchanged
        );
    };
    if as_json {
        let view = |done: Imported| json!({ "added": done.added, "changed": done.changed, "unchanged": done.unchanged });
        println!(
            "{}",
            json!({ "units": view(units), "classes": view(classes), "promises_opened": settled.opened })
        );
    } else {
        told("单位", units);
        told("集合称谓", classes);
        if settled.opened > 0 {
            println!("已导入的工作要点和目录因此新开承诺 {} 项", settled.opened);
        }
    }
    Ok(())
}
