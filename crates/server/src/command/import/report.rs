//! What came of an import: a line of CSV for each row that was refused, waits, or should be looked at; counts and what to write into the
//! mapping at the end. Samples of findings are masked already; nothing else of a text is told.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use kernel::Refusal as _;
use kernel::unit::Directory;
use publishing::Library;
use publishing::actions::{Arrival, Arrived};
use publishing::examine::Gravity;
use publishing::import::{Heading, ImportRefusal, Proposal, RawRow};
use serde_json::json;

use crate::failure::{Exit, Failure};

/// Lines that are told at the console; the rest is in the report.
const MOST_TOLD: u64 = 20;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Came {
    /// It is public.
    Published,
    /// It waits as a draft.
    Drafted,
    /// It was there before.
    Known,
    /// It was not taken.
    Refused,
}

/// The report of an import.
pub struct Report {
    list: PathBuf,
    is_dry: bool,
    file: Option<(PathBuf, csv::Writer<File>)>,
    counts: BTreeMap<Came, u64>,
    noted: u64,
    told: u64,
    codes: BTreeMap<String, u64>,
    proposal: Proposal,
}

/// A line of the report.
struct Line<'a> {
    state: &'static str,
    code: &'a str,
    field: &'a str,
    given: &'a str,
    words: &'a str,
    cure: &'a str,
}

impl Report {
    /// Begins; the file must be new, so that no report is lost.
    pub fn begin(path: Option<&Path>, (list, is_dry): (&Path, bool)) -> Result<Self, Failure> {
        let mut report = Self {
            list: list.to_owned(),
            is_dry,
            file: None,
            counts: BTreeMap::new(),
            noted: 0,
            told: 0,
            codes: BTreeMap::new(),
            proposal: Proposal::default(),
        };
        if let Some(path) = path {
            let file = File::create_new(path);
            let file = file.map_err(|cause| unwritable(path, &cause))?;
            let mut writer = csv::Writer::from_writer(file);
            let header = [
                "位置",
                "结果",
                "代码",
                "文件或原地址",
                "标题",
                "列",
                "内容",
                "说明",
                "处理办法",
            ];
            // Excel takes a file without the mark for GB18030.
            let first = format!("\u{feff}{}", header[0]);
            let rest = header.iter().skip(1).copied();
            let written = writer.write_record([first.as_str()].into_iter().chain(rest));
            written.map_err(|cause| unwritable(path, &cause))?;
            report.file = Some((path.to_owned(), writer));
        }
        Ok(report)
    }

    /// Rows so far.
    pub fn rows(&self) -> u64 {
        self.counts.values().sum()
    }

    fn count(&self, came: Came) -> u64 {
        self.counts.get(&came).copied().unwrap_or(0)
    }

    /// Counts a row of which there is nothing to say.
    pub fn note(&mut self, came: Came) {
        *self.counts.entry(came).or_default() += 1;
    }

    /// A row that was refused.
    pub fn note_refusal(&mut self, row: &RawRow, refusal: &ImportRefusal) -> Result<(), Failure> {
        self.note(Came::Refused);
        *self.codes.entry(refusal.code().to_owned()).or_default() += 1;
        self.proposal.note(refusal);
        let (words, cure) = (refusal.message(), refusal.cure());
        if self.told < MOST_TOLD {
            self.told += 1;
            let list = self.list.display();
            eprintln!("{list}:{}：{words}\n  → {cure}", row.place);
        }
        let line = Line {
            state: "没有导入",
            code: refusal.code(),
            field: refusal.field().unwrap_or_default(),
            given: refusal.given(),
            words: &words,
            cure: &cure,
        };
        self.write(row, &line)
    }

    /// A row that was ready, and what became of it.
    pub fn note_arrival(
        &mut self,
        row: &RawRow,
        (arrival, notes): (&Arrival, &[String]),
        arrived: Arrived,
    ) -> Result<(), Failure> {
        match arrived {
            Arrived::Refused(refusal) => return self.note_refusal(row, &refusal),
            Arrived::Known(_) => {
                self.note(Came::Known);
                return Ok(());
            }
            Arrived::Published(_) => self.note(Came::Published),
            Arrived::Drafted(_, edition) => {
                self.note(Came::Drafted);
                let cure = match self.is_dry {
                    true => "导入后为草稿，处理后按正常程序公开".to_owned(),
                    false => format!("已存为草稿，请在工作台处理：/desk/documents/{edition}"),
                };
                self.note_grave(row, arrival, &cure)?;
            }
        }
        if !notes.is_empty() {
            self.noted += 1;
        }
        for words in notes {
            let line = Line {
                state: "请核对",
                code: "import.note",
                field: "",
                given: "",
                words,
                cure: "请打开公开的页面核对",
            };
            self.write(row, &line)?;
        }
        Ok(())
    }

