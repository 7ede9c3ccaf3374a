//! Queries with judged answers, as their data file has them.
//!
//! `data/queries.tsv` is committed: one query a line, its class, its text, and each document that answers with its grade (3 is what was
//! meant, 2 serves as well, 1 has to do with it). Five classes seek a known document (`known`); topics, questions and queries about units
//! were written by hand (`judged`); the last class asks any of them in 繁體. Where the archive or the rules change,
//! `GONGKAI_WRITE_QUERIES=1 cargo test -p evaluation` writes the file anew; otherwise a test compares it.

mod judged;
mod known;

use std::collections::BTreeMap;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use crate::archive::Record;
use crate::chance::Chance;

/// The committed queries.
pub const QUERIES: &str = include_str!("../../data/queries.tsv");

/// What kind of query it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A part of the title.
    Part,
    /// The title with characters lost or mistaken, or its halves swapped.
    Damaged,
    /// The number, in some writing.
    Number,
    /// Place, topic, year and kind.
    Combination,
    /// Ten to sixteen characters of the text.
    Phrase,
    /// Common words for a matter.
    Topic,
    /// A question.
    Question,
    /// What a unit published.
    Unit,
    /// Any of these in 繁體.
    Traditional,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 9] = [
        Self::Part,
        Self::Damaged,
        Self::Number,
        Self::Combination,
        Self::Phrase,
        Self::Topic,
        Self::Question,
        Self::Unit,
        Self::Traditional,
    ];

    /// Those that seek a document that one knows.
    pub const KNOWN: [Self; 5] = [
        Self::Part,
        Self::Damaged,
        Self::Number,
        Self::Combination,
        Self::Phrase,
    ];

    /// Its word in the data file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Damaged => "damaged",
            Self::Number => "number",
            Self::Combination => "combination",
            Self::Phrase => "phrase",
            Self::Topic => "topic",
            Self::Question => "question",
            Self::Unit => "unit",
            Self::Traditional => "traditional",
        }
    }

    /// The class of a word.
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// A query and what answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What kind of query it is.
    pub class: Class,
    /// What is typed.
    pub text: String,
    /// How well each document answers, by its code: 3, 2 or 1.
    pub grades: BTreeMap<String, u8>,
}

impl Asked {
    fn line(&self) -> String {
        let mut grades: Vec<(&String, &u8)> = self.grades.iter().collect();
        grades.sort_by_key(|it| (std::cmp::Reverse(it.1), it.0));
        let grades: Vec<String> = grades
            .iter()
            .map(|(code, grade)| format!("{code}={grade}"))
            .collect();
        format!(
            "{}\t{}\t{}\n",
            self.class.word(),
            self.text,
            grades.join(" ")
        )
    }
}

/// Reads queries as the data file has them; says which line is wrong.
///
/// # Errors
/// The first line that cannot be read.
pub fn read(text: &str) -> Result<Vec<Asked>, String> {
    let lines = text.lines().filter(|it| !it.starts_with('#'));
    lines
        .map(|line| read_line(line).ok_or_else(|| format!("not a query: {line}")))
        .collect()
}

fn read_line(line: &str) -> Option<Asked> {
    let mut fields = line.split('\t');
    let class = Class::find(fields.next()?)?;
    let text = fields.next()?.to_owned();
    let grades = fields.next()?.split(' ').map(|it| {
        let (code, grade) = it.split_once('=')?;
        let grade: u8 = grade.parse().ok()?;
        (1..=3).contains(&grade).then(|| (code.to_owned(), grade))
    });
    let grades = grades.collect::<Option<BTreeMap<_, _>>>()?;
    (!text.is_empty() && fields.next().is_none()).then_some(Asked {
        class,
        text,
        grades,
    })
}

/// The data file as the archive and the rules give it.
///
/// # Errors
/// A line of the queries written by hand that is about nothing.
pub fn write(records: &[Record]) -> Result<String, String> {
    let mut all = known::ask(records);
    all.extend(judged::ask(records)?);
    all.extend(traditional(&all));
    let mut out = "# Written by the tests of this package from the archive and from asked.tsv: class, text, documents with their grades.\n".to_owned();
    out.extend(all.iter().map(Asked::line));
    Ok(out)
}

/// Some queries of every class once more, as they are typed in 繁體.
fn traditional(asked: &[Asked]) -> Vec<Asked> {
    const OF_EACH: usize = 6;
    let opencc =
        OpenCC::from_config(BuiltinConfig::S2t).expect("the tables are embedded in the program");
    let mut chance = Chance::of("traditional");
    let mut found = Vec::new();
    for class in Class::ALL {
        let mut of_class: Vec<(&Asked, String)> = asked
            .iter()
            .filter(|it| it.class == class)
            .map(|it| (it, opencc.convert(&it.text)))
            .filter(|(it, text)| it.text != *text)
            .collect();
        for _ in 0..OF_EACH.min(of_class.len()) {
            let (one, text) = of_class.swap_remove(chance.below(of_class.len()));
            found.push(Asked {
                class: Class::Traditional,
                text,
                grades: one.grades.clone(),
            });
        }
    }
    found
}
