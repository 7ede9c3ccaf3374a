//! What officers do to a draft: a closed list of edits, as they are kept.
//!
//! Pure. Their text form is stored and must stay readable: variants and fields are added, never renamed. What an edit does
//! is in [`super::fold()`].

use gongwen::reading::{DocumentIdentity, Term};
use kernel::UnitId;
use serde::{Deserialize, Serialize};

/// Which duty of a draft: the reader's are numbered from 1 in reading order; one that came later takes the next number.
pub type Key = u32;

/// An edit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Edit {
    /// Another heading, other words.
    Reword {
        /// Which.
        duty: Key,
        /// Its heading.
        heading: String,
        /// Its words.
        text: String,
    },
    /// Other cadences and deadlines.
    SetTimes {
        /// Which.
        duty: Key,
        /// Cadences and deadlines with the words that set them.
        terms: Vec<Term>,
    },
    /// When a period's promise is due, with the basis for it.
    SetGrace {
        /// Which.
        duty: Key,
        /// `P20WD`, `P1M`, or a day of each year `--01-31`.
        grace: String,
        /// What sets it; the public reads it.
        basis: String,
    },
    /// Who answers and who assists, by name.
    SetUnits {
        /// Which.
        duty: Key,
        /// Who answers.
        lead: Vec<String>,
        /// Who assists.
        support: Vec<String>,
    },
    /// What counts as kept.
    SetEvidence {
        /// Which.
        duty: Key,
        /// A code of [`promises::evidence_rule::Accepted`].
        accepted: String,
        /// How many pieces at least.
        least: u32,
        /// Hosts on which links must lie.
        hosts: Vec<String>,
    },
    /// A doubt is looked at and settled.
    Settle {
        /// Which; none for the document's own doubts.
        duty: Option<Key>,
        /// Its place among the doubts that are left, from 0.
        doubt: usize,
        /// What was found.
        note: String,
    },
    /// Whom a name means, wherever the plan writes it.
    Mean {
        /// As written.
        written: String,
        /// Whom it means.
        units: Vec<UnitId>,
    },
    /// One duty becomes two.
    Split {
        /// Which.
        duty: Key,
        /// The byte of its words at which the second begins.
        at: usize,
    },
    /// A sentence of a duty becomes a duty of its own, for others to answer.
    PartOut {
        /// Which.
        duty: Key,
        /// The first byte of the sentence.
        from: usize,
        /// The byte after its last.
        to: usize,
        /// Who answers for it.
        lead: Vec<String>,
    },
    /// A duty takes in the one after it.
    Merge {
        /// Which.
        duty: Key,
    },
    /// A duty that the reader did not see.
    Add {
        /// After which; none: first.
        after: Option<Key>,
        /// Its heading.
        heading: String,
        /// Its words.
        text: String,
    },
    /// A duty that is none.
    Drop {
        /// Which.
        duty: Key,
    },
    /// A dropped duty is one after all.
    Restore {
        /// Which.
        duty: Key,
    },
    /// What the document is.
    Identify {
        /// Its identity.
        document: DocumentIdentity,
    },
    /// Takes the newest edit back.
    Undo,
    /// Takes the newest undoing back.
    Redo,
}

/// An edit with its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// From 1, without gaps.
    pub revision: u64,
    /// What was done.
    pub edit: Edit,
}

/// What an edit touches: two edits of different targets do not hinder each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A duty.
    Duty(Key),
    /// The document's identity and doubts.
    Document,
    /// Whom a name means.
    Name(String),
    /// The whole draft.
    Whole,
}

/// Which way an edit goes in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It takes an edit back.
    Back,
    /// It takes an undoing back.
    Forward,
    /// It changes something itself.
    On,
}

impl Edit {
    /// Which way it goes.
    pub(super) fn step(&self) -> Step {
        match self {
            Self::Undo => Step::Back,
            Self::Redo => Step::Forward,
            Self::Reword { .. }
            | Self::SetTimes { .. }
            | Self::SetGrace { .. }
            | Self::SetUnits { .. }
            | Self::SetEvidence { .. }
            | Self::Settle { .. }
            | Self::Mean { .. }
            | Self::Split { .. }
            | Self::PartOut { .. }
            | Self::Merge { .. }
            | Self::Add { .. }
            | Self::Drop { .. }
            | Self::Restore { .. }
            | Self::Identify { .. } => Step::On,
        }
    }

    /// What it touches by itself. A merge touches the next duty too, which only the fold knows.
    pub fn target(&self) -> Target {
        match self {
            Self::Reword { duty, .. }
            | Self::SetTimes { duty, .. }
            | Self::SetGrace { duty, .. }
            | Self::SetUnits { duty, .. }
            | Self::SetEvidence { duty, .. }
            | Self::Split { duty, .. }
            | Self::PartOut { duty, .. }
            | Self::Merge { duty }
            | Self::Drop { duty }
            | Self::Restore { duty }
            | Self::Settle {
                duty: Some(duty), ..
            } => Target::Duty(*duty),
            Self::Settle { duty: None, .. } | Self::Identify { .. } => Target::Document,
            Self::Mean { written, .. } => Target::Name(written.clone()),
            // It touches nothing that stands.
            Self::Add { after, .. } => after.map_or(Target::Document, Target::Duty),
            Self::Undo | Self::Redo => Target::Whole,
        }
    }

    /// What it does, in words: for the history of a draft.
    pub fn describe(&self) -> String {
        let list = |names: &[String]| names.join("、");
        match self {
            Self::Reword { duty, .. } => format!("修改第{duty}项任务的文字"),
            Self::SetTimes { duty, terms } if terms.is_empty() => {
                format!("第{duty}项任务不设频次和时限")
            }
            Self::SetTimes { duty, terms } => {
                let words: Vec<_> = terms.iter().map(|it| it.words.clone()).collect();
                format!("第{duty}项任务的频次和时限改为：{}", list(&words))
            }
            Self::SetGrace { duty, grace, basis } => {
                format!("第{duty}项任务的周期期限改为{grace}，依据：{basis}")
            }
            Self::SetUnits {
                duty,
                lead,
                support,
            } => format!(
                "第{duty}项任务的责任单位改为：{}；配合单位：{}",
                or_none(&list(lead)),
                or_none(&list(support))
            ),
            Self::SetEvidence { duty, .. } => format!("设定第{duty}项任务的证据要求"),
            Self::Settle {
                duty: Some(duty),
                note,
                ..
            } => format!("核对第{duty}项任务的存疑：{note}"),
            Self::Settle {
                duty: None, note, ..
            } => format!("核对文件的存疑：{note}"),
            Self::Mean { written, .. } => format!("确认“{written}”所指单位"),
            Self::Split { duty, .. } => format!("拆分第{duty}项任务"),
            Self::PartOut { duty, lead, .. } => {
                format!(
                    "第{duty}项任务中的一句单列，责任单位：{}",
                    or_none(&list(lead))
                )
            }
            Self::Merge { duty } => format!("第{duty}项任务与下一项合并"),
            Self::Add { heading, text, .. } => {
                let name: String = format!("{heading}{text}").chars().take(20).collect();
                format!("增加任务：{name}")
            }
            Self::Drop { duty } => format!("去掉第{duty}项任务"),
            Self::Restore { duty } => format!("恢复第{duty}项任务"),
            Self::Identify { .. } => "修改文件信息".to_owned(),
            Self::Undo => "撤销".to_owned(),
            Self::Redo => "重做".to_owned(),
        }
    }
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "无" } else { text }
}
