//! Answers (智能问答): the passages of documents in force that answer a question, word for word, or that there is none.
//!
//! Never a sentence that no document holds: an [`Quoted`] is a stretch of a section as it stands. Candidates come from the index, their
//! `pieces` are weighed by the words that they and what they stand under have of the question, by how rare these words are, and by
//! whether they hold the kind of thing that was asked for (`evidence`). Below a threshold nothing is said: no answer is better than a wrong one.
//! What is repealed answers nothing; where it alone would, it is named ([`Answer::Over`]).
//!
//! Legal basis: 《政府网站发展指引》 (智能问答); the answers are the government's own words, so that nothing here can promise anything.

mod evidence;
mod pieces;
mod promised;
mod question;
mod reworded;
mod signs;
mod weigh;

use std::collections::HashMap;

use kernel::Date;

use crate::find::{Ask, Hit, Narrowing, Order};
use crate::index::IndexError;
use crate::item::{Choice, Section, Shown, Standing};
use crate::query::Query;
use crate::source::Source;
use crate::words::Synonyms;

pub use promised::Promised;
pub use question::{Asks, Compared, Focus, Question};
pub use reworded::{Unsupported, supported};
pub use weigh::WhyQuoted;
use weigh::{Weighed, Weigher, usual_name};

/// Items that each way of asking brings.
const CANDIDATES: usize = 30;

/// Units among them, where a question may be about one.
const UNITS: usize = 5;

/// Items whose text is read, and characters of all of them: a question costs no more than that, whatever the library holds.
const MOST_READ: usize = 40;
const MOST_CHARS: usize = 600_000;

/// Passages of an answer.
const MOST_QUOTED: usize = 3;

/// The least score of an answer. Chosen on the questions in `tests/answers`; see decision 0036.
const LEAST: f32 = 0.65;

/// How far behind the best a further passage may be.
const BEHIND: f32 = 0.9;

/// A question to be answered.
#[derive(Debug, Clone)]
pub struct Asking<'a> {
    /// The question.
    pub question: &'a Question,
    /// Other names of the same things.
    pub synonyms: &'a Synonyms,
    /// The day of today.
    pub today: Date,
}

/// What names a document without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it is: `document/ID`.
    pub key: String,
    /// Its address.
    pub address: String,
    /// Its title.
    pub title: String,
    /// 发文字号; empty where it has none.
    pub number: String,
    /// The day on which it became public.
    pub day: Date,
    /// Its kind.
    pub kind: Choice,
    /// The units that issue it.
    pub units: Vec<Choice>,
    /// How it stands, in words; empty where it simply holds.
    pub standing: String,
}

/// A passage of a document, word for word.
#[derive(Debug, Clone, PartialEq)]
pub struct Quoted {
    /// The document.
    pub document: Named,
    /// The heading under which it stands; empty where it has none.
    pub heading: String,
    /// The place on the page, without `#`; empty for its top.
    pub anchor: String,
    /// The passage as it stands; lines are parted by line ends.
    pub text: String,
    /// How it came to be chosen.
    pub why: WhyQuoted,
}

/// What is said to a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Passages that answer it, the best one first; one to three.
    Quoted(Vec<Quoted>),
    /// Only what no longer holds would have answered it.
    Over(Vec<Named>),
    /// Nothing reliable.
    Nothing,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// What is said.
    pub answer: Answer,
    /// The document of the best passage, section by section, what was asked for first; empty where nothing was quoted.
    pub sections: Vec<Section>,
    /// Documents that are about the same matter, the nearest one first; five at most.
    pub near: Vec<Named>,
    /// The best score that anything in force had, from 0 to about 1.
    pub best: f32,
    /// Promises to make public what was asked for, the best one first; two at most.
    pub promised: Vec<Promised>,
}

impl From<&Shown> for Named {
    fn from(it: &Shown) -> Self {
        Self {
            key: it.key.clone(),
            address: it.address.clone(),
            title: it.title.clone(),
            number: it.number.clone(),
            day: it.day,
            kind: it.kind.clone(),
            units: it.units.clone(),
            standing: it.standing.clone(),
        }
    }
}

/// The names of words by which most items are found.
fn usual_names<'a>(
    source: &dyn Source,
    words: impl Iterator<Item = &'a Focus>,
) -> Result<Vec<&'a str>, IndexError> {
    words.map(|it| usual_name(source, it)).collect()
}

/// Kinds that say little beside their titles: what they promise is not what is so.
const SAY_LITTLE: [&str; 3] = ["plan", "duty", "promise"];

