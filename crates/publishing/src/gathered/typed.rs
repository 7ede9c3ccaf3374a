//! How a list of gathered documents is typed: one line a document, a line that begins with `#` a heading, one that begins with `>` the collection's
//! own words about the document before it.
//!
//! Pure. A document is named by 索引号, 发文字号 or address, with or without its title in 《》 before or behind; a title names nothing, and one that
//! is another document's is a slip that is told. Which document is meant is not known here.

use std::fmt;

use promises::wording::cleaned;

use super::{MOST_CHAPTERS, MOST_DOCUMENTS};

/// Characters of a heading at most.
pub const MOST_HEADING: usize = 60;
/// Characters of the words about a document at most.
pub const MOST_WORDS: usize = 200;
/// Characters of what names a document at most.
const MOST_REFERENCE: usize = 300;
/// Flaws told at once; the rest are counted.
const MOST_FLAWS: usize = 10;

/// A chapter as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedChapter {
    /// The line of its heading, from 1; of its first document where it has none.
    pub line: usize,
    /// What stands over it; empty for a first chapter without heading.
    pub heading: String,
    /// What it gathers; never empty.
    pub entries: Vec<TypedEntry>,
}

/// A document as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedEntry {
    /// Its line, from 1.
    pub line: usize,
    /// 索引号, 发文字号 or address.
    pub reference: String,
    /// Its title, or words of it, which name nothing; empty where there is none.
    pub title: String,
    /// The collection's own words; may be empty.
    pub words: String,
}

/// What is wrong with a line, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// `#` and nothing behind it.
    #[error("“#”后面请写标题，或删去这一行")]
    HeadingMissing,
    /// A heading that is too long.
    #[error("标题最多{MOST_HEADING}字，请精简")]
    HeadingTooLong,
    /// A heading with no document under it.
    #[error("“{0}”下面还没有信息，请添加或删去这一行")]
    ChapterEmpty(String),
    /// Too many headings.
    #[error("最多分{MOST_CHAPTERS}个部分，请合并")]
    TooManyChapters,
    /// Words before any document.
    #[error("“>”开头的说明要写在它所说的信息下面一行")]
    WordsAstray,
    /// Words twice.
    #[error("一件信息只写一行说明，请合并到上一行")]
    WordsTwice,
    /// Words that are too long.
    #[error("说明最多{MOST_WORDS}字，请精简")]
    WordsTooLong,
    /// A title alone.
    #[error("请写这件信息的索引号、发文字号或网址，不能只写标题")]
    ReferenceMissing,
    /// Something that is too long to name anything.
    #[error("这一行太长，请只写索引号、发文字号或网址，标题写在书名号内")]
    ReferenceTooLong,
    /// Too many documents.
    #[error("最多收录{MOST_DOCUMENTS}件信息，请拆成几份")]
    TooManyDocuments,
    /// Nothing public that is so named.
    #[error("没有找到已公开的“{0}”，请核对索引号、发文字号或网址；未公开的信息不能收录")]
    NotPublic(String),
    /// A number that several units have.
    #[error("“{0}”不止一件，请改写索引号或网址")]
    Ambiguous(String),
    /// A number with another document's title.
    #[error("这是《{0}》，与所写的标题不符，请核对编号，或删去标题")]
    OtherTitle(String),
    /// Withdrawn.
    #[error("“{0}”已撤下，请删去这一行")]
    Withdrawn(String),
    /// The collection itself.
    #[error("不能收录它自己，请删去这一行")]
    Itself,
    /// The same document twice.
    #[error("与第{0}行是同一件信息，请留一行")]
    Twice(usize),
}

/// Every flaw with its line, from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flaws(Vec<(usize, Flaw)>);

impl Flaws {
    /// Adds one.
    pub fn add(&mut self, line: usize, flaw: Flaw) {
        self.0.push((line, flaw));
    }

    /// `value`, unless there are flaws.
    ///
    /// # Errors
    /// The flaws.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    /// Each with its line.
    pub fn all(&self) -> &[(usize, Flaw)] {
        &self.0
    }
}

impl fmt::Display for Flaws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (line, flaw)) in self.0.iter().take(MOST_FLAWS).enumerate() {
            let between = if at == 0 { "" } else { "；" };
            write!(f, "{between}第{line}行：{flaw}")?;
        }
        match self.0.len().saturating_sub(MOST_FLAWS) {
            0 => Ok(()),
            more => write!(f, "；另有{more}行有误"),
        }
    }
}

/// Reads a list.
///
/// # Errors
/// Every flaw, with its line.
pub fn read(text: &str) -> Result<Vec<TypedChapter>, Flaws> {
    let mut reading = Reading::default();
    for (line, text) in (1..).zip(text.lines()) {
        let text = cleaned(text);
        if let Some(heading) = text.strip_prefix(['#', '＃']) {
            reading.heading(line, heading.trim_start_matches(['#', '＃']).trim());
        } else if let Some(words) = text.strip_prefix(['>', '＞']) {
            reading.words(line, words.trim());
        } else if !text.is_empty() {
            reading.document(line, &text);
        }
    }
    reading.end()
}

