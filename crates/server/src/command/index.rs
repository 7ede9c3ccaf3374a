//! `gongkai index`: the index of the search, built anew or compared with the database.

use std::sync::Arc;

use clap::Subcommand;
use serde_json::json;

use crate::config::Config;
use crate::failure::{Exit, Failure};
use crate::indexing::{Indexing, Place, place_of, told};
use crate::opening;
use crate::progress::Progress;

/// 搜索索引
#[derive(Debug, Subcommand)]
pub enum IndexCommand {
    /// 重建索引：网站可以照常运行，建好后自动换用
    Rebuild,
    /// 核对索引与数据库是否一致
    Check,
}

/// Differences that are named one by one.
const NAMED: usize = 20;

/// Runs it.
pub async fn run(config: &Config, command: IndexCommand, as_json: bool) -> Result<(), Failure> {
    let store = opening::store_to_look(config).await?;
    let indexing = Indexing {
        store: store.clone(),
        library: opening::library(config)?,
        clock: Arc::new(opening::now),
        place: place_of(config)?,
        finder: search::Finder::default(),
        synonyms: crate::indexing::Named::default(),
    };
    if let Place::Outside(outside) = &indexing.place {
        // Told before anything begins, and a look makes nothing.
        let reached = match command {
            IndexCommand::Rebuild => outside.make_ready().await.map(drop),
            IndexCommand::Check => outside.progress().await.map(drop),
        };
        reached.map_err(|error| told(&error))?;
    }
    let done = match command {
        IndexCommand::Rebuild => rebuild(&indexing, as_json).await,
        IndexCommand::Check => check(&indexing, as_json).await,
    };
    store.close().await;
    done
}

async fn rebuild(indexing: &Indexing, as_json: bool) -> Result<(), Failure> {
    let mut progress = Progress::begin("重建索引", None, as_json);
    let count = indexing
        .rebuild(&mut |done| progress.reached("重建索引", done))
        .await?;
    progress.end();
    if as_json {
        println!("{}", json!({ "items": count }));
    } else {
        println!("索引已重建，共 {count} 项；正在运行的网站会自动换用");
    }
    Ok(())
}

async fn check(indexing: &Indexing, as_json: bool) -> Result<(), Failure> {
    let found = indexing.compare().await?;
    if as_json {
        println!(
            "{}",
            json!({ "items": found.held, "missing": found.missing, "extra": found.extra })
        );
    } else {
        println!(
            "索引共 {} 项；应有而没有的 {} 项，不应有的 {} 项",
            found.held,
            found.missing.len(),
            found.extra.len()
        );
        for (what, keys) in [("缺少", &found.missing), ("多出", &found.extra)] {
            for key in keys.iter().take(NAMED) {
                println!("  {what} {key}");
            }
            if keys.len() > NAMED {
                println!(
                    "  {what}的其余 {} 项未列出，用 --json 查看全部",
                    keys.len() - NAMED
                );
            }
        }
    }
    if found.is_none() {
        return Ok(());
    }
    if !as_json {
        println!("网站运行时会自行补齐；仍不一致时，请运行 gongkai index rebuild");
    }
    Err(Failure::told(Exit::Problems))
}
