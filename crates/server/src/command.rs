//! The command line: what can be asked of the program, in Chinese, as operators and officers read it.
//!
//! Each command is a file of its own; this one only names them and hands over.

mod account;
mod calendar;
mod catalogue;
mod check;
mod export;
mod filing;
mod gate;
mod import;
mod index;
mod log;
mod markdown;
mod oidc;
mod plan;
mod promise;
mod rights;
mod unit;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use kernel::Date;

use crate::config::{Config, EXAMPLE};
use crate::failure::Failure;
use crate::{demo, gating, importing, opening, reading, rendering, serving};

pub use plan::import_command;

/// 政务公开平台：读懂工作要点，变成有期限的承诺，公示是否按时兑现
#[derive(Debug, Parser)]
#[command(name = "gongkai", version, disable_help_subcommand = true)]
// Terminals wrap by themselves, and references stay the same on any.
#[command(term_width = 0)]
#[command(
    after_help = "退出码：0 完成；1 输入有误，可自行改正；2 命令写法有误；3 机器或数据故障；4 check 发现问题；5 多个文件中有的失败"
)]
pub struct CommandLine {
    /// 配置文件（默认为当前目录的 site.toml，没有则用默认值）
    #[arg(long, global = true, value_name = "文件")]
    config: Option<PathBuf>,
    /// 以 JSON 输出，供程序读取
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 启动网站
    Serve,
    /// 启动演示城市“云溪市”：首次运行写入演示数据，再次运行沿用
    Demo(DemoArgs),
    /// 工作要点：读取、导入
    #[command(subcommand)]
    Plan(plan::PlanCommand),
    /// 承诺：查询、登记兑现、豁免
    #[command(subcommand)]
    Promise(promise::PromiseCommand),
    /// 单位：从 CSV 导入、导出，机构调整
    #[command(subcommand)]
    Unit(unit::UnitCommand),
    /// 主动公开基本目录：从 XLSX 或 CSV 导入
    #[command(subcommand)]
    Catalogue(catalogue::CatalogueCommand),
    /// 账号：开立、列出、重置、首次设置
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// 统一身份认证（OpenID Connect）：试连认证源
    #[command(subcommand)]
    Oidc(oidc::OidcCommand),
    /// 工作日历：推算期限
    #[command(subcommand)]
    Calendar(calendar::CalendarCommand),
    /// 公开账：验证密钥、检查点、入账证明、回执
    #[command(subcommand)]
    Log(log::LogCommand),
    /// 核验入账证明、检查点或回执，不需要联网
    Verify(verify::VerifyArgs),
    /// 备案：核验其他网站的备案包和答复文件
    #[command(subcommand)]
    Filing(filing::FilingCommand),
    /// 公开前检查：找出文件中的个人信息、密级标志和隐藏内容，可另存为清理后的文件
    Gate(gate::GateArgs),
    /// 导出整个站点为一个存档，可导入到另一种数据库的空站点
    Export(export::ExportArgs),
    /// 导入：旧网站的信息，或导出的整个站点
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// 搜索索引：重建、核对
    #[command(subcommand)]
    Index(index::IndexCommand),
    /// 核验：数据库结构、事件哈希链、文件、统计是否一致
    Check,
    /// 把数据库结构升级到本程序的版本
    Migrate,
    /// 配置
    #[command(subcommand)]
    Config(ConfigCommand),
    /// 读取来历不明的文件的子进程
    #[command(hide = true)]
    ReadWorker,
    /// 检查、清理来历不明的文件的子进程
    #[command(hide = true)]
    GateWorker,
    /// 检查作为标准输入的文件的子进程
    #[command(hide = true)]
    LookWorker,
    /// 读取旧网站文件的子进程
    #[command(hide = true)]
    ImportWorker,
    /// 把作为标准输入的文件转换为网页的子进程
    #[command(hide = true)]
    RenditionWorker,
    /// 以 Markdown 打印全部命令的帮助
    #[command(hide = true)]
    HelpMarkdown,
    /// 以 Markdown 打印谁可以办什么
    #[command(hide = true)]
    RightsMarkdown,
    /// 以 Markdown 打印承诺的状态表
    #[command(hide = true)]
    StatesMarkdown,
    /// 以 Markdown 打印督办单的状态表
    #[command(hide = true)]
    NoticeStatesMarkdown,
    /// 以 Markdown 打印信息版次的状态表
    #[command(hide = true)]
    EditionStatesMarkdown,
    /// 以 Markdown 打印备案的状态表
    #[command(hide = true)]
    FilingStatesMarkdown,
    /// 以 Markdown 打印政府信息公开申请的状态表
    #[command(hide = true)]
    RequestStatesMarkdown,
    /// 以 Markdown 打印存档中的表和列
    #[command(hide = true)]
    ArchiveMarkdown,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// 打印一份带说明的配置样例
    Example,
    /// 打印内置的栏目与信息种类文件，可在其上修改
    Library,
}

