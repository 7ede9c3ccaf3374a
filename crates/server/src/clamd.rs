//! clamd: files are sent to it piece by piece (INSTREAM), and it says what it found.
//!
//! It listens on a socket of this machine, or on another machine within the same protected network: what is sent is neither encrypted nor
//! signed. Without its word nothing is taken for clean. Signatures, and how large a file it looks through, are its own configuration's.

use std::fmt::Display;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use publishing::scan::{NoVerdict, ScanFile, Scanner, Scanning, Verdict};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

use crate::config::GateSection;

/// Bytes of a piece.
const PIECE: usize = 64 * 1024;
/// Bytes of an answer at most: a name and a word.
const MOST_ANSWER: u64 = 4096;
/// For how long it may leave a ping without an answer.
const PING: Duration = Duration::from_secs(3);

/// Where clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A socket of this machine.
    Socket(PathBuf),
    /// `host:port`.
    Network(String),
}

impl Address {
    /// A path from the root, or `host:port`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.starts_with('/') {
            return Some(Self::Socket(PathBuf::from(text)));
        }
        let (host, port) = text.rsplit_once(':')?;
        let is_port = port.parse::<u16>().is_ok_and(|it| it > 0);
        let is_host = !host.is_empty() && !host.contains(char::is_whitespace);
        (is_port && is_host).then(|| Self::Network(text.to_owned()))
    }
}

/// The site's clamd.
#[derive(Debug, Clone)]
pub struct Clamd {
    address: Address,
    patience: Duration,
}

/// The scanner that the configuration names.
pub fn scanner(section: &GateSection) -> Scanner {
    Clamd::of(section).map(|it| Arc::new(it) as Arc<dyn ScanFile>)
}

impl ScanFile for Clamd {
    fn scan(&self, file: File) -> Scanning {
        let clamd = self.clone();
        Box::pin(async move {
            let scanned = timeout(clamd.patience, clamd.send(file)).await;
            let verdict = match scanned {
                Ok(Ok(answer)) => verdict_of(&answer),
                Ok(Err(cause)) => Err(not_there(&cause)),
                Err(_) => Err(NoVerdict("病毒检查超时".to_owned())),
            };
            let outcome = match &verdict {
                Ok(Verdict::Clean) => "clean",
                Ok(Verdict::Infected(_)) => "infected",
                Err(why) => {
                    tracing::warn!(%why, "a file was not scanned");
                    "failed"
                }
            };
            metrics::counter!("files_scanned_total", "outcome" => outcome).increment(1);
            verdict
        })
    }
}

impl Clamd {
    /// The clamd that the configuration names; `None` where it names none.
    pub fn of(section: &GateSection) -> Option<Self> {
        Some(Self {
            address: Address::parse(&section.clamd)?,
            patience: Duration::from_secs(u64::from(section.clamd_timeout_seconds)),
        })
    }

    /// Sets the figure by which whoever watches the site sees whether it answers.
    pub async fn tell_whether_it_answers(&self) {
        let answers = matches!(timeout(PING, self.ping()).await, Ok(Ok(true)));
        metrics::gauge!("clamd_up").set(if answers { 1.0 } else { 0.0 });
    }

    async fn ping(&self) -> std::io::Result<bool> {
        let answer = match &self.address {
            Address::Socket(path) => ping(UnixStream::connect(path).await?).await,
            Address::Network(address) => ping(TcpStream::connect(address).await?).await,
        }?;
        Ok(answer == "PONG")
    }

    async fn send(&self, file: File) -> std::io::Result<String> {
        match &self.address {
            Address::Socket(path) => send(UnixStream::connect(path).await?, file).await,
            Address::Network(address) => send(TcpStream::connect(address).await?, file).await,
        }
    }
}

async fn ping(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> std::io::Result<String> {
    stream.write_all(b"zPING\0").await?;
    answer_of(&mut stream).await
}

/// Commands and answers end with a zero byte; each piece comes after its length in four bytes, and a length of nought ends the file.
async fn send(stream: impl AsyncRead + AsyncWrite + Unpin, file: File) -> std::io::Result<String> {
    let (mut answers, mut stream) = tokio::io::split(stream);
    let sent = async {
        let mut file = tokio::fs::File::from_std(file);
        let mut piece = vec![0; PIECE];
        stream.write_all(b"zINSTREAM\0").await?;
        loop {
            let read = file.read(&mut piece).await?;
            let bytes = piece.get(..read).unwrap_or_default();
            stream
                .write_all(&u32::try_from(read).unwrap_or(0).to_be_bytes())
                .await?;
            if bytes.is_empty() {
                break;
            }
            stream.write_all(bytes).await?;
        }
        stream.flush().await
    };
    // It may answer before all is sent: too large is too large, and its end of the line is closed then.
    let sent: std::io::Result<()> = sent.await;
    match answer_of(&mut answers).await {
        Ok(answer) if !answer.is_empty() => Ok(answer),
        answered => sent.and(answered),
    }
}

async fn answer_of(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<String> {
    let mut answer = Vec::new();
    let mut stream = stream.take(MOST_ANSWER);
    // Up to its zero byte: it may cut the line right behind it, and has answered all the same.
    while !answer.contains(&0) && stream.read_buf(&mut answer).await? > 0 {}
    let words = answer.split(|byte| *byte == 0).next().unwrap_or_default();
    Ok(String::from_utf8_lossy(words).trim().to_owned())
}

/// `stream: OK`, `stream: Eicar-Signature FOUND`, `INSTREAM size limit exceeded. ERROR`. Whatever else it says is no verdict.
fn verdict_of(answer: &str) -> Result<Verdict, NoVerdict> {
    if answer == "stream: OK" {
        return Ok(Verdict::Clean);
    }
    let found = answer.strip_prefix("stream: ");
    if let Some(virus) = found.and_then(|it| it.strip_suffix(" FOUND")) {
        let virus: String = virus
            .chars()
            .filter(|it| !it.is_control())
            .take(120)
            .collect();
        return Ok(Verdict::Infected(virus));
    }
    if answer.contains("size limit exceeded") {
        let why = "文件超过病毒检查程序的上限，请系统管理员调大 clamd 的 StreamMaxLength";
        return Err(NoVerdict(why.to_owned()));
    }
    Err(NoVerdict("病毒检查程序没有给出结果".to_owned()))
}

fn not_there(cause: &impl Display) -> NoVerdict {
    tracing::error!(%cause, "clamd does not answer");
    NoVerdict("病毒检查程序没有答复".to_owned())
}

#[cfg(test)]
mod tests;
