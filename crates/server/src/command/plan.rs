//! `gongkai plan`: work plans, read, imported, looked at, and what a person says of them afterwards.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use gongwen::reading::{Duty, PlanReading};

use crate::config::Config;
use crate::failure::{Exit, Failure};
use crate::opening::AtConsole;
use crate::progress::Progress;
use crate::reading::{self, ReadFile};
use crate::{opening, printing};

mod acts;
pub(super) mod effect;
pub(super) mod happening;
mod import;
mod naming;
mod show;

pub use import::command_of as import_command;

/// 工作要点
#[derive(Debug, Subcommand)]
pub enum PlanCommand {
    /// 读取工作要点，列出任务、责任单位、频次、时限和存疑之处（不写入任何数据）
    Read(ReadArgs),
    /// 导入工作要点，开立承诺；再次导入改动过的文本时先列出差异
    Import(import::ImportArgs),
    /// 列出已导入的工作要点
    List,
    /// 查看一份工作要点的任务：编号、责任单位、待事件起算的期限、存疑之处
    Show(show::ShowArgs),
    /// 明确文件中的单位名称指哪个单位，或未注明单位的任务由谁负责
    Assign(acts::AssignArgs),
    /// 登记事件：以事件起算的期限由此开始，开立承诺
    Event(acts::EventArgs),
    /// 调整周期任务每期的期限（须有依据）
    Basis(acts::BasisArgs),
}

/// 读取
#[derive(Debug, Args)]
pub struct ReadArgs {
    /// 文件：.txt、.html、.docx、.pdf、.xlsx（按内容识别，与文件名无关）
    #[arg(required = true, value_name = "文件")]
    files: Vec<PathBuf>,
    /// 把每个文件的读取结果写到 目录/文件名.json
    #[arg(long, value_name = "目录")]
    out: Option<PathBuf>,
}

/// Runs what needs a site.
pub async fn run(config: &Config, command: PlanCommand, as_json: bool) -> Result<(), Failure> {
    match command {
        PlanCommand::Read(args) => read(&args, as_json).await,
        PlanCommand::Import(args) => import::run(config, args, as_json).await,
        PlanCommand::List => import::list(config, as_json).await,
        PlanCommand::Show(args) => {
            let store = opening::existing_store(config).await?;
            let outcome = show::show(&store, &args, as_json).await;
            store.close().await;
            outcome
        }
        PlanCommand::Assign(_) | PlanCommand::Event(_) | PlanCommand::Basis(_) => {
            act(config, command, as_json).await
        }
    }
}

/// What the office does to a plan that was taken in.
async fn act(config: &Config, command: PlanCommand, as_json: bool) -> Result<(), Failure> {
    let store = opening::existing_store(config).await?;
    let console = AtConsole::of(config)?;
    let by = console.authority();
    let outcome = match command {
        PlanCommand::Assign(args) => acts::assign(&store, args, &by, as_json).await,
        PlanCommand::Event(args) => acts::event(&store, args, &by, as_json).await,
        PlanCommand::Basis(args) => acts::basis(&store, args, &by, as_json).await,
        PlanCommand::Read(_)
        | PlanCommand::Import(_)
        | PlanCommand::List
        | PlanCommand::Show(_) => Ok(()),
    };
    store.close().await;
    outcome
}

/// `plan read`: needs no site.
pub async fn read(args: &ReadArgs, as_json: bool) -> Result<(), Failure> {
    let names = out_names(&args.files)?;
    if let Some(folder) = &args.out {
        std::fs::create_dir_all(folder).map_err(|cause| cannot_write(folder, &cause))?;
    }
    let quiet = as_json || args.files.len() < 2;
    let total = u64::try_from(args.files.len()).ok();
    let mut progress = Progress::begin("读取", total, quiet);
    let mut failed = 0;
    for (path, name) in args.files.iter().zip(&names) {
        let read = reading::read_path(path).await;
        let told = read.and_then(|file| tell(args, (path, name), &file, as_json));
        if let Err(failure) = told {
            failed += 1;
            failure.tell(as_json);
        }
        progress.step("读取");
    }
    progress.end();
    match failed {
        0 => Ok(()),
        all if all == args.files.len() => Err(Failure::told(Exit::Refused)),
        _ => Err(Failure::told(Exit::Partly)),
    }
}

