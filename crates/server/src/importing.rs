//! Reading the files of an import in a child process with the limits of [`crate::reading`], one child for many files: a hundred thousand
//! processes would cost more than what they read.
//!
//! The parent sends a line of JSON and the bytes, and gets a line of JSON back. A child that dies or does not answer is replaced; the file at
//! which a fresh one dies, too, is refused.

use std::io::{BufRead as _, Read as _, Write as _};
use std::process::{ExitCode, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gongwen::limits::Limits;
use prose::{Body, Cleaned};
use publishing::import::{decode_page, page_of};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::failure::Failure;
use crate::gating::{self, Looked};
use crate::reading::{self, MOST_ANSWER, PATIENCE};

/// Files that one child reads: what it forgets to free does not add up.
const MOST_FILES: u32 = 2000;
/// Processor time of a child, seconds; no single file has more than [`PATIENCE`].
const CPU_SECONDS: u64 = 1800;

/// A text as read, and the pictures within it.
#[derive(Debug)]
pub struct ReadText {
    /// Clean HTML.
    pub html: String,
    /// Pictures that came inside: their marks and their bytes.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// What was left out and should be looked at, in words.
    pub left_out: Vec<String>,
}

/// How a file is read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Task {
    /// A page: the element of that id or class, or all of it.
    Page(String),
    /// A DOCX file.
    Docx,
    /// Whatever the reader of documents reads: PDF, text.
    Other,
    /// A file that is looked into, not read.
    Look,
}

impl Task {
    /// How a text is read by what the file's name ends in.
    pub fn of(name: &str) -> Self {
        let ending = name.rsplit_once('.').map_or("", |(_, it)| it);
        match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" | "shtml" => Self::Page(String::new()),
            "docx" => Self::Docx,
            _ => Self::Other,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Request {
    task: Task,
    bytes: usize,
}

#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Text {
        html: String,
        pictures: Vec<(String, String)>,
        left_out: Vec<String>,
    },
    Looked(gating::Answer),
    Refused {
        code: String,
        message: String,
    },
}

/// The reader of an import.
#[derive(Debug, Default)]
pub struct Reader {
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    // Ends with it.
    _child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    files: u32,
}

impl Reader {
    /// Reads a text.
    pub async fn read(&mut self, task: Task, bytes: &[u8]) -> Result<ReadText, Failure> {
        match self.ask(task, bytes).await? {
            Answer::Text {
                html,
                pictures,
                left_out,
            } => {
                let decoded = pictures.into_iter().map(|(mark, text)| {
                    let bytes = STANDARD.decode(text).map_err(|_| reading::died())?;
                    Ok((mark, bytes))
                });
                Ok(ReadText {
                    html,
                    pictures: decoded.collect::<Result<_, Failure>>()?,
                    left_out,
                })
            }
            Answer::Refused { code, message } => {
                Err(Failure::bad_input(code, message, "改正后再次导入"))
            }
            Answer::Looked(_) => Err(reading::died()),
        }
    }

    /// Looks through a file.
    pub async fn look(&mut self, bytes: &[u8]) -> Result<Looked, Failure> {
        match self.ask(Task::Look, bytes).await? {
            Answer::Looked(answer) => gating::looked(answer),
            Answer::Text { .. } | Answer::Refused { .. } => Err(reading::died()),
        }
    }

    /// Once more with a fresh child where one died: it may have been tired of the files before.
    async fn ask(&mut self, task: Task, bytes: &[u8]) -> Result<Answer, Failure> {
        let is_fresh = self.running.is_none();
        match self.ask_once(&task, bytes).await {
            Some(answer) => Ok(answer),
            None if is_fresh => Err(reading::died()),
            None => {
                let answer = self.ask_once(&task, bytes).await;
                answer.ok_or_else(reading::died)
            }
        }
    }

    async fn ask_once(&mut self, task: &Task, bytes: &[u8]) -> Option<Answer> {
        let mut running = match self.running.take() {
            Some(running) if running.files < MOST_FILES => running,
            Some(_) | None => start().ok()?,
        };
        running.files += 1;
        let asked = tokio::time::timeout(PATIENCE, running.ask(task, bytes)).await;
        let answer = serde_json::from_str(&asked.ok()?.ok()?).ok()?;
        // Only a child that answered is asked again; any other is dropped before, and killed with it.
        self.running = Some(running);
        Some(answer)
    }
}

