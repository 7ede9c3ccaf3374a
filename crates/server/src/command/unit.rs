//! `gongkai unit`: the register of units from CSV files.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use kernel::Stop;
use serde_json::json;
use store::directory::import;
use store::directory::register::{RegisterRefusal, read_classes, read_units};

use crate::config::Config;
use crate::failure::{Failure, refused};
use crate::opening::{self, AtConsole};

/// 单位
#[derive(Debug, Subcommand)]
pub enum UnitCommand {
    /// 导入单位表（新的加入，不同的更新，不删除）
    Import(ImportArgs),
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
    let UnitCommand::Import(args) = command;
    let units = read_units(&opening::text_of(&args.units)?)
        .map_err(|refusal| refused(&refusal).in_file(&args.units))?;
    let classes = match &args.classes {
        Some(path) => read_classes(&opening::text_of(path)?)
            .map_err(|refusal| refused(&refusal).in_file(path))?,
        None => Vec::new(),
    };
    let store = opening::store(config).await?;
    let console = AtConsole::of(config)?;
    let (office, now) = (&console.office, console.now);
    let (units, classes) = store::write!(store, |tx| -> Result<_, Stop<RegisterRefusal>> {
        let units = import::import_units(tx, &units, office, now).await?;
        let classes = import::import_classes(tx, &classes, office, now).await?;
        Ok((units, classes))
    })?;
    // Plans that came before their units: what they name is known now.
    let settled = plans::actions::settle_units(&store, &console.authority()).await?;
    store.close().await;
    let told = |what: &str, done: import::Imported| {
        println!(
            "{what}：新增 {}，更新 {}，未变 {}",
            done.added, done.changed, done.unchanged
        );
    };
    if as_json {
        let view = |done: import::Imported| json!({ "added": done.added, "changed": done.changed, "unchanged": done.unchanged });
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
