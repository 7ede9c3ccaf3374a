//! `gongkai import documents` (and, in [`site`], a whole site): an old site's documents, by its list and its folder of files, batch after batch. What cannot be taken is
//! told with line and cure; run again, it goes on where it was.

mod folder;
mod foresight;
mod list;
mod prepare;
mod report;
mod site;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use gate::Gate;
use kernel::unit::Directory;
use kernel::{Fault, Moment, OpenGovernmentOffice};
use publishing::Library;
use publishing::actions::import::{import as take_over, list_known};
use publishing::actions::{self, Arrival, Arrived, Import};
use publishing::import::{ImportRefusal, Mapping, RawRow, Resolver, Row};
use store::{Store, directory};

use self::folder::Folder;
use self::foresight::Foresight;
use self::list::List;
use self::prepare::{Preparing, Unready};
use self::report::{Came, Report};
use crate::config::Config;
use crate::failure::{Failure, refused};
use crate::importing::Reader;
use crate::opening;
use crate::progress::Progress;

/// Rows of one transaction.
const BATCH: usize = 200;
/// Bytes of the texts of one batch, after which it is full.
const HEAVIEST: usize = 16 * 1024 * 1024;
/// Characters of who approved at most.
const MOST_WORDS: usize = 200;

/// 导入
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// 导入旧网站已公开的信息（网页、.docx、.pdf、.txt），保留公开日期和原地址；可中断后再次执行
    Documents(DocumentsArgs),
    /// 把 gongkai export 写出的存档导入一个空站点，SQLite 与 PostgreSQL 之间可互换，导入后自动核验
    Site(site::SiteArgs),
}

/// 导入信息
#[derive(Debug, Args)]
pub struct DocumentsArgs {
    /// 旧网站文件所在的目录
    #[arg(value_name = "目录")]
    folder: PathBuf,
    /// 清单：CSV、JSON（数组或每行一个对象）或 WordPress 导出文件，一件信息一行
    #[arg(long, value_name = "文件")]
    metadata: PathBuf,
    /// 映射文件（TOML）：旧网站的列名、栏目、种类、单位各是什么
    #[arg(long, value_name = "文件")]
    mapping: Option<PathBuf>,
    /// 只检查并说明将会怎样，不写入数据
    #[arg(long)]
    dry_run: bool,
    /// 谁批准导入并对内容负责，写入每件信息的办理记录
    #[arg(long, value_name = "说明", required_unless_present = "dry_run")]
    approved_by: Option<String>,
    /// 把没有导入、待处理和需核对的逐条写入此 CSV 文件
    #[arg(long, value_name = "文件")]
    report: Option<PathBuf>,
}

/// Runs it.
pub async fn run(config: &Config, command: ImportCommand, as_json: bool) -> Result<(), Failure> {
    match command {
        ImportCommand::Documents(args) => documents(config, &args, as_json).await,
        ImportCommand::Site(args) => site::run(config, &args, as_json).await,
    }
}

async fn documents(config: &Config, args: &DocumentsArgs, as_json: bool) -> Result<(), Failure> {
    let approved_by = words_of(
        args.approved_by.as_deref().unwrap_or_default(),
        args.dry_run,
    )?;
    let library = opening::library(config)?;
    let mapping = mapping_of(args, &library)?;
    let folder = Folder::open(&args.folder)?;
    let list = List::open(&args.metadata, &mapping)?;
    let mut report = Report::begin(args.report.as_deref(), (&args.metadata, args.dry_run))?;
    let store = match args.dry_run {
        true => opening::store_to_look(config).await?,
        false => opening::existing_store(config).await?,
    };
    let now = opening::now();
    let (directory, gate) = store::read!(store, |tx| {
        let gate = actions::gate_of(tx, now.date()).await?;
        Ok((directory::load(tx).await?, gate))
    })?;
    let source = match mapping.source.trim() {
        "" => folder.name(),
        source => source.to_owned(),
    };
    let work = Work {
        args,
        store: &store,
        library: &library,
        mapping: &mapping,
        folder: &folder,
        directory: &directory,
        gate: &gate,
        source: &source,
        approved_by: &approved_by,
        office: opening::office(),
        now,
    };
    let ended = work.run(list, &mut report, as_json).await;
    store.close().await;
    report.tell((&library, &directory, &source), as_json)?;
    ended?;
    report.exit()
}

fn words_of(given: &str, is_dry: bool) -> Result<String, Failure> {
    let words = promises::wording::cleaned(given);
    if words.chars().count() > MOST_WORDS || (words.is_empty() && !is_dry) {
        return Err(Failure::bad_input(
            "import.approved_by",
            format!("--approved-by 须写明谁批准，最长{MOST_WORDS}字"),
            "例如 --approved-by \"市政府办公室 2026年11月20日批准\"",
        ));
    }
    Ok(words)
}

