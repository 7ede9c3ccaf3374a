//! Reading files that nobody vouches for, in a child process of the same binary with limits of memory and time.
//!
//! The parent hands the bytes over standard input and gets the blocks and the reading as JSON back. A reader that dies is
//! an error with words, never the end of the program that asked. Legal basis of the form: docs/plan-reading.md.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use gongwen::blocks::Source;
use gongwen::limits::Limits;
use gongwen::reading::PlanReading;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::Command;

use crate::failure::Failure;

/// A file and what it says.
#[derive(Debug, Clone)]
pub struct ReadFile {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Its blocks.
    pub source: Source,
    /// Its reading as a plan.
    pub reading: PlanReading,
}

/// What the child prints.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Read(Box<(Source, PlanReading)>),
    Refused { code: String, message: String },
}

/// Memory of the child, bytes.
const MEMORY: u64 = 3 << 30;
/// Processor time of the child, seconds.
const CPU_SECONDS: u64 = 60;
/// Time the parent waits.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);
/// What the parent takes back at most, bytes.
pub(crate) const MOST_ANSWER: u64 = 512 << 20;

/// What it takes back at most of a look at a file of any size, bytes.
const MOST_TEXT: u64 = 96 << 20;

/// Reads a file from disk.
pub async fn read_path(path: &Path) -> Result<ReadFile, Failure> {
    read_bytes(load(path)?)
        .await
        .map_err(|failure| failure.in_file(path))
}

/// The bytes of a file, where it is one and not too large to be read.
pub fn load(path: &Path) -> Result<Vec<u8>, Failure> {
    let limit = Limits::default().bytes;
    let metadata = std::fs::metadata(path).map_err(|cause| unreadable(path, &cause))?;
    if metadata.is_dir() {
        return Err(Failure::bad_input(
            "file.is_folder",
            "这是一个目录",
            "请给出文件；多个文件可写 目录/*",
        )
        .in_file(path));
    }
    if metadata.len() > limit as u64 {
        let refusal = gongwen::readers::ReadError::TooLarge {
            bytes: usize::try_from(metadata.len()).unwrap_or(usize::MAX),
            limit,
        };
        return Err(
            Failure::bad_input(refusal.code(), refusal.to_string(), "文件未读取").in_file(path),
        );
    }
    std::fs::read(path).map_err(|cause| unreadable(path, &cause))
}

fn unreadable(path: &Path, cause: &std::io::Error) -> Failure {
    Failure::bad_input(
        "file.unreadable",
        format!("文件读不了：{cause}"),
        "请检查路径与读取权限",
    )
    .in_file(path)
}

/// Reads bytes in a child process.
pub async fn read_bytes(bytes: Vec<u8>) -> Result<ReadFile, Failure> {
    let answer = ask("read-worker", &[&bytes]).await?;
    match serde_json::from_slice(&answer) {
        Ok(Answer::Read(read)) => {
            let (source, reading) = *read;
            Ok(ReadFile {
                bytes,
                source,
                reading,
            })
        }
        Ok(Answer::Refused { code, message }) => {
            Err(Failure::bad_input(code, message, "改正后重新读取"))
        }
        Err(_) => Err(died()),
    }
}

/// What a worker answers to the pieces of a message.
pub(crate) async fn ask(worker: &str, message: &[&[u8]]) -> Result<Vec<u8>, Failure> {
    tokio::time::timeout(PATIENCE, ask_child(worker, message))
        .await
        .map_err(|_| gave_up("读取超时"))?
        .map_err(|cause| gave_up(&format!("读取进程异常：{cause}")))
}

/// What a worker answers whose standard input is a file: it reads of it what it likes, and nothing of it comes through here.
pub(crate) async fn ask_about(worker: &str, file: File) -> Result<Vec<u8>, Failure> {
    let asked = async {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(worker)
            .stdin(Stdio::from(file))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .env_clear()
            .kill_on_drop(true)
            .spawn()?;
        let mut output = child.stdout.take().expect("standard output is piped");
        let mut answer = Vec::new();
        (&mut output)
            .take(MOST_TEXT)
            .read_to_end(&mut answer)
            .await?;
        // A child that has more to say is not waited for: it finds nobody listening.
        drop(output);
        child.wait().await?;
        Ok::<_, std::io::Error>(answer)
    };
    tokio::time::timeout(PATIENCE, asked)
        .await
        .map_err(|_| gave_up("读取超时"))?
        .map_err(|cause| gave_up(&format!("读取进程异常：{cause}")))
}

/// A worker that ended without an answer.
pub(crate) fn died() -> Failure {
    gave_up("读取进程中途退出（可能超出内存或时间上限）")
}

fn gave_up(what: &str) -> Failure {
    Failure::bad_input(
        "file.reader_gave_up",
        what,
        "请用 Word 或 WPS 打开后另存为 .docx 或纯文本再试；若仍失败，请把文件交给系统管理员",
    )
}

async fn ask_child(worker: &str, message: &[&[u8]]) -> std::io::Result<Vec<u8>> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(worker)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .env_clear()
        .kill_on_drop(true)
        .spawn()?;
    let mut input = child.stdin.take().expect("standard input is piped");
    let mut output = child.stdout.take().expect("standard output is piped");
    let mut answer = Vec::new();
    let hand_over = async {
        // A child that refuses early closes its end: that is an answer, not an error.
        for piece in message {
            if input.write_all(piece).await.is_err() {
                break;
            }
        }
        drop(input);
    };
    let take_back = async {
        (&mut output)
            .take(MOST_ANSWER)
            .read_to_end(&mut answer)
            .await
    };
    let ((), taken) = tokio::join!(hand_over, take_back);
    taken?;
    child.wait().await?;
    Ok(answer)
}

/// The child's side: limits itself, reads standard input, prints the answer.
pub fn work() -> ExitCode {
    let limits = Limits::default();
    let Some(bytes) = take_in(limits.bytes + 1) else {
        return ExitCode::from(3);
    };
    let answer = match gongwen::readers::read(&bytes, &limits) {
        Ok(source) => {
            let reading = gongwen::plan::read(&source);
            Answer::Read(Box::new((source, reading)))
        }
        Err(refusal) => Answer::Refused {
            code: refusal.code().to_owned(),
            message: refusal.to_string(),
        },
    };
    give_out(&answer)
}

/// Limits this process, then takes in the message, so many bytes at most.
pub(crate) fn take_in(most: usize) -> Option<Vec<u8>> {
    limit_one()?;
    let mut bytes = Vec::new();
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    let read = std::io::stdin().take(most).read_to_end(&mut bytes);
    read.ok().map(|_| bytes)
}

/// Limits this process as one that reads a single file.
pub(crate) fn limit_one() -> Option<()> {
    limit(CPU_SECONDS)
}

/// Limits this process: memory, and so many seconds of the processor.
pub(crate) fn limit(seconds: u64) -> Option<()> {
    rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY)
        .and_then(|()| rlimit::setrlimit(rlimit::Resource::CPU, seconds, seconds))
        .ok()
}

/// Prints the answer.
pub(crate) fn give_out(answer: &impl Serialize) -> ExitCode {
    let Ok(text) = serde_json::to_vec(answer) else {
        return ExitCode::from(3);
    };
    match std::io::stdout().write_all(&text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(3),
    }
}