    fn note_grave(&mut self, row: &RawRow, arrival: &Arrival, cure: &str) -> Result<(), Failure> {
        let of_files = arrival.files.iter().flat_map(|it| &it.found);
        let found: Vec<_> = arrival.found.iter().chain(of_files).collect();
        for it in found.iter().filter(|it| it.gravity == Gravity::Block) {
            let words = format!("{}：{}", it.place, it.label);
            let line = Line {
                state: "待处理",
                code: &it.kind,
                field: it.part.code(),
                given: &it.sample,
                words: &words,
                cure,
            };
            self.write(row, &line)?;
        }
        Ok(())
    }

    /// Why the list could not be read further.
    pub fn note_stop(&mut self, refusal: &ImportRefusal) {
        if let ImportRefusal::HeadingUnknown(words) = refusal {
            for word in words.split('、') {
                self.proposal
                    .note(&ImportRefusal::HeadingUnknown(word.to_owned()));
            }
        }
    }

    fn write(&mut self, row: &RawRow, line: &Line<'_>) -> Result<(), Failure> {
        let Some((path, writer)) = &mut self.file else {
            return Ok(());
        };
        let key = match row.cell(Heading::File) {
            "" => row.cell(Heading::OldUrl),
            file => file,
        };
        let place = row.place.to_string();
        let cells = [
            place.as_str(),
            line.state,
            line.code,
            key,
            row.cell(Heading::Title),
            line.field,
            line.given,
            line.words,
            line.cure,
        ];
        // A cell that begins like a formula would be one in Excel.
        let cells = cells.map(|it| match it.starts_with(['=', '+', '-', '@']) {
            true => format!("'{it}"),
            false => it.to_owned(),
        });
        let written = writer.write_record(&cells);
        written.map_err(|cause| unwritable(path, &cause))
    }

    /// What was written so far is on its way to the disk.
    pub fn flush(&mut self) -> Result<(), Failure> {
        match &mut self.file {
            Some((path, writer)) => writer.flush().map_err(|cause| unwritable(path, &cause)),
            None => Ok(()),
        }
    }

    /// Tells what came of it all.
    pub fn tell(
        &mut self,
        (library, directory, source): (&Library, &Directory, &str),
        as_json: bool,
    ) -> Result<(), Failure> {
        self.flush()?;
        let proposal = self.proposal.to_toml(library, directory);
        let (published, drafted) = (self.count(Came::Published), self.count(Came::Drafted));
        let (known, refused) = (self.count(Came::Known), self.count(Came::Refused));
        if as_json {
            println!(
                "{}",
                json!({
                    "source": source,
                    "dry_run": self.is_dry,
                    "rows": self.rows(),
                    "published": published,
                    "drafted": drafted,
                    "known": known,
                    "refused": refused,
                    "noted": self.noted,
                    "refusals": self.codes,
                    "mapping": proposal,
                })
            );
            return Ok(());
        }
        if refused > self.told {
            eprintln!("……共{refused}行没有导入，其余见 --report 的文件");
        }
        let (verb, kept) = match self.is_dry {
            true => ("试运行（没有写入）：将公开", "将存为草稿待处理"),
            false => ("已公开", "存为草稿待处理"),
        };
        println!(
            "“{source}”共 {} 行：{verb} {published}，{kept} {drafted}，以前已导入 {known}，没有导入 {refused}；其中请核对 {}",
            self.rows(),
            self.noted
        );
        if !self.proposal.is_empty() {
            println!("请在映射文件中补写（引号内填写代码）：\n{proposal}");
        }
        Ok(())
    }

    /// How the command ends.
    pub fn exit(&self) -> Result<(), Failure> {
        match self.count(Came::Refused) {
            0 => Ok(()),
            all if all == self.rows() => Err(Failure::told(Exit::Refused)),
            _ => Err(Failure::told(Exit::Partly)),
        }
    }
}

fn unwritable(path: &Path, cause: &dyn std::fmt::Display) -> Failure {
    Failure::bad_input(
        "import.report_unwritable",
        format!("报告写不了：{cause}"),
        "请换一个不存在的文件名，并检查目录的写入权限",
    )
    .in_file(path)
}
