//! `gongkai gate`: what in files should not leave: personal data, secrecy marks, what is hidden in them. No number is printed whole; with
//! `--clean` a clean file is written beside, and never over another.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use ::gate::file::{Proof, Treatment};
use ::gate::{Finding, Gate, Rules, Severity, shown};
use clap::Args;
use serde_json::{Value, json};

use crate::failure::{Exit, Failure};
use crate::gating::Looked;
use crate::{gating, opening, printing, reading};

/// 公开前检查
#[derive(Debug, Args)]
pub struct GateArgs {
    /// 文件：文本、网页、.docx、.xlsx、.pptx、.pdf、.ofd、图片、.zip（按内容识别，与文件名无关）
    #[arg(required = true, value_name = "文件")]
    files: Vec<PathBuf>,
    /// 本单位公开的电话，可多次给出
    #[arg(long = "own-phone", value_name = "电话")]
    own_phones: Vec<String>,
    /// 本单位邮箱的域名，可多次给出，例如 yunxi.gov.cn
    #[arg(long = "own-mail-host", value_name = "域名")]
    own_mail_hosts: Vec<String>,
    /// 去除隐藏内容、脱敏后另存为新文件，打印清理证明；一次一个 .docx、.xlsx、.pptx 或图片，不覆盖已有文件
    #[arg(long, value_name = "新文件")]
    clean: Option<PathBuf>,
}

/// A finding with where it stands.
struct Line {
    severity: Severity,
    code: &'static str,
    label: &'static str,
    place: String,
    masked: String,
    reason: &'static str,
    can_be_stripped: bool,
}

/// Looks through the files, or cleans one.
pub async fn run(args: &GateArgs, as_json: bool) -> Result<(), Failure> {
    let rules = Rules {
        today: opening::now().date(),
        own_phones: args.own_phones.clone(),
        own_mail_hosts: args.own_mail_hosts.clone(),
        expressions: Vec::new(),
    };
    let gate =
        Gate::new(rules.clone()).expect("without expressions of a site there is none to refuse");
    if let Some(out) = &args.clean {
        return clean(args, out, &gate, &rules, as_json).await;
    }
    let (mut failed, mut is_grave) = (0, false);
    for path in &args.files {
        match look(path).await {
            Ok(looked) => {
                let lines = examine(&gate, &looked);
                is_grave |= lines.iter().any(|it| it.severity == Severity::Block);
                tell(path, &lines, as_json);
            }
            Err(failure) => {
                failed += 1;
                failure.tell(as_json);
            }
        }
    }
    match failed {
        0 if is_grave => Err(Failure::told(Exit::Problems)),
        0 => Ok(()),
        all if all == args.files.len() => Err(Failure::told(Exit::Refused)),
        _ => Err(Failure::told(Exit::Partly)),
    }
}

async fn look(path: &Path) -> Result<Looked, Failure> {
    let looked = gating::look(&reading::load(path)?).await;
    looked.map_err(|failure| failure.in_file(path))
}

/// Cleans the one file, writes it, and says what of it a person should still look at.
async fn clean(
    args: &GateArgs,
    out: &Path,
    gate: &Gate,
    rules: &Rules,
    as_json: bool,
) -> Result<(), Failure> {
    let [path] = args.files.as_slice() else {
        return Err(Failure::bad_input(
            "gate.one_file",
            "--clean 一次只清理一个文件",
            "请逐个清理",
        ));
    };
    if out.exists() {
        return Err(exists(out));
    }
    let bytes = reading::load(path)?;
    let cleaned = gating::clean(&bytes, rules).await;
    let cleaned = cleaned.map_err(|failure| failure.in_file(path))?;
    let looked = gating::look(&cleaned.bytes).await?;
    write_new(out, &cleaned.bytes)?;
    certify((path, out), &cleaned.proof, as_json);
    let lines = examine(gate, &looked);
    tell(out, &lines, as_json);
    match lines.iter().any(|it| it.severity == Severity::Block) {
        true => Err(Failure::told(Exit::Problems)),
        false => Ok(()),
    }
}