impl dyn Source + '_ {
    /// Answers a question from what can be found.
    ///
    /// # Errors
    /// The source's fault.
    pub(crate) fn answer(&self, asking: &Asking<'_>) -> Result<Answered, IndexError> {
        let question = asking.question;
        if question.is_empty() {
            return Ok(Answered {
                answer: Answer::Nothing,
                sections: Vec::new(),
                near: Vec::new(),
                best: 0.0,
                promised: Vec::new(),
            });
        }
        let hits = self.candidates(asking)?;
        let weigher = Weigher::open(self, question)?;
        let mut weighed: Vec<Weighed<'_>> = hits.iter().flat_map(|it| weigher.weigh(it)).collect();
        weighed.sort_by(|one, other| other.score().total_cmp(&one.score()));
        let promised = self.promised(asking, &weigher)?;
        Ok(Answered {
            promised,
            ..decide(question.asks, &hits, &weighed)
        })
    }

    /// What may hold the answer: found by the words as typed, by those of rules, and, where that is little, by the rarest of them.
    fn candidates(&self, asking: &Asking<'_>) -> Result<Vec<Hit>, IndexError> {
        const FEW: usize = 8;
        let question = asking.question;
        let typed: Vec<&str> = question.sought().map(|it| it.word.as_str()).collect();
        let usual = usual_names(self, question.sought())?;
        let mut ways = vec![usual.join(" "), typed.join(" ")];
        ways.dedup();
        let mut hits: Vec<Hit> = Vec::new();
        let mut known: HashMap<String, ()> = HashMap::new();
        let mut find =
            |wanted: &str, kind: Option<&str>, hits: &mut Vec<Hit>| -> Result<(), IndexError> {
                let query = Query::read(wanted, asking.synonyms);
                let narrowing = Narrowing {
                    kind: kind.map(str::to_owned),
                    without_kinds: SAY_LITTLE.map(str::to_owned).to_vec(),
                    ..Narrowing::default()
                };
                let found = self.find(&Ask {
                    query: &query,
                    narrowing,
                    order: Order::Fitting,
                    skip: 0,
                    limit: if kind.is_some() { UNITS } else { CANDIDATES },
                    today: asking.today,
                })?;
                for hit in found.hits {
                    if known.insert(hit.shown.key.clone(), ()).is_none() {
                        hits.push(hit);
                    }
                }
                Ok(())
            };
        if matches!(question.asks, Asks::Where | Asks::Contact | Asks::When) {
            find(&ways[0], Some("unit"), &mut hits)?;
        }
        for wanted in &ways {
            find(wanted, None, &mut hits)?;
        }
        if hits.len() < FEW {
            for name in usual.iter().take(4) {
                find(name, None, &mut hits)?;
            }
        }
        hits.truncate(MOST_READ);
        let mut chars = 0;
        hits.retain(|hit| {
            chars += hit
                .shown
                .sections
                .iter()
                .map(|it| it.text.len() / 3)
                .sum::<usize>();
            chars <= MOST_CHARS
        });
        Ok(hits)
    }
}

/// What is said, given everything that was weighed, the best first.
fn decide(asks: Asks, hits: &[Hit], weighed: &[Weighed<'_>]) -> Answered {
    let holds = |it: &&Weighed<'_>| it.hit.standing.may_answer();
    let best = weighed.iter().find(holds);
    let best_score = best.map_or(0.0, Weighed::score);
    let over = weighed
        .iter()
        .find(|it| matches!(it.hit.standing, Standing::Expired | Standing::Repealed));
    let answer = match (best, over) {
        (Some(best), _) if best.score() >= LEAST => Answer::Quoted(chosen(best, weighed)),
        (_, Some(over)) if over.score() >= LEAST => {
            Answer::Over(vec![Named::from(&over.hit.shown)])
        }
        _ => Answer::Nothing,
    };
    let sections = match (&answer, best) {
        (Answer::Quoted(_), Some(best)) => sections_for(asks, &best.hit.shown),
        _ => Vec::new(),
    };
    let mut near: Vec<Named> = Vec::new();
    for it in weighed.iter().filter(holds) {
        let named = Named::from(&it.hit.shown);
        if near.len() < 5 && !near.contains(&named) {
            near.push(named);
        }
    }
    if near.is_empty() {
        let holding = hits.iter().filter(|it| it.standing.may_answer());
        near.extend(holding.take(5).map(|it| Named::from(&it.shown)));
    }
    Answered {
        answer,
        sections,
        near,
        best: best_score,
        promised: Vec::new(),
    }
}

/// The best passage and what stands close behind it, each place once.
fn chosen(best: &Weighed<'_>, weighed: &[Weighed<'_>]) -> Vec<Quoted> {
    let least = (best.score() * BEHIND).max(LEAST);
    let mut quoted: Vec<Quoted> = Vec::new();
    let holding = weighed.iter().filter(|it| it.hit.standing.may_answer());
    for it in holding.take_while(|it| it.score() >= least) {
        let passage = it.quoted();
        if quoted.iter().all(|known| known.text != passage.text) {
            quoted.push(passage);
        }
        if quoted.len() == MOST_QUOTED {
            break;
        }
    }
    text_before_files(&mut quoted);
    quoted
}

/// How the heading of a section begins that is the text of a file.
const FILE: &str = "附件：";

/// What a document itself says goes before what its files say, where both are quoted.
fn text_before_files(quoted: &mut [Quoted]) {
    for at in 1..quoted.len() {
        if quoted[at].heading.starts_with(FILE) {
            continue;
        }
        let key = quoted[at].document.key.clone();
        let is_file_of_it = |it: &Quoted| it.heading.starts_with(FILE) && it.document.key == key;
        if let Some(file) = quoted[..at].iter().position(is_file_of_it) {
            quoted[file..=at].rotate_right(1);
        }
    }
}

/// The sections of a document that stand under a heading, those first whose heading says what was asked for.
fn sections_for(asks: Asks, shown: &Shown) -> Vec<Section> {
    const MOST: usize = 12;
    let headed = shown
        .sections
        .iter()
        .filter(|it| !it.heading.is_empty() && !it.text.is_empty());
    let mut sections: Vec<Section> = headed.take(MOST).cloned().collect();
    sections.sort_by_key(|it| !evidence::heading_fits(asks, &it.heading));
    sections
}