fn mapping_of(args: &DocumentsArgs, library: &Library) -> Result<Mapping, Failure> {
    let Some(path) = &args.mapping else {
        return Ok(Mapping::default());
    };
    let mapping = Mapping::read(&opening::text_of(path)?, library);
    mapping.map_err(|refusal| whole(&refusal).in_file(path))
}

/// A refusal that stops the whole import.
fn whole(refusal: &ImportRefusal) -> Failure {
    refused(refusal).with_cure(refusal.cure())
}

/// A row that is ready, and what should be looked at.
type Told<'a> = (&'a RawRow, Vec<String>);

/// All that an import works with.
struct Work<'a> {
    args: &'a DocumentsArgs,
    store: &'a Store,
    library: &'a Library,
    mapping: &'a Mapping,
    folder: &'a Folder,
    directory: &'a Directory,
    gate: &'a Gate,
    source: &'a str,
    approved_by: &'a str,
    office: OpenGovernmentOffice,
    now: Moment,
}

impl Work<'_> {
    /// Batch after batch, until the list ends or cannot be read further.
    async fn run(&self, mut list: List, report: &mut Report, as_json: bool) -> Result<(), Failure> {
        let known = (self.library, self.directory);
        let resolver = Resolver::new(self.mapping, known, self.now);
        let resolver = resolver.map_err(|refusal| self.bad_mapping(&refusal))?;
        let mut preparing = Preparing {
            folder: self.folder,
            store: (!self.args.dry_run).then_some(self.store),
            gate: self.gate,
            library: self.library,
            part: &self.mapping.content,
            now: self.now,
            reader: Reader::default(),
        };
        let mut foresight = Foresight::default();
        let mut progress = Progress::begin("导入信息", None, as_json);
        loop {
            let batch = list.take(BATCH, HEAVIEST).await;
            if batch.is_empty() {
                break;
            }
            let (told, arrivals) = self
                .prepare(&batch, (&resolver, &mut preparing), report)
                .await?;
            let arrived = self.settle(&arrivals, &mut foresight).await?;
            for (((row, notes), arrival), arrived) in told.iter().zip(&arrivals).zip(arrived) {
                report.note_arrival(row, (arrival, notes), arrived)?;
            }
            report.flush()?;
            progress.reached("导入信息", report.rows());
        }
        progress.end();
        list.end().map_err(|refusal| {
            report.note_stop(&refusal);
            whole(&refusal).in_file(&self.args.metadata)
        })
    }

    fn bad_mapping(&self, refusal: &ImportRefusal) -> Failure {
        let failure = whole(refusal);
        match &self.args.mapping {
            Some(path) => failure.in_file(path),
            None => failure,
        }
    }

    /// Those of a batch that are new and whole; the others are told.
    async fn prepare<'b>(
        &self,
        batch: &'b [RawRow],
        (resolver, preparing): (&Resolver<'_>, &mut Preparing<'_>),
        report: &mut Report,
    ) -> Result<(Vec<Told<'b>>, Vec<Arrival>), Failure> {
        let mut rows: Vec<(&RawRow, Row)> = Vec::with_capacity(batch.len());
        for raw in batch {
            match resolver.resolve(raw) {
                Ok(row) => rows.push((raw, row)),
                Err(refusal) => report.note_refusal(raw, &refusal)?,
            }
        }
        let keys: Vec<&str> = rows.iter().map(|(_, row)| row.key.as_str()).collect();
        let known = store::read!(self.store, |tx| list_known(tx, self.source, &keys).await)?;
        let (mut told, mut arrivals) = (Vec::new(), Vec::new());
        for ((raw, row), known) in rows.into_iter().zip(known) {
            match known {
                Some((_, at)) if at == self.now => {
                    report.note_refusal(raw, &ImportRefusal::Twice)?;
                }
                Some(_) => report.note(Came::Known),
                None => match preparing.ready(row).await {
                    Ok(ready) => {
                        told.push((raw, ready.notes));
                        arrivals.push(ready.arrival);
                    }
                    Err(Unready::Refused(refusal)) => report.note_refusal(raw, &refusal)?,
                    Err(Unready::Failed(fault)) => return Err(fault.into()),
                },
            }
        }
        Ok((told, arrivals))
    }

    /// What becomes of documents that are ready: they come in, or it is said what would.
    async fn settle(
        &self,
        arrivals: &[Arrival],
        foresight: &mut Foresight,
    ) -> Result<Vec<Arrived>, Fault> {
        if self.args.dry_run {
            return foresight
                .foresee(self.store, (self.source, arrivals), self.now)
                .await;
        }
        let import = Import {
            source: self.source,
            approved_by: self.approved_by,
            office: &self.office,
        };
        take_over(self.store, (&import, arrivals), self.now).await
    }
}