/// The list as text: what [`read`] reads as the same.
pub fn print(chapters: &[TypedChapter]) -> String {
    let mut text = String::new();
    for chapter in chapters {
        if !chapter.heading.is_empty() {
            text.push_str(&format!("# {}\n", chapter.heading));
        }
        for entry in &chapter.entries {
            text.push_str(&entry.reference);
            if !entry.title.is_empty() {
                text.push_str(&format!("《{}》", entry.title));
            }
            text.push('\n');
            if !entry.words.is_empty() {
                text.push_str(&format!("> {}\n", entry.words));
            }
        }
    }
    text
}

/// The same with the lines on which [`print`] writes them.
pub(crate) fn numbered(mut chapters: Vec<TypedChapter>) -> Vec<TypedChapter> {
    let mut line = 1;
    for chapter in &mut chapters {
        chapter.line = line;
        line += usize::from(!chapter.heading.is_empty());
        for entry in &mut chapter.entries {
            entry.line = line;
            line += 1 + usize::from(!entry.words.is_empty());
        }
    }
    chapters
}

#[derive(Default)]
struct Reading {
    chapters: Vec<TypedChapter>,
    documents: usize,
    flaws: Flaws,
}

impl Reading {
    fn heading(&mut self, line: usize, heading: &str) {
        self.close();
        if heading.is_empty() {
            self.flaws.add(line, Flaw::HeadingMissing);
        }
        if heading.chars().count() > MOST_HEADING {
            self.flaws.add(line, Flaw::HeadingTooLong);
        }
        self.open(line, heading);
    }

    fn words(&mut self, line: usize, words: &str) {
        let entry = self.chapters.last_mut();
        let Some(entry) = entry.and_then(|it| it.entries.last_mut()) else {
            self.flaws.add(line, Flaw::WordsAstray);
            return;
        };
        if !entry.words.is_empty() {
            self.flaws.add(line, Flaw::WordsTwice);
        } else if words.chars().count() > MOST_WORDS {
            self.flaws.add(line, Flaw::WordsTooLong);
        } else {
            words.clone_into(&mut entry.words);
        }
    }

    fn document(&mut self, line: usize, text: &str) {
        let (reference, title) = parts_of(text);
        if reference.is_empty() {
            self.flaws.add(line, Flaw::ReferenceMissing);
        } else if reference.chars().count() > MOST_REFERENCE {
            self.flaws.add(line, Flaw::ReferenceTooLong);
        }
        self.documents += 1;
        if self.documents == MOST_DOCUMENTS + 1 {
            self.flaws.add(line, Flaw::TooManyDocuments);
        }
        if self.documents > MOST_DOCUMENTS {
            return;
        }
        if self.chapters.is_empty() {
            self.open(line, "");
        }
        if let Some(chapter) = self.chapters.last_mut() {
            chapter.entries.push(TypedEntry {
                line,
                reference: reference.to_owned(),
                title: title.to_owned(),
                words: String::new(),
            });
        }
    }

    fn open(&mut self, line: usize, heading: &str) {
        if self.chapters.len() == MOST_CHAPTERS {
            self.flaws.add(line, Flaw::TooManyChapters);
        }
        self.chapters.push(TypedChapter {
            line,
            heading: heading.to_owned(),
            entries: Vec::new(),
        });
    }

    /// The chapter before the one that begins is done.
    fn close(&mut self) {
        let last = self.chapters.last();
        // What is beyond the limit was not taken, and is told there.
        if let Some(last) = last.filter(|it| it.entries.is_empty())
            && self.documents <= MOST_DOCUMENTS
        {
            let heading: String = last.heading.chars().take(MOST_HEADING).collect();
            self.flaws.add(last.line, Flaw::ChapterEmpty(heading));
        }
    }

    fn end(mut self) -> Result<Vec<TypedChapter>, Flaws> {
        self.close();
        self.flaws.or(self.chapters)
    }
}

/// What names the document, and its title before or behind that: `云政发〔2026〕3号《…》`, `《…》（云政发〔2026〕3号）`.
fn parts_of(text: &str) -> (&str, &str) {
    let (before, titled) = text.split_once('《').unwrap_or((text, ""));
    let (title, behind) = titled.rsplit_once('》').unwrap_or(("", ""));
    let reference = if before.is_empty() { behind } else { before };
    let reference = reference.trim();
    let within = reference.strip_prefix(['（', '(']);
    let within = within.and_then(|it| it.strip_suffix(['）', ')']));
    let reference = within.unwrap_or(reference).trim();
    // Signs of another kind of line, or of a title within a title, are nobody's number.
    let is_odd =
        reference.starts_with(['#', '＃', '>', '＞', '（', '(']) || reference.contains('《');
    (if is_odd { "" } else { reference }, title.trim())
}

#[cfg(test)]
mod tests;