fn start() -> std::io::Result<Running> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("import-worker")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .env_clear()
        .kill_on_drop(true)
        .spawn()?;
    let input = child.stdin.take().expect("standard input is piped");
    let output = child.stdout.take().expect("standard output is piped");
    Ok(Running {
        _child: child,
        input,
        output: BufReader::with_capacity(64 * 1024, output),
        files: 0,
    })
}

impl Running {
    async fn ask(&mut self, task: &Task, bytes: &[u8]) -> std::io::Result<String> {
        let request = Request {
            task: task.clone(),
            bytes: bytes.len(),
        };
        let mut head = serde_json::to_vec(&request)?;
        head.push(b'\n');
        self.input.write_all(&head).await?;
        self.input.write_all(bytes).await?;
        self.input.flush().await?;
        let mut answer = String::new();
        let mut output = (&mut self.output).take(MOST_ANSWER);
        output.read_line(&mut answer).await?;
        Ok(answer)
    }
}

/// The child's side: limits itself, then answers file after file until nobody asks any more.
pub fn work() -> ExitCode {
    /// Bytes of a request's head at most.
    const MOST_HEAD: u64 = 64 * 1024;
    if reading::limit(CPU_SECONDS).is_none() {
        return ExitCode::from(3);
    }
    let mut input = std::io::stdin().lock();
    loop {
        let mut head = String::new();
        match (&mut input).take(MOST_HEAD).read_line(&mut head) {
            Ok(0) => return ExitCode::SUCCESS,
            Ok(_) => {}
            Err(_) => return ExitCode::from(3),
        }
        let Ok(request) = serde_json::from_str::<Request>(&head) else {
            return ExitCode::from(3);
        };
        let mut bytes = vec![0; request.bytes.min(Limits::default().bytes + 1)];
        if input.read_exact(&mut bytes).is_err() {
            return ExitCode::from(3);
        }
        let Ok(mut answer) = serde_json::to_vec(&answer(&request.task, &bytes)) else {
            return ExitCode::from(3);
        };
        answer.push(b'\n');
        let mut output = std::io::stdout().lock();
        if output
            .write_all(&answer)
            .and_then(|()| output.flush())
            .is_err()
        {
            return ExitCode::from(3);
        }
    }
}

fn answer(task: &Task, bytes: &[u8]) -> Answer {
    let refused = |message: String| Answer::Refused {
        code: "import.file_refused".to_owned(),
        message,
    };
    match task {
        Task::Page(part) => read_page(&decode_page(bytes), part),
        Task::Docx => match Body::from_docx(bytes) {
            Ok(cleaned) => text_of(cleaned),
            Err(error) => refused(error.to_string()),
        },
        Task::Other => match gongwen::readers::read(bytes, &Limits::default()) {
            Ok(source) => match Body::clean(&page_of(&source)) {
                Ok(cleaned) => text_of(cleaned),
                Err(error) => refused(error.to_string()),
            },
            Err(error) => Answer::Refused {
                code: error.code().to_owned(),
                message: error.to_string(),
            },
        },
        Task::Look => Answer::Looked(gating::answer_look(bytes, &gate::file::Limits::default())),
    }
}

fn read_page(html: &str, part: &str) -> Answer {
    let cleaned = match Body::clean_part(html, part) {
        Ok(cleaned) => cleaned,
        Err(error) => {
            return Answer::Refused {
                code: "import.file_refused".to_owned(),
                message: error.to_string(),
            };
        }
    };
    let mut answer = text_of(cleaned);
    // A page of another template: its menus are in the text now.
    if !html.contains(part)
        && let Answer::Text { left_out, .. } = &mut answer
    {
        left_out.push(format!("页面中没有“{part}”，取了整页，可能带有导航文字。"));
    }
    answer
}

fn text_of(cleaned: Cleaned) -> Answer {
    let pictures = cleaned.images.into_iter();
    let noted = cleaned.dropped.iter().filter(|it| it.kind.wants_a_look());
    Answer::Text {
        html: cleaned.body.html().to_owned(),
        pictures: pictures
            .map(|it| (it.mark, STANDARD.encode(it.bytes)))
            .collect(),
        left_out: noted.map(ToString::to_string).collect(),
    }
}
