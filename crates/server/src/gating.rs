//! Looking through files that nobody vouches for, and cleaning them, in a child process with the limits of [`crate::reading`].
//!
//! The parent hands over a line of JSON (what to do, by which rules) and the bytes, or only the open file where it is to be looked through; it
//! gets texts and what is hidden back, or a clean file with its proof. What of a text is personal the parent decides.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::os::fd::AsFd as _;
use std::process::ExitCode;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gate::file::{
    self, FileError, Hidden, HiddenKind, Limits, Passage, Proof, Sort, Treatment, What,
};
use gate::{Gate, Kind, Rules};
use gongwen::blocks::{Block, Source};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::reading;

/// What a file says, shown and not shown.
#[derive(Debug, Default)]
pub struct Looked {
    /// What everybody sees.
    pub visible: Vec<Passage>,
    /// What nobody does.
    pub hidden: Vec<Hidden>,
}

/// A clean file.
#[derive(Debug)]
pub struct Clean {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What went.
    pub proof: Proof,
}

/// The line before the bytes.
#[derive(Debug, Serialize, Deserialize)]
enum Task {
    Look,
    Clean {
        today: jiff::civil::Date,
        own_phones: Vec<String>,
        own_mail_hosts: Vec<String>,
    },
}

/// What the child prints.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    Looked {
        visible: Vec<(String, String)>,
        hidden: Vec<HiddenLine>,
    },
    Cleaned {
        file: String,
        before: String,
        after: String,
        stripped: Vec<(String, usize)>,
        masked: Vec<(String, usize)>,
    },
    Refused {
        code: String,
        message: String,
    },
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct HiddenLine {
    kind: String,
    place: String,
    can_be_stripped: bool,
    is_withheld: bool,
    text: String,
}

/// Looks through a file.
pub async fn look(bytes: &[u8]) -> Result<Looked, Failure> {
    looked(ask(&Task::Look, bytes).await?)
}

/// Looks through a file of any size: the child reads it, recordings by their headers alone.
pub async fn look_into(file: File) -> Result<Looked, Failure> {
    let answer = reading::ask_about("look-worker", file).await?;
    looked(serde_json::from_slice(&answer).map_err(|_| reading::died())?)
}

/// What a child saw.
pub(crate) fn looked(answer: Answer) -> Result<Looked, Failure> {
    match answer {
        Answer::Looked { visible, hidden } => {
            let passage = |(place, text)| Passage { place, text };
            Ok(Looked {
                visible: visible.into_iter().map(passage).collect(),
                hidden: hidden.into_iter().filter_map(HiddenLine::open).collect(),
            })
        }
        Answer::Refused { code, message } => Err(refused(code, message)),
        Answer::Cleaned { .. } => Err(reading::died()),
    }
}

