//! Opening what commands work on: the store, the calendar, the moment it is, who acts.

use std::path::Path;
use std::sync::Arc;

use calendar::{Calendar, Overlay};
use kernel::{Actor, Moment, OpenGovernmentOffice};
use plans::actions::Authority;
use publishing::Library;
use serde_json::json;
use store::{Store, StoreConfig};

use crate::config::Config;
use crate::failure::Failure;

/// Opens the store; brings its schema up to date.
pub async fn store(config: &Config) -> Result<Store, Failure> {
    prepare_folder(&config.store.data)?;
    Ok(Store::open(&store_config(config)).await?)
}

/// Opens the store of a site that must exist already: commands about what is there make nothing new.
pub async fn existing_store(config: &Config) -> Result<Store, Failure> {
    refuse_missing(config)?;
    store(config).await
}

/// Opens the store of a site that must exist, for looking only: a data directory and a database user that may only be
/// read from suffice.
pub async fn store_to_look(config: &Config) -> Result<Store, Failure> {
    refuse_missing(config)?;
    let store = Store::look(&store_config(config)).await?;
    let missing = store::migration::count_missing(&store).await?;
    if missing > 0 {
        return Err(Failure::bad_input(
            "store.behind",
            format!("数据库结构落后于本程序 {missing} 个迁移"),
            "请先用可写的用户执行 gongkai migrate",
        ));
    }
    Ok(store)
}

fn refuse_missing(config: &Config) -> Result<(), Failure> {
    let database = config.database();
    if let Some(path) = database.strip_prefix("sqlite:")
        && !Path::new(path).exists()
    {
        return Err(Failure::bad_input(
            "store.missing",
            format!("没有找到数据库 {path}"),
            "请检查配置 store.data 与 --config；新建站点请先执行 gongkai migrate",
        ));
    }
    Ok(())
}

/// `gongkai migrate`
pub async fn migrate(config: &Config, as_json: bool) -> Result<(), Failure> {
    prepare_folder(&config.store.data)?;
    let store = Store::connect(&store_config(config)).await?;
    let ran = store::migration::migrate(&store).await?;
    store.close().await;
    if as_json {
        println!("{}", json!({ "migrations_run": ran }));
    } else if ran == 0 {
        println!("数据库结构已是最新");
    } else {
        println!("数据库结构已升级：执行了 {ran} 个迁移");
    }
    Ok(())
}

fn store_config(config: &Config) -> StoreConfig {
    StoreConfig {
        database: config.database(),
        blobs: config.store.data.join("blobs"),
        connections: config.store.connections,
    }
}

fn prepare_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|cause| {
        Failure::bad_input(
            "store.no_folder",
            format!("数据目录建不了：{cause}"),
            "请检查配置 store.data 与目录权限",
        )
        .in_file(folder)
    })
}

/// The library that the configuration names: the embedded one, or a file in its place.
pub fn library(config: &Config) -> Result<Arc<Library>, Failure> {
    let path = &config.publishing.library;
    if path.as_os_str().is_empty() {
        return Ok(Arc::new(Library::built_in()));
    }
    let library = Library::read(&text_of(path)?).map_err(|cause| {
        Failure::bad_input(
            "config.library",
            cause.to_string(),
            "请改正后重新启动，写法见 gongkai config library 的输出",
        )
        .in_file(path)
    })?;
    Ok(Arc::new(library))
}

/// Other names of the same things: the built-in ones with those of the file that the configuration names.
pub fn synonyms(config: &Config) -> Result<search::Synonyms, Failure> {
    let path = &config.search.synonyms;
    let mut synonyms = search::Synonyms::built_in();
    if !path.as_os_str().is_empty() {
        synonyms.extend(&text_of(path)?).map_err(|cause| {
            Failure::bad_input(
                "config.synonyms",
                cause.to_string(),
                "请改正后保存，正在运行的网站会自动读取",
            )
            .in_file(path)
        })?;
    }
    Ok(synonyms)
}

/// The calendar that the configuration names: the embedded one, a file in its place, a region's overlay.
pub fn calendar(config: &Config) -> Result<Arc<Calendar>, Failure> {
    let section = &config.calendar;
    let mut calendar = Calendar::national();
    if !section.file.as_os_str().is_empty() {
        let text = text_of(&section.file)?;
        let read =
            Calendar::from_json(&text).map_err(|cause| bad_calendar(&cause, &section.file))?;
        calendar = Arc::new(read);
    }
    if !section.overlay.as_os_str().is_empty() {
        let text = text_of(&section.overlay)?;
        let overlay =
            Overlay::from_json(&text).map_err(|cause| bad_calendar(&cause, &section.overlay))?;
        let with = calendar
            .with_overlay(&overlay)
            .map_err(|cause| bad_calendar(&cause, &section.overlay))?;
        calendar = Arc::new(with);
    }
    Ok(calendar)
}

fn bad_calendar(cause: &calendar::CalendarError, file: &Path) -> Failure {
    Failure::bad_input(cause.code(), cause.to_string(), "改正后重新启动即可").in_file(file)
}

/// The text of a file of ours (CSV, JSON), in whichever charset it was written.
pub fn text_of(path: &Path) -> Result<String, Failure> {
    text_in(&bytes_of(path)?, path)
}

/// The bytes of a file of ours.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|cause| {
        Failure::bad_input(
            "file.unreadable",
            format!("文件读不了：{cause}"),
            "请检查路径与读取权限",
        )
        .in_file(path)
    })
}

/// The text in the bytes of the file at that path.
pub fn text_in(bytes: &[u8], path: &Path) -> Result<String, Failure> {
    kernel::charset::decode(bytes).map_err(|cause| {
        Failure::bad_input(
            "file.not_text",
            cause.to_string(),
            "请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”再试",
        )
        .in_file(path)
    })
}

/// The open-government office at the console: on whose word, by which calendar, when.
pub struct AtConsole {
    /// Whoever holds the console.
    pub office: OpenGovernmentOffice,
    /// The configured calendar.
    pub calendar: Arc<Calendar>,
    /// When the command began.
    pub now: Moment,
}

impl AtConsole {
    /// As the configuration and the machine say.
    pub fn of(config: &Config) -> Result<Self, Failure> {
        Ok(Self {
            office: office(),
            calendar: calendar(config)?,
            now: now(),
        })
    }

    /// What acts on plans and the catalogue ask for.
    pub fn authority(&self) -> Authority<'_> {
        Authority {
            office: &self.office,
            calendar: &self.calendar,
            now: self.now,
        }
    }
}

/// What time it is.
pub fn now() -> Moment {
    Moment::from_millisecond(jiff::Timestamp::now().as_millisecond())
        .expect("the machine's clock shows a year before 9999")
}

/// Whoever holds the console, by the name that the machine knows.
pub fn operator() -> Actor {
    let name = std::env::var("SUDO_USER")
        .or_else(|_| std::env::var("USER"))
        .unwrap_or_else(|_| "console".to_owned());
    Actor::operator(format!("控制台 {name}"))
}

/// The open-government office, as whoever holds the console.
pub fn office() -> OpenGovernmentOffice {
    operator()
        .open_government_office()
        .expect("the operator answers for the office")
}