fn write_new(out: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let opened = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(out);
    opened
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|cause| match cause.kind() {
            std::io::ErrorKind::AlreadyExists => exists(out),
            _ => Failure::bad_input(
                "file.unwritable",
                format!("文件写不了：{cause}"),
                "请检查目录与写入权限",
            )
            .in_file(out),
        })
}

fn exists(out: &Path) -> Failure {
    Failure::bad_input("file.exists", "文件已存在，没有覆盖", "请换一个文件名").in_file(out)
}

fn examine(gate: &Gate, looked: &Looked) -> Vec<Line> {
    let mut lines: Vec<Line> = looked
        .hidden
        .iter()
        .map(|it| Line {
            severity: it.severity(),
            code: it.kind.code(),
            label: it.kind.label(),
            place: gate.without_personal(&it.place),
            masked: it.masked_sample(gate),
            reason: it.kind.reason(),
            can_be_stripped: it.treatment == Treatment::Strip,
        })
        .collect();
    let hidden = looked.hidden.iter().map(|it| {
        let place = format!("{}（{}）", it.place, it.kind.label());
        (place, it.text.as_str())
    });
    let visible = looked.visible.iter();
    let visible = visible.map(|it| (it.place.clone(), it.text.as_str()));
    for (place, text) in hidden.chain(visible) {
        let place = gate.without_personal(&place);
        let line = |it: Finding| Line {
            severity: it.severity,
            code: it.kind.code(),
            label: it.kind.label(),
            place: place.clone(),
            masked: shown(it.kind, &text[it.place.clone()]),
            reason: it.kind.reason(),
            can_be_stripped: false,
        };
        lines.extend(gate.examine(text).into_iter().map(line));
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

fn certify((path, out): (&Path, &Path), proof: &Proof, as_json: bool) {
    let stripped = proof.stripped.iter();
    let masked = proof.masked.iter();
    if as_json {
        let of = |code: &str, count: usize| json!({ "kind": code, "count": count });
        let stripped: Vec<Value> = stripped.map(|(it, n)| of(it.code(), *n)).collect();
        let masked: Vec<Value> = masked.map(|(it, n)| of(it.code(), *n)).collect();
        println!(
            "{}",
            json!({
                "file": path.display().to_string(),
                "clean": out.display().to_string(),
                "before": proof.before,
                "after": proof.after,
                "stripped": stripped,
                "masked": masked,
            })
        );
        return;
    }
    println!("已清理：{} → {}", path.display(), out.display());
    println!("原文件 SHA-256：{}", proof.before);
    println!("新文件 SHA-256：{}", proof.after);
    let row = |act: &str, label: &str, count: usize| {
        vec![act.to_owned(), label.to_owned(), count.to_string()]
    };
    let rows: Vec<Vec<String>> = stripped
        .map(|(it, n)| row("去除", it.label(), *n))
        .chain(masked.map(|(it, n)| row("脱敏", it.label(), *n)))
        .collect();
    if !rows.is_empty() {
        print!("{}", printing::table(&["处理", "类型", "处数"], &rows, 40));
    }
    println!("新文件已重新检查：没有可以去除的隐藏内容，脱敏的内容在各部件中都不能再读出");
}

fn tell(path: &Path, lines: &[Line], as_json: bool) {
    if as_json {
        let view = |line: &Line| {
            json!({
                "place": line.place,
                "kind": line.code,
                "severity": severity(line.severity).0,
                "masked": line.masked,
                "reason": line.reason,
                "can_be_stripped": line.can_be_stripped,
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
        println!("{}：没有发现个人信息、密级标志和隐藏内容", path.display());
        return;
    }
    println!("{}：{} 处", path.display(), lines.len());
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            vec![
                severity(line.severity).1.to_owned(),
                line.label.to_owned(),
                line.place.clone(),
                line.masked.clone(),
                line.reason.to_owned(),
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
    if lines.iter().any(|it| it.can_be_stripped) {
        println!("隐藏内容可用 gongkai gate --clean 新文件 去除");
    }
}