/// The names under `--out`; two files of one name would overwrite each other.
fn out_names(files: &[PathBuf]) -> Result<Vec<String>, Failure> {
    let mut names: Vec<String> = Vec::new();
    for path in files {
        let stem = path.file_stem().map_or_else(
            || "plan".to_owned(),
            |stem| stem.to_string_lossy().into_owned(),
        );
        let mut name = stem.clone();
        // 要点.txt and 要点.docx: the second keeps its ending in the name.
        if names.contains(&name) {
            name = path
                .file_name()
                .map_or(stem, |name| name.to_string_lossy().into_owned());
        }
        if names.contains(&name) {
            return Err(Failure::bad_input(
                "plan.same_name",
                format!("有两个文件都叫「{name}」"),
                "请改名后重试，或分次读取到不同目录",
            )
            .in_file(path));
        }
        names.push(name);
    }
    Ok(names)
}

fn cannot_write(path: &Path, cause: &std::io::Error) -> Failure {
    Failure::bad_input(
        "file.unwritable",
        format!("写不了：{cause}"),
        "请检查目录与权限",
    )
    .in_file(path)
}

fn tell(
    args: &ReadArgs,
    (path, name): (&Path, &str),
    file: &ReadFile,
    as_json: bool,
) -> Result<(), Failure> {
    if let Some(folder) = &args.out {
        let target = folder.join(format!("{name}.json"));
        let text = serde_json::to_string_pretty(&file.reading)
            .map_err(|cause| kernel::Fault::caused("writing a reading as JSON", cause))?;
        std::fs::write(&target, text + "\n").map_err(|cause| cannot_write(&target, &cause))?;
        if !as_json {
            println!(
                "{} → {}:{} 项任务",
                path.display(),
                target.display(),
                file.reading.duties.len()
            );
        }
        return Ok(());
    }
    if as_json {
        let text = serde_json::to_string(&file.reading)
            .map_err(|cause| kernel::Fault::caused("writing a reading as JSON", cause))?;
        println!("{text}");
    } else {
        print_reading(path, &file.reading);
    }
    Ok(())
}

/// A reading for people.
fn print_reading(path: &Path, reading: &PlanReading) {
    let document = &reading.document;
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".to_owned());
    println!("{}", path.display());
    println!("标题   {}", shown(&document.title));
    println!(
        "机关   {}   文号 {}   索引号 {}",
        shown(&document.issuer),
        shown(&document.doc_number),
        shown(&document.index_number)
    );
    println!(
        "成文   {}   发布 {}   年度 {}",
        shown(&document.written_on),
        shown(&document.published_on),
        document
            .year
            .map_or_else(|| "—".to_owned(), |year| year.to_string())
    );
    if !reading.cites.is_empty() {
        println!("引用   {}", reading.cites.join("、"));
    }
    println!();
    let rows: Vec<_> = reading
        .duties
        .iter()
        .enumerate()
        .map(|(number, duty)| row(number + 1, duty))
        .collect();
    let header = [
        "",
        "章节",
        "任务",
        "牵头（责任）",
        "配合",
        "频次时限",
        "存疑",
    ];
    print!("{}", printing::table(&header, &rows, 36));
    let doubts = reading
        .doubts
        .iter()
        .map(|doubt| ("全文".to_owned(), doubt));
    let of_duties = reading
        .duties
        .iter()
        .enumerate()
        .flat_map(|(number, duty)| {
            duty.doubts
                .iter()
                .map(move |doubt| (format!("第 {} 项", number + 1), doubt))
        });
    let doubts: Vec<_> = doubts.chain(of_duties).collect();
    println!("\n共 {} 项任务，{} 处存疑", rows.len(), doubts.len());
    for (place, doubt) in doubts {
        println!("  {place} [{}] {}", doubt.code, doubt.message);
    }
    println!();
}

fn row(number: usize, duty: &Duty) -> Vec<String> {
    let title = if duty.heading.is_empty() {
        &duty.text
    } else {
        &duty.heading
    };
    let mut times: Vec<String> = duty
        .cadence
        .iter()
        .map(|cadence| cadence_label(cadence))
        .collect();
    times.extend(duty.deadlines.iter().map(|deadline| {
        deadline
            .parse::<calendar::Span>()
            .map_or_else(|_| deadline.clone(), |span| span.describe())
    }));
    vec![
        number.to_string(),
        duty.section.concat(),
        title.replace('\n', " "),
        duty.lead.join("、"),
        duty.support.join("、"),
        times.join("、"),
        if duty.doubts.is_empty() {
            String::new()
        } else {
            format!("{} 处", duty.doubts.len())
        },
    ]
}

fn cadence_label(code: &str) -> String {
    match code {
        "weekly" => "每周",
        "monthly" => "每月",
        "quarterly" => "每季度",
        "yearly" => "每年",
        other => other,
    }
    .to_owned()
}
