//! `gongkai gate`: what in files should not leave: personal data, secrecy marks. Nothing is written, and no number is printed whole.
//!
//! Looks at the text that the readers find (paragraphs and cells); what is hidden inside files is not seen here.

use std::path::{Path, PathBuf};

use ::gate::{Finding, Gate, Rules, Severity, shown};
use clap::Args;
use gongwen::blocks::{Block, Source};
use serde_json::json;

use crate::failure::{Exit, Failure};
use crate::{opening, printing, reading};

/// 公开前检查
#[derive(Debug, Args)]
pub struct GateArgs {
    /// 文件：.txt、.html、.docx、.pdf、.xlsx（按内容识别，与文件名无关）
    #[arg(required = true, value_name = "文件")]
    files: Vec<PathBuf>,
    /// 本单位公开的电话，可多次给出
    #[arg(long = "own-phone", value_name = "电话")]
    own_phones: Vec<String>,
    /// 本单位邮箱的域名，可多次给出，例如 yunxi.gov.cn
    #[arg(long = "own-mail-host", value_name = "域名")]
    own_mail_hosts: Vec<String>,
}

/// A finding with where it stands.
struct Line {
    place: String,
    masked: String,
    it: Finding,
}

/// Looks through the files.
pub async fn run(args: &GateArgs, as_json: bool) -> Result<(), Failure> {
    let rules = Rules {
        today: opening::now().date(),
        own_phones: args.own_phones.clone(),
        own_mail_hosts: args.own_mail_hosts.clone(),
        expressions: Vec::new(),
    };
    let gate = Gate::new(rules).expect("without expressions of a site there is none to refuse");
    let (mut failed, mut grave) = (0, false);
    for path in &args.files {
        match reading::read_path(path).await {
            Ok(file) => {
                let lines = examine(&gate, &file.source);
                grave |= lines.iter().any(|it| it.it.severity == Severity::Block);
                tell(path, &lines, as_json);
            }
            Err(failure) => {
                failed += 1;
                failure.tell(as_json);
            }
        }
    }
    match failed {
        0 if grave => Err(Failure::told(Exit::Problems)),
        0 => Ok(()),
        all if all == args.files.len() => Err(Failure::told(Exit::Refused)),
        _ => Err(Failure::told(Exit::Partly)),
    }
}

fn examine(gate: &Gate, source: &Source) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut look = |text: &str, place: &dyn Fn() -> String| {
        lines.extend(gate.examine(text).into_iter().map(|it| Line {
            place: place(),
            masked: shown(it.kind, &text[it.place.clone()]),
            it,
        }));
    };
    for block in &source.blocks {
        match block {
            Block::Paragraph(it) => look(&it.text, &|| match it.origin.page {
                Some(page) => format!("第{page}页第{}段", it.origin.line),
                None => format!("第{}段", it.origin.line),
            }),
            Block::Table(table) => {
                for cell in &table.cells {
                    look(&cell.text, &|| {
                        let (row, column) = (cell.row + 1, cell.column + 1);
                        format!("第{}段表格{row}行{column}列", table.origin.line)
                    });
                }
            }
        }
    }
    lines
}

fn severity(it: Severity) -> (&'static str, &'static str) {
    match it {
        Severity::Block => ("block", "不得公开"),
        Severity::Warning => ("warning", "请核对"),
        Severity::Notice => ("notice", "提示"),
    }
}

fn tell(path: &Path, lines: &[Line], as_json: bool) {
    if as_json {
        let view = |line: &Line| {
            json!({
                "place": line.place,
                "kind": line.it.kind.code(),
                "severity": severity(line.it.severity).0,
                "masked": line.masked,
                "reason": line.it.kind.reason(),
            })
        };
        let findings: Vec<_> = lines.iter().map(view).collect();
        println!(
            "{}",
            json!({ "file": path.display().to_string(), "findings": findings })
        );
        return;
    }
    if lines.is_empty() {
        println!(
            "{}：正文和表格中没有发现个人信息和密级标志（不检查隐藏内容）",
            path.display()
        );
        return;
    }
    println!("{}：{} 处", path.display(), lines.len());
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            vec![
                severity(line.it.severity).1.to_owned(),
                line.it.kind.label().to_owned(),
                line.place.clone(),
                line.masked.clone(),
                line.it.kind.reason().to_owned(),
            ]
        })
        .collect();
    print!(
        "{}",
        printing::table(
            &["程度", "类型", "位置", "内容（已脱敏）", "说明"],
            &rows,
            80
        )
    );
}