/// Cleans a file of all that can be taken out of it, and masks by these rules.
pub async fn clean(bytes: &[u8], rules: &Rules) -> Result<Clean, Failure> {
    let task = Task::Clean {
        today: rules.today,
        own_phones: rules.own_phones.clone(),
        own_mail_hosts: rules.own_mail_hosts.clone(),
    };
    match ask(&task, bytes).await? {
        Answer::Cleaned {
            file,
            before,
            after,
            stripped,
            masked,
        } => {
            let clean = STANDARD.decode(file).map_err(|_| reading::died())?;
            // The child read a hostile file: that the proof is of these two files is seen here.
            if digest(bytes) != before || digest(&clean) != after {
                return Err(reading::died());
            }
            let kind = |(code, count): (String, usize)| Some((HiddenKind::find(&code)?, count));
            let personal = |(code, count): (String, usize)| Some((Kind::find(&code)?, count));
            Ok(Clean {
                bytes: clean,
                proof: Proof {
                    before,
                    after,
                    stripped: stripped.into_iter().filter_map(kind).collect(),
                    masked: masked.into_iter().filter_map(personal).collect(),
                },
            })
        }
        Answer::Refused { code, message } => Err(refused(code, message)),
        Answer::Looked { .. } => Err(reading::died()),
    }
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn refused(code: String, message: String) -> Failure {
    Failure::bad_input(code, message, "改正后重新检查")
}

async fn ask(task: &Task, bytes: &[u8]) -> Result<Answer, Failure> {
    let mut line = serde_json::to_vec(task).map_err(|_| reading::died())?;
    line.push(b'\n');
    let answer = reading::ask("gate-worker", &[&line, bytes]).await?;
    serde_json::from_slice(&answer).map_err(|_| reading::died())
}

/// The child's side: limits itself, reads the task and the bytes, prints the answer.
pub fn work() -> ExitCode {
    /// Bytes of the line before the file at most.
    const MOST_TASK: usize = 64 * 1024;
    let limits = Limits::default();
    let Some(message) = reading::take_in(limits.bytes + MOST_TASK) else {
        return ExitCode::from(3);
    };
    let cut = message.iter().position(|byte| *byte == b'\n');
    let Some((line, rest)) = cut.map(|at| message.split_at(at)) else {
        return ExitCode::from(3);
    };
    let Ok(task) = serde_json::from_slice::<Task>(line) else {
        return ExitCode::from(3);
    };
    let bytes = &rest[1..];
    let answer = match task {
        Task::Look => answer_look(bytes, &limits),
        Task::Clean {
            today,
            own_phones,
            own_mail_hosts,
        } => answer_clean(
            bytes,
            Rules {
                today,
                own_phones,
                own_mail_hosts,
                expressions: Vec::new(),
            },
            &limits,
        ),
    };
    reading::give_out(&answer)
}

/// Bytes of a file that the child takes into its memory; of a recording it reads headers only, however large it is.
const MOST_BYTES: usize = 256 << 20;
/// Bytes of text that the parent takes back of one file.
const MOST_TEXT: usize = 32 << 20;

/// The child's side where its standard input is the file itself.
pub fn work_on_file() -> ExitCode {
    if reading::limit_one().is_none() {
        return ExitCode::from(3);
    }
    let Ok(input) = std::io::stdin().as_fd().try_clone_to_owned() else {
        return ExitCode::from(3);
    };
    let limits = Limits {
        bytes: MOST_BYTES,
        ..Limits::default()
    };
    match answer_look_into(File::from(input), &limits) {
        Ok(answer) => reading::give_out(&answer),
        Err(_) => ExitCode::from(3),
    }
}

fn answer_look_into(mut file: File, limits: &Limits) -> std::io::Result<Answer> {
    let mut head = Vec::new();
    (&mut file).take(HEAD).read_to_end(&mut head)?;
    file.rewind()?;
    if let Some(contents) = file::read_recording(&head, &mut file)? {
        let pair = |it: &Passage| (it.place.clone(), it.text.clone());
        return Ok(Answer::Looked {
            visible: contents.visible.iter().map(pair).collect(),
            hidden: contents.hidden.into_iter().map(HiddenLine::of).collect(),
        });
    }
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    if size > limits.bytes {
        let limit = limits.bytes;
        return Ok(refusal(&FileError::TooLarge { bytes: size, limit }));
    }
    let mut bytes = Vec::with_capacity(size);
    file.read_to_end(&mut bytes)?;
    Ok(within(answer_look(&bytes, limits)))
}

/// An answer that the parent can hold, or that there is too much of it.
fn within(answer: Answer) -> Answer {
    let Answer::Looked { visible, hidden } = &answer else {
        return answer;
    };
    let shown: usize = visible.iter().map(|(_, text)| text.len()).sum();
    let unseen: usize = hidden.iter().map(|it| it.text.len()).sum();
    if shown + unseen <= MOST_TEXT {
        return answer;
    }
    Answer::Refused {
        code: "file.too_much_text".to_owned(),
        message: "文件中的文字超过 32 MB，没有检查。请拆成几份后上传，或由审核人员逐页审查。"
            .to_owned(),
    }
}

/// Bytes by which a recording is told.
const HEAD: u64 = 64 * 1024;

pub(crate) fn answer_look(bytes: &[u8], limits: &Limits) -> Answer {
    let contents = match file::read(bytes, limits) {
        Ok(contents) => contents,
        Err(error) => return refusal(&error),
    };
    let pair = |it: &Passage| (it.place.clone(), it.text.clone());
    let own: Vec<(String, String)> = contents.visible.iter().map(pair).collect();
    // Paragraphs and tables of text, pages and PDF are found by the reader of documents.
    let usual = gongwen::limits::Limits::default();
    let reading = gongwen::limits::Limits {
        bytes: usual.bytes.max(limits.bytes),
        ..usual
    };
    let read = gongwen::readers::read(bytes, &reading);
    let visible = match (contents.sort, read) {
        (Sort::Text, Ok(source)) => passages(&source),
        (Sort::Text | Sort::Unknown, Err(error)) => {
            return Answer::Refused {
                code: error.code().to_owned(),
                message: error.to_string(),
            };
        }
        (Sort::Pdf, Ok(source)) => {
            let beside = own
                .into_iter()
                .filter(|(place, _)| place == file::PROPERTIES);
            passages(&source).into_iter().chain(beside).collect()
        }
        _ => own,
    };
    Answer::Looked {
        visible,
        hidden: contents.hidden.into_iter().map(HiddenLine::of).collect(),
    }
}

fn answer_clean(bytes: &[u8], rules: Rules, limits: &Limits) -> Answer {
    let gate = Gate::new(rules).expect("without expressions of a site there is none to refuse");
    match file::clean(bytes, &What::all(), Some(&gate), limits) {
        Ok(it) => Answer::Cleaned {
            file: STANDARD.encode(it.bytes),
            before: it.proof.before,
            after: it.proof.after,
            stripped: coded(&it.proof.stripped, HiddenKind::code),
            masked: coded(&it.proof.masked, Kind::code),
        },
        Err(error) => refusal(&error),
    }
}

fn coded<K: Copy>(list: &[(K, usize)], code: fn(K) -> &'static str) -> Vec<(String, usize)> {
    list.iter()
        .map(|(kind, count)| (code(*kind).to_owned(), *count))
        .collect()
}

fn refusal(error: &FileError) -> Answer {
    Answer::Refused {
        code: error.code().to_owned(),
        message: error.to_string(),
    }
}

impl HiddenLine {
    fn of(it: Hidden) -> Self {
        Self {
            kind: it.kind.code().to_owned(),
            can_be_stripped: it.treatment == Treatment::Strip,
            is_withheld: it.treatment == Treatment::Withhold,
            place: it.place,
            text: it.text,
        }
    }

    fn open(self) -> Option<Hidden> {
        Some(Hidden {
            kind: HiddenKind::find(&self.kind)?,
            place: self.place,
            treatment: match (self.can_be_stripped, self.is_withheld) {
                (true, _) => Treatment::Strip,
                (false, true) => Treatment::Withhold,
                (false, false) => Treatment::Look,
            },
            text: self.text,
        })
    }
}

/// Paragraphs and cells with their places.
fn passages(source: &Source) -> Vec<(String, String)> {
    let mut passages = Vec::new();
    for block in &source.blocks {
        match block {
            Block::Paragraph(it) => {
                let place = match it.origin.page {
                    Some(page) => format!("第{page}页第{}段", it.origin.line),
                    None => format!("第{}段", it.origin.line),
                };
                passages.push((place, it.text.clone()));
            }
            Block::Table(table) => passages.extend(table.cells.iter().map(|cell| {
                let (row, column) = (cell.row + 1, cell.column + 1);
                let place = format!("第{}段表格{row}行{column}列", table.origin.line);
                (place, cell.text.clone())
            })),
        }
    }
    passages
}