/// 演示城市
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// 演示数据的目录
    #[arg(long, default_value = "var/demo", value_name = "目录")]
    pub data: PathBuf,
    /// 监听地址
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "地址")]
    pub listen: String,
    /// 把演示的“今天”定在某一天，例如 2026-11-21；默认为真正的今天
    #[arg(long, value_name = "日期")]
    pub day: Option<Date>,
    /// 只写入演示数据，不启动网站
    #[arg(long)]
    pub load_only: bool,
}

impl CommandLine {
    /// Whether programs read what is printed.
    pub fn as_json(&self) -> bool {
        self.json
    }

    /// The work of a process that only reads one file.
    pub fn worker(&self) -> Option<fn() -> ExitCode> {
        match self.command {
            Command::ReadWorker => Some(reading::work),
            Command::GateWorker => Some(gating::work),
            Command::LookWorker => Some(gating::work_on_file),
            Command::ImportWorker => Some(importing::work),
            Command::RenditionWorker => Some(rendering::work),
            _ => None,
        }
    }

    /// Runs the command.
    pub async fn run(self) -> Result<(), Failure> {
        let json = self.json;
        match &self.command {
            Command::Config(ConfigCommand::Example) => {
                print!("{EXAMPLE}");
                return Ok(());
            }
            Command::Config(ConfigCommand::Library) => {
                print!("{}", publishing::library::BUILT_IN);
                return Ok(());
            }
            Command::HelpMarkdown => {
                markdown::print_commands();
                return Ok(());
            }
            Command::NoticeStatesMarkdown => {
                markdown::print_notice_states();
                return Ok(());
            }
            Command::EditionStatesMarkdown => {
                markdown::print_edition_states();
                return Ok(());
            }
            Command::FilingStatesMarkdown => {
                markdown::print_filing_states();
                return Ok(());
            }
            Command::RequestStatesMarkdown => {
                markdown::print_request_states();
                return Ok(());
            }
            Command::ArchiveMarkdown => {
                markdown::print_archive_tables();
                return Ok(());
            }
            Command::RightsMarkdown => {
                rights::print();
                return Ok(());
            }
            Command::StatesMarkdown => {
                markdown::print_states();
                return Ok(());
            }
            Command::Verify(args) if args.is_offline() => return verify::run_offline(args, json),
            Command::Filing(command) => return filing::run(command, json),
            Command::Plan(plan::PlanCommand::Read(args)) => return plan::read(args, json).await,
            Command::Gate(args) => return gate::run(args, json).await,
            _ => {}
        }
        let config = Config::load(self.config.as_deref())?;
        match self.command {
            Command::Serve => serving::serve(&config).await,
            Command::Demo(args) => demo::run(config, args).await,
            Command::Plan(command) => plan::run(&config, command, json).await,
            Command::Promise(command) => promise::run(&config, command, json).await,
            Command::Unit(command) => unit::run(&config, command, json).await,
            Command::Catalogue(command) => catalogue::run(&config, command, json).await,
            Command::Account(command) => account::run(&config, command, json).await,
            Command::Oidc(command) => oidc::run(&config, command, json).await,
            Command::Calendar(command) => calendar::run(&config, command, json),
            Command::Log(command) => log::run(&config, command, json).await,
            Command::Verify(args) => verify::run(&config, args, json).await,
            Command::Export(args) => export::run(&config, &args, json).await,
            Command::Import(command) => import::run(&config, command, json).await,
            Command::Index(command) => index::run(&config, command, json).await,
            Command::Check => check::run(&config, json).await,
            Command::Migrate => opening::migrate(&config, json).await,
            Command::Config(_)
            | Command::Filing(_)
            | Command::Gate(_)
            | Command::ReadWorker
            | Command::GateWorker
            | Command::LookWorker
            | Command::ImportWorker
            | Command::RenditionWorker
            | Command::HelpMarkdown
            | Command::RightsMarkdown
            | Command::StatesMarkdown
            | Command::NoticeStatesMarkdown
            | Command::EditionStatesMarkdown
            | Command::FilingStatesMarkdown
            | Command::RequestStatesMarkdown
            | Command::ArchiveMarkdown => Ok(()),
        }
    }
}
